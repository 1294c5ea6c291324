#!/usr/bin/env python3
"""Photos posted to /v1/captures: median answer of one client, and photos a second of eight, beside the floors.

    bench/captures.py [--photos 120]

Floors: `patente eval` on the same photos (decode, networks) and a bare fsynced write of the same bytes.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import ROOT, Client, Server, another_copy, binary, golden_photos  # noqa: E402


def bare_store_ms(photos):
    times = []
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
        for number, photo in enumerate(photos):
            began = time.monotonic()
            with open(f"{folder}/{number}", "wb") as file:
                file.write(photo)
                os.fsync(file.fileno())
            times.append((time.monotonic() - began) * 1e3)
    return statistics.median(times)


def eval_photos_per_second(photos, threads):
    """`patente eval` on exactly these photos."""
    with tempfile.TemporaryDirectory() as folder:
        manifest = pathlib.Path(folder, "photos.jsonl")
        rows = []
        for number, photo in enumerate(photos):
            pathlib.Path(folder, f"{number}.jpg").write_bytes(photo)
            rows.append(json.dumps({"image": f"{number}.jpg", "plates": [], "complete": False}))
        manifest.write_text("\n".join(rows) + "\n")
        said = subprocess.run([str(binary()), "eval", str(manifest), "--threads", str(threads)], capture_output=True, text=True, check=True).stdout
    print("  " + "\n  ".join(said.strip().splitlines()))
    return float(re.search(r"photos/s +([\d.]+)", said).group(1))


def post_all(server, photos, clients):
    """-> (milliseconds of each answer, photos a second, answers with a reading)"""
    waiting, times, read, lock = list(photos), [], [0], threading.Lock()

    def work():
        client = Client(server)
        while True:
            with lock:
                if not waiting:
                    return
                photo = waiting.pop()
            began = time.monotonic()
            status, answer = client.post_photo(photo)
            took = (time.monotonic() - began) * 1e3
            assert status == 201, (status, answer)
            with lock:
                times.append(took)
                read[0] += bool(answer["captures"][0]["readings"])

    began = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(photos) / (time.monotonic() - began), read[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=120)
    arguments = parser.parse_args()
    golden = [photo for photo, _ in golden_photos()[:24]]
    fresh = lambda: [another_copy(golden[i % len(golden)]) for i in range(arguments.photos)]
    (ROOT / "var").mkdir(exist_ok=True)
    print("floors")
    store_ms = bare_store_ms(fresh())
    print(f"  bare fsynced store of the same bytes: {store_ms:.2f} ms a photo")
    one = eval_photos_per_second(fresh(), 1)
    two = eval_photos_per_second(fresh(), 2)
    with Server() as server:
        post_all(server, fresh()[:16], 1)
        alone, _, read = post_all(server, fresh(), 1)
        print(f"one client: median {statistics.median(alone):.1f} ms (floor {1e3 / one + store_ms:.1f} ms), {read} of {len(alone)} with a reading")
        times, rate, read = post_all(server, fresh(), 8)
        print(f"eight clients: {rate:.1f} photos/s, {100 * rate / two:.0f} % of eval with two threads, "
              f"median {statistics.median(times):.0f} ms, {read} of {len(times)} with a reading")
        print(f"memory after it: {server.memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
