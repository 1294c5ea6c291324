"""Draws the learning curve of a run (log.jsonl) as a picture.

  python3 -m training.curve var/training/reader/S/log.jsonl var/training/reader.png --keys mean drawn us_ny_crops
  python3 -m training.curve var/training/reader/S/log.jsonl var/training/reader.png --keys text region     (losses)
"""
import argparse
import json
import pathlib

import cv2
import numpy as np

WIDTH, HEIGHT, EDGE = 900, 480, 56
TONES = [
    (180, 90, 20),
    (30, 130, 30),
    (40, 40, 200),
    (150, 30, 150),
    (20, 150, 190),
    (90, 90, 90),
    (130, 140, 20),
]


def value(row, key):
    found = row.get(key, row.get("sets", {}).get(key, row.get("losses", {}).get(key, 0)))
    return found[0] if isinstance(found, list) else found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log")
    parser.add_argument("picture")
    parser.add_argument("--keys", nargs="+", required=True)
    options = parser.parse_args()
    rows = [json.loads(line) for line in pathlib.Path(options.log).read_text().splitlines()]
    most = max(row["minutes"] for row in rows)
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for tenth in range(11):
        y = int(HEIGHT - EDGE - tenth / 10 * (HEIGHT - 2 * EDGE))
        cv2.line(picture, (EDGE, y), (WIDTH - EDGE, y), (225, 225, 225), 1)
        cv2.putText(picture, f"{tenth / 10:.1f}", (14, y + 5), 0, 0.45, (60, 60, 60), 1, cv2.LINE_AA)
    for part in range(6):
        x = int(EDGE + part / 5 * (WIDTH - 2 * EDGE))
        cv2.putText(
            picture,
            f"{most * part / 5:.0f} min",
            (x - 18, HEIGHT - 30),
            0,
            0.45,
            (60, 60, 60),
            1,
            cv2.LINE_AA,
        )
    for index, key in enumerate(options.keys):
        points = [
            (
                EDGE + row["minutes"] / most * (WIDTH - 2 * EDGE),
                HEIGHT - EDGE - min(1.0, value(row, key)) * (HEIGHT - 2 * EDGE),
            )
            for row in rows
        ]
        tone = TONES[index % len(TONES)]
        cv2.polylines(picture, [np.int32(points)], False, tone, 2, cv2.LINE_AA)
        cv2.putText(
            picture,
            f"{key} {value(rows[-1], key):.3f}",
            (EDGE + 8 + 200 * (index % 4), 22 + 20 * (index // 4)),
            0,
            0.5,
            tone,
            1,
            cv2.LINE_AA,
        )
    cv2.imwrite(options.picture, picture)


if __name__ == "__main__":
    main()
