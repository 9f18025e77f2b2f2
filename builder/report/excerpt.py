"""The lines that a span of a file covers, cut to what a terminal can show, and the cells to mark in them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len

from builder.diagnostics import Place

# A span of more lines is shown by its first two and its last.
MOST_LINES = 4
TAB = "    "
# Signs that turn the text around or break the line, where a reader of the message would not see them do it.
_DECEPTIVE = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file and the part of it that is marked, in code points from 0."""

    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is shown of a row, the cells before its marked part and the cells of that."""

    text: str
    before: int
    width: int


def rows(place: Place, source: str | None) -> Iterator[Row | None]:
    """The lines of a span; None stands for those left out."""
    lines = _lines(source) if source else ()
    numbers: list[int | None] = [n for n in range(place.line, place.end_line + 1) if n <= len(lines)]
    if len(numbers) > 1 and place.end_column == 1:
        numbers.pop()  # the span ends with the line break
    if len(numbers) > MOST_LINES:
        numbers[2:-1] = [None]
    return (_row(place, number, lines[number - 1]) if number else None for number in numbers)


def _row(place: Place, number: int, line: str) -> Row:
    indentation = len(line) - len(line.lstrip())
    start = min(place.column - 1 if number == place.line else indentation, len(line))
    end = min(place.end_column - 1 if number == place.end_line else len(line), len(line))
    return Row(number, line, start, max(start, end))


@lru_cache(maxsize=32)
def _lines(source: str) -> tuple[str, ...]:
    """The lines as a text editor counts them (`str.splitlines` counts more)."""
    return tuple(re.split(r"\r\n|\r|\n", source.removeprefix("\ufeff")))


def window(row: Row, room: int) -> Window:
    """The part of a line around its span for which there is room, in cells; an ellipsis where it goes on."""
    # What lies further away than this many code points is out of sight.
    first, last = max(0, row.start - 2 * room), row.start + 2 * room
    shown = [visible(character) for character in row.text[first:last]]
    cells = [0, *accumulate(map(cell_len, shown))]
    start, end = row.start - first, min(row.end - first, len(shown))
    left, right = _cut(cells, start, room)
    goes_on_before, goes_on_after = first + left > 0, first + right < len(row.text)
    width = cells[max(start, min(end, right))] - cells[start]
    before = cells[start] - cells[left] + goes_on_before
    if end > start and not width:
        before = max(0, before - 1)  # a combining mark stands in the cell of its letter
    text = "".join(shown[left:right])
    return Window(f"{'…' * goes_on_before}{text}{'…' * goes_on_after}", before, max(1, width))


def _cut(cells: list[int], start: int, room: int) -> tuple[int, int]:
    """From where to where a line can be shown whose characters end at `cells`: most of it from `start` on."""
    left_cell = max(0, min(cells[start] - room // 4, cells[-1] - room))
    left = bisect_left(cells, left_cell)
    right = bisect_right(cells, left_cell + room) - 1
    while 0 < left < start and cells[left] == cells[left + 1]:
        left += 1  # a combining mark is not shown without its letter
    return left, right


def visible(text: str) -> str:
    """`text` without what would act on a terminal or deceive its reader."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return TAB
    if character < " ":
        return chr(0x2400 + ord(character))  # the picture of the control character
    hidden = _DECEPTIVE.match(character) or unicodedata.category(character) in ("Cc", "Cs")
    return "\ufffd" if hidden else character
