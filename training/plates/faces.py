"""Plate faces drawn by hand as strokes: no free font has them.

Each glyph is a list of strokes on a grid 10 wide and 16 high (y down); a stroke is a list of points. NARROW
says which glyphs take less room than the others.
"""
import cv2
import numpy as np

from training.plates.fonts import ALPHABET, CAP, Atlas


def arc(x, y, rx, ry, start, end, count=14):
    """Points of an ellipse's arc; degrees, clockwise on screen, 0 to the right."""
    angle = np.radians(np.linspace(start, end, count))
    return [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angle]


def ring(x0, y0, x1, y1, r):
    """A closed rounded rectangle."""
    return (
        arc(x0 + r, y0 + r, r, r, 180, 270, 6)
        + arc(x1 - r, y0 + r, r, r, 270, 360, 6)
        + arc(x1 - r, y1 - r, r, r, 0, 90, 6)
        + arc(x0 + r, y1 - r, r, r, 90, 180, 6)
        + [(x0, y0 + r)]
    )


# The tamper-proof face of the Mercosur and of Germany: open bowls, slanted cuts, 0 and O, I and 1 kept apart.
HARD = {
    "0": [ring(1, 1, 9, 15, 3.6)],
    "1": [[(2.6, 4.6), (5.6, 1), (5.6, 15)]],
    "2": [arc(5, 4.7, 3.9, 3.7, 190, 375) + [(8.2, 7.4), (1.2, 15), (9.2, 15)]],
    "3": [[(1.2, 1), (8.6, 1), (4.6, 6.4)], arc(4.6, 10.7, 4.2, 4.3, 270, 510)],
    "4": [[(6.2, 1), (1, 11), (9.4, 11)], [(7.2, 7), (7.2, 15)]],
    "5": [[(8.6, 1), (2.2, 1), (1.6, 7.4)] + arc(4.8, 10.5, 4.2, 4.5, 235, 510)],
    "6": [[(7, 1), (2, 8)], arc(5, 10.6, 4, 4.4, 0, 360, 24)],
    "7": [[(1, 1), (9, 1), (4, 15)]],
    "8": [arc(5, 4.5, 3.2, 3.5, 0, 360, 24), arc(5, 11.4, 4, 3.6, 0, 360, 24)],
    "9": [arc(5, 5.4, 4, 4.4, 0, 360, 24), [(8, 8.4), (3.2, 15)]],
    "A": [[(0.6, 15), (5, 1), (9.4, 15)], [(2.4, 10.6), (7.6, 10.6)]],
    "B": [
        [(1.4, 1), (1.4, 15)],
        [(1.4, 1), (5.4, 1)] + arc(5.4, 4.4, 3.2, 3.4, 270, 450) + [(1.4, 7.8)],
        arc(5.2, 11.4, 3.9, 3.6, 270, 450) + [(1.4, 15)],
    ],
    "C": [arc(5.4, 5.6, 4.2, 4.6, 330, 180) + [(1.2, 10.4)] + arc(5.4, 10.4, 4.2, 4.6, 180, 30)],
    "D": [
        [(1.4, 15), (1.4, 1), (4.4, 1)]
        + arc(4.4, 5.6, 4.4, 4.6, 270, 360)
        + arc(4.4, 10.4, 4.4, 4.6, 0, 90)
        + [(1.4, 15)]
    ],
    "E": [[(8.6, 1), (1.4, 1), (1.4, 15), (8.8, 15)], [(1.4, 7.8), (7.4, 7.8)]],
    "F": [[(8.8, 1), (1.4, 1), (1.4, 15)], [(1.4, 8), (7.4, 8)]],
    "G": [
        arc(5.4, 5.6, 4.2, 4.6, 330, 180)
        + [(1.2, 10.4)]
        + arc(5.4, 10.4, 4, 4.6, 180, 0)
        + [(9.4, 8.6), (5.6, 8.6)]
    ],
    "H": [[(1.4, 1), (1.4, 15)], [(8.6, 1), (8.6, 15)], [(1.4, 8), (8.6, 8)]],
    "I": [[(5, 1), (5, 15)], [(3, 1), (7, 1)], [(3, 15), (7, 15)]],
    "J": [[(3.4, 1), (7.8, 1), (7.8, 11)] + arc(4.6, 11, 3.2, 4, 0, 165)],
    "K": [[(1.4, 1), (1.4, 15)], [(8.8, 1), (1.6, 9.4)], [(4, 6.8), (9.2, 15)]],
    "L": [[(1.6, 1), (1.6, 15), (8.8, 15)]],
    "M": [[(1, 15), (1.2, 1), (5, 9), (8.8, 1), (9, 15)]],
    "N": [[(1.4, 15), (1.4, 1), (8.6, 15), (8.6, 1)]],
    "O": [arc(5, 5.4, 4.2, 4.4, 180, 360) + arc(5, 10.6, 4.2, 4.4, 0, 180) + [(0.8, 5.4)]],
    "P": [[(1.4, 15), (1.4, 1), (5.2, 1)] + arc(5.2, 5, 3.8, 4, 270, 450) + [(1.4, 9)]],
    "Q": [
        arc(5, 5.4, 4.2, 4.4, 180, 360) + arc(5, 10.6, 4.2, 4.4, 0, 180) + [(0.8, 5.4)],
        [(5.6, 11), (9.4, 15.4)],
    ],
    "R": [
        [(1.4, 15), (1.4, 1), (5.2, 1)] + arc(5.2, 4.8, 3.7, 3.8, 270, 450) + [(1.4, 8.6)],
        [(5, 8.6), (9, 15)],
    ],
    "S": [arc(5, 4.6, 3.8, 3.6, 335, 130) + arc(5, 11.4, 4, 3.6, 290, 520)],
    "T": [[(0.8, 1), (9.2, 1)], [(5, 1), (5, 15)]],
    "U": [[(1.3, 1), (1.3, 10.6)] + arc(5, 10.6, 3.7, 4.4, 180, 0) + [(8.7, 1)]],
    "V": [[(0.6, 1), (5, 15), (9.4, 1)]],
    "W": [[(0.4, 1), (2.6, 15), (5, 4.6), (7.4, 15), (9.6, 1)]],
    "X": [[(0.8, 1), (9.2, 15)], [(9.2, 1), (0.8, 15)]],
    "Y": [[(0.6, 1), (5, 8), (9.4, 1)], [(5, 8), (5, 15)]],
    "Z": [[(1, 1), (8.8, 1), (1, 15), (9.2, 15)]],
}

# The embossed face of old Argentine plates: narrow, flat-sided, M and W with short middles.
EMBOSSED = dict(
    HARD,
    **{
        "2": [arc(5, 4.9, 3.7, 3.9, 180, 360) + [(8.7, 6), (1.3, 15), (8.9, 15)]],
        "3": [arc(4.8, 4.6, 3.6, 3.6, 190, 440), arc(4.8, 11.4, 3.9, 3.6, 270, 530)],
        "6": [arc(5, 5, 3.9, 4, 340, 180) + [(1.1, 11)] + arc(5, 11, 3.9, 4, 180, -180, 26)],
        "9": [arc(5, 5, 3.9, 4, 0, 360, 26) + [(8.9, 11)] + arc(5, 11, 3.9, 4, 0, 160)],
        "1": [[(3, 3.6), (5.4, 1), (5.4, 15)]],
        "4": [[(7, 15), (7, 1), (1, 11), (9.2, 11)]],
        "I": [[(5, 1), (5, 15)]],
        "O": [ring(1, 1, 9, 15, 3.8)],
        "Q": [ring(1, 1, 9, 15, 3.8), [(5.6, 11), (9.2, 15.4)]],
        "J": [[(7.6, 1), (7.6, 11)] + arc(4.4, 11, 3.2, 4, 0, 170)],
        "M": [[(1, 15), (1, 1), (5, 7.4), (9, 1), (9, 15)]],
        "W": [[(1, 1), (1.8, 15), (5, 8), (8.2, 15), (9, 1)]],
        "N": [[(1.2, 15), (1.2, 1), (8.8, 15), (8.8, 1)]],
    },
)
NARROW = {"1": 0.62, "I": 0.55, "J": 0.85}


def draw(strokes, width, weight):
    """One glyph CAP rows high, strokes `weight` grid units thick with round or flat ends as drawn."""
    scale = CAP / (14 + weight)
    columns = max(8, int((8.4 + weight) * scale * width))
    factor = 4
    picture = np.zeros((CAP * factor, columns * factor), np.uint8)
    for stroke in strokes:
        points = np.array(stroke, np.float64)
        x = ((points[:, 0] - 5) * scale * width + columns / 2) * factor
        y = (points[:, 1] - 1 + weight / 2) * scale * factor
        line = np.int32(np.round(np.stack([x, y], 1)))
        cv2.polylines(picture, [line], False, 255, max(1, int(weight * scale * factor)), cv2.LINE_AA)
    return cv2.resize(picture, (columns, CAP), interpolation=cv2.INTER_AREA)


def own_atlases():
    """Both faces in a few weights and widths."""
    atlases = []
    for name, face, styles in (("hard", HARD, {"fe"}), ("embossed", EMBOSSED, {"embossed"})):
        for weight in (1.6, 2.0, 2.5):
            for width in (0.8, 1.0, 1.15):
                glyphs = {}
                for character in ALPHABET:
                    glyph = draw(face[character], width * NARROW.get(character, 1), weight)
                    glyphs[character] = glyph
                atlases.append(Atlas(f"{name} {weight} {width}", styles, glyphs))
    return atlases


def main():
    rows = []
    for atlas in own_atlases()[1::3]:
        rows.append(np.hstack([np.pad(atlas.glyphs[c], ((8, 8), (6, 6))) for c in ALPHABET]))
    wide = max(r.shape[1] for r in rows)
    cv2.imwrite(
        "var/training/faces.png", np.vstack([np.pad(r, ((0, 0), (0, wide - r.shape[1]))) for r in rows])
    )


if __name__ == "__main__":
    main()
