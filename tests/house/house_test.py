#!/usr/bin/env python3
"""Spoils a small house in each way that scripts/house.py forbids and looks whether it says so."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLAN = (ROOT / "src/house.toml").read_text()
SOUND = {
    "base/result.h": "",
    "platform/queue/README.md": "", "platform/queue/queue.h": '#include "platform/storage/database.h"\n',
    "platform/storage/README.md": "", "platform/storage/database.h": '#include "base/result.h"\n',
    "domain/vocabulary/README.md": "", "domain/vocabulary/money.h": '#include "base/result.h"\n',
    "domain/sightings/README.md": "", "domain/sightings/contract.h": '#include "domain/vocabulary/money.h"\n',
    "domain/sightings/store.h": '#include "platform/storage/database.h"\n',
    "domain/parking/README.md": "", "domain/parking/rules.cpp": '#include "domain/vocabulary/money.h"\n',
    "domain/parking/rules_test.cpp": "", "domain/parking/api.cpp": '#include "domain/sightings/contract.h"\n',
    "domain/parking/store.cpp": "#include <soci/soci.h>\n",
}


class Check(unittest.TestCase):
    def check(self, changed=None, plan=PLAN, gone=()):
        with tempfile.TemporaryDirectory() as folder:
            src = pathlib.Path(folder) / "src"
            for path, text in {**SOUND, **(changed or {}), "house.toml": plan}.items():
                if path not in gone:
                    (src / path).parent.mkdir(parents=True, exist_ok=True)
                    (src / path).write_text(text)
            run = subprocess.run([sys.executable, ROOT / "scripts/house.py", "--root", folder], capture_output=True, text=True)
            return run.returncode, run.stdout

    def refused(self, words, **spoiled):
        code, said = self.check(**spoiled)
        self.assertEqual(code, 1, said)
        self.assertIn(words, said)

    def test_a_sound_house_stands(self):
        code, said = self.check()
        self.assertEqual(code, 0, said)

    def test_an_arrow_up(self):
        self.refused("arrows point down", changed={"base/clock.h": '#include "platform/queue/queue.h"\n'})

    def test_platform_does_not_see_the_domain(self):
        self.refused("arrows point down", changed={"platform/queue/jobs.h": '#include "domain/parking/rules.h"\n'})

    def test_vision_and_platform_do_not_see_each_other(self):
        self.refused("arrows point down", changed={"vision/plate/README.md": "", "vision/plate/a.h": '#include "platform/queue/queue.h"\n'})

    def test_a_room_not_listed(self):
        self.refused("no arrow to queue", changed={"platform/storage/pool.h": '#include "platform/queue/queue.h"\n'})

    def test_the_inside_of_another_room(self):
        self.refused("rooms meet at contracts", changed={"domain/parking/jobs.cpp": '#include "domain/sightings/store.h"\n'})

    def test_rules_that_reach_the_world(self):
        self.refused("are pure", changed={"domain/parking/rules.h": '#include "platform/storage/database.h"\n'})

    def test_a_third_party_in_a_model(self):
        self.refused("standard library", changed={"domain/parking/model.h": "#include <boost/json.hpp>\n"})

    def test_a_fence(self):
        self.refused("lives behind", changed={"domain/parking/api.h": "#include <soci/soci.h>\n"})

    def test_a_circle(self):
        self.refused("circle", plan=re.sub(r"(?m)^sightings +=.*", 'sightings = ["parking"]', PLAN))

    def test_a_room_without_readme(self):
        self.refused("no README.md", gone=("domain/parking/README.md",))

    def test_a_room_without_a_line(self):
        self.refused("not in house.toml", changed={"domain/towing/README.md": ""})

    def test_rules_without_a_test(self):
        self.refused("no rules test", gone=("domain/parking/rules_test.cpp",))

    def test_a_name_that_says_nothing(self):
        self.refused("says nothing", changed={"domain/parking/price_utils.cpp": ""})


if __name__ == "__main__":
    unittest.main()
