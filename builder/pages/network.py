"""The network: who has to do with whom, as one drawing and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from builder.network import Network, network
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site

LEAD = "How the actors are related, read from left to right: who leads, serves, belongs to or is named by whom."


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page of the whole network."""
    yield "network/", partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    drawing = network(views.site)
    entry = SearchEntry("", "Network", "How the actors are related")
    page = views.page(
        "network.html.j2", "network/", "Network", [entry], lead=LEAD, drawing=drawing, scope=_scope(drawing)
    )
    return replace(page, hide=(*page.hide, "toc"))


def _scope(drawing: Network | None) -> str:
    """What the drawing leaves out, if it does."""
    if drawing is None or not drawing.others:
        return ""
    shown = len(drawing.nodes)
    return (
        f"Drawn are the {shown} actors with most relations; those of the other {drawing.others} are on their own pages."
    )
