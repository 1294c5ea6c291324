"""Training windows for the detector: parts of labelled photos, drawn plates pasted in, and text that is no
plate."""
import math

import cv2
import numpy as np

from training.data import load_photos
from training.detector.model import STRIDE
from training.plates.render import Renderer
from training.plates.signs import sign

SETS = {
    "openlpr": 1.2,
    "world_cars": 1.1,
    "openimages_plates": 1.0,
    "us_in_corners": 1.3,
    "vn_photos": 0.45,
    "eg_motorcycles": 0.9,
    "bd_cars": 0.6,
    "negatives": 0.0,
}
NEGATIVE_SHARE = 0.2
STRETCHED = {"openimages_plates", "us_in_corners"}  # squeezed to squares by their source
SMALLEST = 5.5  # rows of a plate that is still asked for


class Target:
    """A plate in a window: corners, whether they are true corners, lines (0 unknown), drawn or real."""

    __slots__ = ("corners", "exact", "lines", "drawn")

    def __init__(self, corners, exact, lines, drawn=False):
        self.corners, self.exact, self.lines, self.drawn = corners, exact, lines or 0, drawn


def bounds(corners):
    return np.r_[corners.min(0), corners.max(0)]


def project(corners, matrix):
    points = np.c_[corners, np.ones(len(corners))] @ matrix.T
    return (points[:, :2] / points[:, 2:]).astype(np.float32)


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


class Windows:
    """Makes training windows; all randomness from the seed."""

    def __init__(self, folder, size, seed, pool=1500):
        self.renderer = Renderer(seed)
        self.rng, self.noise = self.renderer.rng, self.renderer.noise
        self.width, self.height = size
        self.photos = {name: load_photos(folder, name, "train") for name in SETS}
        weights = {n: SETS[n] * len(p) ** 0.7 for n, p in self.photos.items()}
        weights["negatives"] = NEGATIVE_SHARE / (1 - NEGATIVE_SHARE) * sum(weights.values())
        self.names, self.weights = list(weights), list(weights.values())
        self.plates = [self.renderer.plate() for _ in range(pool)]
        self.signs = [sign(self.renderer) for _ in range(pool // 3)]

    # ------------------------------------------------------------------ windows of photos
    def window(self, photo, width, height, low, high):
        """A width x height part of a photo with one plate low..high rows high: (RGB, [Target])."""
        rng, image = self.rng, photo.image
        rows, columns = image.shape[:2]
        widen = rng.uniform(1.0, 1.6) if photo.source in STRETCHED else rng.uniform(0.88, 1.18)
        exact = all(known for _, known, _ in photo.plates)
        if photo.plates:
            corners = rng.choice(photo.plates)[0]
            scale = min(log_uniform(rng, low, high) / max(4, np.ptp(corners[:, 1])), 2.2)
            centre = corners.mean(0)
        else:
            scale = min(log_uniform(rng, 0.5, 1.8) * max(width / columns, height / rows), 2.5)
            centre = np.array([rng.uniform(0.2, 0.8) * columns, rng.uniform(0.2, 0.8) * rows])
        if rng.random() < 0.85:  # little empty canvas
            scale = max(scale, 0.6 * min(width / (columns * widen), height / rows))
        angle = math.radians(rng.gauss(0, 7 if exact else 1.8))
        shear = rng.gauss(0, 0.08 if exact else 0.025)
        linear = scale * np.array(
            [[widen * math.cos(angle), -math.sin(angle) + shear], [widen * math.sin(angle), math.cos(angle)]]
        )
        spread = (0.12, 0.88) if rng.random() < 0.9 else (-0.2, 1.2)
        place = np.array([rng.uniform(*spread) * width, rng.uniform(*spread) * height])
        offset = place - linear @ centre
        for axis, (room, size) in enumerate(((width, columns * scale * widen), (height, rows * scale))):
            if rng.random() < 0.85:
                offset[axis] = (
                    min(0, max(room - size, offset[axis]))
                    if size >= room
                    else min(max(0, offset[axis]), room - size)
                )
        matrix = np.eye(3)
        matrix[:2, :2], matrix[:2, 2] = linear, offset
        if rng.random() < 0.4:
            matrix = (
                np.array([[1, 0, 0], [0, 1, 0], [rng.gauss(0, 0.12) / width, rng.gauss(0, 0.12) / height, 1]])
                @ matrix
            )
        source, to_window = image, matrix
        if scale < 0.6:  # area-like shrink first
            shrink = max(0.25, scale * 1.3)
            source = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            to_window = matrix @ np.diag([columns / source.shape[1], rows / source.shape[0], 1])
        fill = (
            [114.0] * 3
            if rng.random() < 0.5
            else [float(v) for v in image[::16, ::16].reshape(-1, 3).mean(0)]
        )
        out = cv2.warpPerspective(
            source, to_window, (width, height), flags=cv2.INTER_LINEAR, borderValue=fill
        )
        return out[..., ::-1].copy(), [
            Target(project(c, matrix), known, lines) for c, known, lines in photo.plates
        ]

    # ------------------------------------------------------------------ pasted pictures
    def place(self, picture_aspect, height, centre, turn):
        angle = math.radians(self.rng.gauss(0, turn))
        tilt = np.array(
            [
                [math.cos(angle), -math.sin(angle) + self.rng.gauss(0, 0.13)],
                [math.sin(angle) + self.rng.gauss(0, 0.08), math.cos(angle)],
            ]
        )
        square = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [
            height * picture_aspect,
            height,
        ]
        return (square @ tilt.T + self.noise.normal(0, 0.025 * height, (4, 2)) + centre).astype(np.float32)

    def blend(self, image, picture, cover, corners, source_corners):
        """Warps a picture into the window, in the light of the place."""
        rng = self.rng
        left, top, right, bottom = bounds(corners)
        x0, y0 = int(max(0, left - 6)), int(max(0, top - 6))
        x1, y1 = int(min(image.shape[1], right + 7)), int(min(image.shape[0], bottom + 7))
        if x1 - x0 < 8 or y1 - y0 < 6:
            return False
        shrink = picture.shape[0] / max(1.0, np.ptp(corners[:, 1]))
        if shrink > 1.5:
            kernel = max(2, int(shrink * 0.85))
            picture = cv2.blur(picture, (kernel, kernel))
        matrix = cv2.getPerspectiveTransform(source_corners, corners - np.float32([x0, y0]))
        size = (x1 - x0, y1 - y0)
        patch = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
        mask = cv2.warpPerspective(cover, matrix, size, flags=cv2.INTER_LINEAR)
        area = image[y0:y1, x0:x1].astype(np.float32)
        light = min(1.3, max(0.35, (area.mean() / 110) ** rng.uniform(0.2, 0.9)))
        patch = patch * light + rng.uniform(-10, 10)
        if rng.random() < 0.4:
            cells = self.noise.normal(0, rng.uniform(4, 22), (3, 4)).astype(np.float32)
            patch += cv2.resize(cells, size)[..., None]
        if rng.random() < 0.5:
            sigma = rng.uniform(0.3, 0.9)
            patch, mask = cv2.GaussianBlur(patch, (0, 0), sigma), cv2.GaussianBlur(mask, (0, 0), sigma * 0.7)
        if rng.random() < 0.4:  # soft shadow round it
            area *= 1 - 0.4 * cv2.GaussianBlur(mask, (0, 0), 2)[..., None]
        mask = mask[..., None]
        image[y0:y1, x0:x1] = np.clip(area * (1 - mask) + patch * mask, 0, 255).astype(np.uint8)
        return True

    def free(self, corners, targets, size, spare=None):
        left, top, right, bottom = bounds(corners)
        if left < 2 or top < 2 or right > size[0] - 3 or bottom > size[1] - 3:
            return False
        for other in targets:
            if other is spare:
                continue
            a, b, c, d = bounds(other.corners)
            if min(c, right) > max(a, left) - 4 and min(d, bottom) > max(b, top) - 4:
                return False
        return True

    def paste_plate(self, image, targets, low, high):
        """Puts a drawn plate over a true one (its place is right), or, more rarely, anywhere."""
        rng = self.rng
        height, width = image.shape[:2]
        plate = rng.choice(self.plates)
        if rng.random() < 0.1:
            self.plates[rng.randrange(len(self.plates))] = self.renderer.plate()
        aspect = min(5.0, max(1.1, plate.image.shape[1] / plate.image.shape[0] * rng.uniform(0.75, 1.1)))
        over = rng.choice(targets) if targets and rng.random() < 0.8 else None
        if over is not None:
            left, top, right, bottom = bounds(over.corners)
            rows = (bottom - top) * rng.uniform(1.05, 1.3)
            aspect = max(aspect, (right - left) * 1.08 / rows)
            centre = ((left + right) / 2, (top + bottom) / 2)
            if rows < 7 or aspect > 6:
                return
            corners = self.place(aspect, rows, centre, 5)
        else:
            corners = self.place(
                aspect,
                log_uniform(rng, low, high),
                (rng.uniform(0.05, 0.95) * width, rng.uniform(0.05, 0.95) * height),
                9,
            )
        if not self.free(corners, targets, (width, height), over):
            return
        border = rng.choice([0, 0, 0, 3, 5, 8])
        picture = plate.image
        if border:
            tone = rng.uniform(0, 50) if rng.random() < 0.6 else rng.uniform(120, 230)
            picture = cv2.copyMakeBorder(picture, *[border] * 4, cv2.BORDER_CONSTANT, value=(tone,) * 3)
        rows, columns = plate.image.shape[:2]
        source = np.float32([[0, 0], [columns, 0], [columns, rows], [0, rows]]) + border
        if self.blend(image, picture, np.ones(picture.shape[:2], np.float32), corners, source):
            if over is not None:
                targets.remove(over)
            targets.append(Target(corners, True, plate.lines, True))

    def paste_sign(self, image, targets, low, high):
        """Text that is background."""
        rng = self.rng
        height, width = image.shape[:2]
        at = rng.randrange(len(self.signs))
        picture, cover = self.signs[at]
        if rng.random() < 0.15:
            self.signs[at] = sign(self.renderer)
        aspect = picture.shape[1] / picture.shape[0]
        rows = min(log_uniform(rng, low, high * 1.4), width * 0.8 / aspect)
        corners = self.place(
            aspect, rows, (rng.uniform(0.05, 0.95) * width, rng.uniform(0.05, 0.95) * height), 6
        )
        if self.free(corners, targets, (width, height)):
            rows, columns = picture.shape[:2]
            self.blend(
                image, picture, cover, corners, np.float32([[0, 0], [columns, 0], [columns, rows], [0, rows]])
            )

    # ------------------------------------------------------------------ light
    def expose(self, image):
        """Gamma, contrast, tint, blur, noise, JPEG of a whole window."""
        rng = self.rng
        ramp = np.arange(256, dtype=np.float32)
        gamma = rng.uniform(1.6, 2.8) if rng.random() < 0.08 else math.exp(rng.gauss(0, 0.35))
        contrast, shift = math.exp(rng.gauss(0, 0.22)), rng.gauss(0, 22)
        tables = [
            np.clip(
                (255 * (ramp / 255) ** gamma - 128) * contrast * math.exp(rng.gauss(0, 0.07)) + 128 + shift,
                0,
                255,
            )
            for _ in range(3)
        ]
        image = cv2.LUT(image, np.stack(tables, 1).astype(np.uint8)[None])
        if rng.random() < 0.15:
            image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        kind = rng.random()
        if kind < 0.12:
            image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.3))
        elif kind < 0.2:
            length = rng.choice([3, 3, 5])
            image = cv2.blur(image, (length, 1) if rng.random() < 0.6 else (1, length))
        elif kind < 0.3:
            share = rng.uniform(0.5, 0.85)
            image = cv2.resize(cv2.resize(image, None, fx=share, fy=share), (image.shape[1], image.shape[0]))
        elif kind < 0.36:
            image = cv2.addWeighted(image, 1.7, cv2.GaussianBlur(image, (0, 0), 1.2), -0.7, 0)
        if rng.random() < 0.15:
            grain = np.empty(image.shape[:2], np.int8)
            cv2.randn(grain, 0, rng.uniform(2, 10))
            image = cv2.add(image, cv2.merge([grain] * 3).astype(np.int16), dtype=cv2.CV_8U)
        if rng.random() < 0.3:
            image = cv2.imdecode(
                cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 88)])[1], 1
            )
        return image

    # ------------------------------------------------------------------ samples
    def sample(self):
        """One training picture of 1, 2 or 4 windows: (RGB, targets, boxes to leave alone, cells that may
        hide a plate)."""
        rng, width, height = self.rng, self.width, self.height
        kind = rng.random()
        if kind < 0.08:
            cells = [(0, 0, width, height, 70, 190)]  # close-ups
        elif kind < 0.42:
            cells = [(0, 0, width, height, 18, 85)]
        elif kind < 0.7:
            cells = [(x, 0, width // 2, height, 11, 50) for x in (0, width // 2)]
        else:
            cells = [
                (x, y, width // 2, height // 2, 8, 30) for y in (0, height // 2) for x in (0, width // 2)
            ]
        image = np.empty((height, width, 3), np.uint8)
        targets, ignored, doubtful = [], [], np.zeros((height // STRIDE, width // STRIDE), bool)
        for x, y, w, h, low, high in cells:
            photo = rng.choice(self.photos[rng.choices(self.names, self.weights)[0]])
            part, plates = self.window(photo, w, h, low, high)
            kept = self.keep(plates, w, h, ignored, (x, y))
            if rng.random() < (0.3 if plates else 0.35):
                self.paste_plate(part, kept, low, high * 0.8)
            for _ in range(rng.choice([0, 0, 1, 1, 2])):
                self.paste_sign(part, kept, low, high)
            if not photo.complete:
                doubtful[y // STRIDE : (y + h) // STRIDE, x // STRIDE : (x + w) // STRIDE] = True
            image[y : y + h, x : x + w] = part
            for target in kept:
                target.corners = target.corners + np.float32([x, y])
            targets += kept
        return self.expose(image), targets, ignored, doubtful

    @staticmethod
    def keep(plates, width, height, ignored, offset):
        """Plates wholly inside; those cut by the edge or too small go to the ignored boxes."""
        kept = []
        for plate in plates:
            left, top, right, bottom = box = bounds(plate.corners)
            inner = np.r_[np.maximum(box[:2], 0), np.minimum(box[2:], [width, height])]
            area = max(0, inner[2] - inner[0]) * max(0, inner[3] - inner[1])
            share = area / max(1e-3, (right - left) * (bottom - top))
            if share < 0.1:
                continue
            if share < 0.97 or bottom - top < SMALLEST:
                ignored.append(inner + np.r_[offset, offset])
            else:
                kept.append(plate)
        return kept


def encode(targets, ignored, width, height):
    """(heat map, rows of positive cells, cells without loss).

    A row: y, x, weight, offset 2, size 2, corners known, corners 8, lines (0 unknown), legible (-1 unknown).
    """
    rows, columns = height // STRIDE, width // STRIDE
    heat, positives = np.zeros((rows, columns), np.float32), []
    yy, xx = np.mgrid[0:rows, 0:columns]
    ignored = list(ignored)
    for target in targets:
        left, top, right, bottom = box = bounds(target.corners)
        w, h, cx, cy = right - left, bottom - top, (left + right) / 2, (top + bottom) / 2
        if h < SMALLEST:
            ignored.append(box)
            continue
        gx, gy = cx / STRIDE - 0.5, cy / STRIDE - 0.5
        ix, iy = int(round(gx)), int(round(gy))
        if not (0 <= ix < columns and 0 <= iy < rows):
            continue
        sx, sy = max(0.5, 0.16 * w / STRIDE), max(0.5, 0.16 * h / STRIDE)
        bump = np.exp(-((xx - ix) ** 2 / (2 * sx * sx) + (yy - iy) ** 2 / (2 * sy * sy)))
        bump[bump < 0.02] = 0
        heat = np.maximum(heat, bump)
        heat[iy, ix] = 1
        corners = ((target.corners - [cx, cy]) / [w, h]).reshape(-1)
        legible = 1.0 if h >= 13 * max(1, target.lines) ** 0.5 else (0.0 if h < 9 else -1.0)
        for jy in range(iy - 1, iy + 2):
            for jx in range(ix - 1, ix + 2):
                close = abs(jx - gx) * STRIDE <= max(0.3 * w, 6) and abs(jy - gy) * STRIDE <= max(0.3 * h, 6)
                if 0 <= jx < columns and 0 <= jy < rows and close:
                    positives.append(
                        (
                            jy,
                            jx,
                            1.0 if (jy, jx) == (iy, ix) else 0.35,
                            cx / STRIDE - jx - 0.5,
                            cy / STRIDE - jy - 0.5,
                            w / STRIDE,
                            h / STRIDE,
                            float(target.exact),
                            *corners,
                            target.lines,
                            legible,
                        )
                    )
    skip = np.zeros((rows, columns), bool)
    for left, top, right, bottom in ignored:
        x0, y0, x1, y1 = (
            int(v) for v in (left / STRIDE - 1, top / STRIDE - 1, right / STRIDE + 2, bottom / STRIDE + 2)
        )
        skip[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = True
    return heat, np.float32(positives).reshape(-1, 18), skip & (heat < 0.3)


def batch(windows, size):
    """Arrays of a batch: pictures, heat maps, positive cells (with the picture's index in front), no-loss
    and doubtful cells."""
    images, heats, positives, skips, doubts = [], [], [], [], []
    for index in range(size):
        image, targets, ignored, doubtful = windows.sample()
        heat, rows, skip = encode(targets, ignored, windows.width, windows.height)
        images.append(image)
        heats.append(heat)
        positives.append(np.c_[np.full(len(rows), index, np.float32), rows])
        skips.append(skip)
        doubts.append(doubtful)
    return np.stack(images), np.stack(heats), np.concatenate(positives), np.stack(skips), np.stack(doubts)
