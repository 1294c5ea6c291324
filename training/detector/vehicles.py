"""From the detector's second output to vehicles, and how well they match labelled ones."""
import math

import torch
import torch.nn.functional as F

from training.detector.find import letterbox, overlap
from training.detector.model import KINDS, VEHICLE_STRIDE, normalise

SETS = ("atl_roadside", "openimages_vehicles", "highway_vehicles")
SAME_KIND, ANY_KIND = 0.3, 0.8  # overlap above which the weaker of two answers goes


def decode(output, scale, threshold=0.05, most=100):
    """Vehicles of one picture (8 x h x w): [{kind, box, score}], best first."""
    score = torch.sigmoid(output[: len(KINDS)])
    peak = (F.max_pool2d(score[None], 3, 1, 1)[0] == score) & (score > threshold)
    kinds, ys, xs = torch.nonzero(peak, as_tuple=True)
    order = score[kinds, ys, xs].argsort(descending=True)
    unit, found = VEHICLE_STRIDE / scale, []
    for index in order.tolist():
        kind, y, x = int(kinds[index]), int(ys[index]), int(xs[index])
        dx, dy, log_width, log_height = output[len(KINDS) :, y, x].tolist()
        cx, cy = (x + 0.5 + dx) * unit, (y + 0.5 + dy) * unit
        w, h = math.exp(min(log_width, 5)) * unit, math.exp(min(log_height, 5)) * unit
        box = (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
        if all(overlap(box, f["box"]) <= (SAME_KIND if f["kind"] == kind else ANY_KIND) for f in found):
            found.append({"kind": kind, "box": box, "score": float(score[kind, y, x])})
            if len(found) == most:
                break
    return found


@torch.no_grad()
def detect(network, image, long_side):
    """Vehicles of an RGB picture in its own pixels; `network` maps the normalised tensor to the raw output."""
    picture, scale = letterbox(image, long_side)
    return decode(network(normalise(torch.from_numpy(picture[None])))[0].float(), scale)


def judged(results, kind, least):
    """([(score, right)] best first, labelled vehicles) of one kind over [(photo, found)]."""
    labelled, answers = 0, []
    for photo, found in results:
        truth = [v[1:] for v in photo.vehicles if v[0] == KINDS[kind]]
        labelled, taken = labelled + len(truth), set()
        for answer in (f for f in found if f["kind"] == kind):
            best = max(range(len(truth)), key=lambda i: overlap(answer["box"], truth[i]), default=None)
            right = best is not None and best not in taken and overlap(answer["box"], truth[best]) >= least
            if right:
                taken.add(best)
            answers.append((answer["score"], right))
    return sorted(answers, key=lambda a: -a[0]), labelled


def average_precision(results, kind, least=0.5):
    """(area under precision over recall at IoU `least`, labelled vehicles) of one kind over [(photo, found)]."""
    answers, labelled = judged(results, kind, least)
    hits, curve = 0, []
    for count, (_, right) in enumerate(answers, 1):
        hits += right
        curve.append((hits / max(1, labelled), hits / count))
    area, last, precision = 0.0, 1.0, 0.0
    for reached, share in reversed(curve):
        area += (last - reached) * precision
        last, precision = reached, max(precision, share)
    return area + last * precision, labelled


def best_threshold(results):
    """The score at which the harmonic mean of precision and recall over all kinds is highest."""
    each = [judged(results, kind, 0.5) for kind in range(len(KINDS))]
    labelled = sum(count for _, count in each)
    answers = sorted((a for found, _ in each for a in found), reverse=True)
    hits, best = 0, (0.0, 0.3)
    for count, (score, right) in enumerate(answers, 1):
        hits += right
        best = max(best, (2 * hits / (count + labelled), score))
    return round(min(0.9, max(0.05, best[1])), 3)
