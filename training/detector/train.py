"""Trains the plate detector on one core; can be stopped and started again.

  python3 -m training.detector.train --data ../shared/data/train --minutes 65

The learning rate follows the minutes spent. The run's folder holds last.pt (everything, to go on from),
best.pt (averaged weights, best on the held-out splits) and log.jsonl.
"""
import argparse
import copy
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
from training.detector.data import SETS, Windows, batch
from training.detector.find import detect, false_rate, recall, threshold_for
from training.detector.model import CORNERS, HEAT, LEGIBLE, TWO_LINES, Detector, normalise


def heat_loss(logits, heat, skip, doubtful, gentle):
    """Focal loss of the centre map; `gentle` spares strong answers where a plate may lack its label."""
    p = torch.sigmoid(logits).clamp(1e-5, 1 - 1e-5)
    centre = heat == 1
    weight = (1 - heat) ** 4 * (~skip).float()
    if gentle:
        weight = torch.where(doubtful & (p.detach() > 0.5) & (heat < 0.02), weight * 0.1, weight)
    positive = -((1 - p[centre]) ** 2 * torch.log(p[centre])).sum()
    negative = -(p**2 * torch.log(1 - p) * weight)
    return (positive + negative.sum() - negative[centre].sum()) / max(1.0, float(centre.sum()))


def box_loss(values, offset, size, weight):
    """Generalised IoU plus L1 of offset and log size."""
    pw, ph = values[:, 3].clamp(-2, 5).exp(), values[:, 4].clamp(-2, 5).exp()
    px, py = values[:, 1], values[:, 2]
    tx, ty, tw, th = offset[:, 0], offset[:, 1], size[:, 0], size[:, 1]
    edges = [
        (px - pw / 2, px + pw / 2, tx - tw / 2, tx + tw / 2),
        (py - ph / 2, py + ph / 2, ty - th / 2, ty + th / 2),
    ]
    inner = outer = 1.0
    for a0, a1, b0, b1 in edges:
        inner = inner * (torch.min(a1, b1) - torch.max(a0, b0)).clamp(min=0)
        outer = outer * (torch.max(a1, b1) - torch.min(a0, b0))
    union = pw * ph + tw * th - inner
    giou = inner / union - (outer - union) / outer
    plain = (values[:, 1:3] - offset).abs().sum(1) + (values[:, 3:5] - size.log()).abs().sum(1)
    return (((1 - giou) + 0.2 * plain) * weight).sum() / weight.sum()


def losses(output, arrays, gentle):
    """The summed loss and its parts."""
    _, heat, positives, skip, doubtful = arrays
    positives = torch.from_numpy(positives.astype(np.float32))
    total = heat_loss(
        output[:, HEAT], torch.from_numpy(heat), torch.from_numpy(skip), torch.from_numpy(doubtful), gentle
    )
    parts = {"heat": total}
    if len(positives):
        index, y, x = (positives[:, i].long() for i in range(3))
        values, weight = output[index, :, y, x], positives[:, 3]
        parts["box"] = box_loss(values, positives[:, 4:6], positives[:, 6:8], weight)
        known = positives[:, 8] * weight
        parts["corners"] = (
            (values[:, CORNERS] - positives[:, 9:17]).abs().sum(1) * known
        ).sum() / known.sum().clamp(min=1)
        lines, legible = positives[:, 17], positives[:, 18]
        asked = (lines > 0).float() * weight
        each = F.binary_cross_entropy_with_logits(
            values[:, TWO_LINES], (lines == 2).float(), reduction="none"
        )
        parts["lines"] = (each * asked).sum() / asked.sum().clamp(min=1)
        asked = (legible >= 0).float() * weight
        each = F.binary_cross_entropy_with_logits(values[:, LEGIBLE], legible.clamp(min=0), reduction="none")
        parts["legible"] = (each * asked).sum() / asked.sum().clamp(min=1)
        total = (
            total + 2 * parts["box"] + 0.5 * parts["corners"] + 0.1 * parts["lines"] + 0.1 * parts["legible"]
        )
    return total, {name: float(value) for name, value in parts.items()}


def measure(model, photos, long_side=512):
    """Recall by set at .3, and recall where one false plate is left per 15 held-out photos without plates."""
    model.eval()
    results = {
        name: [(p, detect(model, p.image[..., ::-1], long_side)) for p in rows]
        for name, rows in photos.items()
    }
    negatives = results.pop("negatives")
    everything = sum(results.values(), [])
    floor = threshold_for(negatives, 0.067)
    strict, loose, _ = recall(everything, 0.3)
    floor_strict, floor_loose, _ = recall(everything, floor)
    return {
        "strict": round(strict, 3),
        "loose": round(loose, 3),
        "floor": round(floor, 3),
        "floor_strict": round(floor_strict, 3),
        "floor_loose": round(floor_loose, 3),
        "false_at_.3": round(false_rate(negatives, 0.3), 2),
        "sets": {name: round(recall(rows, 0.3)[0], 3) for name, rows in results.items()},
    }


class Run:
    """State of a training run, saved and restored as a whole."""

    def __init__(self, options):
        self.options, self.folder = options, pathlib.Path(options.out)
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        self.model = Detector(options.shape).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model)
        decay = [p for p in self.model.parameters() if p.ndim > 1]
        plain = [p for p in self.model.parameters() if p.ndim <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}],
            lr=options.lr,
            betas=(0.9, 0.99),
        )
        self.seen, self.steps, self.seconds, self.best = 0, 0, 0.0, -1.0
        if (self.folder / "last.pt").exists() and not options.restart:
            self.restore()

    def restore(self):
        state = torch.load(self.folder / "last.pt")
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.seen, self.steps, self.seconds, self.best = state["progress"]
        print(f"going on after {self.seconds / 60:.1f} minutes, {self.seen} windows", flush=True)

    def save(self, result):
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": (self.seen, self.steps, self.seconds, self.best),
        }
        torch.save(state, self.folder / "last.tmp")
        (self.folder / "last.tmp").rename(self.folder / "last.pt")
        merit = (result["strict"] + result["floor_strict"]) / 2
        if merit >= self.best:
            self.best = merit
            torch.save(
                {
                    "average": self.average.state_dict(),
                    "shape": self.options.shape,
                    "seen": self.seen,
                    "minutes": self.seconds / 60,
                    "val": result,
                },
                self.folder / "best.tmp",
            )
            (self.folder / "best.tmp").rename(self.folder / "best.pt")

    def step(self, arrays):
        done = min(1.0, self.seconds / 60 / self.options.minutes)
        rate = (
            self.options.lr * min(1.0, (self.steps + 1) / 150) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        )
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.model.train()
        total, parts = losses(self.model(normalise(torch.from_numpy(arrays[0]))), arrays, done > 0.15)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.steps, self.seen = self.steps + 1, self.seen + len(arrays[0])
        keep = min(0.997, 1 - 1 / (self.steps * 0.2 + 1))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.model.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)
        return parts


def train(options):
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    run = Run(options)
    photos = {name: load_photos(options.data, name, "val") for name in SETS}
    windows = Windows(options.data, options.size, options.seed + run.steps)
    print(
        "parameters",
        sum(p.numel() for p in run.model.parameters()),
        {k: len(v) for k, v in windows.photos.items()},
        flush=True,
    )
    next_check, drawing, recent = run.seconds + options.every * 60, 0.0, []
    while run.seconds < options.minutes * 60:
        start = time.time()
        arrays = batch(windows, options.batch)
        drawing += time.time() - start
        recent.append(run.step(arrays))
        run.seconds += time.time() - start
        if run.steps % 50 == 0:
            means = {k: round(float(np.mean([r[k] for r in recent if k in r])), 3) for k in recent[-1]}
            print(
                f"{run.seconds / 60:.1f} min, {run.seen} windows, "
                f"{run.seconds / run.seen * 1e3:.1f} ms a window, "
                f"drawing {drawing / len(recent) / options.batch * 1e3:.1f}, {means}",
                flush=True,
            )
            recent, drawing = [], 0.0
        if run.seconds >= next_check or run.seconds >= options.minutes * 60:
            next_check = run.seconds + options.every * 60
            result = measure(run.average, photos)
            run.save(result)
            line = json.dumps({"minutes": round(run.seconds / 60, 1), "seen": run.seen, **result})
            with (run.folder / "log.jsonl").open("a") as file:
                file.write(line + "\n")
            print("VAL", line, flush=True)


def sheet(options):
    """Writes a picture of training windows with their targets."""
    windows, cells = Windows(options.data, options.size, options.seed, pool=200), []
    for _ in range(12):
        image, targets, ignored, _ = windows.sample()
        image = image.copy()
        for target in targets:
            cv2.polylines(
                image,
                [target.corners.astype(np.int32)],
                True,
                (255, 0, 0) if target.drawn else (0, 255, 0),
                1,
            )
        for box in ignored:
            cv2.rectangle(
                image, tuple(int(v) for v in box[:2]), tuple(int(v) for v in box[2:]), (0, 0, 255), 1
            )
        cells.append(image)
    rows = np.vstack([np.hstack(cells[i : i + 3]) for i in range(0, 12, 3)])
    cv2.imwrite(options.sheet, rows[..., ::-1])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train", help="folder of the labelled sets")
    parser.add_argument("--out", default="var/training/detector", help="folder of the run")
    parser.add_argument("--minutes", type=float, default=65, help="training time in all")
    parser.add_argument("--every", type=float, default=4, help="minutes between checks")
    parser.add_argument("--shape", default="G", choices=["A", "G"])
    parser.add_argument(
        "--size", type=int, nargs=2, default=(448, 288), help="width and height of a training window"
    )
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--lr", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", help="only write a sample sheet to this file")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--restart", action="store_true", help="forget an earlier run in the same folder")
    options = parser.parse_args()
    if options.sheet:
        sheet(options)
    else:
        train(options)


if __name__ == "__main__":
    main()
