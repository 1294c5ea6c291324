"""Batches for the reader: half real cut-outs, half drawn plates, and a share of crops that are no plates.

`training.reader.pack` gathers what they are made of in one file.
"""
import dataclasses
import random

import cv2
import numpy as np
import torch

from training.data import Cutout, load_cutouts, load_photos
from training.plates.crops import HEIGHT, STEPS, WIDTH, augment, cut, photograph, step_targets, straighten
from training.plates.fonts import ALPHABET
from training.plates.render import Renderer
from training.plates.signs import sign
from training.reader.exchange import exchange
from training.reader.model import REGIONS

LONGEST = 10
# Share of each real set among the real crops.
SETS = {
    "us_ny_crops": 0.18,
    "us_states_crops": 0.20,
    "us_in_corners": 0.11,
    "openlpr": 0.14,
    "openimages_plates": 0.10,
    "vn_crops": 0.09,
    "vn_photos": 0.03,
    "cz_crops": 0.06,
    "hr_crops": 0.06,
    "id_crops": 0.06,
    "cn_crops": 0.02,
}
# A source of which nothing is trained: all of it judges.
HELD_OUT = "world_cars"
EXCHANGED = 0.35  # share of the real cut-outs whose characters change places


def encode(text):
    return [ALPHABET.index(c) + 1 for c in text] + [0] * (LONGEST - len(text))


def region_class(region):
    """Index of a region name, -1 where nothing is known."""
    region = region.split("-")[0]
    if region == "any":
        return 0
    return REGIONS.index(region) if region in REGIONS else -1


class Sample:
    """One crop and what is known of it; a None text takes no part in the text loss."""

    __slots__ = ("crop", "text", "region", "lines", "legible", "steps")

    def __init__(self, crop, text, region=-1, lines=-1, legible=1, steps=None):
        self.crop, self.text, self.region, self.lines = crop, text, region, lines
        self.legible, self.steps = legible, steps


def held_out(folder, name, split="val"):
    """The labelled plates of a set that judge: its split, or all of the held-out source."""
    splits = ("train", "val") if name == HELD_OUT and split == "val" else (split,)
    return [c for each in splits for c in load_cutouts(folder, name, each, LONGEST)]


def neighbourhood(cutout):
    """The same plate in a copy of the part of its photo that any crop of it can show."""
    if cutout.box is None:
        return cutout
    x, y, w, h = cutout.box
    left, top = max(0, int(x - 0.6 * w)), max(0, int(y - 0.8 * h))
    image = cutout.image[top : int(y + 1.8 * h), left : int(x + 1.6 * w)].copy()
    moved = [c if c is None else c - np.float32([left, top]) for c in (cutout.corners, cutout.found)]
    return dataclasses.replace(
        cutout, image=image, box=[x - left, y - top, w, h], corners=moved[0], found=moved[1]
    )


def training_cutouts(folder):
    """The labelled plates that are learned: none of a text that judges."""
    known = {c.text for name in (*SETS, HELD_OUT) for c in held_out(folder, name)}
    all_sets = [c for name in SETS for c in load_cutouts(folder, name, "train", LONGEST)]
    return [neighbourhood(c) for c in all_sets if c.text not in known]


def is_taxi(text):
    return text[0] == "T" and text[-1] == "C" and text[1:-1].isdigit()


class RealCrops:
    """Augmented real cut-outs, drawn by the shares above."""

    def __init__(self, cutouts, places, rng, noise):
        self.rng, self.noise, self.cutouts, self.places = rng, noise, cutouts, places
        # a third of New York's plates are taxis of one pattern
        weights = np.array([0.5 if is_taxi(c.text) else 1.0 for c in cutouts])
        for name, share in SETS.items():
            of_set = [i for i, c in enumerate(cutouts) if c.source == name]
            weights[of_set] *= share / max(1e-9, weights[of_set].sum())
        self.chance = weights / weights.sum()

    def samples(self, count):
        for index in self.noise.choice(len(self.cutouts), count, p=self.chance):
            c = self.cutouts[index]
            if self.places.get(index) and self.rng.random() < EXCHANGED:
                image, text = exchange(c.image, c.text, self.places[index], self.rng)
                c = dataclasses.replace(c, image=image, text=text)
            crop = augment(c, self.rng, self.noise)
            yield Sample(crop, c.text, region_class(c.region), c.lines - 1 if c.lines else -1)


class DrawnCrops:
    """Drawn plates. A plate is photographed a few times before it is replaced, since drawing costs most."""

    def __init__(self, seed, pool=3000, renew=0.15):
        self.renderer = Renderer(seed)
        self.rng, self.noise = self.renderer.rng, self.renderer.noise
        self.pool, self.size, self.renew = [], pool, renew

    def plate(self, clean):
        if clean:
            return self.renderer.plate(clean=True)
        if len(self.pool) < self.size:
            self.pool.append(self.renderer.plate())
            return self.pool[-1]
        at = self.rng.randrange(self.size)
        if self.rng.random() < self.renew:
            self.pool[at] = self.renderer.plate()
        return self.pool[at]

    def samples(self, count, clean=False):
        for _ in range(count):
            plate = self.plate(clean)
            crop, homography = photograph(plate.image, self.rng, self.noise, clean)
            text = plate.text if len(plate.text) <= LONGEST else None
            yield Sample(
                crop, text, region_class(plate.region), plate.lines - 1, 1, step_targets(plate, homography)
            )


class OtherCrops:
    """What a detector may mistake for a plate: signs and badges (their text is left open), walls, cars,
    texture."""

    def __init__(self, photos, cars, seed):
        self.renderer = Renderer(seed)
        self.rng, self.noise = self.renderer.rng, self.renderer.noise
        self.signs, self.photos, self.cars = [], photos, cars

    def sign(self, pool=400, renew=0.2):
        """A drawn sign; each is photographed a few times, since drawing costs most."""
        if len(self.signs) < pool:
            self.signs.append(sign(self.renderer)[0])
            return self.signs[-1]
        at = self.rng.randrange(pool)
        if self.rng.random() < renew:
            self.signs[at] = sign(self.renderer)[0]
        return self.signs[at]

    def window(self, photo):
        """A window of plate-like shape that does not touch a labelled plate, or None."""
        rows, columns = photo.image.shape[:2]
        height = int(self.rng.uniform(0.04, 0.25) * rows) + 8
        width = int(height * self.rng.uniform(1.2, 4.5))
        if width >= columns or height >= rows:
            return None
        x, y = self.rng.randrange(columns - width), self.rng.randrange(rows - height)
        for corners, _, _ in photo.plates:
            left, top = corners.min(0)
            right, bottom = corners.max(0)
            if x < right + 9 and left - 9 < x + width and y < bottom + 9 and top - 9 < y + height:
                return None
        return photo.image[y : y + height, x : x + width]

    def samples(self, count):
        for _ in range(count):
            kind = self.rng.random()
            if kind < 0.5:
                yield Sample(photograph(self.sign(), self.rng, self.noise)[0], None, -1, -1, 0)
                continue
            photo = self.rng.choice(self.photos if kind < 0.8 else self.cars)
            grey = self.window(photo)
            if grey is None:
                yield Sample(
                    self.noise.integers(0, 255, (HEIGHT, WIDTH), dtype=np.uint8) // 4 + 90, "", -1, -1, 0
                )
                continue
            cutout = Cutout(grey, None, "", "", 0, "")
            if kind < 0.8:
                yield Sample(augment(cutout, self.rng, self.noise), None, -1, -1, 0)
            else:
                text = "" if grey.std() < 25 else None
                yield Sample(augment(cutout, self.rng, self.noise), text, -1, -1, 0)


def collate(samples):
    """Arrays of a batch: crops, texts, text known, regions, lines, legible, step targets."""
    steps = np.full((len(samples), 2, STEPS), -100, np.int64)
    for i, sample in enumerate(samples):
        if sample.steps is not None:
            steps[i] = sample.steps
    return (
        np.stack([s.crop for s in samples]),
        np.array([encode(s.text or "") for s in samples], np.int64),
        np.array([s.text is not None for s in samples]),
        np.array([s.region for s in samples]),
        np.array([s.lines for s in samples]),
        np.array([s.legible for s in samples], np.float32),
        steps,
    )


class Batches:
    """Endless training batches; `photos` and `cars` are grey."""

    def __init__(self, pack, seed):
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        self.real, self.drawn = RealCrops(pack["cutouts"], pack["places"], rng, noise), DrawnCrops(seed + 1)
        self.other = OtherCrops(pack["photos"], pack["cars"], seed + 2)

    def batch(self, size, clean=False):
        """`clean`: only easy drawn plates, for the first minutes."""
        if clean:
            return collate(list(self.drawn.samples(size, clean=True)))
        others = size // 12
        real = (size - others) * 6 // 10
        return collate(
            list(self.real.samples(real))
            + list(self.drawn.samples(size - real - others))
            + list(self.other.samples(others))
        )


class BatchStream(torch.utils.data.IterableDataset):
    """Batches for a DataLoader: every worker draws its own. The first `clean` crops of all are easy ones."""

    def __init__(self, pack, size, seed, clean, workers):
        self.pack, self.size, self.seed = pack, size, seed
        self.clean = clean // size // max(1, workers)

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        batches, made = Batches(self.pack, self.seed + 1000 * (worker.id if worker else 0)), 0
        while True:
            yield batches.batch(self.size, made < self.clean)
            made += 1


def grey_photos(folder, name, split):
    """Photos of a set in grey."""
    photos = load_photos(folder, name, split)
    return [dataclasses.replace(p, image=cv2.cvtColor(p.image, cv2.COLOR_BGR2GRAY)) for p in photos]


def other_sources(folder, split):
    """(photos without plates, photos of cars), both grey."""
    return grey_photos(folder, "negatives", split), grey_photos(folder, "world_cars", split) + grey_photos(folder, "openlpr", split)


def judged(cutouts, cut_one):
    """(crops, texts, regions, lines) of labelled plates."""
    return (
        np.stack([cut_one(c) for c in cutouts]),
        [c.text for c in cutouts],
        [region_class(c.region) for c in cutouts],
        [c.lines - 1 if c.lines else -1 for c in cutouts],
    )


def validation(folder, split="val", drawn=600, seed=990):
    """{set: (crops, texts, regions, lines)} of the held-out splits, by label boxes and, where a detector found the
    plate, by its corners ("set found"); and crops that are no plates."""
    sets = {}
    for name in (*SETS, HELD_OUT):
        cutouts = held_out(folder, name, split)
        found = [c for c in cutouts if c.found is not None]
        if cutouts:
            sets[name] = judged(cutouts, lambda c: cut(c.image, c.box))
        if found:
            sets[f"{name} found"] = judged(found, lambda c: straighten(c.image, c.found))
    samples = [s for s in DrawnCrops(seed, pool=drawn + 1).samples(drawn) if s.text]
    sets["drawn"] = (
        np.stack([s.crop for s in samples]),
        [s.text for s in samples],
        [s.region for s in samples],
        [s.lines for s in samples],
    )
    others = np.stack([s.crop for s in OtherCrops(*other_sources(folder, split), seed + 1).samples(300)])
    return sets, others
