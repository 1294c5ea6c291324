"""What the network should answer on a planned picture: maps of centres, rows of positive cells, cells left alone."""
import math

import numpy as np

from training.detector.geometry import bounds, share_inside
from training.detector.model import KINDS, STRIDE, VEHICLE_STRIDE
from training.detector.plan import PLATE_LEAST




def bump(rows, columns, iy, ix, sy, sx):
    """A smooth hill of height 1 on one cell."""
    y, x = np.arange(rows)[:, None] - iy, np.arange(columns)[None] - ix
    hill = np.exp(-(x * x / (2 * sx * sx) + y * y / (2 * sy * sy)))
    hill[hill < 0.02] = 0
    return hill.astype(np.float32)


def blot(mask, box, stride, value, room=1):
    """Sets the cells of a box."""
    left, top, right, bottom = box
    x0, y0 = math.floor(left / stride) - room + 1, math.floor(top / stride) - room + 1
    x1, y1 = math.ceil(right / stride) + room - 1, math.ceil(bottom / stride) + room - 1
    mask[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = value


def cells_of(cx, cy, w, h, rows, columns, stride, least):
    """(y, x, weight) of the cells that answer for a thing: the one under its centre and close neighbours."""
    gx, gy = cx / stride - 0.5, cy / stride - 0.5
    ix, iy = int(round(gx)), int(round(gy))
    if not (0 <= ix < columns and 0 <= iy < rows):
        return
    for jy in range(max(0, iy - 1), min(rows, iy + 2)):
        for jx in range(max(0, ix - 1), min(columns, ix + 2)):
            close = abs(jx - gx) * stride <= max(0.3 * w, least) and abs(jy - gy) * stride <= max(0.3 * h, least)
            if (jy, jx) == (iy, ix):
                yield jy, jx, 1.0
            elif close:
                yield jy, jx, 0.35


class Answers:
    """Maps of one picture, filled part by part."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        small = height // STRIDE, width // STRIDE
        large = height // VEHICLE_STRIDE, width // VEHICLE_STRIDE
        self.plates = np.zeros(small, np.float32)
        self.asked = np.ones(small, np.float32)  # 0: no loss where there is no plate
        self.doubtful = np.zeros(small, bool)
        self.plate_rows = []  # y, x, weight, offset 2, size 2, corners known, corners 8, lines, legible
        self.vehicles = np.zeros((len(KINDS), *large), np.float32)
        self.vehicles_asked = np.ones(large, np.float32)
        self.vehicle_rows = []  # y, x, weight, offset 2, size 2, kind

    def add(self, part):
        """Unknown areas first, so that what is known shows on top."""
        shift = np.float32([part.left, part.top])
        whole = np.r_[shift, shift + [part.width, part.height]]
        if part.no_plates_known:
            blot(self.asked, whole, STRIDE, 0)
        if part.no_vehicles_known:
            blot(self.vehicles_asked, whole, VEHICLE_STRIDE, 0)
        if part.doubtful:
            blot(self.doubtful, whole, STRIDE, True)
        for box in part.unsure_plates:
            blot(self.asked, box + np.tile(shift, 2), STRIDE, 0, 2)
        for box in part.unsure_vehicles:
            blot(self.vehicles_asked, box + np.tile(shift, 2), VEHICLE_STRIDE, 0)
        for plate in part.plates:
            self.add_plate(plate, plate.corners + shift)
        for vehicle in part.vehicles:
            self.add_vehicle(vehicle.kind, vehicle.box + np.tile(shift, 2))

    def add_plate(self, plate, corners):
        left, top, right, bottom = box = bounds(corners)
        w, h, cx, cy = right - left, bottom - top, (left + right) / 2, (top + bottom) / 2
        if h < PLATE_LEAST or share_inside(box, self.width, self.height)[0] < 0.97:
            blot(self.asked, box, STRIDE, 0, 2)
            return
        rows, columns = self.plates.shape
        relative = ((corners - [cx, cy]) / [w, h]).reshape(-1)
        seen = plate.legible if plate.legible >= 0 else -1.0
        legible = 0.0 if h < 9 else seen if h < 13 * max(1, plate.lines) ** 0.5 else 1.0 if seen != 0 else 0.0
        for y, x, weight in cells_of(cx, cy, w, h, rows, columns, STRIDE, 6):
            offset = cx / STRIDE - x - 0.5, cy / STRIDE - y - 0.5
            size = w / STRIDE, h / STRIDE
            self.plate_rows.append((y, x, weight, *offset, *size, plate.exact, *relative, plate.lines, legible))
            if weight == 1.0:
                sy, sx = max(0.5, 0.16 * h / STRIDE), max(0.5, 0.16 * w / STRIDE)
                hill = bump(rows, columns, y, x, sy, sx)
                self.plates = np.maximum(self.plates, hill)
                self.asked[hill > 0.3] = 1

    def add_vehicle(self, kind, box):
        left, top, right, bottom = box
        w, h, cx, cy = right - left, bottom - top, (left + right) / 2, (top + bottom) / 2
        rows, columns = self.vehicles_asked.shape
        if kind < 0:
            blot(self.vehicles_asked, box, VEHICLE_STRIDE, 0)
        for y, x, weight in cells_of(cx, cy, w, h, rows, columns, VEHICLE_STRIDE, 10):
            offset = cx / VEHICLE_STRIDE - x - 0.5, cy / VEHICLE_STRIDE - y - 0.5
            size = w / VEHICLE_STRIDE, h / VEHICLE_STRIDE
            self.vehicle_rows.append((y, x, weight, *offset, *size, kind))
            if weight == 1.0 and kind >= 0:
                sy, sx = max(0.5, 0.13 * h / VEHICLE_STRIDE), max(0.5, 0.13 * w / VEHICLE_STRIDE)
                hill = bump(rows, columns, y, x, sy, sx)
                self.vehicles[kind] = np.maximum(self.vehicles[kind], hill)
                self.vehicles_asked[hill > 0.3] = 1


def rows_of(answers, name, width):
    """Rows of all pictures of a batch with the picture's index in front."""
    found = [(index, *row) for index, a in enumerate(answers) for row in getattr(a, name)]
    return np.float32(found).reshape(-1, width + 1)


def collate(answers):
    """Arrays of a batch by name."""
    stacked = {n: np.stack([getattr(a, n) for a in answers]) for n in ("plates", "asked", "doubtful", "vehicles")}
    stacked["vehicles_asked"] = np.stack([a.vehicles_asked for a in answers])
    stacked["plate_rows"] = rows_of(answers, "plate_rows", 18)
    stacked["vehicle_rows"] = rows_of(answers, "vehicle_rows", 8)
    return stacked
