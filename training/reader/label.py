"""Reads the plates of labelled photos that have no text, for training: writes what several views agree on.

  python3 -m training.reader.label --out var/training/reader/texts.unchecked.jsonl --sheets var/training/reader/sheets

Each labelled plate is cut by its label and by the detector's corners, with three margins each. One JSON object a
plate: {"set", "image", "bbox", "corners" (the detector's, or null), "text" (the likeliest), "agree" (share of the
views that read it), "sure" (least confidence among those)}. The contact sheets are for a look by eye.
"""
import argparse
import collections
import json
import pathlib

import cv2
import numpy as np
import torch

from training.data import corners_of, rows
from training.detector.find import detect, overlap
from training.execute import Executor
from training.plates.crops import MARGINS, straighten
from training.reader.model import greedy, normalise, sequence

SETS = ("us_in_corners", "openlpr", "world_cars", "openimages_plates", "vn_photos")
VIEWS = (1.0, 0.25, 2.0)  # margins in shares of the reader's own
TEMPERATURE = 1.0


def box_of(corners):
    return (*np.min(corners, 0), *np.max(corners, 0))


def read(reader, crops):
    """[(text, confidence)] of grey crops."""
    text = reader.run(normalise(np.stack(crops)))["text"]
    sure = (sequence(text) / TEMPERATURE).softmax(-1).max(-1).values.prod(1)
    return list(zip(greedy(text), sure.tolist()))


def views(grey, label, corners):
    return [
        straighten(grey, c, [m * share for m in MARGINS])
        for c in ([label] if corners is None else [label, corners])
        for share in VIEWS
    ]


def plates(photo, detector, reader, long_side):
    """One row a labelled plate of a photo (BGR) of the manifest row."""
    found = detect(lambda x: detector.run(x)["plates"], photo["picture"][..., ::-1], long_side, 0.2)
    grey = cv2.cvtColor(photo["picture"], cv2.COLOR_BGR2GRAY)
    for plate in photo["plates"]:
        if not plate["bbox"]:
            continue
        label = corners_of(plate)
        near = max(found, key=lambda f: overlap(f["box"], box_of(label)), default=None)
        corners = near["corners"] if near and overlap(near["box"], box_of(label)) > 0.45 else None
        crops = views(grey, label, corners)
        readings = read(reader, crops)
        text, count = collections.Counter(t for t, _ in readings).most_common(1)[0]
        yield crops, {
            "set": photo["set"],
            "image": photo["image"],
            "bbox": plate["bbox"],
            "corners": None if corners is None else np.round(corners, 1).tolist(),
            "text": text,
            "agree": round(count / len(readings), 2),
            "sure": round(min(s for t, s in readings if t == text), 3),
            "known": plate.get("text"),
        }


def sheet(cells, path):
    """A contact sheet: label crop, corner crop and the reading of each plate."""
    columns = 5
    grid = [np.vstack(cells[i : i + 12]) for i in range(0, len(cells), 12)]
    height = max(g.shape[0] for g in grid)
    grid = [np.pad(g, ((0, height - g.shape[0]), (0, 8))) for g in grid[:columns]]
    cv2.imwrite(str(path), np.hstack(grid))


def cell(number, crops, row):
    picture = np.hstack([crops[0], crops[3] if len(crops) > 3 else np.zeros_like(crops[0])])
    rows = picture.shape[0]
    out = np.full((rows + 18, picture.shape[1]), 60, np.uint8)
    out[:rows] = picture
    shown = f"{number} {row['text']} {row['agree']:.2f} {row['sure']:.2f}"
    cv2.putText(out, shown, (3, rows + 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 255, 1, cv2.LINE_AA)
    return out


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--splits", nargs="+", default=["train", "val"])
    parser.add_argument("--models", default="models")
    parser.add_argument("--long-side", type=int, default=640)
    parser.add_argument("--out", default="var/training/reader/texts.unchecked.jsonl")
    parser.add_argument("--sheets", help="folder for contact sheets")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    detector = Executor(pathlib.Path(options.models) / "plate_detector.onnx")
    reader = Executor(pathlib.Path(options.models) / "plate_reader.onnx")
    with open(options.out, "w") as out:
        for name in options.sets:
            for split in options.splits:
                cells = []
                for photo in rows(options.data, name, split):
                    photo["set"] = name
                    photo["picture"] = cv2.imread(str(pathlib.Path(options.data) / photo["image"]))
                    for crops, row in plates(photo, detector, reader, options.long_side):
                        cells.append(cell(len(cells), crops, row))
                        out.write(json.dumps(row) + "\n")
                out.flush()
                print(name, split, len(cells), "plates", flush=True)
                if options.sheets:
                    folder = pathlib.Path(options.sheets)
                    folder.mkdir(parents=True, exist_ok=True)
                    for at in range(0, len(cells), 60):
                        sheet(cells[at : at + 60], folder / f"{name}.{split}.{at:03d}.png")


if __name__ == "__main__":
    main()
