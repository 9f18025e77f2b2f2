"""The quotations: by speaker, and by day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Quote
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page of all quotations."""
    yield "quotes/", partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    site = views.site
    quotes = sorted(site.dossier.of(Quote), key=views.day_of)
    speakers: dict[str, list[Quote]] = {}
    days: dict[str, list[Quote]] = {}
    for quote in quotes:
        speakers.setdefault(quote.speaker, []).append(quote)
        days.setdefault(quote.date.label if quote.date else "Without a date", []).append(quote)
    search = [SearchEntry("", "Quotes", "Words that somebody said or wrote")]
    search += [_search(views, quote) for quote in quotes]
    return views.page(
        "quotes.html.j2", "quotes/", "Quotes", search, speakers=list(speakers.items()), days=list(days.items())
    )


def _search(views: Views, quote: Quote) -> SearchEntry:
    words = [text for passage in views.words(quote) for text in passage.paragraphs]
    original = quote.original.text if quote.original else None
    return views.search_entry(quote, "quote", views.name_of(quote.speaker), *words, original, fragment=quote.id)
