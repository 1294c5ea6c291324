"""Reads every photo of a manifest with both exported models and writes predictions, one JSON object a line.

  python3 -m training.predict ../shared/data/dev/us.jsonl var/training/us.predictions.jsonl
  python3 -m training.predict tests/golden/photos.jsonl var/training/golden.predictions.jsonl

A plain version of the pipeline in Python: find, straighten by the corners, read, drop what the reader takes
for no plate. It judges the models; the product's own pipeline is in C++.
"""
import argparse
import json
import pathlib
import time

import cv2
import numpy as np
import torch

from training.detector.find import detect
from training.execute import Executor
from training.plates.crops import fit, straighten
from training.reader.model import greedy, normalise, sequence


class Pipeline:
    """Both models with their own settings."""

    def __init__(self, folder="models", long_side=1024, keep=None):
        self.detector = Executor(pathlib.Path(folder) / "plate_detector.onnx")
        self.reader = Executor(pathlib.Path(folder) / "plate_reader.onnx")
        self.threshold = float(self.detector.metadata["patente.threshold"])
        self.temperature = float(self.reader.metadata["patente.temperature"])
        self.long_side = long_side
        self.keep = float(self.reader.metadata["patente.keep"]) if keep is None else keep

    def crops(self, crops):
        """[(text, confidence, plate logit)] of crops."""
        outputs = self.reader.run(normalise(np.stack(crops)))
        sure = (sequence(outputs["text"]) / self.temperature).softmax(-1).max(-1).values.prod(1)
        return list(zip(greedy(outputs["text"]), sure.tolist(), outputs["legible"].flatten().tolist()))

    def photo(self, image):
        """Plates of a BGR photo as prediction rows."""
        found = detect(
            lambda x: self.detector.run(x)["plates"], image[..., ::-1], self.long_side, self.threshold
        )
        if not found:
            return []
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        rows = []
        for plate, (text, sure, legible) in zip(
            found, self.crops([straighten(grey, f["corners"]) for f in found])
        ):
            if legible < self.keep or not text:
                continue
            left, top, right, bottom = (float(v) for v in plate["box"])
            rows.append(
                {
                    "text": text,
                    "bbox": [left, top, right - left, bottom - top],
                    "score": plate["score"] * sure,
                    "corners": np.round(plate["corners"], 1).tolist(),
                }
            )
        return rows


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest")
    parser.add_argument("predictions")
    parser.add_argument("--models", default="models")
    parser.add_argument("--long-side", type=int, default=1024)
    parser.add_argument(
        "--keep", type=float, help="least plate logit of the reader (default: the model's own)"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    pipeline = Pipeline(options.models, options.long_side, options.keep)
    manifest = pathlib.Path(options.manifest)
    with open(options.predictions, "w") as out:
        out.write(json.dumps({"meta": {"peer": "patente, python reference", "threads": 1}}) + "\n")
        for line in manifest.read_text().splitlines():
            row = json.loads(line)
            image = cv2.imread(str(manifest.parent / row["image"]))
            start = time.time()
            if row.get("crop"):
                ((text, sure, _),) = pipeline.crops([fit(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))])
                plates = [{"text": text, "score": sure}]
            else:
                plates = pipeline.photo(image)
            milliseconds = round((time.time() - start) * 1e3, 2)
            out.write(json.dumps({"image": row["image"], "ms": milliseconds, "plates": plates}) + "\n")


if __name__ == "__main__":
    main()
