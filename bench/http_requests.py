#!/usr/bin/env python3
"""Requests a second of a trivial route, beside the floor: the same answer from a bare Beast loop. Rounds alternate.

    bench/http_requests.py [--seconds 5] [--rounds 3] [--connections 64] [--build build/release]
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def requests_per_s(port, arguments):
    command = ["wrk", "-t1", f"-c{arguments.connections}", f"-d{arguments.seconds}s", f"http://127.0.0.1:{port}/hello"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--build", default="build/release")
    arguments = parser.parse_args()
    with subprocess.Popen([ROOT / arguments.build / "bench_http"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as servers:
        ours, floor = map(int, servers.stdout.readline().split())
        pairs = [(requests_per_s(ours, arguments), requests_per_s(floor, arguments)) for _ in range(arguments.rounds)]
        servers.stdin.close()
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"trivial GET, {arguments.connections} connections: {statistics.median(one for one, _ in pairs):.0f} requests/s; "
          f"bare Beast {statistics.median(other for _, other in pairs):.0f}; ratio {ratio:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
