"""Reads drawn two-line motorcycle plates in fonts that are not in training: exact, and with O=0 and I=1.

  python3 -m training.reader.motorcycles --model models/plate_reader.onnx --count 500
"""
import argparse

import cv2
import numpy as np
import torch

from training.execute import Executor
from training.plates.crops import photograph
from training.plates.fonts import HELD_OUT_FONTS, build_atlas
from training.plates.render import Renderer
from training.reader.model import greedy, normalise
from training.reader.train import forgive

LAYOUTS = ("ar motorcycle mercosur", "ar motorcycle old", "br motorcycle", "vn", "in two line")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="models/plate_reader.onnx")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--sheet", help="picture of the first 96 crops to write")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    renderer = Renderer(options.seed)
    drawn = [build_atlas(str(path), "") for path in sorted(HELD_OUT_FONTS.glob("*.ttf"))]
    renderer.atlases = [atlas for atlas in drawn if atlas]
    if not renderer.atlases:
        raise SystemExit(f"no fonts in {HELD_OUT_FONTS}: run training/setup")
    crops, plates = [], []
    for at in range(options.count):
        plates.append(renderer.plate(renderer.layout(name=LAYOUTS[at % len(LAYOUTS)])))
        crops.append(photograph(plates[-1].image, renderer.rng, renderer.noise)[0])
    executor, readings = Executor(options.model), []
    for at in range(0, len(crops), 64):
        readings += greedy(executor.run(normalise(np.stack(crops[at : at + 64])))["text"])
    for name in ("", *LAYOUTS):
        rows = [(r, p.text) for r, p in zip(readings, plates) if not name or p.layout == name]
        exact = np.mean([r == t for r, t in rows])
        folded = np.mean([forgive(r) == forgive(t) for r, t in rows])
        print(f"{name or 'all':24s} {len(rows):4d}  exact {exact:.3f}  O=0 I=1 {folded:.3f}")
    if options.sheet:
        cv2.imwrite(options.sheet, np.vstack([np.hstack(crops[i : i + 8]) for i in range(0, 96, 8)]))


if __name__ == "__main__":
    main()
