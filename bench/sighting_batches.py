#!/usr/bin/env python3
"""Durable POST /v1/sightings in batches, beside the floor: the same rows inserted barely into the same tables and indexes.

    bench/sighting_batches.py [--batch 100] [--connections 16] [--seconds 8] [--database sqlite|postgres] [--filled DIR]

On an empty database; with --filled DIR on that of bench/search.py --data DIR (5,000,000 sightings), which grows. The floor on SQLite
is bench_inserts, prepared statements in one thread with a commit for as many rows as all connections send at once; on PostgreSQL it is
pgbench, as many clients, each statement with as many rows as a batch has.
"""
import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import fill

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import ROOT, Client, Server  # noqa: E402

FOLLOWED_S = 60  # at most
LUA = """
local batch, items, at = %d, {}, 0
for line in io.lines("%s") do items[#items + 1] = line end
function request()
  local parts = {}
  for i = 1, batch do
    at = at %% #items + 1
    parts[i] = items[at]
  end
  return wrk.format("POST", "/v1/sightings", nil, "[" .. table.concat(parts, ",") .. "]")
end
wrk.headers["Authorization"] = "Bearer " .. os.getenv("PATENTE_KEY")
wrk.headers["Content-Type"] = "application/json"
function done(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%.3f %%.3f %%.3f\\n", summary.requests, summary.errors.status + summary.errors.read + summary.errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""

# Rows, their plates and their events, as the product writes them: what pgbench puts in, so many in a statement. It takes every
# colon before a letter or a digit for a variable, also in a text.
PGBENCH = r"""
WITH made AS MATERIALIZED (
    SELECT 'A' || chr(65 + floor(random() * 25)::int) || lpad(floor(random() * 1000)::int::text, 3, '0') ||
           chr(65 + floor(random() * 25)::int) || chr(65 + floor(random() * 25)::int) AS plate,
           floor(random() * 100000)::int AS at, floor(random() * 200)::int AS device, (extract(epoch FROM now()) * 1000)::bigint AS now
    FROM generate_series(1, BATCH)),
plates AS (INSERT INTO sightings_plates (look_alike, plate) SELECT DISTINCT plate, plate FROM made ORDER BY plate ON CONFLICT DO NOTHING),
sightings AS (
    INSERT INTO sightings_sightings (id, plate, plate_as_read, confidence, alternatives, region, seen_at, seen_until, time_flags, lat, lon, place_source, place_cell, device, key_id, zone, capture_id, evidence_sha256, crop_sha256, times_seen, version, recorded_at)
    SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || substr(gen_random_uuid()::text, 13), plate, plate,
           0.97, '[]', '', now, now, '[]', -34.6 + at / 1e6, -58.4 + at / 1e6, 'device', 797000000 + at % 400, 'gate-' || device,
           '01234567-89ab-7def-8123-456789abcdef', '', '', '', '', 1, 1, now FROM made)
INSERT INTO feed_events (type, plate, zone, happened_at, data)
SELECT 'sightings.plate_seen', plate, '', now, '{"sighting": "01234567-89ab-7def-8123-456789abcdef","plate": "AB123CD","confidence": 0.97,"alternatives": [],"seen_at": "2026-11-22T12.00.00.000Z","time_flags": [],"place": {"lat": -34.612345,"lon": -58.412345,"accuracy_m": null,"source": "device"},"device": "gate-100","zone": "","crop_sha256": ""}' FROM made;
"""


def write_items(file, count):
    """One sighting a line, each plate once: those of the first 1,000,000."""
    rng = random.Random(time.time())
    for plate in fill.plates_of(count, rng):
        file.write(f'{{"plate":"{plate}","confidence":0.97,"place":{{"lat":{-34.6 + rng.random() / 10:.6f},"lon":{-58.4 + rng.random() / 10:.6f},'
                   f'"source":"device"}},"device":"gate-{rng.randrange(200)}"}}\n')
    file.flush()


def posted(server, asked, items):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (asked.batch, items))
        script.flush()
        command = ["wrk", "-t1", f"-c{asked.connections}", f"-d{asked.seconds}s", "--timeout", "20s", "-s", script.name,
                   f"http://127.0.0.1:{server.port}"]
        said = subprocess.run(command, env={"PATENTE_KEY": server.key, "PATH": "/usr/bin"}, capture_output=True, text=True, check=True).stdout
    count, errors, seconds, p50, p99 = map(float, re.search(r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", said).groups())
    if errors:
        raise SystemExit(f"{errors:.0f} requests failed")
    rate = count * asked.batch / seconds
    print(f"POST /v1/sightings, batches of {asked.batch}, {asked.connections} connections: {rate:.0f} sightings/s, p50 {p50} ms, p99 {p99} ms", flush=True)
    began, client = time.monotonic(), Client(server)
    while jobs_waiting(client) > 0 and time.monotonic() - began < FOLLOWED_S:
        time.sleep(0.1)
    left, seconds = jobs_waiting(client), time.monotonic() - began
    print(f"what follows from them (parking listens): {f'{left:.0f} jobs still wait' if left else 'all done'} {seconds:.1f} s later", flush=True)
    return rate


def jobs_waiting(client):
    return float(re.search(r"^patente_jobs_waiting(?:\{\})? (\S+)$", client.call("GET", "/metrics")[1].decode(), re.M)[1])


def floor_of_sqlite(file, asked):
    said = subprocess.run([ROOT / "build/release/bench_inserts", file, "--seconds", str(asked.seconds), "--rows", str(asked.batch * asked.connections)],
                          capture_output=True, text=True, check=True).stdout
    return float(said.split()[0])


def floor_of_postgresql(address, asked):
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PGBENCH.replace("BATCH", str(asked.batch)))
        script.flush()
        said = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", str(asked.connections), "-j", "2", "-T", str(asked.seconds), "-f", script.name,
                               address], stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    return float(re.search(r"tps = ([\d.]+)", said)[1]) * asked.batch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgres, or postgresql://… of one that was filled")
    parser.add_argument("--filled", type=pathlib.Path)
    asked = parser.parse_args()
    own = asked.database == "postgres"
    address = None if asked.database == "sqlite" else asked.database
    if own:
        address = subprocess.run([ROOT / "scripts/postgres", "start"], capture_output=True, text=True, check=True).stdout.strip()
    try:
        with tempfile.TemporaryDirectory(prefix="patente-batches-") as folder, tempfile.NamedTemporaryFile("w", suffix=".jsonl") as items:
            write_items(items, 1_000_000)
            data = asked.filled or pathlib.Path(folder)
            with Server(data, address) as server:
                rate = posted(server, asked, items.name)
            if address:
                floor, what = floor_of_postgresql(address, asked), "pgbench"
            else:
                if not asked.filled:  # an empty one again
                    data = pathlib.Path(folder, "floor")
                    data.mkdir()
                    with Server(data):
                        pass
                floor, what = floor_of_sqlite(data / "patente.db", asked), "bare inserts"
            print(f"floor, {what}: {floor:.0f} rows/s; POST reaches {100 * rate / floor:.0f} % of it (asked: >= 50 %)")
            return rate < floor / 2
    finally:
        if own:
            subprocess.run([ROOT / "scripts/postgres", "stop"], check=True)


if __name__ == "__main__":
    sys.exit(main())
