"""Finds the corners of labelled plates of which only a box is known, and whether a plate can be read.

  python3 -m training.detector.selflabel --data ../shared/data/train

The trained detector looks at every plate in several magnified views. Where the views agree with each other and with
the box, their mean is kept; a labelled text that the reader does not read from these corners, but reads from the box,
refuses them. The reader's own verdict says whether the plate can be read. Writes one line a photo.
"""
import argparse
import json
import pathlib

import cv2
import numpy as np
import torch

from training.data import corners_of, rows
from training.detector.find import decode, overlap
from training.detector.model import normalise
from training.execute import Executor
from training.predict import straighten
from training.reader.model import greedy
from training.reader.model import normalise as normalise_crop

SETS = ("openlpr", "world_cars", "openimages_plates", "us_in_corners", "vn_photos", "eg_motorcycles", "bd_cars")
VIEWS = ((36, -3, 2), (48, 4, -4), (60, 0, 3), (44, 3, 5))  # rows of the plate, shift in pixels
VIEW = (320, 192)
SPREAD = 0.07  # of the plate's height, between views
AGREEMENT = 0.6  # intersection over union with the labelled box


def view_of(image, box, plate_rows, shift):
    """A part of the photo with the plate in the middle: (picture, matrix from the photo to it)."""
    left, top, right, bottom = box
    scale = min(plate_rows / max(4, bottom - top), 0.6 * VIEW[0] / max(4, right - left))
    x = VIEW[0] / 2 + shift[0] - scale * (left + right) / 2
    y = VIEW[1] / 2 + shift[1] - scale * (top + bottom) / 2
    matrix = np.float32([[scale, 0, x], [0, scale, y]])
    if scale < 0.6:
        image = cv2.GaussianBlur(image, (0, 0), 0.4 / scale)
    return cv2.warpAffine(image, matrix, VIEW, borderValue=(114, 114, 114)), scale, np.float32([x, y])


def corners_in(network, image, box):
    """(mean corners, their spread in heights, views that found the plate), in the photo's pixels."""
    views = [view_of(image, box, plate_rows, shift) for plate_rows, *shift in VIEWS]
    outputs = network(normalise(torch.from_numpy(np.stack([v[0][..., ::-1] for v in views]))))
    quads = []
    for output, (_, scale, offset) in zip(outputs, views):
        found = [(f["corners"] - offset) / scale for f in decode(output, 1.0, 0.15)]
        found = [c for c in found if overlap((*c.min(0), *c.max(0)), box) > 0.35]
        if found:
            quads.append(max(found, key=lambda c: overlap((*c.min(0), *c.max(0)), box)))
    if not quads:
        return None, 1.0, 0
    quads = np.float32(quads)
    return np.median(quads, 0), float(quads.std(0).mean() / max(1, np.ptp(quads[0][:, 1]))), len(quads)


class Verdict:
    """The reader's answer on a plate cut by four corners."""

    def __init__(self, path):
        self.reader = Executor(path)

    def read(self, grey, corners):
        outputs = self.reader.run(normalise_crop(straighten(grey, corners)[None]))
        return greedy(outputs["text"])[0], float(outputs["legible"].flatten()[0])


def label(network, verdict, image, plate):
    """(corners or None, legible 1, 0 or -1 for unknown) of one labelled plate."""
    boxed = corners_of(plate)
    box = (*boxed.min(0), *boxed.max(0))
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    corners, spread, views = corners_in(network, image, box)
    agreed = (
        views >= 3 and spread < SPREAD and overlap((*corners.min(0), *corners.max(0)), box) > AGREEMENT
    )
    text, logit = verdict.read(grey, corners if agreed else boxed)
    if agreed and plate.get("text") and text != plate["text"]:
        agreed = verdict.read(grey, boxed)[0] != plate["text"]
    legible = 1 if logit > 1 and len(text) >= 3 else 0 if logit < -3 or not text else -1
    return corners if agreed else None, legible


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--detector", default="models/plate_detector.onnx")
    parser.add_argument("--reader", default="models/plate_reader.onnx")
    parser.add_argument("--out", default="var/training/detector/corners.jsonl")
    options = parser.parse_args()
    torch.set_num_threads(1)
    detector, verdict = Executor(options.detector), Verdict(options.reader)
    folder, plates, kept = pathlib.Path(options.data), 0, 0
    with open(options.out, "w") as out:
        for name in SETS:
            for row in rows(folder, name, "train"):
                image = cv2.imread(str(folder / row["image"]))
                if image is None:
                    continue
                answers = [
                    label(lambda x: detector.run(x)["plates"], verdict, image, p) for p in row["plates"] if p["bbox"]
                ]
                plates, kept = plates + len(answers), kept + sum(c is not None for c, _ in answers)
                line = [
                    {"corners": None if c is None else np.round(c, 2).tolist(), "legible": legible}
                    for c, legible in answers
                ]
                out.write(json.dumps({"image": row["image"], "plates": line}) + "\n")
            print(f"{name}: {kept} of {plates} plates so far have corners", flush=True)


if __name__ == "__main__":
    main()
