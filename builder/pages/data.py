"""The page that says in which formats the dossier can be had, what each holds, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.exports import EXPORTS, FOLDER
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page of the data."""
    yield FOLDER, partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    articles = [article for article in views.site.dossier.articles if article.id in views.site.dossier.seeds]
    entry = SearchEntry("", "Data", ", ".join(export.title for export in EXPORTS))
    return views.page("data.html.j2", FOLDER, "Data", [entry], exports=EXPORTS, articles=articles, folder=f"/{FOLDER}")
