"""Plans training pictures: which parts of which photos, what is pasted where, and what the network should answer.

Only geometry and labels are decided here; `brush.py` paints the plan. All randomness comes from the seed.
"""
import dataclasses
import math
import random

import numpy as np

from training.detector.geometry import bounds, log_uniform, perspective, project, rectangle, share_inside, touch

# How often a set is looked at, against its size.
SETS = {
    "openlpr": 1.2,
    "world_cars": 1.1,
    "openimages_plates": 1.0,
    "us_in_corners": 1.3,
    "vn_photos": 0.45,
    "eg_motorcycles": 0.9,
    "bd_cars": 0.6,
    "negatives": 0.0,
    "atl_roadside": 0.0,
    "openimages_vehicles": 0.0,
    "highway_vehicles": 0.0,
}
NEGATIVE_SHARE = 0.14
VEHICLE_SHARES = {"atl_roadside": 0.12, "openimages_vehicles": 0.2, "highway_vehicles": 0.18}
# Where only vehicles are learned.
ROAD_SHARES = {"atl_roadside": 0.2, "openimages_vehicles": 0.35, "highway_vehicles": 0.2, "openimages_plates": 0.25}
STRETCHED = {"openimages_plates", "us_in_corners"}  # squeezed to squares by their source
PLATE_LEAST = 5.5  # rows of a plate that is still asked for
VEHICLE_LEAST = 9  # of a vehicle, the shorter side
# (chance, columns, rows, plate rows from, to): how a picture is divided
DIVISIONS = ((0.1, 1, 1, 70, 260), (0.36, 1, 1, 16, 90), (0.24, 2, 1, 11, 55), (0.3, 2, 2, 7, 34))


@dataclasses.dataclass(eq=False)
class Plate:
    """A plate to be found: corners, how sure they are (0..1), lines (0 unknown), legible (-1 unknown)."""

    corners: np.ndarray
    exact: float
    lines: int
    legible: int = -1


@dataclasses.dataclass(eq=False)
class Vehicle:
    """A vehicle to be found; kind -1 is unknown."""

    kind: int
    box: np.ndarray


@dataclasses.dataclass(eq=False)
class Draw:
    """One picture to paint: where (box in the part), which, and how it is seen."""

    picture: int
    box: tuple  # left, top, right, bottom, whole pixels
    matrix: np.ndarray  # from the window's pixels to the picture's
    source: tuple  # part of the picture in use: left, top, right, bottom
    border: float = 0.0  # of one tone round it, in the picture's pixels
    tone: float = 0.0
    feather: float = 1.0  # pixels of the window over which the edge fades
    opacity: float = 1.0
    lit: float = 0.0  # how far it takes on the light of the place
    shift: float = 0.0
    slope: tuple = (0.0, 0.0)  # of light across the picture
    soften: float = 0.0  # levels of detail less
    base: bool = False  # a photo that fills its part


@dataclasses.dataclass(eq=False)
class Part:
    """A window of a picture: what is painted in order, what is to be found, and where nothing is known."""

    left: int
    top: int
    width: int
    height: int
    draws: list
    plates: list
    vehicles: list
    no_plates_known: bool = False  # labels say nothing on plates
    no_vehicles_known: bool = True
    doubtful: bool = False  # a plate may lack its label
    unsure_plates: list = dataclasses.field(default_factory=list)  # boxes left alone
    unsure_vehicles: list = dataclasses.field(default_factory=list)


class Planner:
    """Endless plans of `width` x `height` pictures from a pack's labels."""

    def __init__(self, pack, width, height, seed, shares=None):
        self.rng, self.noise = random.Random(seed), np.random.default_rng(seed)
        self.width, self.height, self.pack = width, height, pack
        self.photos = {name: [p for p in pack["photos"] if p["source"] == name] for name in SETS}
        weights = {n: w * len(self.photos[n]) ** 0.7 for n, w in SETS.items()}
        rest = 1 - NEGATIVE_SHARE - sum(VEHICLE_SHARES.values())
        total = sum(weights.values())
        weights = {n: w / total * rest for n, w in weights.items()} | VEHICLE_SHARES
        weights["negatives"] = NEGATIVE_SHARE
        weights = shares or weights
        self.names, self.weights = list(weights), list(weights.values())
        self.drawn = [p for p in pack["plates"] if not p["real"]]
        self.real = [p for p in pack["plates"] if p["real"]]
        self.kinds = {k: [] for k in range(4)}
        for name in VEHICLE_SHARES:
            for photo in self.photos[name]:
                for vehicle in photo["vehicles"]:
                    if min(vehicle[3] - vehicle[1], vehicle[4] - vehicle[2]) > 22:
                        self.kinds[vehicle[0]].append((photo, vehicle))

    # ------------------------------------------------------------------ windows of photos
    def scale_and_centre(self, photo, width, height, low, high):
        """How much the photo is enlarged and which of its points the window is about."""
        rng, (columns, rows) = self.rng, photo["size"]
        cover = max(width / columns, height / rows)
        if photo["vehicles_labelled"]:
            by_kind = {}
            for vehicle in photo["vehicles"]:
                by_kind.setdefault(vehicle[0], []).append(vehicle)
            _, *box = rng.choice(by_kind[rng.choice(list(by_kind))]) if by_kind else (0, 0, 0, columns, rows)
            scale = log_uniform(rng, 0.55, 1.5) if rng.random() < 0.5 else log_uniform(rng, 0.85, 2.2) * cover
            if width < self.width:
                scale *= 0.75
            return min(scale, 2.2), np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        if photo["plates"]:
            corners = rng.choice(photo["plates"])["corners"]
            scale = min(log_uniform(rng, low, high) / max(4, np.ptp(corners[:, 1])), 2.4)
            return scale, corners.mean(0)
        scale = min(log_uniform(rng, 0.5, 1.8) * cover, 2.5)
        return scale, np.array([rng.uniform(0.2, 0.8) * columns, rng.uniform(0.2, 0.8) * rows])

    def matrix(self, photo, width, height, low, high):
        """From the photo's pixels to the window's."""
        rng, (columns, rows) = self.rng, photo["size"]
        vehicles = photo["vehicles_labelled"]
        widen = rng.uniform(1.0, 1.6) if photo["source"] in STRETCHED else rng.uniform(0.86, 1.2)
        exact = bool(photo["plates"]) and all(p["exact"] for p in photo["plates"])
        scale, centre = self.scale_and_centre(photo, width, height, low, high)
        if rng.random() < 0.85:  # little empty canvas
            scale = max(scale, 0.6 * min(width / (columns * widen), height / rows))
        angle = math.radians(rng.gauss(0, 6 if exact else 1.5))
        shear = rng.gauss(0, 0.07 if exact else 0.02)
        flip = -1 if vehicles and rng.random() < 0.5 else 1
        linear = scale * np.array(
            [[flip * widen * math.cos(angle), shear - math.sin(angle)], [flip * widen * math.sin(angle), math.cos(angle)]]
        )
        spread = (0.12, 0.88) if rng.random() < 0.9 else (-0.2, 1.2)
        offset = np.array([rng.uniform(*spread) * width, rng.uniform(*spread) * height]) - linear @ centre
        for axis, (room, size) in enumerate(((width, columns * scale * widen), (height, rows * scale))):
            if rng.random() < 0.85:
                first = offset[axis] - (size if axis == 0 and flip < 0 else 0)
                fitting = min(0, max(room - size, first)) if size >= room else min(max(0, first), room - size)
                offset[axis] += fitting - first
        matrix = np.eye(3)
        matrix[:2, :2], matrix[:2, 2] = linear, offset
        if not vehicles and rng.random() < 0.4:
            lean = [[1, 0, 0], [0, 1, 0], [rng.gauss(0, 0.12) / width, rng.gauss(0, 0.12) / height, 1]]
            matrix = np.array(lean) @ matrix
        return matrix

    def part(self, left, top, width, height, low, high):
        """One window with everything in it."""
        rng = self.rng
        photo = rng.choice(self.photos[rng.choices(self.names, self.weights)[0]])
        matrix = self.matrix(photo, width, height, low, high)
        draw = Draw(photo["picture"], (0, 0, width, height), np.linalg.inv(matrix), (0, 0, *photo["size"]), base=True)
        draw.tone = 114.0 if rng.random() < 0.5 else rng.uniform(20, 200)
        part = Part(left, top, width, height, [draw], [], [])
        part.no_plates_known, part.no_vehicles_known = not photo["plates_labelled"], not photo["vehicles_labelled"]
        part.doubtful = not photo["complete"]
        self.keep_plates(part, photo, matrix)
        self.keep_vehicles(part, photo, matrix)
        if photo["vehicles_labelled"]:
            for _ in range(rng.choice((0, 0, 1, 2))):
                self.paste_vehicle(part)
        if rng.random() < (0.35 if part.plates else 0.3):
            self.paste_plate(part, low, high * 0.8)
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            self.paste_text(part, low, high)
        return part

    @staticmethod
    def keep_plates(part, photo, matrix):
        """Plates wholly inside; those cut by the edge or too small are left alone."""
        for plate in photo["plates"]:
            corners = project(plate["corners"], matrix)
            box = bounds(corners)
            share, inner = share_inside(box, part.width, part.height)
            if share < 0.1:
                continue
            if share < 0.97 or box[3] - box[1] < PLATE_LEAST:
                part.unsure_plates.append(inner)
            else:
                part.plates.append(Plate(corners, plate["exact"], plate["lines"], plate["legible"]))

    @staticmethod
    def keep_vehicles(part, photo, matrix):
        """Vehicles of which most is inside, cut to the window; what is left of others is left alone."""
        for kind, *box in photo["vehicles"]:
            share, inner = share_inside(bounds(project(rectangle(*box), matrix)), part.width, part.height)
            if share < 0.05:
                continue
            size = min(inner[2] - inner[0], inner[3] - inner[1])
            if share < 0.55 or size < VEHICLE_LEAST:
                part.unsure_vehicles.append(inner)
            else:
                part.vehicles.append(Vehicle(kind, inner))

    # ------------------------------------------------------------------ pasted pictures
    def quad(self, aspect, rows, centre, turn):
        """Four corners of something flat, a little turned and seen from the side."""
        rng = self.rng
        angle = math.radians(rng.gauss(0, turn))
        tilt = np.array(
            [
                [math.cos(angle), -math.sin(angle) + rng.gauss(0, 0.13)],
                [math.sin(angle) + rng.gauss(0, 0.08), math.cos(angle)],
            ]
        )
        square = (rectangle(-0.5, -0.5, 0.5, 0.5) * [rows * aspect, rows]) @ tilt.T
        return (square + self.noise.normal(0, 0.025 * rows, (4, 2)) + centre).astype(np.float32)

    def anywhere(self, part):
        return self.rng.uniform(0.05, 0.95) * part.width, self.rng.uniform(0.05, 0.95) * part.height

    @staticmethod
    def is_free(part, box, spare=None):
        if box[0] < 2 or box[1] < 2 or box[2] > part.width - 3 or box[3] > part.height - 3:
            return False
        return not any(touch(bounds(p.corners), box) for p in part.plates if p is not spare)

    def paste(self, part, entry, corners, **look):
        """Adds a picture so that the corners of what it shows come to lie on the given ones."""
        image, inner = self.pack["sizes"][entry["picture"]], entry["inner"]
        matrix = perspective(corners, rectangle(*inner))
        border = look.get("border", 0.0)
        outer = rectangle(-border, -border, image[0] + border, image[1] + border)
        left, top, right, bottom = bounds(project(outer, np.linalg.inv(matrix)))
        box = (
            max(0, int(left - 2)),
            max(0, int(top - 2)),
            min(part.width, int(right + 3)),
            min(part.height, int(bottom + 3)),
        )
        if box[2] - box[0] < 4 or box[3] - box[1] < 4:
            return
        rng = self.rng
        look.setdefault("lit", rng.uniform(0.2, 0.9))
        slope = (rng.gauss(0, 0.2), rng.gauss(0, 0.2)) if rng.random() < 0.4 else (0.0, 0.0)
        soften = rng.uniform(0, 0.9) if rng.random() < 0.4 else 0.0
        part.draws.append(
            Draw(
                entry["picture"],
                box,
                matrix,
                (0, 0, *image),
                shift=rng.uniform(-10, 10),
                slope=slope,
                soften=soften,
                **look,
            )
        )

    def spot(self, part):
        """Where a plate may sit: (box to cover or None, true plate or None)."""
        rng = self.rng
        if part.plates and rng.random() < 0.8:
            plate = rng.choice(part.plates)
            return bounds(plate.corners), plate
        large = [v.box for v in part.vehicles if v.box[3] - v.box[1] > 70]
        if large and rng.random() < 0.8:
            left, top, right, bottom = rng.choice(large)
            rows = (bottom - top) * rng.uniform(0.06, 0.12)
            x, y = left + (right - left) * rng.uniform(0.3, 0.7), top + (bottom - top) * rng.uniform(0.55, 0.9)
            return np.array([x - rows, y - rows / 2, x + rows, y + rows / 2]), None
        return None, None

    def paste_plate(self, part, low, high):
        """Puts a plate over a true one (its place is right), on a vehicle, or, more rarely, anywhere."""
        rng = self.rng
        entry = rng.choice(self.real if rng.random() < 0.3 else self.drawn)
        left, top, right, bottom = entry["inner"]
        rows = bottom - top
        aspect = min(5.0, max(1.1, (right - left) / rows * rng.uniform(0.8, 1.12)))
        box, over = self.spot(part)
        if box is not None:
            tall = (box[3] - box[1]) * (rng.uniform(1.05, 1.3) if over else 1.0)
            if over:
                aspect = max(aspect, (box[2] - box[0]) * 1.08 / tall)
            if tall < 7 or aspect > 6:
                return
            corners = self.quad(aspect, tall, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), 5)
        else:
            corners = self.quad(aspect, log_uniform(rng, low, high), self.anywhere(part), 9)
        if not self.is_free(part, bounds(corners), over):
            return
        border = rng.choice((0, 0, 0, 0.03, 0.06, 0.1)) * rows
        tone = rng.uniform(0, 50) if rng.random() < 0.6 else rng.uniform(120, 230)
        self.paste(part, entry, corners, border=border, tone=tone)
        if over:
            part.plates.remove(over)
        part.plates.append(Plate(corners, 1.0, entry["lines"]))

    def paste_text(self, part, low, high):
        """Text that is no plate."""
        rng = self.rng
        entry = rng.choice(self.pack["signs"])
        aspect = entry["inner"][2] / entry["inner"][3]
        rows = min(log_uniform(rng, low, high * 1.4), part.width * 0.9 / aspect)
        upright = rng.random() < 0.25  # laid over by an editor or a camera
        corners = self.quad(aspect, rows, self.anywhere(part), 0 if upright else 6)
        if upright:
            corners = rectangle(*bounds(corners)).astype(np.float32)
        if self.is_free(part, bounds(corners)):
            self.paste(part, entry, corners, lit=0.0 if upright else rng.uniform(0.2, 0.9))

    def paste_vehicle(self, part):
        """A vehicle of another photo; the kinds equally often."""
        rng = self.rng
        photo, (kind, *box) = rng.choice(self.kinds[rng.choices(range(4), (1, 2, 2, 3))[0]])
        width, height = box[2] - box[0], box[3] - box[1]
        tall = min(height * log_uniform(rng, 0.5, 1.6), 0.8 * part.height)
        wide = tall * width / height * rng.uniform(0.9, 1.1)
        if wide > 0.85 * part.width or min(wide, tall) < 14:
            return
        x = rng.uniform(0, part.width - wide)
        y = rng.uniform(0.15, 1.0) * (part.height - tall)
        target = np.array([x, y, x + wide, y + tall])
        others = [v.box for v in part.vehicles] + [bounds(p.corners) for p in part.plates] + part.unsure_vehicles
        if any(touch(target, other, -3) for other in others):
            return
        edges = rectangle(*target)
        if rng.random() < 0.5:
            edges = edges[[1, 0, 3, 2]]
        whole = (int(x), int(y), min(part.width, int(x + wide) + 1), min(part.height, int(y + tall) + 1))
        matrix = perspective(edges, rectangle(*box))
        feather = max(1.0, 0.05 * min(wide, tall))
        part.draws.append(Draw(photo["picture"], whole, matrix, tuple(box), feather=feather, lit=rng.uniform(0, 0.4)))
        part.vehicles.append(Vehicle(kind, target.astype(np.float32)))
        part.unsure_plates.append(target)

    # ------------------------------------------------------------------ whole pictures
    def picture(self):
        """The parts of one training picture."""
        rng = self.rng
        _, columns, rows, low, high = rng.choices(DIVISIONS, [d[0] for d in DIVISIONS])[0]
        width, height = self.width // columns, self.height // rows
        return [
            self.part(x * width, y * height, width, height, low, high) for y in range(rows) for x in range(columns)
        ]
