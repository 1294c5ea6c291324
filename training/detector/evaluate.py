"""Measures the exported detector: recall of labelled plates, false plates on photos without any.

  python3 -m training.detector.evaluate --data ../shared/data/train --split val
  python3 -m training.detector.evaluate --data ../shared/data/dev --split "" \
      --sets us pl vn_photos --sizes 1024 640

The second line is for the model that ships, once; its figures go into models/README.md.
"""
import argparse
import time

import cv2
import torch

from training.data import load_photos
from training.detector.data import SETS
from training.detector.find import detect, false_rate, recall
from training.execute import Executor


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--split", default="val", help='train, val, or "" for sets without a split')
    parser.add_argument("--sets", nargs="+", default=[n for n in SETS if n != "negatives"])
    parser.add_argument("--sizes", type=int, nargs="+", default=[640], help="long sides to try")
    parser.add_argument("--model", default="models/plate_detector.onnx")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    executor = Executor(options.model)
    chosen = float(executor.metadata["patente.threshold"])
    levels = (("chosen", chosen), (".3", 0.3), (".2", 0.2))

    def network(x):
        return executor.run(x)["plates"]

    for size in options.sizes:
        for name in [*options.sets, "negatives"]:
            photos, start = load_photos(options.data, name, options.split, 0), time.time()
            results = [(p, detect(network, p.image[..., ::-1], size)) for p in photos]
            milliseconds = (time.time() - start) / len(photos) * 1e3
            if name == "negatives":
                figures = "false a photo " + "  ".join(
                    f"{label}: {false_rate(results, t):.3f}" for label, t in levels
                )
            else:
                figures = "  ".join(
                    "{}: {:.3f} / {:.3f}".format(label, *recall(results, t)) for label, t in levels
                )
            print(
                f"{size} {name:18s} {len(photos):4d} photos  {figures}  {milliseconds:.0f} ms a photo",
                flush=True,
            )


if __name__ == "__main__":
    main()
