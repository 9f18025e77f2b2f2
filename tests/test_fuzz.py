"""A short run of each fuzz target; `make fuzz` is the long one. What was ever found is in the corpus, stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, beginnings

CORPUS = Path(__file__).parent / "fuzz" / "corpus"


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run(name: str) -> None:
    known = beginnings(name)

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode) | _mixed(known))
    def run(data: bytes) -> None:
        TARGETS[name](data)

    run()


def _mixed(known: list[bytes]) -> st.SearchStrategy[bytes]:
    """Pieces of what is hostile already, put together."""
    piece = st.sampled_from(known).flatmap(lambda case: st.integers(0, len(case)).map(lambda cut: case[:cut][-400:]))
    return st.lists(piece, min_size=1, max_size=4).map(b" ".join)


@pytest.mark.parametrize("case", sorted(CORPUS.glob("*/*")), ids=lambda case: f"{case.parent.name} {case.name}")
def test_what_was_found_stays_mended(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())
