"""Gathers what the reader learns from in one file, which can be carried to another machine: labelled plates with their
surroundings, where their characters stand, and photos in which other things are cut out.

  python3 -m training.reader.pack --data ../shared/data/train --out var/training/reader.pack

Beside it, only `var/training/fonts.pickle.gz` is needed to train (made here where it is missing).
"""
import argparse
import dataclasses
import pathlib
import pickle

import cv2
import numpy as np

from training.plates.fonts import cache
from training.reader.data import other_sources, training_cutouts
from training.reader.exchange import places

PLATE_ROWS = 90  # a label's box is shrunk to this many rows
PHOTO_SIDE = 360


def packed(image, quality):
    return cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()


def smaller(cutout):
    """The same plate with no more rows than the reader can use."""
    rows = cutout.box[3] if cutout.box else cutout.image.shape[0]
    scale = PLATE_ROWS / rows
    if scale >= 1:
        return cutout
    moved = [v if v is None else np.float32(v) * scale for v in (cutout.box, cutout.corners, cutout.found)]
    image = cv2.resize(cutout.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return dataclasses.replace(cutout, image=image, box=moved[0], corners=moved[1], found=moved[2])


def shrunk(photo):
    scale = min(1.0, PHOTO_SIDE / max(photo.image.shape[:2]))
    plates = [(corners * scale, exact, lines) for corners, exact, lines in photo.plates]
    image = cv2.resize(photo.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return dataclasses.replace(photo, image=image, plates=plates)


def unpacked(path):
    """What `pack` wrote, with its pictures decoded to grey."""
    pack = pickle.loads(pathlib.Path(path).read_bytes())
    for name in ("cutouts", "photos", "cars"):
        for entry in pack[name]:
            entry.image = cv2.imdecode(np.frombuffer(entry.image, np.uint8), cv2.IMREAD_GRAYSCALE)
    return pack


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--out", default="var/training/reader.pack")
    options = parser.parse_args()
    cutouts = [smaller(c) for c in training_cutouts(options.data)]
    whole = [i for i, c in enumerate(cutouts) if c.box is None]
    where = dict(zip(whole, places([cutouts[i] for i in whole])))
    photos, cars = ([shrunk(p) for p in group] for group in other_sources(options.data, "train"))
    for entry in cutouts:
        entry.image = packed(entry.image, 82)
    for entry in photos + cars:
        entry.image = packed(entry.image, 60)
    cache()
    path = pathlib.Path(options.out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps({"cutouts": cutouts, "places": where, "photos": photos, "cars": cars}))
    print(f"{len(cutouts)} plates, {sum(v is not None for v in where.values())} with places, {len(photos) + len(cars)} photos:",
          f"{path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
