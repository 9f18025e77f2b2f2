"""In a long text a quotation is looked up by its words; what is found is what reading the whole text finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import selectors
from builder.parts import Selector
from builder.seed import parse_seed
from builder.selectors import Miss, resolve

# Words that touch, repeat, lie within each other, and scripts without blanks.
PIECES = st.sampled_from(
    ["Iran", "Iranian", "-", "backed", " ", " ", " ", "“", ", ", "can't", "他走", "走", "é", "\n\n", "a"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join).filter(str.strip)


def test_a_blank_left_out_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "LONG_TEXT", 0)
    seed = parse_seed("a.txt", "the old bridge, the new bridge, the new road", captioned=False)
    for keys in ({"prefix": "old"}, {"prefix": "the old "}, {"suffix": ", the new bridge,"}):
        assert resolve(Selector(exact="bridge", **keys), seed) == ((8, 14),), keys  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"suffix": "that rare word there"}, 2),  # a blank is left out before it
        ({"suffix": " that rare word"}, 2),
        ({"prefix": "by one single sign"}, 3),
        ({"prefix": "one single sign "}, 3),
        ({"suffix": " , fair and"}, 3),  # a blank too much
        ({"suffix": "ly"}, 1),  # a part of a word
        ({"prefix": "ly "}, 2),
        ({"suffix": " tha"}, 2),
        ({"prefix": "un"}, 0),
    ],
)
def test_a_quotation_is_found_by_the_words_beside_it(
    monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], place: int
) -> None:
    monkeypatch.setattr(selectors, "LONG_TEXT", 0)
    monkeypatch.setattr(selectors, "RARE", 0)
    text = "unfair fairly fair that rare word there by one single sign fair, fair and fair"
    starts = [2, 7, 14, 59]
    assert isinstance(resolve(Selector(exact="nowhere"), parse_seed("a.txt", text)), Miss)
    found = resolve(Selector(exact="fair", **keys), parse_seed("a.txt", text, captioned=False))  # type: ignore[arg-type]
    assert found == ((starts[place], starts[place] + 4),)


def test_what_stands_beside_the_words_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "LONG_TEXT", 0)
    monkeypatch.setattr(selectors, "RARE", 0)
    seed = parse_seed("a.txt", "a fair\n\nrare fair", captioned=False)
    assert resolve(Selector(exact="fair", paragraph=1, suffix=" rare"), seed) == ((2, 6),)
    for exact, keys in (("fair rare", {"prefix": "a "}), ("no", {"prefix": "a "}), ("\u200b", {"prefix": "a "})):
        assert isinstance(resolve(Selector(exact=exact, paragraph=1, **keys), seed), Miss), exact


@settings(deadline=None)
@given(TEXTS, st.data())
def test_both_ways_find_the_same(text: str, data: st.DataObject) -> None:
    seed = parse_seed("a.txt", text, captioned=False)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    keys = dict(zip(("prefix", "exact", "suffix"), (text[a:b] for a, b in pairwise(cuts)), strict=True))
    chosen = data.draw(
        st.sampled_from([("exact",), ("exact", "prefix"), ("exact", "suffix"), ("exact", "prefix", "suffix")])
    )
    kept = {key: keys[key] for key in chosen if keys[key]}
    if not kept.get("exact"):
        return
    selector = Selector(**kept, every=True)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selectors, "LONG_TEXT", len(text) + 1)
        read = resolve(selector, seed)
        patch.setattr(selectors, "LONG_TEXT", 0)
        patch.setattr(selectors, "RARE", data.draw(st.integers(0, 4)))
        looked_up = resolve(selector, seed)
    assert isinstance(read, Miss) == isinstance(looked_up, Miss)
    if not isinstance(read, Miss):
        assert looked_up == read
