"""The long lists of the site, in their order and in pages: no page grows with the number of articles.

A list has its address (`/quotes/`); what finds no room on its first page stands on `/quotes/page_2/` and so on. `_`
stands in no id, so a page of a list cannot be taken for a record's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from builder.edtf import Edtf
from builder.models import Article, Event, Quote, Record, Source, Term
from builder.values import Dossier
from builder.wording import authors, day_of, sort_name, source_heading

R = TypeVar("R", bound=Record)
T = TypeVar("T")

PER_PAGE = 300


def page_path(folder: str, number: int) -> str:
    """The path of a page of the list at `folder`, counted from 1."""
    return folder if number == 1 else f"{folder}page_{number}/"


def in_pages(rows: Sequence[T], size: int | None = None) -> list[Sequence[T]]:
    """`rows` in parts of a page each, the first of which may be empty."""
    size = size or PER_PAGE
    return [rows[start : start + size] for start in range(0, max(len(rows), 1), size)]


def page_numbers(dossier: Dossier) -> dict[str, int]:
    """On which page of its list a record stands, for those that do not stand on the first. Found once a dossier."""
    kept = vars(dossier)
    if "page_numbers" not in kept:
        kept["page_numbers"] = numbered(dossier)
    numbers: dict[str, int] = kept["page_numbers"]
    return numbers


def numbered(dossier: Dossier) -> dict[str, int]:
    """The same, found anew."""
    lists: dict[Callable[[Dossier], Sequence[Record]], tuple[type[Record], ...]] = {
        glossary: (Term,),
        quotes: (Quote,),
        chronicle: (Event, Article),
        sources: (Source,),
    }
    long = [rows for rows, kinds in lists.items() if sum(len(dossier.of(kind)) for kind in kinds) > PER_PAGE]
    return {
        record.id: number
        for rows in (rows(dossier) for rows in long)
        for number, part in enumerate(in_pages(rows)[1:], 2)
        for record in part
        if not isinstance(record, Article)
    }


def alphabetical(records: Iterable[R]) -> list[R]:
    """Records by name, as a reader looks for them: without articles, accents, quotation marks and case."""
    return sorted(records, key=lambda record: (sort_name(record.heading), record.id))


def glossary(dossier: Dossier) -> list[Term]:
    """The terms by the alphabet."""
    return alphabetical(dossier.of(Term))


def quotes(dossier: Dossier) -> list[Quote]:
    """The quotations by speaker, each by day; who spoke first comes first."""
    by_day = sorted(dossier.of(Quote), key=day_of)
    first: dict[str, int] = {}
    for number, quote in enumerate(by_day):
        first.setdefault(quote.speaker, number)
    return sorted(by_day, key=lambda quote: first[quote.speaker])


def sources(dossier: Dossier) -> list[Source]:
    """The sources by type of work, each by author."""
    return sorted(
        dossier.of(Source), key=lambda s: (source_heading(s.type), sort_name(authors(s.author) or s.title), s.id)
    )


def chronicle(dossier: Dossier) -> list[Event | Article]:
    """Every event and every article, in the order of time."""
    rows: list[Event | Article] = [*dossier.of(Event), *dossier.articles]
    rows.sort(key=lambda row: (row.date.sort_key, getattr(row, "time", None) or ""))
    return sorted(rows, key=lambda row: (year_of(row.date)[:2], month_of(row.date)))


def year_of(date: Edtf) -> tuple[int, int, str]:
    """The year under which a date stands: its number, whether it is a span of years, and its heading."""
    if date.earliest is None:
        return (0, 0, "Earlier")
    if date.precision in ("decade", "century"):
        return (date.earliest.year, 1, f"{date.earliest.year}s")
    return (date.earliest.year, 0, str(date.earliest.year))


def month_of(date: Edtf) -> int:
    """The month under which a date stands, or 0."""
    exact = date.precision in ("day", "month", "interval")
    return date.earliest.month if exact and date.earliest else 0


def runs(rows: Iterable[R], key: str) -> list[tuple[str, list[R]]]:
    """Neighbours in a list that have the same value in a field."""
    return [(value, list(found)) for value, found in groupby(rows, lambda row: getattr(row, key))]
