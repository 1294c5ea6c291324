#!/usr/bin/python3
"""The image service under load, over loopback, against the real server: many clients at once, idle connections, a flood.
    bench/image_service.py [--clients 1000] [--images 20] [--new 1000] [--idle 10000] [--flood 10000] [--rounds 60] [--only idle|flood|clients]
"""
import argparse
import asyncio
import hashlib
import json
import pathlib
import resource
import subprocess
import sys
import time
import types

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests/server"), str(ROOT / "clients/python")]
import patente_client as protocol  # noqa: E402
from patente_server import Server, another_copy, golden_photos  # noqa: E402


class Connection:
    async def open(self, server, **hello):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", server.tcp_port)
        self.writer.write(protocol._frame(protocol.HELLO, 0, {"version": 1, "key": server.key, **hello}))
        type, _, head, _ = await self.frame()
        assert type == protocol.WELCOME, head
        self.window = head["window"]
        return self

    async def frame(self):
        length, type, id, head = protocol.PREFIX.unpack(await self.reader.readexactly(protocol.PREFIX.size))
        rest = await self.reader.readexactly(length - 11)
        return type, id, json.loads(rest[:head]), rest[head:]

    async def send(self, id, image):
        self.writer.write(protocol._frame(protocol.IMAGE, id, {}, image))
        await self.writer.drain()

    async def result(self):
        while True:
            type, id, head, body = await self.frame()
            assert type != protocol.ERROR, head
            if type == protocol.RESULT:
                return id, json.loads(body)

    def close(self):
        self.writer.close()


async def many_clients(server, clients, images, new):
    """Every client sends `images`, of all of which `new` were never seen; each must be answered once, the new ones read."""
    known = [photo for photo, texts in golden_photos() if texts][:8]
    async with asyncio.timeout(60):
        first = await Connection().open(server)
        for id, photo in enumerate(known, 1):
            await first.send(id, photo)
        for _ in known:
            await first.result()
        first.close()
    answered, read, twice, wrong = 0, 0, 0, 0
    fresh = [another_copy(known[i % len(known)]) for i in range(new)]

    async def one(number):
        nonlocal answered, read, twice, wrong
        connection = await Connection().open(server)
        photos = [known[(number + i) % len(known)] for i in range(images)]
        mine = fresh[number::clients]
        photos[: len(mine)] = mine
        hashes = {}
        for id, photo in enumerate(photos, 1):
            hashes[id] = hashlib.sha256(photo).hexdigest()
            await connection.send(id, photo)
        seen = set()
        while len(seen) < len(photos):
            id, capture = await connection.result()
            twice += id in seen
            seen.add(id)
            answered += 1
            wrong += capture["sha256"] != hashes[id] or capture["state"] != "read" or not capture["readings"]
            read += capture["duplicate_of"] is None
        connection.close()

    began = time.monotonic()
    async with asyncio.timeout(900):
        await asyncio.gather(*(one(number) for number in range(clients)))
    seconds = time.monotonic() - began
    print(f"{clients} clients, {clients * images} images, {new} new: {answered} answered in {seconds:.1f} s ({answered / seconds:.0f}/s), "
          f"{read} read anew, {twice} answered twice, {wrong} wrong; server {server.memory_mb():.0f} MB")


async def idle_connections(server, count):
    before = server.memory_mb()
    connections = []
    for start in range(0, count, 200):
        connections += await asyncio.gather(*(Connection().open(server) for _ in range(start, min(start + 200, count))))
    await asyncio.sleep(1)  # what was freed is given back meanwhile
    after = server.memory_mb()
    print(f"{count} idle connections, each with its session: {before:.0f} -> {after:.0f} MB = {(after - before) * 1024 / count:.1f} kB each")
    for connection in connections:
        connection.close()


async def latencies(server, rounds):
    """Milliseconds of each image sent alone, in order of size: the same code idle and beside a flood."""
    photo = next(photo for photo, texts in golden_photos() if texts)
    connection = await Connection().open(server)
    times = []
    for id in range(1, rounds + 1):
        image = another_copy(photo)
        began = time.monotonic()
        await connection.send(id, image)
        await connection.result()
        times.append((time.monotonic() - began) * 1e3)
        await asyncio.sleep(0.05)
    connection.close()
    return sorted(times)


def median_p95_worst(times):
    return f"median {times[len(times) // 2]:.1f} ms, p95 {times[len(times) * 95 // 100]:.1f}, worst {times[-1]:.1f}"


async def flood(server, count):
    """Sends as fast as it may; a line for each hundred answers. Runs in a process of its own."""
    photo = next(photo for photo, texts in golden_photos() if texts)
    connection = await Connection().open(server)

    async def send_all():
        for id in range(1, count + 1):
            await connection.send(id, another_copy(photo))

    sending = asyncio.create_task(send_all())
    for answered in range(1, count + 1):
        await connection.result()
        if answered % 10 == 0:
            print(answered, flush=True)
    await sending


def beside_a_flood(server, count, rounds):
    before = asyncio.run(latencies(server, rounds))
    flooder = subprocess.Popen([sys.executable, __file__, "--flooder", str(server.tcp_port), server.key, "--flood", str(count)],
                               stdout=subprocess.PIPE, text=True)
    try:
        flooder.stdout.readline()  # the flood is on
        began = time.monotonic()
        beside = asyncio.run(latencies(server, rounds))
        seconds = time.monotonic() - began
        if flooder.poll() is not None:
            raise SystemExit("the flood was over before the measurement: let it send more")
    finally:
        flooder.kill()
        told = flooder.stdout.read().split()
    after = asyncio.run(latencies(server, rounds))
    idle = sorted(before + after)
    print(f"one image idle:                     {median_p95_worst(idle)}")
    print(f"beside one who sends {count} images: {median_p95_worst(beside)}; {len(told) * 10 / seconds:.0f} of those read a second")
    print(f"times the idle one:                 median {beside[len(beside) // 2] / idle[len(idle) // 2]:.2f}, "
          f"p95 {beside[len(beside) * 95 // 100] / idle[len(idle) * 95 // 100]:.2f}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in [("clients", 1000), ("images", 20), ("new", 1000), ("idle", 10_000), ("flood", 10_000), ("rounds", 60)]:
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--only", choices=["idle", "flood", "clients"])
    options.add_argument("--flooder", nargs=2, metavar=("PORT", "KEY"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.flooder:
        port, key = asked.flooder
        return asyncio.run(flood(types.SimpleNamespace(tcp_port=int(port), key=key), asked.flood))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name, measure in [("idle", lambda server: asyncio.run(idle_connections(server, asked.idle))),
                          ("flood", lambda server: beside_a_flood(server, asked.flood, asked.rounds)),
                          ("clients", lambda server: asyncio.run(many_clients(server, asked.clients, asked.images, asked.new)))]:
        if asked.only in (None, name):
            with Server(arguments=["--tcp-port", "0"]) as server:
                measure(server)


if __name__ == "__main__":
    main()
