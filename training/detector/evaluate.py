"""Measures the exported detector: recall of labelled plates, false plates on photos without any, vehicles by kind, and
whether plates cut by its corners are read.

  python3 -m training.detector.evaluate --data ../shared/data/train --split val
  python3 -m training.detector.evaluate --only rows --sizes 640 480 400 320 256
  python3 -m training.detector.evaluate --data ../shared/data/dev --split "" --sets us pl vn_photos --sizes 1024 640

The last line is for the model that ships, once; its figures go into models/README.md.
"""
import argparse
import time

import cv2
import numpy as np
import torch

from training.data import load_cutouts, load_photos
from training.detector import vehicles
from training.detector.find import detect, false_rate, overlap, recall
from training.detector.geometry import perspective, rectangle
from training.detector.model import KINDS
from training.execute import Executor
from training.plates.crops import cut
from training.predict import straighten
from training.reader.model import greedy
from training.reader.model import normalise as normalise_crop

PLATE_SETS = ("openlpr", "world_cars", "openimages_plates", "us_in_corners", "vn_photos", "eg_motorcycles", "bd_cars")
ROWS = (6, 8, 10, 12, 16, 24)
HUNG_SETS = ("us_states_crops", "us_ny_crops", "cz_crops", "hr_crops")  # cut-outs hung over the plates of photos


def plates(executor, options, size):
    """Recall by set (IoU .5 / centre inside) and false plates a photo, at three thresholds."""
    chosen = float(executor.metadata["patente.threshold"])
    levels = (("chosen", chosen), (".3", 0.3), (".2", 0.2))
    for name in [*options.sets, "negatives"]:
        photos, start = load_photos(options.data, name, options.split, 0), time.time()
        results = [(p, detect(lambda x: executor.run(x)["plates"], p.image[..., ::-1], size)) for p in photos]
        milliseconds = (time.time() - start) / len(photos) * 1e3
        if name == "negatives":
            rates = "  ".join(f"{label}: {false_rate(results, t):.3f}" for label, t in levels)
            figures = f"false a photo {rates}"
        else:
            figures = "  ".join("{}: {:.3f} / {:.3f}".format(label, *recall(results, t)) for label, t in levels)
        print(f"{size} {name:18s} {len(photos):4d} photos  {figures}  {milliseconds:.0f} ms a photo", flush=True)


def plates_by_rows(executor, options):
    """Recall at IoU .5 by the rows that a plate has in the picture that the detector sees, over all sizes and sets."""
    chosen, found = float(executor.metadata["patente.threshold"]), {}
    for size in options.sizes:
        for photo in (p for name in options.sets for p in load_photos(options.data, name, options.split, 0)):
            boxes = [f["box"] for f in detect(lambda x: executor.run(x)["plates"], photo.image[..., ::-1], size, chosen)]
            scale = min(1.0, size / max(photo.image.shape[:2]))
            for corners, _, _ in photo.plates:
                box = (*corners.min(0), *corners.max(0))
                at = sum((box[3] - box[1]) * scale >= least for least in ROWS)
                found.setdefault(at, []).append(any(overlap(other, box) >= 0.5 for other in boxes))
    for at, hits in sorted(found.items()):
        least, most = (0, *ROWS)[at], (*ROWS, "more")[at]
        print(f"{least} to {most} rows: {np.mean(hits):.3f} of {len(hits)}", flush=True)


def vehicle_precision(executor, options, size):
    """Average precision at IoU .5 by set and kind, in one look and in several."""
    for name in vehicles.SETS:
        photos = load_photos(options.data, name, options.split, 0)
        for look in (vehicles.detect, vehicles.detect_closely):
            results = [(p, look(lambda x: executor.run(x)["vehicles"], p.image[..., ::-1], size)) for p in photos]
            scores = [(kind, *vehicles.average_precision(results, at)) for at, kind in enumerate(KINDS)]
            figures = "  ".join(f"{kind} {area:.3f} of {count}" for kind, area, count in scores)
            print(f"{size} {name:20s} {look.__name__:14s} {figures}", flush=True)


def read(reader, crops):
    return greedy(reader.run(normalise_crop(np.stack(crops)))["text"])


def hung(photo, cutout, rng):
    """The photo with a cut-out over its first plate: (RGB picture, the cut-out's corners)."""
    image, corners = photo.image[..., ::-1].copy(), photo.plates[0][0]
    left, top, right, bottom = *corners.min(0), *corners.max(0)
    rows, columns = cutout.image.shape[:2]
    height = max((bottom - top) * 1.15, (right - left) * 1.1 * rows / columns, 26)
    lean = rng.normal(0, 0.03, (4, 2)) * height
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    quad = rectangle(-0.5, -0.5, 0.5, 0.5) * [height * columns / rows, height] + middle + lean
    matrix = perspective(quad, rectangle(0, 0, columns, rows))
    size = (image.shape[1], image.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(cutout.image, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(np.ones((rows, columns), np.float32), matrix, size, flags=flags)[..., None]
    return (image * (1 - cover) + laid[..., ::-1] * cover).astype(np.uint8), quad


def best_of(executor, image, box, size):
    """The corners found where the plate is known to be, or None."""
    found = detect(lambda x: executor.run(x)["plates"], image, size, 0.15)
    found = [f for f in found if overlap(f["box"], box) > 0.3]
    return max(found, key=lambda f: f["score"])["corners"] if found else None


def corners_for_reading(executor, options, size):
    """Plates read right from the detector's corners and from the true ones or the labelled box."""
    reader, rng = Executor(options.reader), np.random.default_rng(0)
    cars = [p for p in load_photos(options.data, "world_cars", "val") + load_photos(options.data, "openlpr", "val") if p.plates]
    for name in HUNG_SETS:
        cutouts = load_cutouts(options.data, name, "val", 10, cv2.IMREAD_COLOR)[: options.hung]
        ours, true, off, texts = [], [], [], []
        for cutout in cutouts:
            image, quad = hung(cars[rng.integers(len(cars))], cutout, rng)
            corners = best_of(executor, image, (*quad.min(0), *quad.max(0)), size)
            grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
            true.append(straighten(grey, quad))
            ours.append(np.zeros_like(true[-1]) if corners is None else straighten(grey, corners))
            if corners is not None:
                off.append(np.abs(corners - quad).mean() / np.ptp(quad[:, 1]))
            texts.append(cutout.text)
        report(name + " hung", size, reader, texts, ours, true, off)
    for name in ("openimages_plates", "vn_photos"):
        cutouts = [c for c in load_cutouts(options.data, name, "val", 10, cv2.IMREAD_COLOR) if c.box]
        ours, true = [], []
        for cutout in cutouts:
            x, y, w, h = cutout.box
            corners = best_of(executor, cutout.image[..., ::-1], (x, y, x + w, y + h), size)
            grey = cv2.cvtColor(cutout.image, cv2.COLOR_BGR2GRAY)
            true.append(cut(grey, cutout.box))
            ours.append(np.zeros_like(true[-1]) if corners is None else straighten(grey, corners))
        report(name, size, reader, [c.text for c in cutouts], ours, true, [])


def report(name, size, reader, texts, ours, true, off):
    right = [np.mean([a == b for a, b in zip(texts, read(reader, crops))]) for crops in (ours, true)]
    error = f"  corners off by {np.mean(off):.3f} heights, missed {len(texts) - len(off)}" if off else ""
    print(f"{size} {name:24s} {len(texts):4d} read by our corners {right[0]:.3f}, by labels {right[1]:.3f}{error}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--split", default="val", help='train, val, or "" for sets without a split')
    parser.add_argument("--sets", nargs="+", default=PLATE_SETS)
    parser.add_argument("--sizes", type=int, nargs="+", default=[640], help="long sides to try")
    parser.add_argument("--model", default="models/plate_detector.onnx")
    parser.add_argument("--reader", default="models/plate_reader.onnx")
    parser.add_argument("--only", choices=("plates", "rows", "vehicles", "corners"), help="leave out the rest")
    parser.add_argument("--hung", type=int, default=120, help="cut-outs of a set to hang over plates")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    executor = Executor(options.model)
    if options.only == "rows":
        plates_by_rows(executor, options)
        return
    for size in options.sizes:
        if options.only in (None, "plates"):
            plates(executor, options, size)
        if options.only in (None, "vehicles") and options.split and "vehicles" in executor.outputs:
            vehicle_precision(executor, options, max(size, 800))
        if options.only in (None, "corners") and options.split:
            corners_for_reading(executor, options, size)


if __name__ == "__main__":
    main()
