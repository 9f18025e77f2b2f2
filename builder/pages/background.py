"""The background: a page for each topic, in their order, and an index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.models import Topic
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """One page for each topic, and their index."""
    views = Views(site, renderer)
    topics = sorted(site.dossier.of(Topic), key=lambda topic: (topic.order, topic.title))
    for topic, before, after in zip(topics, [None, *topics], [*topics[1:], None], strict=False):
        yield f"background/{topic.id}/", partial(_page, views, topic, before, after)
    yield from in_parts(views, "background/", topics, _index)


def _page(views: Views, topic: Topic, before: Topic | None, after: Topic | None) -> Page:
    return views.page(
        "topic.html.j2",
        f"background/{topic.id}/",
        topic.title,
        [views.search_entry(topic, "background")],
        topic.summary,
        topic=topic,
        before=before,
        after=after,
    )


def _index(views: Views, part: Part[Topic]) -> Page:
    entry = SearchEntry("", "Background", "What a reader must know to follow the article")
    return views.page("background.html.j2", part, "Background", [entry], topics=part.rows)
