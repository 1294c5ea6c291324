"""Writes the trained reader to models/plate_reader.onnx with its calibration, and its line in the manifest.

  python3 -m training.reader.export --data ../shared/data/train
"""
import argparse
import pathlib

import numpy as np
import torch

from training import graph, ranges
from training.execute import Executor
from training.plates.crops import HEIGHT, MARGINS, STEPS, WIDTH
from training.plates.fonts import ALPHABET
from training.reader.beam import stated
from training.reader.data import DrawnCrops, validation
from training.reader.model import REGIONS, Reader, greedy, normalise, sequence
from training.reader.train import measure

SURE, RIGHT = 0.99, 0.99  # of what is stated at SURE and more, the share that must be right; 0.985 is asked for


def build(model):
    """The graph of a trained reader, without metadata."""
    writer = graph.Graph("plate_reader")
    x = "plate"
    for index, block in enumerate(model.body):
        x = writer.block(x, f"body{index}", block)
    for index, block in enumerate(model.wide):
        wide = writer.block(x, f"wide{index}", block)
        x = writer.node("Add", [x, wide], f"seen{index}")
    writer.convolve(x, "text", model.text)
    whole = writer.node("GlobalAveragePool", [x], "whole")
    hidden = writer.convolve(whole, "hidden", model.hidden, relu=True)
    for name in ("region", "lines", "legible"):
        writer.convolve(hidden, name, getattr(model, name))
    inputs = [("plate", ["N", 1, HEIGHT, WIDTH])]
    outputs = [
        ("text", ["N", len(ALPHABET) + 1, 2, STEPS]),
        ("region", ["N", len(REGIONS), 1, 1]),
        ("lines", ["N", 2, 1, 1]),
        ("legible", ["N", 1, 1, 1]),
    ]
    return writer, inputs, outputs


def temperature(logits, truths):
    """The divisor of the logits at which the stated probabilities fit the readings best, among those at which what is stated to
    be sure is right a little more often than is asked for."""
    best = (np.inf, 1.0)
    for divisor in np.arange(1.0, 2.01, 0.05):
        texts, sure = zip(*stated(logits, divisor))
        sure, right = np.array(sure), np.array([text == truth for text, truth in zip(texts, truths)])
        # a wrong reading costs at most ln 1000, as the labels hold faults
        loss = -np.log(np.where(right, sure, 1 - sure).clip(1e-3, 1)).mean()
        if (sure >= SURE).any() and right[sure >= SURE].mean() >= RIGHT:
            best = min(best, (loss, float(divisor)))
    return round(best[1], 2)


def averaged(weights):
    """The mean of the weights of some checkpoints."""
    return {
        name: torch.stack([w[name] for w in weights]).mean(0) if value.dtype.is_floating_point else value
        for name, value in weights[0].items()
    }


def progress(state):
    """(crops seen, minutes) of a checkpoint."""
    if "progress" in state:
        return state["progress"][0], state["progress"][2] / 60
    return state["seen"], state["minutes"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument(
        "--checkpoint",
        nargs="+",
        default=["var/training/reader/S/best.pt"],
        help="best.pt or last.pt; the weights of several are averaged",
    )
    parser.add_argument(
        "--keep",
        type=float,
        default=-2.0,
        help="plate logit under which the pipeline should drop a find; chosen on held-out photos",
    )
    parser.add_argument("--out", default="models/plate_reader.onnx")
    options = parser.parse_args()
    torch.set_num_threads(1)
    states = [torch.load(path, map_location="cpu") for path in options.checkpoint]
    model = Reader(states[0]["shape"])
    model.load_state_dict(averaged([state["average"] for state in states]))
    model.eval()
    writer, inputs, outputs = build(model)
    pathlib.Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    graph.onnx.save(writer.model(inputs, outputs, {}), options.out)

    executor = Executor(options.out)
    sets, others = validation(options.data)
    drawn = np.stack([s.crop for s in DrawnCrops(5, pool=300).samples(256)])
    texts, truths = [], []
    for name, (crops, labels, _, _) in sets.items():
        out = executor.run(normalise(crops))
        if name != "drawn":
            texts.append(out["text"])
            truths += labels
    with torch.no_grad():
        difference = max(
            float((a - b).abs().max())
            for a, b in zip(model(normalise(drawn)), executor.run(normalise(drawn)).values())
        )
    divisor = temperature(sequence(torch.cat(texts)), truths)
    exact = float(np.mean([a == b for a, b in zip(greedy(torch.cat(texts)), truths)]))
    metadata = {
        "patente.kind": "plate_reader",
        "patente.version": graph.VERSION,
        "patente.normalise": "(x-128)/64",
        "patente.alphabet": ALPHABET,
        "patente.regions": list(REGIONS),
        "patente.margins": list(MARGINS),
        "patente.temperature": str(divisor),
        "patente.keep": str(options.keep),
        "patente.ranges": ranges.chosen(executor, lambda: ranges.crops(options.data)),
    }
    seen, minutes = max(progress(state) for state in states)
    scores = {
        "val": measure(model, sets, others),
        "val_crops_exact": round(exact, 4),
        "crops_seen": seen,
        "minutes": round(minutes, 1),
    }
    graph.save(
        writer.model(inputs, outputs, metadata),
        options.out,
        {
            "kind": "plate_reader",
            "version": graph.VERSION,
            "input": {"plate": ["N", 1, HEIGHT, WIDTH]},
            "outputs": {n: s for n, s in outputs},
            "alphabet": ALPHABET,
            "regions": list(REGIONS),
            "margins": list(MARGINS),
            "temperature": divisor,
            "keep": options.keep,
            "scores": scores,
        },
    )
    print(
        f"temperature {divisor}, exact on held-out crops {exact:.4f}, "
        f"largest difference to torch {difference:.4f}"
    )


if __name__ == "__main__":
    main()
