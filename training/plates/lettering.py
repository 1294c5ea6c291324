"""Lettering that is no plate and stands on no board of its own: captions and watermarks over the photo, names and phone
numbers on vans, badges on boot lids, lit displays of buses. Labelled background, like `signs.py`."""
import functools

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.plates.fonts import font_files
from training.plates.signs import NAMES, sign, words

SITES = "autos carros usados motor foto news media garage stock deals racing parts tuning world city".split()
ENDINGS = (".com", ".com.ar", ".net", ".org", ".co.uk", ".de", ".com.br", ".es")
MODELS = "1.6 2.0 GT TDI GTI 4x4 V6 XLT LX SE 320i C200 A4 Q5 X3 i30 500 207 3008 HDi Sport LTZ TSI AWD E-350 F-150".split()
FIRST_LETTERS = "BCDFGLMNPRST"
ROWS = 64


@functools.lru_cache(maxsize=1)
def faces():
    return [ImageFont.truetype(path, ROWS) for path, _ in font_files()[::3]]


def phrase(rng):
    """A line as people write it: upper and lower case, dates, numbers, addresses."""
    kind = rng.randrange(8)
    if kind == 0:
        return "www." + rng.choice(SITES) + rng.choice(SITES) + rng.choice(ENDINGS)
    if kind == 1:
        date = f"{rng.randint(1, 31):02d}{rng.choice('/-.')}{rng.randint(1, 12):02d}{rng.choice('/-.')}20{rng.randint(0, 26):02d}"
        return f"{date} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}" + (f":{rng.randint(0, 59):02d}" if rng.random() < 0.5 else "")
    if kind == 2:
        return f"{rng.choice(('Tel', 'Tel.', 'T', 'Call', 'WhatsApp', ''))} {rng.randint(100, 999)}{rng.choice(' -.')}{rng.randint(1000, 9999)}{rng.choice(('', ' 00', '-11'))}".strip()
    if kind == 3:
        return f"{rng.choice(('CAM', 'Camera', 'CH', 'IPC'))} {rng.randint(1, 32):02d}"
    if kind == 4:
        return rng.choice(("©", "Photo ", "Foto: ", "")) + rng.choice(NAMES).title() + rng.choice(("", " " + str(rng.randint(1990, 2026))))
    if kind == 5:
        return rng.choice(MODELS)
    if kind == 6:
        syllables = "".join(rng.choice(FIRST_LETTERS.lower()) + rng.choice("aeiou") for _ in range(rng.randint(2, 5)))
        return syllables.title() + rng.choice(("", " & Co", " S.A.", " SRL", " Ltd", " GmbH", " Hnos"))
    return words(rng)


def mask_of(text, rng):
    """The text as rows x columns, 0..1, with a little room round it."""
    font = rng.choice(faces())
    left, top, right, bottom = font.getbbox(text)
    room = ROWS // 8
    picture = Image.new("L", (max(8, right - left) + 2 * room, max(8, bottom - top) + 2 * room), 0)
    ImageDraw.Draw(picture).text((room - left, room - top), text, font=font, fill=255)
    mask = np.asarray(picture, np.float32) / 255
    stretch = rng.uniform(0.75, 1.4)
    return cv2.resize(mask, (max(16, int(mask.shape[1] * stretch)), mask.shape[0]))


def plain_ink(rng, noise):
    kind = rng.random()
    return np.full(3, 250.0 if kind < 0.5 else 8.0) if kind < 0.75 else noise.uniform(0, 255, 3)


def caption(renderer):
    """Letters laid over the photo, at times outlined or half transparent."""
    rng = renderer.rng
    mask = mask_of(phrase(rng), rng)
    ink = plain_ink(rng, renderer.noise)
    image = np.empty((*mask.shape, 3), np.float32)
    image[:] = ink
    cover = mask
    if rng.random() < 0.4:  # outline or shadow of the other tone
        wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
        image = np.where(mask[..., None] > 0.5, image, 255.0 - ink)
        cover = wide
    return image, cover * rng.choice((1.0, 1.0, 0.8, 0.5, 0.35))


def badge(renderer):
    """Chrome letters on the body: light above, dark below."""
    rng = renderer.rng
    mask = mask_of(rng.choice(NAMES + MODELS) if rng.random() < 0.8 else phrase(rng), rng)
    shade = np.linspace(rng.uniform(180, 255), rng.uniform(60, 170), mask.shape[0], dtype=np.float32)
    image = np.repeat(np.repeat(shade[:, None, None], mask.shape[1], 1), 3, 2)
    wide = cv2.GaussianBlur(cv2.dilate(mask, np.ones((3, 3), np.uint8)), (0, 0), 1.2)
    return np.where(mask[..., None] > 0.4, image, 25.0), np.clip(wide, 0, 1)


def lorry(renderer):
    """A name with a line below it, as painted on the side of a lorry or van."""
    rng, noise = renderer.rng, renderer.noise
    masks = [mask_of(phrase(rng), rng) for _ in range(rng.choice((1, 2, 2, 3)))]
    width = max(m.shape[1] for m in masks)
    masks = [cv2.resize(m, (min(width, int(m.shape[1] * rng.uniform(0.6, 1.0))), max(12, int(m.shape[0] * rng.uniform(0.5, 1.0))))) for m in masks]
    rows = [np.pad(m, ((0, 6), (0, width - m.shape[1]))) if rng.random() < 0.5 else np.pad(m, ((0, 6), ((width - m.shape[1]) // 2, width - m.shape[1] - (width - m.shape[1]) // 2))) for m in masks]
    mask = np.vstack(rows)
    ground, ink = noise.uniform(0, 255, 3), plain_ink(rng, noise)
    if abs(ground.mean() - ink.mean()) < 70:
        ground = 255.0 - ink
    image = np.float32(ground) + (np.float32(ink) - np.float32(ground)) * mask[..., None]
    return image, np.ones_like(mask) if rng.random() < 0.6 else mask


def display(renderer):
    """Lamps in a grid, as on the front of a bus."""
    rng = renderer.rng
    mask = mask_of(words(rng), rng)
    step = rng.choice((4, 5, 6))
    small = cv2.resize(mask, (mask.shape[1] // step + 1, mask.shape[0] // step + 1), interpolation=cv2.INTER_AREA) > 0.4
    image = np.full((small.shape[0] * step, small.shape[1] * step, 3), rng.uniform(5, 30), np.float32)
    ink = [float(v) for v in rng.choice(((255, 150, 20), (255, 60, 30), (240, 240, 220), (120, 255, 90)))]
    for y, x in zip(*np.nonzero(small)):
        cv2.circle(image, (x * step + step // 2, y * step + step // 2), max(1, step // 2 - 1), ink, -1, cv2.LINE_AA)
    return image, np.ones(image.shape[:2], np.float32)


def background_text(renderer):
    """Any text that is no plate: (RGB picture, mask 0..1 of what covers the scene)."""
    kind = renderer.rng.random()
    if kind < 0.45:
        return sign(renderer)
    draw = caption if kind < 0.65 else badge if kind < 0.78 else lorry if kind < 0.93 else display
    image, cover = draw(renderer)
    return np.clip(image, 0, 255).astype(np.uint8), np.clip(cover, 0, 1).astype(np.float32)


def main():
    """Writes a sheet of samples to look at: python3 -m training.plates.lettering SHEET.png"""
    import sys

    from training.plates.render import Renderer

    renderer, cells = Renderer(3), []
    for _ in range(60):
        image, cover = background_text(renderer)
        scene = np.full(image.shape, 120.0) * (1 - cover[..., None]) + image * cover[..., None]
        scale = min(300 / image.shape[1], 56 / image.shape[0])
        small = cv2.resize(scene, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cells.append(np.pad(small, ((0, 60 - small.shape[0]), (0, 304 - small.shape[1]), (0, 0))))
    sheet = np.vstack([np.hstack(cells[i : i + 5]) for i in range(0, 60, 5)])
    cv2.imwrite(sys.argv[1], sheet[..., ::-1])


if __name__ == "__main__":
    main()
