"""New texts from real cut-outs: characters of one plate take each other's places, so that the reader learns glyphs as
cameras see them, not the texts of the few real plates there are (Goncalves and others 2018: permutation of characters).

  python3 -m training.reader.exchange --data ../shared/data/train --out var/training/exchanged.png
"""
import argparse
import pathlib
import random

import cv2
import numpy as np

from training.execute import Executor
from training.plates.crops import HEIGHT, WIDTH, fit
from training.plates.fonts import ALPHABET
from training.reader.model import normalise, sequence

MODEL = pathlib.Path("models/plate_reader.onnx")


def spikes(classes):
    """[(character, row, middle 0..1)] of one crop's likeliest classes, step by step along two rows."""
    steps = len(classes) // 2
    found, last = [], 0
    for step, c in enumerate(classes):
        if c and c != last:
            found.append([ALPHABET[c - 1], step // steps, []])
        if c:
            found[-1][2].append((step % steps + 0.5) / steps)
        last = c
    return [(character, row, sum(at) / len(at)) for character, row, at in found]


def places(cutouts, size=64):
    """[(left, top, right, bottom) of each character in shares of the picture, or None] of cut-outs, as an earlier
    reader sees them; None where it does not read the text or there are too few characters."""
    if not MODEL.exists():
        return [None] * len(cutouts)
    reader, found = Executor(MODEL), []
    for at in range(0, len(cutouts), size):
        part = cutouts[at : at + size]
        text = reader.run(normalise(np.stack([fit(c.image, reader.size) for c in part])))["text"]
        found += [boxes(spikes(row), c.text) for row, c in zip(sequence(text).argmax(-1).tolist(), part)]
    return found


def boxes(seen, text):
    if "".join(c for c, _, _ in seen) != text or len(text) < 4:
        return None
    two, result = len({row for _, row, _ in seen}) > 1, []
    for row in (0, 1):
        middles = [x for _, r, x in seen if r == row]
        gaps = np.diff(middles)
        if len(middles) == 0:
            continue
        if len(middles) < 2 or gaps.min() <= 0:
            return None
        pitch = float(np.median(gaps))
        for i, x in enumerate(middles):
            left = max(x - 0.55 * pitch, (middles[i - 1] + x) / 2 if i else 0)
            right = min(x + 0.55 * pitch, (middles[i + 1] + x) / 2 if i + 1 < len(middles) else 1)
            top, bottom = ((0.04, 0.5), (0.5, 0.96))[row] if two else (0.14, 0.9)
            result.append((max(0.0, left), top, min(1.0, right), bottom))
    return result


def exchange(image, text, where, rng):
    """(picture, text) with up to four characters replaced by others of the same plate, letters by letters and digits by
    digits."""
    height, width = image.shape
    size = np.float32([width, height, width, height])
    cells = [tuple(int(round(v)) for v in np.float32(box) * size) for box in where]
    out, new = image.copy(), list(text)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        x0, y0, x1, y1 = cells[at]
        fitting = [
            j
            for j, (a, top, b, _) in enumerate(cells)
            if j != at
            and top == y0
            and text[j].isdigit() == text[at].isdigit()
            and 0.75 < (b - a) / max(1, x1 - x0) < 1.33
        ]
        if not fitting or x1 - x0 < 3:
            continue
        other = rng.choice(fitting)
        a, top, b, bottom = cells[other]
        patch = cv2.resize(image[top:bottom, a:b], (x1 - x0, y1 - y0)).astype(np.float32)
        ramp = np.minimum(1, np.minimum(np.arange(1, x1 - x0 + 1), np.arange(x1 - x0, 0, -1)) / 2.5)
        out[y0:y1, x0:x1] = out[y0:y1, x0:x1] * (1 - ramp) + patch * ramp
        new[at] = text[other]
    return out, "".join(new)


def main():
    from training.data import load_cutouts

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--sets", nargs="+", default=["us_ny_crops", "us_states_crops", "hr_crops", "vn_crops"])
    parser.add_argument("--out", default="var/training/exchanged.png", help="contact sheet to write")
    options = parser.parse_args()
    rng, cells = random.Random(1), []
    for name in options.sets:
        cutouts = load_cutouts(options.data, name, "train")[::7][:24]
        for cutout, where in zip(cutouts, places(cutouts)):
            image, text = (
                exchange(cutout.image, cutout.text, where, rng) if where else (fit(cutout.image), "-")
            )
            cell = np.full((HEIGHT + 18, 2 * WIDTH + 4), 60, np.uint8)
            cell[:HEIGHT] = np.hstack([fit(cutout.image), np.zeros((HEIGHT, 4), np.uint8), fit(image)])
            cv2.putText(cell, f"{cutout.text} {text}", (3, HEIGHT + 14), 0, 0.45, 255, 1, cv2.LINE_AA)
            cells.append(cell)
    cv2.imwrite(options.out, np.vstack([np.hstack(cells[i : i + 4]) for i in range(0, len(cells) // 4 * 4, 4)]))


if __name__ == "__main__":
    main()
