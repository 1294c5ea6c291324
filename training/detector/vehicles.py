"""From the detector's second output to vehicles, and how well they match labelled ones."""
import math

import numpy as np
import torch
import torch.nn.functional as F

from training.detector.find import letterbox, overlap
from training.detector.model import KINDS, VEHICLE_STRIDE, normalise

SETS = ("atl_roadside", "openimages_vehicles", "highway_vehicles")
SAME_KIND, ANY_KIND = 0.3, 0.8  # overlap above which the weaker of two answers goes
LOOKS = ((1.0, False), (4 / 3, False), (0.75, True))  # size against the first, mirrored: as vision/plate/find.cpp looks closely
SAME_VEHICLE = 0.5  # overlap of one vehicle's boxes in two looks


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


@torch.no_grad()
def detect_closely(network, image, long_side):
    """Vehicles of an RGB picture as several looks at it agree on them."""
    first = min(1.0, long_side / max(image.shape[:2]))
    looks = []
    for size, mirrored in LOOKS:
        picture, scale = letterbox(image[:, ::-1] if mirrored else image, first * size * max(image.shape[:2]), size)
        found = decode(network(normalise(torch.from_numpy(picture[None])))[0].float(), scale)
        for vehicle in found if mirrored else []:
            left, top, right, bottom = vehicle["box"]
            vehicle["box"] = (image.shape[1] - right, top, image.shape[1] - left, bottom)
        looks.append(found)
    return joined(looks)


def joined(looks, most=100):
    """One list of what several looks saw: weighted boxes fusion (Solovyev, Wang, Gabruseva, Image and Vision Computing 107, 2021)."""
    groups = []
    for look, vehicle in sorted(((i, v) for i, found in enumerate(looks) for v in found), key=lambda seen: -seen[1]["score"]):
        alike = [g for g in groups if g["kind"] == vehicle["kind"] and overlap(g["box"], vehicle["box"]) >= SAME_VEHICLE]
        group = max(alike, key=lambda g: overlap(g["box"], vehicle["box"]), default=None)
        if group is None:
            group = {"kind": vehicle["kind"], "boxes": [], "scores": [], "best": [0.0] * len(looks)}
            groups.append(group)
        group["boxes"].append(vehicle["box"])
        group["scores"].append(vehicle["score"])
        group["box"] = tuple(np.average(group["boxes"], axis=0, weights=group["scores"]))
        group["best"][look] = max(group["best"][look], vehicle["score"])
    found = [{"kind": g["kind"], "box": g["box"], "score": sum(g["best"]) / len(looks)} for g in groups]
    return sorted(found, key=lambda vehicle: -vehicle["score"])[:most]


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
