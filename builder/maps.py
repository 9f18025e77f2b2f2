"""Maps: places as points with their names, over the outlines of countries; no server of tiles is asked.

A map is drawn for a part of the world (`Bounds`) in the equidistant cylindrical projection that is true to scale in its
middle. Lengths are the drawing's units: a map is `WIDTH` wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import cos, dist, hypot, radians
from typing import NamedTuple

from builder.drawing import LINE, Box, width_of
from builder.models import Location
from builder.outlines import Bounds, Point, countries

WIDTH = 720
# How much higher or lower than wide a map of a region may be.
FLATTEST, STEEPEST = 0.5, 0.8
# Without the ice of the poles, where nothing happens that a world map could show.
WORLD = Bounds(-170, -56, 180, 78)
# Places nearer to each other than this share a mark.
SAME = 9
# More marks than this hide each other: those mentioned most are drawn.
PLACES_SHOWN = 40
PLACES_AROUND = 15
# Degrees: places with a wider gap between them belong to different regions; a region is at least so wide.
REGION_GAP = 15.0
LEAST_WIDTH = 10.0
# How wide a map of one place is, by what its coordinates point to.
AROUND = {"site": 12.0, "settlement": 12.0, "region": 18.0, "country": 30.0}
# A piece of land smaller than this is not drawn, a smaller part of a country not named, in square units.
LEAST_LAND, NAMED_LAND = 3, 5200
# How far from its mark a name may stand.
FARTHEST = 96


class Mark(NamedTuple):
    """One point, and the places at it. `to`: where the line to their names ends, if they stand apart."""

    x: int
    y: int
    labels: tuple[tuple[Location, int, int], ...]  # each place, and where its name begins
    exact: bool
    to: tuple[int, int] | None = None
    here: bool = False


class Map(NamedTuple):
    """A drawing. `land` are paths of SVG; `names` are those of countries, as text and the middle of their line."""

    height: int
    land: tuple[str, ...]
    marks: tuple[Mark, ...]
    names: tuple[tuple[str, int, int], ...] = ()
    frame: Box | None = None
    width: int = WIDTH

    def shows(self, place: Location) -> bool:
        """Whether the place has a mark."""
        return any(shown.id == place.id for mark in self.marks for shown, _, _ in mark.labels)


class Sheet:
    """A part of the world as it is drawn: from degrees to units, and the room that is taken."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        # Units per degree of longitude, and of latitude.
        self.across = WIDTH / (bounds.east - bounds.west)
        self.up = self.across / cos(radians((bounds.south + bounds.north) / 2))
        self.height = round((bounds.north - bounds.south) * self.up)
        self.taken: list[Box] = []

    def point(self, at: Point) -> tuple[int, int]:
        """Where a point of the world lies on the sheet."""
        return round((at[0] - self.bounds.west) * self.across), round((self.bounds.north - at[1]) * self.up)

    def frame(self, bounds: Bounds) -> Box:
        """Where a part of what is drawn lies on the sheet."""
        left, top = self.point((bounds.west, bounds.north))
        right, bottom = self.point((bounds.east, bounds.south))
        return Box(left, top, right - left, bottom - top)

    def take(self, boxes: Iterable[Box]) -> Box | None:
        """The first of some boxes that stands on nothing else; its room is taken from then on."""
        for box in boxes:
            if box.within(WIDTH, self.height) and not any(map(box.overlaps, self.taken)):
                self.taken.append(box)
                return box
        return None


def regional_map(places: Sequence[Location]) -> Map | None:
    """The region in which most of the places lie."""
    group = region(places)
    return _drawn(group, _around(group)) if group else None


def world_map(places: Sequence[Location]) -> Map | None:
    """The world: the region as a frame, and what lies outside it."""
    group = region(places)
    inside = {place.id for place in group}
    others = [place for place in places if place.coordinates and place.id not in inside]
    return _drawn(others, WORLD, frame=_around(group)) if group else None


def map_around(place: Location, places: Sequence[Location]) -> Map | None:
    """A place and those around it."""
    if place.coordinates is None:
        return None
    longitude, latitude = _at(place)
    half = AROUND[place.precision or "settlement"] / 2
    bounds = _fitted(Bounds(longitude - half, latitude, longitude + half, latitude), 2 * half)
    others = [other for other in places if other.coordinates and other.id != place.id and bounds.holds(_at(other))]
    return _drawn([place, *others[:PLACES_AROUND]], bounds, here=place)


def region(places: Sequence[Location]) -> list[Location]:
    """The most places that belong together: each no farther than a gap from another of them."""
    left = {place.id: place for place in places if place.coordinates}
    best: list[Location] = []
    while left:
        group = [left.pop(next(iter(left)))]
        for here in group:  # grows while it is walked
            near = [id for id, place in left.items() if _degrees(place, here) <= REGION_GAP]
            group += [left.pop(id) for id in near]
        best = max(best, group, key=len)
    ids = {place.id for place in best}
    return [place for place in places if place.id in ids]


def _at(place: Location) -> Point:
    assert place.coordinates is not None
    latitude, longitude = place.coordinates
    return longitude, latitude


def _degrees(one: Location, other: Location) -> float:
    (x, y), (to_x, to_y) = _at(one), _at(other)
    return hypot((x - to_x) * cos(radians((y + to_y) / 2)), y - to_y)


def _around(places: Sequence[Location]) -> Bounds:
    return _fitted(Bounds.of([_at(place) for place in places]), LEAST_WIDTH)


def _fitted(bounds: Bounds, least: float) -> Bounds:
    """Bounds with room around, in the proportions of a map."""
    middle_x, middle_y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    stretch = max(cos(radians(middle_y)), 0.1)
    width = max((bounds.east - bounds.west) * 1.4, least)
    height = (bounds.north - bounds.south) * 1.4
    width = max(width, height / stretch / STEEPEST)
    height = max(height, width * stretch * FLATTEST)
    south = min(max(middle_y - height / 2, -90), 90 - height)
    return Bounds(middle_x - width / 2, south, middle_x + width / 2, south + height)


def _drawn(
    places: Sequence[Location], bounds: Bounds, here: Location | None = None, frame: Bounds | None = None
) -> Map:
    """A map of the places; one with a frame is too small in scale for the names of countries."""
    sheet = Sheet(bounds)
    land = list(_land(sheet))
    marks = tuple(_marks(places[:PLACES_SHOWN], sheet, here))
    names = () if frame else tuple(_names(land, sheet))
    return Map(sheet.height, tuple(path for _, path, _ in land), marks, names, sheet.frame(frame) if frame else None)


def _land(sheet: Sheet) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Each country in view: its name, its outlines as a path, and the points of the largest."""
    # Cut a little outside the sheet, so that the cut is not seen as a coast.
    more_x, more_y = WIDTH / sheet.across / 50, sheet.height / sheet.up / 50
    west, south, east, north = sheet.bounds
    bounds = Bounds(west - more_x, south - more_y, east + more_x, north + more_y)
    for country in countries():
        parts = (map(sheet.point, part) for ring in country.rings for part in ring.within(bounds))
        rings = [[point for point, _ in groupby(part)] for part in parts]  # those that fall together once
        large = sorted((ring for ring in rings if _area(ring) >= LEAST_LAND), key=_area)
        if large:
            yield country.name, "".join(map(_path, large)), large[-1]


def _area(points: list[tuple[int, int]]) -> float:
    return abs(sum(x * to_y - to_x * y for (x, y), (to_x, to_y) in _sides(points))) / 2


def _sides(points: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    return zip(points, [*points[1:], *points[:1]], strict=True)


def _middle(points: list[tuple[int, int]]) -> tuple[float, float]:
    """The centre of gravity of what a ring encloses."""
    shares = [(x * to_y - to_x * y, x + to_x, y + to_y) for (x, y), (to_x, to_y) in _sides(points)]
    whole = 3 * sum(share for share, _, _ in shares)
    return sum(share * x for share, x, _ in shares) / whole, sum(share * y for share, _, y in shares) / whole


def _path(points: list[tuple[int, int]]) -> str:
    steps = " ".join(f"{to_x - x} {to_y - y}" for (x, y), (to_x, to_y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps}z"


def _marks(places: Sequence[Location], sheet: Sheet, here: Location | None) -> Iterator[Mark]:
    """The marks of the places that there is room for, those before others with the better room."""
    groups: dict[tuple[int, int], list[Location]] = {}
    for place in places:
        point = sheet.point(_at(place))
        groups.setdefault(next((near for near in groups if dist(near, point) <= SAME), point), []).append(place)
    sheet.taken += [Box(x - 5, y - 5, 10, 10) for x, y in groups]
    for (x, y), found in groups.items():
        box = sheet.take(_beside(x, y, [place.name for place in found]))
        if box is None:
            continue
        apart = abs(box.y + box.height / 2 - y) > box.height / 2 + LINE
        to = (round(min(max(x, box.x), box.x + box.width)), round(box.y if box.y > y else box.y + box.height))
        labels = ((place, round(box.x) + 4, round(box.y) + LINE * n - 4) for n, place in enumerate(found, 1))
        exact = any(place.precision in ("site", "settlement", None) for place in found)
        yield Mark(x, y, tuple(labels), exact, to if apart else None, any(place is here for place in found))


def _beside(x: int, y: int, names: list[str]) -> Iterator[Box]:
    """Where names may stand: right, left, below or above their mark, then farther and farther away."""
    wide, high = max(map(width_of, names)) + 8, LINE * len(names) + 2
    for far in range(0, FARTHEST, LINE // 2):
        beside = [(left, y - high / 2 + shift) for shift in (far, -far) for left in (x + 7, x - 7 - wide)]
        for left, top in (*beside, (x - wide / 2, y + 7 + far), (x - wide / 2, y - 7 - far - high)):
            yield Box(left, top, wide, high)


def _names(land: list[tuple[str, str, list[tuple[int, int]]]], sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    """The names of the countries that are large enough here and have room in their middle."""
    for name, _, points in land:
        if _area(points) >= NAMED_LAND:
            x, y = _middle(points)
            wide = width_of(name.upper(), 10) + len(name) + 6
            if sheet.take([Box(x - wide / 2, y - 8, wide, 16)]):
                yield name, round(x), round(y + 4)
