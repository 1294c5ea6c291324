"""Draws the photos of tests/golden: whole scenes for tests and the demonstration, with a manifest.

  python3 -m training.plates.golden --out tests/golden

The list is fixed by the seed, so the files come out the same with the same fonts. A plate that has two
pictures (`..._in.jpg`, `..._out.jpg`) can enter and leave a car park in the demonstration.
"""
import argparse
import json
import pathlib
import random

import cv2
import numpy as np

from training.plates.render import Renderer
from training.plates.scenes import Place, Scene
from training.plates.vehicles import car, motorcycle

SIZES = [(1280, 720), (1024, 768), (1280, 960), (960, 720), (800, 600), (1152, 648)]
MODELS = ["", "1.6 16v", "TREND", "1.4 LX", "2.0 TDI", "SPORT", "CROSS"]
# name, layout, text, vehicle, pictures; conditions by picture where they differ from a plain day.
PHOTOS = [
    ("ar01", "ar mercosur", "AB734KL", "hatch", ["in", "out"]),
    ("ar02", "ar mercosur", "AE219PN", "sedan", ["in", "out"]),
    ("ar03", "ar mercosur", "AF508XC", "suv", ["in", "out"]),
    ("ar04", "ar mercosur", "AC663GT", "van", ["in", "out"]),
    ("ar05", "ar mercosur", "AD147MW", "hatch", ["in", "out:dark"]),
    ("ar06", "ar mercosur", "AG982BR", "suv", ["in", "out"]),
    ("ar07", "ar mercosur", "AA350ZH", "sedan", ["in", "out"]),
    ("ar08", "ar mercosur", "AE876SD", "hatch", ["in:front", "out"]),
    ("ar09", "ar old", "GKN482", "hatch", ["in", "out"]),
    ("ar10", "ar old", "FTR915", "sedan", ["in", "out"]),
    ("ar11", "ar old", "MJX307", "suv", ["in", "out"]),
    ("ar12", "ar old", "BWD658", "hatch", ["in", "out:dark"]),
    ("ar13", "ar old", "NPL241", "van", ["in:front", "out"]),
    ("ar14", "ar mercosur", "AF125VE", "sedan", ["blurred"]),
    ("ar15", "ar mercosur", "AB690QS", "hatch", ["tiny"]),
    ("ar16", "ar mercosur", "AG431LC", "suv", ["two:ar mercosur:AD804RN"]),
    ("mo01", "ar motorcycle mercosur", "A073DKP", "motorcycle", ["in", "out"]),
    ("mo02", "ar motorcycle mercosur", "A158TWG", "motorcycle", ["in:rider", "out"]),
    ("mo03", "ar motorcycle mercosur", "A214ZKH", "motorcycle", ["in", "out:rider"]),
    ("mo04", "ar motorcycle old", "583HNV", "motorcycle", ["in", "out"]),
    ("mo05", "br motorcycle", "RKT4B27", "motorcycle", ["in", "out:rider"]),
    ("mo06", "vn", "59T268315", "motorcycle", ["in", "out:rider"]),
    ("br01", "br mercosul", "QXM3F85", "hatch", ["in", "out"]),
    ("br02", "br old", "KDL7492", "sedan", ["in"]),
    ("uy01", "uy", "SBK2937", "suv", ["in", "out"]),
    ("uy02", "uy", "LAC6041", "hatch", ["in"]),
    ("cl01", "cl", "KXRT58", "sedan", ["in", "out"]),
    ("eu01", "eu long", "GZ518NT", "hatch", ["in", "out"]),
    ("eu02", "eu long", "DH274WB", "sedan", ["in:front"]),
    ("us01", "us", "7KLM392", "suv", ["in", "out"]),
    ("us02", "us", "HJR4816", "sedan", ["in"]),
    ("no01", "", "", "hatch", ["empty"]),
    ("no02", "", "", "street", ["bare"]),
    ("no03", "", "", "park", ["bare"]),
    ("no04", "", "", "van", ["empty"]),
]


def vehicle_for(kind, plate, rng, noise, front=False, rider=False):
    if kind == "motorcycle":
        return motorcycle(plate, rng, noise, rider)
    return car(plate, kind, rng, noise, front, rng.choice(MODELS))


WORN = {"ar10", "ar16", "br02", "us02", "mo04"}


def flat_plate(renderer, layout_name, text, seed, clean=True):
    """The same plate, drawn the same way, for every picture of a vehicle."""
    renderer.rng.seed(seed)
    renderer.noise = np.random.default_rng(seed)
    layout = renderer.layout(name=layout_name)
    for _ in range(30):
        plate = renderer.plate(layout, text, clean)
        grey = cv2.cvtColor(plate.image, cv2.COLOR_RGB2GRAY)
        if grey.std() > 38:
            return plate
    return plate


def draw(renderer, entry, index, shot):
    """One photo: (RGB picture, [(plate, corners)])."""
    name, layout, text, kind, _ = entry
    seed = 1000 + index
    mode, _, rest = shot.partition(":") if shot.startswith("two") else (shot.split(":")[-1], "", "")
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    # the vehicle keeps its paint in both pictures
    car_rng, car_noise = random.Random(name), np.random.default_rng(index // 2)
    plate = flat_plate(renderer, layout, text, 77 + sum(map(ord, name)), name not in WORN) if text else None
    width, height = (1600, 900) if mode == "tiny" else rng.choice(SIZES)
    place = kind if mode == "bare" else rng.choice(["street", "park", "garage", "street", "park"])
    renderer.rng.seed(seed)
    scene = Scene(renderer, width, height, seed, place)
    if rng.random() < 0.45 and mode != "tiny":  # a far vehicle without a readable plate
        other = car(None, rng.choice(["hatch", "sedan", "suv"]), random.Random(seed + 5), noise, True)
        scene.add(
            Place(
                other,
                width * rng.choice([0.12, 0.88]),
                scene.horizon + 0.1 * height,
                width * 0.13,
                rng.uniform(-1, 1),
            ),
            None,
        )
    if mode == "two":
        layout2, _, text2 = rest.partition(":")
        second = flat_plate(renderer, layout2, text2, 991)
        scene.add(
            Place(
                car(second, "sedan", random.Random(5), noise), width * 0.74, height * 0.72, width * 0.3, -0.4
            ),
            second,
        )
        scene.add(
            Place(vehicle_for(kind, plate, car_rng, car_noise), width * 0.3, height * 0.9, width * 0.44, 0.3),
            plate,
        )
    elif mode != "bare":
        share = {"tiny": 0.11}.get(
            mode, rng.uniform(0.34, 0.62) if kind != "motorcycle" else rng.uniform(0.42, 0.6)
        )
        if kind == "motorcycle":
            share = min(share, 0.72 * height / width)
        vehicle = vehicle_for(kind, plate, car_rng, car_noise, mode == "front", mode == "rider")
        foot = scene.horizon + 0.18 * height if mode == "tiny" else height * rng.uniform(0.84, 0.95)
        scene.add(
            Place(vehicle, width * rng.uniform(0.36, 0.64), foot, width * share, rng.uniform(-1, 1)), plate
        )
    if mode == "dark":
        scene.night()
    blurred = mode == "blurred"
    picture = scene.photograph(
        blur=1.6 if blurred else rng.uniform(0.55, 0.8),
        motion=9 if blurred else 0,
        gain=rng.uniform(0.78, 1.12),
        warm=rng.uniform(-0.06, 0.06),
    )
    return picture, scene.plates


def row(file_name, plates):
    """The photo's line in the manifest."""
    labels = []
    for plate, corners in plates:
        low, high = corners.min(0), corners.max(0)
        labels.append(
            {
                "text": plate.text,
                "bbox": [round(float(v), 1) for v in (*low, *(high - low))],
                "corners": [[round(float(v), 1) for v in point] for point in corners],
                "lines": plate.lines,
                "region": plate.region,
                "clear": None,
            }
        )
    return {"image": file_name, "plates": labels, "complete": True}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", default="tests/golden")
    parser.add_argument("--sheet", help="also write a contact sheet to this file")
    options = parser.parse_args()
    folder = pathlib.Path(options.out)
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    renderer, rows, cells, total = Renderer(7), [], [], 0
    for entry_index, entry in enumerate(PHOTOS):
        for shot_index, shot in enumerate(entry[4]):
            picture, plates = draw(renderer, entry, entry_index * 2 + shot_index, shot)
            file_name = f"photos/{entry[0]}_{shot.split(':')[0]}.jpg"
            data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
            (folder / file_name).write_bytes(data)
            total += len(data)
            rows.append(row(file_name, plates))
            cell = cv2.resize(picture, (400, 300), interpolation=cv2.INTER_AREA)
            cells.append(cv2.putText(cell, file_name[7:], (4, 294), 0, 0.5, (255, 255, 0), 1))
    (folder / "photos.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    print(f"{len(rows)} photos, {total / 1e6:.2f} MB")
    if options.sheet:
        cells += [np.zeros((300, 400, 3), np.uint8)] * (-len(cells) % 6)
        sheet = np.vstack([np.hstack(cells[i : i + 6]) for i in range(0, len(cells), 6)])
        cv2.imwrite(options.sheet, sheet[..., ::-1])


if __name__ == "__main__":
    main()
