"""From the detector's output to plates, and how well found plates match labelled ones."""
import math

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from training.detector.model import STRIDE, normalise


def letterbox(image, long_side, largest=1.0):
    """RGB uint8 shrunk to the long side and padded right and below to multiples of 32: (picture, scale)."""
    height, width = image.shape[:2]
    scale = min(largest, long_side / max(height, width))
    columns, rows = round(width * scale), round(height * scale)
    out = np.full((-(-rows // 32) * 32, -(-columns // 32) * 32, 3), 114, np.uint8)
    out[:rows, :columns] = cv2.resize(
        image, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    return out, scale


def overlap(a, b):
    """Intersection over union of two boxes (left, top, right, bottom)."""
    inner = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return inner / max(1e-6, (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inner)


def decode(output, scale, threshold, most=60):
    """Plates of one picture (15 x h x w): [{box, score, corners, two_lines, legible}], best first."""
    score = torch.sigmoid(output[0])
    peak = (F.max_pool2d(score[None, None], 3, 1, 1)[0, 0] == score) & (score > threshold)
    ys, xs = torch.nonzero(peak, as_tuple=True)
    order = score[ys, xs].argsort(descending=True)[:most]
    found = []
    for index in order.tolist():
        y, x = int(ys[index]), int(xs[index])
        v = output[:, y, x].numpy()
        unit = STRIDE / scale
        cx, cy = (x + 0.5 + v[1]) * unit, (y + 0.5 + v[2]) * unit
        w, h = math.exp(min(v[3], 5)) * unit, math.exp(min(v[4], 5)) * unit
        corners = np.array([cx, cy]) + v[5:13].reshape(4, 2) * [w, h]
        box = (*corners.min(0), *corners.max(0))
        if any(
            overlap(box, f["box"]) > 0.35
            or (f["box"][0] < cx < f["box"][2] and f["box"][1] < cy < f["box"][3])
            for f in found
        ):
            continue
        found.append(
            {
                "box": box,
                "score": float(score[y, x]),
                "corners": corners,
                "two_lines": float(v[13]),
                "legible": float(v[14]),
            }
        )
    return found


@torch.no_grad()
def detect(network, image, long_side, threshold=0.05):
    """Plates of an RGB picture in its own pixels; `network` maps the normalised tensor to the raw output."""
    picture, scale = letterbox(image, long_side)
    return decode(network(normalise(torch.from_numpy(picture[None])))[0].float(), scale, threshold)


def recall(results, threshold):
    """(share with IoU >= .5, share whose centre is found, labelled plates) over [(photo, found)]."""
    count = strict = loose = 0
    for photo, found in results:
        strong = [f for f in found if f["score"] >= threshold]
        for corners, _, _ in photo.plates:
            box = (*corners.min(0), *corners.max(0))
            mx, my = 0.05 * (box[2] - box[0]), 0.05 * (box[3] - box[1])
            count += 1
            strict += any(overlap(f["box"], box) >= 0.5 for f in strong)
            loose += any(
                box[0] - mx < (f["box"][0] + f["box"][2]) / 2 < box[2] + mx
                and box[1] - my < (f["box"][1] + f["box"][3]) / 2 < box[3] + my
                for f in strong
            )
    return strict / max(1, count), loose / max(1, count), count


def false_rate(results, threshold):
    """Found plates a photo on photos without plates."""
    return sum(f["score"] >= threshold for _, found in results for f in found) / max(1, len(results))


def threshold_for(results, rate):
    """The lowest threshold that leaves at most `rate` false plates a photo."""
    scores = sorted((f["score"] for _, found in results for f in found), reverse=True)
    allowed = int(rate * len(results))
    return scores[allowed] + 1e-4 if len(scores) > allowed else 0.05
