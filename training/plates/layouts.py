"""Reads layouts.toml and draws texts from its patterns."""
import dataclasses
import pathlib
import tomllib

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
SEPARATORS = " -.*"


@dataclasses.dataclass
class Layout:
    """One plate design; the fields are explained in layouts.toml."""

    name: str
    region: str
    patterns: list
    aspect: float
    ground: list
    ink: list
    styles: list
    size: float
    fill: float
    weight: float = 1.0
    band: str = ""
    band_chance: float = 1.0
    band_colour: list = dataclasses.field(default_factory=list)
    band_words: list = dataclasses.field(default_factory=list)
    head: list = dataclasses.field(default_factory=list)
    foot: list = dataclasses.field(default_factory=list)
    border: bool = False
    art: float = 0.0
    bolts: float = 0.4
    random: bool = False

    def two_lines(self):
        return "/" in self.patterns[0]


def load_layouts(path=pathlib.Path(__file__).with_name("layouts.toml")):
    """[(layout, probability)]: regions by their share, layouts of a region by their weight."""
    table = tomllib.loads(pathlib.Path(path).read_text())
    layouts = [Layout(**row) for row in table["layout"]]
    shares = table["shares"]
    total = {}
    for layout in layouts:
        total[layout.region] = total.get(layout.region, 0) + layout.weight
    chance = [shares.get(l.region, 1.0) * l.weight / total[l.region] for l in layouts]
    return [(layout, c / sum(chance)) for layout, c in zip(layouts, chance)]


def compose(pattern, rng):
    """Lines of symbols of one text: characters A-Z 0-9, and the separators blank, dash, dot and star."""
    lines, at = [""], 0
    while at < len(pattern):
        symbol = pattern[at]
        if symbol in "[{":
            end = pattern.index("]" if symbol == "[" else "}", at)
            inner = pattern[at + 1 : end]
            lines[-1] += rng.choice(inner) if symbol == "[" else inner
            at = end + 1
            continue
        if symbol == "/":
            lines.append("")
        elif symbol == "L":
            lines[-1] += rng.choice(LETTERS)
        elif symbol == "D":
            lines[-1] += rng.choice(DIGITS)
        else:
            lines[-1] += symbol
        at += 1
    return [line.strip() for line in lines]


def split_text(text, pattern):
    """A given text laid out like the pattern (same number of characters), as compose() would return it."""
    lines, rest, at = [""], list(text), 0
    while at < len(pattern):
        symbol = pattern[at]
        if symbol in "[{":
            end = pattern.index("]" if symbol == "[" else "}", at)
            lines[-1] += rest.pop(0)
            at = end
        elif symbol == "/":
            lines.append("")
        elif symbol in SEPARATORS:
            lines[-1] += symbol
        else:
            lines[-1] += rest.pop(0)
        at += 1
    return [line.strip() for line in lines]


def plain(lines):
    """The text without separators."""
    return "".join(c for line in lines for c in line if c not in SEPARATORS)
