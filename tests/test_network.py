"""The network and the portraits: every relation is there, left leads to right, nothing stands on anything else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builder import pipeline
from builder.models import Actor
from builder.network import ACTORS_SHOWN, are_related, network, portrait
from builder.values import Site
from tests.browser import open_site
from tests.dossiers import check, dossier

KIN = """
    dossier: {settings: {relations: {leader of: led by, part of: includes, killed by: killed}}}
    actors:
      anna:
        name: Anna
        kind: person
        relations:
          - {is: leader of, of: guard, from: 2019-01-01}
          - {is: killed by, of: guard, from: 2020-03-01}
          - {is: killed by, of: state, from: 2020-02-01}
          - {is: leader of, of: palace}
      guard: {name: The guard, kind: armed-group, relations: [{is: part of, of: state}]}
      state: {name: The state, kind: state}
      hermit: {name: A hermit, kind: person}
    places:
      palace: {name: A palace}
    """


def site_of(annotations: str) -> Site:
    return check(dossier(annotations))[0]


def page(site: Site, path: str = "network/") -> LexborHTMLParser:
    return LexborHTMLParser(pipeline.plan(site)[path]().html)


def names(nodes: list[LexborNode]) -> list[str]:
    return sorted(node.css_first("text").text() for node in nodes)


def test_every_relation_between_actors_is_a_row_and_every_pair_a_line() -> None:
    found = page(site_of(KIN))
    rows = [[cell.text().strip() for cell in row.css("th, td")] for row in found.css("table.ties tbody tr")]
    assert [row[:3] for row in rows] == [
        ["Anna", "leader of", "The guard"],
        ["Anna", "killed by", "The guard"],
        ["Anna", "killed by", "The state"],
        ["The guard", "part of", "The state"],
    ]
    assert rows[0][3] == "from 1 January 2019"
    assert len(found.css("svg .tie")) == 3


def test_related_actors_are_drawn_and_linked_and_nobody_else() -> None:
    nodes = page(site_of(KIN)).css("svg a")
    assert names(nodes) == ["Anna", "The guard", "The state"]
    assert nodes[0].attributes["href"] == "../actors/anna/"


def test_who_leads_stands_left_of_who_is_led() -> None:
    drawing = network(site_of(KIN))
    assert drawing is not None
    left = {node.record.id: node.box.x for node in drawing.nodes}
    assert left["anna"] < left["guard"] < left["state"]


def test_a_line_is_hindsight_if_all_its_relations_are_and_tells_no_later_one_otherwise() -> None:
    lines = page(site_of(KIN)).css("svg .tie")
    found = {line.css_first("title").text(): "data-hindsight" in line.attributes for line in lines}
    assert found == {
        "Anna: leader of The guard": False,
        "Anna: killed by The state": True,
        "The guard: part of The state": False,
    }


def test_of_many_actors_the_best_connected_are_drawn_and_the_page_says_so() -> None:
    others = "\n".join(
        f"      a{n}: {{name: A{n}, kind: person, relations: [{{is: part of, of: hub}}]}}"
        for n in range(ACTORS_SHOWN + 9)
    )
    found = page(site_of(f"    actors:\n      hub: {{name: Hub, kind: organisation}}\n{others}\n"))
    drawn = names(found.css("svg a"))
    assert len(drawn) == ACTORS_SHOWN
    assert "Hub" in drawn
    assert "the other 10 are on their own pages" in found.text()
    assert len(found.css("table.ties tbody tr")) == ACTORS_SHOWN - 1


@pytest.mark.parametrize("of", ["anna", "here"])
def test_where_no_two_actors_are_related_there_is_no_page_of_a_network(of: str) -> None:
    actors = f"actors: {{anna: {{name: Anna, kind: person, relations: [{{is: of, of: {of}}}]}}}}"
    site = site_of(f"{actors}\nplaces: {{here: {{name: Here, kind: city}}}}\n")
    assert "network/" not in pipeline.plan(site)
    assert "network/" in pipeline.plan(site_of(KIN))


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Actors with names of any length, related in any way."""
    count = draw(st.integers(2, 14))
    name = st.text("abc 漢م", min_size=1, max_size=60).map(str.strip).filter(bool)
    lines = ["actors:"]
    for number in range(count):
        ties = draw(st.lists(st.integers(0, count - 1), max_size=4))
        relations = ", ".join(f"{{is: kin of, of: a{other}}}" for other in ties)
        lines.append(f'  a{number}: {{name: "{draw(name)}", kind: person, relations: [{relations}]}}')
    return "\n".join(lines)


@settings(deadline=None)
@given(networks())
def test_no_box_stands_on_another_or_over_the_edge(annotations: str) -> None:
    site = site_of(annotations)
    drawings = [
        network(site) if are_related(site) else None,
        *(portrait(site, actor) for actor in site.dossier.of(Actor)),
    ]
    for drawing in filter(None, drawings):
        for node in drawing.nodes:
            assert node.box.within(drawing.width, drawing.height)
        for one, other in combinations(drawing.nodes, 2):
            assert not one.box.overlaps(other.box), f"{one.lines} on {other.lines}"


def test_a_portrait_has_those_who_relate_to_the_actor_left_and_its_own_relations_right() -> None:
    site = site_of(KIN)
    drawing = portrait(site, site.dossier.of(Actor)[1])
    assert drawing is not None
    assert [node.record.id for node in drawing.nodes] == ["guard", "anna", "state"]
    middle, left, right = (node.box.x for node in drawing.nodes)
    assert left < middle < right
    assert drawing.nodes[1].words == (("leader of", False), ("killed by", True))
    assert drawing.nodes[2].words == (("part of", False),)


def test_a_portrait_of_one_relation_would_say_nothing() -> None:
    site = site_of("actors: {a: {name: A, kind: person, relations: [{is: kin of, of: b}]}, b: {name: B, kind: person}}")
    assert [portrait(site, actor) for actor in site.dossier.of(Actor)] == [None, None]


@pytest.mark.parametrize("path", ["network/", "actors/united-states/"])
def test_names_fit_their_boxes_in_a_browser(browser: Browser, baghdad_site: Path, path: str) -> None:
    """The builder can only guess how wide a name is."""
    with open_site(browser, baghdad_site) as site:
        site.page.goto(f"{site.url}{path}")
        overflowing = site.page.eval_on_selector_all(
            "svg .node",
            """nodes => nodes.filter(node => {
                const room = node.querySelector("rect").getBBox();
                return [...node.querySelectorAll("text")].some(text => {
                    const { x, width } = text.getBBox();
                    return x < room.x || x + width > room.x + room.width;
                });
            }).map(node => node.textContent)""",
        )
        assert overflowing == []


def test_what_was_over_when_the_article_appeared_is_said_to_be() -> None:
    ended = KIN.replace("of: guard, from: 2019-01-01}", "of: guard, from: 2018-01-01, to: 2019-03-01}")
    lines = [title.text() for title in page(site_of(ended)).css(".network title")]
    assert "Anna: leader of The guard (until 1 March 2019)" in lines[0]
    words = page(site_of(ended), "actors/guard/").css_first(".network").text(separator=" ")
    assert "leader of (until 1 March 2019)" in " ".join(words.split())
    open_ended = KIN.replace("of: guard, from: 2019-01-01}", "of: guard, from: 2019-01-01, to: 2021-03-01}")
    assert "until" not in page(site_of(open_ended)).css_first(".network").html
