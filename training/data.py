"""Reads the manifests of labelled photos and cut-outs (one JSON object a line, see the data's own README)."""
import dataclasses
import json
import pathlib
import tarfile

import cv2
import numpy as np


@dataclasses.dataclass
class Photo:
    """A whole photo in BGR, its plates as (four corners, corners known, lines or None)."""

    image: np.ndarray
    plates: list
    complete: bool
    source: str
    name: str
    scale: float  # of the stored image against the file


@dataclasses.dataclass
class Cutout:
    """A grey picture holding one plate with text; `box` is None when the picture is the plate itself."""

    image: np.ndarray
    box: list
    text: str
    region: str
    lines: int
    source: str


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
        photos.append(Photo(image, plates, bool(row.get("complete")), name, row["image"], scale))
    return photos


def load_cutouts(folder, name, split, longest=10):
    """Every plate with a text: cut-outs as they are, photos with the plate's box."""
    folder = pathlib.Path(folder)
    tar = tarfile.open(folder / f"{name}.tar") if (folder / f"{name}.tar").exists() else None
    cutouts = []
    for row in rows(folder, name, split):
        for plate in row["plates"]:
            if not plate["text"] or len(plate["text"]) > longest or not (row.get("crop") or plate["bbox"]):
                continue
            raw = tar.extractfile(row["image"]).read() if tar else (folder / row["image"]).read_bytes()
            image = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_GRAYSCALE)
            box = None if row.get("crop") else plate["bbox"]
            cutouts.append(
                Cutout(image, box, plate["text"], plate.get("region") or "", plate.get("lines") or 0, name)
            )
    return cutouts
