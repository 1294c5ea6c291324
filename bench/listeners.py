#!/usr/bin/env python3
"""How fast a change reaches many WebSocket listeners, and what becomes of a slow one.

    bench/listeners.py [--listeners 1000] [--changes 100] [--pace 10] [--preset release]

Sightings are posted one by one by another process; the time runs from before its POST, so the commit is in it, until a listener
has the whole message. The floor: a bare program that writes the same bytes to as many sockets, heard by the same code.
"""
import argparse
import base64
import json
import multiprocessing
import os
import pathlib
import resource
import selectors
import socket
import statistics
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server  # noqa: E402

WARM_UP = 5
SETTLE_S = 20  # at most, for the last change to reach the last listener
SLOW_WAITS_S = 8  # longer than the server lets one event take
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Listener:
    """A connection that server frames come in on; `heard(listener, payload, at)` is told each text."""

    def __init__(self, port, heard, upgrade=None, receive_bytes=None):
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.connect(("127.0.0.1", port))
        self.heard, self.bytes, self.close_code, self.is_over = heard, b"", None, False
        if upgrade:
            self.socket.sendall(upgrade)
            while b"\r\n\r\n" not in self.bytes:
                self.bytes += self._received()
            head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
            if not head.startswith(b"HTTP/1.1 101 "):
                raise SystemExit(f"no WebSocket: {head.decode()}")

    def _received(self):
        got = self.socket.recv(1 << 16)
        if not got:
            self.is_over = True
        return got

    def read(self):
        self.bytes += self._received()
        at = time.monotonic()
        while len(self.bytes) >= 2:
            length, head = self.bytes[1], 2
            if length == 126:
                if len(self.bytes) < 4:
                    return
                length, head = struct.unpack_from("!H", self.bytes, 2)[0], 4
            if len(self.bytes) < head + length:
                return
            opcode, payload = self.bytes[0] & 15, self.bytes[head : head + length]
            self.bytes = self.bytes[head + length :]
            if opcode == TEXT:
                self.heard(self, payload, at)
            elif opcode == PING:
                self._send(PONG, payload)
            elif opcode == CLOSE:
                self.close_code = struct.unpack_from("!H", payload)[0]
                self._send(CLOSE, payload[:2])

    def _send(self, opcode, payload):
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked)


def upgrade(server, query):
    nonce = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /v1/events{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {nonce}\r\nAuthorization: Bearer {server.key}\r\n\r\n"
    ).encode()


def plate_of(number):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return f"{letters[number // 26 % 26]}{letters[number % 26]}{number % 1000:03}{letters[number // 7 % 26]}{letters[number // 3 % 26]}"


class Posting:
    """What a POST needs, in another process."""

    def __init__(self, server):
        self.port, self.key = server.port, server.key


def post_changes(server, count, pace, results):
    client = Client(server)
    sent = []
    for number in range(count):
        time.sleep(1 / pace)
        plate = plate_of(number)
        began = time.monotonic()
        status, _ = client.call("POST", "/v1/sightings", {"plate": plate, "device": "bench"})
        if status != 201:
            raise SystemExit(f"POST /v1/sightings: {status}")
        sent.append((plate, began, time.monotonic()))
    results.send(sent)


def fan_out(count, frames, pace, results):
    """The floor: the same bytes to as many sockets, in one loop over them."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=count)
    results.send(listening.getsockname()[1])
    sockets = [listening.accept()[0] for _ in range(count)]
    for each in sockets:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sent = []
    for plate, frame in frames:
        time.sleep(1 / pace)
        began = time.monotonic()
        for each in sockets:
            each.sendall(frame)
        sent.append((plate, began, began))
    results.send(sent)
    results.recv()  # until all of it was heard


def listen_until(listeners, enough, at_most_s):
    with selectors.DefaultSelector() as ready:
        for each in listeners:
            ready.register(each.socket, selectors.EVENT_READ, each)
        until = time.monotonic() + at_most_s
        while not enough() and time.monotonic() < until:
            for key, _ in ready.select(timeout=0.2):
                key.data.read()
                if key.data.is_over:
                    ready.unregister(key.data.socket)


def told(name, sent, heard, listeners):
    times = sorted((at - began) * 1e3 for plate, began, _ in sent[WARM_UP:] for at in heard.get(plate, ()))
    expected = (len(sent) - WARM_UP) * listeners
    p99 = times[int(len(times) * 0.99)]
    print(f"{name:22} {len(times)} of {expected} heard   p50 {statistics.median(times):7.1f} ms   p99 {p99:7.1f} ms   max {times[-1]:7.1f} ms")
    return p99, len(times) == expected


def measure(name, options, start, port, upgrade_with, listeners):
    """Every listener must hear every change; gives p99, whether all came, and the last message."""
    heard, last, results = {}, {}, None

    def on_text(_, payload, at):
        begin = payload.find(b'"plate":"')
        if begin < 0:
            return
        plate = payload[begin + 9 : payload.find(b'"', begin + 9)].decode()
        heard.setdefault(plate, []).append(at)
        last[plate] = payload

    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=start, args=(theirs,), daemon=True)
    if port is None:
        process.start()
        port = mine.recv()
    all_listeners = [Listener(port, on_text, upgrade_with() if upgrade_with else None) for _ in range(listeners)]
    if not process.is_alive():
        process.start()

    def enough():
        nonlocal results
        if results is None and mine.poll():
            results = mine.recv()
        return results is not None and all(len(heard.get(plate, ())) >= listeners for plate, _, _ in results)

    listen_until(all_listeners, enough, options.changes / options.pace * 4 + SETTLE_S)
    if results is None:
        raise SystemExit(f"{name}: the changes were not all made in time")
    mine.send("heard")
    process.join()
    for each in all_listeners:
        each.socket.close()
    return *told(name, results, heard, listeners), [(plate, last[plate]) for plate, _, _ in results if plate in last]


def frame_of(payload):
    head = bytes([0x81, len(payload)]) if len(payload) < 126 else b"\x81\x7e" + struct.pack("!H", len(payload))
    return head + payload


def slow_listener(server):
    """One that takes nothing while much happens: told where it stood, closed with 1013, and without a gap once it is back."""
    got, truth = [], []

    def keep(into):
        def on_text(_, payload, at):
            message = json.loads(payload)
            if message["event"] != "events.following":
                into.append(message)

        return on_text

    fast = Listener(server.port, keep(truth), upgrade(server, ""))
    slow = Listener(server.port, keep(got), upgrade(server, ""), receive_bytes=4096)
    client = Client(server)
    count = 0
    until = time.monotonic() + SLOW_WAITS_S

    def enough():
        nonlocal count
        if count < 4_000:
            batch = [{"plate": plate_of(count + i), "device": f"slow-{count}"} for i in range(100)]
            assert client.call("POST", "/v1/sightings", batch)[0] == 201
            count += 100
        return time.monotonic() > until and len([each for each in truth if each["event"] == "sightings.plate_seen"]) >= count

    listen_until([fast], enough, 120)
    listen_until([slow], lambda: slow.is_over, 60)
    dropped = got.pop() if got and got[-1]["event"] == "events.dropped" else None
    if not dropped or slow.close_code != 1013:
        print(f"slow listener          NOT dropped as it should be: {len(got)} events, close code {slow.close_code}")
        return False
    first, last = len(got), dropped["data"]["last"]
    again = Listener(server.port, keep(got), upgrade(server, f"?last_event_id={last}"))
    listen_until([again], lambda: len(got) >= len(truth), 60)
    same = [each["id"] for each in got] == [each["id"] for each in truth]
    print(
        f"slow listener          dropped with 1013 after {first} events, told its last id {last} "
        f"({'the last it got' if got[first - 1]['id'] == last else 'NOT the last it got'}); back with it: "
        f"{len(got)} of {len(truth)} events, {'no gap, none twice' if same else 'WITH A GAP'}"
    )
    return same and got[first - 1]["id"] == last


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--listeners", type=int, default=1000)
    arguments.add_argument("--changes", type=int, default=100)
    arguments.add_argument("--pace", type=float, default=10, help="changes a second")
    arguments.add_argument("--preset", default="release")
    options = arguments.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, options.listeners + 200), hard))
    changes = options.changes + WARM_UP
    with Server(preset=options.preset) as server:
        before = server.memory_mb()
        query = "?type=sightings"
        p99, all_heard, messages = measure(
            f"{options.listeners} WebSockets", options, lambda results: post_changes(Posting(server), changes, options.pace, results),
            server.port, lambda: upgrade(server, query), options.listeners)
        print(f"{'':22} the server's memory grew by {server.memory_mb() - before:.0f} MB")
        frames = [(plate, frame_of(payload)) for plate, payload in messages]
        floor, floor_heard, _ = measure(
            "bare fan-out", options, lambda results: fan_out(options.listeners, frames, options.pace, results), None, None, options.listeners)
        print(f"{'p99 over the floor':22} {p99 - floor:.1f} ms, {p99 / floor:.1f} times")
        kept = slow_listener(server)
    good = all_heard and floor_heard and kept and p99 <= 250
    print("p99 ≤ 250 ms, all heard, the slow one without a gap: " + ("yes" if good else "NO"))
    return 0 if good else 1


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    sys.exit(main())
