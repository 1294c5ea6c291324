#!/usr/bin/env python3
"""The main job's figures of this build beside those of another, in turns: what a change costs.

    bench/main_job.py --against BINARY [--rounds 4] [--photos 60] [--seconds 6]

Each round starts both on empty data, in the other order each time. Given are the medians over the rounds and their ratio.
"""
import argparse
import os
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from captures import post_all  # noqa: E402
from patente_server import Server, another_copy, binary, golden_photos  # noqa: E402
from sightings import posted  # noqa: E402

LOWER, HIGHER = "lower is better", "higher is better"
BETTER = {"photo, one client, ms": LOWER, "photos/s, eight clients": HIGHER, "sightings/s, 64 connections": HIGHER,
          "start to ready, ms": LOWER, "idle memory, MB": LOWER}


def figures(program, photos, seconds):
    os.environ["PATENTE_BINARY"] = str(program)
    golden = [photo for photo, _ in golden_photos()[:24]]
    fresh = [another_copy(golden[i % len(golden)]) for i in range(2 * photos + 16)]
    with Server() as server:  # makes the tables
        server.stop()
        server.start()
        found = {"start to ready, ms": server.ready_ms, "idle memory, MB": server.memory_mb()}
        post_all(server, fresh[:16], 1)
        times, _, _ = post_all(server, fresh[16:16 + photos], 1)
        found["photo, one client, ms"] = statistics.median(times)
        _, found["photos/s, eight clients"], _ = post_all(server, fresh[16 + photos:], 8)
        found["sightings/s, 64 connections"], _, _, errors = posted(server, 64, seconds)
        assert errors == 0, f"{errors} requests failed"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=6)
    arguments = parser.parse_args()
    ours, theirs = binary(), arguments.against.resolve()
    found = {ours: [], theirs: []}
    for each in range(arguments.rounds):
        for program in (ours, theirs) if each % 2 == 0 else (theirs, ours):
            found[program].append(figures(program, arguments.photos, arguments.seconds))
        print(f"round {each + 1} of {arguments.rounds}", file=sys.stderr)
    for name, better in BETTER.items():
        mine, other = (statistics.median(each[name] for each in found[program]) for program in (ours, theirs))
        loss = mine / other - 1 if better == LOWER else other / mine - 1
        print(f"{name:28s} {mine:9.1f}   the other {other:9.1f}   {100 * loss:+.1f} % worse ({better})")


if __name__ == "__main__":
    sys.exit(main())
