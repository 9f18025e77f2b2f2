"""The sources: one bibliography, by type of work, with everything that rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from builder import lists
from builder.bibliography import entry
from builder.models import Source
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site, grouped
from builder.wording import source_heading


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The list of all sources."""
    yield from in_parts(Views(site, renderer), "sources/", lists.sources(site.dossier), _page)


def _page(views: Views, part: Part[Source]) -> Page:
    kinds = grouped((source_heading(source.type), source) for source in part.rows)
    works, each = ("work", "it") if part.of == 1 else (f"{part.of} works", "each")
    lead = f"The {works} on which the statements of this dossier rest, and what rests on {each}." if part.of else ""
    search = [SearchEntry("", "Sources", "The works on which the statements of this dossier rest")]
    search += [_search(views, source) for source in part.rows]
    return views.page("sources.html.j2", part, "Sources", search, kinds=list(kinds.items()), lead=lead, entry=entry)


def _search(views: Views, source: Source) -> SearchEntry:
    date = source.issued.label if source.issued else None
    return views.search_entry(
        source, "source", ", ".join(map(str, source.author)), source.publisher, date, fragment=source.id
    )
