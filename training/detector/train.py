"""Trains the detector on one core; can be stopped and started again.

  python3 -m training.detector.pack && python3 -m training.detector.train --minutes 65
  python3 -m training.detector.train --minutes 20 --size 512 384 --batch 64 --workers 7      (a GPU and 8 cores)

The learning rate follows the minutes spent, so a run ends on time whatever the machine does. The run's folder holds last.pt
(everything, to go on from), best.pt (averaged weights, best on the held-out splits; the last ones where these are not at
hand) and log.jsonl. `--start` takes the weights of an earlier model, of a checkpoint or an exported file; with `--only vehicles`
all that plates depend on stays as it is there and the branch for vehicles alone learns:

  python3 -m training.detector.train --only vehicles --start models/plate_detector.onnx --out var/training/vehicles --lr 1e-3
"""
import argparse
import copy
import json
import math
import pathlib
import pickle
import time

import cv2
import numpy as np
import torch
import torch.nn as nn

from training.data import load_photos
from training.detector import vehicles
from training.detector.brush import Brush, decoded
from training.detector.find import detect, false_rate, overlap, recall, threshold_for
from training.detector.losses import WEIGHTS, losses, vehicle_losses
from training.detector.model import KINDS, Detector, from_file, normalise
from training.detector.plan import ROAD_SHARES, Planner
from training.detector.targets import Answers, collate

PLATE_SETS = ("openlpr", "world_cars", "openimages_plates", "us_in_corners", "vn_photos", "eg_motorcycles", "bd_cars")
VEHICLE_BRANCH = ("wide32", "vehicle_side", "vehicle_head", "vehicles")


def unpacked(path):
    """What `pack` wrote, with its pictures decoded."""
    with open(path, "rb") as file:
        pack = pickle.load(file)
    pack["pictures"] = [decoded(data) for data in pack["pictures"]]
    return pack


class Windows:
    """Training pictures from a pack; all randomness from the seed."""

    def __init__(self, pack, size, seed, shares=None):
        self.width, self.height = size
        self.planner = Planner(pack, *size, seed, shares)
        self.brush = Brush(pack["pictures"], seed + 1)

    def batch(self, count):
        """(pictures n x h x w x 3, what the network should answer, by name)."""
        images, answers = [], []
        for _ in range(count):
            parts = self.planner.picture()
            images.append(self.brush.paint(parts, self.width, self.height))
            answer = Answers(self.width, self.height)
            for part in parts:
                answer.add(part)
            answers.append(answer)
        truth = {name: torch.from_numpy(value) for name, value in collate(answers).items()}
        return torch.from_numpy(np.stack(images)), truth


class WindowStream(torch.utils.data.IterableDataset):
    """Batches for a DataLoader: every worker paints its own."""

    def __init__(self, pack, size, seed, count, shares=None):
        self.pack, self.size, self.seed, self.count, self.shares = pack, size, seed, count, shares

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        windows = Windows(self.pack, self.size, self.seed + 1000 * (worker.id if worker else 0), self.shares)
        while True:
            yield windows.batch(self.count)


def name_kinds(model, pack, least=0.3):
    """Vehicles labelled without a kind take the one that the model sees there, where it sees one."""
    device, named = next(model.parameters()).device, 0
    model.eval()
    for photo in pack["photos"]:
        if all(kind >= 0 for kind, *_ in photo["vehicles"]):
            continue
        image = pack["pictures"][photo["picture"]]
        found = vehicles.detect(lambda x: model(x.to(device))[1].cpu(), image, max(image.shape[:2]))
        for at, (kind, *box) in enumerate(photo["vehicles"]):
            near = [f for f in found if f["score"] >= least and overlap(f["box"], box) >= 0.5]
            if kind < 0 and near:
                photo["vehicles"][at], named = (near[0]["kind"], *box), named + 1
    print(f"{named} vehicles without a kind have one now", flush=True)


def measure_vehicles(model, photos):
    """Average precision at IoU .5 by set and kind."""
    found, device = {}, next(model.parameters()).device
    for name, rows in photos.items():
        results = [(p, vehicles.detect(lambda x: model(x.to(device))[1].cpu(), p.image[..., ::-1], 800)) for p in rows]
        scores = (vehicles.average_precision(results, kind) for kind in range(len(KINDS)))
        found[name] = {kind: round(area, 3) for kind, (area, count) in zip(KINDS, scores) if count}
    return found


def measure_plates(model, photos, long_side=512):
    """Recall by set at .3, and recall where one false plate is left per 15 held-out photos without plates."""
    device = next(model.parameters()).device
    results = {
        name: [(p, detect(lambda x: model(x.to(device))[0].cpu(), p.image[..., ::-1], long_side)) for p in rows]
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


def merit(result):
    """One number to keep the best by: plates first, where they are measured, then cars."""
    cars = float(np.mean([kinds["car"] for kinds in result["vehicles"].values()]))
    return result.get("strict", 0) + result.get("floor_strict", 0) + 0.5 * cars


def started(options, pack):
    """A network with random weights, or with those of `--start`."""
    model, new = Detector(options.shape), []
    if options.start and options.start.endswith(".onnx"):
        windows, _ = Windows(pack, options.size, options.seed).batch(32)
        model = from_file(options.start, windows, options.shape)
    elif options.start:
        state = torch.load(options.start, map_location="cpu")["average"]
        new = model.load_state_dict(state, strict=False).missing_keys
    if options.start:
        print(f"weights of {options.start}; from random ones: {new}", flush=True)
    return model.to(options.device, memory_format=torch.channels_last)


class Run:
    """State of a training run, saved and restored as a whole."""

    def __init__(self, options, pack):
        self.options, self.folder = options, pathlib.Path(options.out)
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        self.model = started(options, pack)
        self.average = copy.deepcopy(self.model)
        self.learning = [m for n, m in self.model.named_children() if options.only is None or n in VEHICLE_BRANCH]
        self.model.requires_grad_(False)
        for part in self.learning:
            part.requires_grad_(True)
        decay = [p for p in self.model.parameters() if p.requires_grad and p.ndim > 1]
        plain = [p for p in self.model.parameters() if p.requires_grad and p.ndim <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}],
            lr=options.lr,
            betas=(0.9, 0.99),
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
        print(f"going on after {self.seconds / 60:.1f} minutes, {self.seen} windows", flush=True)

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
        if result is None or merit(result) >= self.best:
            self.best = merit(result) if result else self.best
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

    def step(self, images, truth):
        done = min(1.0, self.seconds / 60 / self.options.minutes)
        rate = (
            self.options.lr * min(1.0, (self.steps + 1) / 150) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        )
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.model.train()
        if self.options.only:
            for part in self.model.children():
                part.train(part in self.learning)
            parts = vehicle_losses(self.model(normalise(images))[1], truth)
            total = sum(WEIGHTS[name] * value for name, value in parts.items())
        else:
            total, parts = losses(self.model(normalise(images)), truth, done > 0.15)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.steps, self.seen = self.steps + 1, self.seen + len(images)
        keep = min(0.997, 1 - 1 / (self.steps * 0.2 + 1))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.model.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)
        return {name: value.detach() for name, value in parts.items()}


def held_out(folder, only):
    """({set: photos} of plates, {set: photos} of vehicles) that judge."""
    plates = {} if only else {name: load_photos(folder, name, "val") for name in (*PLATE_SETS, "negatives")}
    return plates, {name: load_photos(folder, name, "val", 800) for name in vehicles.SETS}


def check(run, judges, losses):
    result = None
    if judges:
        run.average.eval()
        result = measure_plates(run.average, judges[0]) if judges[0] else {}
        result["vehicles"] = measure_vehicles(run.average, judges[1])
    run.save(result)
    line = json.dumps({"minutes": round(run.seconds / 60, 1), "seen": run.seen, "losses": losses, **(result or {})})
    with (run.folder / "log.jsonl").open("a") as file:
        file.write(line + "\n")
    print("VAL", line, flush=True)


def train(options):
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    pack, shares = unpacked(options.pack), None
    run = Run(options, pack)
    judges = held_out(options.data, options.only) if options.data else None
    if options.only:
        shares = ROAD_SHARES
        name_kinds(started(options, pack), pack)
    stream = WindowStream(pack, options.size, options.seed + run.steps, options.batch, shares)
    batches = iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=options.workers))
    print("parameters", sum(p.numel() for p in run.model.parameters()), flush=True)
    next_check, waited, recent, means, at = run.seconds + options.every * 60, 0.0, [], {}, time.time()
    while run.seconds < options.minutes * 60:
        start = time.time()
        images, truth = next(batches)
        images = images.to(options.device, non_blocking=True)
        truth = {name: value.to(options.device, non_blocking=True) for name, value in truth.items()}
        waited += time.time() - start
        recent.append(run.step(images, truth))
        if run.steps % 25 == 0:
            means = {k: round(float(torch.stack([r[k] for r in recent if k in r]).mean()), 3) for k in recent[-1]}
            print(
                f"{run.seconds / 60:.1f} min, {run.seen} windows, "
                f"{run.seconds / run.seen * 1e3:.1f} ms a window, "
                f"waited {waited / len(recent) / options.batch * 1e3:.1f}, {means}",
                flush=True,
            )
            recent, waited = [], 0.0
        run.seconds += time.time() - at
        at = time.time()
        if run.seconds >= next_check or run.seconds >= options.minutes * 60:
            next_check = run.seconds + options.every * 60
            check(run, judges, means)
            at = time.time()


def sheet(options):
    """Writes a picture of training windows with what is to be found in them."""
    windows, cells = Windows(unpacked(options.pack), options.size, options.seed), []
    for _ in range(12):
        parts = windows.planner.picture()
        image = windows.brush.paint(parts, windows.width, windows.height)
        for part in parts:
            shift = np.float32([part.left, part.top])
            for plate in part.plates:
                colour = (255, 0, 0) if plate.exact == 1 else (255, 160, 0) if plate.exact else (0, 255, 0)
                cv2.polylines(image, [(plate.corners + shift).astype(np.int32)], True, colour, 1)
            for vehicle in part.vehicles:
                left, top, right, bottom = (int(v) for v in vehicle.box + np.tile(shift, 2))
                cv2.rectangle(image, (left, top), (right, bottom), (255, 255, 0), 1)
                cv2.putText(image, (*KINDS, "?")[vehicle.kind], (left, top + 10), 0, 0.4, (255, 255, 0), 1)
        cells.append(image)
    rows = np.vstack([np.hstack(cells[i : i + 3]) for i in range(0, 12, 3)])
    cv2.imwrite(options.sheet, rows[..., ::-1])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train", help='folder of the held-out splits; "" for none')
    parser.add_argument("--pack", default="var/training/detector.pack", help="of training.detector.pack")
    parser.add_argument("--start", help="a checkpoint, or an exported file, to take the first weights from")
    parser.add_argument("--only", choices=["vehicles"], help="learn this alone and leave the rest as `--start` has it")
    parser.add_argument("--out", default="var/training/detector", help="folder of the run")
    parser.add_argument("--minutes", type=float, default=65, help="training time in all")
    parser.add_argument("--every", type=float, default=10, help="minutes between checks")
    parser.add_argument("--shape", default="G", choices=["A", "G"])
    parser.add_argument(
        "--size", type=int, nargs=2, default=(448, 320), help="width and height of a training window"
    )
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--lr", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", help="only write a sample sheet to this file")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that paint; 0 paints in this one")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--restart", action="store_true", help="forget an earlier run in the same folder")
    options = parser.parse_args()
    if options.only and not options.start:
        parser.error("--only goes on from a trained model: name it with --start")
    if options.sheet:
        sheet(options)
    else:
        train(options)


if __name__ == "__main__":
    main()
