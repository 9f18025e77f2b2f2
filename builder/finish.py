"""What finishing a page does: citations numbered, sources listed, cards and schema.org added, addresses relative."""

from __future__ import annotations

import re
from dataclasses import replace

from builder import edtf
from builder.addresses import OWN_PAGE, relative
from builder.cards import cards
from builder.exports import schema_org
from builder.models import Record
from builder.page import Heading, Page
from builder.render import Renderer

_CITATION = ' data-cite="'
_CITED = re.compile(r'\A([^"]+)("[^>]*>)[^<]*</a>')


def finish(page: Page, renderer: Renderer, *, directory_urls: bool = True) -> Page:
    """Number the page's citations, list their sources at its end, add its cards, make its addresses relative."""
    html = page.html
    if "data-hindsight" in html and 'class="view"' not in html:  # the article's page has its switch elsewhere
        html = html.replace("</h1>", f"</h1>\n{view_switch(renderer)}", 1)
    html, ids = _numbered(html)
    headings = page.headings
    if ids:
        heading = Heading(2, "page_sources", "Sources of this page")
        headings = (*headings, heading) if headings else ()  # alone it makes no table of contents
        html += "\n" + renderer.template("sources_of_page.html.j2", heading=heading, ids=ids)
    data = schema_org.script(renderer.site, _described(page, renderer), page.path)
    html = f"{html}\n{cards(html, renderer)}{data}"
    return replace(page, html=relative(html, page.path, directory_urls=directory_urls), headings=headings)


def _described(page: Page, renderer: Renderer) -> list[Record]:
    """The records that have their address on a page: the one that it is about, or those that search finds in a list."""
    folder, _, id = page.path.rstrip("/").partition("/")
    ids = [id] if f"/{folder}/" in OWN_PAGE.values() else [entry.fragment for entry in page.search if entry.fragment]
    return [record for id in ids if id and (record := renderer.get(id))]


def _numbered(html: str) -> tuple[str, list[str]]:
    """The citations of a page numbered in their order, and the sources in that order."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{numbers.setdefault(match[1], len(numbers) + 1)}</a>"

    # To look for them by an expression takes ten times as long.
    before, *cited = html.split(_CITATION)
    return _CITATION.join([before, *(_CITED.sub(number, rest, count=1) for rest in cited)]), list(numbers)


def view_switch(renderer: Renderer) -> str:
    """The switch between what was known on the day of the article and what is known now."""
    day = renderer.site.dossier.day
    label = edtf.parse(day.isoformat()).label if day else ""
    return renderer.once(("view", label), lambda: renderer.template("view.html.j2", day=label))
