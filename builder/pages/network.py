"""The network: who has to do with whom, as one drawing and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from builder.network import are_related, network
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views

LEAD = "How the actors are related, read from left to right: who leads, serves, belongs to or is named by whom."


def pages(views: Views) -> Iterator[Planned]:
    """The page of the whole network, if there is any."""
    if are_related(views.site):
        yield "network/", partial(_page, views)


def _page(views: Views) -> Page:
    drawing = network(views.site)
    entry = SearchEntry("", "Network", "How the actors are related")
    scope = ""
    if drawing.others:
        drawn = f"Drawn are the {len(drawing.nodes)} actors with most relations"
        scope = f"{drawn}; those of the other {drawing.others} are on their own pages."
    page = views.page("network.html.j2", "network/", "Network", [entry], None, lead=LEAD, drawing=drawing, scope=scope)
    return replace(page, hide=(*page.hide, "toc"))
