"""Prints what a model says about one picture, computed in plain floats, as JSON: to check the runtime
against.

  python3 -m training.reader.reference models/plate_reader.onnx crop.png
  python3 -m training.reader.reference models/plate_detector.onnx photo.jpg --long-side 640 --find

For the reader the picture is a crop, resized to the model's input (bilinear). For the detector it is
letterboxed to the long side. Without --raw the big outputs are given as shape, sum and some values.
"""
import argparse
import json

import cv2
import numpy as np
import torch

from training.detector.find import decode, letterbox
from training.detector.model import normalise as normalise_photo
from training.execute import Executor
from training.reader.model import greedy, normalise


def outline(tensor, raw):
    """A tensor as JSON: whole, or shape, sum and every n-th value."""
    flat = tensor.flatten().double()
    if raw or len(flat) <= 64:
        return {"shape": list(tensor.shape), "values": [round(float(v), 6) for v in flat]}
    step = max(1, len(flat) // 32)
    return {
        "shape": list(tensor.shape),
        "sum": round(float(flat.sum()), 4),
        "every": step,
        "values": [round(float(v), 6) for v in flat[::step]],
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model")
    parser.add_argument("picture")
    parser.add_argument("--long-side", type=int, default=640)
    parser.add_argument("--raw", action="store_true", help="all values of all outputs")
    parser.add_argument(
        "--find", action="store_true", help="detector: also the plates above the model's threshold"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    executor = Executor(options.model)
    result = {"model": options.model, "kind": executor.metadata["patente.kind"]}
    if result["kind"] == "plate_reader":
        grey = cv2.imread(options.picture, cv2.IMREAD_GRAYSCALE)
        rows, columns = (d.dim_value for d in executor.model.graph.input[0].type.tensor_type.shape.dim[2:])
        if grey.shape != (rows, columns):
            grey = cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_LINEAR)
        outputs = executor.run(normalise(grey[None]))
        result["reading"] = greedy(outputs["text"])[0]
        result["region_name"] = json.loads(executor.metadata["patente.regions"])[
            int(outputs["region"].argmax())
        ]
        result["plate_probability"] = round(float(torch.sigmoid(outputs["legible"])), 6)
    else:
        image = np.ascontiguousarray(cv2.imread(options.picture)[..., ::-1])
        padded, scale = letterbox(image, options.long_side)
        outputs = executor.run(normalise_photo(torch.from_numpy(padded[None])))
        if options.find:
            threshold = float(executor.metadata["patente.threshold"])
            result["plates"] = [
                {k: np.round(np.array(v, float), 4).tolist() for k, v in found.items()}
                for found in decode(outputs["plates"][0], scale, threshold)
            ]
    result["outputs"] = {name: outline(value, options.raw) for name, value in outputs.items()}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
