"""Whole drawn photos: a street, car park or garage with vehicles, and where their plates are."""
import dataclasses
import random

import cv2
import numpy as np

from training.plates.signs import sign


@dataclasses.dataclass
class Place:
    """A vehicle in the picture: middle of its foot, its width in pixels, turn -1..1."""

    vehicle: object
    x: float
    y: float
    width: float
    turn: float = 0.0


class Scene:
    """Draws one photo. Plates end up in `plates` as (Plate, corners)."""

    def __init__(self, renderer, width, height, seed, kind="street"):
        self.renderer, self.width, self.height, self.kind = renderer, width, height, kind
        self.rng, self.noise = random.Random(seed), np.random.default_rng(seed)
        self.horizon = int(height * self.rng.uniform(0.34, 0.44))
        self.image, self.plates, self.lamps = np.zeros((height, width, 3), np.float32), [], []
        {"street": self.street, "park": self.park, "garage": self.garage}[kind]()

    # ------------------------------------------------------------------ places
    def cloud(self, cells, strength):
        """Soft noise over the whole picture."""
        grid = self.noise.normal(0, strength, cells).astype(np.float32)
        return cv2.resize(grid, (self.width, self.height), interpolation=cv2.INTER_CUBIC)

    def rectangle(self, x0, y0, x1, y1, tone):
        x0, y0, x1, y1 = (int(round(v)) for v in (x0, y0, x1, y1))
        self.image[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = tone

    def asphalt(self, top, tone):
        """The ground, finer and lighter towards the horizon, with patches and cracks."""
        rows = self.height - top
        depth = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
        ground = np.float32(tone) * (1.12 - 0.3 * depth)
        patches = self.cloud((9, 5), 6)[top:, :, None]
        grain = self.noise.normal(0, 1, (rows, self.width, 1)).astype(np.float32) * (2 + 5 * depth)
        self.image[top:] = ground + patches + grain
        for _ in range(self.rng.randint(2, 5)):
            x, y = self.rng.randrange(self.width), top + self.rng.randrange(max(1, rows))
            points = [(x, y)]
            for _ in range(6):
                x, y = x + self.rng.randint(-60, 60), y + self.rng.randint(-6, 14)
                points.append((x, y))
            cv2.polylines(
                self.image, [np.int32(points)], False, [float(v) * 0.72 for v in tone], 1, cv2.LINE_AA
            )

    def sky(self):
        top, low = np.float32(
            self.rng.choice([(118, 158, 205), (170, 178, 188), (140, 170, 200), (205, 190, 170)])
        ), np.float32((222, 226, 228))
        ramp = np.linspace(0, 1, self.horizon + 1, dtype=np.float32)[:, None, None]
        clouds = np.clip(self.cloud((5, 4), 26), -18, 40)[: self.horizon + 1, :, None]
        self.image[: self.horizon + 1] = top + (low - top) * ramp + clouds * 0.6

    def buildings(self):
        x = -self.rng.randint(0, 60)
        while x < self.width:
            wide = self.rng.randint(self.width // 9, self.width // 4)
            top = int(self.horizon * self.rng.uniform(0.02, 0.6))
            tone = np.float32(
                self.rng.choice(
                    [(176, 160, 140), (150, 96, 80), (186, 188, 186), (120, 124, 130), (206, 196, 172)]
                )
            )
            tone = tone * self.rng.uniform(0.7, 1.0)
            self.rectangle(x, top, x + wide, self.horizon, tone)
            step, size = self.rng.randint(22, 40), self.rng.randint(9, 18)
            for wx in range(x + 8, x + wide - size, step):
                for wy in range(top + 12, self.horizon - 40, step + 6):
                    glass = tone * self.rng.uniform(0.3, 0.6) + self.rng.uniform(0, 30)
                    self.rectangle(wx, wy, wx + size, wy + size * 1.4, glass)
                    self.rectangle(wx, wy + size * 1.4, wx + size, wy + size * 1.4 + 2, tone * 1.15)
            self.rectangle(x, self.horizon - 34, x + wide, self.horizon, tone * 0.6)
            if self.rng.random() < 0.65:
                self.board(x + wide * 0.5, self.horizon - self.rng.randint(38, 52), wide * 0.7)
            x += wide + self.rng.randint(0, 14)

    def board(self, x, y, width):
        """A shop sign or street name: text that is no plate."""
        picture, cover = sign(self.renderer)
        scale = min(width / picture.shape[1], self.height * 0.07 / picture.shape[0])
        if scale * picture.shape[0] < 8:
            return
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
        cover = cv2.resize(cover, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)[..., None]
        x0, y0 = int(x - small.shape[1] / 2), int(y - small.shape[0] / 2)
        area = self.image[max(0, y0) : y0 + small.shape[0], max(0, x0) : x0 + small.shape[1]]
        if area.size and x0 >= 0 and y0 >= 0:
            area += (small[: area.shape[0], : area.shape[1]] * 0.9 - area) * cover[
                : area.shape[0], : area.shape[1]
            ]

    def trees(self):
        for _ in range(self.rng.randint(1, 4)):
            x, size = self.rng.randrange(self.width), int(self.horizon * self.rng.uniform(0.3, 0.6))
            y = self.horizon - size
            self.rectangle(x - 5, y, x + 5, self.horizon + 10, (70, 56, 44))
            for _ in range(110):
                tone = np.float32([52, 82, 40]) * self.rng.uniform(0.5, 1.4)
                angle, away = self.rng.uniform(0, 6.28), size * 0.45 * self.rng.random() ** 0.6
                at = (x + int(away * np.cos(angle) * 1.2), y + int(away * np.sin(angle)))
                cv2.circle(
                    self.image,
                    at,
                    self.rng.randint(max(3, size // 14), max(4, size // 6)),
                    [float(v) for v in tone],
                    -1,
                    cv2.LINE_AA,
                )

    def soften(self, top, bottom, sigma):
        """What is far away is a little out of focus."""
        top, bottom = max(0, top), min(self.height, bottom)
        self.image[top:bottom] = cv2.GaussianBlur(self.image, (0, 0), sigma)[top:bottom]

    def street(self):
        self.sky()
        self.buildings()
        self.trees()
        self.soften(0, self.horizon + 12, self.rng.uniform(0.8, 1.8))
        self.asphalt(
            self.horizon, np.float32(self.rng.choice([(104, 104, 106), (124, 120, 116), (90, 92, 96)]))
        )
        kerb = self.horizon + int(0.03 * self.height)
        self.image[self.horizon : kerb] = np.float32([158, 154, 146]) + self.noise.normal(
            0, 4, (kerb - self.horizon, self.width, 1)
        )
        self.rectangle(0, kerb, self.width, kerb + 4, (196, 192, 180))
        centre = self.width * self.rng.uniform(0.3, 0.7)
        for k in range(7):  # lane marks running to the vanishing point
            a, b = (k / 7) ** 1.7, ((k + 0.5) / 7) ** 1.7
            for x in (-1.1, 1.1):
                ya, yb = (kerb + 6 + t * (self.height - kerb) for t in (a, b))
                xa, xb = (centre + x * self.width * 0.62 * (0.08 + t) for t in (a, b))
                wa, wb = (3 + t * 16 for t in (a, b))
                points = np.int32([(xa - wa, ya), (xa + wa, ya), (xb + wb, yb), (xb - wb, yb)])
                cv2.fillPoly(self.image, [points], (206.0, 204.0, 194.0), cv2.LINE_AA)

    def park(self):
        self.sky()
        self.trees()
        wall = int(self.horizon * 0.62)
        self.rectangle(
            0, wall, self.width, self.horizon, np.float32((168, 160, 148)) * self.rng.uniform(0.7, 1.0)
        )
        for x in range(0, self.width, self.width // 9):
            self.rectangle(x, wall, x + 3, self.horizon, (120, 114, 106))
        self.board(self.width * self.rng.uniform(0.2, 0.8), (wall + self.horizon) / 2, self.width * 0.2)
        self.soften(0, self.horizon + 8, self.rng.uniform(0.8, 1.8))
        self.asphalt(self.horizon, np.float32(self.rng.choice([(112, 112, 112), (134, 130, 124)])))
        vanishing = self.width * self.rng.uniform(0.35, 0.65)
        for k in range(-4, 5):  # bays
            x0, x1 = vanishing + k * self.width * 0.14, vanishing + k * self.width * 0.5
            points = np.int32(
                [(x0 - 2, self.horizon), (x0 + 2, self.horizon), (x1 + 9, self.height), (x1 - 9, self.height)]
            )
            cv2.fillPoly(self.image, [points], (214.0, 212.0, 200.0), cv2.LINE_AA)

    def garage(self):
        tone = np.float32(self.rng.choice([(128, 126, 120), (112, 116, 120), (140, 132, 118)]))
        self.image[:] = tone * 0.8 + self.cloud((6, 8), 8)[..., None]
        self.rectangle(0, 0, self.width, int(self.horizon * 0.35), tone * 0.45)
        for k in range(3):
            x = self.width * (k + self.rng.uniform(0.2, 0.8)) / 3
            self.rectangle(
                x - 40, int(self.horizon * 0.2), x + 40, int(self.horizon * 0.2) + 6, (250, 250, 240)
            )
        for k in range(4):
            x = int(self.width * (k + self.rng.uniform(0.1, 0.5)) / 4)
            self.rectangle(x, int(self.horizon * 0.35), x + self.width // 22, self.horizon + 12, tone * 0.95)
            self.rectangle(x, self.horizon - 60, x + self.width // 22, self.horizon - 20, (226, 190, 40))
            cv2.putText(
                self.image,
                f"{'ABCD'[k]}{self.rng.randint(1, 40)}",
                (x + 4, self.horizon - 70),
                0,
                0.7,
                (30.0, 30.0, 30.0),
                2,
                cv2.LINE_AA,
            )
        self.soften(0, self.horizon + 12, 1.4)
        self.asphalt(self.horizon, tone * 0.82)
        vanishing = self.width * self.rng.uniform(0.4, 0.6)
        for k in range(-4, 5):
            x0, x1 = vanishing + k * self.width * 0.15, vanishing + k * self.width * 0.5
            points = np.int32(
                [
                    (x0 - 1, self.horizon + 12),
                    (x0 + 1, self.horizon + 12),
                    (x1 + 7, self.height),
                    (x1 - 7, self.height),
                ]
            )
            cv2.fillPoly(self.image, [points], (206.0, 176.0, 60.0), cv2.LINE_AA)

    # ------------------------------------------------------------------ vehicles
    def add(self, place, plate):
        """Stands a vehicle into the picture with a shadow; turned ones are seen in perspective."""
        vehicle = place.vehicle
        rows, columns = vehicle.cover.shape
        scale = place.width / 880
        high = rows * scale
        half = columns * scale / 2
        near = 1 + 0.10 * place.turn, 1 - 0.10 * place.turn  # the nearer side is taller
        squeeze = 1 - 0.12 * abs(place.turn)
        foot = place.y + 40 * scale
        lift = 0.055 * place.turn * half
        target = np.float32(
            [
                [place.x - half * squeeze, foot - high * near[0] + lift],
                [place.x + half * squeeze, foot - high * near[1] - lift],
                [place.x + half * squeeze, foot - lift],
                [place.x - half * squeeze, foot + lift],
            ]
        )
        matrix = cv2.getPerspectiveTransform(
            np.float32([[0, 0], [columns, 0], [columns, rows], [0, rows]]), target
        )
        shadow = np.zeros(self.image.shape[:2], np.float32)
        cv2.ellipse(
            shadow,
            (int(place.x), int(place.y + 4 * scale)),
            (int(half * 0.92), max(3, int(40 * scale))),
            0,
            0,
            360,
            1.0,
            -1,
            cv2.LINE_AA,
        )
        shadow = cv2.GaussianBlur(shadow, (0, 0), max(1, 16 * scale))
        self.image *= 1 - 0.72 * shadow[..., None]
        picture, cover = vehicle.image, vehicle.cover
        if scale < 0.7:
            sigma = 0.42 / scale
            picture, cover = cv2.GaussianBlur(picture, (0, 0), sigma), cv2.GaussianBlur(cover, (0, 0), sigma)
        size = (self.width, self.height)
        picture = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR)
        cover = cv2.warpPerspective(cover, matrix, size, flags=cv2.INTER_LINEAR)[..., None]
        self.image = self.image * (1 - cover) + picture * cover
        for x, y, radius, tone in vehicle.lamps:
            at = cv2.perspectiveTransform(np.float32([[[x, y]]]), matrix)[0, 0]
            self.lamps.append((float(at[0]), float(at[1]), radius * scale, tone))
        if vehicle.corners is not None:
            self.plates.append((plate, cv2.perspectiveTransform(vehicle.corners[None], matrix)[0]))

    # ------------------------------------------------------------------ the camera
    def night(self, level=0.3):
        """Darkens all but the lamps, which glow, and lights the plates as their own lamps do."""
        bright = np.zeros(self.image.shape[:2], np.float32)
        for _, corners in self.plates:
            cv2.fillPoly(bright, [np.int32(corners)], 1.0)
        bright = cv2.GaussianBlur(bright, (0, 0), max(2, self.width / 160))[..., None]
        tinted = self.image * np.float32([0.85, 0.92, 1.1])
        self.image = tinted * (level + (0.8 - level) * np.clip(bright, 0, 1))
        for x, y, radius, tone in self.lamps:
            glow = np.zeros(self.image.shape[:2], np.float32)
            cv2.circle(glow, (int(x), int(y)), max(2, int(radius * 0.5)), 1.0, -1)
            glow = (
                cv2.GaussianBlur(glow, (0, 0), max(2, radius)) * 1.6
                + cv2.GaussianBlur(glow, (0, 0), max(3, radius * 3)) * 0.8
            )
            self.image += glow[..., None] * np.float32(tone) * 0.8

    def photograph(self, blur=0.0, motion=0, gain=1.0, warm=0.0):
        """Light, lens and sensor: the finished RGB uint8 picture."""
        image = self.image * gain * np.float32([1 + warm, 1.0, 1 - warm])
        y, x = np.mgrid[-1 : 1 : self.height * 1j, -1 : 1 : self.width * 1j].astype(np.float32)
        image *= (1.04 - 0.18 * (x * x + y * y))[..., None]
        if self.rng.random() < 0.5:  # a slanting sun
            image *= (1 + 0.12 * (self.rng.choice([-1, 1]) * x - y))[..., None]
        image = cv2.GaussianBlur(image, (0, 0), max(0.55, blur))
        if motion:
            image = cv2.blur(image, (motion, 1))
        image += self.noise.normal(0, 2.2, image.shape)
        return np.clip(image, 0, 255).astype(np.uint8)
