#!/usr/bin/env python3
"""From a sighting of a listed plate to its alert: in the event stream and at a webhook, beside the floor.

    bench/alerts.py [--sightings 200] [--entries 10000] [--busy 0]

Floor: the same moment to sightings.plate_seen in the same stream, which is what it takes to tell that the plate was seen at all. --busy sends so
many other sightings a second meanwhile. Times are of one clock, from before the POST.
"""
import argparse
import http.server
import json
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server  # noqa: E402


class Arrivals:
    """When each kind of message about each plate came."""

    def __init__(self):
        self.changed, self.at = threading.Condition(), {}

    def note(self, kind, plate):
        with self.changed:
            self.at.setdefault((kind, plate), time.monotonic())
            self.changed.notify_all()

    def wait(self, kind, plate, seconds=30):
        with self.changed:
            if not self.changed.wait_for(lambda: (kind, plate) in self.at, seconds):
                raise SystemExit(f"no {kind} of {plate} within {seconds} s")
            return self.at[kind, plate]


def follow_stream(server, arrivals):
    stream = Client(server, timeout=3600)
    stream.connection.request("GET", "/v1/events?type=alert.raised,sightings.plate_seen", None, {"Authorization": "Bearer " + server.key})
    answer = stream.connection.getresponse()
    assert answer.status == 200

    def read():
        kind = None
        while line := answer.readline().decode():
            if line.startswith("event: "):
                kind = line[7:].strip()
            elif line.startswith("data: ") and not kind.startswith("events."):
                arrivals.note(kind, json.loads(line[6:])["plate"])

    threading.Thread(target=read, daemon=True).start()


def listen_for_posts(arrivals):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            event = json.loads(self.rfile.read(int(self.headers["content-length"])))
            arrivals.note("webhook", event["plate"])
            self.send_response(204)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.daemon_threads = True
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    return receiver.server_address[1]


def plate_of(number):
    return f"AB{number // 26 // 26 % 1000:03}{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"


def list_plates(client, entries):
    status, made = client.call("POST", "/v1/watch/lists", {"name": "bench", "kind": "stolen"})
    assert status == 201, made
    csv = "plate,why,who\n" + "".join(f"{plate_of(number)},bench,bench\n" for number in range(entries))
    began = time.monotonic()
    status, answer = client.call("POST", f"/v1/watch/lists/{made['id']}/imports", csv.encode(), {"Content-Type": "text/csv"})
    assert status == 200 and answer["added"] == entries, answer
    print(f"{entries} entries taken in within {time.monotonic() - began:.1f} s")


def keep_busy(server, rate, ending):
    client, number = Client(server), 0
    while not ending.is_set():
        batch = [{"plate": f"ZZ{(number + each) % 1000:03}{(number + each) // 1000 % 10000:04}"} for each in range(max(1, rate // 10))]
        client.call("POST", "/v1/sightings", batch)
        number += len(batch)
        ending.wait(0.1)


def show(name, times, floor=None):
    times = sorted(times)
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    print(f"{name:24} p50 {p50:7.1f} ms   p99 {p99:7.1f} ms   most {times[-1]:7.1f} ms" + (f"   {p50 / floor:.2f} × the floor" if floor else ""))
    return p50


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sightings", type=int, default=200)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--busy", type=int, default=0, help="other sightings a second")
    options = parser.parse_args()
    arrivals, ending = Arrivals(), threading.Event()
    with Server(arguments=("--webhooks-local",)) as server:
        client = Client(server)
        list_plates(client, options.entries)
        follow_stream(server, arrivals)
        url = f"http://127.0.0.1:{listen_for_posts(arrivals)}/"
        status, answer = client.call("POST", "/v1/webhooks", {"url": url, "types": ["alert.raised"]})
        assert status == 201, answer
        if options.busy:
            threading.Thread(target=keep_busy, args=(server, options.busy, ending), daemon=True).start()
        seen, alert, posted = [], [], []
        for number in range(options.sightings):
            plate = plate_of(number * 7 % options.entries)
            began = time.monotonic()
            status, answer = client.call("POST", "/v1/sightings", {"plate": plate, "confidence": 0.97, "device": "camera-1"})
            assert status == 201, answer
            for kind, times in (("sightings.plate_seen", seen), ("alert.raised", alert), ("webhook", posted)):
                times.append((arrivals.wait(kind, plate) - began) * 1e3)
        ending.set()
        floor = show("plate_seen (the floor)", seen)
        show("alert in the stream", alert, floor)
        show("alert at the webhook", posted, floor)
        if max(posted + alert) > 1000:
            print("an alert took more than a second")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
