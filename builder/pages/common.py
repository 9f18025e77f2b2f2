"""What the pages share: the words for things, the lists that lead back, and how a page is put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from markupsafe import Markup, escape

from builder.addresses import OWN_PAGE, of_anchor, of_mentions
from builder.cards import contents
from builder.connections import Tie, own_ties, ties_to
from builder.contexts import Context, contexts
from builder.diagnostics import shortened
from builder.edtf import Edtf
from builder.lists import in_pages, page_numbers, page_path
from builder.models import (
    Actor,
    Article,
    EditorNote,
    Event,
    Location,
    Mention,
    Named,
    Position,
    Quote,
    Record,
    Relation,
    Term,
    TimeExpression,
    is_later,
)
from builder.page import Heading, Page, Planned, SearchEntry
from builder.parts import Later
from builder.render import Renderer
from builder.values import Anchor, Passage, Site, grouped
from builder.wording import COLLECTIONS, first_sentence, kind_words, outside, plain_name

R = TypeVar("R", bound=Record)
T = TypeVar("T")

HINDSIGHT, DRAFT, NOTHING = Markup(" data-hindsight"), Markup(' <span class="draft">draft</span>'), Markup("")
# A place on the site shows sentences of so many articles, so many records of a kind; a page of its own has them all.
ARTICLES_SHOWN, ROWS_SHOWN = 20, 100
# In this order a page lists what concerns its record. Mentions are listed as sentences instead.
RELATED = "articles background claims events actors places glossary quotes notes dates".split()
# Who searches for a name means whom it names, not a work in whose title it stands.
WEIGHTS = {"actors": 8, "places": 4, "glossary": 4, "sources": 0.001}
# A list of at most so many entries has no headings within it.
GLANCE = 8
_CITE = re.compile(r'\s*<sup class="cite">.*?</sup>', re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|t[dhr]|d[dt]|blockquote)>|<br ?/?>")
_LEAD = '<p class="lead">'
_HEADING = re.compile(r'<h([2-3])\b[^>]* id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article, paragraph by paragraph, and where they stand."""

    paragraphs: tuple[str, ...]
    href: str
    article: str
    where: str
    lang: str


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What of a long list stands on one page. `of`: how many there are in all."""

    folder: str
    number: int
    pages: int
    rows: Sequence[T]
    of: int

    @property
    def path(self) -> str:
        """The page's path."""
        return page_path(self.folder, self.number)

    @property
    def is_short(self) -> bool:
        """Whether the list needs no headings: it is seen at a glance."""
        return self.of <= GLANCE

    def titled(self, title: str) -> str:
        """A title that tells the pages of a list apart."""
        return title if self.number == 1 else f"{title}, page {self.number}"

    def others(self) -> str:
        """Links to the list's other pages: the first, the last, and those around this one."""
        if self.pages == 1:
            return ""
        here = range(self.number - 3, self.number + 4)
        shown = sorted({1, self.pages, *(number for number in here if 1 <= number <= self.pages)})
        links = "".join(
            f'<li><span aria-current="page">{number}</span></li>'
            if number == self.number
            else f'<li><a href="/{page_path(self.folder, number)}">{number}</a></li>'
            for number in shown
        )
        return f'\n<nav class="letters" aria-label="Pages of the list"><ul><li>Page</li>{links}</ul></nav>'


def in_parts(
    views: Views, folder: str, rows: Sequence[T], make: Callable[[Views, Part[T]], Page], size: int | None = None
) -> Iterator[Planned]:
    """The pages of a list, each made from its part of the rows."""
    parts = in_pages(rows, size)
    for number, found in enumerate(parts, 1):
        part = Part(folder, number, len(parts), found, len(rows))
        yield part.path, partial(make, views, part)


class Views(Renderer):
    """What the templates ask about one site, beyond what every `Renderer` gives them."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.rows_shown = ROWS_SHOWN
        self.offer(views=self, contents=partial(contents, renderer=self))

    def on_timeline(self, events: Iterable[Event]) -> bool:
        """Whether events stand on the first page of the timeline, which can be narrowed to them."""
        return all(page_numbers(self.site.dossier).get(event.id, 1) == 1 for event in events)

    def page(
        self, template: str, path: str, title: str, search: Iterable[SearchEntry], summary: str | None, **values: Any
    ) -> Page:
        """A page from a template; its headings with an id are its contents.

        What no summary describes, its own first sentence does.
        """
        html = self.template(template, title=title, **values)
        kind = template.split(".", maxsplit=1)[0]
        described = self.plain(summary) or _first_sentence(html)
        return Page(path, kind, title, html, described, headings(html), tuple(search), hide=("navigation",))

    def page_of(self, record: Record, search: Iterable[SearchEntry], **values: Any) -> Page:
        """A record's own page. Its template is named for what it is, and so is the record there."""
        path = f"{OWN_PAGE[record.collection]}{record.id}/".lstrip("/")
        values[record.noun] = record
        return self.page(f"{record.noun}.html.j2", path, record.heading, search, record.summary, **values)

    def list_page(
        self, template: str, part: Part[Any], title: str, search: Iterable[SearchEntry | str], **values: Any
    ) -> Page:
        """A page for a part of a list. What search finds of the list as a whole may be no more than its text."""
        entries = (SearchEntry("", title, found) if isinstance(found, str) else found for found in search)
        page = self.page(template, part.path, part.titled(title), entries, None, **values)
        return replace(page, html=page.html + part.others())

    def plain(self, text: str | None) -> str:
        """A Markdown text without its markup and citations."""
        html = _BLOCK_END.sub(" ", _CITE.sub("", self.bodies.html(text))) if text else ""
        return Markup(html).striptags()

    def search_entry(self, record: Record, noun: str, *texts: str | None, fragment: str = "") -> SearchEntry:
        """What search finds of a record: every form of its name, also without marks, its role or summary, its text."""
        names = ""
        words: list[str | None] = [self.plain(record.summary), *texts, self.plain(record.body)]
        if isinstance(record, Named):
            plain = (plain_name(form) for form in record.forms if plain_name(form) != form.casefold())
            names = ", ".join((*record.forms, *record.native.values(), *plain))
        words += [self.plain(part.body) for part in record.later]
        title = f"{self.title_of(record)} · {noun}"
        return SearchEntry(
            fragment, title, " ".join(filter(None, [names, *words])), WEIGHTS.get(record.collection, 1), names
        )

    def mark(self, thing: Record | Relation | Position | Later) -> Markup:
        """The attribute of an element that is hindsight."""
        return HINDSIGHT if self.site.dossier.later(thing) else NOTHING

    def later(self, thing: Record | Relation | Position | Later) -> Markup:
        """From when on a thing was known, in words, if it is hindsight."""
        date = self.site.dossier.later(thing)
        pattern = Markup(' <span class="known-later">known later: {}</span>')
        return pattern.format(date.label) if date else NOTHING

    def draft(self, record: Record) -> Markup:
        """The word that a record is a draft, if it is."""
        return DRAFT if record.status == "draft" else NOTHING

    def are_later(self, found: Iterable[Tie]) -> bool:
        """Whether all of some relations are hindsight, so that their label is, too."""
        return all(self.site.dossier.later(tie.relation) or self.site.dossier.later(tie.other) for tie in found)

    def is_after(self, date: Edtf | None) -> bool:
        """Whether a date is later than the article."""
        return is_later(date, self.site.dossier.day)

    def title_of(self, record: Record) -> str:
        """A record's name in a list; what has none is named by its kind and words."""
        if isinstance(record, EditorNote) and not record.title:
            return f"{record.heading}: “{self.words_of(record)}”"
        if isinstance(record, (TimeExpression, Mention)):
            return f"“{self.words_of(record)}”"
        return record.heading

    def words_of(self, record: Record) -> str:
        """The first words of an article that a record is about."""
        first = next(self.site.anchored.of_record(record.id), None)
        passage: Passage | None = first or self.site.anchored.explicit.get(record.id)
        if passage is None:
            return record.id
        words = " ".join(self.site.dossier.seeds[passage.article].text[passage.start : passage.end].split())
        return shortened(words)

    def hint(self, record: Record) -> str:
        """A few words that tell what a record in a list is."""
        match record:
            case Actor():
                return record.role or kind_words(record.kind)
            case Location():
                return kind_words(record.kind) if record.kind != "other" else ""
            case Event() | TimeExpression() | Article():
                return record.date.label
            case Quote():
                return record.date.label if record.date else ""
            case Term():
                return first_sentence(self.plain(record.definition))
        return self.plain(record.summary)

    def ties(self, record: Record) -> dict[str, list[Tie]]:
        """The relations of a record from both ends, by the label that they have at this end; each once."""
        groups: dict[str, dict[tuple[str, str, str], Tie]] = {}
        for tie in (*own_ties(self.site, record), *ties_to(self.site, record)):
            dates = (str(tie.relation.from_), str(tie.relation.to))
            groups.setdefault(tie.label, {}).setdefault((tie.other.id, *dates), tie)
        return {label: list(found.values()) for label, found in groups.items()}

    def related(self, record: Record, shown: Collection[str] = ()) -> dict[str, list[Record]]:
        """What names a record or is named in its `see`, by kind, without what the page shows elsewhere."""
        to, from_ = (held.get(record.id, ()) for held in (self.site.references_to, self.site.references_from))
        ids = [*(r.source for r in to), *(r.target for r in from_ if r.how == "see")]
        return self._by_kind((id for id in ids if id not in shown and id != record.id), RELATED)

    def naming(self, record: Record) -> dict[str, list[Record]]:
        """Everything that names a record, or cites a source, by kind."""
        return self._by_kind((r.source for r in self.site.references_to.get(record.id, ())), COLLECTIONS)

    def _by_kind(self, ids: Iterable[str], kinds: Iterable[str]) -> dict[str, list[Record]]:
        """The records of these ids, each once, by kind in the order of `kinds`; those of others are left out."""
        records = [record for id in dict.fromkeys(ids) if (record := self.get(id))]
        groups = grouped((record.collection, record) for record in records)
        return {kind: groups[kind] for kind in kinds if kind in groups}

    def referring(self, kind: type[R], record: Record, field: str) -> list[R]:
        """The records of a kind that name `record` in a field, each once, in the order of the files."""
        ids = dict.fromkeys(r.source for r in self.site.references_to.get(record.id, ()) if r.how == field)
        return [found for id in ids if isinstance(found := self.site.dossier.records.get(id), kind)]

    def mentions(self, record: Record) -> list[tuple[Article, list[Context]]]:
        """Each sentence that mentions a record, article by article, for the first of the articles."""
        return self._by_article(self.site.anchored.mentions_of(record.id))

    def overflows(self, record: Record) -> bool:
        """Whether a record is named more often than its own place has room for."""
        anchored = self.site.anchored
        return (
            len(self.site.references_to.get(record.id, ())) > ROWS_SHOWN
            or _are_in_many(anchored.by_ref.get(record.id, ()))
            or _are_in_many(anchored.by_record.get(record.id, ()))
        )

    def more(self, record: Record) -> Markup:
        """Where everything stands that names a record, if its own place has no room for all of it."""
        if not self.overflows(record):
            return Markup("")
        pattern = Markup('<p class="hint">Shown are the first. <a href="{}">All that names {}</a></p>')
        return pattern.format(of_mentions(record), record.heading)

    def passages(self, record: Record) -> list[tuple[Article, list[Context]]]:
        """Each sentence in which a record is anchored, article by article."""
        return self._by_article(self.site.anchored.of_record(record.id))

    def words(self, quote: Quote) -> list[Words]:
        """A quotation's words as the articles give them, passage by passage."""
        return [self._words(anchor) for anchor in self.site.anchored.of_record(quote.id)]

    def _words(self, anchor: Anchor) -> Words:
        seed = self.site.dossier.seeds[anchor.article]
        article = self.site.dossier.records[anchor.article]
        blocks = [b for b in seed.blocks if b.start < anchor.end and anchor.start < b.end]
        texts = tuple(seed.text[max(b.start, anchor.start) : min(b.end, anchor.end)] for b in blocks)
        lang = getattr(article, "lang", None) or self.site.dossier.head.lang
        return Words(texts, of_anchor(anchor), article.heading, blocks[0].name if blocks else "", lang)

    def _by_article(self, passages: Iterable[Passage]) -> list[tuple[Article, list[Context]]]:
        """The sentences of passages that come article by article, for the first of the articles."""
        seeds = self.site.dossier.seeds
        first = islice(groupby(passages, attrgetter("article")), ARTICLES_SHOWN)
        articles = cast("Mapping[str, Article]", self.site.dossier.records)
        return [(articles[id], contexts(seeds[id], found)) for id, found in first]

    def row(self, found: Context, article: Article) -> Markup:
        """A sentence as an entry of a list that leads into the text. Not a template: a large dossier has very many."""
        lang = escape(article.lang or self.site.dossier.head.lang)
        place = f"/articles/{article.id}/#{found.block.id}"
        words = "".join(
            f'<mark><a href="{found.address(part.passage)}">{escape(part.text)}</a></mark>'
            if part.passage
            else escape(part.text)
            for part in found.parts
        )
        before, after = "… " if found.before else "", " …" if found.after else ""
        return Markup(
            f'<li><a class="where" href="{place}">{found.block.name.capitalize()}</a>\n'
            f'<span class="sentence" lang="{lang}" dir="auto">{before}{words}{after}</span></li>'
        )

    def outside(self, record: Named) -> list[Markup]:
        """Links to what other catalogues say about a record; anything that is no web address stays text."""
        link = Markup('<a href="{}" rel="external">{}</a>')
        found = ((*outside(name, value), value) for name, value in record.same_as.items())
        return [link.format(href, label) if href else escape(f"{label}: {value}") for label, href, value in found]


def _are_in_many(passages: Sequence[Passage]) -> bool:
    """Whether passages, which come article by article, are in more than are shown."""
    articles = islice(groupby(passages, attrgetter("article")), ARTICLES_SHOWN + 1)
    return len(passages) > ARTICLES_SHOWN and sum(1 for _ in articles) > ARTICLES_SHOWN


def _first_sentence(html: str) -> str:
    start = html.find(_LEAD)
    lead = html[start + len(_LEAD) : html.find("</p>", start)] if start >= 0 else ""
    return Markup(_CITE.sub("", lead)).striptags()


def headings(html: str) -> tuple[Heading, ...]:
    """The entries of a page's table of contents: its headings that have an id, as plain text."""
    return tuple(
        Heading(int(level), unescape(id), Markup(title).striptags()) for level, id, title in _HEADING.findall(html)
    )


def around(site: Site, place: Location) -> list[Record]:
    """In what a place lies, from the nearest outwards."""
    found: dict[str, Record] = {}
    outer = site.dossier.records.get(place.in_ or "")
    while outer is not None and outer.id not in found and outer.id != place.id:
        found[outer.id] = outer
        outer = site.dossier.records.get(outer.in_ or "") if isinstance(outer, Location) else None
    return list(found.values())
