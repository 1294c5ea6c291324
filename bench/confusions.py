#!/usr/bin/env python3
"""Measures which characters plate readers take for each other, and writes data/confusions.toml.

  bench/confusions.py DEV PEERS [--out data/confusions.toml]

DEV holds labelled sets (*.jsonl, rows {"image", "plates": [{"text"}]}), PEERS the readers' answers to them
(READER.SET.jsonl, rows {"image", "plates": [{"text", "score"}]}). A reading one or two edits from its label counts;
one further off is another plate or no plate. Only figures are written: no photo and no plate text.
"""
import argparse
import collections
import json
import pathlib


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def edits(truth, read):
    """The cheapest way from truth to read: [(true character or "", read character or "")] of what differs."""
    table = [[(j, None) for j in range(len(read) + 1)] for _ in range(len(truth) + 1)]
    for i in range(len(truth) + 1):
        for j in range(len(read) + 1):
            ways = []
            if i and j:
                ways.append((table[i - 1][j - 1][0] + (truth[i - 1] != read[j - 1]), (i - 1, j - 1)))
            if i:
                ways.append((table[i - 1][j][0] + 1, (i - 1, j)))
            if j:
                ways.append((table[i][j - 1][0] + 1, (i, j - 1)))
            if ways:
                table[i][j] = min(ways, key=lambda way: way[0])
    found, at = [], (len(truth), len(read))
    while at != (0, 0):
        before = table[at[0]][at[1]][1]
        pair = (truth[before[0]:at[0]], read[before[1]:at[1]])
        if pair[0] != pair[1]:
            found.append(pair)
        at = before
    return found


def measure(dev, peers):
    counts, readings, wrong, used = collections.Counter(), 0, 0, []
    confidence = {"right": [], "wrong": []}
    for answers in sorted(peers.glob("*.jsonl")):
        labels_path = dev / (answers.name.split(".")[-2] + ".jsonl")
        if not labels_path.exists():
            continue
        labels = {row["image"]: [p["text"] for p in row["plates"] if p.get("text")] for row in rows(labels_path)}
        if not any(labels.values()):
            continue
        used.append(answers.name.removesuffix(".jsonl"))
        for row in rows(answers):
            for truth in labels.get(row.get("image"), []):
                near = [(len(edits(truth, p["text"])), p["text"], p.get("ocr_min")) for p in row["plates"] if p.get("text")]
                if not near or min(near)[0] > 2:
                    continue
                readings += 1
                differing = edits(truth, min(near)[1])
                wrong += bool(differing)
                counts.update(differing)
                if min(near)[2] is not None:
                    confidence["wrong" if differing else "right"].append(min(near)[2])
    return counts, readings, wrong, used, confidence


def quantiles(values, steps=20):
    values = sorted(values)
    return [round(values[min(len(values) - 1, len(values) * i // steps)], 4) for i in range(steps + 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=pathlib.Path)
    parser.add_argument("peers", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("data/confusions.toml"))
    arguments = parser.parse_args()
    counts, readings, wrong, used, confidence = measure(arguments.dev, arguments.peers)
    alphabet = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    swaps = {pair: n for pair, n in counts.items() if pair[0] in alphabet and pair[1] in alphabet}
    lines = [
        "# Which characters plate readers take for each other: the true one, then the one read, and how often.",
        "# Measured by bench/confusions.py on labelled development photos:",
        "# sets " + ", ".join(sorted({name.rpartition(".")[2] for name in used})) + ";",
        "# readers " + ", ".join(sorted({name.rpartition(".")[0] for name in used})) + ".",
        f"# {readings} readings within two edits of their label, {wrong} of them wrong.",
        f"readings = {readings}",
        f"wrong = {wrong}",
        f"missed = {sum(n for pair, n in counts.items() if not pair[1])}  # characters left out",
        f"added = {sum(n for pair, n in counts.items() if not pair[0])}",
        "",
        "[misread]",
    ]
    lines += [f"{a}{b} = {n}" for (a, b), n in sorted(swaps.items(), key=lambda item: (-item[1], item[0]))]
    lines += ["", "[confidence]  # of the weakest character, in steps of a twentieth; for simulations"]
    lines += [f"{kind} = {quantiles(values)}" for kind, values in confidence.items()]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{arguments.out}: {readings} readings, {wrong} wrong, {len(swaps)} pairs")


if __name__ == "__main__":
    main()
