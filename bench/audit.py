#!/usr/bin/python3
"""How long the audit log takes: to verify a million entries, to number them, and what recording costs a look and an act.

    bench/audit.py [--entries 1000000] [--against BINARY] [--seconds 5]
    --against: a build of the program without the audit log, whose GET and POST /v1/sightings are measured in the same run

The floor of verifying is SHA-256 over the same bytes and SQLite reading every column of the same rows, one after the other; nothing
else: no chain, no tree. Processor time stands beside the time that went by: what else the machine does adds to the latter alone.
"""
import argparse
import hashlib
import os
import pathlib
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server, binary  # noqa: E402

ASKED_S = 5.0  # a million entries


def run(*arguments):
    began = time.monotonic()
    done = subprocess.run([str(binary()), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stdout}{done.stderr}")
    return time.monotonic() - began, done.stdout


def fill(data, count):
    """Entries without numbers, as they stand after their acts: half looks with a query, half acts; a tenth with a reason."""
    rng, now = random.Random(1), int(time.time() * 1e3)
    database = sqlite3.connect(data / "patente.db")
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
    first = (database.execute("SELECT MAX(position) FROM audit_entries").fetchone()[0] or 0) + 1
    personal = []

    def entries():
        for i in range(count):
            look, own_hash = i % 2 == 0, ""
            if i % 10 == 0:
                salt, plate = f"{rng.getrandbits(128):032x}", f"AB{i % 1000:03d}CD"
                content = '{"why":"denuncia","query":"plate=%s"}' % plate
                personal.append((first + i, salt, content, plate))
                own_hash = hashlib.sha256((salt + content).encode()).hexdigest()
            yield (first + i, now + i, "user", f"0190f2a0-0000-7000-8000-{i % 50:012d}", f"operador {i % 50}",
                   "GET /v1/sightings" if look else "PATCH /v1/parking/stays/{stay}", "done", "sightings" if look else "stays",
                   "" if look else f"0190f2a0-0000-7000-9000-{i:012d}",
                   '{"correlation":"0190f2a0-0000-7000-a000-%012d",%s}' % (i, '"count":50' if look else '"fields":["plate"]'), own_hash)
    database.executemany("INSERT INTO audit_entries (position, happened_at, by_kind, by_id, by_name, act, outcome, subject_kind, subject_id, detail, "
                         "personal_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", entries())
    database.executemany("INSERT INTO audit_personal (position, salt, content, plate) VALUES (?, ?, ?, ?)", personal)
    database.commit()
    database.close()


# Every column that an entry's line is made of, looked at and thrown away.
READ_ALL = """
SELECT SUM(e.number + e.happened_at + LENGTH(e.by_kind) + LENGTH(e.by_id) + LENGTH(e.by_name) + LENGTH(e.act) + LENGTH(e.outcome)
  + LENGTH(e.subject_kind) + LENGTH(e.subject_id) + LENGTH(e.detail) + LENGTH(e.personal_hash) + LENGTH(e.previous_hash)
  + LENGTH(e.entry_hash) + IFNULL(LENGTH(p.salt) + LENGTH(p.content), 0))
FROM audit_entries e LEFT JOIN audit_personal p ON e.personal_hash <> '' AND p.position = e.position
"""


def processor_s():
    """Of the programs that ran and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def verify(count):
    with tempfile.TemporaryDirectory(prefix="patente-audit-") as folder:
        data = pathlib.Path(folder)
        run("migrate", "--data", data)
        fill(data, count)
        numbering_s, _ = run("audit", "head", "--data", data)
        print(f"{count} entries numbered, hashed and chained: {count / numbering_s:.0f}/s", flush=True)
        before = processor_s()
        took = sorted(run("audit", "verify", "--data", data)[0] for _ in range(3))
        used = (processor_s() - before) / 3
        run("audit", "export", "--data", data, "--output", data / "audit.jsonl")
        lines = [line[9:line.rindex(b',"hash":"')] for line in open(data / "audit.jsonl", "rb") if line.startswith(b'{"entry":')]
        size, together = sum(map(len, lines)), b"".join(lines)
        hashing = min(timed(lambda: hashlib.sha256(together).digest()) for _ in range(3))
        database = sqlite3.connect(data / "patente.db")
        reading = min(timed(lambda: database.execute(READ_ALL).fetchall()) for _ in range(3))
        database.close()
        floor = hashing + reading
        export_s, _ = run("audit", "verify", "--from-export", data / "audit.jsonl")
        print(f"patente audit verify, {count} entries: median {took[1]:.2f} s of three, {used:.2f} s of processor time "
              f"(asked: ≤ {ASKED_S * count / 1e6:.1f} s); floor {floor:.2f} s: SHA-256 of the same {size / 1e6:.0f} MB {hashing:.2f}, "
              f"SQLite reading the rows {reading:.2f}; ratio {used / floor:.1f}")
        print(f"the same from an export: {export_s:.2f} s; DATA: {(data / 'patente.db').stat().st_size / 1e6:.0f} MB")
        return took[1] <= ASKED_S * count / 1e6


def timed(act):
    """Processor time."""
    began = time.process_time()
    act()
    return time.process_time() - began


GET_LUA = """
function request() return wrk.format("GET", "/v1/sightings?limit=50", {["Authorization"] = "Bearer " .. os.getenv("PATENTE_KEY")}) end
"""
POST_LUA = """
local n = 0
function request()
  n = n + 1
  local body = string.format('{"plate":"AB%03dCD","confidence":0.97,"place":{"lat":-34.6,"lon":-58.4},"device":"gate-%d-%d"}', n % 1000, n, os.time())
  return wrk.format("POST", "/v1/sightings", {["Authorization"] = "Bearer " .. os.getenv("PATENTE_KEY"), ["Content-Type"] = "application/json"}, body)
end
"""
DONE_LUA = """
function done(summary, latency) io.write(string.format("RESULT %d %d %.3f %.3f %.3f\\n", summary.requests, summary.errors.status + summary.errors.read,
  summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3)) end
"""


def load(server, lua, connections, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua + DONE_LUA)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script.name, f"http://127.0.0.1:{server.port}"]
        said = subprocess.run(command, env={"PATENTE_KEY": server.key, "PATH": "/usr/bin"}, capture_output=True, text=True, check=True).stdout
    count, errors, took, p50, p99 = re.search(r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", said).groups()
    if int(errors):
        raise SystemExit(f"{errors} requests failed")
    return int(count) / float(took), float(p50), float(p99)


def looks_and_acts(binaries, seconds):
    figures = {}
    for name, path in binaries:
        os.environ["PATENTE_BINARY"] = str(path)
        with Server() as server:
            client = Client(server)
            for i in range(2):
                rows = [{"plate": f"AB{n:03d}CD", "device": f"fill-{i}-{n}", "place": {"lat": -34.6, "lon": -58.4}} for n in range(1000)]
                status, answer = client.call("POST", "/v1/sightings", rows)
                assert status == 201, answer
            for what, lua, connections in (("GET /v1/sightings, one client", GET_LUA, 1), ("GET /v1/sightings, 64 clients", GET_LUA, 64),
                                           ("POST /v1/sightings, 64 clients", POST_LUA, 64)):
                rate, p50, p99 = load(server, lua, connections, seconds)
                figures.setdefault(what, []).append(rate)
                print(f"{what}, {name}: {rate:.0f}/s, p50 {p50:.2f} ms, p99 {p99:.2f} ms", flush=True)
    for what, rates in figures.items():
        if len(rates) == 2:
            print(f"{what}: {100 * rates[0] / rates[1]:.0f} % of what it is without the log")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--against", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=5)
    arguments = parser.parse_args()
    good = verify(arguments.entries) if arguments.entries else True
    own = binary()
    looks_and_acts([("with the log", own)] + ([("without", arguments.against)] if arguments.against else []), arguments.seconds)
    return not good


if __name__ == "__main__":
    sys.exit(main())
