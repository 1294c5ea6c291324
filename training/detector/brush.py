"""Paints planned pictures with OpenCV, one at a time: geometry, light, lens, noise and compression."""
import io
import math
import random

import cv2
import numpy as np
from PIL import Image


def decoded(data):
    """WebP bytes as rows x columns x 3 or 4, uint8, red first."""
    return np.asarray(Image.open(io.BytesIO(data)))


def apart(matrix, x, y):
    """How far apart neighbouring pixels of the window are seen in the picture, at one place."""
    at = matrix @ np.float64([[x, x + 1, x], [y, y, y + 1], [1, 1, 1]])
    at = at[:2] / at[2]
    (ax, ay), (bx, by) = at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]
    return max(1e-3, math.sqrt(abs(ax * by - ay * bx)))


def shrunk(image, matrix, step):
    """The picture made smaller first where the window sees it much smaller: (picture, matrix into it)."""
    if step < 1.6:
        return image, matrix
    rows, columns = image.shape[:2]
    scale = max(0.1, 1.3 / step)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small, np.diag([small.shape[1] / columns, small.shape[0] / rows, 1.0]) @ matrix


class Brush:
    """Paints with the decoded pictures of a pack; all randomness from the seed."""

    def __init__(self, pictures, seed):
        self.pictures = pictures
        self.rng, self.noise = random.Random(seed), np.random.default_rng(seed)

    def base(self, window, draw):
        """The photo that fills a part."""
        height, width = window.shape[:2]
        image, matrix = shrunk(
            self.pictures[draw.picture], draw.matrix, apart(draw.matrix, width / 2, height / 2)
        )
        cv2.warpPerspective(
            image,
            matrix,
            (width, height),
            dst=window,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderValue=(draw.tone,) * 3,
        )

    def framed(self, draw):
        """The part of a picture in use with its border: (RGB, mask 0..1, matrix from the window to it)."""
        image = self.pictures[draw.picture]
        left, top, right, bottom = (max(0, int(round(v))) for v in draw.source)
        image = image[top:bottom, left:right]
        cover = image[..., 3].astype(np.float32) / 255 if image.shape[2] == 4 else None
        image, border = image[..., :3], int(round(draw.border))
        if border:
            image = cv2.copyMakeBorder(image, *[border] * 4, cv2.BORDER_CONSTANT, value=(draw.tone,) * 3)
        if cover is None:
            cover = np.ones(image.shape[:2], np.float32)
        move = np.array([[1, 0, border - left], [0, 1, border - top], [0, 0, 1.0]])
        return np.ascontiguousarray(image), cover, move @ draw.matrix

    def paste(self, window, draw):
        """A picture laid into the window in the light of the place."""
        rng = self.rng
        left, top, right, bottom = draw.box
        size = (right - left, bottom - top)
        image, cover, matrix = self.framed(draw)
        matrix = matrix @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
        step = apart(matrix, size[0] / 2, size[1] / 2)
        if draw.feather > 2:
            rows, columns = cover.shape
            fade = draw.feather * step
            across = np.clip(np.minimum(np.arange(columns), np.arange(columns)[::-1]) / fade, 0, 1)
            down = np.clip(np.minimum(np.arange(rows), np.arange(rows)[::-1]) / fade, 0, 1)
            cover = (cover * down[:, None] * across[None]).astype(np.float32)
        detail = step * 2**draw.soften
        cover, _ = shrunk(cover, matrix, detail)
        image, matrix = shrunk(image, matrix, detail)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        patch = cv2.warpPerspective(image, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.warpPerspective(cover, matrix, size, flags=flags) * draw.opacity
        if rng.random() < 0.4:
            cover = cv2.GaussianBlur(cover, (3, 3), 0.6)
        area = window[top:bottom, left:right]
        gain = min(1.3, max(0.35, (area.mean() / 110) ** draw.lit))
        patch = patch * np.float32(gain) + np.float32(draw.shift)
        if any(draw.slope):
            across = np.linspace(-0.5, 0.5, size[0], dtype=np.float32) * np.float32(draw.slope[0])
            down = np.linspace(-0.5, 0.5, size[1], dtype=np.float32) * np.float32(draw.slope[1])
            patch *= (1 + across[None] + down[:, None])[..., None]
        cover = cover[..., None]
        area[:] = np.clip(area + (patch - area) * cover, 0, 255).astype(np.uint8)

    def expose(self, image):
        """Gamma, contrast, tint, blur, noise, JPEG of a whole picture."""
        rng = self.rng
        ramp = np.arange(256, dtype=np.float32)
        gamma = rng.uniform(1.6, 2.8) if rng.random() < 0.08 else math.exp(rng.gauss(0, 0.35))
        contrast, shift = math.exp(rng.gauss(0, 0.22)), rng.gauss(0, 22)
        curve = (255 * (ramp / 255) ** gamma - 128) * contrast
        tables = [np.clip(curve * math.exp(rng.gauss(0, 0.07)) + 128 + shift, 0, 255) for _ in range(3)]
        image = cv2.LUT(image, np.stack(tables, 1).astype(np.uint8)[None])
        if rng.random() < 0.15:
            image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        kind = rng.random()
        if kind < 0.12:
            image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.3))
        elif kind < 0.2:
            length = rng.choice((3, 3, 5))
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
            quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 88)]
            image = cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], 1)
        return image

    def paint(self, parts, width, height):
        """A finished picture, height x width x 3, red first."""
        image = np.empty((height, width, 3), np.uint8)
        for part in parts:
            window = np.empty((part.height, part.width, 3), np.uint8)
            for draw in part.draws:
                self.base(window, draw) if draw.base else self.paste(window, draw)
            image[part.top : part.top + part.height, part.left : part.left + part.width] = window
        return self.expose(image)
