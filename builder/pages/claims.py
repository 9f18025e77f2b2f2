"""The disputed questions: a page each with the positions side by side, and their index."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import Claim
from builder.page import Page, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Page]:
    """One page for each claim, and their index."""
    views = Views(site, renderer)
    claims = site.dossier.of(Claim)
    for claim in claims:
        positions = [f"{views.name_of(position.by)}: {views.plain(position.says)}" for position in claim.positions]
        yield views.page(
            "claim.html.j2",
            f"claims/{claim.id}/",
            claim.title,
            [views.search_entry(claim, "disputed question", *positions, views.plain(claim.record))],
            claim.summary,
            claim=claim,
            columns=_columns(claim),
        )
    entry = SearchEntry("", "Claims", "Questions on which accounts differ")
    yield views.page("claims.html.j2", "claims/", "Claims", [entry], claims=claims)


def _columns(claim: Claim) -> list[str]:
    """The columns of the table of positions: those that have something in them."""
    columns = {
        "Since": any(position.since for position in claim.positions),
        "On what evidence": any(position.evidence for position in claim.positions),
        "In the text": any(position.at for position in claim.positions),
    }
    return ["Who", "Says", *(name for name, filled in columns.items() if filled)]
