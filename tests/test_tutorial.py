"""The tutorial, done as a newcomer does it: every command run, every file written, every answer compared."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from builder import cli
from builder.models import KINDS
from tests.conftest import ROOT
from tests.test_schema import BAGHDAD, faults

GUIDE = ROOT / "docs" / "guide"
BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[re.Match[str]]:
    return BLOCK.finditer((GUIDE / page).read_text(encoding="utf-8"))


class Terminal:
    """A shell that remembers its folder, with the command `dossier` on its path."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder, self.tools = folder, tools
        tools.mkdir()
        (tools / "dossier").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n')
        (tools / "dossier").chmod(0o755)

    def run(self, commands: str) -> tuple[int, str]:
        """The status of the last command that failed, and what all of them said."""
        path = f"{self.tools}:{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-ec", f'trap "pwd > {self.tools}/pwd" EXIT\n{commands}'],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        self.folder = Path((self.tools / "pwd").read_text().strip())
        return done.returncode, done.stdout + done.stderr

    def serve(self) -> tuple[int, str]:
        """What `dossier serve` says until its page is there; it is stopped then."""
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "builder", "serve", "--port", str(port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                said = "".join(takewhile_including(server.stdout, "serving"))
                assert b">Old bridge closed to all traffic</h1>" in fetched(f"http://127.0.0.1:{port}/")
            finally:
                server.send_signal(signal.SIGINT)
        return 0, said.replace(str(port), "8000")


def fetched(address: str) -> bytes:
    """A page of a server that is about to listen."""
    for _ in range(200):
        try:
            with urlopen(address) as answer:
                return bytes(answer.read())
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def takewhile_including(lines: Iterable[str], last: str) -> Iterator[str]:
    """The lines up to the one that begins with `last`."""
    for line in lines:
        yield line
        if line.startswith(last):
            return


def shown(expected: str) -> re.Pattern[str]:
    """A pattern for an answer as the page shows it; `…` stands for what is left out."""
    return re.compile(
        "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", expected)), re.DOTALL
    )


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    """A block with a title is a file, `sh` is typed, `text` is the answer; an answer with an error is meant to fail."""
    terminal = Terminal(tmp_path, tmp_path / "tools")
    status, said = 0, ""
    answers = 0
    for block in blocks("tutorial.md"):
        if block["language"] == "text":
            assert shown(block["text"].strip()).fullmatch(said.strip()), said
            assert status == ("error[" in block["text"]), said
            status = 0
            answers += 1
            continue
        assert status == 0, said
        if block["title"]:
            (terminal.folder / block["title"]).write_text(block["text"], encoding="utf-8")
        else:
            assert block["language"] == "sh"
            status, said = terminal.serve() if block["text"] == "dossier serve\n" else terminal.run(block["text"])
    assert answers > 8
    assert "The mayor" in (terminal.folder / "site/articles/bridge/index.html").read_text(encoding="utf-8")


def test_the_recipes_of_the_how_to_are_in_the_format() -> None:
    """Each block of annotations is one that an editor's completion would take."""
    recipes = [b["text"] for b in blocks("how-to.md") if b["language"] == "yaml"]
    annotations = [text for text in recipes if text.partition(":")[0] in (*KINDS, "dossier")]
    assert len(annotations) > 5
    assert {text: faults(BAGHDAD, text) for text in annotations} == {text: [] for text in annotations}


def test_the_commands_of_the_how_to_exist(capsys: pytest.CaptureFixture[str]) -> None:
    typed = [line for b in blocks("how-to.md") if b["language"] == "sh" for line in b["text"].splitlines()]
    assert len(typed) > 5
    for line in typed:
        command, *rest = line.removeprefix("OFFLINE=true ").removeprefix("dossier ").split()
        with pytest.raises(SystemExit, match=r"^0$"):
            cli.run([command, "--help"])
        help = capsys.readouterr().out
        assert [word for word in rest if word.startswith("--") and word not in help] == []
