"""Draws one flat plate (no surroundings) from a layout: ground, bands, small words, emblems, characters,
dirt."""
import argparse
import dataclasses
import functools
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from training.plates.fonts import ALPHABET, CAP, load_atlases, small_fonts
from training.plates.layouts import compose, load_layouts, plain, split_text

WORDS = (
    "AUTO MOTORS DEALER SERVICE CITY STATE 2024 JAN SEP OCT 12 07 TAXI TEST www.cars.com EXPO TRADE "
    "NORTE SUR CENTRO SERIE A B C 01 99"
).split()


@dataclasses.dataclass
class Plate:
    """A drawn plate. `boxes` holds (character, line, left, top, right, bottom) in pixels of `image`."""

    image: np.ndarray  # rows x columns x 3, RGB, uint8
    text: str
    lines: int
    region: str
    boxes: list
    layout: str


def colour(value):
    return np.array([int(value[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


@functools.lru_cache(maxsize=4000)
def word_mask(text, font_index):
    """A small word as a picture, values 0..1."""
    font = all_small_fonts()[font_index]
    left, top, right, bottom = (round(v) for v in font.getbbox(text))
    picture = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
    ImageDraw.Draw(picture).text((-left, -top), text, font=font, fill=255)
    return np.asarray(picture, np.float32) / 255


@functools.lru_cache(maxsize=1)
def all_small_fonts():
    return small_fonts()


class Renderer:
    """Draws plates; everything random comes from the seed."""

    def __init__(self, seed=0):
        self.rng = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.atlases = load_atlases()
        self.layouts, self.chances = zip(*load_layouts())

    # ------------------------------------------------------------------ choices
    def layout(self, name=None, region=None):
        """A random layout, that of the given name, or a random one of a region."""
        if name is None and region is None:
            return self.rng.choices(self.layouts, self.chances)[0]
        fitting = [l for l in self.layouts if l.name == name or (name is None and l.region == region)]
        return self.rng.choices(fitting, [l.weight for l in fitting])[0]

    def atlas(self, styles):
        if styles and self.rng.random() < 0.8:
            style = self.rng.choice(styles)
            fitting = [a for a in self.atlases if style in a.styles]
            if style == "fe" and self.rng.random() < 0.6:  # the true face, drawn by hand
                fitting = [a for a in fitting if a.name.startswith("hard")]
            if fitting:
                return self.rng.choice(fitting)
        return self.rng.choice(self.atlases)

    def lines(self, layout):
        """The text of a plate as lines of symbols."""
        pattern = self.rng.choice(layout.patterns)
        if layout.random and not layout.two_lines() and self.rng.random() < 0.35:
            pattern = "".join(self.rng.choice("LD") for _ in range(self.rng.randint(3, 9)))
        if layout.random and "/" not in pattern and " " not in pattern and self.rng.random() < 0.7:
            at = self.rng.randint(1, max(1, len(pattern) - 1))
            pattern = pattern[:at] + self.rng.choice(" -.*") + pattern[at:]
        return compose(pattern, self.rng)

    def colours(self, layout):
        """(ground, ink), always with enough contrast to read."""
        rng = self.rng
        for _ in range(20):
            if layout.ground:
                ground, ink = colour(rng.choice(layout.ground)), colour(rng.choice(layout.ink))
            else:
                ground, ink = self.noise.uniform(0, 255, 3), self.noise.uniform(0, 255, 3)
                if rng.random() < 0.7:
                    ground, ink = np.full(3, ground.mean()), np.full(3, ink.mean())
            if abs(float(ground.mean() - ink.mean())) > 75:
                break
        else:
            ground, ink = colour("#f4f4f0"), colour("#101014")
        jitter = self.noise.normal(0, 7, 3)
        return np.clip(ground + jitter, 0, 255).astype(np.float32), np.clip(ink + jitter, 0, 255).astype(
            np.float32
        )

    # ------------------------------------------------------------------ parts
    def separator(self, symbol, height):
        """A gap, dash, dot or emblem as a mask of the line's height; emblems are half-transparent art."""
        rng = self.rng
        if symbol == " ":
            return np.zeros((height, int(height * rng.uniform(0.18, 0.5))), np.uint8)
        if symbol == "*":
            return self.emblem(height, int(height * rng.uniform(0.3, 0.75)))
        width = int(height * rng.uniform(0.16, 0.5))
        mask = np.zeros((height, width), np.uint8)
        middle = height // 2
        if symbol == "-":
            half = max(2, int(min(width * 0.4, height * rng.uniform(0.06, 0.16))))
            thick = max(1, int(height * rng.uniform(0.03, 0.06)))
            mask[middle - thick : middle + thick + 1, width // 2 - half : width // 2 + half] = 255
        else:
            at = middle if rng.random() < 0.6 else height - max(3, height // 9)
            cv2.circle(mask, (width // 2, at), max(2, int(height * rng.uniform(0.05, 0.08))), 255, -1)
        return mask

    def emblem(self, height, width):
        """A seal, shield or outline between two groups; never a character."""
        rng, noise = self.rng, self.noise
        mask = np.zeros((height, max(6, width)), np.uint8)
        x, value = width // 2, rng.randint(70, 255)
        kind = rng.random()
        if kind < 0.3:
            radius = max(4, int(min(width * 0.45, height * rng.uniform(0.14, 0.22))))
            for y in (int(height * 0.27), int(height * 0.73)):
                cv2.circle(mask, (x, y), radius, value, rng.choice([-1, 2, 3]))
                cv2.circle(mask, (x, y), max(1, radius // 2), rng.randint(0, 255), rng.choice([-1, 1, 2]))
        elif kind < 0.45:
            radius = max(5, int(min(width * 0.48, height * rng.uniform(0.2, 0.4))))
            cv2.circle(mask, (x, height // 2), radius, value, rng.choice([-1, 2, 3]))
            for _ in range(rng.randint(1, 5)):
                cv2.circle(
                    mask,
                    (x + rng.randint(-radius, radius) // 2, height // 2 + rng.randint(-radius, radius) // 2),
                    max(1, radius // rng.randint(2, 6)),
                    rng.randint(0, 255),
                    -1,
                )
        else:
            half_height = height * rng.uniform(0.22, 0.48)
            half_width = min(width * 0.45, half_height * rng.uniform(0.6, 1.1))
            count = rng.randint(5, 9)
            angle = np.sort(noise.uniform(0, 2 * np.pi, count))
            points = np.stack(
                [
                    x + half_width * np.cos(angle) * noise.uniform(0.6, 1, count),
                    height * rng.uniform(0.4, 0.6)
                    + half_height * np.sin(angle) * noise.uniform(0.6, 1, count),
                ],
                1,
            )
            if rng.random() < 0.6:
                cv2.fillPoly(mask, [points.astype(np.int32)], value)
            else:
                cv2.polylines(mask, [points.astype(np.int32)], True, value, rng.randint(1, 4))
            for _ in range(rng.randint(0, 5)):
                ends = [
                    int(v)
                    for v in (
                        x + rng.uniform(-0.7, 0.7) * half_width,
                        height / 2 + rng.uniform(-0.7, 0.7) * half_height,
                        x + rng.uniform(-0.7, 0.7) * half_width,
                        height / 2 + rng.uniform(-0.7, 0.7) * half_height,
                    )
                ]
                cv2.line(mask, ends[:2], ends[2:], rng.randint(0, 255), rng.randint(1, 4))
        return cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.3, 1.5))

    def line_mask(self, symbols, atlas, stretch, gap, stroke, mono):
        """One line of text: (mask of CAP rows, [(character, left, right)])."""
        parts, spans, x = [], [], 0
        for i, symbol in enumerate(symbols):
            if symbol in ALPHABET:
                glyph = atlas.glyphs[symbol]
                width = max(5, int(glyph.shape[1] * stretch))
                part = cv2.resize(glyph, (width, CAP), interpolation=cv2.INTER_AREA)
                if width < mono:
                    part = np.pad(part, ((0, 0), ((mono - width) // 2, mono - width - (mono - width) // 2)))
                spans.append((symbol, x, x + part.shape[1]))
            else:
                part = self.separator(symbol, CAP)
            parts.append(part)
            x += part.shape[1]
            if i + 1 < len(symbols):
                space = max(1, int(gap * CAP))
                parts.append(np.zeros((CAP, space), np.uint8))
                x += space
        mask = np.hstack(parts)
        if stroke > 0:
            mask = cv2.dilate(mask, np.ones((stroke + 1, stroke + 1), np.uint8))
        elif stroke < 0:
            mask = cv2.erode(mask, np.ones((1 - stroke, 1 - stroke), np.uint8))
        return mask, spans

    def put_word(self, image, text, centre, height, ink, width=None):
        """Writes a small word of the given height round the centre, squeezed to the width where there is
        one."""
        mask = word_mask(text, self.rng.randrange(len(all_small_fonts())))
        columns = max(2, int(mask.shape[1] * height / mask.shape[0]))
        if width:
            columns = int(min(columns, width))
        rows = max(2, int(height))
        mask = cv2.resize(mask, (max(2, columns), rows), interpolation=cv2.INTER_AREA)
        x, y = int(centre[0] - columns / 2), int(centre[1] - rows / 2)
        area = image[max(0, y) : y + rows, max(0, x) : x + columns]
        mask = mask[max(0, -y) :, max(0, -x) :][: area.shape[0], : area.shape[1], None]
        if mask.size:
            area[:] = area * (1 - mask) + ink * mask

    def ground(self, layout, rows, columns, ground):
        """The bare plate: flat colour, soft gradient, or picture-like art (US states)."""
        rng, noise = self.rng, self.noise
        image = np.empty((rows, columns, 3), np.float32)
        image[:] = ground
        if rng.random() < layout.art:
            strength = rng.uniform(8, 38)
            cells = noise.normal(0, strength, (rng.randint(2, 7), rng.randint(3, 10), 3)).astype(np.float32)
            image += cv2.resize(cells, (columns, rows), interpolation=cv2.INTER_CUBIC)
            for _ in range(rng.randint(0, 4)):
                tone = [float(v) for v in np.clip(ground + noise.normal(0, 45, 3), 0, 255)]
                at = (rng.randrange(columns), rng.randrange(rows))
                if rng.random() < 0.5:
                    cv2.circle(image, at, rng.randint(4, rows // 2), tone, -1)
                else:
                    points = noise.normal(0, rows * 0.3, (rng.randint(3, 6), 2)) + at
                    cv2.fillPoly(image, [points.astype(np.int32)], tone)
            if rng.random() < 0.6:
                image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 4))
        if rng.random() < 0.25:
            slope = np.linspace(-rng.uniform(0, 50), rng.uniform(0, 50), rows, dtype=np.float32)[
                :, None, None
            ]
            image += slope
        return image

    def draw_band(self, image, layout, word=None):
        """The coloured band of the Mercosur (top) or of the EU (left); returns (left, top) kept free of
        text."""
        rng = self.rng
        rows, columns = image.shape[:2]
        if not layout.band or rng.random() > layout.band_chance:
            return 0, 0
        tone = colour(rng.choice(layout.band_colour)) + self.noise.normal(0, 8)
        word = word or rng.choice(layout.band_words)
        white = np.float32([245, 245, 245]) if tone.mean() < 150 else np.float32([30, 30, 60])
        if layout.band == "top":
            height = int(rows * rng.uniform(0.17, 0.24) * (1 if columns > 2 * rows else 0.85))
            image[:height] = tone
            self.put_word(
                image, word, (columns / 2, height / 2), height * rng.uniform(0.4, 0.6), white, columns * 0.55
            )
            if rng.random() < 0.8:  # flag and badge at the ends
                flag = colour(rng.choice(["#74acdf", "#1b8a3a", "#f2d028", "#ffffff"]))
                x = int(columns * 0.93)
                image[int(height * 0.25) : int(height * 0.75), x - height // 2 : x + height // 3] = flag
                cv2.circle(
                    image,
                    (int(columns * 0.06), height // 2),
                    max(2, height // 4),
                    [float(v) for v in white],
                    1,
                )
            return 0, height
        width = int(rows * rng.uniform(0.36, 0.5))
        image[:, :width] = tone
        radius = width * rng.uniform(0.24, 0.36)
        gold = (245.0, 205.0, 40.0) if rng.random() < 0.8 else (240.0, 240.0, 240.0)
        for k in range(12):
            at = (
                int(width / 2 + radius * np.cos(k * np.pi / 6)),
                int(rows * 0.32 + radius * np.sin(k * np.pi / 6)),
            )
            cv2.circle(image, at, 1 + (width > 40), gold, -1)
        self.put_word(
            image, word, (width / 2, rows * 0.76), rows * rng.uniform(0.16, 0.26), white, width * 0.9
        )
        return width, 0

    # ------------------------------------------------------------------ the plate
    def plate(self, layout=None, text=None, clean=False):
        """One plate; `clean` leaves out wear and ornaments (first minutes of the reader's training)."""
        rng = self.rng
        layout = layout or self.layout()
        lines = (
            self.lines(layout)
            if text is None
            else split_text(
                text,
                rng.choice(
                    [p for p in layout.patterns if len(plain(compose(p, random.Random(0)))) == len(text)]
                ),
            )
        )
        two = len(lines) > 1
        rows = 150 if two else 104
        aspect = layout.aspect * rng.uniform(0.95, 1.05)
        if layout.random:
            aspect = (
                layout.aspect * rng.uniform(0.55, 1.35) if not two else layout.aspect * rng.uniform(0.8, 1.5)
            )
        columns = int(rows * aspect)
        ground, ink = self.colours(layout)
        image = self.ground(layout, rows, columns, ground)
        left, top = self.draw_band(image, layout)
        if layout.random and not clean:
            left, top = self.random_bands(image, rows, columns, ground)
        elif layout.border and rng.random() < 0.85:
            cv2.rectangle(image, (2, 2), (columns - 3, rows - 3), [float(v) for v in ink], rng.randint(1, 3))
        head, foot = self.small_words(image, layout, ink, left, top)
        boxes, mask = self.characters(lines, layout, (left, top + head, columns, rows - foot), rows)
        image += (ink - image) * mask[..., None]
        if not clean:
            self.wear(image, mask, layout, ink)
        return Plate(
            np.clip(image, 0, 255).astype(np.uint8),
            plain(lines),
            len(lines),
            layout.region,
            boxes,
            layout.name,
        )

    def random_bands(self, image, rows, columns, ground):
        """Bands, frames and strips of no country in particular."""
        rng = self.rng
        left = top = 0
        ink = float(255 - ground.mean()) if abs(255 - 2 * ground.mean()) > 60 else 0.0
        if rng.random() < 0.4:
            cv2.rectangle(image, (2, 2), (columns - 3, rows - 3), (ink,) * 3, rng.randint(1, 5))
        if rng.random() < 0.3:
            top = int(rows * rng.uniform(0.12, 0.22))
            image[:top] = self.noise.uniform(0, 255, 3)
        elif rng.random() < 0.35:
            left = int(rows * rng.uniform(0.3, 0.5))
            image[:, :left] = self.noise.uniform(0, 255, 3) if rng.random() < 0.75 else ground
            self.put_word(
                image,
                rng.choice(["D", "E", "F", "SK", "CZ", "PL", "MK", "TR", "UA"]),
                (left / 2, rows * 0.75),
                rows * rng.uniform(0.18, 0.32),
                np.full(3, rng.choice([10.0, 240.0]), np.float32),
                left * 0.9,
            )
            if rng.random() < 0.6:
                emblem = self.emblem(rows // 2, left)[..., None].astype(np.float32) / 255
                area = image[4 : 4 + emblem.shape[0], : emblem.shape[1]]
                area += (rng.uniform(0, 255) - area) * emblem[: area.shape[0], : area.shape[1]]
        return left, top

    def small_words(self, image, layout, ink, left, top):
        """Head and foot words; returns how many rows they take."""
        rng = self.rng
        rows, columns = image.shape[:2]
        share = 0.5 if layout.region == "any" else 0.85
        head = foot = 0
        heads = layout.head or (rng.sample(WORDS, 4) if layout.random and rng.random() < 0.4 else [])
        feet = layout.foot or (rng.sample(WORDS, 4) if layout.random and rng.random() < 0.4 else [])
        room = rows * (1 - layout.size * (2.15 if layout.two_lines() else 1)) - top
        centre = (left + columns) / 2
        tone = (
            ink if rng.random() < 0.75 else np.clip(self.noise.uniform(0, 255, 3), 0, 255).astype(np.float32)
        )
        if heads and rng.random() < share:
            head = max(6, room * rng.uniform(0.3, 0.48))
            self.put_word(
                image,
                rng.choice(heads),
                (centre, top + head * 0.58),
                head * rng.uniform(0.5, 0.8),
                tone,
                columns * 0.75,
            )
        if feet and rng.random() < share:
            foot = max(5, room * rng.uniform(0.25, 0.4))
            self.put_word(
                image,
                rng.choice(feet),
                (centre, rows - foot * 0.55),
                foot * rng.uniform(0.45, 0.7),
                tone,
                columns * 0.75,
            )
        return int(head), int(foot)

    def characters(self, lines, layout, area, rows):
        """The ink of the text: ([(character, line, left, top, right, bottom)], mask 0..1 of the whole
        plate)."""
        rng = self.rng
        left, top, right, bottom = area
        atlas = self.atlas(layout.styles)
        stretch, gap = rng.uniform(0.8, 1.25), rng.uniform(0.06, 0.26)
        stroke = rng.choice([-3, -2, -1, 0, 0, 0, 0, 1, 2, 3])
        mono = int(CAP * rng.uniform(0.45, 0.65)) if rng.random() < 0.3 else 0
        mask = np.zeros((int(bottom), right), np.float32)
        boxes = []
        total = bottom - top
        for index, line in enumerate(lines):
            text, spans = self.line_mask(line, atlas, stretch, gap, stroke, mono)
            height = min(layout.size * rows * rng.uniform(0.93, 1.07), total / len(lines) * 0.94)
            limit = (right - left) * min(0.95, layout.fill * rng.uniform(0.92, 1.05))
            natural = text.shape[1] * height / CAP
            width = (
                limit
                if natural > limit or rng.random() < 0.5
                else max(natural, limit * rng.uniform(0.65, 0.95))
            )
            width = min(width, natural * 1.5)
            height, width = max(8, int(height)), max(8, int(width))
            text = cv2.resize(text, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
            x = int(left + (right - left - width) / 2 + rng.gauss(0, 0.01) * right)
            slot = total / len(lines)
            y = int(top + slot * index + (slot - height) / 2)
            x, y = max(0, min(x, right - width)), max(0, min(y, int(bottom) - height))
            mask[y : y + height, x : x + width] = np.maximum(mask[y : y + height, x : x + width], text)
            scale = width / max(1, spans[-1][2] if not line or line[-1] in ALPHABET else text.shape[1])
            for character, start, end in spans:
                boxes.append((character, index, x + start * scale, y, x + end * scale, y + height))
        return boxes, np.pad(mask, ((0, rows - mask.shape[0]), (0, 0)))

    def wear(self, image, mask, layout, ink):
        """Embossing, bolts, stickers, dirt, scratches, fading."""
        rng, noise = self.rng, self.noise
        rows, columns = image.shape[:2]
        if rng.random() < 0.25:
            shift = rng.choice([1, 2, 3])
            shadow = cv2.GaussianBlur(np.roll(mask, (shift, shift), (0, 1)), (0, 0), 1.2) * (1 - mask)
            image -= (shadow * rng.uniform(15, 80))[..., None]
        if rng.random() < layout.bolts:
            places = [
                (int(columns * f), y)
                for f in (0.18, 0.82)
                for y in (rng.randint(4, 10), rows - rng.randint(4, 10))
            ]
            for place in rng.sample(places, rng.choice([2, 2, 4])):
                tone = rng.uniform(20, 200)
                cv2.circle(image, place, rng.randint(2, 5), (tone,) * 3, -1)
                cv2.circle(image, (place[0] - 1, place[1] - 1), 1, (min(255, tone + 70),) * 3, -1)
        if rng.random() < 0.12:
            x, y = rng.randrange(columns), rng.choice([rng.randint(0, rows // 6), rows - rng.randint(10, 22)])
            tone = [float(v) for v in noise.uniform(20, 240, 3)]
            cv2.rectangle(image, (x, y), (x + rng.randint(8, 22), y + rng.randint(8, 18)), tone, -1)
        if rng.random() < 0.3:
            dirt = cv2.resize(
                noise.normal(0, 1, (rng.randint(3, 9), rng.randint(4, 16))).astype(np.float32),
                (columns, rows),
                interpolation=cv2.INTER_CUBIC,
            )
            amount = np.clip(dirt - rng.uniform(0.2, 1), 0, 1)[..., None] * rng.uniform(0.2, 0.8)
            image += (np.float32([110, 98, 80]) * rng.uniform(0.4, 1.3) - image) * np.minimum(amount, 0.75)
        if rng.random() < 0.12:
            flakes = cv2.resize(noise.random((rows // 4, columns // 4), dtype=np.float32), (columns, rows))
            image += (image.mean((0, 1)) - image) * (
                (flakes > rng.uniform(0.75, 0.92)) * rng.uniform(0.3, 0.9)
            )[..., None]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--region", help="only plates of this region")
    parser.add_argument("--out", default="var/training/plates.png", help="contact sheet to write")
    options = parser.parse_args()
    renderer = Renderer(options.seed)
    cells = []
    for _ in range(96):
        layout = renderer.layout(region=options.region) if options.region else None
        plate = renderer.plate(layout)
        cell = np.full((150, 300, 3), 90, np.uint8)
        scale = min(1, 296 / plate.image.shape[1], 126 / plate.image.shape[0])
        small = cv2.resize(plate.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cell[2 : 2 + small.shape[0], 2 : 2 + small.shape[1]] = small
        cv2.putText(cell, f"{plate.text} {plate.layout}", (3, 144), 0, 0.42, (255, 255, 0), 1)
        cells.append(cell)
    sheet = np.vstack([np.hstack(cells[i : i + 8]) for i in range(0, 96, 8)])
    cv2.imwrite(options.out, cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
