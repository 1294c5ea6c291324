"""Text that is no plate: street names, shop fronts, badges, phone numbers, stickers. Labelled background."""
import cv2
import numpy as np

from training.plates.fonts import ALPHABET, CAP

NAMES = (
    "RUE DE PARIS/AV CORRIENTES/SAN MARTIN/BELGRANO/FARMACIA/PANADERIA/HOTEL/TAXI/BANCO/EXIT/SALIDA/"
    "STOP/PARKING/"
    "ESTACIONAMIENTO/SALE/OPEN/CAFE/BAR/KIOSCO/SUPER/MARKET/TOYOTA/FORD/NISSAN/RENAULT/VOLVO/SAAB/"
    "HONDA/KIA/TURBO/"
    "HYBRID/DIESEL/COROLLA/FIESTA/TITAN/GOL/POLICE/AMBULANCE/BUS STOP/METRO/HOSPITAL/SCHOOL/"
    "RIVADAVIA/MAYO/LAVALLE/"
    "ONE WAY/NO PARKING/PRIVATE/RENTAL/EXPRESS/CARGO/TRANSPORT/SERVICE/CLUB/PIZZA/BAKERY/BOOKS/"
    "OPTICA/MODA/GARAGE"
).split("/")
GROUNDS = [
    (30, 60, 130),
    (20, 90, 50),
    (240, 240, 236),
    (20, 20, 24),
    (170, 30, 30),
    (230, 190, 30),
    (120, 80, 40),
    (90, 95, 100),
]


def words(rng):
    """A line of sign text."""
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(NAMES)
    if kind < 0.75:  # phone numbers, house numbers, fleet numbers
        return rng.choice(
            [
                "%04d-%04d" % (rng.randrange(10000), rng.randrange(10000)),
                str(rng.randrange(10000)),
                "%03d %03d %04d" % (rng.randrange(1000), rng.randrange(1000), rng.randrange(10000)),
                "0800 %03d %04d" % (rng.randrange(1000), rng.randrange(10000)),
            ]
        )
    vowels, others = "AEIOU", "BCDFGLMNPRSTVZ"
    return "".join(rng.choice(others) + rng.choice(vowels) for _ in range(rng.randint(2, 5)))


def draw_line(text, renderer):
    atlas = renderer.atlas([])
    stretch, gap = renderer.rng.uniform(0.8, 1.4), renderer.rng.uniform(0.05, 0.25)
    symbols = "".join(c if c in ALPHABET or c in " -" else " " for c in text)
    return renderer.line_mask(symbols, atlas, stretch, gap, renderer.rng.choice([-1, 0, 0, 1]), 0)[0]


def sign(renderer):
    """(RGB picture, mask 0..1 of what covers the scene): a board, or bare letters as on a van or a boot
    lid."""
    rng, noise = renderer.rng, renderer.noise
    masks = [draw_line(words(rng), renderer) for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    width = max(m.shape[1] for m in masks)
    space = int(CAP * rng.uniform(0.12, 0.5))
    padded = []
    for mask in masks:
        left = (width - mask.shape[1]) // 2
        padded += [np.pad(mask, ((0, space), (left, width - mask.shape[1] - left)))]
    ink_mask = np.pad(np.vstack(padded)[:-space], int(CAP * rng.uniform(0.15, 0.8))).astype(np.float32) / 255
    if rng.random() < 0.7:
        ground = np.float32(rng.choice(GROUNDS)) + noise.normal(0, 15, 3)
    else:
        ground = noise.uniform(0, 255, 3)
    ink = (
        np.full(3, 245.0 if ground.mean() < 130 else 15.0) if rng.random() < 0.8 else noise.uniform(0, 255, 3)
    )
    image = np.empty((*ink_mask.shape, 3), np.float32)
    image[:] = ground
    image += (ink - image) * ink_mask[..., None]
    if rng.random() < 0.3:
        cv2.rectangle(
            image,
            (3, 3),
            (image.shape[1] - 4, image.shape[0] - 4),
            [float(v) for v in ink],
            rng.randint(1, 4),
        )
    cover = np.ones(ink_mask.shape, np.float32) if rng.random() < 0.7 else ink_mask
    return np.clip(image, 0, 255).astype(np.uint8), cover
