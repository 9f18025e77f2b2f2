"""Seeds: an article's text, read byte for byte and cut into caption and paragraphs.

A `Seed` is the decoded file. Its blocks and what lies between them make up the whole text; only a header line's
label and white space lie outside blocks, so the article's text is the blocks in their order. All offsets count
code points of `Seed.text`, which starts after a byte order mark, should there be one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from builder.diagnostics import Diagnostic, Place
from builder.rules import not_utf8, seed_not_text
from builder.text import View, normalise, normalised

# The label that stored copies carry in their first line: ` date 2020-01-01 `, then the picture's caption.
_HEADER = re.compile(r"[ \t]*date (\d{4}-\d{2}-\d{2})(?:[ \t]+|(?=\r?\n|\r|\Z))", re.ASCII)
_LINE_END = re.compile(r"\r\n|\r|\n")
_WORDS = re.compile(r"\S(?:[^\r\n]*\S)?")
# HTML cannot carry these, so a text that holds them could not be published as it stands (HTML 13.2.5, 13.2.3.5).
_UNPUBLISHABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


class Block(NamedTuple):
    """A paragraph, numbered from 1, or the caption (number 0)."""

    number: int
    start: int
    end: int

    @property
    def id(self) -> str:
        """The block's address within the page."""
        return f"p{self.number}" if self.number else "caption"

    @property
    def name(self) -> str:
        """What an editor calls it."""
        return f"paragraph {self.number}" if self.number else "the caption"


@dataclass(frozen=True)
class Seed:
    """One text as it stands in its file."""

    file: str
    text: str
    header_date: str | None = None
    blocks: tuple[Block, ...] = field(default=())

    def __getstate__(self) -> dict[str, object]:
        return {name: vars(self)[name] for name in self.__dataclass_fields__}  # the rest is quickly made again

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.number)

    @property
    def caption(self) -> Block | None:
        return next((block for block in self.blocks if not block.number), None)

    @cached_property
    def view(self) -> View:
        """The text as a reader sees it, for matching."""
        return normalise(self.text)

    def forget_view(self) -> None:
        """Make the view anew if it is asked for again: those of all texts take as much room as the texts."""
        vars(self).pop("view", None)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_number(self, offset: int) -> int:
        """Which of the blocks is the last that begins at `offset` or before; -1 if none does."""
        return bisect_right(self._starts, offset) - 1

    def block_at(self, offset: int) -> Block | None:
        """The block in which `offset` lies."""
        number = self.block_number(offset)
        return self.blocks[number] if number >= 0 and offset < self.blocks[number].end else None

    def headline(self, title: str) -> Block | None:
        """The first paragraph, if it has the words of the title."""
        first = next(iter(self.paragraphs), None)
        is_title = first and _plain(self.text[first.start : first.end]) == _plain(title)
        return first if is_title else None

    def words(self, start: int, end: int) -> str:
        """The words of a span, on one line."""
        return " ".join(self.text[start:end].split())

    def place(self, start: int, end: int) -> Place:
        """Lines and columns of a span."""
        return place_in(self.file, self.text, start, end)


def _plain(text: str) -> str:
    return normalised(text).strip().casefold()


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Where `offset` stands, both counted from 1; lines end as in a text editor (LF, CR LF, CR)."""
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=16)
def line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def place_in(file: str, text: str, start: int, end: int) -> Place:
    """Lines and columns of a span of a file's text."""
    return Place(file, *line_and_column(text, start), *line_and_column(text, end))


def decoded(file: str, raw: bytes) -> tuple[str, list[Diagnostic]]:
    """The text of a file, a byte order mark left out; where it is not UTF-8, as much as can be read and the fault."""
    raw = raw.removeprefix(BOM_UTF8)
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        line, column = line_and_column(before, len(before))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        help = "save it as plain text (UTF-8); editors call UTF-8 the file's encoding"
        found = not_utf8.RULE.at(Place(file, line, column, line, column + 1), message, help=help)
        return raw.decode("utf-8", "replace"), [found]


def read_seed(file: str, raw: bytes, captioned: bool | None = None) -> tuple[Seed | None, list[Diagnostic]]:
    """The seed in `raw`. `captioned` says whether its first block is a caption; by default, if a header precedes it."""
    text, found = decoded(file, raw)
    if found:
        return None, found
    seed = parse_seed(file, text, captioned)
    for match in _UNPUBLISHABLE.finditer(text):
        message = f"character U+{ord(match.group()):04X} cannot stand on a web page"
        help = "remove the character from the seed: it is invisible and no part of an article"
        found.append(seed_not_text.RULE.at(seed.place(*match.span()), message, help=help))
    if not seed.blocks:
        help = "put the article's text into the file"
        found.append(seed_not_text.RULE.at(Place(file), "the seed holds no text", help=help))
    return (None if found else seed), found[:10]


def parse_seed(file: str, text: str, captioned: bool | None = None) -> Seed:
    """Cut `text` into blocks: at blank lines, or, where there is none, at each line."""
    header = _HEADER.match(text)
    body_start = header.end() if header else 0
    captioned = bool(header) if captioned is None else captioned
    spans = list(_spans(text, body_start))
    # A header with nothing else in its line labels no caption.
    if header and captioned and spans and re.search(r"[\r\n]", text[header.start() : spans[0][0]]):
        captioned = False
    first = 0 if captioned else 1
    blocks = tuple(Block(number, start, end) for number, (start, end) in enumerate(spans, first))
    return Seed(file, text, header.group(1) if header else None, blocks)


def _spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The blocks, without the white space around them."""
    lines = [match.span() for match in _WORDS.finditer(text, start)]
    parted = [len(_LINE_END.findall(text, end, begin)) > 1 for (_, end), (begin, _) in pairwise(lines)]
    if not any(parted):
        yield from lines
        return
    ends = [number for number, is_end in enumerate(parted) if is_end]
    for first, last in zip([0, *(number + 1 for number in ends)], [*ends, len(lines) - 1], strict=True):
        yield lines[first][0], lines[last][1]
