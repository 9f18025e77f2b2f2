"""The glossary: every term on one page, by the alphabet."""

from __future__ import annotations

from collections.abc import Iterator

from builder import lists
from builder.models import Term
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts
from builder.values import grouped
from builder.wording import sort_name


def pages(views: Views) -> Iterator[Planned]:
    """The terms."""
    yield from in_parts(views, "glossary/", lists.glossary(views.site.dossier), _page)


def _page(views: Views, part: Part[Term]) -> Page:
    by_letter = grouped(("" if part.is_short else _letter(term), term) for term in part.rows)
    letters = [(letter, f"letter_{letter.lower()}", found) for letter, found in by_letter.items()]
    found = [views.search_entry(term, "term", views.plain(term.definition), fragment=term.id) for term in part.rows]
    return views.list_page("glossary.html.j2", part, "Glossary", ["What the words mean", *found], letters=letters)


def _letter(term: Term) -> str:
    first = sort_name(term.term)[:1].upper()
    return first if first.isalpha() else "0–9"
