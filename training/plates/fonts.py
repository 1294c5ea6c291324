"""Glyph atlases: every character of every usable font as a small picture of one capital height.

Fonts are those that `training/setup` installs. What drawing needs of them is kept in `var/training/fonts.pickle.gz`, since
making it takes about half a minute, and so that another machine can draw without the fonts. No font file ships.
"""
import argparse
import functools
import gzip
import io
import pathlib
import pickle
import subprocess

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CAP = 64  # height of a capital in an atlas
CACHE = pathlib.Path("var/training/fonts.pickle.gz")
NPM_FONTS = pathlib.Path("var/training/fonts/ttf")
HELD_OUT_FONTS = pathlib.Path("var/training/fonts/held-out")

# Debian faces that look like those of plates; the words after the colon are the styles a layout may ask for.
DEBIAN = {
    "OSP-DIN.ttf": "din",
    "BebasNeue-Regular.otf": "narrow",
    "BebasNeue-Bold.otf": "narrow",
    "BebasNeue-Book.otf": "narrow",
    "NationalPark-Regular.otf": "highway",
    "NationalPark-Heavy.otf": "highway",
    "YanoneKaffeesatz-Bold.otf": "narrow",
    "OCRB.otf": "ocr",
    "OCRA.ttf": "ocr",
    "NimbusSansNarrow-Bold.otf": "sans narrow",
    "NimbusSansNarrow-Regular.otf": "sans narrow",
    "NimbusSans-Bold.otf": "sans",
    "NimbusSans-Regular.otf": "sans",
    "B612Mono-Bold.otf": "mono",
    "B612-Bold.otf": "sans",
    "DejaVuSansCondensed-Bold.ttf": "sans",
    "DejaVuSansMono-Bold.ttf": "mono",
    "DejaVuSansMono.ttf": "mono",
    "Dosis-Bold.otf": "rounded",
    "Dosis-SemiBold.otf": "rounded",
    "Play-Bold.otf": "fe rounded",
    "Play-Bold.ttf": "fe rounded",
    "LiberationSansNarrow-Bold.ttf": "sans narrow",
    "LiberationSans-Bold.ttf": "sans",
    "osifont-lgpl3fe.ttf": "engraved",
    "routed-gothic.ttf": "engraved",
    "routed-gothic-wide.ttf": "engraved",
    "routed-gothic-narrow.ttf": "engraved",
    "RobotoCondensed-Bold.ttf": "narrow sans",
    "texgyreheroscn-bold.otf": "sans narrow",
    "texgyreheros-bold.otf": "sans",
}
NPM_STYLES = {
    "overpass": "highway",
    "saira": "fe narrow",
    "rajdhani": "fe rounded",
    "share-tech": "fe mono",
    "quantico": "fe",
    "chakra-petch": "fe",
    "gemunu": "fe rounded",
    "khand": "narrow",
    "teko": "fe narrow",
    "barlow": "din narrow",
    "sofia": "din narrow",
    "pathway": "narrow",
    "oswald": "narrow",
    "antonio": "narrow",
    "league": "narrow",
    "anton": "narrow",
    "fjalla": "narrow sans",
    "big-shoulders": "us narrow",
    "archivo": "sans narrow",
    "b612": "mono",
    "noto-sans-mono": "mono",
    "ibm": "sans narrow",
    "pragati": "sans narrow",
    "ropa": "din",
    "roboto": "sans narrow",
}


class Atlas:
    """The 36 glyphs of one font, each an array CAP rows high with values 0..255."""

    def __init__(self, name, styles, glyphs):
        self.name, self.styles, self.glyphs = name, styles, glyphs


def font_files():
    """[(path, styles)] of the fonts that are there."""
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True).stdout
    by_name = {}
    for line in listed.splitlines():
        path = line.rstrip(": ").strip()
        by_name.setdefault(path.rsplit("/", 1)[-1], path)
    found = [(by_name[name], styles) for name, styles in DEBIAN.items() if name in by_name]
    found += [(path, "highway us") for name, path in sorted(by_name.items()) if "/roadgeek/" in path]
    for path in sorted(NPM_FONTS.glob("*.ttf")):
        styles = next((s for key, s in NPM_STYLES.items() if path.name.startswith(key)), "sans")
        found.append((str(path), styles))
    return found


def draw_glyph(font, character):
    left, top, right, bottom = font.getbbox(character)
    picture = Image.new("L", (max(4, right - left), max(4, bottom - top)), 0)
    ImageDraw.Draw(picture).text((-left, -top), character, font=font, fill=255)
    return np.asarray(picture)


def build_atlas(path, styles):
    """The atlas of one font file, or None when its figures are old-style or glyphs are missing."""
    probe = ImageFont.truetype(path, 200)
    box = probe.getbbox("H")
    font = ImageFont.truetype(path, max(8, round(200 * CAP / (box[3] - box[1]))))
    glyphs = {}
    for character in ALPHABET:
        glyph = draw_glyph(font, character)
        if glyph.shape[0] < CAP * 0.8 or glyph.max() < 200:
            return None
        if character == "Q" and glyph.shape[0] > CAP * 1.1:
            glyphs[character] = cv2.resize(glyph, (glyph.shape[1], CAP))
        else:
            glyphs[character] = cv2.resize(glyph, (glyph.shape[1], CAP), interpolation=cv2.INTER_AREA)
    if glyphs["0"].shape == glyphs["1"].shape and np.array_equal(glyphs["0"], glyphs["1"]):
        return None
    return Atlas(pathlib.Path(path).name, set(styles.split()), glyphs)


@functools.lru_cache(maxsize=1)
def cache():
    """{"atlases": [(name, styles, glyphs)], "small": [font files of small words]}"""
    if not CACHE.exists():
        files = font_files()
        made = [build_atlas(path, styles) for path, styles in files]
        kept = {
            "atlases": [(a.name, a.styles, a.glyphs) for a in made if a],
            "small": [pathlib.Path(path).read_bytes() for path, _ in files[::4]],
        }
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        CACHE.write_bytes(gzip.compress(pickle.dumps(kept)))
    return pickle.loads(gzip.decompress(CACHE.read_bytes()))


def load_atlases():
    """All atlases. Faces drawn by hand come first."""
    from training.plates.faces import own_atlases  # here, since faces.py needs this module

    return own_atlases() + [Atlas(*row) for row in cache()["atlases"]]


def small_fonts(sizes=(10, 12, 15, 19)):
    """PIL fonts for the small words on plates and for the words on signs."""
    return [ImageFont.truetype(io.BytesIO(file), size) for file in cache()["small"] for size in sizes]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rebuild", action="store_true", help="draw the atlases again, after new fonts")
    if parser.parse_args().rebuild:
        CACHE.unlink(missing_ok=True)
    for entry in load_atlases():
        print(entry.name, *sorted(entry.styles))
