"""Maps: the right land, the right marks, names that can be read; what has no coordinates is said to have none."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from builder import pipeline
from builder.drawing import TEXT, Box, width_of
from builder.maps import WIDTH, Map, map_around, regional_map, world_map
from builder.models import Location
from builder.outlines import Bounds, Point, countries
from tests.browser import open_site
from tests.dossiers import check, dossier

# In degrees; the straightest border that there is, from the Lake of the Woods westwards, is cut into such steps.
LONGEST_STEP = 10
PLACES = """
    places:
      baghdad: {name: Baghdad, in: iraq, coordinates: [33.3, 44.4], kind: city}
      embassy: {name: The embassy, in: baghdad, coordinates: [33.3, 44.39], precision: site}
      tehran: {name: Tehran, coordinates: [35.7, 51.4], kind: city}
      washington: {name: Washington, coordinates: [38.9, -77], kind: city}
      iraq: {name: Iraq, kind: country}
    """


def place(id: str, latitude: float, longitude: float, name: str = "A place") -> Location:
    return Location.model_validate({"id": id, "name": name, "coordinates": (latitude, longitude)})


def page(path: str) -> LexborHTMLParser:
    return LexborHTMLParser(pipeline.plan(check(dossier(PLACES))[0])[path]().html)


def names(drawing: LexborHTMLParser, selector: str) -> list[list[str]]:
    return [sorted(link.text() for link in svg.css("a")) for svg in drawing.css(selector)]


def shown(drawing: Map | None) -> set[str]:
    assert drawing is not None
    return {place.id for mark in drawing.marks for place, _, _ in mark.labels}


def box_of(place: Location, x: int, y: int) -> Box:
    """The room of a name, from the top of its letters to below their feet."""
    return Box(x, y - TEXT + 1, width_of(place.name), TEXT + 2)


def is_inside(at: Point, ring: list[Point]) -> bool:
    """Whether a ray from a point meets a ring's sides an odd number of times."""
    x, y = at
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    meets = ((b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a for (a, b), (c, d) in sides)
    return sum(meets) % 2 == 1


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ((44.4, 33.3), "Iraq"),
        ((51.4, 35.7), "Iran"),
        ((-77.0, 38.9), "United States of America"),
        ((31.0, -29.6), "South Africa"),
    ],
)
def test_the_outlines_are_those_of_the_countries(at: Point, name: str) -> None:
    found = [c.name for c in countries() if sum(is_inside(at, ring.points) for ring in c.rings) % 2 == 1]
    assert found == [name]


def test_no_outline_jumps() -> None:
    """Neither from one edge of the world to the other nor from one border to the next; only along the South Pole."""
    for country in countries():
        for ring in country.rings:
            for (x, y), (to_x, to_y) in pairwise(ring.points):
                assert y == to_y < -89.9 or max(abs(to_x - x), abs(to_y - y)) < LONGEST_STEP, country.name


@settings(deadline=None)
@given(st.floats(-200, 200), st.floats(-80, 60), st.floats(1, 60), st.floats(1, 20))
def test_what_is_cut_out_lies_within_the_bounds(west: float, south: float, width: float, height: float) -> None:
    bounds = Bounds(west, south, west + width, south + height)
    for country in countries():
        for ring in country.rings:
            for part in ring.within(bounds):
                for x, y in part:
                    assert bounds.west - 1e-6 <= x <= bounds.east + 1e-6
                    assert bounds.south - 1e-6 <= y <= bounds.north + 1e-6


def test_the_region_shows_what_lies_together_and_the_world_the_rest() -> None:
    assert names(page("places/"), ".map svg") == [["Baghdad", "Tehran", "The embassy"], ["Washington"]]


def test_a_place_without_coordinates_is_named_beside_the_map() -> None:
    assert "Without a mark are, for want of room or of coordinates: Iraq." in page("places/").text()


def test_places_at_one_point_share_a_mark() -> None:
    region = page("places/").css_first(".map svg")
    assert region is not None
    assert len(region.css("circle")) == 2


def test_a_places_own_map_marks_it_and_names_the_country() -> None:
    found = page("places/tehran/").css_first(".map svg")
    assert found is not None
    assert len(found.css("circle.here")) == 1
    assert "Iran" in [name.text() for name in found.css(".country")]
    assert page("places/iraq/").css_first(".map") is None


def test_a_dossier_without_coordinates_has_no_map() -> None:
    site, _ = check(dossier("places: {iraq: {name: Iraq}}"))
    found = LexborHTMLParser(pipeline.plan(site)["places/"]().html)
    assert found.css_first("svg") is None


def test_a_map_reaches_over_the_180th_meridian() -> None:
    drawing = map_around(place("taveuni", -16.9, 179.9), [])
    assert drawing is not None
    starts = [int(path[1:].split(" ", 1)[0]) for path in drawing.land]
    assert min(starts) < WIDTH / 2 < max(starts)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-60, 75), st.floats(-180, 180), st.text("abc م漢", min_size=1, max_size=40)), max_size=30
    )
)
def test_no_name_stands_on_another_or_over_the_edge(rows: list[tuple[float, float, str]]) -> None:
    places = [place(f"p-{number}", *row) for number, row in enumerate(rows)]
    around = map_around(places[0], places[1:]) if places else None
    for drawing in filter(None, (regional_map(places), world_map(places), around)):
        boxes = [box_of(*label) for mark in drawing.marks for label in mark.labels]
        assert all(box.within(WIDTH, drawing.height) for box in boxes)
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    if places:
        assert {places[0].id} <= shown(around)


@pytest.mark.parametrize("path", ["places/", "places/us-embassy-baghdad/"])
def test_names_do_not_touch_in_a_browser(browser: Browser, baghdad_site: Path, path: str) -> None:
    """The builder can only guess how wide a name is."""
    with open_site(browser, baghdad_site) as site:
        site.page.goto(f"{site.url}{path}")
        for drawing in site.page.locator(".map svg").all():
            boxes = drawing.evaluate(
                """svg => [...svg.querySelectorAll("text")].map(text => {
                    const { x, y, width, height } = text.getBBox();
                    return [text.textContent, x, y + 2, width, height - 4];
                })"""
            )
            assert boxes
            for (name, *one), (other_name, *other) in combinations(boxes, 2):
                assert not Box(*one).overlaps(Box(*other)), f"{name} on {other_name}"
