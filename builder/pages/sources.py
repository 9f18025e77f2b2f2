"""The sources: one bibliography, by type of work, with everything that rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from builder import lists
from builder.bibliography import entry
from builder.models import Source
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.values import grouped
from builder.wording import source_heading


def pages(views: Views) -> Iterator[Planned]:
    """The list of all sources."""
    yield from in_parts(views, "sources/", lists.sources(views.site.dossier), _page)


def _page(views: Views, part: Part[Source]) -> Page:
    kinds = grouped(("" if part.is_short else source_heading(source.type), source) for source in part.rows)
    works, each = ("work", "it") if part.of == 1 else (f"{part.of} works", "each")
    lead = f"The {works} on which the statements of this dossier rest, and what rests on {each}." if part.of else ""
    about = "The works on which the statements of this dossier rest"
    found = [_search(views, source) for source in part.rows]
    shown = {"kinds": list(kinds.items()), "lead": lead, "entry": entry}
    return views.list_page("sources.html.j2", part, "Sources", [about, *found], **shown)


def _search(views: Views, source: Source) -> SearchEntry:
    facts = (", ".join(map(str, source.author)), source.publisher, source.issued.label if source.issued else None)
    return views.search_entry(source, "source", *facts, fragment=source.id)
