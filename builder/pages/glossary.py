"""The glossary: every term on one page, by the alphabet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Term
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views, alphabetical
from builder.render import Renderer
from builder.values import Site
from builder.wording import sort_name


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The glossary's page."""
    yield "glossary/", partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    site = views.site
    terms = alphabetical(site.dossier.of(Term))
    by_letter: dict[str, list[Term]] = {}
    for term in terms:
        by_letter.setdefault(_letter(term), []).append(term)
    letters = [(letter, f"letter_{letter.lower()}", found) for letter, found in by_letter.items()]
    search = [SearchEntry("", "Glossary", "What the words mean")]
    search += [views.search_entry(term, "term", views.plain(term.definition), fragment=term.id) for term in terms]
    return views.page("glossary.html.j2", "glossary/", "Glossary", search, letters=letters)


def _letter(term: Term) -> str:
    first = sort_name(term.term)[:1].upper()
    return first if first.isalpha() else "0–9"
