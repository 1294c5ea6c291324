#!/usr/bin/env python3
"""How long POST /v1/session takes to refuse a wrong password, of a user and of nobody: the medians side by side, beside the floor.

    bench/log_in.py [--tries 40]

Tries alternate and each comes from an address of its own, with a name of its own, so that no lock gets in their way. The floor is Argon2id alone.
"""
import argparse
import ctypes
import http.client
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/server"))
from patente_server import Client, Server  # noqa: E402


def argon2_ms(tries):
    library = ctypes.CDLL("libargon2.so.1")
    text, number, size = ctypes.c_char_p, ctypes.c_uint32, ctypes.c_size_t
    library.argon2id_hash_raw.argtypes = [number, number, number, text, size, text, size, ctypes.c_void_p, size]
    password, salt, out = b"not the password", b"0123456789abcdef", ctypes.create_string_buffer(32)
    times = []
    for _ in range(tries):
        began = time.monotonic()
        if library.argon2id_hash_raw(2, 19 * 1024, 1, password, len(password), salt, len(salt), out, len(out)) != 0:
            sys.exit("Argon2 failed")
        times.append((time.monotonic() - began) * 1e3)
    return statistics.median(times)


def refused_ms(server, number, login):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, source_address=(f"127.0.{number // 250 + 1}.{number % 250 + 1}", 0))
    connection.connect()
    body = json.dumps({"login": login, "password": "not the password"})
    began = time.monotonic()
    connection.request("POST", "/v1/session", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    took = (time.monotonic() - began) * 1e3
    if answer.status != 401:
        sys.exit(f"{login}: {answer.status} where 401 was expected")
    connection.close()
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=40)
    arguments = parser.parse_args()
    floor = argon2_ms(arguments.tries)
    known, unknown = [], []
    with Server() as server:
        client = Client(server)
        for number in range(arguments.tries):
            status, answer = client.call("POST", "/v1/users", {"login": f"known{number}", "name": "K", "roles": ["citizen"]})
            if status != 201:
                sys.exit(str(answer))
        for number in range(arguments.tries):
            known.append(refused_ms(server, 2 * number, f"known{number}"))
            unknown.append(refused_ms(server, 2 * number + 1, f"nobody{number}"))
    ours, theirs = statistics.median(known), statistics.median(unknown)
    print(f"wrong password of a user {ours:.1f} ms, of nobody {theirs:.1f} ms, ratio {ours / theirs:.3f} "
          f"(quartiles {statistics.quantiles(known)[0]:.1f}–{statistics.quantiles(known)[2]:.1f} and "
          f"{statistics.quantiles(unknown)[0]:.1f}–{statistics.quantiles(unknown)[2]:.1f}); Argon2id alone {floor:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
