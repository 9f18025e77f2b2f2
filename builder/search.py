"""What search finds, in rows as the theme's search wants them: few, however large the dossier.

While the texts of all pages together are below `FULL_TEXT`, all of them are searched. In a larger dossier it is titles,
every form of a name and the first words of each text; notes are then found by their article alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from builder.page import SearchEntry

# In characters; the index has about as many bytes. And the characters of a text that a larger dossier keeps.
FULL_TEXT = 1_000_000
LEAD = 32

Row = dict[str, Any]


class SearchIndex:
    """The entries of a site, page by page; texts are let go as soon as there are too many."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[SearchEntry, ...]] = {}
        # By page, the characters of its texts.
        self.sizes: dict[str, int] = {}
        self._size = 0

    def add(self, address: str, entries: tuple[SearchEntry, ...]) -> None:
        """Take in a page."""
        was_small = self._size <= FULL_TEXT
        self.sizes[address] = text_size(entries)
        self._size += self.sizes[address]
        self._pages[address] = entries
        if self._size > FULL_TEXT:
            for held in [*self._pages] if was_small else [address]:
                self._pages[held] = leads(held, self._pages[held])

    def rows(self) -> list[Row]:
        """The rows of all pages."""
        return [row for address, entries in self._pages.items() for row in rows(address, entries)]


def text_size(entries: Iterable[SearchEntry]) -> int:
    """The characters of a page's texts."""
    return sum(len(entry.text) for entry in entries)


def leads(address: str, entries: tuple[SearchEntry, ...]) -> tuple[SearchEntry, ...]:
    """The entries of a page as a large dossier has them; of an article's page the first alone."""
    kept = entries[:1] if address.startswith("articles/") else entries
    return tuple(replace(entry, text=_lead(entry)) for entry in kept)


def _lead(entry: SearchEntry) -> str:
    length = len(entry.names) + LEAD
    return entry.text if len(entry.text) <= length else entry.text[:length].rpartition(" ")[0]


def rows(address: str, entries: Iterable[SearchEntry]) -> Iterator[Row]:
    """The rows of one page, with the apostrophe that a keyboard types; names also with the one that a phone does."""
    for entry in entries:
        location = f"{address}#{entry.fragment}" if entry.fragment else address
        title, text = entry.title.replace("’", "'"), entry.text.replace("’", "'")
        if title != entry.title:
            text = f"{text} {entry.title}"
        words = {"title": escape(title, quote=False), "text": escape(text, quote=False)}
        yield {"location": location, **words, "boost": entry.weight}
