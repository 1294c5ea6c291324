"""Sends photos to Patente over TCP and gives back what was read. Python 3.9 or later, standard library alone.

    with Client("127.0.0.1", 7070, key) as patente:
        for answer in patente.read(["a.jpg", "b.jpg"]):
            print(answer.name, [reading["plate"] for reading in answer.capture["readings"]])

The protocol is written out in docs/protocol.md. A connection that is cut is made again, `attempts` times in a row at most: what has no answer yet is asked
for again, and only what did not arrive is sent again. For use by one thread.
"""

from __future__ import annotations

import collections
import json
import pathlib
import select
import socket
import ssl
import struct
import time
from dataclasses import dataclass
from typing import Iterable, Iterator

HELLO, IMAGE, CANCEL, HISTORY, PING = 1, 2, 3, 4, 5
WELCOME, STORED, QUEUED, RESULT, PAGE, ERROR, PONG, WINDOW = 129, 130, 131, 132, 133, 134, 135, 136
PREFIX = struct.Struct(">IBQH")  # length of what follows it, type, id, length of the head


class PatenteError(Exception):
    """The server refused: `code` is stable, `errors` names bad fields."""

    def __init__(self, code: str, text: str, errors: list | None = None):
        super().__init__(f"{code}: {text}")
        self.code, self.text, self.errors = code, text, errors or []


@dataclass
class Answer:
    id: int  # 0: of a photo that another client sent, to a subscriber
    name: str
    capture: dict | None = None  # as GET /v1/captures/{id} answers it
    error: PatenteError | None = None  # instead of a capture


@dataclass
class _Sent:
    source: bytes | pathlib.Path
    head: dict

    def body(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


class Client:
    def __init__(self, host: str, port: int, key: str, *, tls: ssl.SSLContext | None = None, language: str = "en",
                 subscribe: bool = False, attempts: int = 8, timeout_s: float = 30):
        self._address, self._key, self._tls, self._language, self._subscribe = (host, port), key, tls, language, subscribe
        self._attempts, self._timeout_s = attempts, timeout_s
        self._sent: dict[int, _Sent] = {}  # no answer yet
        self._answers: collections.deque[Answer] = collections.deque()  # not taken yet
        self._replies: dict[int, tuple[dict, bytes] | PatenteError] = {}  # to history and ping
        self._last_id, self._window, self._resume = 0, 1, None
        self._connect()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    # ---- what one calls ----------------------------------------------------------------------------------------------

    def send(self, image: bytes | str | pathlib.Path, **head) -> int:
        """Sends a photo (its bytes or a file) and gives its id; waits while the server's window is full.
        `head`: name, taken_at, place ("lat,lon"), device, region, zone, deadline_ms."""
        source = image if isinstance(image, bytes) else pathlib.Path(image)
        sent = _Sent(source, {"name": "" if isinstance(image, bytes) else source.name, **head})
        body = sent.body()
        while len(self._sent) >= self._window:
            self._take_frame(None)
        id = self._new_id()
        self._sent[id] = sent
        self._write(IMAGE, id, sent.head, body)
        return id

    def next_answer(self, timeout_s: float | None = None) -> Answer | None:
        """The next answer of any image, as they become ready; None when none came in time."""
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._answers:
            if not self._take_frame(until):
                return None
        return self._answers.popleft()

    def read(self, images: Iterable[bytes | str | pathlib.Path], **head) -> Iterator[Answer]:
        """Sends all of them and yields their answers as they become ready."""
        for image in images:
            self.send(image, **head)
            while self._take_frame(time.monotonic()):
                pass
            while self._answers:
                yield self._answers.popleft()
        while self._sent or self._answers:
            answer = self.next_answer()
            if answer:
                yield answer

    def cancel(self, id: int) -> None:
        """The photo is not read any more, unless that began; its answer still comes."""
        self._write(CANCEL, id, {})

    def history(self, **filter) -> Iterator[dict]:
        """Captures of this key, newest first. `filter`: plate (* and ?), from, to, limit (of a page)."""
        head: dict = {"next": None}
        while True:
            head, body = self._ask(HISTORY, {**filter, **({"cursor": head["next"]} if head["next"] else {})})
            yield from json.loads(body)
            if head["next"] is None:
                return

    def ping(self) -> None:
        self._ask(PING, {})

    def close(self) -> None:
        self._socket.close()

    # ---- the connection ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        connection = socket.create_connection(self._address, self._timeout_s)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = self._tls.wrap_socket(connection, server_hostname=self._address[0]) if self._tls else connection
            hello = {"version": 1, "key": self._key, "language": self._language, "subscribe": self._subscribe}
            if self._resume:
                hello.update(resume=self._resume, pending=list(self._sent))
            self._socket.sendall(_frame(HELLO, 0, hello))
            type, _, head, _ = self._read_frame()
            if type == ERROR:
                raise PatenteError(head["code"], head["text"], head.get("errors"))
            self._resume, self._window = head["resume"], head["window"]
            for part in head["partial"]:
                self._send_rest(part["id"], part["bytes"])
        except BaseException:
            connection.close()
            raise

    def _connect_again(self, why: Exception) -> None:
        self._socket.close()
        for attempt in range(self._attempts):
            time.sleep(min(5.0, 0.1 * 2**attempt))
            try:
                return self._connect()
            except PatenteError as refused:
                if refused.code != "service-busy":
                    raise
            except (OSError, EOFError) as still:
                why = still
        raise ConnectionError(f"no connection to {self._address[0]}:{self._address[1]} after {self._attempts} attempts: {why}")

    def _send_rest(self, id: int, offset: int) -> None:
        sent = self._sent.get(id)
        if sent:
            self._socket.sendall(_frame(IMAGE, id, {**sent.head, "offset": offset}, sent.body()[offset:]))

    def _write(self, type: int, id: int, head: dict, body: bytes = b"") -> None:
        try:
            self._socket.sendall(_frame(type, id, head, body))
        except OSError as cut:
            self._connect_again(cut)  # what is pending is asked for again there

    def _read_frame(self) -> tuple[int, int, dict, bytes]:
        length, type, id, head_bytes = PREFIX.unpack(self._read_exactly(PREFIX.size))
        rest = self._read_exactly(length - 11)
        return type, id, json.loads(rest[:head_bytes] or "{}"), rest[head_bytes:]

    def _read_exactly(self, count: int) -> bytes:
        pieces = []
        while count > 0:
            piece = self._socket.recv(min(count, 1 << 20))
            if not piece:
                raise EOFError("the server closed the connection")
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def _is_readable(self, until: float | None) -> bool:
        if self._tls and self._socket.pending():
            return True
        wait = None if until is None else max(0.0, until - time.monotonic())
        return bool(select.select([self._socket], [], [], wait)[0])

    # ---- frames ------------------------------------------------------------------------------------------------------

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _take_frame(self, until: float | None) -> bool:
        """Takes one frame in; False when none came in time."""
        try:
            if not self._is_readable(until):
                return False
            self._take(*self._read_frame())
        except (OSError, EOFError) as cut:
            self._connect_again(cut)
        return True

    def _take(self, type: int, id: int, head: dict, body: bytes) -> None:
        if type == RESULT:
            self._settle(id, capture=json.loads(body))
        elif type == WINDOW:
            self._window = head["images"]
        elif type in (PAGE, PONG):
            self._replies[id] = (head, body)
        elif type == ERROR:
            self._take_error(id, PatenteError(head["code"], head["text"], head.get("errors")))

    def _take_error(self, id: int, error: PatenteError) -> None:
        if id == 0:
            raise error
        if error.code == "image-unknown" and id in self._sent:
            self._send_rest(id, 0)
        elif id in self._sent:
            self._settle(id, error=error)
        else:
            self._replies[id] = error

    def _settle(self, id: int, **outcome) -> None:
        sent = self._sent.pop(id, None)
        if sent or (id == 0 and self._subscribe):
            self._answers.append(Answer(id, sent.head["name"] if sent else "", **outcome))

    def _ask(self, type: int, head: dict) -> tuple[dict, bytes]:
        id = self._new_id()
        connection = self._socket
        self._write(type, id, head)
        while id not in self._replies:
            self._take_frame(None)
            if self._socket is not connection:  # the question was lost with the old one
                connection = self._socket
                self._write(type, id, head)
        reply = self._replies.pop(id)
        if isinstance(reply, PatenteError):
            raise reply
        return reply


def _frame(type: int, id: int, head: dict, body: bytes = b"") -> bytes:
    text = json.dumps(head).encode()
    return PREFIX.pack(11 + len(text) + len(body), type, id, len(text)) + text + body
