#!/usr/bin/env python3
"""Checks src/ against src/house.toml, or draws it.

    scripts/house.py [--root DIR]    check; one line per broken rule with what to do instead, exit 1 if any
    scripts/house.py --draw          print the house as Mermaid, for docs/architecture.md
"""
import argparse
import fnmatch
import pathlib
import re
import sys
import tomllib

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
FLOORS_WITH_ROOMS = ("platform", "vision", "domain")


class House:
    def __init__(self, root):
        self.src = root / "src"
        self.plan = tomllib.loads((self.src / "house.toml").read_text())
        self.files = {p.relative_to(self.src).as_posix() for p in self.src.rglob("*") if p.is_file()}

    def problems(self):
        found = [*self.room_problems()]
        for floor in FLOORS_WITH_ROOMS:
            found += circle_problems(self.plan[floor], floor)
        for path in sorted(self.files):
            if path.endswith((".h", ".cpp")) and "/" in path:
                found += self.include_problems(path, (self.src / path).read_text())
                found += self.name_problems(path)
        return found

    def is_pure(self, path):
        name, room = path.rsplit("/", 1)[-1], "/".join(path.split("/")[:2])
        if name.endswith(("_test.cpp", "_fuzz.cpp")):
            return False
        pure = self.plan["pure"]
        return room in pure["rooms"] or any(fnmatch.fnmatch(name, pattern) for pattern in pure["files"])

    def own_include_problem(self, path, target):
        """Why `path` may not include our own header `target`; None when it may."""
        floor, room = floor_and_room(path)
        to_floor, to_room = floor_and_room(target)
        below = self.plan["floors"][floor]
        if floor != to_floor and to_floor not in below:
            return f"arrows point down: {floor}/ may see {', '.join(below) or 'nothing below it'}"
        if self.is_pure(path) and not (to_floor == "base" or self.is_pure(target)):
            return "model, rules and contract are pure; reach the world in store, api or jobs"
        if floor != to_floor or room == to_room:
            return None
        if floor == "domain" and to_room == "vocabulary":
            return None
        if floor == "domain" and not target.endswith("/contract.h"):
            return f"rooms meet at contracts: include domain/{to_room}/contract.h, or listen to an event"
        if floor in FLOORS_WITH_ROOMS and to_room not in self.plan[floor].get(room, []):
            return f"house.toml [{floor}] gives {room} no arrow to {to_room}"
        return None

    def fence_problem(self, path, target):
        """Why `target` may not be reached from `path`: some headers have only a few doors."""
        for prefix, doors in self.plan["fences"].items():
            if target.startswith(prefix) and not any(fnmatch.fnmatch(path, door) for door in doors):
                if path.endswith(("_test.cpp", "_fuzz.cpp")) and not target.startswith("vision/"):
                    continue
                return f"{prefix} lives behind {', '.join(doors)}"
        return None

    def foreign_include_problem(self, path, target):
        """Why `path` may not include the third-party header `target`; None when it may."""
        allowed = any(target.startswith(prefix) for prefix in self.plan["pure"]["allow"])
        if self.is_pure(path) and "/" in target and not allowed:
            return "model, rules and contract are pure: the standard library and base only"
        return None

    def include_problems(self, path, text):
        for number, line in enumerate(text.splitlines(), 1):
            if match := INCLUDE.match(line):
                quote, target = match.groups()
                own = quote == '"' and target.split("/")[0] in self.plan["floors"]
                problem = self.own_include_problem(path, target) if own else self.foreign_include_problem(path, target)
                if problem := problem or self.fence_problem(path, target):
                    yield f"src/{path}:{number}: includes {target} — {problem}"

    def name_problems(self, path):
        words = {word for part in path.split("/") for word in pathlib.PurePath(part).stem.split("_")}
        for word in sorted(words & set(self.plan["names"]["banned"])):
            yield f"src/{path}: «{word}» says nothing; name the thing it does"

    def room_problems(self):
        rooms = {tuple(f.split("/")[:2]) for f in self.files if f.count("/") >= 2}
        for floor, room in sorted(rooms):
            if floor not in FLOORS_WITH_ROOMS:
                continue
            if f"{floor}/{room}/README.md" not in self.files:
                yield f"src/{floor}/{room}/: no README.md; write ten lines on what this room is for"
            if room not in self.plan[floor]:
                yield f"src/{floor}/{room}/: not in house.toml [{floor}]; give it a line"
        for path in sorted(self.files):
            if path.endswith("rules.cpp") and path.replace("rules.cpp", "rules_test.cpp") not in self.files:
                yield f"src/{path}: no rules test beside it; write {path.replace('rules.cpp', 'rules_test.cpp')}"


def floor_and_room(path):
    parts = path.split("/")
    return parts[0], parts[1] if len(parts) > 2 else ""


def circle_problems(graph, table):
    done, open_path = set(), []

    def visit(room):
        if room in open_path:
            circle = " → ".join(open_path[open_path.index(room):] + [room])
            return [f"house.toml [{table}]: circle {circle}; turn one arrow into an event"]
        if room in done:
            return []
        done.add(room)
        open_path.append(room)
        found = [problem for other in graph.get(room, []) for problem in visit(other)]
        open_path.pop()
        return found

    return [problem for room in graph for problem in visit(room)]


def drawing(plan):
    lines = ["graph TD"]
    for floor in ("app", *reversed(FLOORS_WITH_ROOMS), "base"):
        rooms = plan.get(floor, {})
        lines.append(f"  subgraph {floor}")
        lines += [f"    {floor}.{room}[{room}]" for room in rooms] or [f"    {floor}.all[{floor}]"]
        lines.append("  end")
    for floor in FLOORS_WITH_ROOMS:
        lines += [f"  {floor}.{room} --> {floor}.{other}" for room, others in plan[floor].items() for other in others]
    return "\n".join([*lines, "  app --> domain", "  domain --> platform", "  domain --> vision", "  platform --> base",
                      "  vision --> base"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", action="store_true", help="print the house as Mermaid")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    arguments = parser.parse_args()
    house = House(arguments.root)
    if arguments.draw:
        print(drawing(house.plan))
        return 0
    problems = house.problems()
    print("\n".join(problems) or f"the house stands: {len(house.files)} files, no broken arrow")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
