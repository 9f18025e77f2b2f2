"""The page that says in which formats the dossier can be had, what each holds, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.exports import EXPORTS, FOLDER
from builder.models import Article
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts


def pages(views: Views) -> Iterator[Planned]:
    """The page of the data."""
    articles = [article for article in views.site.dossier.articles if article.id in views.site.dossier.seeds]
    yield from in_parts(views, FOLDER, articles, _page)


def _page(views: Views, part: Part[Article]) -> Page:
    about = ", ".join(export.title for export in EXPORTS)
    shown: dict[str, Any] = {"exports": EXPORTS, "articles": part.rows, "total": part.of, "folder": f"/{FOLDER}"}
    return views.list_page("data.html.j2", part, "Data", [about], **shown)
