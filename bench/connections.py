#!/usr/bin/env python3
"""What clients that only hold the server up cost it, and the others: idle connections, slow heads, bodies of 1 GB.

    bench/connections.py [--idle 10000] [--slow 2000] [--bodies 4] [--preset release]

Each time another client's requests are measured beside it: GET /v1/sightings, and POST /v1/sightings, each answer durable.
"""
import argparse
import contextlib
import pathlib
import resource
import selectors
import socket
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server  # noqa: E402

SAMPLES = 200


def allow_descriptors(count):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count:
        raise SystemExit(f"{count} descriptors are needed; this machine allows a process {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def milliseconds(act):
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


def other_client(server):
    """What another client's requests take, in words."""
    client = Client(server)
    asks = {"GET": lambda: client.call("GET", "/v1/sightings?limit=1"),
            "POST": lambda: client.call("POST", "/v1/sightings", {"plate": "AB123CD", "device": "bench"})}
    said = []
    for name, ask in asks.items():
        ask()
        times = sorted(milliseconds(ask) for _ in range(SAMPLES))
        said.append(f"{name} median {statistics.median(times):.1f} ms, p99 {times[int(0.99 * SAMPLES)]:.1f} ms")
    return "; ".join(said)


def connected(server):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def idle(server, count):
    """Connections that each had an answer and now wait."""
    before = server.memory_mb()
    with contextlib.ExitStack() as held:
        for _ in range(count):
            connection = held.enter_context(connected(server))
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n")
            if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                raise SystemExit("an idle connection was refused")
        kilobytes = (server.memory_mb() - before) * 1024 / count
        print(f"{count} idle connections: {kilobytes:.1f} kB each (asked: ≤ 10); beside them {other_client(server)}")


def slow(server, count):
    """Heads that come a byte a second and never end."""
    connections = [connected(server) for _ in range(count)]
    began = time.monotonic()
    ending = threading.Event()
    lasted = []

    def drip():
        text = b"GET /readyz HTTP/1.1\r\nHost: bench\r\nX-Slow: " + b"x" * 1000
        living = list(connections)
        with selectors.DefaultSelector() as readable:
            for each in living:
                each.setblocking(False)
                readable.register(each, selectors.EVENT_READ)
            for sent in range(len(text)):
                for each in [key.fileobj for key, _ in readable.select(0)]:
                    lasted.append(time.monotonic() - began)
                    readable.unregister(each)
                    living.remove(each)
                if not living or ending.wait(1):
                    return
                for each in living:
                    with contextlib.suppress(OSError):
                        each.send(text[sent:sent + 1])

    dripping = threading.Thread(target=drip)
    dripping.start()
    beside = other_client(server)
    dripping.join(timeout=30)
    ending.set()
    dripping.join()
    for each in connections:
        each.close()
    cut = f"{len(lasted)} cut off after {min(lasted):.0f} to {max(lasted):.0f} s" if lasted else "none cut off"
    print(f"{count} heads of a byte a second: {cut}; beside them {beside}")
    return len(lasted) == count


def bodies(server, count):
    """Bodies of 1 GB, some that say so and some in chunks that do not, to the address of photos."""
    before, most, answers = server.memory_mb(), 0, []
    gigabyte, piece = 1 << 30, b"x" * (1 << 20)
    head = (f"POST /v1/captures HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {server.key}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n").encode()
    begin = b'--b\r\nContent-Disposition: form-data; name="image"; filename="x.jpg"\r\n\r\n'

    def send(chunked):
        sent = 0
        with connected(server) as connection:
            try:
                if chunked:
                    connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(begin), begin))
                else:
                    connection.sendall(head + b"Content-Length: %d\r\n\r\n" % gigabyte + begin)
                while sent < gigabyte:
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                    sent += len(piece)
            except OSError:
                pass  # cut off: the answer may still be there
            with contextlib.suppress(OSError):
                answers.append((connection.recv(4096)[9:12].decode(), sent >> 20))

    senders = [threading.Thread(target=send, args=(number % 2 == 1,)) for number in range(count)]
    for each in senders:
        each.start()
    ending = threading.Event()

    def watch():
        nonlocal most
        while not ending.wait(0.02):
            most = max(most, server.memory_mb())

    watching = threading.Thread(target=watch)
    watching.start()
    beside = other_client(server)
    for each in senders:
        each.join()
    ending.set()
    watching.join()
    said = ", ".join(f"{status or 'cut'} after {sent} MiB" for status, sent in answers)
    left = sum(file.stat().st_size for file in (server.data / "evidence").rglob("*.upload"))
    print(f"{count} bodies of 1 GB: {said}; memory +{most - before:.0f} MB at most, {left} bytes left on disk; beside them {beside}")
    return left == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--slow", type=int, default=2_000)
    parser.add_argument("--bodies", type=int, default=4)
    parser.add_argument("--preset", default="release")
    arguments = parser.parse_args()
    allow_descriptors(max(arguments.idle, arguments.slow) + 100)
    with Server(preset=arguments.preset) as server:
        print(f"alone: {other_client(server)}")
        idle(server, arguments.idle)
    with Server(preset=arguments.preset) as server:
        good = slow(server, arguments.slow)
    with Server(preset=arguments.preset) as server:
        other_client(server)  # what the first requests take up
        good = bodies(server, arguments.bodies) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
