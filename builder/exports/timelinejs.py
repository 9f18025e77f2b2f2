"""The timeline as TimelineJS's JSON. Dates are numbers there; the words of the date are given beside them."""

from __future__ import annotations

from datetime import date as Day
from html import escape
from typing import Any

from builder.edtf import Edtf
from builder.exports.publication import Publication, as_json_list
from builder.models import Event
from builder.wording import clock

# How many of year, month and day a date of each precision says.
PARTS = {"day": 3, "month": 2, "season": 2, "interval": 3}


def made(publication: Publication) -> bytes:
    """One timeline of all events."""
    head = publication.dossier.head
    title = {"text": {"headline": escape(publication.title), "text": escape(head.description or head.subtitle or "")}}
    events = (_event(publication, event) for event in publication.dossier.of(Event))
    return as_json_list({"scale": "human", "title": title}, "events", events)


def _event(publication: Publication, event: Event) -> dict[str, Any]:
    first, last = event.date.days
    later = publication.dossier.later(event)
    sources = [f'<a href="{escape(iri)}">{escape(words)}</a>' for iri, words in publication.references(event)]
    text = [escape(publication.words(event.summary)), f"Known later: {escape(later.label)}." if later else "", *sources]
    found: dict[str, Any] = {
        "start_date": _date(first, event.date),
        "display_date": event.date.label + (f", {clock(event.time)}" if event.time else ""),
        "text": {
            "headline": f'<a href="{escape(publication.of_record(event))}">{escape(event.title)}</a>',
            "text": "".join(f"<p>{part}</p>" for part in text if part),
        },
        "group": "hindsight" if later else event.kind,
        "unique_id": event.id,
    }
    if event.date.precision in ("interval", "season", "decade", "century") and last != first:
        found["end_date"] = _date(last, event.date)
    return found


def _date(day: Day, date: Edtf) -> dict[str, int]:
    return {key: getattr(day, key) for key in ("year", "month", "day")[: PARTS.get(date.precision, 1)]}
