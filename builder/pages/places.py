"""The places: a page each, and their index as a tree of what lies where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from builder.lists import alphabetical
from builder.maps import map_around, regional_map, world_map
from builder.models import Event, Location
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, around, in_parts
from builder.render import Renderer
from builder.values import Site
from builder.wording import day_of, kind_words

# A place and the branches below it.
Branch = tuple[Location, list["Branch"]]


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """One page for each place, and their index."""
    views = Views(site, renderer)
    places = site.dossier.of(Location)
    below = _below(places)
    for place in places:
        yield f"places/{place.id}/", partial(_page, views, place, below)
    yield from in_parts(views, "places/", list(_tree(places, below)), _index)


def _index(views: Views, part: Part[tuple[int, Location]]) -> Page:
    entry = SearchEntry("", "Places", "Where it happened")
    places = views.site.dossier.of(Location) if part.number == 1 else ()
    drawn = _most_mentioned(views.site, places)
    regional, world = regional_map(drawn), world_map(drawn)
    return views.page(
        "places.html.j2",
        part,
        "Places",
        [entry],
        tree=_nested(part.rows),
        regional=regional,
        world=world,
        left_out=[place for place in alphabetical(places) if not any(m and m.shows(place) for m in (regional, world))],
    )


def _page(views: Views, place: Location, below: dict[str, list[Location]]) -> Page:
    within = below.get(place.id, [])
    events = [e for _, inner in _branch(place, below, set()) for e in views.referring(Event, inner, "place")]
    tied = {tie.other.id for found in views.ties(place).values() for tie in found}
    return views.page(
        "place.html.j2",
        f"places/{place.id}/",
        place.name,
        [views.search_entry(place, kind_words(place.kind) if place.kind != "other" else "place")],
        place.summary,
        place=place,
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


def _below(places: tuple[Location, ...]) -> dict[str, list[Location]]:
    """What lies directly in each place."""
    groups: dict[str, list[Location]] = {}
    for place in alphabetical(places):
        if place.in_:
            groups.setdefault(place.in_, []).append(place)
    return groups


def _branch(
    place: Location, below: dict[str, list[Location]], placed: set[str], depth: int = 0
) -> Iterator[tuple[int, Location]]:
    """A place and everything that lies in it, each with its depth; places that lie in each other end it."""
    placed.add(place.id)
    yield depth, place
    for inner in below.get(place.id, ()):
        if inner.id not in placed:
            yield from _branch(inner, below, placed, depth + 1)


def _tree(places: tuple[Location, ...], below: dict[str, list[Location]]) -> Iterator[tuple[int, Location]]:
    """All places as branches; those that lie in each other hang below nothing."""
    ids = {place.id for place in places}
    placed: set[str] = set()
    for place in sorted(alphabetical(places), key=lambda place: place.in_ in ids):
        if place.id not in placed:
            yield from _branch(place, below, placed)


def _nested(rows: Sequence[tuple[int, Location]]) -> list[Branch]:
    """The branches of a part of the tree, which may begin within one."""
    open_lists: dict[int, list[Branch]] = {}
    roots: list[Branch] = []
    for depth, place in rows:
        branch: Branch = (place, [])
        open_lists.get(depth - 1, roots).append(branch)
        open_lists = {level: found for level, found in open_lists.items() if level < depth} | {depth: branch[1]}
    return roots


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
