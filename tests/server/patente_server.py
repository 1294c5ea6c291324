"""Starts the real server for tests and benches, and talks to it. Standard library only."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def binary(preset="release"):
    path = pathlib.Path(os.environ.get("PATENTE_BINARY") or ROOT / "build" / preset / "patente")
    if not path.exists():
        raise SystemExit(f"{path} is not there; build it first (./run --build-only)")
    return path


class Server:
    """One process over one data folder; `start` again after `kill` to see what was kept."""

    def __init__(self, data=None, database=None, preset="release", arguments=()):
        self.folder = None if data else tempfile.TemporaryDirectory(prefix="patente-")
        self.data = pathlib.Path(data or self.folder.name)
        self.command = [str(binary(preset)), "serve", "--port", "0", "--data", str(self.data), *arguments]
        if database:
            self.command += ["--database", database]
        self.process, self.port, self.tcp_port, self.key, self.ready_ms = None, None, None, None, None

    def start(self):
        began = time.monotonic()
        self.log = open(self.data / "server.log", "ab")
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening http="):
            raise SystemExit(f"the server did not start: {line!r}; see {self.data}/server.log")
        self.ready_ms = (time.monotonic() - began) * 1e3
        ports = {name: int(address.rsplit(":", 1)[1]) for name, address in (word.split("=") for word in line.split()[1:])}
        self.port, self.tcp_port = ports["http"], ports.get("tcp")
        self.key = (self.data / "admin.key").read_text().strip()
        return self

    def kill(self):
        """As a power cut would: no time to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
        return self._gone()

    def _gone(self):
        code = self.process.wait(timeout=120)
        self.process.stdout.close()
        self.log.close()
        return code

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        if self.folder:
            self.folder.cleanup()


class Client:
    """One keep-alive connection."""

    def __init__(self, server, timeout=120):
        self.key = server.key
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)

    def call(self, method, path, body=None, headers=None):
        """-> (status, decoded answer); raises OSError or HTTPException when the connection breaks."""
        headers = {"Authorization": "Bearer " + self.key, **(headers or {})}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        self.last_headers = answer.headers
        text = answer.read()
        return answer.status, json.loads(text) if text and b"json" in answer.getheader("Content-Type", "").encode() else text

    def post_photo(self, photo, **fields):
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="image"; filename="photo.jpg"\r\n'
                     'Content-Type: image/jpeg\r\n\r\n'.encode() + photo + f"\r\n--{edge}--\r\n".encode())
        return self.call("POST", "/v1/captures", b"".join(parts), {"Content-Type": "multipart/form-data; boundary=" + edge})


def golden_photos():
    """[(bytes, [texts])] of tests/golden, those with a readable plate first."""
    rows = [json.loads(line) for line in (ROOT / "tests/golden/photos.jsonl").read_text().splitlines()]
    rows.sort(key=lambda row: not any(plate["text"] for plate in row["plates"]))
    return [((ROOT / "tests/golden" / row["image"]).read_bytes(), [p["text"] for p in row["plates"]]) for row in rows]


def another_copy(photo):
    """The same picture under other bytes: what follows a JPEG's end belongs to nobody."""
    return photo + os.urandom(16)
