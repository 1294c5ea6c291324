#!/usr/bin/python3
"""Fills a database of the product with sightings, in bulk: 5,000,000 of 1,000,000 Argentine plates take about two minutes.

    bench/fill.py DATABASE [--sightings 5000000] [--plates 1000000] [--seed 1]
    DATABASE: the file of an SQLite database, or postgresql://…; the product made its tables before, and does not run now

Some plates are seen far more often than others, from 200 devices over 90 days, as streets are.
"""
import argparse
import contextlib
import itertools
import math
import random
import sqlite3
import subprocess
import time

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
LOOK_ALIKES = str.maketrans("OQDIBSZGU", "00018526V")
COLUMNS = ("id", "plate", "plate_as_read", "seen_at", "seen_until", "lat", "lon", "place_cell", "device", "recorded_at")
CONSTANT = {"confidence": "0.97", "alternatives": "[]", "region": "ar", "time_flags": "[]", "place_source": "device", "key_id": "bench",
            "zone": "", "capture_id": "", "evidence_sha256": "", "crop_sha256": "", "times_seen": "1", "version": "1"}
DAY_MS = 86_400_000


def plates_of(count, rng):
    """Distinct ones: of 2016 (AB123CD), of 1994 (ABC123), of motorcycles (A123BCD)."""
    def letters(many):
        return "".join(rng.choices(LETTERS, k=many))

    plates = {}
    while len(plates) < count:
        kind = rng.random()
        digits = f"{rng.randrange(1000):03d}"
        if kind < 0.55:
            plate = rng.choice("AAAAAAABCD") + letters(1) + digits + letters(2)
        elif kind < 0.9:
            plate = letters(3) + digits
        else:
            plate = "A" + digits + letters(3)
        plates[plate] = None
    return list(plates)


def cell_of(lat, lon):
    return math.floor((lat + 90) / 0.005) * 72_000 + math.floor((lon + 180) / 0.005)


def sightings_of(plates, count, rng):
    """Rows of COLUMNS, oldest first; every plate is seen at least once when there are enough."""
    began = int(time.time() * 1000) - 90 * DAY_MS
    devices = [(f"gate-{n}", -34.6 + rng.random() / 5, -58.5 + rng.random() / 5) for n in range(200)]
    devices = [(name, lat, lon, cell_of(lat, lon)) for name, lat, lon in devices]
    order = list(range(len(plates)))
    rng.shuffle(order)
    step = 90 * DAY_MS / count
    for number in range(count):
        at = began + int(number * step)
        which = order[number % len(plates)] if number < len(plates) else int(len(plates) * rng.random() ** 2)
        plate = plates[which]
        device, lat, lon, cell = devices[rng.getrandbits(16) % 200]
        bits = rng.getrandbits(74)
        low = f"{0x8000000000000000 | bits >> 12:016x}"
        stamp = f"{at:012x}"
        yield (f"{stamp[:8]}-{stamp[8:]}-7{bits & 0xfff:03x}-{low[:4]}-{low[4:]}", plate, plate, at, at, lat, lon, cell, device, at)


def fill_sqlite(path, plates, sightings):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "locking_mode = EXCLUSIVE"):
            database.execute("PRAGMA " + pragma)
        indexes = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'sightings_sightings' "
                                   "AND sql IS NOT NULL").fetchall()
        database.execute("BEGIN")
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        database.executemany("INSERT INTO sightings_plates (look_alike, plate) VALUES (?, ?)",
                             sorted((plate.translate(LOOK_ALIKES), plate) for plate in plates))
        constants = ", ".join("'" + value + "'" for value in CONSTANT.values())
        database.executemany(f"INSERT INTO sightings_sightings ({', '.join(COLUMNS)}, {', '.join(CONSTANT)}) "
                             f"VALUES ({', '.join('?' * len(COLUMNS))}, {constants})", sightings)
        for _, text in indexes:
            database.execute(text)
        database.execute("COMMIT")
        database.execute("ANALYZE")
        database.execute("PRAGMA journal_mode = WAL")


def fill_postgresql(address, plates, sightings):
    indexes = subprocess.run(["psql", "-qtAF\t", address, "-c", "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN "
                              "('sightings_sightings', 'sightings_plates') AND indexname NOT LIKE '%_pkey'"],
                             capture_output=True, text=True, check=True).stdout.splitlines()
    indexes = [line.split("\t") for line in indexes]
    constants = "\t".join(CONSTANT.values())
    lines = itertools.chain(
        (f"DROP INDEX {name};\n" for name, _ in indexes),
        ["COPY sightings_plates (look_alike, plate) FROM STDIN;\n"],
        (f"{plate.translate(LOOK_ALIKES)}\t{plate}\n" for plate in plates),
        ["\\.\n", f"COPY sightings_sightings ({', '.join(COLUMNS)}, {', '.join(CONSTANT)}) FROM STDIN;\n"],
        ("\t".join(map(str, row)) + "\t" + constants + "\n" for row in sightings),
        ["\\.\n"],
        (f"{text};\n" for _, text in indexes),
        ["VACUUM ANALYZE sightings_plates, sightings_sightings;\n"])
    psql = subprocess.Popen(["psql", "-q", "-v", "ON_ERROR_STOP=1", address], stdin=subprocess.PIPE, text=True)
    with psql.stdin:
        psql.stdin.writelines(lines)
    if psql.wait() != 0:
        raise SystemExit("psql refused the rows")


def fill(database, sightings, plates, seed=1):
    """-> the plates, those seen most first."""
    rng = random.Random(seed)
    known = plates_of(plates, rng)
    rows = sightings_of(known, sightings, rng)
    (fill_postgresql if database.startswith("postgresql:") else fill_sqlite)(database, known, rows)
    return known


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--sightings", type=int, default=5_000_000)
    parser.add_argument("--plates", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    fill(asked.database, asked.sightings, asked.plates, asked.seed)
    print(f"{asked.sightings} sightings of {asked.plates} plates in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
