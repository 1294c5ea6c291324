"""Reads the manifests of labelled photos and cut-outs (one JSON object a line, see the data's own README)."""
import dataclasses
import functools
import json
import pathlib
import tarfile

import cv2
import numpy as np


@dataclasses.dataclass
class Photo:
    """A whole photo in BGR, its plates as (four corners, corners known, lines or None), its vehicles as (kind or None,
    left, top, right, bottom)."""

    image: np.ndarray
    plates: list
    complete: bool
    source: str
    name: str
    scale: float  # of the stored image against the file
    vehicles: list = dataclasses.field(default_factory=list)
    plates_labelled: bool = True


@dataclasses.dataclass
class Cutout:
    """A picture (grey unless asked for) holding one plate with text; `box` is None when the picture is the plate
    itself."""

    image: np.ndarray
    box: list
    text: str
    region: str
    lines: int
    source: str
    corners: np.ndarray = None  # labelled corners, where there are any
    found: np.ndarray = None  # the detector's corners, where training/reader/label.py found the plate
    name: str = ""


# Texts read by eye from the photos of sets without texts; begun by training/reader/label.py. Never committed: real plates.
TEXTS = pathlib.Path("var/training/reader/texts.jsonl")
# What the detector finds on the labelled photos; written by training/reader/label.py.
FOUND = pathlib.Path("var/training/reader/found.jsonl")


def plate_key(name, image, box):
    return (name, image, *(round(v) for v in box))


@functools.lru_cache(maxsize=4)
def by_plate(path, field):
    """{plate: value} of a file of one JSON object a plate; empty when there is no such file."""
    if not path.exists():
        return {}
    each = [json.loads(line) for line in path.read_text().splitlines()]
    return {plate_key(row["set"], row["image"], row["bbox"]): row[field] for row in each}


def rows(folder, name, split):
    """The manifest of a set; `split` is train, val or "" (sets without a split)."""
    path = pathlib.Path(folder) / (f"{name}.{split}.jsonl" if split else f"{name}.jsonl")
    with path.open() as file:
        return [json.loads(line) for line in file if line.strip()]


def corners_of(plate):
    if plate.get("corners"):
        return np.float32(plate["corners"])
    x, y, w, h = plate["bbox"]
    return np.float32([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])


def boxed(box, scale):
    """[x, y, w, h] as (left, top, right, bottom)."""
    x, y, w, h = (v * scale for v in box)
    return x, y, x + w, y + h


def load_photos(folder, name, split, long_side=640):
    """Photos of a set, shrunk so that the long side is at most `long_side` (0: as they are)."""
    photos = []
    for row in rows(folder, name, split):
        image = cv2.imread(str(pathlib.Path(folder) / row["image"]), cv2.IMREAD_COLOR)
        if image is None:
            print("unreadable:", row["image"])
            continue
        scale = min(1.0, long_side / max(image.shape[:2])) if long_side else 1.0
        if scale < 1:
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        plates = [
            (corners_of(p) * scale, bool(p.get("corners")), p.get("lines"))
            for p in row["plates"]
            if p["bbox"]
        ]
        vehicles = [(v["class"], *boxed(v["bbox"], scale)) for v in row.get("vehicles", [])]
        vehicles += [(None, *boxed(box, scale)) for box in row.get("vehicles_unclassed", [])]
        complete, labelled = bool(row.get("complete")), row.get("plates_labelled", True)
        photos.append(Photo(image, plates, complete, name, row["image"], scale, vehicles, labelled))
    return photos


def load_cutouts(folder, name, split, longest=10, colours=cv2.IMREAD_GRAYSCALE):
    """Every plate with a text: cut-outs as they are, photos with the plate's box and corners."""
    folder = pathlib.Path(folder)
    tar = tarfile.open(folder / f"{name}.tar") if (folder / f"{name}.tar").exists() else None
    cutouts = []
    texts, found = by_plate(TEXTS, "text"), by_plate(FOUND, "corners")
    for row in rows(folder, name, split):
        for plate in row["plates"]:
            key = None if row.get("crop") or not plate["bbox"] else plate_key(name, row["image"], plate["bbox"])
            text = plate["text"] or texts.get(key)
            if not text or len(text) > longest or not (row.get("crop") or key):
                continue
            raw = tar.extractfile(row["image"]).read() if tar else (folder / row["image"]).read_bytes()
            image = cv2.imdecode(np.frombuffer(raw, np.uint8), colours)
            cutout = Cutout(image, None, text, plate.get("region") or "", plate.get("lines") or 0, name)
            cutout.name = row["image"]
            if key:
                cutout.box = plate["bbox"]
                cutout.corners = np.float32(plate["corners"]) if plate.get("corners") else None
                cutout.found = np.float32(found[key]) if found.get(key) else None
            cutouts.append(cutout)
    return cutouts
