"""The likeliest texts of a crop, as src/vision/plate/beam.cpp finds them: CTC prefix beam search."""
import numpy as np

from training.plates.fonts import ALPHABET

WIDTH = 16
LONGEST = 12
LEAST = -9.2  # logarithm of a class that is still followed


def likeliest(log_p, width=WIDTH):
    """[(text, probability)], best first, of steps x classes logarithms."""
    prefixes = {"": (1.0, 0.0)}  # probability of all ways that end in a blank, and in the last letter
    for step in log_p:
        chance = np.exp(step)
        classes = [c for c in np.nonzero(step > LEAST)[0] if c]
        grown = {}
        for text, (blank, letter) in prefixes.items():
            grown.setdefault(text, [0.0, 0.0])[0] += (blank + letter) * chance[0]
            for c in classes:
                new = ALPHABET[c - 1]
                repeats = text.endswith(new)
                if repeats:
                    grown[text][1] += letter * chance[c]
                before = blank if repeats else blank + letter
                if len(text) < LONGEST and before > 0:
                    grown.setdefault(text + new, [0.0, 0.0])[1] += before * chance[c]
        best = sorted(grown.items(), key=lambda kept: -sum(kept[1]))[:width]
        prefixes = {text: tuple(ways) for text, ways in best}
    return [(text, sum(ways)) for text, ways in prefixes.items()]


def stated(logits, temperature):
    """[(text, probability)] of the likeliest text of each crop, of crops x steps x classes."""
    return [likeliest(row)[0] for row in (logits / temperature).log_softmax(-1).numpy()]
