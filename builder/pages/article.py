"""The article's page: the seed's text, woven with its annotations, and the annotations as endnotes."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import Article
from builder.page import Heading, Page, SearchEntry
from builder.render import Renderer
from builder.values import MentionSpan, Site
from builder.weave import KINDS, Link, weave


def pages(site: Site, renderer: Renderer) -> Iterator[Page]:
    """One page for each article, and their index."""
    for article in site.dossier.articles:
        if article.id in site.dossier.seeds:
            yield _page(site, renderer, article)


def _page(site: Site, renderer: Renderer, article: Article) -> Page:
    seed = site.dossier.seeds[article.id]
    anchors = site.anchored.anchors[article.id]
    records = site.dossier.records

    def link(mention: MentionSpan) -> Link:
        record = records[mention.ref]
        return Link(KINDS[record.collection], renderer.href(record), renderer.is_hindsight(record))

    def hindsight(id: str) -> bool:
        return renderer.is_hindsight(records[id])

    woven = weave(seed, anchors, site.anchored.mentions[article.id], link, hindsight)
    notes = [(anchor, records[anchor.record]) for anchor in anchors]
    html = renderer.template("article.html.j2", article=article, woven=woven, notes=notes, seed=seed)
    text = " ".join(seed.text[block.start : block.end] for block in seed.blocks)
    headings = (Heading(2, "annotations", "Annotations"),) if notes else ()
    return Page(
        f"articles/{article.id}/", "article", article.title, html, article.summary or "", headings,
        (SearchEntry("", article.title, text),), article.id,
    )  # fmt: skip
