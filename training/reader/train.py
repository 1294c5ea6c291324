"""Trains the plate reader, on one core or on a GPU; can be stopped and started again.

  python3 -m training.reader.pack && python3 -m training.reader.train --minutes 65
  python3 -m training.reader.train --minutes 20 --shapes S L --batch 256 --workers 7      (a GPU and 8 cores)

The learning rate follows the minutes spent, so a run ends on time whatever the machine does. Several shapes learn from the
same batches, since drawing these costs most. The folder of each holds last.pt (everything, to go on from), best.pt
(averaged weights, best on the held-out splits; the last ones where these are not at hand) and log.jsonl.
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

from training.reader.data import BatchStream, validation
from training.reader.model import SHAPES, Reader, greedy, normalise, sequence
from training.reader.pack import unpacked

HOPELESS = 2.0  # loss a character


def forgive(text):
    return text.replace("O", "0").replace("I", "1")


def answers(model, crops, size=128):
    """Outputs of the averaged model in plain floats."""
    model.eval()
    device = next(model.parameters()).device
    with torch.no_grad():
        parts = [model(normalise(crops[i : i + size]).to(device)) for i in range(0, len(crops), size)]
    return [torch.cat(p).cpu() for p in zip(*parts)]


def measure(model, sets, others):
    """{set: [exact, forgiven]}, their mean, and how well plates are told from other things."""
    result, plate_scores, region_hits = {}, [], []
    for name, (crops, texts, regions, lines) in sets.items():
        text, region, line, legible = answers(model, crops)
        readings = greedy(text)
        result[name] = [
            round(float(np.mean([a == b for a, b in zip(readings, texts)])), 4),
            round(float(np.mean([forgive(a) == forgive(b) for a, b in zip(readings, texts)])), 4),
        ]
        known = np.array(regions) >= 0
        region_hits.append((region.argmax(1).flatten().numpy() == np.array(regions))[known])
        plate_scores.append(legible.flatten().numpy())
    other_scores = answers(model, others)[3].flatten().numpy()
    plates = np.concatenate(plate_scores)
    weight = [math.sqrt(len(texts)) for _, texts, _, _ in sets.values()]
    result["mean"] = round(float(np.average([sum(v) / 2 for v in result.values()], weights=weight)), 4)
    result["region"] = round(float(np.concatenate(region_hits).mean()), 3)
    result["plates_kept"] = round(float((plates > 0).mean()), 3)
    result["others_kept"] = round(float((other_scores > 0).mean()), 3)
    return result


def losses(outputs, batch, steps_weight, text_weight):
    """The summed loss and its parts."""
    text, region, lines, legible = outputs
    _, labels, known, regions, line_counts, plates, steps = batch
    log_p = F.log_softmax(sequence(text), -1)
    total, parts = 0.0, {}
    if text_weight:
        each = F.ctc_loss(
            log_p.transpose(0, 1),
            labels,
            torch.full((len(labels),), log_p.shape[1], dtype=torch.long),
            (labels > 0).sum(1),
            blank=0,
            zero_infinity=True,
            reduction="none",
        )
        each = each / (labels > 0).sum(1).clamp(min=1)
        if not steps_weight:  # what nobody can read, or a wrong label, teaches nothing
            each = torch.where(each.detach() > HOPELESS, each * 0.1, each)
        parts["text"] = (each * known).sum() / known.sum().clamp(min=1)
        total = total + text_weight * parts["text"]
    if steps_weight:
        weight = torch.ones(text.shape[1], device=text.device)
        weight[0] = 0.35
        parts["steps"] = F.cross_entropy(text, steps, weight=weight, ignore_index=-100)
        total = total + steps_weight * parts["steps"]
    parts["region"] = F.cross_entropy(region.flatten(1), regions, ignore_index=-1)
    parts["lines"] = F.cross_entropy(lines.flatten(1), line_counts, ignore_index=-1)
    parts["legible"] = F.binary_cross_entropy_with_logits(legible.flatten(), plates)
    total = total + 0.1 * parts["region"] + 0.05 * parts["lines"] + 0.15 * parts["legible"]
    return total, {name: value.detach() for name, value in parts.items()}


def tone(x):
    """Random gain and offset, and now and then dark for light."""
    size = (len(x), 1, 1, 1)
    x = x * (torch.rand(size, device=x.device) * 0.6 + 0.65) + torch.randn(size, device=x.device) * 0.25
    return torch.where(torch.rand(size, device=x.device) < 0.1, -x, x)


class Run:
    """State of the training of one shape, saved and restored as a whole."""

    def __init__(self, options, shape):
        self.options, self.shape = options, shape
        self.folder = pathlib.Path(options.out) / shape
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        self.model = Reader(shape).to(options.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model)
        decay = [p for p in self.model.parameters() if p.ndim > 1]
        plain = [p for p in self.model.parameters() if p.ndim <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=options.lr
        )
        self.seen, self.steps, self.seconds, self.best = 0, 0, 0.0, -1.0
        if (self.folder / "last.pt").exists() and not options.restart:
            self.restore()

    def restore(self):
        state = torch.load(self.folder / "last.pt", map_location=self.options.device)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.seen, self.steps, self.seconds, self.best = state["progress"]
        print(f"{self.shape} goes on after {self.seconds / 60:.1f} minutes, {self.seen} crops", flush=True)

    def save(self, result):
        """`result` of the held-out splits, or None."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": (self.seen, self.steps, self.seconds, self.best),
        }
        torch.save(state, self.folder / "last.tmp")
        (self.folder / "last.tmp").rename(self.folder / "last.pt")
        if result is None or result["mean"] >= self.best:
            self.best = result["mean"] if result else self.best
            torch.save(
                {
                    "average": self.average.state_dict(),
                    "shape": self.shape,
                    "seen": self.seen,
                    "minutes": self.seconds / 60,
                    "val": result,
                },
                self.folder / "best.tmp",
            )
            (self.folder / "best.tmp").rename(self.folder / "best.pt")

    def learning_rate(self):
        done = min(1.0, self.seconds / 60 / self.options.minutes)
        return (
            self.options.lr * min(1.0, (self.steps + 1) / 150) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        )

    def step(self, batch):
        """One step of the optimiser; the first crops are learned from known positions, the rest by CTC."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate()
        early = max(0.0, 1 - self.seen / self.options.guided)
        self.model.train()
        total, parts = losses(
            self.model(tone(normalise(batch[0]))), batch, early, min(1.0, max(0.0, 1.5 * (1 - early) - 0.2))
        )
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.steps, self.seen = self.steps + 1, self.seen + len(batch[0])
        keep = min(0.998, 1 - 1 / (self.steps * 0.2 + 1))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.model.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)
        return parts

    def check(self, judges, losses):
        result = measure(self.average, *judges) if judges else None
        self.save(result)
        row = {"minutes": round(self.seconds / 60, 1), "seen": self.seen, "losses": losses, **(result or {})}
        with (self.folder / "log.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        print("VAL", self.shape, json.dumps(row), flush=True)


def train(options):
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    runs = [Run(options, shape) for shape in options.shapes]
    first = runs[0]
    judges = validation(options.data) if options.data else None
    stream = BatchStream(
        unpacked(options.pack), options.batch, options.seed + first.steps, options.clean - first.seen, options.workers
    )
    batches = iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=options.workers))
    for run in runs:
        print(run.shape, "parameters", sum(p.numel() for p in run.model.parameters()), flush=True)
    next_check, waited, recent, means, at = first.seconds + options.every * 60, 0.0, [], {}, time.time()
    while first.seconds < options.minutes * 60:
        start = time.time()
        batch = [torch.as_tensor(part).to(options.device, non_blocking=True) for part in next(batches)]
        waited += time.time() - start
        recent.append({f"{run.shape} {name}": value for run in runs for name, value in run.step(batch).items()})
        if first.steps % 50 == 0:
            means = {k: round(float(torch.stack([r[k] for r in recent if k in r]).mean()), 3) for k in recent[-1]}
            print(
                f"{first.seconds / 60:.1f} min, {first.seen} crops, "
                f"{first.seconds / first.seen * 1e3:.2f} ms a crop, "
                f"waited {waited / len(recent) / options.batch * 1e3:.2f}, {means}",
                flush=True,
            )
            recent, waited = [], 0.0
        for run in runs:
            run.seconds += time.time() - at
        at = time.time()
        if first.seconds >= next_check or first.seconds >= options.minutes * 60:
            next_check = first.seconds + options.every * 60
            for run in runs:
                run.check(judges, {name[2:]: v for name, v in means.items() if name.startswith(run.shape)})
            at = time.time()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", default="var/training/reader.pack", help="of training.reader.pack")
    parser.add_argument("--data", default="../shared/data/train", help='folder of the held-out splits; "" for none')
    parser.add_argument("--out", default="var/training/reader", help="folder of the runs")
    parser.add_argument("--shapes", nargs="+", default=["S"], choices=list(SHAPES))
    parser.add_argument("--minutes", type=float, default=65, help="training time in all")
    parser.add_argument("--every", type=float, default=3, help="minutes between checks")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--clean", type=int, default=24000, help="easy drawn crops at the start")
    parser.add_argument(
        "--guided", type=int, default=70000, help="crops during which known positions guide the reader"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that draw; 0 draws in this one")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--restart", action="store_true", help="forget an earlier run in the same folder")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
