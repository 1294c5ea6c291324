"""Trains the vehicle branch alone, on answers of the other layers that are computed once. A start for
training.detector.train that costs a hundredth of it.

  python3 -m training.detector.branch features --start var/training/detector-first/best.pt
  python3 -m training.detector.branch train --start var/training/detector-first/best.pt --minutes 3
"""
import argparse
import json
import math
import pathlib
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from training.data import load_photos
from training.detector import vehicles
from training.detector.losses import WEIGHTS, vehicle_losses
from training.detector.model import Detector, normalise
from training.detector.plan import VEHICLE_SHARES
from training.detector.train import Windows, measure_vehicles

BRANCH = ("wide32", "vehicle_side", "vehicle_head", "vehicles")
TRUTH = ("vehicles", "vehicles_asked", "vehicle_rows")


def trunk(model, images):
    """What the branch builds on: features at 1/16 after merging, and at 1/32."""
    x16 = model.stride16(model.stride8(model.stem(normalise(images).contiguous(memory_format=torch.channels_last))))
    x32 = model.stride32(x16)
    return model.merge16(x16 + F.interpolate(model.side32(x32), scale_factor=2, mode="nearest")), x32


def answer(model, x16, x32):
    wide = F.interpolate(model.vehicle_side(model.wide32(x32)), scale_factor=2, mode="nearest")
    return model.vehicles(model.vehicle_head(x16 + wide)).float()


def loaded(path):
    state = torch.load(path)
    model = Detector(state["shape"]).to(memory_format=torch.channels_last)
    model.load_state_dict(state["average"], strict=False)
    return model.eval(), state


@torch.no_grad()
def features(options):
    """Writes features and answers of many windows with vehicles, in pieces as they come."""
    model, _ = loaded(options.start)
    windows = Windows(options.pack, options.size, options.seed)
    windows.planner.names, windows.planner.weights = list(VEHICLE_SHARES), list(VEHICLE_SHARES.values())
    folder = pathlib.Path(options.features)
    folder.mkdir(parents=True, exist_ok=True)
    first = len(list(folder.glob("*.pt")))
    windows.planner.rng.seed(options.seed + 1000 * first)
    for number in range(first, first + options.pieces):
        images, truth = windows.batch(options.batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x16, x32 = trunk(model, images)
        kept = {name: truth[name] for name in TRUTH}
        torch.save((x16.bfloat16(), x32.bfloat16(), kept), folder / f"{number:05d}.pt")
        if number % 20 == 0:
            print(number, f"{time.process_time():.0f} s", flush=True)


def step(model, optimiser, piece):
    x16, x32, truth = piece
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = answer(model, x16, x32)
    parts = vehicle_losses(output, truth)
    optimiser.zero_grad(set_to_none=True)
    sum(WEIGHTS[name] * value for name, value in parts.items()).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimiser.step()
    return {name: float(value) for name, value in parts.items()}


def train(options):
    model, state = loaded(options.start)
    pieces = [torch.load(path) for path in sorted(pathlib.Path(options.features).glob("*.pt"))]
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    branch = [getattr(model, name) for name in BRANCH]
    weights = [p.requires_grad_(True) for part in branch for p in part.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=options.lr, weight_decay=0.03, betas=(0.9, 0.99))
    order, steps, recent, start = np.random.default_rng(options.seed), 0, [], time.process_time()
    while (spent := (time.process_time() - start) / 60) < options.minutes:
        for part in branch:
            part.train()
        rate = options.lr * min(1, (steps + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * spent / options.minutes)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        recent.append(step(model, optimiser, pieces[order.integers(len(pieces))]))
        steps += 1
        if steps % 100 == 0:
            means = {k: round(float(np.mean([r[k] for r in recent if k in r])), 3) for k in recent[-1]}
            print(f"{spent:.1f} min, {steps} steps of {len(pieces)} pieces, {means}", flush=True)
            recent = []
    roads = {name: load_photos(options.data, name, "val", 800) for name in vehicles.SETS}
    print("VAL", json.dumps(measure_vehicles(model.eval(), roads)))
    torch.save({**state, "average": model.state_dict()}, options.out)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("features", "train"))
    parser.add_argument("--data", default="../shared/data/train", help="folder of the labelled sets (val is used)")
    parser.add_argument("--pack", default="var/training/detector.pack", help="of training.detector.pack")
    parser.add_argument("--start", required=True, help="checkpoint of the other layers")
    parser.add_argument("--features", default="var/training/detector-features", help="folder between the two steps")
    parser.add_argument("--out", default="var/training/detector-branch.pt")
    parser.add_argument("--size", type=int, nargs=2, default=(448, 320))
    parser.add_argument("--batch", type=int, default=16, help="windows of a piece")
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=3, help="of the processor")
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    {"features": features, "train": train}[options.what](options)


if __name__ == "__main__":
    main()
