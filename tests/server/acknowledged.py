"""Clients that post sightings, photos, stays, closures and payments (each with its Idempotency-Key), and remember what was acknowledged:
for tests that break something and then compare. Standard library only."""
import datetime
import http.client
import random
import string
import threading
import time
import uuid

from patente_server import Client, another_copy

PAUSE_S = 0.2  # after «come again later»


class Known:
    """What the clients were told."""

    def __init__(self):
        self.lock = threading.Lock()
        self.over = threading.Event()  # the clients end
        self.sightings, self.captures, self.payments, self.stays, self.unanswered = {}, [], {}, {}, []
        self.wrong = []

    def complain(self, *what):
        with self.lock:
            self.wrong.append(" ".join(str(each) for each in what))


def unique_plate(rng):
    return "".join(rng.choice(string.ascii_uppercase) for _ in range(3)) + f"{rng.randrange(10**6):06d}"


def send(client, known, method, path, body, key, remember):
    """One act with its key. When the connection breaks, the act is kept to be sent again to the next server."""
    try:
        status, answer = client.call(method, path, body, {"Idempotency-Key": key})
    except (OSError, http.client.HTTPException):
        with known.lock:
            known.unanswered.append((method, path, body, key, remember))
        raise
    if status in (503, 409):
        with known.lock:
            known.unanswered.append((method, path, body, key, remember))
        known.over.wait(PAUSE_S)
        return None
    if status >= 400:
        known.complain(method, path, status, answer)
        return None
    with known.lock:
        remember(answer)
    return answer


def sightings_client(server, known, rng):
    client = Client(server)
    while not known.over.is_set():
        plate = unique_plate(rng)

        def remember(answer, plate=plate):
            if plate in known.sightings and known.sightings[plate] != answer["sightings"][0]["id"]:
                known.wrong.append(f"sighting of {plate} made twice")
            known.sightings[plate] = answer["sightings"][0]["id"]
        body = {"plate": plate, "device": "kill-" + plate, "place": {"lat": -34.6, "lon": -58.38}}
        send(client, known, "POST", "/v1/sightings", body, str(uuid.uuid4()), remember)


def photos_client(server, known, photos, rng):
    client = Client(server)
    while not known.over.is_set():
        status, answer = client.post_photo(another_copy(rng.choice(photos)))
        if status in (201, 202):
            with known.lock:
                known.captures.append(answer["captures"][0]["id"])
        elif status == 503:
            known.over.wait(PAUSE_S)
        else:
            known.complain("capture", status, answer)


def attendant_client(server, known, zone, rng):
    client = Client(server)
    entered = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=3)).isoformat(timespec="seconds")
    while not known.over.is_set():
        plate = unique_plate(rng)
        stay = send(client, known, "POST", "/v1/parking/stays", {"plate": plate, "zone": zone, "entered_at": entered}, str(uuid.uuid4()),
                    lambda answer: known.stays.__setitem__(answer["id"], answer["plate"]))
        if not stay:
            continue
        status, closed = client.call("PUT", f"/v1/parking/stays/{stay['id']}/closure", {"reason": "left"})
        if status == 503:
            known.over.wait(PAUSE_S)
            continue
        if status != 200:
            known.complain("closure", status, closed)
            continue
        ticket, owed = closed["ticket"], closed["owed"]["amount"]
        if owed > 0:
            send(client, known, "POST", f"/v1/parking/tickets/{ticket}/payments", {"amount": owed, "method": "cash"}, str(uuid.uuid4()),
                 lambda answer, ticket=ticket, owed=owed: known.payments.setdefault(ticket, []).append(owed))


def quietly(act, *arguments):
    try:
        act(*arguments)
    except (OSError, http.client.HTTPException):
        pass  # the server was killed


def every_page(client, path):
    cursor = ""
    while True:
        joined = path + ("&" if "?" in path else "?") + "limit=200" + (f"&cursor={cursor}" if cursor else "")
        status, page = client.call("GET", joined)
        assert status == 200, (joined, status, page)
        yield from page["items"]
        cursor = page["next"]
        if not cursor:
            return


def settle(server, known):
    """Sends what had no answer again, with its own key."""
    client = Client(server)
    again, known.unanswered = known.unanswered, []
    for method, path, body, key, remember in again:
        try:
            send(client, known, method, path, body, key, remember)
        except (OSError, http.client.HTTPException) as error:
            known.complain("after the restart:", error)


def check_round(server, known, captures):
    """-> seconds from the server's first line until every photo that was acknowledged in this round was read"""
    began = time.monotonic()
    client = Client(server)
    waiting = list(captures)
    while waiting and time.monotonic() - began < 30:
        still = []
        for capture in waiting:
            status, answer = client.call("GET", f"/v1/captures/{capture}")
            if status == 202:
                still.append(capture)
            elif status != 200 or answer["state"] != "read":
                known.complain("capture", capture, "is not read:", status, answer.get("state"))
        waiting = still
    if waiting:
        known.complain(len(waiting), "photos were not read within 30 s")
    return time.monotonic() - began


def check_audit(server, known):
    """Every act that was acknowledged, and every one that is in the database, has its entry, once."""
    client = Client(server)
    _, marker = client.call("POST", "/v1/devices", {"name": "marker-" + str(uuid.uuid4()), "kind": "gate"})
    while not any(True for _ in every_page(client, "/v1/audit?subject=" + marker["id"])):
        pass  # numbers come a moment after the acts, in their order
    opened = {}
    for entry in every_page(client, "/v1/audit?act=POST%20/v1/parking/stays&outcome=done"):
        opened[entry["subject"]["id"]] = opened.get(entry["subject"]["id"], 0) + 1
    for ident in known.stays:
        if opened.get(ident) != 1:
            found = [(each["act"], each["outcome"]) for each in every_page(client, "/v1/audit?subject=" + ident)]
            known.complain("stay", ident, "was not opened once in the audit log:", found)
    for what, act, count in (("sightings", "POST /v1/sightings", len(known.sightings)), ("captures", "POST /v1/captures", len(known.captures))):
        entries = sum(1 for _ in every_page(client, "/v1/audit?outcome=done&act=" + act.replace(" ", "%20")))
        if entries < count:
            known.complain(count, what, "were acknowledged, the audit log has", entries)


def check_all(server, known):
    client = Client(server)
    check_audit(server, known)
    seen = {}
    for sighting in every_page(client, "/v1/sightings"):
        seen.setdefault(sighting["plate"], []).append(sighting["id"])
    for plate, ident in known.sightings.items():
        if seen.get(plate) != [ident]:
            known.complain("sighting", plate, ident, "expected once, found", seen.get(plate))
    tickets = list(every_page(client, "/v1/parking/tickets"))
    numbers = sorted(int(ticket["number"].rsplit("-", 1)[1]) for ticket in tickets)
    if numbers != list(range(1, len(numbers) + 1)):
        known.complain("ticket numbers have gaps or twins:", [n for n in range(1, max(numbers) + 1) if n not in set(numbers)][:10])
    for ticket in tickets:
        charge = ticket["charge"]
        if sum(line["amount"]["amount"] if isinstance(line["amount"], dict) else line["amount"] for line in charge["lines"]) != charge["total"]["amount"]:
            known.complain(ticket["number"], "lines do not sum to the total")
    for number, paid in known.payments.items():
        _, ticket = client.call("GET", f"/v1/parking/tickets/{number}")
        if [payment["amount"]["amount"] for payment in ticket["payments"]] != paid[:1]:
            known.complain(number, "paid", paid, "kept", ticket["payments"])
    stays = {}
    for stay in every_page(client, "/v1/parking/stays"):
        stays[stay["id"]] = stays.get(stay["id"], 0) + 1
        if stay["left_at"] and stay["charge"] is None:
            known.complain("stay", stay["id"], "ended without a charge")
    for ident, plate in known.stays.items():
        if stays.get(ident) != 1:
            known.complain("stay", ident, plate, "expected once, found", stays.get(ident))
    return tickets


def kerb_zone(client):
    return next(zone["id"] for zone in every_page(client, "/v1/parking/zones"))
