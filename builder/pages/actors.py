"""The actors: a page each, and their index by kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.lists import alphabetical, runs
from builder.models import Actor, Claim, Event, Quote
from builder.network import portrait
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts
from builder.wording import day_of, kind_words

KINDS = {
    "person": "People",
    "state": "States",
    "government": "Governments and parliaments",
    "office": "Offices",
    "organisation": "Organisations",
    "armed-group": "Armed groups",
    "military-unit": "Military units",
    "crowd": "Crowds",
}


def pages(views: Views) -> Iterator[Planned]:
    """One page for each actor, and their index."""
    for actor in views.site.dossier.of(Actor):
        yield f"actors/{actor.id}/", partial(_page, views, actor)
    order = list(KINDS)
    actors = sorted(alphabetical(views.site.dossier.of(Actor)), key=lambda actor: order.index(actor.kind))
    yield from in_parts(views, "actors/", actors, _index)


def _index(views: Views, part: Part[Actor]) -> Page:
    kinds = (
        [("", part.rows)]
        if part.is_short and part.rows
        else [(KINDS[kind], found) for kind, found in runs(part.rows, "kind")]
    )
    return views.list_page("actors.html.j2", part, "Actors", [", ".join(KINDS.values())], kinds=kinds)


def _page(views: Views, actor: Actor) -> Page:
    events = sorted(views.referring(Event, actor, "actors"), key=day_of)
    spoken = sorted(views.referring(Quote, actor, "speaker"), key=day_of)
    heard = sorted(views.referring(Quote, actor, "addressee"), key=day_of)
    positions = [
        (claim, p) for claim in views.referring(Claim, actor, "by") for p in claim.positions if p.by == actor.id
    ]
    tied = {tie.other.id for found in views.ties(actor).values() for tie in found}
    return views.page_of(
        actor,
        [views.search_entry(actor, kind_words(actor.kind), actor.role)],
        events=events,
        roles={event.id: part.role for event in events for part in event.actors if part.id == actor.id},
        spoken=spoken,
        heard=heard,
        positions=positions,
        drawing=portrait(views.site, actor),
        # What the page lists under a heading of its own.
        shown=tied.union(record.id for record in (*events, *spoken, *heard, *(claim for claim, _ in positions))),
    )
