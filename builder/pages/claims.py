"""The disputed questions: a page each with the positions side by side, and their index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Claim
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts


def pages(views: Views) -> Iterator[Planned]:
    """One page for each claim, and their index."""
    for claim in views.site.dossier.of(Claim):
        yield f"claims/{claim.id}/", partial(_page, views, claim)
    yield from in_parts(views, "claims/", views.site.dossier.of(Claim), _index)


def _page(views: Views, claim: Claim) -> Page:
    says = [f"{views.site.dossier.name_of(position.by)}: {views.plain(position.says)}" for position in claim.positions]
    entry = views.search_entry(claim, "disputed question", *says, views.plain(claim.record))
    # The columns of the table of positions: those that have something in them.
    columns = {"Since": "since", "On what evidence": "evidence", "In the text": "at"}
    filled = [name for name, field in columns.items() if any(getattr(position, field) for position in claim.positions)]
    return views.page_of(claim, [entry], columns=["Who", "Says", *filled])


def _index(views: Views, part: Part[Claim]) -> Page:
    about = "Questions on which accounts differ"
    return views.list_page("claims.html.j2", part, "Claims", [about], claims=part.rows, held=partial(_held, views))


def _held(views: Views, claim: Claim, later: bool) -> tuple[int, list[str]]:
    """How many positions were known with the article, or only `later`, and who holds them."""
    found = [position for position in claim.positions if bool(views.site.dossier.later(position)) is later]
    return len(found), [views.site.dossier.name_of(by) for by in dict.fromkeys(position.by for position in found)]
