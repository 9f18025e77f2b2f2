"""`make bench`: the builder beside Hugo and stock MkDocs with Material, on dossiers of the same articles.

Prints processor seconds, wall seconds and peak memory of whole processes, sizes, and the builder's ratio to each peer, from
interleaved runs; the files of data are left out of the comparison, and their cost is a row of its own. What a run has
made is put aside, not removed (`TMPDIR` needs 20 GB for all sizes): for minutes after many removals ext4 takes up to twenty
times as long to make a file. Then where the time goes, stage by stage. `python -m benchmarks 100 1000 --runs 3` chooses the
sizes and the number of runs; a peer that is not installed is left out, and beyond `PEERS_TO` articles all are, for one run.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.generate import write_dossier, write_markdown

BIN = Path(sys.executable).parent
# What a contender leaves for its next run lies beside its pages.
CACHE = ".cache"
# Stock MkDocs takes minutes for more.
PEERS_TO = 5000


@dataclass(frozen=True)
class Run:
    """What one process took."""

    cpu: float
    wall: float
    memory: float  # MiB, the largest process


@dataclass(frozen=True)
class Contender:
    """A command and the folder it runs in; `prepare` is done before each run and not counted."""

    name: str
    command: list[str]
    folder: Path
    output: str

    def run(self, *, clean: bool = True) -> Run:
        """Run the command once."""
        made = [path for name in (self.output, CACHE) if (path := self.folder / name).exists()] if clean else []
        for path in made:
            path.rename(tempfile.mkdtemp(dir=self.folder.parent))
        start = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(self.folder / CACHE)}
        # Python keeps what it has compiled, unless a shell is set up otherwise.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{self.name} failed: {' '.join(self.command)}")
        return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024)

    def size(self) -> tuple[float, float]:
        """MiB of the output, and of its search index."""
        files = [path for path in (self.folder / self.output).rglob("*") if path.is_file()]
        index = [path for path in files if path.name == "search_index.json"]
        return sum(path.stat().st_size for path in files) / 2**20, sum(path.stat().st_size for path in index) / 2**20


def contenders(folder: Path, articles: int) -> list[Contender]:
    """The builder and the peers that are installed, each with its own copy of the pages."""
    rows = []
    for name, exports in (("dossier", False), ("with data", True)):
        write_dossier(folder / name, articles, exports=exports)
        rows.append(Contender(name, [str(BIN / "dossier"), "build"], folder / name, "site"))
    if articles <= PEERS_TO and (BIN / "hugo").exists():
        write_markdown(folder / "hugo", articles, hugo=True)
        rows.append(Contender("hugo", [str(BIN / "hugo"), "--quiet"], folder / "hugo", "public"))
    if articles <= PEERS_TO:
        write_markdown(folder / "stock", articles, hugo=False)
        rows.append(Contender("stock MkDocs", [str(BIN / "mkdocs"), "build", "-q"], folder / "stock", "site"))
    return rows


def measure(folder: Path, articles: int, runs: int) -> float:
    """One size: every contender in turn, `runs` times; returns the builder's processor seconds."""
    rows = contenders(folder, articles)
    results: dict[str, list[Run]] = {row.name: [] for row in rows}
    for _ in range(runs):
        for row in rows:
            results[row.name].append(row.run())
    print(f"\n{articles} articles, median of {runs} cold builds")
    print(f"{'':<14}{'cpu s':>9}{'wall s':>9}{'MiB peak':>10}{'MiB out':>9}{'index':>8}   dossier's cpu / its own")
    own = statistics.median(run.cpu for run in results["dossier"])
    for row in rows:
        cpu, wall, memory = (
            statistics.median(getattr(run, key) for run in results[row.name]) for key in ("cpu", "wall", "memory")
        )
        size, index = row.size()
        print(f"{row.name:<14}{cpu:>9.2f}{wall:>9.2f}{memory:>10.0f}{size:>9.1f}{index:>8.1f}   {own / cpu:>6.2f}")
    measure_rebuilds(rows[0], runs)
    subprocess.run([sys.executable, "-m", "benchmarks.stages", str(rows[0].folder)], check=True)
    return own


# What is edited in the file of the actors, and what stands before it.
EDITS = {
    "one body": (r"body: \|\n      ", "Edited "),
    "an alias in 100 articles": (r"also: \[", "Quxhaven, "),
    "nothing": ("", ""),
}


def measure_rebuilds(dossier: Contender, runs: int) -> None:
    """What a new process takes after an edit, each time from a whole build."""
    seeds = sorted((dossier.folder / "seeds").iterdir())
    for seed in seeds[:: max(1, len(seeds) // 100)]:
        seed.write_text(f"{seed.read_text('utf-8')}\n\nAt last they met in Quxhaven.", "utf-8")
    actors = dossier.folder / "annotations/actors.yml"
    text = actors.read_text("utf-8")
    for name, (before, words) in EDITS.items():
        taken = []
        for _ in range(runs):
            actors.write_text(text, "utf-8")
            dossier.run()
            found = re.search(before, text)
            assert found
            actors.write_text(text[: found.end()] + words + text[found.end() :], "utf-8")
            taken.append(dossier.run(clean=False))
        cpu, wall, memory = (statistics.median(getattr(run, key) for run in taken) for key in ("cpu", "wall", "memory"))
        print(f"rebuild: {name:<25}{cpu:>9.2f}{wall:>9.2f}{memory:>10.0f}")


def main() -> None:
    """Measure each size that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 5000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        taken = {
            articles: measure(Path(name) / str(articles), articles, options.runs if articles <= PEERS_TO else 1)
            for articles in options.sizes
        }
    for few, many in pairwise(sorted(taken)):
        exponent = math.log(taken[many] / taken[few]) / math.log(many / few)
        print(f"from {few} to {many} articles the time grows with the power {exponent:.2f}")


if __name__ == "__main__":
    main()
