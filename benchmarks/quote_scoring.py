"""The scoring that the Hypothesis client publishes for a quotation in a changed text, written from its description.

A quotation that stands in the text is taken where its surroundings and its old position fit best; else the closest
approximate matches are taken, with up to half of its letters different. Weights: 50 the words, 20 each what stands
before and after them, 2 the distance from the old position. There is no threshold beyond that, and no question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

WORDS, BEFORE, AFTER, POSITION = 50, 20, 20, 2
MOST_ERRORS = 256


class Found(NamedTuple):
    """A span of the text and its score."""

    start: int
    end: int
    score: float


class _Match(NamedTuple):
    start: int
    end: int
    errors: int


def match_quote(text: str, quote: str, prefix: str, suffix: str, hint: int) -> Found | None:
    """The best place for `quote` in `text`, if any comes near it."""
    best: Found | None = None
    for match in _search(text, quote, min(MOST_ERRORS, len(quote) // 2)):
        before = text[max(0, match.start - len(prefix)) : match.start]
        after = text[match.end : match.end + len(suffix)]
        score = (
            WORDS * (1 - match.errors / len(quote))
            + BEFORE * (_alike(before, prefix) if prefix else 1.0)
            + AFTER * (_alike(after, suffix) if suffix else 1.0)
            + POSITION * (1 - abs(match.start - hint) / len(text))
        ) / (WORDS + BEFORE + AFTER + POSITION)
        if best is None or score > best.score:
            best = Found(match.start, match.end, score)
    return best


def _alike(text: str, wanted: str) -> float:
    found = _search(text, wanted, len(wanted)) if text else []
    return 1 - found[0].errors / len(wanted) if found else 0.0


def _search(text: str, words: str, most: int) -> list[_Match]:
    """Where the words stand; or where they nearly stand, with as few errors as anywhere."""
    exact = []
    at = text.find(words)
    while at >= 0:
        exact.append(_Match(at, at + len(words), 0))
        at = text.find(words, at + 1)
    if exact:
        return exact
    found = []
    for end, errors in _nearest_ends(text, words, most):
        low = max(0, end - len(words) - errors)
        ends = [reached for reached, _ in _nearest_ends(text[low:end][::-1], words[::-1], errors)]
        found.append(_Match(end - max(ends, default=len(words)), end, errors))
    return found


def _nearest_ends(text: str, words: str, most: int) -> list[tuple[int, int]]:
    """The ends of the matches with the fewest errors, `most` at the most (Myers 1999: a column of the table as bits)."""
    everywhere = (1 << len(words)) - 1
    last = 1 << (len(words) - 1)
    places: dict[str, int] = {}
    for number, letter in enumerate(words):
        places[letter] = places.get(letter, 0) | 1 << number
    return list(_fewest(_distances(text, places, everywhere, last, len(words)), most))


def _distances(text: str, places: dict[str, int], everywhere: int, last: int, length: int) -> Iterator[int]:
    """For each letter of `text`, the errors of the best match that ends with it."""
    rises, falls, errors = everywhere, 0, length
    for letter in text:
        equal = places.get(letter, 0)
        diagonal = (((equal & rises) + rises) ^ rises) | equal | falls
        up = falls | ~(diagonal | rises) & everywhere
        down = rises & diagonal
        errors += bool(up & last) - bool(down & last)
        up = up << 1 & everywhere
        down = down << 1 & everywhere
        rises = (down | ~(diagonal | up)) & everywhere
        falls = up & diagonal
        yield errors


def _fewest(distances: Iterator[int], most: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for end, errors in enumerate(distances, 1):
        if errors < most:
            found, most = [], errors
        if errors == most:
            found.append((end, errors))
    return found
