"""`SECURITY.md` names tests and fuzz targets that there are."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.fuzz.targets import TARGETS

PAGE = (ROOT / "SECURITY.md").read_text()


def test_what_shows_that_a_threat_is_met_is_there() -> None:
    threats = [
        line
        for line in PAGE.partition("## What is not")[0].splitlines()
        if line.startswith("| ") and line.count("|") == 5
    ]
    shown = [re.findall(r"`(test_\w+\.py)`", line.rpartition(" | ")[2]) for line in threats[1:]]
    assert all(shown)
    assert [name for names in shown for name in names if not (ROOT / "tests" / name).is_file()] == []
    named = re.findall(r"`test_fuzz.py` \(([^)]+)\)", PAGE)
    assert {target for names in named for target in names.split(", ")} == set(TARGETS)


def test_each_target_has_its_last_long_run() -> None:
    assert re.findall(r"^\| (\w+) \| 6\d\d \|", PAGE, re.MULTILINE) == list(TARGETS)
