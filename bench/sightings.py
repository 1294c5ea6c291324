#!/usr/bin/env python3
"""Durable POST /v1/sightings a second, 64 connections, beside the floor: bare group-committed rows.

    bench/sightings.py [--seconds 10] [--connections 64] [--database URL]
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import ROOT, Server  # noqa: E402

LUA = """
local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
local function letter() local i = math.random(26); return letters:sub(i, i) end
function setup(thread) seed = (seed or 0) + 1; thread:set("seed", seed) end
function init() math.randomseed(os.time() * 100 + (seed or 0)) end
function request()
  local plate = letter() .. letter() .. string.format("%03d", math.random(0, 999)) .. letter() .. letter()
  local body = string.format('{"plate":"%s","confidence":0.97,"seen_at":"%s","place":{"lat":%.6f,"lon":%.6f,"source":"device"},"device":"gate-%d"}',
    plate, os.date("!%Y-%m-%dT%H:%M:%SZ"), -34.6 + math.random() / 10, -58.4 + math.random() / 10, math.random(200))
  return wrk.format("POST", "/v1/sightings", {["Authorization"] = "Bearer " .. os.getenv("PATENTE_KEY"), ["Content-Type"] = "application/json"}, body)
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %.3f %.3f %.3f\\n", summary.requests, summary.errors.status + summary.errors.read + summary.errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


def posted(server, connections, seconds):
    """-> (requests a second, median ms, 99th percentile ms, errors)"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script.name, f"http://127.0.0.1:{server.port}"]
        said = subprocess.run(command, env={"PATENTE_KEY": server.key, "PATH": "/usr/bin"}, capture_output=True, text=True, check=True).stdout
    count, errors, took, p50, p99 = map(float, re.search(r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", said).groups())
    return count / took, p50, p99, int(errors)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--database")
    arguments = parser.parse_args()
    with Server(database=arguments.database) as server:
        rate, p50, p99, errors = posted(server, arguments.connections, arguments.seconds)
    print(f"POST /v1/sightings, {arguments.connections} connections: {rate:.0f} requests/s, p50 {p50} ms, p99 {p99} ms, {errors} errors")
    floor = ROOT / "build/release/bench_storage"
    if floor.exists():
        subprocess.run([str(floor)], check=True)
    return errors != 0


if __name__ == "__main__":
    sys.exit(main())
