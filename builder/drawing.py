"""Room in a drawing: how wide words are likely to be, and which boxes stand on one another.

Lengths are the drawing's own units, in which its text is `TEXT` high. The reader's font is not known when the drawing
is made, so widths are those of a wide one.
"""

from __future__ import annotations

import unicodedata
from textwrap import wrap
from typing import NamedTuple

TEXT = 13
LINE = 17
# Widths of a character as parts of the text's height: of Latin letters in a wide font, and of Chinese and the like.
_LETTER = 0.6
_CAPITAL = 0.72
_WIDE = 1.02


class Box(NamedTuple):
    """A rectangle by its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes have more than an edge in common."""
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        above = self.y + self.height <= other.y or other.y + other.height <= self.y
        return not (beside or above)

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The left upper and the right lower corner."""
        return (self.x, self.y), (self.x + self.width, self.y + self.height)

    def moved(self, across: float, down: float) -> Box:
        """The box elsewhere, at whole units."""
        return Box(round(self.x + across), round(self.y + down), self.width, self.height)

    def around(self, x: float, y: float) -> Box:
        """The box with its middle at a point."""
        return Box(x - self.width / 2, y - self.height / 2, self.width, self.height)

    def within(self, width: float, height: float) -> bool:
        """Whether the box lies on a sheet of this size."""
        return self.x >= 0 and self.y >= 0 and self.x + self.width <= width and self.y + self.height <= height


def width_of(text: str, size: float = TEXT) -> float:
    """How wide a line of text is at most."""
    return size * sum(map(_share, text))


def lines_of(text: str, characters: int) -> tuple[str, ...]:
    """A text in lines of about so many characters; a longer word stays whole."""
    return tuple(wrap(text, characters, break_long_words=False, break_on_hyphens=False)) or (text,)


def _share(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() or character in "mwMW@%" else _LETTER
