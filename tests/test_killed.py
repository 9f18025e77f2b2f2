"""Killed at any moment, nothing is half written: the site is the old or the new one, and so are the annotations.

`DOSSIER_KILLS=50` kills each more often.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from builder import cli

KILLS = int(os.environ.get("DOSSIER_KILLS", "5"))
NAMES = ("Harbour Authority", "Port Authority")
NOTES = "annotations/all.yml"


def build(dossier: Path) -> int:
    return cli.run(["-C", str(dossier), "build"])


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def edit(dossier: Path, old: str, new: str) -> None:
    text = (dossier / NOTES).read_text()
    assert old in text
    (dossier / NOTES).write_text(text.replace(old, new))


@contextmanager
def killed(dossier: Path, *command: str) -> Iterator[subprocess.Popen[str]]:
    """A command at work, until the block ends."""
    run = [sys.executable, "-m", "builder", "-C", str(dossier), *command]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_while_building(example: Path) -> None:
    states = []
    for old, new in (NAMES, NAMES[::-1]):
        edit(example, f"name: {old}", f"name: {new}")
        start = time.monotonic()
        assert subprocess.run([sys.executable, "-m", "builder", "-C", example, "build"], check=False).returncode == 0
        lasts = time.monotonic() - start
        states.append(contents(example / "site"))
    chance = random.Random(1)
    for number in range(KILLS):
        edit(example, f"name: {NAMES[number % 2]}", f"name: {NAMES[(number + 1) % 2]}")
        with killed(example, "build"):
            time.sleep(chance.uniform(0, lasts))
        assert contents(example / "site") in states
    assert build(example) == 0
    assert contents(example / "site") == states[(KILLS + 1) % 2]
    assert [path.name for path in example.iterdir() if path.name.startswith(".")] == []


@pytest.fixture
def watched(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier, with a place for what a server leaves of its pages when it is killed."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    assert build(example) == 0
    return example


def test_while_serving(watched: Path) -> None:
    start = time.monotonic()
    with killed(watched, "serve", "--port", "0") as server:
        Page(server)
        lasts = time.monotonic() - start
    before = contents(watched)
    chance = random.Random(2)
    for _ in range(KILLS):
        with killed(watched, "serve", "--port", "0"):
            time.sleep(chance.uniform(0, lasts))
        assert contents(watched) == before
        assert build(watched) == 0


def test_while_saving(watched: Path) -> None:
    text = (watched / NOTES).read_text()
    states = [text.replace(f"name: {NAMES[0]}", f"name: {name}").encode() for name in NAMES]
    with killed(watched, "serve", "--port", "0") as server:
        page = Page(server)
        page.save()
        start = time.monotonic()
        page.save()
        lasts = time.monotonic() - start
    chance = random.Random(3)
    for _ in range(KILLS):
        with killed(watched, "serve", "--port", "0") as server:
            saving = threading.Thread(target=Page(server).keep_saving)
            saving.start()
            time.sleep(chance.uniform(0, 3 * lasts))
        saving.join()
        assert (watched / NOTES).read_bytes() in states
        assert [name for name in contents(watched / "annotations") if not name.startswith(".")] == ["all.yml"]
        assert build(watched) == 0


class Page:
    """The editor's page, as far as it saves a record."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        """Wait until the server tells its address."""
        assert server.stdout
        self.address = next(filter(None, (re.search(r"http://[^ ]+", line) for line in server.stdout)))[0]
        token = re.search(r'data-token="([^"]+)', self._ask("articles/bridge/"))
        assert token
        self.token = token[1]

    def save(self) -> None:
        """Give the actor the other of the two names."""
        old = json.loads(self._ask("_dossier/record", {"id": "harbour-authority"}))["text"]
        now = NAMES[NAMES[1] in old]
        new = old.replace(f"name: {now}", f"name: {NAMES[now == NAMES[0]]}")
        self._ask("_dossier/rewrite", {"id": "harbour-authority", "old": old, "new": new, "write": True})

    def keep_saving(self) -> None:
        """Save again and again until the server is gone."""
        with suppress(OSError, HTTPException):
            while True:
                self.save()

    def _ask(self, path: str, asked: object = None) -> str:
        data = json.dumps(asked).encode() if asked else None
        headers = {"x-dossier-token": self.token, "content-type": "application/json"} if asked else {}
        with urlopen(Request(self.address + path, data, headers), timeout=60) as answer:
            return str(answer.read().decode())
