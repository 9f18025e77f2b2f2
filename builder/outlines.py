"""The outlines of countries, for maps: Natural Earth's, shipped with the package (builder/data/README.md).

The file is a TopoJSON: borders that two countries share are stored once, as steps on a grid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

# Degrees of longitude, half around the world.
HALF = 180
# Longitude and latitude, in degrees.
Point = tuple[float, float]


class Bounds(NamedTuple):
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, points: list[Point]) -> Bounds:
        """The smallest that holds all points."""
        east, north = zip(*points, strict=True)
        return cls(min(east), min(north), max(east), max(north))

    def holds(self, at: Point) -> bool:
        """Whether a point lies inside."""
        return self.west <= at[0] <= self.east and self.south <= at[1] <= self.north

    def meets(self, other: Bounds) -> bool:
        """Whether the two have anything in common."""
        beside = self.east < other.west or other.east < self.west
        return not (beside or self.north < other.south or other.north < self.south)


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a piece of land, or of a hole in it."""

    points: list[Point]
    bounds: Bounds

    def within(self, bounds: Bounds) -> Iterator[list[Point]]:
        """What of it lies within bounds, which may reach over the 180th meridian."""
        west, south, east, north = self.bounds
        is_usual = min(west, bounds.west) >= -HALF and max(east, bounds.east) <= HALF
        for shift in (0,) if is_usual else (-2 * HALF, 0, 2 * HALF):
            moved = Bounds(west + shift, south, east + shift, north)
            if moved.meets(bounds):
                points = [(x + shift, y) for x, y in self.points] if shift else self.points
                yield points if bounds.holds(moved[:2]) and bounds.holds(moved[2:]) else _clipped(points, bounds)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: its English name and its outlines."""

    name: str
    rings: list[Ring]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All countries, read when the first map is drawn."""
    world = json.loads((files("builder") / "data" / "countries.topo.json").read_bytes())
    (scale_x, scale_y), (x, y) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = [[(across * scale_x + x, up * scale_y + y) for across, up in _summed(arc)] for arc in world["arcs"]]
    return tuple(
        Country(shape["properties"]["name"], [Ring(ring, Bounds.of(ring)) for ring in _rings(shape, arcs)])
        for shape in world["objects"]["countries"]["geometries"]
    )


def _summed(steps: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Where a way leads, from its steps on the grid."""
    return zip(accumulate(x for x, _ in steps), accumulate(y for _, y in steps), strict=True)


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The rings of a polygon or of several; an arc below zero is run backwards: -1 is the first."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for numbers in polygon:
            ring: list[Point] = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield _unrolled(ring)


def _unrolled(ring: list[Point]) -> list[Point]:
    """A ring without a jump from 180 to -180 degrees; one that goes around the South Pole is closed along it."""
    steps = (end[0] - start[0] for start, end in pairwise(ring))
    turns = accumulate(((step < -HALF) - (step > HALF) for step in steps), initial=0)
    unrolled = [(x + turn * 2 * HALF, y) for (x, y), turn in zip(ring, turns, strict=True)]
    if abs(unrolled[0][0] - unrolled[-1][0]) > HALF:
        unrolled += [(unrolled[-1][0], -90), (unrolled[0][0], -90)]
    return unrolled


def _clipped(points: list[Point], bounds: Bounds) -> list[Point]:
    """What of a ring lies within bounds (Sutherland and Hodgman's way: side by side)."""
    for axis, limit, sign in ((0, bounds.west, 1), (0, bounds.east, -1), (1, bounds.south, 1), (1, bounds.north, -1)):
        kept: list[Point] = []
        for start, end in zip([*points[-1:], *points[:-1]], points, strict=True):
            begins, ends = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
            if begins != ends:
                kept.append(_crossing(start, end, axis, limit))
            if ends:
                kept.append(end)
        points = kept
    return points


def _crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    share = (limit - start[axis]) / (end[axis] - start[axis])
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
