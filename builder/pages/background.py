"""The background: a page for each topic, in their order, and an index."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import Topic
from builder.page import Page, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Page]:
    """One page for each topic, and their index."""
    views = Views(site, renderer)
    topics = sorted(site.dossier.of(Topic), key=lambda topic: (topic.order, topic.title))
    for topic, before, after in zip(topics, [None, *topics], [*topics[1:], None], strict=False):
        yield views.page(
            "topic.html.j2",
            f"background/{topic.id}/",
            topic.title,
            [views.search_entry(topic, "background")],
            topic.summary,
            topic=topic,
            before=before,
            after=after,
        )
    entry = SearchEntry("", "Background", "What a reader must know to follow the article")
    yield views.page("background.html.j2", "background/", "Background", [entry], topics=topics)
