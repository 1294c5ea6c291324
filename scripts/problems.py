#!/usr/bin/python3
"""The list of problem documents, from the slugs used in src/ and their meanings in docs/problems.toml.

    scripts/problems.py               print docs/problems.md
    scripts/problems.py --check       fail when a slug has no meaning, a meaning no slug, or docs/problems.md is out of date
    scripts/problems.py --cpp FILE    write the meanings as C++ (part of the build)
"""
import json
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# fail(ErrorKind::kind, "slug", …), Error{ErrorKind::kind, "slug", …}: also over a line's end.
USED = re.compile(r'ErrorKind::(\w+),\s*"([a-z0-9]+(?:-[a-z0-9]+)*)"')
# server_problem(408, "slug", …) and the connection's refused(exchange, 408, "slug", …): statuses that no kind has.
USED_WITH_STATUS = re.compile(r'(?:server_problem\(|refused\(exchange,)\s*(\d+),\s*"([a-z0-9]+(?:-[a-z0-9]+)*)"')
STATUS = re.compile(r"case ErrorKind::(\w+): return (\d+);")


def meanings():
    return tomllib.loads((ROOT / "docs/problems.toml").read_text())


def used():
    """slug → the statuses it is used with."""
    status = {kind: int(code) for kind, code in STATUS.findall((ROOT / "src/platform/http/problem.cpp").read_text())}
    found = {}
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp") or path.stem.endswith(("_test", "_fuzz")):
            continue
        text = path.read_text()
        for kind, slug in USED.findall(text):
            found.setdefault(slug, set()).add(status[kind])
        for code, slug in USED_WITH_STATUS.findall(text):
            found.setdefault(slug, set()).add(int(code))
    return found


def document():
    text = meanings()
    lines = ["# Problems", "",
             "Made by `scripts/problems.py`. Every error is an `application/problem+json` document (RFC 9457); `code` is one of these, and",
             "`type` is `/problems/` and the code. Behind a 500 there is a line in the log with the same `correlation_id`.", "",
             "| code | status | meaning | significado |", "|---|---|---|---|"]
    for slug, statuses in sorted(used().items()):
        codes = ", ".join(map(str, sorted(statuses)))
        meaning = text.get(slug, {"en": "", "es": ""})
        lines.append(f"| `{slug}` | {codes} | {meaning['en']} | {meaning['es']} |")
    return "\n".join(lines) + "\n"


def complaints():
    text, slugs = meanings(), used()
    yield from (f"docs/problems.toml has no [{slug}]: write one line in English and one in Spanish" for slug in sorted(slugs.keys() - text.keys()))
    yield from (f"docs/problems.toml: [{slug}] is used nowhere in src/: take it out" for slug in sorted(text.keys() - slugs.keys()))
    yield from (f"docs/problems.toml: [{slug}] needs en and es" for slug, row in text.items() if not (row.get("en") and row.get("es")))
    page = ROOT / "docs/problems.md"
    if not page.exists() or page.read_text() != document():
        yield "docs/problems.md is out of date: run scripts/generate"


def cpp():
    quoted = lambda text: json.dumps(text, ensure_ascii=False)
    rows = "".join(f"        {{{quoted(slug)}, {{{quoted(row['en'])}, {quoted(row['es'])}}}}},\n" for slug, row in sorted(meanings().items()))
    return ('// Made by scripts/problems.py from docs/problems.toml.\n#include "platform/http/problem_table.h"\n\n'
            "namespace patente::http {\n\nconst std::map<std::string, Text, std::less<>>& problem_table() {\n"
            f"    static const std::map<std::string, Text, std::less<>> table{{\n{rows}    }};\n    return table;\n}}\n\n"
            "}  // namespace patente::http\n")


def main(arguments):
    if arguments == ["--check"]:
        found = list(complaints())
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    if len(arguments) == 2 and arguments[0] == "--cpp":
        pathlib.Path(arguments[1]).write_text(cpp())
        return 0
    if arguments:
        print(__doc__)
        return 0 if arguments[0] in ("-h", "--help") else 2
    print(document(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
