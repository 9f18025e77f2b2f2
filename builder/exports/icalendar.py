"""The timeline as iCalendar (RFC 5545), for calendars.

A date that is less exact than a day is a whole-day entry over all days that it can be, and its description says so.
Times with an offset are given in UTC, times without one as local time. Nothing depends on when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from builder.exports.publication import Publication
from builder.models import Event

# Every line but the first begins with a blank.
_PIECES = re.compile(rb"(?:\A.{1,75}|.{1,74})(?![\x80-\xbf])", re.DOTALL)


def made(publication: Publication) -> bytes:
    """One calendar of all events."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dossier//dossier//EN", f"NAME:{_escaped(publication.title)}"]
    rows = [row for event in publication.dossier.of(Event) for row in _event(publication, event)]
    return b"".join(_folded(row) + b"\r\n" for row in [*head, *rows, "END:VCALENDAR"])


def _event(publication: Publication, event: Event) -> Iterator[str]:
    place, later = publication.get(event.place), publication.dossier.later(event)
    references = [words for _, words in publication.references(event)]
    description = [
        "" if event.date.exact_day else f"Date: {event.date.label}.",
        publication.words(event.summary),
        f"Known later: {later.label}." if later else "",
        f"Sources: {'; '.join(references)}" if references else "",
    ]
    stamp = event.updated.earliest if event.updated and event.updated.earliest else publication.dossier.day
    yield "BEGIN:VEVENT"
    yield f"UID:{publication.urn(f'/timeline/#{event.id}')}"
    yield f"DTSTAMP:{stamp or date(1970, 1, 1):%Y%m%d}T000000Z"
    yield from _when(event)
    yield f"SUMMARY:{_escaped(event.title)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(filter(None, description)))}"
    yield f"CATEGORIES:{event.kind}{',hindsight' if later else ''}"
    if place:
        yield f"LOCATION:{_escaped(place.heading)}"
        if coordinates := getattr(place, "coordinates", None):
            yield "GEO:{};{}".format(*coordinates)
    if publication.is_absolute:
        yield f"URL:{publication.of_record(event)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(event: Event) -> Iterator[str]:
    first, last = event.date.days
    if event.time and first == last:
        moment = datetime.fromisoformat(f"{first}T{event.time}")
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
        yield f"DTSTART:{_compact(utc)}"
        return
    yield f"DTSTART;VALUE=DATE:{_compact(first)}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_compact(last + timedelta(1))}"  # the day after


def _compact(when: date) -> str:
    """A day or a moment without signs between its numbers; UTC is `Z`."""
    return re.sub("[-:]", "", when.isoformat().replace("+00:00", "Z"))


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line, broken before it has more than 75 octets (RFC 5545, 3.1), but never within a character."""
    return b"\r\n ".join(_PIECES.findall(line.encode()))
