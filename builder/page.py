"""A finished page as a value, and what finishing does: number the citations, list the sources, relative addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from builder.addresses import relative


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the page's table of contents."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search finds: a place on the page (empty fragment: the page itself), its title, its plain text."""

    fragment: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. `path` is its address without the leading slash; `html` its content below the chrome."""

    path: str
    kind: str
    title: str
    html: str
    description: str = ""
    headings: tuple[Heading, ...] = ()
    search: tuple[SearchEntry, ...] = ()
    article: str | None = None


_CITATION = re.compile(r'(<a\b[^>]*\bdata-cite="([^"]+)"[^>]*>)[^<]*(</a>)')


def finish(page: Page, reference: Callable[[str], str], *, directory_urls: bool = True) -> Page:
    """Number the page's citations in their order, list their sources at its end, make its addresses relative."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        numbers.setdefault(match[2], len(numbers) + 1)
        return f"{match[1]}{numbers[match[2]]}{match[3]}"

    html = _CITATION.sub(number, page.html)
    headings = page.headings
    if numbers:
        rows = "\n".join(f'<li id="cite_{id}">{reference(id)}</li>' for id in numbers)
        html += f'\n<section class="references" aria-labelledby="page_sources"><h2 id="page_sources">Sources of this page</h2>\n<ol>\n{rows}\n</ol></section>'
        headings = (*headings, Heading(2, "page_sources", "Sources of this page"))
    return replace(page, html=relative(html, page.path, directory_urls=directory_urls), headings=headings)
