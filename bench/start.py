#!/usr/bin/env python3
"""Milliseconds from start to ready, and memory when idle with the models loaded.

    bench/start.py [--rounds 7]
"""
import argparse
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server, golden_photos  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as data:
        with Server(data) as server:
            print(f"first start, with migrations: ready in {server.ready_ms:.0f} ms")
            Client(server).post_photo(golden_photos()[0][0])
        ready, idle = [], []
        for _ in range(rounds):
            with Server(data) as server:
                assert Client(server).call("GET", "/v1/sightings?limit=1")[0] == 200
                ready.append(server.ready_ms)
                idle.append(server.memory_mb())
        print(f"start to ready: median {statistics.median(ready):.0f} ms, worst {max(ready):.0f} ms; idle memory {statistics.median(idle):.0f} MB")
        with Server(data) as server:
            for photo, _ in golden_photos()[:8]:
                Client(server).post_photo(photo + b"x")
            print(f"memory after eight photos: {server.memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
