"""The article's page: the seed's text woven with its annotations, these as notes, who is who, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from builder import csl
from builder.cards import contents
from builder.finish import view_switch
from builder.models import Article, EditorNote, Record
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.revisions.correction import correction
from builder.seed import Block, Seed
from builder.values import Anchor, Dossier, MentionSpan, Site
from builder.weave import KINDS, attributes, weave

# What a reader can show and hide, with its name: mentions by kind, then notes by kind.
LAYERS = {
    "actors": "Actors",
    "places": "Places",
    "glossary": "Terms",
    "dates": "Dates",
    "events": "Events",
    "quotes": "Quotations",
    "claims": "Disputed points",
    "background": "Background",
    "notes": "Notes",
}
NOUNS = {"events": "Event", "quotes": "Quotation", "claims": "Disputed", "background": "Background", "dates": "Date"}
WORDS_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation of a passage as an endnote. `first`: the number of the note that says it all, if not this one."""

    number: int
    anchor: Anchor
    block: Block
    record: Record
    kind: str
    words: str
    first: int | None


class Mentioned(NamedTuple):
    """What an article's page says of a record that its text mentions: made once a site."""

    collection: str
    link: str
    card: Markup


def pages(views: Views) -> Iterator[Planned]:
    """One page for each article."""
    for article in views.site.dossier.articles:
        if article.id in views.site.dossier.seeds:
            yield f"articles/{article.id}/", partial(_page, views, article)


def _page(views: Views, article: Article) -> Page:
    site, dossier = views.site, views.site.dossier
    seed, mentions = dossier.seeds[article.id], site.anchored.mentions[article.id]
    notes = list(_notes(site, article, seed))
    linked = dict.fromkeys(mention.ref for mention in mentions if mention.linked)
    mentioned = views.each_once("mention", linked, partial(_told, views))
    links = {id: told.link for id, told in mentioned.items()}
    headline = seed.headline(article.title)
    anchors, above = site.anchored.anchors[article.id], seed.blocks.index(headline) + 1 if headline else 0
    woven = weave(seed, anchors, mentions, links, lambda id: _is_hindsight(dossier, id), headline)
    appearances = _appearances(seed, mentions, mentioned)
    layers = {note.record.collection for note in notes} | set(appearances)
    page = views.page_of(
        article,
        _search(views, article, seed, notes),
        head=Markup("\n".join(woven[:above])),
        woven=Markup("\n".join(woven[above:])),
        groups=[(block, list(found)) for block, found in groupby(notes, key=lambda note: note.block)],
        appearances=appearances,
        kinds=KINDS,
        layers={id: name for id, name in LAYERS.items() if id in layers},
        view=Markup(view_switch(views)),
        csl=csl,
        correction=correction(dossier, article),
    )
    sections = tuple(heading for heading in page.headings if heading.level == 2)
    return replace(page, article=article.id, headings=sections, hide=("navigation", "toc"))


def _is_hindsight(dossier: Dossier, id: str) -> bool:
    return dossier.is_hindsight(dossier.records[id])


def _told(views: Views, id: str) -> Mentioned:
    record = views.site.dossier.records[id]
    later = _is_hindsight(views.site.dossier, id)
    link = attributes(id, KINDS[record.collection], views.href(record), hindsight=later)
    return Mentioned(record.collection, link, contents(record, views))


def _notes(site: Site, article: Article, seed: Seed) -> Iterator[Note]:
    """The notes in the order of the text, numbered as `weave` numbers them."""
    numbers: dict[str, int] = {}
    for number, anchor in enumerate(site.anchored.anchors[article.id], 1):
        record = site.dossier.records[anchor.record]
        kind = record.kind.capitalize() if isinstance(record, EditorNote) else NOUNS[record.collection]
        block = seed.blocks[anchor.block]
        yield Note(number, anchor, block, record, kind, _words(seed, anchor), numbers.get(record.id))
        numbers.setdefault(record.id, number)


def _words(seed: Seed, anchor: Anchor) -> str:
    """The passage on one line, its middle left out where it is long."""
    words = seed.text[anchor.start : anchor.end].split()
    if len(" ".join(words)) <= WORDS_SHOWN:
        return " ".join(words)
    return f"{' '.join(words[:5])} … {' '.join(words[-4:])}"


def _appearances(seed: Seed, mentions: Iterable[MentionSpan], mentioned: dict[str, Mentioned]) -> dict[str, Markup]:
    """Who and what the article mentions, by kind, in the order of appearance. No templates: there are very many."""
    places: dict[str, dict[int, list[MentionSpan]]] = {id: {} for id in mentioned}
    for mention in mentions:
        if mention.linked:
            places[mention.ref].setdefault(mention.block, []).append(mention)
    rows: dict[str, list[str]] = {collection: [] for collection in KINDS}
    for id, told in mentioned.items():
        rows[told.collection].append(f"<li>{told.card}\n{_in_paragraphs(seed, places[id])}</li>")
    return {collection: Markup("\n".join(found)) for collection, found in rows.items() if found}


def _in_paragraphs(seed: Seed, by_block: dict[int, list[MentionSpan]]) -> str:
    """How often something is mentioned, and the paragraphs, each linked to the first of its mentions."""
    number = sum(map(len, by_block.values()))
    links = ", ".join(
        [
            f'<a href="#{found[0].fragment}">{seed.blocks[block].number or "caption"}</a>'
            f"{f' ×{len(found)}' if len(found) > 1 else ''}"
            for block, found in by_block.items()
        ]
    )
    return f'<p class="mentions">{number} mention{"" if number == 1 else "s"}:\n{links}</p>'


def _search(views: Views, article: Article, seed: Seed, notes: list[Note]) -> Iterator[SearchEntry]:
    yield SearchEntry("", article.title, " ".join(seed.text[block.start : block.end] for block in seed.blocks))
    for note in notes:
        if isinstance(note.record, EditorNote) and not note.first:
            yield views.search_entry(note.record, "note", fragment=note.anchor.fragment)
