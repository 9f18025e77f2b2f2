"""The page that says in which formats the dossier can be had, what each holds, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.exports import EXPORTS, FOLDER
from builder.models import Article
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page of the data."""
    articles = [article for article in site.dossier.articles if article.id in site.dossier.seeds]
    yield from in_parts(Views(site, renderer), FOLDER, articles, _page)


def _page(views: Views, part: Part[Article]) -> Page:
    entry = SearchEntry("", "Data", ", ".join(export.title for export in EXPORTS))
    about: dict[str, Any] = {"exports": EXPORTS, "articles": part.rows, "total": part.of, "folder": f"/{FOLDER}"}
    return views.page("data.html.j2", part, "Data", [entry], **about)
