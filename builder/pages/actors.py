"""The actors: a page each, and their index by kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.lists import alphabetical, runs
from builder.models import Actor, Claim, Event, Position, Quote
from builder.network import portrait
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site
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


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """One page for each actor, and their index."""
    views = Views(site, renderer)
    for actor in site.dossier.of(Actor):
        yield f"actors/{actor.id}/", partial(_page, views, actor)
    order = list(KINDS)
    actors = sorted(alphabetical(site.dossier.of(Actor)), key=lambda actor: order.index(actor.kind))
    yield from in_parts(views, "actors/", actors, _index)


def _index(views: Views, part: Part[Actor]) -> Page:
    kinds = [(KINDS[kind], actors) for kind, actors in runs(part.rows, "kind")]
    entry = SearchEntry("", "Actors", ", ".join(KINDS.values()))
    return views.page("actors.html.j2", part, "Actors", [entry], kinds=kinds)


def _page(views: Views, actor: Actor) -> Page:
    events = sorted(views.referring(Event, actor, "actors"), key=day_of)
    spoken = sorted(views.referring(Quote, actor, "speaker"), key=day_of)
    heard = sorted(views.referring(Quote, actor, "addressee"), key=day_of)
    positions = [
        (claim, p) for claim in views.referring(Claim, actor, "by") for p in claim.positions if p.by == actor.id
    ]
    return views.page(
        "actor.html.j2",
        f"actors/{actor.id}/",
        actor.name,
        [views.search_entry(actor, kind_words(actor.kind), actor.role)],
        actor.summary,
        actor=actor,
        events=events,
        roles={event.id: part.role for event in events for part in event.actors if part.id == actor.id},
        spoken=spoken,
        heard=heard,
        positions=positions,
        drawing=portrait(views.site, actor),
        shown=_shown(views, actor, [*events, *spoken, *heard], positions),
    )


def _shown(
    views: Views, actor: Actor, records: list[Event | Quote], positions: list[tuple[Claim, Position]]
) -> set[str]:
    """What the page lists under a heading of its own."""
    tied = {tie.other.id for found in views.ties(actor).values() for tie in found}
    return tied | {record.id for record in records} | {claim.id for claim, _ in positions}
