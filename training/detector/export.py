"""Writes the trained detector to models/plate_detector.onnx with threshold and ranges, and its line in the
manifest.

  python3 -m training.detector.export --data ../shared/data/train
"""
import argparse
import pathlib

import torch

from training import graph
from training.data import load_photos
from training.detector.data import SETS
from training.detector.find import detect, false_rate, recall, threshold_for
from training.detector.model import CHANNELS, STRIDE, Detector
from training.execute import Executor


def build(model):
    """The graph of a trained detector, without metadata."""
    writer = graph.Graph("plate_detector")
    x, ends = "image", {}
    for name in ("stem", "stride8", "stride16", "stride32"):
        for index, block in enumerate(getattr(model, name)):
            x = writer.block(x, f"{name}.{index}", block)
        ends[name] = x
    up = writer.double(writer.convolve(x, "side32", model.side32), "up32")
    x = writer.block(writer.node("Add", [ends["stride16"], up], "sum16"), "merge16", model.merge16)
    up = writer.double(writer.convolve(x, "side16", model.side16), "up16")
    x = writer.block(writer.node("Add", [ends["stride8"], up], "sum8"), "merge8", model.merge8)
    x = writer.block(x, "head", model.head)
    writer.convolve(x, "plates", model.plates)
    return writer, [("image", ["N", 3, "H", "W"])], [("plates", ["N", CHANNELS, "H8", "W8"])]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--checkpoint", default="var/training/detector/best.pt")
    parser.add_argument("--out", default="models/plate_detector.onnx")
    parser.add_argument("--long-side", type=int, default=640, help="size at which the threshold is chosen")
    parser.add_argument(
        "--false-plates",
        type=float,
        default=0.67,
        help="false plates a photo left by the threshold on held-out photos without plates; "
        "the reader's own verdict takes most of them away",
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(options.checkpoint)
    model = Detector(state["shape"])
    model.load_state_dict(state["average"])
    model.eval()
    writer, inputs, outputs = build(model)
    pathlib.Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    graph.onnx.save(writer.model(inputs, outputs, {}), options.out)

    executor = Executor(options.out)
    executor.watch = True

    def network(x):
        return executor.run(x)["plates"]

    results = {}
    for name in SETS:
        photos = load_photos(options.data, name, "val", 0)
        results[name] = [(p, detect(network, p.image[..., ::-1], options.long_side)) for p in photos]
    negatives = results.pop("negatives")
    threshold = round(min(0.6, max(0.15, threshold_for(negatives, options.false_plates))), 3)
    strict, loose, count = recall(sum(results.values(), []), threshold)
    executor.watch = False
    x = torch.randn(1, 3, 96, 160)
    with torch.no_grad():
        difference = float((model(x) - network(x)).abs().max())
    metadata = {
        "patente.kind": "plate_detector",
        "patente.version": graph.VERSION,
        "patente.normalise": "(x-128)/64",
        "patente.stride": str(STRIDE),
        "patente.threshold": str(threshold),
        "patente.ranges": executor.rounded_ranges(),
    }
    scores = {
        "val_strict": round(strict, 4),
        "val_loose": round(loose, 4),
        "val_plates": count,
        "long_side": options.long_side,
        "val_false_plates_a_photo": round(false_rate(negatives, threshold), 3),
        "by_set": {n: round(recall(r, threshold)[0], 3) for n, r in results.items()},
        "windows_seen": state["seen"],
        "minutes": round(state["minutes"], 1),
    }
    graph.save(
        writer.model(inputs, outputs, metadata),
        options.out,
        {
            "kind": "plate_detector",
            "version": graph.VERSION,
            "input": {"image": ["N", 3, "H", "W"]},
            "outputs": {n: s for n, s in outputs},
            "stride": STRIDE,
            "threshold": threshold,
            "shape": state["shape"],
            "scores": scores,
        },
    )
    print(f"threshold {threshold}: {scores}, largest difference to torch {difference:.4f}")


if __name__ == "__main__":
    main()
