"""The sources: one bibliography, by type of work, with everything that rests on each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.bibliography import authors, entry
from builder.models import Source
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site
from builder.wording import kind_words, sort_name

# The types that dossiers use most; any other is headed by its CSL name.
TYPES = {
    "article-newspaper": "Newspaper articles and agency reports",
    "article-magazine": "Magazine articles",
    "article-journal": "Journal articles",
    "book": "Books",
    "broadcast": "Broadcasts",
    "entry-dictionary": "Dictionary entries",
    "entry-encyclopedia": "Encyclopedia entries",
    "legislation": "Legislation",
    "post": "Posts",
    "post-weblog": "Blog posts",
    "report": "Reports",
    "speech": "Speeches",
    "treaty": "Treaties",
    "webpage": "Web pages",
}


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page of all sources."""
    yield "sources/", partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    site = views.site
    sources = sorted(site.dossier.of(Source), key=_order)
    kinds: dict[str, list[Source]] = {}
    for source in sources:
        kinds.setdefault(TYPES.get(source.type, kind_words(source.type).capitalize()), []).append(source)
    lead = (
        f"The {len(sources)} works on which the statements of this dossier rest, and what rests on each."
        if sources
        else ""
    )
    search = [SearchEntry("", "Sources", "The works on which the statements of this dossier rest")]
    search += [_search(views, source) for source in sources]
    return views.page(
        "sources.html.j2", "sources/", "Sources", search, kinds=sorted(kinds.items()), lead=lead, entry=entry
    )


def _order(source: Source) -> tuple[str, str]:
    name = authors(source.author) or source.title
    return sort_name(name), source.id


def _search(views: Views, source: Source) -> SearchEntry:
    date = source.issued.label if source.issued else None
    return views.search_entry(
        source, "source", ", ".join(map(str, source.author)), source.publisher, date, fragment=source.id
    )
