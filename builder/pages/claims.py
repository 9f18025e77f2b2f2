"""The disputed questions: a page each with the positions side by side, and their index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Claim
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """One page for each claim, and their index."""
    views = Views(site, renderer)
    for claim in site.dossier.of(Claim):
        yield f"claims/{claim.id}/", partial(_page, views, claim)
    yield from in_parts(views, "claims/", site.dossier.of(Claim), _index)


def _page(views: Views, claim: Claim) -> Page:
    positions = [
        f"{views.site.dossier.name_of(position.by)}: {views.plain(position.says)}" for position in claim.positions
    ]
    return views.page(
        "claim.html.j2",
        f"claims/{claim.id}/",
        claim.title,
        [views.search_entry(claim, "disputed question", *positions, views.plain(claim.record))],
        claim.summary,
        claim=claim,
        columns=_columns(claim),
    )


def _index(views: Views, part: Part[Claim]) -> Page:
    entry = SearchEntry("", "Claims", "Questions on which accounts differ")
    return views.page("claims.html.j2", part, "Claims", [entry], claims=part.rows, held=partial(_held, views))


def _held(views: Views, claim: Claim, later: bool) -> tuple[int, list[str]]:
    """How many positions were known with the article, or only `later`, and who holds them."""
    found = [position for position in claim.positions if bool(views.site.dossier.later(position)) is later]
    return len(found), [views.site.dossier.name_of(by) for by in dict.fromkeys(position.by for position in found)]


def _columns(claim: Claim) -> list[str]:
    """The columns of the table of positions: those that have something in them."""
    columns = {
        "Since": any(position.since for position in claim.positions),
        "On what evidence": any(position.evidence for position in claim.positions),
        "In the text": any(position.at for position in claim.positions),
    }
    return ["Who", "Says", *(name for name, filled in columns.items() if filled)]
