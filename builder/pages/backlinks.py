"""Everything that names a record, where that is more than the record's own place has room for: plain lists of links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup, escape

from builder.addresses import IN_LIST, OWN_PAGE, of_mentions
from builder.models import Record
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts
from builder.values import Anchor, Passage, grouped
from builder.wording import COLLECTIONS

# Of these a record may have such pages; the others have no place of their own.
KINDS = (OWN_PAGE.keys() | IN_LIST.keys()) - {"articles"}
ROWS = 1000
IN_TEXT = "In the text"


def pages_of(views: Views, record: Record) -> Iterator[Planned]:
    """The pages of a record that is named very often.

    Where one is enough in any case, its rows are looked for when the page is asked for.
    """
    if not views.overflows(record):
        return
    folder = of_mentions(record).lstrip("/")
    if len(_passages(views, record)) + len(views.site.references_to.get(record.id, ())) <= ROWS:
        yield folder, partial(_only, views, record, folder)
    else:
        yield from _parts(views, record, folder)


def _only(views: Views, record: Record, folder: str) -> Page:
    ((_, make),) = _parts(views, record, folder)
    return make()


def _parts(views: Views, record: Record, folder: str) -> Iterator[Planned]:
    return in_parts(views, folder, _rows(views, record), partial(_page, record), ROWS)


def _page(record: Record, views: Views, part: Part[tuple[str, str]]) -> Page:
    passages = grouped((passage.article, passage) for passage in _passages(views, record))
    groups: list[tuple[str, Markup]] = []
    for heading, found in groupby(part.rows, lambda row: row[0]):
        ids = [id for _, id in found]
        if heading == IN_TEXT:
            articles = views.each_once("row", ids, partial(_row, views))
            lines = [_article(id, *row, passages[id]) for id, row in articles.items()]
        else:
            lines = [_record(views, views.site.dossier.records[id]) for id in ids]
        groups.append((heading, Markup("\n".join(lines))))
    title = f"All that names {record.heading}"
    return views.list_page("backlinks.html.j2", part, title, [], record=record, groups=groups)


def _passages(views: Views, record: Record) -> list[Passage]:
    return [*views.site.anchored.mentions_of(record.id), *views.site.anchored.of_record(record.id)]


def _rows(views: Views, record: Record) -> list[tuple[str, str]]:
    """The articles that name a record, then the records that do so by kind, each with its heading."""
    articles = dict.fromkeys(passage.article for passage in _passages(views, record))
    others = [(COLLECTIONS[kind], row.id) for kind, found in views.naming(record).items() for row in found]
    return [(IN_TEXT, id) for id in articles] + others


def _record(views: Views, row: Record) -> str:
    hint = views.hint(row)
    words = f"{escape(views.title_of(row))}</a>{f' <span class=hint>{escape(hint)}</span>' if hint else ''}"
    return f'<li><a href="{views.href(row)}">{words}</li>'


def _article(article: str, first: int, heading: Markup, passages: Sequence[Passage]) -> str:
    """An article with the paragraphs of the passages in it. Not a template: a large dossier has very many."""
    opening = f'<a href="/articles/{article}/#'
    links = []
    for passage in passages:
        number = first + passage.block
        marked = isinstance(passage, Anchor) or passage.linked
        address = passage.fragment if marked else f"p{number}" if number else "caption"
        links.append(f'{opening}{address}">{number or "caption"}</a>')
    return f"<li>{heading}: {', '.join(links)}</li>"


def _row(views: Views, article: str) -> tuple[int, Markup]:
    """The number of an article's first block, and its title."""
    dossier = views.site.dossier
    return dossier.seeds[article].blocks[0].number, escape(dossier.records[article].heading)
