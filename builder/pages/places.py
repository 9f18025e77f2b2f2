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

PRECISION = {
    "site": "(the site itself)",
    "settlement": "(a point for the settlement)",
    "region": "(a point for the region)",
    "country": "(a point for the country)",
}


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """One page for each place, and their index."""
    views = Views(site, renderer)
    places = site.dossier.of(Location)
    below = _below(places)
    for place in places:
        yield f"places/{place.id}/", partial(_page, views, place, below)
    yield from in_parts(views, "places/", list(_flat(_tree(places, below))), _index)


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
    events = [e for p in (place, *_inside(place, below)) for e in views.referring(Event, p, "place")]
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
        precision_words=PRECISION.get(place.precision or "", ""),
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


def _inside(place: Location, below: dict[str, list[Location]]) -> list[Location]:
    """Everything that lies in a place, at any depth; places that lie in each other end it."""
    found: dict[str, Location] = {}
    open_places = [place]
    while open_places:
        for inner in below.get(open_places.pop().id, ()):
            if inner.id not in found and inner.id != place.id:
                found[inner.id] = inner
                open_places.append(inner)
    return list(found.values())


def _tree(places: tuple[Location, ...], below: dict[str, list[Location]]) -> list[Branch]:
    ids = {place.id for place in places}
    placed: set[str] = set()

    def branch(place: Location) -> Branch:
        placed.add(place.id)
        return place, [branch(inner) for inner in below.get(place.id, ()) if inner.id not in placed]

    roots = [branch(place) for place in alphabetical(places) if place.in_ not in ids]
    # Places that lie in each other hang below nothing.
    return roots + [branch(place) for place in alphabetical(places) if place.id not in placed]


def _flat(branches: list[Branch], depth: int = 0) -> Iterator[tuple[int, Location]]:
    for place, inside in branches:
        yield depth, place
        yield from _flat(inside, depth + 1)


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
