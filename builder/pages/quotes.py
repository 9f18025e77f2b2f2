"""The quotations: by speaker, and by day."""

from __future__ import annotations

from collections.abc import Iterator

from builder import lists
from builder.models import Quote
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.values import grouped
from builder.wording import day_of


def pages(views: Views) -> Iterator[Planned]:
    """The quotations."""
    yield from in_parts(views, "quotes/", lists.quotes(views.site.dossier), _page)


def _page(views: Views, part: Part[Quote]) -> Page:
    days = grouped(
        (quote.date.label if quote.date else "Without a date", quote) for quote in sorted(part.rows, key=day_of)
    )
    found = [_search(views, quote) for quote in part.rows]
    shown = {"speakers": lists.runs(part.rows, "speaker"), "days": list(days.items())}
    return views.list_page("quotes.html.j2", part, "Quotes", ["Words that somebody said or wrote", *found], **shown)


def _search(views: Views, quote: Quote) -> SearchEntry:
    words = [text for passage in views.words(quote) for text in passage.paragraphs]
    original = quote.original.text if quote.original else None
    speaker = views.site.dossier.name_of(quote.speaker)
    return views.search_entry(quote, "quote", speaker, *words, original, fragment=quote.id)
