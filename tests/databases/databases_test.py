#!/usr/bin/python3
"""The real program on each database: every room's tables are made, the main job is done, and another start finds what the first left.
    tests/databases/databases_test.py      PATENTE_BINARY: the program (build/asan/patente); PATENTE_TEST_POSTGRES, PATENTE_TEST_MARIADB: servers
"""
import contextlib
import datetime
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import types
import unittest
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tests/server"))
from patente_server import Client, Server, another_copy, binary, golden_photos  # noqa: E402


class Sqlite:
    name, address = "sqlite", None

    def rows(self, server, query):
        with contextlib.closing(sqlite3.connect(f"{server.data}/patente.db")) as database:
            return [str(row[0]) for row in database.execute(query)]


class OnServer:
    """A database of its own on the server that the environment names."""

    def __init__(self, server_address):
        self.server = urllib.parse.urlsplit(server_address)
        self.database = "patente_" + uuid.uuid4().hex
        self.administer(f"CREATE DATABASE {self.database}")
        self.address = self.server._replace(path="/" + self.database).geturl()

    def drop(self):
        self.administer(f"DROP DATABASE {self.database}")

    def rows(self, _, query):
        return self.administer(query, self.database)


class Postgres(OnServer):
    name = "postgres"

    def administer(self, statement, database="postgres"):
        return run("psql", "-qAt", "-v", "ON_ERROR_STOP=1", self.server._replace(path="/" + database).geturl(), "-c", statement)


class Mariadb(OnServer):
    name = "mariadb"

    def administer(self, statement, database="mysql"):
        socket = urllib.parse.parse_qs(self.server.query)["socket"][0]
        return run("mariadb", "--no-defaults", "-N", "-u", self.server.username, "-S", socket, database, "-e", statement)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]


class EachDatabase:
    @classmethod
    def setUpClass(cls):
        cls.database = cls.make()
        cls.server = Server(database=cls.database.address, preset="asan").start()
        cls.client = Client(cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.client.connection.close()
        cls.server.stop()
        if cls.database.address:
            cls.database.drop()

    def call(self, expected, method, path, body=None):
        headers = {"Idempotency-Key": str(uuid.uuid4())} if method == "POST" else {}
        status, answer = self.client.call(method, path, body, headers)
        self.assertEqual(status, expected, (method, path, answer))
        return answer

    def items(self, path):
        """All pages, two rows each."""
        found, cursor = [], ""
        while cursor is not None:
            page = self.call(200, "GET", path + ("&" if "?" in path else "?") + "limit=2" + (f"&cursor={cursor}" if cursor else ""))
            found += page["items"]
            cursor = page["next"] or None
        return found

    def once_read(self, capture):
        """A slow machine answers 202 and reads on."""
        until = time.monotonic() + 120
        while (answer := self.call(200, "GET", f"/v1/captures/{capture}"))["state"] == "waiting" and time.monotonic() < until:
            time.sleep(0.1)
        return answer

    def test_1_a_photo_is_read_and_kept(self):
        photo, texts = golden_photos()[0]
        status, answer = self.client.post_photo(another_copy(photo), place="-34.6037,-58.3816")
        self.assertIn(status, (201, 202), answer)
        capture = self.once_read(answer["captures"][0]["id"])
        self.assertIn(capture["readings"][0]["plate"], texts)
        self.assertEqual([each["id"] for each in self.items("/v1/captures")], [capture["id"]])
        crop = self.database.rows(self.server, "SELECT COUNT(*) FROM patente WHERE LENGTH(imagen) > 100 AND fecha_hora > '2020-01-01'")
        self.assertEqual(crop, ["1"])

    def test_2_plates_are_found(self):
        plates = ["AB123CD", "AB123CE", "ABI23CD", "XY987ZW", "xy 987 zx"]
        for plate in plates:
            self.call(201, "POST", "/v1/sightings", {"plate": plate, "device": "gate " + plate, "place": {"lat": -34.6, "lon": -58.38}})

        def found(query):
            return sorted(each["plate"] for each in self.items("/v1/sightings?" + query))
        self.assertEqual(found("plate=AB123CD"), ["AB123CD"])
        self.assertEqual(found("plate=AB123*"), ["AB123CD", "AB123CE"])
        self.assertEqual(found("plate=%3FY987Z%3F"), ["XY987ZW", "XY987ZX"])
        self.assertEqual(found("plate=AB123CD&similar=true"), ["AB123CD", "ABI23CD"])
        self.assertEqual(found("device=gate%20AB123CE"), ["AB123CE"])
        self.assertGreaterEqual(len(found("near=-34.6,-58.38")), len(plates))

    def test_3_stays_are_charged_and_paid(self):
        zone = self.items("/v1/parking/zones")[0]["id"]
        left = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        entered = (left - datetime.timedelta(hours=3)).isoformat()
        for plate in ("PAY101", "PAY102", "PAY103"):
            stay = self.call(201, "POST", "/v1/parking/stays", {"plate": plate, "zone": zone, "entered_at": entered})
            closed = self.call(200, "PUT", f"/v1/parking/stays/{stay['id']}/closure",
                               {"left_at": left.isoformat(), "reason": "left; " + "ñ" * 200})
            paid = self.call(201, "POST", f"/v1/parking/tickets/{closed['ticket']}/payments",
                             {"amount": closed["owed"]["amount"], "method": "cash"})
            self.call(201, "POST", f"/v1/parking/tickets/{closed['ticket']}/payments/{paid['id']}/refund", {"reason": "mistaken " + "x" * 400})
        self.assertEqual([stay["plate"] for stay in self.items("/v1/parking/stays?plate=PAY10*")], ["PAY103", "PAY102", "PAY101"])
        self.assertEqual([ticket["plate"] for ticket in self.items("/v1/parking/tickets")], ["PAY103", "PAY102", "PAY101"])
        minutes = self.database.rows(self.server, "SELECT DISTINCT tiempo FROM cobros")
        self.assertEqual(minutes, ["180"])
        charged = self.database.rows(self.server, "SELECT SUM(cobrar) FROM cobros")
        self.assertGreater(float(charged[0]), 0)

    def test_4_another_start_finds_it(self):
        def kept():  # the address of a ticket's page holds the port
            tickets = [{**ticket, "page": ticket["page"].rsplit("/", 1)[1]} for ticket in self.items("/v1/parking/tickets")]
            return tickets, self.items("/v1/sightings")
        before = kept()
        self.client.connection.close()
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        type(self).client = Client(self.server)
        self.assertEqual(kept(), before)

    def test_5_a_backup_is_restored(self):
        def patente(*arguments):
            return subprocess.run([binary("asan"), *arguments], check=True, capture_output=True, text=True).stdout

        def kept(database, place):
            return [database.rows(place, query) for query in ("SELECT COUNT(*) FROM patente", "SELECT SUM(cobrar) FROM cobros",
                                                               "SELECT plate FROM sightings_sightings ORDER BY id",
                                                               "SELECT number FROM parking_tickets ORDER BY number")]
        other = type(self).make()
        try:
            with tempfile.TemporaryDirectory() as folder:
                place = types.SimpleNamespace(data=pathlib.Path(folder, "data"))
                backups = ["--backups", f"{folder}/backups"]
                patente("backup", "--data", self.server.data, *backups, *self.of(self.database))
                patente("restore", "--data", place.data, *backups, *self.of(other))
                self.assertEqual(kept(other, place), kept(self.database, self.server))
                self.assertGreater(len(kept(other, place)[3]), 2)
                with Server(place.data, other.address, preset="asan") as server:
                    self.assertEqual(len(Client(server).call("GET", "/v1/parking/tickets")[1]["items"]), 3)
        finally:
            if other.address:
                other.drop()

    @staticmethod
    def of(database):
        return ["--database", database.address] if database.address else []


class OnSqlite(EachDatabase, unittest.TestCase):
    make = Sqlite


@unittest.skipUnless("PATENTE_TEST_POSTGRES" in os.environ, "PATENTE_TEST_POSTGRES is not set")
class OnPostgres(EachDatabase, unittest.TestCase):
    def make():
        return Postgres(os.environ["PATENTE_TEST_POSTGRES"])


@unittest.skipUnless("PATENTE_TEST_MARIADB" in os.environ, "PATENTE_TEST_MARIADB is not set")
class OnMariadb(EachDatabase, unittest.TestCase):
    def make():
        return Mariadb(os.environ["PATENTE_TEST_MARIADB"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
