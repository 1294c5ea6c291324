#!/usr/bin/python3
"""Drives the image service of the real program over real sockets: with the Python client, and with frames by hand.
    tests/tcp/image_service_test.py        PATENTE_BINARY: the program (build/asan/patente)
"""
import hashlib
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path += [str(ROOT / "tests/server"), str(ROOT / "clients/python")]
import patente_client as client  # noqa: E402
from patente_server import Client as Http, Server, binary, another_copy, golden_photos  # noqa: E402

PHOTOS = [(photo, texts) for photo, texts in golden_photos() if texts and texts[0]]


class Wire:
    """Frames by hand, for what a client library never sends."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.tcp_port), 120)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, type, id, head, body=b""):
        self.socket.sendall(client._frame(type, id, head, body))

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def frame(self):
        length, type, id, head = client.PREFIX.unpack(self.exactly(client.PREFIX.size))
        rest = self.exactly(length - 11)
        return type, id, json.loads(rest[:head]), rest[head:]

    def frame_of(self, *types):
        while True:
            frame = self.frame()
            if frame[0] in types:
                return frame

    def hello(self, key, **more):
        self.send(client.HELLO, 0, {"version": 1, "key": key, **more})
        return self.frame()

    def is_over(self):
        try:
            while True:
                self.frame()
        except (EOFError, ConnectionError):
            return True


class ImageService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(arguments=["--tcp-port", "0"]).start()

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.server.folder.cleanup()
        assert code == 0, f"the server ended with {code}"

    def client(self, **options):
        return client.Client("127.0.0.1", self.server.tcp_port, self.server.key, **options)

    def test_reads_many_images_and_answers_each(self):
        photos = [(another_copy(photo), texts) for photo, texts in PHOTOS[:6]]
        with self.client() as patente:
            sent = {patente.send(photo, name=texts[0]): texts for photo, texts in photos}
            for _ in range(len(sent)):
                answer = patente.next_answer(120)
                self.assertIsNone(answer.error)
                self.assertEqual(answer.capture["state"], "read")
                self.assertIn(answer.capture["readings"][0]["plate"], sent.pop(answer.id))
        self.assertEqual(sent, {})

    def test_reads_the_same_bytes_once(self):
        photo = another_copy(PHOTOS[0][0])
        with self.client() as patente:
            first, second = (list(patente.read([photo]))[0].capture for _ in range(2))
        self.assertIsNone(first["duplicate_of"])
        self.assertEqual(second["duplicate_of"], first["id"])
        self.assertEqual([each["plate"] for each in second["readings"]], [each["plate"] for each in first["readings"]])

    def test_says_all_that_is_wrong_with_a_head(self):
        with Wire(self.server) as wire:
            wire.hello(self.server.key)
            wire.send(client.IMAGE, 5, {"taken_at": "yesterday", "deadline_ms": -1, "colour": "red"}, b"x")
            type, id, head, _ = wire.frame()
            self.assertEqual((type, id, head["code"]), (client.ERROR, 5, "head-invalid"))
            self.assertEqual(sorted(each["pointer"] for each in head["errors"]), ["/colour", "/deadline_ms", "/taken_at"])
            wire.send(client.IMAGE, 6, {"place": "nowhere", "region": "xx"}, b"x")
            self.assertEqual([each["pointer"] for each in wire.frame()[2]["errors"]], ["/place", "/region"])
            wire.send(client.PING, 7, {})
            self.assertEqual(wire.frame()[:2], (client.PONG, 7))

    def test_refuses_in_the_clients_language(self):
        with Wire(self.server) as wire:
            type, id, head, _ = wire.hello("pat_" + "x" * 43, language="es")
            self.assertEqual((type, id, head["code"]), (client.ERROR, 0, "key-unknown"))
            self.assertIn("clave", head["text"].lower())
            self.assertTrue(wire.is_over())

    def test_ends_a_connection_that_breaks_the_protocol_and_no_other(self):
        with Wire(self.server) as good:
            good.hello(self.server.key)
            for type, head in [(client.IMAGE, {}), (77, {})]:
                with Wire(self.server) as bad:
                    bad.send(type, 1, head)
                    self.assertEqual(bad.frame()[2]["code"], "frame-unexpected")
                    self.assertTrue(bad.is_over())
            with Wire(self.server) as bad:
                bad.socket.sendall(b"\xff" * 15)
                self.assertEqual(bad.frame()[2]["code"], "frame-too-large")
            with Wire(self.server) as bad:
                self.assertEqual(bad.hello(self.server.key, version=2)[2]["code"], "version-unknown")
            good.send(client.PING, 1, {})
            self.assertEqual(good.frame()[0], client.PONG)

    def test_says_why_nothing_was_read(self):
        with self.client() as patente:
            self.assertEqual(list(patente.read([b"no image at all"]))[0].capture["nothing_read"], "not_an_image")
            with self.assertRaises(client.PatenteError):
                answer = list(patente.read([b""]))[0]
                raise answer.error

    def test_goes_on_where_an_image_was_cut(self):
        photo = another_copy(PHOTOS[1][0])
        cut_at = len(photo) * 57 // 100
        with Wire(self.server) as wire:
            token = wire.hello(self.server.key)[2]["resume"]
            wire.socket.sendall(client._frame(client.IMAGE, 1, {}, photo)[: cut_at - len(photo)])
        welcome = None
        while not welcome or not welcome["partial"]:  # the server may still be finding out that the first one ended
            with Wire(self.server) as wire:
                welcome = wire.hello(self.server.key, resume=token, pending=[1])[2]
        with Wire(self.server) as wire:
            part = wire.hello(self.server.key, resume=token, pending=[1])[2]["partial"]
            self.assertEqual(part[0]["id"], 1)
            self.assertGreater(part[0]["bytes"], 0)
            self.assertLessEqual(part[0]["bytes"], cut_at)
            wire.send(client.IMAGE, 1, {"offset": part[0]["bytes"]}, photo[part[0]["bytes"]:])
            stored = wire.frame_of(client.STORED)
            self.assertEqual(stored[2]["sha256"], hashlib.sha256(photo).hexdigest())
            result = json.loads(wire.frame_of(client.RESULT)[3])
        self.assertIn(result["readings"][0]["plate"], PHOTOS[1][1])

    def test_gives_what_became_ready_while_the_client_was_away(self):
        photo = another_copy(PHOTOS[2][0])
        with Wire(self.server) as wire:
            token = wire.hello(self.server.key)[2]["resume"]
            wire.send(client.IMAGE, 9, {}, photo)
            capture = wire.frame_of(client.STORED)[2]["capture"]
        with Wire(self.server) as wire:
            wire.hello(self.server.key, resume=token, pending=[9, 10])
            answers = {}
            while len(answers) < 2:
                type, id, head, body = wire.frame_of(client.RESULT, client.ERROR)
                answers[id] = head["code"] if type == client.ERROR else json.loads(body)["id"]
        self.assertEqual(answers, {9: capture, 10: "image-unknown"})

    def test_an_image_sent_again_is_not_stored_again(self):
        photo = another_copy(PHOTOS[3][0])
        with Wire(self.server) as wire:
            wire.hello(self.server.key)
            for _ in range(2):
                wire.send(client.IMAGE, 3, {}, photo)
            self.assertEqual(wire.frame_of(client.STORED)[2]["capture"], wire.frame_of(client.STORED)[2]["capture"])

    def test_a_session_goes_on_over_one_connection(self):
        with Wire(self.server) as first, Wire(self.server) as second:
            token = first.hello(self.server.key)[2]["resume"]
            second.hello(self.server.key, resume=token)
            self.assertEqual(first.frame()[2]["code"], "session-taken")
            second.send(client.PING, 1, {})
            self.assertEqual(second.frame()[0], client.PONG)

    def test_cancels_and_expires_what_waits(self):
        with self.client() as patente:
            for photo, _ in PHOTOS[:8]:
                patente.send(another_copy(photo))
            cancelled = patente.send(another_copy(PHOTOS[0][0]))
            patente.cancel(cancelled)
            expired = patente.send(another_copy(PHOTOS[0][0]), deadline_ms=1)
            answers = {}
            while len(answers) < 10:
                answer = patente.next_answer(120)
                answers[answer.id] = answer.capture
        self.assertEqual(answers[cancelled]["nothing_read"], "cancelled")
        self.assertEqual(answers[expired]["nothing_read"], "expired")

    def test_tells_a_page_of_history_and_the_next(self):
        photo, texts = PHOTOS[4]
        with self.client() as patente:
            ids = [list(patente.read([another_copy(photo)]))[0].capture["id"] for _ in range(3)]
            plate = list(patente.history(limit=1))[0]["readings"][0]["plate"]
            listed = [each["id"] for each in patente.history(plate=plate[:3] + "*", limit=2)]
            self.assertEqual(listed[:3], ids[::-1])
            with self.assertRaises(client.PatenteError) as refused:
                list(patente.history(limit=0, cursor="x"))
            self.assertEqual(refused.exception.code, "head-invalid")

    def test_tells_subscribers_of_what_others_sent(self):
        with self.client(subscribe=True) as listener:
            http = Http(self.server)
            status, answer = http.post_photo(another_copy(PHOTOS[5][0]))
            http.connection.close()
            self.assertIn(status, (201, 202))  # 202: a slow machine reads on
            heard = listener.next_answer(120)
            self.assertEqual((heard.id, heard.capture["id"]), (0, answer["captures"][0]["id"]))

    def test_a_key_without_the_permission_is_refused(self):
        made = subprocess.run([self.server.command[0], "key", "--data", str(self.server.data), "add", "--name", "reader",
                               "--permissions", "captures.read"],
                              capture_output=True, text=True, check=True)
        secret = next(word for word in made.stdout.split() if word.startswith("pat_"))
        with Wire(self.server) as wire:
            self.assertEqual(wire.hello(secret)[2]["code"], "permission-missing")


class Commands(unittest.TestCase):
    """patente send and patente history, which are the C++ client."""

    def patente(self, *arguments):
        return subprocess.run([str(binary()), *map(str, arguments)], capture_output=True, text=True, timeout=120)

    def test_sends_a_folder_and_finds_it_again(self):
        with Server(arguments=["--tcp-port", "0"]) as server, tempfile.TemporaryDirectory() as folder:
            at = ["--server", f"127.0.0.1:{server.tcp_port}", "--key-file", server.data / "admin.key"]
            for number, (photo, _) in enumerate(PHOTOS[:3]):
                pathlib.Path(folder, f"{number}.jpg").write_bytes(photo)
            pathlib.Path(folder, "notes.txt").write_text("no photo")
            sent = self.patente("send", *at, "--server", "127.0.0.1:1", "--json", folder)
            self.assertEqual(sent.returncode, 0, sent.stderr)
            self.assertIn("127.0.0.1:1", sent.stderr)  # a lost server is named, its photos go to the other
            plates = {row["file"][-5]: row["capture"]["readings"][0]["plate"] for row in map(json.loads, sent.stdout.splitlines())}
            self.assertEqual(set(plates), {"0", "1", "2"})
            for number, (_, texts) in enumerate(PHOTOS[:3]):
                self.assertIn(plates[str(number)], texts)
            found = self.patente("history", *at, "--plate", plates["0"], "--json")
            self.assertEqual({json.loads(line)["readings"][0]["plate"] for line in found.stdout.splitlines()}, {plates["0"]})
            refused = self.patente("send", *at[:2], "--key", "pat_" + "x" * 43, folder)
            self.assertEqual(refused.returncode, 3)
            self.assertIn("key-unknown", refused.stderr)


class ImageServiceOverTls(unittest.TestCase):
    def test_answers_over_tls_and_survives_a_restart(self):
        with Server(arguments=["--tcp-port", "0", "--tcp-tls"]) as server:
            trusted = ssl.create_default_context(cafile=str(server.data / "tls/certificate.pem"))
            with client.Client("localhost", server.tcp_port, server.key, tls=trusted) as patente:
                patente.ping()
                answer = list(patente.read([PHOTOS[0][0]]))[0]
                self.assertIn(answer.capture["readings"][0]["plate"], PHOTOS[0][1])
                port = server.tcp_port
                server.kill()
                server.command[server.command.index("--tcp-port") + 1] = str(port)
                server.start()
                again = list(patente.read([another_copy(PHOTOS[1][0])]))[0]
                self.assertIn(again.capture["readings"][0]["plate"], PHOTOS[1][1])


if __name__ == "__main__":
    unittest.main(verbosity=1)
