"""The thresholds of the benchmark of revisions (`python -m benchmarks.revisions`), on a smaller sample of it."""

from __future__ import annotations

import pytest

from benchmarks.quote_scoring import match_quote
from benchmarks.revisions import measure, revisions


def test_nothing_is_put_in_a_wrong_place_and_little_is_asked_in_vain() -> None:
    ours = measure(revisions(40), peer=False)["dossier"]
    assert ours.stands > 1000
    assert ours.misplaced == 0
    assert ours.unasked == 0
    assert ours.share(ours.found) >= 0.99
    assert ours.share(ours.placed) >= 0.96
    assert ours.share(ours.lost) <= 0.01
    assert ours.share(ours.doubtful) <= 0.05


def test_nothing_is_put_in_a_wrong_place_where_nearly_every_sentence_has_changed() -> None:
    ours = measure(revisions(30, seed=1, edits=(10, 40)), peer=False)["dossier"]
    assert ours.misplaced == 0
    assert ours.unasked == 0
    assert ours.share(ours.placed) > 0.7


def test_the_sample_holds_what_makes_it_hard() -> None:
    made = list(revisions(12))
    assert made == list(revisions(12))
    truths = [truth for revision in made for _, truth in revision.annotations]
    assert any(truth.span is None for truth in truths)
    assert any(truth.span and not truth.sure for truth in truths)
    assert len({revision.new.count("\r\n") > 0 for revision in made}) == 2


def test_the_peer_takes_the_look_alikes() -> None:
    theirs = measure(revisions(3))["Hypothesis"]
    assert theirs.misplaced > 0
    assert theirs.share(theirs.found) > 0.9


@pytest.mark.parametrize(
    ("text", "quote", "place", "score"),
    [
        pytest.param("a quick fox, a quick dog", "quick", 2, 1.0, id="the place that was expected"),
        pytest.param("the quick brwn fox", "quick brown", 4, (50 * 10 / 11 + 42) / 92, id="a letter less"),
        pytest.param("nothing like it", "zzzz", None, 0, id="nothing"),
    ],
)
def test_the_published_scoring(text: str, quote: str, place: int | None, score: float) -> None:
    found = match_quote(text, quote, "", "", place or 0)
    assert (found and found.start) == place
    if found:
        assert found.score == pytest.approx(score)
