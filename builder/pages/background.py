"""The background: a page for each topic, in their order, and an index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Topic
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts


def pages(views: Views) -> Iterator[Planned]:
    """One page for each topic, and their index."""
    topics = sorted(views.site.dossier.of(Topic), key=lambda topic: (topic.order, topic.title))
    for topic, before, after in zip(topics, [None, *topics], [*topics[1:], None], strict=False):
        yield f"background/{topic.id}/", partial(_page, views, topic, before, after)
    yield from in_parts(views, "background/", topics, _index)


def _page(views: Views, topic: Topic, before: Topic | None, after: Topic | None) -> Page:
    return views.page_of(topic, [views.search_entry(topic, "background")], before=before, after=after)


def _index(views: Views, part: Part[Topic]) -> Page:
    about = "What a reader must know to follow the article"
    return views.list_page("background.html.j2", part, "Background", [about], topics=part.rows)
