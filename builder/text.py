"""The text as a reader sees it: a normalised view of a string, with a map back to its own offsets.

Quotes, dashes and spaces compare equal in every typographic form, runs of space count as one blank, canonically
equivalent letters (Unicode NFC) are one, and invisible formatting characters are not there at all. Letters and
case stay as they are. Offsets on both sides count code points, as the W3C Web Annotation Data Model has it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

import regex

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʹʼ´`＇‹›"), "'") | dict.fromkeys(map(ord, "“”„‟″〝〞＂«»"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_SPACES = dict.fromkeys(map(ord, "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), " ")
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_TABLE = _QUOTES | _DASHES | _SPACES
MAX_ID = 40  # of ids that are made
_INVISIBLE = "\xad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_SPACE = "".join(map(chr, _SPACES)) + " "
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_BLANKS = re.compile("  +")
# What changes the length of the text: runs of space, invisible characters, and letters with combining marks.
# It begins with one set of characters, for which `re` looks fast.
_COMPLEX = re.compile(rf"[{_SPACE}{_INVISIBLE}](?:[{_SPACE}{_INVISIBLE}]+|(?<=[{_INVISIBLE}]))")
_CLUSTER = regex.compile(
    rf"[{_SPACE}{_INVISIBLE}]{{2,}}|[{_INVISIBLE}]|\P{{M}}(?:[{_INVISIBLE}]*\p{{M}})+"
    rf"|[\u1100-\u1112\uac00-\ud7a3](?:[{_INVISIBLE}]*[\u1161-\u1175\u11a7-\u11c2])+|\p{{M}}(?:[{_INVISIBLE}]*\p{{M}})*|[^\x00-\u02ff]"
)


class Piece(NamedTuple):
    """A stretch of the view at `view`, of `length`, made from `source_length` code points at `source`.

    Where it `matches` its source letter by letter, offsets within it do, too; otherwise it is one thing.
    """

    view: int
    length: int
    source: int
    source_length: int
    matches: bool


_NOTHING = Piece(0, 0, 0, 0, False)


@dataclass(frozen=True)
class View:
    """A normalised text and where each of its characters comes from."""

    text: str
    pieces: tuple[Piece, ...]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Where each word begins, in order: the way to a quotation in a long text."""
        places: dict[str, list[int]] = {}
        at = 0
        for index, part in enumerate(split_words(self.text)):
            if index % 2:
                places.setdefault(part, []).append(at)
            at += len(part)
        return places

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.view for piece in self.pieces]

    @cached_property
    def _sources(self) -> list[int]:
        return [piece.source for piece in self.pieces]

    def _piece(self, offset: int, starts: list[int]) -> Piece:
        """The last piece that begins at `offset` or before; the first if none does."""
        return self.pieces[max(0, bisect_right(starts, offset) - 1)] if starts else _NOTHING

    def source_start(self, offset: int) -> int:
        """Offset in the source of the character at `offset` of the view."""
        piece = self._piece(offset, self._starts)
        if piece.matches:
            return piece.source + offset - piece.view
        return piece.source if offset < piece.view + piece.length else piece.source + piece.source_length

    def source_end(self, offset: int) -> int:
        """Offset in the source just after the character before `offset` of the view."""
        if offset == 0:
            return self.source_start(0)
        piece = self._piece(offset - 1, self._starts)
        return piece.source + (offset - piece.view if piece.matches else piece.source_length)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that `start:end` of the view stands for."""
        return self.source_start(start), self.source_end(end)

    def view_offset(self, source: int) -> int:
        """Offset in the view of what stands at `source`; within a changed piece, its beginning."""
        piece = self._piece(source, self._sources)
        if piece.matches:
            return piece.view + min(max(source - piece.source, 0), piece.length)
        return piece.view if source < piece.source + piece.source_length else piece.view + piece.length

    def view_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the view that stands for `start:end` of the source."""
        return self.view_offset(start), self.view_offset(end)


def normalise(text: str) -> View:
    """The view of `text`. The view's length never exceeds what its pieces say; equal views read the same."""
    out: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for start, end, replacement, matches in _pieces(text):
        if replacement:
            out.append(replacement)
            pieces.append(Piece(length, len(replacement), start, end - start, matches))
            length += len(replacement)
    return View("".join(out), tuple(pieces))


def _pieces(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where each piece of a text begins and ends, what the view has, and whether that matches; it may be nothing."""
    plain = text.translate(_TABLE)  # sign by sign
    found: Iterator[re.Match[str] | regex.Match[str]]
    if is_plain(text):  # as nearly all are
        found = _BLANKS.finditer(plain)
    else:  # an invisible character may part a letter from its mark
        pattern = _COMPLEX if unicodedata.is_normalized("NFC", _INVISIBLES.sub("", text)) else _CLUSTER
        found = pattern.finditer(text)
    position = 0
    for match in found:
        start, end = match.span()
        yield position, start, plain[position:start], True
        yield start, end, _replace(match.group()), False
        position = end
    yield position, len(text), plain[position:], True


@lru_cache(maxsize=1024)
def _replace(found: str) -> str:
    plain = _INVISIBLES.sub("", found.translate(_TABLE))
    return " " if plain and not plain.strip() else unicodedata.normalize("NFC", plain).translate(_TABLE)


def is_plain(text: str) -> bool:
    """Whether every word of the view of `text` stands in it as it is."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _INVISIBLES.search(text))


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    """The normalised form of a short text: a quote, a name."""
    return normalise(text).text


_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ANY_WORD = regex.compile(rf"(?V1)([{_CJK}]|[[\w\p{{M}}\u200c\u200d]--[{_CJK}]]+)")
_PLAIN_WORD = re.compile(r"(\w+)")
_NOT_PLAIN = re.compile("[\u0300-\u1fff\u200c\u200d\u2c00-\U0010ffff]")


def split_words(text: str) -> list[str]:
    """`text` cut into `[gap, word, gap, word, …, gap]`; joined it is `text` again.

    A word is a run of letters, digits and their marks; in scripts written without spaces each character is one.
    """
    pattern: re.Pattern[str] | regex.Pattern[str] = _ANY_WORD if _NOT_PLAIN.search(text) else _PLAIN_WORD
    return pattern.split(text)


def is_inside_word(text: str, offset: int) -> bool:
    """Whether `offset` parts the letters of one word."""
    around = text[offset - 1 : offset + 1]
    return len(around) == 2 and split_words(around) == ["", around, ""]


def whole(text: str, words: str, low: int = 0, high: int | None = None) -> list[tuple[int, int]]:
    """Where `words` stand in a text, not within longer ones."""
    found = re.compile(re.escape(words)).finditer(text, low, len(text) if high is None else high)
    spans = (match.span() for match in found if words)
    return [span for span in spans if not any(is_inside_word(text, edge) for edge in span)]


def letters(text: str, *spans: Iterable[tuple[int, int]]) -> bytearray:
    """For each letter of a text whether it is in one of some spans."""
    found = bytearray(len(text))
    for start, end in chain(*spans):
        found[start:end] = b"\1" * (end - start)
    return found


def folded(text: str) -> str:
    """`text` in small letters, letter by letter: a letter that would become two stays as it is."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return lower.replace("ς", "σ")  # which of the two it is depends on what stands after it


@lru_cache(maxsize=65536)
def simplified(name: str) -> str:
    """A name for comparison: small letters without marks, apostrophes and hyphens."""
    letters = unicodedata.normalize("NFKD", normalised(name).replace("'", "").replace("-", " ").lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def as_id(words: str) -> str:
    """Words in the letters of an id; empty where they have no Latin letter or digit."""
    return "-".join(re.findall(r"[a-z0-9]+", simplified(words)))


def slug(words: str) -> str:
    """An id made from the first five words, or as many of them as go into 40 letters."""
    id = "-".join(as_id(words).split("-")[:5])
    return id if len(id) <= MAX_ID else id[: MAX_ID + 1].rpartition("-")[0] or id[:MAX_ID]
