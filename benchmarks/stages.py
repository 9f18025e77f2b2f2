"""Where the time of a build goes, in this process: `python -m benchmarks.stages DIR`. Prints processor seconds."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from builder import pipeline
from builder.anchor import anchor
from builder.bodies import Bodies
from builder.files import read_inputs
from builder.link import link
from builder.parse import parse
from builder.rulebook import check_site


class Clock:
    """Tells how long it is since it was asked last."""

    def __init__(self) -> None:
        self._last = time.process_time()

    def tell(self, stage: str) -> None:
        """Print what a stage took."""
        now = time.process_time()
        print(f"  {stage:<34}{now - self._last:>8.2f}")
        self._last = time.process_time()


def main() -> None:
    """Run the stages one by one, and the pages kind by kind. What is missing to a build is Python, MkDocs and the disk."""
    clock = Clock()
    inputs = read_inputs(Path(sys.argv[1]))
    clock.tell("read")
    dossier, _ = parse(inputs)
    clock.tell("parse")
    anchored, _ = anchor(dossier)
    clock.tell("anchor")
    site = link(dossier, anchored)
    clock.tell("link")
    list(check_site(site, Bodies(site).removed_markup))
    clock.tell("check")
    taken: Counter[str] = Counter()
    size: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for make in pipeline.plan(site).values():
        start = time.process_time()
        page = make()
        taken[page.kind] += time.process_time() - start  # type: ignore[assignment]
        size[page.kind] += len(page.html)
        count[page.kind] += 1
    clock.tell("render")
    for kind, seconds in taken.most_common(6):
        print(
            f"    {kind}: {count[kind]} pages of {size[kind] // count[kind] // 1000} kB".ljust(36) + f"{seconds:>8.2f}"
        )


if __name__ == "__main__":
    main()
