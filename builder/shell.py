"""A page of the theme with marks where pages differ, and what fills them in: plain data, without MkDocs and Jinja.

Header, navigation and footer of a page depend on its folder and on what it hides, and on nothing else but title,
description, address, table of contents and content. `chrome.py` has the theme render such a page once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import escape as escape_attribute

from builder.page import Heading, Page

# Words that no page holds: each begins with a character of Unicode's private use area.
TITLE, DESCRIPTION, ADDRESS = "\ue000title\ue001", "\ue000description\ue001", "\ue000url\ue001"
CONTENT, CONTENTS = "\ue000<h1\ue001", "\ue000toc\ue001"
FRAGMENT, LABEL = "\ue000fragment\ue001", "\ue000label\ue001"
# Where the link "skip to content" leads.
TITLE_ID = "title_"


class Contents(NamedTuple):
    """The theme's table of contents in pieces: what stands around its entries, between them, and an entry itself."""

    empty: str
    start: str
    between: str
    end: str
    leaf: str
    branch_start: str
    branch_between: str
    branch_end: str

    def of(self, headings: Sequence[Heading]) -> str:
        """The table of contents of a page."""
        if not headings:
            return self.empty
        return f"{self.start}{self.between.join(self._entries(headings))}{self.end}"

    def _entries(self, headings: Sequence[Heading]) -> Iterator[str]:
        position = 0
        while position < len(headings):
            heading = headings[position]
            inside = position + 1
            while inside < len(headings) and headings[inside].level > heading.level:
                inside += 1
            yield self._entry(heading, headings[position + 1 : inside])
            position = inside

    def _entry(self, heading: Heading, below: Sequence[Heading]) -> str:
        if not below:
            return _named(self.leaf, heading)
        inside = self.branch_between.join(self._entries(below))
        return f"{_named(self.branch_start, heading)}{inside}{self.branch_end}"


def _named(pattern: str, heading: Heading) -> str:
    label = str(escape_attribute(" ".join(heading.title.split())))
    named = pattern.replace(FRAGMENT, heading.id).replace(f'"{LABEL}"', f'"{label}"')
    return named.replace(LABEL, escape(heading.title))


class Shell(NamedTuple):
    """A rendered page cut at its marks: even parts are chrome, odd ones marks."""

    parts: tuple[str, ...]
    contents: Contents

    def fill(self, page: Page, address: str) -> str:
        """The whole page, at its absolute address, if the site has one."""
        values = {
            TITLE: escape(page.title),
            DESCRIPTION: escape(page.description),
            ADDRESS: address,
            CONTENT: with_title_id(page.html),
            CONTENTS: self.contents.of(page.headings),
        }
        return "".join([values.get(part, part) for part in self.parts])


def with_title_id(html: str) -> str:
    """The content of a page with an id on its title."""
    return html.replace("<h1>", f'<h1 id="{TITLE_ID}">', 1)


def key_of(page: Page, *, is_section: bool, is_absolute: bool) -> tuple[str | bool, ...]:
    """What pages have in common that share a shell; a section, which stands in the navigation, has its own."""
    folder = page.path if is_section else page.path.partition("/")[0]
    # The navigation shows the table of contents of the section that is open, if it has one.
    unfolds = is_section and bool(page.headings)
    return folder, str(page.path.count("/")), " ".join(page.hide), bool(page.description), unfolds, is_absolute
