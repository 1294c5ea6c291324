"""What the bytes of a network stand for (`patente.ranges`): for each value the range where what rounding and what cutting off
cost together is least, over pictures that training saw. Labels take no part.

  python3 -m training.ranges --data ../shared/data/train          # once more for the files in models/

The exports call it too. The measure is the mean squared error, as in Banner, Nahshan, Soudry, "Post training 4-bit quantization
of convolutional networks for rapid-deployment" (NeurIPS 2019), here of 8 bits and searched on the histogram itself.
"""
import argparse
import json
import pathlib

import cv2
import numpy as np
import onnx
import torch

from training import graph
from training.data import load_cutouts, load_photos
from training.detector import vehicles
from training.detector.evaluate import PLATE_SETS
from training.detector.find import letterbox
from training.detector.model import normalise as normalise_photo
from training.execute import Executor
from training.plates.crops import cut
from training.reader.data import SETS, DrawnCrops
from training.reader.model import normalise as normalise_crop

BINS, LEVELS = 2048, 255
SHARES = np.linspace(0.2, 1, 41)  # of what was seen, on each side of zero
PHOTOS, CROPS, DRAWN = 25, 60, 256


def photos(folder):
    """Tensors for the detector: photos of every set, vehicles at their own size."""
    pick = np.random.default_rng(0)
    for name in (*PLATE_SETS, "negatives", *vehicles.SETS):
        size, most = (800, 2 * PHOTOS) if name in vehicles.SETS else (640, PHOTOS)
        each = load_photos(folder, name, "train", size)
        for index in pick.permutation(len(each))[:most]:
            picture, _ = letterbox(each[index].image[..., ::-1], size)
            yield normalise_photo(torch.from_numpy(picture[None]))


def crops(folder):
    """Tensors for the reader: cut-outs of every set, and drawn plates."""
    pick = np.random.default_rng(0)
    for name in SETS:
        each = load_cutouts(folder, name, "train")
        picked = [cut(each[index].image, each[index].box) for index in pick.permutation(len(each))[:CROPS]]
        if picked:  # sets whose texts were read by eye may have none here
            yield normalise_crop(np.stack(picked))
    yield normalise_crop(np.stack([s.crop for s in DrawnCrops(5, pool=300).samples(DRAWN)]))


def watched(executor, inputs, watch):
    executor.watch = watch
    for x in inputs:
        executor.run(x)
    executor.watch = None


def histograms(executor, inputs):
    """{value: (counts, lowest, highest)}; the pictures are seen twice."""
    seen, counts = {}, {}

    def widen(name, tensor):
        low, high = seen.get(name, (0.0, 0.0))
        seen[name] = min(low, float(tensor.min())), max(high, float(tensor.max()))

    def count(name, tensor):
        counts[name] = counts.get(name, 0) + torch.histc(tensor, BINS, *seen[name]).double().numpy()

    watched(executor, inputs(), widen)
    watched(executor, inputs(), count)
    return {name: (counts[name], *seen[name]) for name in seen}


def error(counts, values, half_bin, low, high):
    """Mean squared error of values rounded to the levels of [low, high]; the bin of zero is exact."""
    step = max(high - low, 1e-6) / LEVELS
    zero = round(-low / step)
    kept = values.clip(-zero * step, (LEVELS - zero) * step)
    each = np.where(kept == values, step**2 / 12, (values - kept) ** 2)
    return (each * (np.abs(values) > half_bin) * counts).sum() / counts.sum()


def best_range(counts, low, high):
    """(low, high), and how its error compares with that of all that was seen, as root mean squares."""
    bin_width = (high - low) / BINS
    values = low + (np.arange(BINS) + 0.5) * bin_width

    def cost(pair):
        return error(counts, values, bin_width / 2, *pair)

    best = min(((low * a, high * b) for a in (SHARES if low < 0 else (1,)) for b in SHARES), key=cost)
    return best, (cost(best) / max(cost((low, high)), 1e-12)) ** 0.5


def chosen(executor, inputs):
    """{value: [low, high]} of every Conv and Add; where a Relu alone reads one, of what it lets through. `inputs()` gives the
    normalised tensors."""
    ranges = {}
    for name, histogram in histograms(executor, inputs).items():
        best, error_left = best_range(*histogram)
        ranges[name] = [round(float(v), 4) for v in best]
        print(f"{name:16s} {histogram[1]:8.2f} to {histogram[2]:6.2f}: {best[0]:8.2f} to {best[1]:6.2f}, {error_left:.2f} of the error")
    return ranges


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--models", default="models")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    folder = pathlib.Path(options.models)
    manifest = json.loads((folder / "manifest.json").read_text())["models"]
    for name, inputs in (("plate_detector.onnx", photos), ("plate_reader.onnx", crops)):
        ranges = chosen(Executor(folder / name), lambda: inputs(options.data))
        model = onnx.load(str(folder / name))
        graph.set_metadata(model, {**graph.metadata(model), "patente.ranges": ranges})
        graph.save(model, folder / name, manifest[name])


if __name__ == "__main__":
    main()
