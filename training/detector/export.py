"""Writes the trained detector to models/plate_detector.onnx with threshold and ranges, and its line in the
manifest.

  python3 -m training.detector.export --data ../shared/data/train
"""
import argparse
import json
import pathlib

import torch

from training import graph, ranges
from training.data import load_photos
from training.detector import vehicles
from training.detector.evaluate import PLATE_SETS
from training.detector.find import detect, false_rate, recall, threshold_for
from training.detector.model import CHANNELS, KINDS, STRIDE, VEHICLE_CHANNELS, VEHICLE_STRIDE, Detector
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
    merged = writer.block(writer.node("Add", [ends["stride16"], up], "sum16"), "merge16", model.merge16)
    up = writer.double(writer.convolve(merged, "side16", model.side16), "up16")
    x = writer.block(writer.node("Add", [ends["stride8"], up], "sum8"), "merge8", model.merge8)
    x = writer.block(x, "head", model.head)
    writer.convolve(x, "plates", model.plates)
    wide = writer.block(ends["stride32"], "wide32", model.wide32)
    wide = writer.double(writer.convolve(wide, "vehicle_side", model.vehicle_side), "upwide")
    x = writer.block(writer.node("Add", [merged, wide], "sumwide"), "vehicle_head", model.vehicle_head)
    writer.convolve(x, "vehicles", model.vehicles)
    outputs = [("plates", ["N", CHANNELS, "H8", "W8"]), ("vehicles", ["N", VEHICLE_CHANNELS, "H16", "W16"])]
    return writer, [("image", ["N", 3, "H", "W"])], outputs


def road_results(executor, folder):
    """{set: [(photo, vehicles found)]} of the held-out photos, at their own size."""
    found = {}
    for name in vehicles.SETS:
        photos = load_photos(folder, name, "val", 0)
        found[name] = [(p, vehicles.detect(lambda x: executor.run(x)["vehicles"], p.image[..., ::-1], 800)) for p in photos]
    return found


def labelled(results, kind):
    return any(v[0] == kind for photo, _ in results for v in photo.vehicles)


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
    state = torch.load(options.checkpoint, map_location="cpu")
    model = Detector(state["shape"])
    model.load_state_dict(state["average"])
    model.eval()
    writer, inputs, outputs = build(model)
    pathlib.Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    graph.onnx.save(writer.model(inputs, outputs, {}), options.out)

    executor = Executor(options.out)

    def network(x):
        return executor.run(x)["plates"]

    results = {}
    for name in (*PLATE_SETS, "negatives"):
        photos = load_photos(options.data, name, "val", 0)
        results[name] = [(p, detect(network, p.image[..., ::-1], options.long_side)) for p in photos]
    negatives = results.pop("negatives")
    threshold = round(min(0.6, max(0.15, threshold_for(negatives, options.false_plates))), 3)
    strict, loose, count = recall(sum(results.values(), []), threshold)
    roads = road_results(executor, options.data)
    precision = {
        name: {k: round(vehicles.average_precision(rows, at)[0], 3) for at, k in enumerate(KINDS) if labelled(rows, k)}
        for name, rows in roads.items()
    }
    vehicle_threshold = vehicles.best_threshold(sum(roads.values(), []))
    x = torch.randn(1, 3, 96, 160)
    with torch.no_grad():
        difference = max(float((a - b).abs().max()) for a, b in zip(model(x), executor.run(x).values()))
    metadata = {
        "patente.kind": "plate_detector",
        "patente.version": graph.VERSION,
        "patente.normalise": "(x-128)/64",
        "patente.stride": str(STRIDE),
        "patente.threshold": str(threshold),
        "patente.vehicles": json.dumps(KINDS),
        "patente.vehicle_stride": str(VEHICLE_STRIDE),
        "patente.vehicle_threshold": str(vehicle_threshold),
        "patente.ranges": ranges.chosen(executor, lambda: ranges.photos(options.data)),
    }
    scores = {
        "val_strict": round(strict, 4),
        "val_loose": round(loose, 4),
        "val_plates": count,
        "long_side": options.long_side,
        "val_false_plates_a_photo": round(false_rate(negatives, threshold), 3),
        "by_set": {n: round(recall(r, threshold)[0], 3) for n, r in results.items()},
        "vehicles_ap50": precision,
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
