"""The timeline's pictures and its filters; the list itself is in test_pages.py."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from builder import pipeline
from tests.browser import open_site
from tests.dossiers import check, dossier

# The article is of 1 January 2020.
EVENTS = """
    actors: {anna: {name: Anna, kind: person}, ben: {name: Ben, kind: person}}
    places: {iraq: {name: Iraq}, baghdad: {name: Baghdad, in: iraq}}
    events:
      long-ago: {title: Long ago, date: 1979}
      once: {title: Once, date: 2003-03-20}
      autumn: {title: Autumn, date: 2019-11-01, kind: law, place: iraq}
      strike: {title: Strike, date: 2019-12-29, kind: military, actors: [anna]}
      vigil: {title: Vigil, date: 2019-12-29/2020-01-01, place: baghdad, actors: [anna, ben]}
      tweet: {title: Tweet, date: 2019-12-31, kind: statement, actors: [ben]}
      after: {title: After, date: 2020-01-03, kind: military}
      next-week: {title: Next week, date: 2020-01-12, kind: military}
      winter: {title: Winter, date: 2020-01}
      much-later: {title: Much later, date: 2026-02-28}
    dates: {friday: {at: {exact: Friday}, date: 2019-12-29}}
    """


def page(annotations: str = EVENTS) -> LexborHTMLParser:
    return LexborHTMLParser(pipeline.plan(check(dossier(annotations))[0])["timeline/"]().html)


def test_the_close_up_runs_from_the_articles_day_to_the_first_long_pauses() -> None:
    close_up = page().css(".band svg")[1]
    assert [text.text() for text in close_up.css("text")] == ["29 Dec", "30", "31", "1 Jan", "2", "3 Jan"]
    assert [link.attributes["data-of"] for link in close_up.css("a")] == ["strike", "vigil", "tweet", "after"]


def test_an_event_is_as_wide_as_it_is_long_and_stands_on_no_other() -> None:
    rows = [
        {name: float(rect.attributes[name] or 0) for name in ("x", "y", "width", "height")}
        for rect in page().css(".band svg")[1].css("a rect")
    ]
    day = rows[0]["width"] + 4
    assert [round((row["width"] + 4) / day) for row in rows] == [1, 4, 1, 1]
    for one, other in combinations(rows, 2):
        beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert beside or one["y"] != other["y"]


def test_the_days_of_the_article_are_shaded() -> None:
    close_up = page().css(".band svg")[1]
    width = float(close_up.css_first("rect.own").attributes["width"] or 0)
    assert [round(float(day.attributes["x"] or 0) / width) for day in close_up.css("rect.own")] == [0, 3]


def test_years_stand_to_scale_and_lead_to_their_heading() -> None:
    found = page()
    columns = {link.attributes["href"]: link.css_first("rect") for link in found.css(".band svg")[0].css("a")}
    assert list(columns) == ["#year_1979", "#year_2003", "#year_2019", "#year_2020", "#year_2026"]
    places = [float(column.attributes["x"] or 0) for column in columns.values()]
    year = places[-1] / (2026 - 1979)
    assert [round(place / year) for place in places] == [0, 24, 40, 41, 47]
    assert all(found.css_first(f"[id='{(href or '')[1:]}']") for href in columns)


def test_what_is_hindsight_is_marked_in_the_pictures() -> None:
    years, close_up = page().css(".band svg")
    assert [(link.css_first("title").text(), "data-hindsight" in link.attributes) for link in years.css("a")] == [
        ("1979: 1 event", False),
        ("2003: 1 event", False),
        ("2019: 4 events", False),
        ("2020: 1 event", False),
        ("2020: 2 events, known later", True),
        ("2026: 1 event, known later", True),
    ]
    known, later = (link.css_first("rect").attributes for link in years.css("a[href='#year_2020']"))
    assert float(later["y"] or 0) + float(later["height"] or 0) == float(known["y"] or 0)
    assert ["data-hindsight" in link.attributes for link in close_up.css("a")] == [False, False, False, True]


def test_a_choice_that_only_hindsight_fills_is_marked() -> None:
    options = page(
        EVENTS.replace("after: {title: After", "after: {title: After, actors: [carl]").replace(
            "ben: {", "carl: {name: Carl, kind: person}, ben: {"
        )
    ).css("#narrow_actor option")
    assert [(option.text(), "data-hindsight" in option.attributes) for option in options] == [
        ("all", False), ("Anna", False), ("Ben", False), ("Carl", True)
    ]  # fmt: skip


def test_few_events_need_no_picture() -> None:
    found = page("events: {one: {title: One, date: 2019}, other: {title: Other, date: 2020-01-01}}")
    assert found.css(".band") == []


def visible(page: Page) -> list[str]:
    """The ids of the entries that a reader sees."""
    return [entry.get_attribute("id") or "" for entry in page.locator(".timeline > li:visible").all()]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"Place": "Old Quay"}, ["bridge-closed", "bridge-rebuilt"]),
        ({"Kind": "Politics"}, ["bridge-closed"]),
        ({"Place": "Old Quay", "Kind": "Other"}, ["bridge-rebuilt"]),
    ],
)
def test_a_reader_narrows_the_list(
    browser: Browser, example_site: Path, choice: dict[str, str], expected: list[str]
) -> None:
    with open_site(browser, example_site) as site:
        site.page.goto(f"{site.url}timeline/")
        everything = visible(site.page)
        for label, name in choice.items():
            site.page.get_by_label(label, exact=True).select_option(label=name)
        assert visible(site.page) == expected
        expect(site.page.locator("form.narrow output")).to_have_text(f"{len(expected)} of {len(everything)} entries")
        site.page.reload()
        assert visible(site.page) == expected
        for label in choice:
            site.page.get_by_label(label, exact=True).select_option(label="all")
        assert visible(site.page) == everything
        assert site.page.url == f"{site.url}timeline/"
    site.assert_quiet()


def test_an_actors_events_and_their_headings_are_left(browser: Browser, baghdad_site: Path) -> None:
    with open_site(browser, baghdad_site) as site:
        site.page.goto(f"{site.url}actors/mike-pompeo/")
        site.page.get_by_role("link", name="The same on the timeline").click()
        expect(site.page.get_by_label("Actor", exact=True)).to_have_value("mike-pompeo")
        entries = site.page.locator(".timeline > li:visible").all()
        assert entries
        assert all(entry.locator(".facts a[data-ref=mike-pompeo]").count() for entry in entries)
        for kind, below in (("h2[id^=year_]", "ol"), ("h3[id^=month_]", "ol[1]")):
            for heading in site.page.locator(f"{kind}:visible").all():
                following = heading.locator(f"xpath=following-sibling::{below}/li").all()
                assert any(entry.is_visible() for entry in following), heading.inner_text()
        assert site.page.locator(".band a.off").count() > 0


def test_a_link_to_a_hidden_event_shows_everything_again(browser: Browser, example_site: Path) -> None:
    with open_site(browser, example_site) as site:
        site.page.goto(f"{site.url}timeline/?kind=politics")
        assert visible(site.page) == ["bridge-closed"]
        site.page.evaluate("location.hash = 'bridge-rebuilt'")
        expect(site.page.locator("#bridge-rebuilt")).to_be_in_viewport()


def test_without_scripts_everything_is_shown_and_nothing_offered(browser: Browser, example_site: Path) -> None:
    with open_site(browser, example_site, java_script_enabled=False) as site:
        site.page.goto(f"{site.url}timeline/?kind=politics")
        assert {"bridge-closed", "bridge-rebuilt"} <= set(visible(site.page))
        expect(site.page.locator("form.narrow")).to_be_hidden()
