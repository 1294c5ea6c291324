"""Makes a labelled set of the photos whose plate a person corrected or typed, from a running Patente.

  python3 -m training.captures --server http://127.0.0.1:8080 --key "$(cat var/admin.key)" --out ../own --name own

Writes OUT/NAME.train.jsonl, OUT/NAME.val.jsonl (one plate in ten, by its text) and the photos in OUT/NAME/. The key
needs captures.read. Photos without a box (nothing was found on them) are left out, for nobody said where the plate is.
"""
import argparse
import hashlib
import json
import pathlib
import urllib.parse
import urllib.request


class Server:
    def __init__(self, address, key):
        self.address, self.key = address.rstrip("/"), key

    def get(self, path):
        request = urllib.request.Request(
            self.address + path, headers={"Authorization": f"Bearer {self.key}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def captures(self):
        """Every capture, newest first."""
        cursor = ""
        while cursor is not None:
            page = json.loads(self.get("/v1/captures?limit=200" + cursor))
            yield from page["items"]
            cursor = f"&cursor={urllib.parse.quote(page['next'])}" if page.get("next") else None


def checked(capture):
    """The readings of a capture that a person put right."""
    return [
        r
        for r in capture["readings"]
        if r.get("box") and r["plate"] and (r["verdict"] == "entered" or r["plate"] != r["as_read"])
    ]


def row(capture, image):
    """The capture as a row of a manifest; other plates on it may be unlabelled."""
    plates = [
        {
            "text": r["plate"],
            "bbox": r["box"],
            "corners": r["corners"] or None,
            "lines": r["lines"],
            "region": r["region"] or None,
        }
        for r in checked(capture)
    ]
    return {"image": image, "plates": plates, "complete": False}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--server", default="http://127.0.0.1:8080")
    parser.add_argument("--key", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--name", default="own")
    options = parser.parse_args()
    server = Server(options.server, options.key)
    (options.out / options.name).mkdir(parents=True, exist_ok=True)
    rows = {"train": [], "val": []}
    for capture in server.captures():
        if capture.get("duplicate_of") or not capture.get("image") or not checked(capture):
            continue
        image = f"{options.name}/{capture['id']}.jpg"
        (options.out / image).write_bytes(server.get(capture["image"]))
        text = checked(capture)[0]["plate"]
        split = "val" if hashlib.sha256(text.encode()).digest()[0] < 26 else "train"
        rows[split].append(row(capture, image))
    for split, each in rows.items():
        path = options.out / f"{options.name}.{split}.jsonl"
        path.write_text("".join(json.dumps(r) + "\n" for r in each))
        print(path, len(each), "photos")


if __name__ == "__main__":
    main()
