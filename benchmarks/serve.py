"""`python -m benchmarks.serve`: from saving a file to the new page being served, on a dossier of a thousand articles.

Saves an actor's body, then an alias that a hundred articles have, each some times; waits for the server's word that the
page has changed, gets the page, and prints the median and the slowest in milliseconds. The pages are those that an
editor would look at: the actor's own for the body, an article that has the name for the alias.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.generate import write_dossier

# A word that no text has, and that is no part of any.
MARK = "Quxhaven"


class Tab:
    """A page open in a browser, as far as the server can tell."""

    def __init__(self, address: str, page: str) -> None:
        self.netloc, self.page = urlsplit(address).netloc, page
        self.version = self.get()[1]

    def get(self) -> tuple[str, str]:
        """The page and its version."""
        connection = HTTPConnection(self.netloc)
        connection.request("GET", f"/{self.page}")
        html = connection.getresponse().read().decode()
        found = re.search(r'data-version="(\w+)"', html)
        assert found, html[:500]
        return html, found[1]

    def seconds_until_shown(self, change: Callable[[], None]) -> tuple[float, str]:
        """How long it takes from a change to the new page, and that page."""
        connection = HTTPConnection(self.netloc)
        connection.request("GET", f"/_dossier/events?page={self.page}&version={self.version}")
        events = connection.getresponse()
        next_event(events)
        start = time.perf_counter()
        change()
        while '"changed": true' not in next_event(events):
            pass
        html, self.version = self.get()
        seconds = time.perf_counter() - start
        connection.close()
        return seconds, html


def next_event(events: Iterator[bytes]) -> str:
    """The next line of news."""
    return next(line for line in map(bytes.decode, events) if line.startswith("data:"))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`dossier serve` on a free port."""
    command = [sys.executable, "-m", "builder", "-C", str(folder), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield next(filter(None, (re.search(r"http://\S+", line) for line in process.stdout)))[0]
    finally:
        process.terminate()
        process.communicate()


def replace_in(file: Path, old: str, new: str) -> None:
    """Save a file with one text for another, as an editor does."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def bodies(folder: Path, address: str, runs: int) -> Iterator[float]:
    """A word more in the body of an actor."""
    actors = folder / "annotations/actors.yml"
    for number in range(runs):
        tab = Tab(address, f"actors/actor-{number}/")
        body = re.search(rf"  actor-{number}:.*?body: \|\n      ", actors.read_text(encoding="utf-8"), re.DOTALL)
        assert body
        seconds, html = tab.seconds_until_shown(partial(replace_in, actors, body[0], f"{body[0]}{MARK} "))
        assert MARK in html
        yield seconds


def aliases(folder: Path, address: str, runs: int) -> Iterator[float]:
    """A name more for an actor: the first word of the last paragraph of every tenth article."""
    actors = folder / "annotations/actors.yml"
    for number in range(runs):
        tab = Tab(address, "articles/a0/")
        alias = f"{MARK}{number}"
        also = re.search(rf"  actor-{number}:.*?also: \[", actors.read_text(encoding="utf-8"), re.DOTALL)
        assert also
        seconds, html = tab.seconds_until_shown(partial(replace_in, actors, also[0], f"{also[0]}{alias}, "))
        assert f'data-ref="actor-{number}"' in html.split(alias)[0].rpartition("<a ")[2]
        yield seconds


def measure(articles: int, runs: int) -> None:
    """Both kinds of edit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossier"
        write_dossier(folder, articles)
        for number in range(0, articles, max(1, articles // 100)):
            seed = folder / f"seeds/a{number}.txt"
            seed.write_text(f"{seed.read_text()}\n\nAt last {' and '.join(f'{MARK}{n}' for n in range(runs))} met.")
        with serving(folder) as address:
            for what, edits in (("a body", bodies), ("an alias in 100 articles", aliases)):
                taken = sorted(1000 * seconds for seconds in edits(folder, address, runs))
                print(f"{what:<26} median {statistics.median(taken):7.0f} ms   slowest {taken[-1]:7.0f} ms", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    measure(options.articles, options.runs)
