"""Packs everything the detector's training needs into one file: photos with labels, drawn plates, real cut-outs and text
that is no plate. The file can be carried to another machine; training needs nothing else there.

  python3 -m training.detector.pack --data ../shared/data/train --out var/training/detector.pack
"""
import argparse
import io
import json
import pathlib
import pickle

import cv2
import numpy as np
from PIL import Image

from training.data import load_cutouts, load_photos
from training.detector.model import KINDS
from training.plates.lettering import background_text, mask_of, phrase
from training.plates.render import Renderer

PHOTO_SETS = (
    "openlpr",
    "world_cars",
    "openimages_plates",
    "us_in_corners",
    "vn_photos",
    "eg_motorcycles",
    "bd_cars",
    "negatives",
    "atl_roadside",
    "openimages_vehicles",
    "highway_vehicles",
)
VEHICLE_SETS = {"atl_roadside", "openimages_vehicles", "highway_vehicles"}

# Cut-outs whose edges are the plate's own, and how many of each are taken.
CUTOUTS = {"us_states_crops": 680, "us_ny_crops": 600, "cz_crops": 200, "hr_crops": 171, "id_crops": 121, "vn_crops": 300}


def webp(image, quality):
    """RGB or RGBA uint8 as WebP."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


def self_labels(path):
    """{photo name: [{"corners", "legible"}]} of training/detector/selflabel.py, {} where it has not run."""
    if not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text().splitlines())
    return {line["image"]: line["plates"] for line in lines}


def plates_of(photo, found):
    """[{corners, exact 0..1, lines, legible}]; corners found by self-labelling count less than labelled ones."""
    plates = []
    for at, (corners, exact, lines) in enumerate(photo.plates):
        label = found[at] if at < len(found) else {"corners": None, "legible": -1}
        weight = 1.0 if exact else 0.0
        if not exact and label["corners"] is not None:
            corners, weight = np.float32(label["corners"]) * photo.scale, 0.5
        plates.append({"corners": np.float32(corners), "exact": weight, "lines": lines or 0, "legible": label["legible"]})
    return plates


class Pack:
    """Pictures as WebP bytes, and what is on them."""

    def __init__(self):
        self.pictures, self.sizes = [], []  # sizes: columns, rows
        self.photos, self.plates, self.signs = [], [], []

    def picture(self, image, quality):
        self.pictures.append(webp(image, quality))
        self.sizes.append((image.shape[1], image.shape[0]))
        return len(self.pictures) - 1

    def add_photo(self, photo, found, quality):
        rows, columns = photo.image.shape[:2]
        self.photos.append(
            {
                "picture": self.picture(photo.image[..., ::-1], quality),
                "size": (columns, rows),
                "source": photo.source,
                "complete": photo.complete,
                "plates_labelled": photo.plates_labelled,
                "vehicles_labelled": photo.source in VEHICLE_SETS,
                "plates": plates_of(photo, found),
                "vehicles": [(KINDS.index(v[0]) if v[0] else -1, *v[1:]) for v in photo.vehicles],
            }
        )

    def add_plate(self, image, inner, lines, real, quality=86):
        """`inner`: the plate itself in the picture: left, top, right, bottom."""
        self.plates.append({"picture": self.picture(image, quality), "inner": inner, "lines": lines, "real": real})

    def add_sign(self, image, cover):
        rows, columns = image.shape[:2]
        rgba = np.dstack([image, np.round(cover * 255).astype(np.uint8)])
        self.signs.append({"picture": self.picture(rgba, 80), "inner": (0, 0, columns, rows)})

    def save(self, path):
        with open(path, "wb") as out:
            pickle.dump(vars(self), out, protocol=4)


def framed(image, renderer):
    """The plate in a holder with a dealer's words, as on many cars: (picture, where the plate is in it)."""
    rng, (rows, columns) = renderer.rng, image.shape[:2]
    if rng.random() < 0.65:
        return image, (0, 0, columns, rows)
    left = right = int(rows * rng.uniform(0.03, 0.1))
    top, bottom = int(rows * rng.uniform(0.04, 0.16)), int(rows * rng.uniform(0.06, 0.22))
    tone = rng.choice((rng.uniform(5, 50), rng.uniform(5, 50), rng.uniform(140, 230)))
    out = cv2.copyMakeBorder(image, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(tone,) * 3)
    for first, high in ((0, top), (top + rows, bottom)):
        if rng.random() < 0.7:
            word = mask_of(phrase(rng), rng)
            scale = min(high / word.shape[0], 0.9 * out.shape[1] / word.shape[1])
            word = cv2.resize(word, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[..., None]
            x = (out.shape[1] - word.shape[1]) // 2
            strip = out[first : first + word.shape[0], x : x + word.shape[1]]
            strip[:] = strip + (255.0 * (tone < 120) - strip) * word[: strip.shape[0]]
    return out, (left, top, left + columns, top + rows)


def shrunk(image, most_rows):
    scale = most_rows / image.shape[0]
    return image if scale >= 1 else cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def pack(options):
    out, renderer = Pack(), Renderer(options.seed)
    found = self_labels(pathlib.Path(options.corners))
    for name in PHOTO_SETS:
        for photo in load_photos(options.data, name, "train", options.long_side):
            out.add_photo(photo, found.get(photo.name, []), options.quality)
    print(len(out.photos), "photos", sum(map(len, out.pictures)) / 1e6, "MB", flush=True)
    for _ in range(options.plates):
        plate = renderer.plate()
        out.add_plate(*framed(shrunk(plate.image, 72), renderer), plate.lines, False)
    for name, most in CUTOUTS.items():
        for cutout in load_cutouts(options.data, name, "train", 10, cv2.IMREAD_COLOR)[:most]:
            out.add_plate(*framed(np.ascontiguousarray(cutout.image[..., ::-1]), renderer), cutout.lines, True)
    print(len(out.plates), "plates", sum(map(len, out.pictures)) / 1e6, "MB", flush=True)
    for _ in range(options.signs):
        image, cover = background_text(renderer)
        scale = min(1.0, 90 / image.shape[0], 400 / image.shape[1])
        size = (max(8, int(image.shape[1] * scale)), max(8, int(image.shape[0] * scale)))
        out.add_sign(
            cv2.resize(image, size, interpolation=cv2.INTER_AREA),
            cv2.resize(cover, size, interpolation=cv2.INTER_AREA),
        )
    out.save(options.out)
    print(f"{options.out}: {pathlib.Path(options.out).stat().st_size / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--corners", default="var/training/detector/corners.jsonl", help="of selflabel.py")
    parser.add_argument("--out", default="var/training/detector.pack")
    parser.add_argument("--plates", type=int, default=3000, help="drawn plates")
    parser.add_argument("--signs", type=int, default=1500, help="pictures of text that is no plate")
    parser.add_argument("--long-side", type=int, default=720, help="photos are shrunk to this")
    parser.add_argument("--quality", type=int, default=82, help="WebP quality of photos")
    parser.add_argument("--seed", type=int, default=0)
    pack(parser.parse_args())


if __name__ == "__main__":
    main()
