"""The places: a page each, and their index with maps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.cards import kind
from builder.lists import alphabetical
from builder.maps import map_around, regional_map, world_map
from builder.models import Event, Location
from builder.page import Page, Planned
from builder.pages.common import Part, Views, around, in_parts
from builder.values import Site, grouped
from builder.wording import day_of, kind_words


def pages(views: Views) -> Iterator[Planned]:
    """One page for each place, and their index."""
    places = views.site.dossier.of(Location)
    below = grouped((place.in_ or "", place) for place in alphabetical(places))
    for place in places:
        yield f"places/{place.id}/", partial(_page, views, place, below)
    yield from in_parts(views, "places/", alphabetical(places), _index)


def _index(views: Views, part: Part[Location]) -> Page:
    places = views.site.dossier.of(Location) if part.number == 1 else ()
    drawn = _most_mentioned(views.site, places)
    regional, world = regional_map(drawn), world_map(drawn)
    return views.list_page(
        "places.html.j2",
        part,
        "Places",
        ["Where it happened"],
        places=part.rows,
        kind=partial(kind, renderer=views),
        regional=regional,
        world=world,
        left_out=[place for place in alphabetical(places) if not any(m and m.shows(place) for m in (regional, world))],
    )


def _page(views: Views, place: Location, below: dict[str, list[Location]]) -> Page:
    within = below.get(place.id, [])
    events = [event for inner in _branch(place, below) for event in views.referring(Event, inner, "place")]
    tied = {tie.other.id for found in views.ties(place).values() for tie in found}
    return views.page_of(
        place,
        [views.search_entry(place, kind_words(place.kind) if place.kind != "other" else "place")],
        around=around(views.site, place),
        coordinates=_coordinates(place),
        precision_words=_precision(place),
        within=within,
        map=map_around(place, _most_mentioned(views.site, views.site.dossier.of(Location))),
        events=sorted(events, key=day_of),
        shown=tied | {record.id for record in (*within, *events)},
    )


def _most_mentioned(site: Site, places: tuple[Location, ...]) -> list[Location]:
    """Places in the order in which a map has room for them."""
    return sorted(places, key=lambda place: -len(site.anchored.mentions_of(place.id)))


def _branch(place: Location, below: dict[str, list[Location]]) -> list[Location]:
    """A place and everything that lies in it, each once: places may lie in each other."""
    branch, ids = [place], {place.id}
    for outer in branch:  # grows while it is walked
        inside = [inner for inner in below.get(outer.id, ()) if inner.id not in ids]
        branch += inside
        ids |= {inner.id for inner in inside}
    return branch


def _coordinates(place: Location) -> str:
    if place.coordinates is None:
        return ""
    latitude, longitude = place.coordinates
    return f"{abs(latitude)}° {'N' if latitude >= 0 else 'S'}, {abs(longitude)}° {'E' if longitude >= 0 else 'W'}"


def _precision(place: Location) -> str:
    """What a place's coordinates point to."""
    if place.precision == "site":
        return "(the site itself)"
    return f"(a point for the {place.precision})" if place.precision else ""
