#!/usr/bin/python3
"""What an operator does from the command line, with the real program and a real server beside it.
    tests/operations/operations_test.py        PATENTE_BINARY: the program (build/asan/patente)
"""
import contextlib
import csv
import io
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tests/server"))
from patente_server import Client, Server, another_copy, binary, golden_photos  # noqa: E402

PHOTOS = [photo for photo, texts in golden_photos() if texts and texts[0]][:4]
SQUARE = {"type": "Polygon", "coordinates": [[[-58.40, -34.60], [-58.39, -34.60], [-58.39, -34.59], [-58.40, -34.59], [-58.40, -34.60]]]}


def patente(*arguments, code=0, **environment):
    """-> what it wrote; fails when it ends with another code."""
    done = subprocess.run([binary("asan"), *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **environment})
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return done.stdout if code == 0 else done.stdout + done.stderr


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="patente-operations-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = self.folder / "data"

    def served(self, data=None, arguments=()):
        folder = data or self.data
        folder.mkdir(mode=0o700, exist_ok=True)
        server = Server(folder, preset="asan", arguments=arguments).start()
        self.addCleanup(server.stop)
        return server

    def sql(self, statement, *values, data=None):
        with contextlib.closing(sqlite3.connect((data or self.data) / "patente.db", timeout=20)) as database:
            rows = database.execute(statement, values).fetchall()
            database.commit()
            return rows


class Migrate(Folder):
    def test_applies_what_waits_and_tells_before(self):
        self.assertIn("there is no database", patente("migrate", "--data", self.data, "--check", code=1))
        applied = json.loads(patente("migrate", "--data", self.data, "--format", "json"))
        self.assertTrue(applied and all(step["state"] == "applied" for step in applied))
        self.assertIn(f"up to date: {len(applied)} migrations", patente("migrate", "--data", self.data, "--check"))
        self.assertIn("al día", patente("migrate", "--data", self.data, LC_ALL="es_AR.UTF-8"))
        self.assertEqual(self.data.stat().st_mode & 0o777, 0o700)

    def test_an_older_database_waits_and_a_newer_one_is_refused_to_others(self):
        patente("migrate", "--data", self.data)
        name = "http/0001_idempotency"
        self.sql("DROP TABLE http_idempotency")
        self.sql("DELETE FROM schema_migrations WHERE name = ?", name)
        self.assertEqual(patente("migrate", "--data", self.data, "--check", "--format", "csv", code=2), f"state,migration\nwaiting,{name}\n")
        self.assertIn("patente migrate", patente("zone", "--data", self.data, "list", code=1))
        self.assertIn(f"applied  {name}", patente("migrate", "--data", self.data))
        self.sql("INSERT INTO schema_migrations VALUES ('tomorrow/0001_x', 'x', 0)")
        self.assertEqual(json.loads(patente("migrate", "--data", self.data, "--format", "json")), [{"migration": "tomorrow/0001_x", "state": "unknown"}])
        self.assertIn("another version", patente("zone", "--data", self.data, "list", code=1))
        self.sql("UPDATE schema_migrations SET sha256 = 'other' WHERE name = ?", name)
        self.assertIn(name, patente("migrate", "--data", self.data, code=1))


class Zones(Folder):
    def test_a_map_is_put_in_while_the_server_runs_and_comes_out_again(self):
        server = self.served()
        tariff = json.loads(patente("zone", "--data", self.data, "show", "Todo / Everywhere", "--format", "json"))["tariff"]
        document = self.folder / "zones.geojson"
        document.write_text(json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": "Norte", "capacity": 40, "fid": 1}, "geometry": SQUARE},
            {"type": "Feature", "properties": {"name": "Plaza", "radius_m": 80}, "geometry": {"type": "Point", "coordinates": [-58.5, -34.6]}}]}))
        put = json.loads(patente("zone", "--data", self.data, "put", document, "--tariff", "Por hora (editable)", "--format", "json"))
        self.assertEqual([row["state"] for row in put], ["added", "added"])
        names = {zone["name"]: zone for zone in Client(server).call("GET", "/v1/parking/zones")[1]["items"]}
        self.assertEqual(names["Norte"]["area"], SQUARE)
        self.assertEqual(names["Norte"]["tariff"], tariff)
        self.assertEqual(names["Plaza"]["area"]["radius_m"], 80)
        again = self.folder / "zone.json"
        shown = json.loads(patente("zone", "--data", self.data, "show", "Norte", "--format", "json"))
        again.write_text(json.dumps({**shown, "capacity": 41}))
        self.assertIn("changed", patente("zone", "--data", self.data, "put", again))
        rows = list(csv.DictReader(io.StringIO(patente("zone", "--data", self.data, "list", "--format", "csv"))))
        self.assertEqual({row["name"]: row["capacity"] for row in rows}["Norte"], "41")
        self.assertEqual(len(patente("zone", "--data", self.data, "list", "--format", "jsonl").splitlines()), 3)
        self.assertIn(shown["time_zone"], patente("zone", "--data", self.data, "show", "Norte"))

    def test_every_fault_of_a_document_is_told_and_nothing_is_taken(self):
        self.served()
        bad = self.folder / "bad.json"
        bad.write_text(json.dumps([{"name": "Good", "area": SQUARE}, {"name": "", "capacity": -1}]))
        said = patente("zone", "--data", self.data, "put", bad, "--tariff", "Por hora (editable)", code=1)
        for part in ("/1/name", "/1/capacity"):
            self.assertIn(part, said)
        self.assertEqual(len(patente("zone", "--data", self.data, "list", "--format", "jsonl").splitlines()), 1)
        self.assertIn("No tariff", patente("zone", "--data", self.data, "put", bad, "--tariff", "nothing", code=1))
        self.assertIn("No zone", patente("zone", "--data", self.data, "show", "nothing", code=1))


class Jobs(Folder):
    def given_up(self, kind):
        job = str(uuid.uuid4())
        self.sql("INSERT INTO queue_dead_jobs (id, job, payload, event_id, made_at, dead_at, attempts, reason) VALUES (?, ?, '{}', '', 1000, 2000, 8, 'out of paper')", job, kind)
        return job

    def test_what_was_given_up_is_shown_and_waits_again(self):
        patente("migrate", "--data", self.data)
        queue = ["queue", "--data", self.data]
        one, other, strange = self.given_up("parking.plate_seen"), self.given_up("parking.plate_seen"), self.given_up("towing.lift")
        self.assertIn("out of paper", patente(*queue, "list"))
        rows = json.loads(patente(*queue, "list", "--job", "parking.plate_seen", "--format", "json"))
        self.assertEqual({row["id"] for row in rows}, {one, other})
        self.assertIn("say which", patente(*queue, "retry", code=1))
        self.assertIn("1 jobs wait again", patente(*queue, "retry", one))
        for job in (one, strange, str(uuid.uuid4())):
            self.assertIn("was not given up, or is of a kind", patente(*queue, "retry", job, code=1))
        self.assertIn("1 jobs wait again", patente(*queue, "retry", "--all"))
        kinds = {row["job"]: row for row in json.loads(patente(*queue, "list", "--by-kind", "--format", "json"))}
        self.assertEqual((kinds["parking.plate_seen"]["waiting"], kinds["parking.plate_seen"]["dead"]), (2, 0))
        self.assertEqual(kinds["towing.lift"]["dead"], 1)
        self.assertEqual(len(json.loads(patente(*queue, "list", "--state", "waiting", "--format", "json"))), 2)


class Configuration(Folder):
    def test_a_file_of_settings_is_heeded_and_told(self):
        file = self.folder / "patente.toml"
        file.write_text('region = "ar"\npayment-secrets = ["0123456789abcdef"]\n')
        client = Client(self.served(arguments=["--config", str(file)]))
        settings = {each["name"]: each for each in client.call("GET", "/v1/settings")[1]["items"]}
        self.assertEqual((settings["region"]["value"], settings["region"]["source"]), ("ar", "file"))
        self.assertEqual(settings["data"]["source"], "flag")
        self.assertEqual((settings["log-level"]["value"], settings["log-level"]["source"]), ("info", "default"))
        self.assertEqual((settings["payment-secrets"]["value"], settings["payment-secrets"]["secret"]), (None, True))
        health = client.call("GET", "/v1/health")[1]
        self.assertEqual({each["check"] for each in health["findings"]} >= {"disk", "database", "queue", "clock", "models", "backups"}, True)
        self.assertNotIn("0123456789abcdef", json.dumps([health, settings]))

    def test_a_line_that_is_no_setting_is_an_error(self):
        file = self.folder / "patente.toml"
        file.write_text('prot = 8080\n')
        self.assertIn("there is no setting prot", patente("serve", "--data", self.data, "--config", file, code=110))


class Backups(Folder):
    def setUp(self):
        super().setUp()
        self.backups = self.folder / "backups"

    def backup(self, **more):
        return json.loads(patente("backup", "--data", self.data, "--backups", self.backups, "--format", "json", **more))

    def test_one_made_under_writes_restores_to_all_that_was_acknowledged_before(self):
        server = self.served()
        sightings, captures, ending = [], [], threading.Event()

        def sights():
            client, number = Client(server), 0
            while not ending.is_set():
                number += 1
                status, answer = client.call("POST", "/v1/sightings", {"plate": f"AB{number:03d}CD", "device": f"d{number}"})
                assert status == 201, answer
                sightings.append(answer["sightings"][0]["id"])

        def photos():
            client = Client(server)
            while not ending.is_set():
                status, answer = client.post_photo(another_copy(PHOTOS[len(captures) % len(PHOTOS)]))
                assert status in (201, 202), answer
                captures.append(answer["captures"][0]["id"])

        threads = [threading.Thread(target=sights), threading.Thread(target=photos)]
        for thread in threads:
            thread.start()
        while len(sightings) < 20 or len(captures) < 2:
            time.sleep(0.01)
        before = list(sightings), list(captures)
        made = self.backup()
        ending.set()
        for thread in threads:
            thread.join()
        self.assertGreater(made["new_evidence_files"], 0)
        again = self.backup()
        self.assertLess(again["new_evidence_files"], again["backup"]["evidence_files"])
        self.assertEqual(len(json.loads(patente("backup", "--data", self.data, "--backups", self.backups, "--list", "--format", "json"))), 2)

        other = self.folder / "other"
        self.assertIn("overwrite", patente("restore", "--data", self.data, "--backups", self.backups, code=1))
        self.assertIn("a server runs", patente("restore", "--data", self.data, "--backups", self.backups, "--overwrite", code=1))
        patente("restore", made["backup"]["name"], "--data", other, "--backups", self.backups)
        restored = self.served(other)
        self.assertEqual(restored.key, server.key)
        client = Client(restored)
        for ident in before[0]:
            self.assertEqual(client.call("GET", f"/v1/sightings/{ident}")[0], 200)
        for ident in before[1]:
            status, answer = client.call("GET", f"/v1/captures/{ident}")
            while status == 202:  # it was not read yet when the backup was made
                status, answer = client.call("GET", f"/v1/captures/{ident}")
            self.assertEqual((status, answer["state"]), (200, "read"))
            self.assertGreater(len(client.call("GET", f"/v1/captures/{ident}/image")[1]), 1000)

    def test_only_so_many_are_kept_and_overwriting_brings_back_the_old_state(self):
        server = self.served()
        Client(server).call("POST", "/v1/sightings", {"plate": "AA111AA"})
        first = self.backup()["backup"]["name"]
        server.stop()
        document = self.folder / "zone.json"
        document.write_text(json.dumps({"name": "Later", "area": SQUARE}))
        patente("zone", "--data", self.data, "put", document, "--tariff", "Por hora (editable)")
        self.assertEqual(self.backup(PATENTE_BACKUPS_KEEP="1")["let_go"], [first])
        (self.data / "admin.key").write_text("spoilt\n")
        document.write_text(json.dumps({"name": "Much later", "area": SQUARE}))
        patente("zone", "--data", self.data, "put", document, "--tariff", "Por hora (editable)")
        patente("restore", "--data", self.data, "--backups", self.backups, "--overwrite")
        self.assertEqual((self.data / "admin.key").read_text().strip(), server.key)
        zones = patente("zone", "--data", self.data, "list")
        self.assertIn("Later", zones)
        self.assertNotIn("Much later", zones)


class TimeServer:
    """Answers SNTP with a clock that is so many seconds off."""

    def __init__(self, off):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.off = off
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self):
        question, who = self.socket.recvfrom(48)
        assert question[0] & 7 == 3
        now = time.time() + self.off + 2208988800
        stamp = struct.pack("!II", int(now), int(now % 1 * 2**32))
        self.socket.sendto(struct.pack("!BBBb11I", 4 << 3 | 4, 2, 6, -20, *[0] * 11)[:32] + stamp + stamp, who)


class Doctor(Folder):
    def setUp(self):
        super().setUp()
        self.backups = self.folder / "backups"

    def report(self, *arguments, code=0, **environment):
        said = patente("doctor", "--data", self.data, "--backups", self.backups, "--format", "json", *arguments, code=code, **environment)
        return json.loads(said[:said.rindex("}") + 1])

    def state_of(self, report, check):
        worst = {"ok": 0, "warning": 1, "failed": 2}
        return max((f["state"] for f in report["findings"] if f["check"] == check), key=worst.get)

    def assertFinding(self, check, state, part, report):
        self.assertTrue([f for f in report["findings"] if f["check"] == check and f["state"] == state and part in f["what"] and f["todo"]], report)

    def test_a_healthy_one_beside_its_server_with_a_restore_that_is_looked_through(self):
        server = self.served(arguments=["--https-port", "0"])
        Client(server).post_photo(PHOTOS[0])
        patente("backup", "--data", self.data, "--backups", self.backups)
        report = self.report("--time-server", TimeServer(0).address)
        self.assertEqual({f["check"] for f in report["findings"]},
                         {"permissions", "disk", "database", "clock", "queue", "certificates", "models", "backups", "restore"})
        self.assertNotEqual(report["state"], "failed")
        for check in ("permissions", "database", "clock", "queue", "certificates", "models", "restore"):
            self.assertEqual(self.state_of(report, check), "ok", report)
        self.assertEqual(sorted(p.name for p in self.backups.iterdir() if p.name.startswith(".")), [".lock"])
        table = patente("doctor", "--data", self.data, "--backups", self.backups, "--no-restore", LC_ALL="es_AR.UTF-8")
        self.assertIn("un servidor corre", table)
        server.stop()
        self.assertIn("no server runs", patente("doctor", "--data", self.data, "--backups", self.backups, "--no-restore"))

    def test_a_clock_an_hour_off_is_flagged_whichever_way(self):
        server = self.served()
        Client(server).call("POST", "/v1/sightings", {"plate": "AA111AA"})
        for off, word in ((3620, "1 h 0 min behind"), (-3620, "1 h 0 min ahead")):
            self.assertFinding("clock", "failed", word, self.report("--time-server", TimeServer(off).address, code=1))
        self.assertFinding("clock", "warning", "time server", self.report("--time-server", "127.0.0.1:1"))
        self.sql("UPDATE feed_events SET happened_at = happened_at + 3600000")
        self.assertFinding("clock", "failed", "newest event", self.report(code=1))

    def test_what_is_wrong_is_found(self):
        server = self.served(arguments=["--https-port", "0"])
        Client(server).post_photo(PHOTOS[0])
        self.assertFinding("backups", "warning", "no backup", self.report())
        (self.data / "admin.key").chmod(0o644)
        self.assertFinding("permissions", "failed", "admin.key", self.report(code=1))
        (self.data / "admin.key").chmod(0o600)
        self.sql("INSERT INTO queue_dead_jobs VALUES ('x', 'captures.read_photo', '{}', '', 0, 0, 8, 'why')")
        self.assertFinding("queue", "warning", "1 dead", self.report())
        other = self.folder / "other"
        self.served(other, arguments=["--https-port", "0"]).stop()
        shutil.copy(other / "tls" / "key.pem", self.data / "tls" / "key.pem")
        self.assertFinding("certificates", "failed", "key", self.report(code=1))
        share = self.folder / "share"
        shutil.copytree(ROOT / "models", share / "models")
        shutil.copytree(ROOT / "data", share / "data")
        with open(share / "models/plate_reader.onnx", "ab") as model:
            model.write(b"x")
        self.assertFinding("models", "failed", "plate_reader.onnx", self.report(code=1, PATENTE_SHARE=str(share)))

    def test_evidence_and_backups_that_are_damaged_are_found(self):
        server = self.served()
        Client(server).post_photo(PHOTOS[0])
        patente("backup", "--data", self.data, "--backups", self.backups)
        name = json.loads(patente("backup", "--data", self.data, "--backups", self.backups, "--list", "--format", "json"))[0]["name"]
        with open(self.backups / name / "database.sqlite", "r+b") as database:
            database.seek(5000)
            database.write(b"spoilt")
        report = self.report(code=1)
        self.assertTrue([f for f in report["findings"] if f["check"] == "restore" and "database.sqlite" in f["what"]], report)
        sha256 = self.sql("SELECT sha256 FROM captures_captures")[0][0]
        (self.data / "evidence" / sha256[:2] / sha256).unlink()
        shutil.rmtree(self.backups)
        patente("backup", "--data", self.data, "--backups", self.backups)
        self.assertFinding("restore", "failed", "1 are missing", self.report(code=1))

    def test_a_damaged_database_is_found(self):
        server = self.served()
        for number in range(40):
            Client(server).call("POST", "/v1/sightings", [{"plate": f"AB{number:03d}CD", "device": f"d{each}"} for each in range(50)])
        server.stop()
        file = self.data / "patente.db"
        with open(file, "r+b") as database:
            database.seek(file.stat().st_size // 4096 // 2 * 4096)
            database.write(b"x" * 4096 * 3)
        self.assertFinding("database", "failed", "", self.report(code=1))

    def test_no_data_folder(self):
        self.assertFinding("permissions", "failed", "no data folder", self.report(code=1))
        self.assertFalse(self.data.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")  # clients are not closed one by one
