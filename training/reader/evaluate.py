"""Measures the exported reader on sets of crops: exact, and with O=0 and I=1.

  python3 -m training.reader.evaluate --data ../shared/data/train --split val
  python3 -m training.reader.evaluate --data ../shared/data/dev --split "" --sets us pl ar_crops world_crops
  python3 -m training.reader.evaluate --sets us_ny_crops us_states_crops cz_crops hr_crops --rows 8 10 12 14 16 20 24 32

The second line is for the model that ships, once; its figures go into models/README.md. Plates of photos
are cut by their label boxes, so the detector's errors are not in these figures (training/predict.py has
them).
"""
import argparse
import time

import cv2
import numpy as np
import torch

from training.data import load_cutouts
from training.execute import Executor
from training.plates.crops import cut
from training.reader.data import SETS
from training.reader.model import greedy, normalise
from training.reader.train import forgive


def by_rows(executor, options):
    """Exact readings of cut-outs shrunk to some rows; those that have fewer are left out."""
    cutouts = [c for name in options.sets for c in load_cutouts(options.data, name, options.split) if not c.box]
    for rows in options.rows:
        large = [c for c in cutouts if c.image.shape[0] >= rows]
        widths = [max(1, round(c.image.shape[1] * rows / c.image.shape[0])) for c in large]
        small = [cv2.resize(c.image, (width, rows), interpolation=cv2.INTER_AREA) for c, width in zip(large, widths)]
        crops = np.stack([cut(image, None) for image in small])
        readings = sum((greedy(executor.run(normalise(crops[at : at + 64]))["text"]) for at in range(0, len(crops), 64)), [])
        exact = np.mean([reading == c.text for reading, c in zip(readings, large)])
        print(f"{rows} rows: exact {exact:.3f} of {len(large)}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--split", default="val", help='train, val, or "" for sets without a split')
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--model", default="models/plate_reader.onnx")
    parser.add_argument("--misses", action="store_true", help="list what was misread")
    parser.add_argument("--rows", type=int, nargs="+", help="only the share of cut-outs shrunk to so many rows that is read")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    executor = Executor(options.model)
    if options.rows:
        by_rows(executor, options)
        return
    for name in options.sets:
        cutouts = load_cutouts(options.data, name, options.split, longest=99)
        if not cutouts:
            continue
        crops = np.stack([cut(c.image, c.box) for c in cutouts])
        start, readings, legible = time.time(), [], []
        for at in range(0, len(crops), 64):
            outputs = executor.run(normalise(crops[at : at + 64]))
            readings += greedy(outputs["text"])
            legible += outputs["legible"].flatten().tolist()
        milliseconds = (time.time() - start) / len(crops) * 1e3
        regions = sorted({c.region.split("-")[0] for c in cutouts})
        for group in [""] if len(regions) == 1 else ["", *regions]:
            rows = [
                (r, c.text) for r, c in zip(readings, cutouts) if c.region.split("-")[0] == group or not group
            ]
            exact = np.mean([r == t for r, t in rows])
            folded = np.mean([forgive(r) == forgive(t) for r, t in rows])
            line = f"{name:18s} {group or 'all':8s} {len(rows):5d}  exact {exact:.3f}  O=0 I=1 {folded:.3f}"
            if not group:
                taken = np.mean(np.array(legible) > 0)
                line += f"  taken for plates {taken:.3f}  {milliseconds:.2f} ms a crop"
            print(line)
        if options.misses:
            print("   ", *(f"{c.text}>{r or '-'}" for r, c in zip(readings, cutouts) if r != c.text))


if __name__ == "__main__":
    main()
