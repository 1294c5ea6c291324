"""Of the readings stated to be right with some probability, how many are: for the model card.

  python3 -m training.reader.reliability --data ../shared/data/train --out var/training/reliability.png

Held-out plates only, by label boxes and by the detector's corners; one crop each, no formats. O=0 and I=1 count as
right in the second column.
"""
import argparse

import cv2
import numpy as np
import torch

from training.execute import Executor
from training.reader.beam import stated
from training.reader.data import validation
from training.reader.model import normalise, sequence
from training.reader.train import forgive

EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0001)
SIDE, EDGE = 420, 50


def draw(rows, path):
    """Stated against true probability."""
    picture = np.full((SIDE + 2 * EDGE, SIDE + 2 * EDGE, 3), 255, np.uint8)

    def place(x, y):
        return int(EDGE + x * SIDE), int(EDGE + (1 - y) * SIDE)

    cv2.line(picture, place(0, 0), place(1, 1), (190, 190, 190), 1, cv2.LINE_AA)
    for tenth in range(0, 11, 2):
        cv2.putText(picture, f"{tenth / 10:.1f}", (8, place(0, tenth / 10)[1]), 0, 0.4, (60, 60, 60), 1)
        cv2.putText(picture, f"{tenth / 10:.1f}", (place(tenth / 10, 0)[0] - 8, SIDE + EDGE + 18), 0, 0.4, (60, 60, 60), 1)
    cv2.putText(picture, "stated probability, right share", (EDGE, 24), 0, 0.5, (60, 60, 60), 1, cv2.LINE_AA)
    points = [place(row[1], row[2]) for row in rows]
    cv2.polylines(picture, [np.int32(points)], False, (180, 90, 20), 2, cv2.LINE_AA)
    for point, row in zip(points, rows):
        cv2.circle(picture, point, 3 + int(np.log10(row[0])), (180, 90, 20), -1, cv2.LINE_AA)
    cv2.imwrite(path, picture)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--model", default="models/plate_reader.onnx")
    parser.add_argument("--temperature", type=float, help="default: the model's own")
    parser.add_argument("--out", help="picture to write")
    options = parser.parse_args()
    torch.set_num_threads(1)
    executor = Executor(options.model)
    temperature = options.temperature or float(executor.metadata["patente.temperature"])
    sure, exact, forgiven = [], [], []
    for name, (crops, texts, _, _) in validation(options.data)[0].items():
        if name == "drawn":
            continue
        logits = torch.cat([sequence(executor.run(normalise(crops[at : at + 64]))["text"]) for at in range(0, len(crops), 64)])
        for (text, probability), truth in zip(stated(logits, temperature), texts):
            sure.append(probability)
            exact.append(text == truth)
            forgiven.append(forgive(text) == forgive(truth))
    sure, exact, forgiven = np.array(sure), np.array(exact), np.array(forgiven)
    rows = []
    for low, high in zip(EDGES, EDGES[1:]):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            rows.append((inside.sum(), sure[inside].mean(), exact[inside].mean(), forgiven[inside].mean()))
            print(
                f"stated {low:5.3f} to {min(high, 1):5.3f}: {rows[-1][0]:4d} readings, mean {rows[-1][1]:.3f}, "
                f"right {rows[-1][2]:.3f} ({rows[-1][3]:.3f})"
            )
    top = sure >= 0.99
    print(f"stated 0.99 and more: {top.sum()} of {len(sure)}, right {exact[top].mean():.4f} ({forgiven[top].mean():.4f})")
    if options.out:
        draw(rows, options.out)


if __name__ == "__main__":
    main()
