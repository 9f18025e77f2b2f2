"""The outlines of countries, for maps: Natural Earth's, shipped with the package (builder/data/README.md).

Points are stored as whole numbers on a grid; no ring jumps from 180 to -180 degrees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

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


class Ring(NamedTuple):
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


class Country(NamedTuple):
    """A country or territory: its English name and its outlines."""

    name: str
    rings: list[Ring]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All countries, read when the first map is drawn."""
    world = json.loads((files("builder") / "data" / "countries.json").read_bytes())
    (scale_x, scale_y), (x, y) = world["scale"], world["translate"]
    found = []
    for name, rings in world["countries"].items():
        outlines = [
            [(across * scale_x + x, up * scale_y + y) for across, up in zip(ring[::2], ring[1::2], strict=True)]
            for ring in rings
        ]
        found.append(Country(name, [Ring(points, Bounds.of(points)) for points in outlines]))
    return tuple(found)


def _clipped(points: list[Point], bounds: Bounds) -> list[Point]:
    """What of a ring lies within bounds (Sutherland and Hodgman's way: side by side)."""
    for axis, limit, sign in ((0, bounds.west, 1), (0, bounds.east, -1), (1, bounds.south, 1), (1, bounds.north, -1)):
        kept: list[Point] = []
        for start, end in zip([*points[-1:], *points[:-1]], points, strict=True):
            begins, ends = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
            if begins != ends:
                share = (limit - start[axis]) / (end[axis] - start[axis])
                kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
            if ends:
                kept.append(end)
        points = kept
    return points
