"""Draws a vehicle seen from behind or in front on its own canvas, with the place of its plate.

Canvas: 1000 columns are about two metres. A vehicle is (RGB float picture, cover 0..1, plate corners, lamps).
"""
import dataclasses

import cv2
import numpy as np

PIXELS_PER_MM = 0.5
PAINTS = [
    "#c9ccd0",
    "#e9eaea",
    "#16171a",
    "#7d8288",
    "#8c1f24",
    "#1f3a68",
    "#5b6066",
    "#d8d4c8",
    "#2d4a3a",
    "#b8702a",
    "#3c4450",
]
PLATE_MM = {
    "ar mercosur": (400, 130),
    "ar old": (294, 129),
    "ar motorcycle mercosur": (200, 145),
    "ar motorcycle old": (180, 145),
    "br mercosul": (400, 130),
    "br old": (400, 130),
    "br motorcycle": (200, 170),
    "uy": (400, 130),
    "cl": (360, 130),
    "eu long": (520, 112),
    "us": (305, 152),
    "vn": (190, 140),
    "pl": (520, 112),
    "py": (400, 130),
    "uk": (520, 112),
}


@dataclasses.dataclass
class Vehicle:
    image: np.ndarray
    cover: np.ndarray
    corners: np.ndarray  # of the plate, clockwise from top-left; None without a plate
    lamps: list  # (x, y, radius, colour) that glow at night


def rgb(value):
    return np.array([int(value[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


class Canvas:
    """Painting with soft-edged, rounded polygons."""

    def __init__(self, rows, columns):
        self.image, self.cover = np.zeros((rows, columns, 3), np.float32), np.zeros(
            (rows, columns), np.float32
        )

    def mask(self, points, rounding=0):
        mask = np.zeros(self.cover.shape, np.uint8)
        cv2.fillPoly(mask, [np.int32(np.round(np.float32(points) * 16))], 255, cv2.LINE_AA, 4)
        mask = mask.astype(np.float32) / 255
        if rounding:
            mask = np.clip((cv2.GaussianBlur(mask, (0, 0), rounding) - 0.5) * rounding * 0.9 + 0.5, 0, 1)
        return mask

    def fill(self, points, tone, rounding=0, opaque=True, strength=1.0):
        """Paints a polygon with a colour or a picture of the canvas' size; returns its mask."""
        mask = self.mask(points, rounding) * strength
        self.image += (tone - self.image) * mask[..., None]
        if opaque:
            self.cover = np.maximum(self.cover, mask)
        return mask

    def line(self, points, tone, thick, strength=1.0):
        mask = np.zeros(self.cover.shape, np.uint8)
        cv2.polylines(mask, [np.int32(np.round(np.float32(points) * 16))], False, 255, thick, cv2.LINE_AA, 4)
        mask = (mask.astype(np.float32) / 255 * strength * self.cover)[..., None]
        self.image += (tone - self.image) * mask

    def circle(self, centre, radius, tone, thick=-1, opaque=False):
        mask = np.zeros(self.cover.shape, np.uint8)
        cv2.circle(mask, (int(centre[0]), int(centre[1])), int(radius), 255, thick, cv2.LINE_AA)
        mask = mask.astype(np.float32) / 255
        self.image += (tone - self.image) * mask[..., None]
        if opaque:
            self.cover = np.maximum(self.cover, mask)


def mirror(points):
    return [(1000 - x, y) for x, y in points]


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def shade(tone, rows, stops):
    """A vertical run of brightness: [(row, factor)]."""
    factor = np.interp(np.arange(rows), [s[0] for s in stops], [s[1] for s in stops]).astype(np.float32)
    return np.clip(tone[None, None] * factor[:, None, None], 0, 255)


def put_plate(canvas, plate, centre, width, height):
    """Lays the plate's picture on the canvas; returns its corners."""
    x0, y0 = int(centre[0] - width / 2), int(centre[1] - height / 2)
    width, height = int(width), int(height)
    canvas.fill(box(x0 - 5, y0 - 4, x0 + width + 5, y0 + height + 5), np.float32([22, 22, 24]), 2)
    small = cv2.resize(plate.image, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    light = np.linspace(0.92, 1.04, height, dtype=np.float32)[:, None, None]
    canvas.image[y0 : y0 + height, x0 : x0 + width] = small * light
    return np.float32([[x0, y0], [x0 + width, y0], [x0 + width, y0 + height], [x0, y0 + height]])


def paint(canvas, rows, rng, noise, tone):
    """Body colour with panel shading and weak reflections of the surroundings."""
    body = shade(
        tone,
        rows,
        [(0, 1.25), (250, 1.05), (400, 1.18), (430, 0.96), (600, 0.8), (640, 1.0), (800, 0.62), (rows, 0.5)],
    )
    waves = cv2.resize(
        noise.normal(0, 9, (6, 4)).astype(np.float32), (1000, rows), interpolation=cv2.INTER_CUBIC
    )
    side = 1 - 0.28 * np.abs(np.linspace(-1, 1, 1000, dtype=np.float32)) ** 3
    return np.clip(
        body * side[None, :, None] + waves[..., None] + noise.normal(0, 1.2, (rows, 1000, 1)), 0, 255
    ).astype(np.float32)


def glass(rows, noise):
    """Dark glass with a reflected sky."""
    base = shade(np.float32([52, 60, 68]), rows, [(0, 1.9), (200, 1.3), (400, 0.55), (rows, 0.5)])
    cells = cv2.resize(
        noise.normal(0, 14, (5, 7)).astype(np.float32), (1000, rows), interpolation=cv2.INTER_CUBIC
    )
    return np.clip(base + cells[..., None], 8, 200)


def car(plate, kind, rng, noise, front=False, model_name=""):
    """A car (hatch, sedan, suv or van); `plate` may be None."""
    tone = rgb(rng.choice(PAINTS))
    rows = 900
    top = {"hatch": 190, "sedan": 215, "suv": 110, "van": 30}[kind]
    deck = {"hatch": 420, "sedan": 440, "suv": 430, "van": 440}[kind]
    lean = {"hatch": 150, "sedan": 175, "suv": 120, "van": 60}[kind]
    canvas = Canvas(rows, 1000)
    dark, trim = np.float32([20, 20, 23]), np.float32([38, 39, 42])
    for x in (85, 765):  # tyres
        canvas.fill(
            box(x, 690, x + 150, 862), shade(np.float32([30, 30, 32]), rows, [(690, 0.5), (862, 1.1)]), 16
        )
    canvas.fill(box(150, 700, 850, 800), dark, 6)
    body = paint(canvas, rows, rng, noise, tone)
    shoulder = rng.randint(40, 70)
    canvas.fill(
        [
            (shoulder, deck + 60),
            (shoulder + 45, deck - 25),
            (1000 - shoulder - 45, deck - 25),
            (1000 - shoulder, deck + 60),
            (1000 - shoulder + 8, 640),
            (1000 - shoulder - 10, 775),
            (shoulder + 10, 775),
            (shoulder - 8, 640),
        ],
        body,
        14,
    )
    cabin = [
        (shoulder + 40, deck),
        (lean + 50, top + 25),
        (lean + 110, top),
        (890 - lean, top),
        (950 - lean, top + 25),
        (960 - shoulder, deck),
    ]
    canvas.fill(cabin, body, 12)
    window = [
        (shoulder + 95, deck - 30),
        (lean + 85, top + 48),
        (915 - lean, top + 48),
        (905 - shoulder, deck - 30),
    ]
    pane = glass(rows, noise)
    canvas.fill(window, trim, 10)
    inner = [
        (shoulder + 106, deck - 38),
        (lean + 94, top + 57),
        (906 - lean, top + 57),
        (894 - shoulder, deck - 38),
    ]
    canvas.fill(inner, pane, 8)
    for x in (0.28, 0.62):  # head rests behind the glass
        seat = np.float32([34, 36, 40])
        canvas.fill(box(1000 * x, deck - 110, 1000 * x + 105, deck - 40), seat, 14, strength=0.6)
    for points in (
        [
            (shoulder + 8, deck - 55),
            (shoulder - 42, deck - 62),
            (shoulder - 44, deck - 12),
            (shoulder + 14, deck - 8),
        ],
    ):
        canvas.fill(points, body * 0.9, 8)
        canvas.fill(mirror(points), body * 0.9, 8)
    if front:
        lamps = dress_front(canvas, rows, deck, shoulder, rng, noise, dark)
        plate_at = (500, 690)
    else:
        lamps = dress_rear(canvas, rows, deck, shoulder, rng, kind, top, tone, model_name)
        low = kind in ("van", "suv") and rng.random() < 0.3
        plate_at = (500, 655 if low else 545)
    canvas.fill(
        [(shoulder + 2, 735), (1000 - shoulder - 2, 735), (1000 - shoulder - 20, 800), (shoulder + 20, 800)],
        trim,
        8,
    )
    corners = None
    width, height = (400, 130) if plate is None else PLATE_MM.get(plate.layout, (400, 130))
    width, height = width * PIXELS_PER_MM, height * PIXELS_PER_MM
    recess = tone * 0.55
    x, y = plate_at
    if not front:
        canvas.fill(
            box(
                x - max(width, 210) / 2 - 34,
                y - height / 2 - 22,
                x + max(width, 210) / 2 + 34,
                y + height / 2 + 18,
            ),
            recess,
            10,
        )
        for dx in (-60, 60):
            canvas.fill(
                box(x + dx - 18, y - height / 2 - 21, x + dx + 18, y - height / 2 - 14),
                np.float32([210, 210, 205]),
                2,
            )
    if plate is not None:
        corners = put_plate(canvas, plate, plate_at, width, height)
    return Vehicle(canvas.image, canvas.cover, corners, lamps)


def dress_rear(canvas, rows, deck, shoulder, rng, kind, top, tone, model_name):
    """Tail lamps, seams, badge, lettering, reflectors, exhaust."""
    red = shade(np.float32([178, 18, 24]), rows, [(deck - 40, 1.25), (deck + 100, 0.7)])
    tall = kind in ("hatch", "suv", "van") and rng.random() < 0.7
    y0, y1 = (deck - 90, deck + 105) if tall else (deck + 5, deck + 85)
    wide = rng.randint(85, 120) if tall else rng.randint(150, 210)
    lamp = [
        (shoulder + 4, y0 + 14),
        (shoulder + wide * 0.55, y0),
        (shoulder + wide, y0 + 26),
        (shoulder + wide * 0.9, y1),
        (shoulder + 2, y1 - 12),
    ]
    for points in (lamp, mirror(lamp)):
        canvas.fill(points, np.float32([40, 8, 10]), 7)
        centre = np.mean(points, 0)
        inner = [tuple(centre + (np.array(p) - centre) * 0.88) for p in points]
        canvas.fill(inner, red, 6)
        third = [
            tuple(centre + (np.array(p) - centre) * np.array([0.6, 0.22]) + (0, (y1 - y0) * 0.2))
            for p in points
        ]
        canvas.fill(third, np.float32([225, 205, 190]), 4, strength=0.8)
    seam = np.float32(tone * 0.45)
    canvas.line(
        [
            (shoulder + wide, y1 - 20),
            (shoulder + wide + 15, 640),
            (985 - shoulder - wide, 640),
            (1000 - shoulder - wide, y1 - 20),
        ],
        seam,
        2,
        0.8,
    )
    canvas.line([(shoulder + 4, 640), (996 - shoulder, 640)], seam, 2, 0.6)
    canvas.line([(260, top + 52), (740, top + 52)], np.float32([120, 20, 20]), 3, 0.6)
    canvas.circle((500, deck + 24), 19, np.float32([196, 198, 202]))
    canvas.circle((500, deck + 24), 13, np.float32([90, 92, 98]))
    if model_name:
        x = shoulder + wide + 26
        for shift, light in ((1, 60.0), (0, 205.0)):
            cv2.putText(
                canvas.image,
                model_name,
                (x + shift, deck + 40 + shift),
                cv2.FONT_HERSHEY_DUPLEX,
                0.72,
                (light,) * 3,
                1,
                cv2.LINE_AA,
            )
    for x in (shoulder + 45, 1000 - shoulder - 135):
        canvas.fill(box(x, 708, x + 90, 724), np.float32([140, 24, 26]), 3)
    canvas.circle((285, 790), 16, np.float32([120, 120, 122]), -1, True)
    canvas.circle((285, 790), 10, np.float32([15, 15, 15]))
    canvas.line([(430, deck - 46), (610, deck - 62)], np.float32([16, 16, 18]), 6)
    y = (y0 + y1) / 2
    return [(shoulder + wide / 2, y, 46, (255, 40, 30)), (1000 - shoulder - wide / 2, y, 46, (255, 40, 30))]


def dress_front(canvas, rows, deck, shoulder, rng, noise, dark):
    """Bonnet seam, head lamps, grille, badge."""
    lamp = [
        (shoulder + 14, deck + 50),
        (shoulder + 60, deck + 36),
        (shoulder + 205, deck + 74),
        (shoulder + 190, deck + 128),
        (shoulder + 30, deck + 112),
    ]
    clear = shade(np.float32([205, 212, 220]), rows, [(deck + 30, 0.7), (deck + 80, 1.15), (deck + 130, 0.6)])
    for points in (lamp, mirror(lamp)):
        canvas.fill(points, np.float32([30, 31, 34]), 7)
        centre = np.mean(points, 0)
        canvas.fill([tuple(centre + (np.array(p) - centre) * 0.86) for p in points], clear, 6)
        canvas.circle(centre, 23, np.float32([235, 238, 240]))
        canvas.circle(centre, 15, np.float32([120, 126, 134]))
    canvas.fill([(330, deck + 84), (670, deck + 84), (645, deck + 150), (355, deck + 150)], dark, 8)
    for y in range(deck + 94, deck + 148, 13):
        canvas.line([(345, y), (655, y)], np.float32([96, 98, 102]), 3, 0.8)
    canvas.circle((500, deck + 112), 24, np.float32([200, 202, 206]))
    canvas.circle((500, deck + 112), 17, np.float32([80, 82, 88]))
    canvas.line(
        [(shoulder + 70, deck + 20), (260, deck - 12), (740, deck - 12), (930 - shoulder, deck + 20)],
        np.float32([30, 30, 32]),
        2,
        0.5,
    )
    canvas.fill([(200, 650), (800, 650), (770, 735), (230, 735)], dark, 8)
    return [
        (shoulder + 110, deck + 84, 60, (255, 250, 225)),
        (890 - shoulder, deck + 84, 60, (255, 250, 225)),
    ]


def motorcycle(plate, rng, noise, rider=False):
    """A motorcycle from behind with a square plate under the lamp."""
    rows = 1000
    tone = rgb(rng.choice(PAINTS))
    canvas = Canvas(rows, 1000)
    black, metal = np.float32([24, 24, 26]), np.float32([150, 152, 156])
    if rider:
        jacket = rgb(rng.choice(["#30343c", "#4a2a2a", "#26405e", "#6a6a60"]))
        cloth = shade(jacket, rows, [(0, 1.2), (300, 1.0), (620, 0.7)])
        canvas.fill(
            [(330, 240), (420, 205), (580, 205), (670, 240), (705, 470), (640, 580), (360, 580), (295, 470)],
            cloth,
            26,
        )
        for points in ([(340, 260), (235, 420), (215, 500), (265, 510), (360, 390)],):
            canvas.fill(points, cloth * 0.9, 18)
            canvas.fill(mirror(points), cloth * 0.9, 18)
        canvas.fill(
            [(405, 60), (595, 60), (610, 190), (560, 225), (440, 225), (390, 190)],
            shade(rgb(rng.choice(PAINTS)), rows, [(60, 1.3), (225, 0.6)]),
            34,
        )
    canvas.line([(0, 0), (0, 1)], black, 1)
    for points in ([(410, 430), (250, 455), (210, 490), (220, 512), (270, 488), (420, 470)],):  # handlebars
        canvas.fill(points, black, 7)
        canvas.fill(mirror(points), black, 7)
    for x in (225, 775):
        canvas.fill(box(x - 6, 330, x + 6, 470), black, 3)
        canvas.fill(box(x - 52, 285, x + 52, 345), black, 12)
        canvas.fill(box(x - 44, 293, x + 44, 337), np.float32([120, 134, 148]), 10)
    canvas.fill(box(438, 700, 562, 975), shade(black, rows, [(700, 0.6), (850, 1.3), (975, 0.6)]), 26)  # tyre
    for y in range(715, 965, 22):
        canvas.line([(445, y), (500, y + 12), (555, y)], np.float32([10, 10, 10]), 4, 0.8)
    canvas.fill([(400, 560), (600, 560), (580, 770), (420, 770)], tone * 0.55, 14)  # mudguard
    canvas.fill(
        [(350, 470), (650, 470), (625, 585), (375, 585)], shade(tone, rows, [(470, 1.3), (585, 0.75)]), 18
    )  # tail
    canvas.fill([(345, 450), (655, 450), (640, 490), (360, 490)], black, 12)  # seat
    canvas.fill(box(425, 520, 575, 572), shade(np.float32([190, 22, 26]), rows, [(520, 1.2), (572, 0.7)]), 9)
    for x in (300, 700):
        canvas.line([(500, 560), (x, 570)], black, 8, 1.0)
        canvas.fill(box(x - 34, 548, x + 34, 592), np.float32([225, 128, 30]), 10)
    canvas.fill(
        [(615, 640), (690, 640), (720, 860), (640, 870)], shade(metal, rows, [(640, 1.1), (870, 0.5)]), 14
    )  # exhaust
    canvas.circle((680, 862), 24, np.float32([18, 18, 18]), -1, True)
    corners = None
    if plate is not None:
        width, height = PLATE_MM.get(plate.layout, (200, 145))
        corners = put_plate(canvas, plate, (500, 660), width * 1.05, height * 1.05)
    return Vehicle(canvas.image, canvas.cover, corners, [(500, 546, 40, (255, 40, 30))])
