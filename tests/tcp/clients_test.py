#!/usr/bin/python3
"""The two client libraries against the real program: the C++ one by tests/tcp/cpp_client.cpp, which is built from its header alone.
    tests/tcp/clients_test.py       PATENTE_BINARY: the program; PATENTE_CPP_CLIENT: what CMake built of cpp_client.cpp
"""
import collections
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path += [str(ROOT / "tests/server"), str(ROOT / "clients/python")]
import patente_client as client  # noqa: E402
from patente_server import Server, another_copy, golden_photos  # noqa: E402

PHOTOS = [(photo, texts) for photo, texts in golden_photos() if texts and texts[0]]
Line = collections.namedtuple("Line", "kind id name text")


class CuttingProxy:
    """Passes bytes on between a client and the server; the first connection is cut after so many bytes of the client."""

    def __init__(self, port, cut_after):
        self.port_of_server, self.cut_after = port, cut_after
        self.passed_on = []  # bytes from the client that reached the server, by connection
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def serve(self):
        while True:
            try:
                inside, _ = self.listening.accept()
            except OSError:
                return  # closed
            self.passed_on.append(0)
            threading.Thread(target=self.pass_on, args=(inside, len(self.passed_on) - 1), daemon=True).start()

    def pass_on(self, inside, number):
        most = self.cut_after if number == 0 else None
        with inside, socket.create_connection(("127.0.0.1", self.port_of_server)) as outside:
            back = threading.Thread(target=self.pass_back, args=(outside, inside), daemon=True)
            back.start()
            while most is None or self.passed_on[number] < most:
                data = inside.recv(4096 if most is None else min(4096, most - self.passed_on[number]))
                if not data:
                    break
                outside.sendall(data)
                self.passed_on[number] += len(data)
            outside.shutdown(socket.SHUT_WR)
            back.join()  # the server has closed its side, so it keeps what came: only then the client hears of the cut

    @staticmethod
    def pass_back(outside, inside):
        try:
            while data := outside.recv(65536):
                inside.sendall(data)
        except OSError:
            pass  # cut, as it should be


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(arguments=["--tcp-port", "0"]).start()
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()
        code = cls.server.stop()
        cls.server.folder.cleanup()
        assert code == 0, f"the server ended with {code}"

    def photo(self, index):
        """A photo that nobody sent yet: its file, its bytes, its texts."""
        photo = another_copy(PHOTOS[index][0])
        file = pathlib.Path(self.folder.name, f"{os.urandom(4).hex()}.jpg")
        file.write_bytes(photo)
        return file, photo, PHOTOS[index][1]

    def cpp(self, what, *arguments, port=None, key=None, trusted="", resume="", attempts=8, server=None):
        server = server or self.server
        ran = subprocess.run([os.environ["PATENTE_CPP_CLIENT"], "localhost" if trusted else "127.0.0.1", str(port or server.tcp_port),
                              key or server.key, str(trusted), resume, str(attempts), what, *map(str, arguments)],
                             capture_output=True, text=True, timeout=120)
        self.assertEqual(ran.stderr, "")
        return ran.returncode, [Line(*line.split(" ", 3)) for line in ran.stdout.splitlines()]

    def of_kind(self, lines, kind):
        return [line for line in lines if line.kind == kind]

    def test_cpp_sends_photos_and_gives_each_its_result_once(self):
        photos = [self.photo(index) for index in range(4)]
        code, lines = self.cpp("send", *(file for file, _, _ in photos))
        self.assertEqual(code, 0)
        results = self.of_kind(lines, "result")
        self.assertEqual(sorted(line.id for line in results), ["1", "2", "3", "4"])
        self.assertEqual(sorted(line.id for line in self.of_kind(lines, "stored")), ["1", "2", "3", "4"])
        for line in results:
            file, _, texts = photos[int(line.id) - 1]
            self.assertEqual(line.name, file.name)
            self.assertIn(json.loads(line.text)["readings"][0]["plate"], texts)
        self.assertEqual(self.of_kind(lines, "asked")[0].text, "4")  # each file was read once

    def test_cpp_gives_the_errors_of_one_photo_and_goes_on(self):
        empty = pathlib.Path(self.folder.name, "empty.jpg")
        empty.write_bytes(b"")
        code, lines = self.cpp("send", empty, self.photo(0)[0])
        self.assertEqual(code, 0)
        [error] = self.of_kind(lines, "error")
        self.assertEqual((error.id, error.name, json.loads(error.text)["code"]), ("1", "empty.jpg", "image-empty"))
        self.assertEqual([line.id for line in self.of_kind(lines, "result")], ["2"])

    def test_cpp_says_what_the_server_refuses(self):
        code, lines = self.cpp("send", self.photo(0)[0], key="pat_" + "x" * 43)
        self.assertEqual((code, lines[-1].kind, lines[-1].name), (3, "refused", "key-unknown"))
        code, lines = self.cpp("send", self.photo(0)[0], resume="nobody's")
        self.assertEqual((code, lines[-1].name), (3, "session-unknown"))
        code, lines = self.cpp("history", '{"limit": 0}')
        self.assertEqual((code, lines[-1].kind), (3, "refused"))

    def test_cpp_says_that_there_is_no_server(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        code, lines = self.cpp("send", self.photo(0)[0], port=port)
        self.assertEqual((code, lines[-1].kind), (4, "failed"))
        self.assertIn("no connection", lines[-1].text)

    def test_cpp_gives_a_page_of_history_and_the_next(self):
        self.cpp("send", self.photo(0)[0], self.photo(1)[0])
        code, lines = self.cpp("history", '{"limit": 1}')
        self.assertEqual(code, 0)
        first = json.loads(self.of_kind(lines, "captures")[0].text)
        cursor = json.loads(self.of_kind(lines, "page")[0].text)["next"]
        self.assertEqual(len(first), 1)
        code, lines = self.cpp("history", json.dumps({"limit": 1, "cursor": cursor}))
        second = json.loads(self.of_kind(lines, "captures")[0].text)
        self.assertNotEqual(first[0]["id"], second[0]["id"])

    def test_cpp_speaks_tls_to_whom_it_trusts_alone(self):
        with Server(arguments=["--tcp-port", "0", "--tcp-tls"]) as server:
            file, _, texts = self.photo(0)
            code, lines = self.cpp("send", file, trusted=server.data / "tls/certificate.pem", server=server)
            self.assertEqual(code, 0)
            self.assertIn(json.loads(self.of_kind(lines, "result")[0].text)["readings"][0]["plate"], texts)
        with Server(arguments=["--tcp-port", "0", "--tcp-tls"]) as other:
            stranger = pathlib.Path(self.folder.name, "stranger.pem")
            stranger.write_bytes((other.data / "tls/certificate.pem").read_bytes())
        with Server(arguments=["--tcp-port", "0", "--tcp-tls"]) as server:
            code, lines = self.cpp("send", file, trusted=stranger, server=server)
            self.assertEqual(code, 4)
            self.assertIn("not trusted", lines[-1].text)

    def assert_sent_once(self, proxy, photo):
        """Of the photo every byte reached the server once; what goes beside it are heads."""
        self.assertEqual(len(proxy.passed_on), 2)
        self.assertEqual(proxy.passed_on[0], proxy.cut_after)
        self.assertGreater(sum(proxy.passed_on), len(photo))
        self.assertLess(sum(proxy.passed_on), len(photo) + 1000)

    def test_cpp_sends_only_the_rest_of_what_was_cut(self):
        file, photo, texts = self.photo(1)
        with CuttingProxy(self.server.tcp_port, len(photo) * 57 // 100) as proxy:
            code, lines = self.cpp("send", file, port=proxy.port)
            self.assertEqual(code, 0)
            [result] = self.of_kind(lines, "result")
            self.assertIn(json.loads(result.text)["readings"][0]["plate"], texts)
            self.assert_sent_once(proxy, photo)

    def test_python_sends_only_the_rest_of_what_was_cut(self):
        _, photo, texts = self.photo(2)
        with CuttingProxy(self.server.tcp_port, len(photo) * 57 // 100) as proxy:
            with client.Client("127.0.0.1", proxy.port, self.server.key) as patente:
                [answer] = patente.read([photo])
            self.assertIn(answer.capture["readings"][0]["plate"], texts)
            self.assert_sent_once(proxy, photo)


if __name__ == "__main__":
    unittest.main(verbosity=1)
