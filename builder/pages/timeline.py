"""The timeline: every event in the order of time, and the days on which the articles appeared."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from itertools import groupby

from builder import band, lists
from builder.edtf import MONTHS, Edtf
from builder.models import Article, Event, Location, TimeExpression
from builder.page import Page, Planned
from builder.pages.common import Part, Views, around, in_parts
from builder.values import Site
from builder.wording import kind_words

# A year with fewer entries needs no headings for its months.
MONTHS_FROM = 6
# An expression of time that means more days than this ("since the war") names no day of the article.
DAYS_AT_MOST = 7
LEAD = (
    "What happened, in the order of time, as exactly as it is known. "
    "The days that the article itself tells of stand out; what came after it is marked."
)


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month, or of a year without headings for its months."""

    title: str
    id: str
    entries: list[Event | Article]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's heading and months."""

    title: str
    id: str
    months: list[Month]


def pages(views: Views) -> Iterator[Planned]:
    """The events and the articles."""
    yield from in_parts(views, "timeline/", lists.chronicle(views.site.dossier), _page)


def _page(views: Views, part: Part[Event | Article]) -> Page:
    site = views.site
    # The order of the files, in which search names them and the choices stand.
    shown = {row.id for row in part.rows}
    events = tuple(event for event in site.dossier.of(Event) if event.id in shown)
    found = [views.search_entry(event, "event", event.date.label, fragment=event.id) for event in events]
    years = list(_years(part.rows))
    days = own_days(site)
    return views.list_page(
        "timeline.html.j2",
        part,
        "Timeline",
        ["What happened, in the order of time", *found],
        years=years,
        lead=LEAD,
        on_own_days={event.id for event in events if not days.isdisjoint(_days(event.date))},
        band=band.years([row for year in years if (row := _counted(views, year))]),
        close_up=band.close_up(events, site.dossier.day, days),
        choices=_choices(views, events),
        around={place.id: [place.id, *(one.id for one in around(site, place))] for place in site.dossier.of(Location)},
    )


def _counted(views: Views, year: Year) -> band.YearOf | None:
    """A year for the band of years; spans of years have no place there."""
    events = [entry for month in year.months for entry in month.entries if isinstance(entry, Event)]
    if not year.title.isdecimal() or not events:
        return None
    later = sum(views.site.dossier.later(event) is not None for event in events)
    return band.YearOf(int(year.title), year.id, len(events) - later, later)


def _choices(views: Views, events: tuple[Event, ...]) -> dict[str, list[tuple[str, str, bool]]]:
    """What the events can be narrowed to: for each field the values that occur, their names, if all is hindsight."""
    site = views.site
    known = [event for event in events if not views.site.dossier.later(event)]
    kinds, of_old = ({str(event.kind) for event in some} for some in (events, known))
    actors = ([part.id for event in some for part in event.actors] for some in (events, known))
    return {
        "actor": _named(site, *actors),
        "place": _named(site, _places(site, events), set(_places(site, known))),
        "kind": [(kind, kind_words(kind).capitalize(), kind not in of_old) for kind in sorted(kinds)],
    }


def _places(site: Site, events: Iterable[Event]) -> Iterator[str]:
    """Where events happened, and what lies around it."""
    for event in events:
        place = site.dossier.records.get(event.place or "")
        if isinstance(place, Location):
            yield from (one.id for one in (place, *around(site, place)))


def _named(site: Site, ids: Iterable[str], known: Container[str]) -> list[tuple[str, str, bool]]:
    found = [site.dossier.records[id] for id in dict.fromkeys(ids) if id in site.dossier.records]
    return [(record.id, record.heading, record.id not in known) for record in lists.alphabetical(found)]


def own_days(site: Site) -> frozenset[Day]:
    """The days that the articles tell of: on which they appeared, and that their expressions of time mean."""
    dates = [article.date for article in site.dossier.articles]
    dates += [expression.date for expression in site.dossier.of(TimeExpression)]
    return frozenset(day for date in dates for day in _days(date))


def _days(date: Edtf) -> Iterator[Day]:
    if date.earliest and date.latest and (date.latest - date.earliest).days < DAYS_AT_MOST:
        yield from (date.earliest + timedelta(days) for days in range((date.latest - date.earliest).days + 1))


def _years(rows: Iterable[Event | Article]) -> Iterator[Year]:
    for (_, _, title), found in groupby(rows, lambda row: lists.year_of(row.date)):
        year = list(found)
        slug = title.lower()
        if len(year) < MONTHS_FROM:
            yield Year(title, f"year_{slug}", [Month("", "", year)])
            continue
        months = [(number, list(inside)) for number, inside in groupby(year, lambda row: lists.month_of(row.date))]
        named = [
            Month(f"{MONTHS[number - 1]} {title}" if number else "", f"month_{slug}_{number:02}", inside)
            for number, inside in months
        ]
        yield Year(title, f"year_{slug}", named)
