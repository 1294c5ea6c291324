"""What the runtime's bytes (int8) make of the models, computed on any processor: readings and finds against plain floats.

  python3 -m training.bytes --data ../shared/data/train

Follows src/vision/runtime: every value is an unsigned byte with scale and zero point from `patente.ranges`, weights are signed
bytes with a scale a channel; answers, and all that follows a mean, stay floats.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from training.data import load_photos
from training.detector.find import detect, false_rate, recall
from training.execute import Executor
from training.plates.crops import cut
from training.reader.data import HELD_OUT, SETS, held_out
from training.reader.model import greedy, normalise

PIXELS = (-2.0, 127 / 64)
PHOTO_SETS = ("openlpr", "us_in_corners", "openimages_plates", "negatives")


class Bytes(Executor):
    """A model in bytes, simulated in floats."""

    def __init__(self, path):
        super().__init__(path)
        self.range, self.rounded = {self.input: PIXELS}, {}
        stated = json.loads(self.metadata["patente.ranges"])
        for kind, inputs, output, _ in self.steps:
            known = [self.range[name] for name in inputs if name in self.range]
            self.range[output] = tuple(stated[output]) if output in stated else self.following(kind, known)
            if kind == "Conv":
                weight = self.constants[inputs[1]]
                scale = weight.abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-9) / 127
                self.rounded[inputs[1]] = (weight / scale).round() * scale

    @staticmethod
    def following(kind, known):
        low, high = zip(*known)
        if kind == "Relu":
            return max(0, low[0]), max(0, high[0])
        return (sum(low), sum(high)) if kind == "Add" else (min(low), max(high))

    def quantised(self, name, x):
        low, high = min(0, self.range[name][0]), max(0, self.range[name][1])
        scale = max(high - low, 1e-6) / 255
        zero = round(-low / scale)
        return ((x / scale).round() + zero).clamp(0, 255).sub(zero) * scale

    @torch.no_grad()
    def run(self, x):
        values, floats = {self.input: x}, set()
        for kind, inputs, output, attributes in self.steps:
            first = values[inputs[0]]
            plain = inputs[0] in floats or kind == "GlobalAveragePool"
            if kind == "Conv":
                top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
                weight = (self.constants if plain else self.rounded)[inputs[1]]
                strides = tuple(attributes.get("strides", [1, 1]))
                first = F.conv2d(F.pad(first, (left, right, top, bottom)), weight, self.constants[inputs[2]], strides)
                answers = output in self.outputs and output not in self.readers
                if not plain and not answers and not self.is_joined(output):
                    first = self.quantised(output, first)
            elif kind in ("Relu", "Add"):
                first = F.relu(first) if kind == "Relu" else first + values[inputs[1]]
                first = first if plain else self.quantised(output, first)
            elif kind == "Resize":
                first = F.interpolate(first, scale_factor=2, mode="nearest")
            elif kind == "GlobalAveragePool":
                first = first.mean((2, 3), keepdim=True)
            else:
                raise ValueError(f"not simulated: {kind}")
            values[output] = first
            floats |= {output} if plain else set()
        return {name: values[name] for name in self.outputs}


def texts(model, crops):
    return sum((greedy(model.run(normalise(crops[at : at + 64]))["text"]) for at in range(0, len(crops), 64)), [])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--models", default="models")
    parser.add_argument("--most", type=int, default=120, help="plates of a set")
    options = parser.parse_args()
    torch.set_num_threads(1)
    both = [kind(pathlib.Path(options.models) / "plate_reader.onnx") for kind in (Executor, Bytes)]
    for name in (*SETS, HELD_OUT):
        cutouts = held_out(options.data, name)[: options.most]
        if not cutouts:  # its texts were read by eye, and are not here
            continue
        crops, truth = np.stack([cut(c.image, c.box) for c in cutouts]), [c.text for c in cutouts]
        plain, rounded = (texts(model, crops) for model in both)
        right = [sum(a == b for a, b in zip(read, truth)) for read in (plain, rounded)]
        same = sum(a == b for a, b in zip(plain, rounded))
        print(f"{name:18s} {len(truth):4d} plates  read right {right[0]} in floats, {right[1]} in bytes; alike {same}", flush=True)
    both = [kind(pathlib.Path(options.models) / "plate_detector.onnx") for kind in (Executor, Bytes)]
    for name in PHOTO_SETS:
        photos = load_photos(options.data, name, "val", 0)
        for label, model in zip(("floats", "bytes"), both):
            results = [(p, detect(lambda x: model.run(x)["plates"], p.image[..., ::-1], 640)) for p in photos]
            strict, loose, count = recall(results, 0.3)
            print(f"{name:18s} in {label:6s} found {strict:.3f} / {loose:.3f} of {count}, false {false_rate(results, 0.3):.2f} a photo")


if __name__ == "__main__":
    main()
