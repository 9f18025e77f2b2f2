"""The article's page as it is without scripts: the text, its notes with links both ways, who is who, how to cite it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builder import csl, pipeline
from builder.models import Article
from builder.page import Page
from tests.dossiers import check, dossier

SOURCED = "sources: [report]"
CASE = f"""
actors:
  crowd:
    name: Protesters
    kind: crowd
    also: [the protesters]
    summary: "Those who [came](https://a.example). [@report]"
  iran: {{name: Iran, kind: state, role: the neighbour, native: {{fa: ایران}}, {SOURCED}}}
glossary:
  embassy: {{term: embassy, definition: "A mission. It has walls. [@report]"}}
notes:
  left:
    at: left the embassy
    body: See [[who-left]] and [[later-event]]. [@report]
    later: [{{known_from: 2020-02, body: "It burned. [@report]"}}]
dates:
  that-friday: {{at: On Friday, date: 2019-12-27, body: The Friday before.}}
claims:
  who-left:
    title: Who left?
    summary: Nobody knows.
    positions:
      - by: crowd
        says: We did not.
        at: [{{exact: the embassy, paragraph: 1}}, {{exact: the embassy, paragraph: 2}}]
        {SOURCED}
      - {{by: iran, says: They did., {SOURCED}}}
events:
  later-event: {{title: A later event, date: 2020-03, summary: It came later., {SOURCED}}}
"""


def page_of(annotations: str, **more: str) -> Page:
    site, diagnostics = check(dossier(annotations, **more))
    assert not pipeline.has_errors(diagnostics), diagnostics
    return next(page for page in pipeline.render(site) if page.article == "siege")


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of(CASE)


@pytest.fixture(scope="module")
def html(page: Page) -> LexborHTMLParser:
    # A parser does not look into templates.
    return LexborHTMLParser(page.html.replace("<template>", "<aside>").replace("</template>", "</aside>"))


def only(html: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    [found] = html.css(selector)
    return found


def note_of(html: LexborHTMLParser, record: str) -> LexborNode:
    return html.css(f".note[data-of='{record}']")[0]


def test_the_article_holds_nothing_but_its_text(html: LexborHTMLParser) -> None:
    article = only(html, "article[data-article='siege']")
    assert {child.tag for child in article.iter()} == {"p"}
    assert [p.text() for p in article.css("p")] == [
        "Protesters left the embassy. The president spoke of Iran.",
        "On Friday the protesters had come to the embassy, said the BBC.",
    ]


@pytest.mark.parametrize(
    ("seed", "ids"),
    [
        ("THE SIEGE ends\n\nThey left.\n", ["p1"]),
        ("\ufeffThe siege\nends\r\n\r\nThey left.", ["p1"]),
        (" date 2020-01-01 A picture.\n\nThe siege ends\n\nThey left.", ["caption", "p1"]),
    ],
)
def test_a_title_with_which_the_text_begins_is_shown_once(seed: str, ids: list[str]) -> None:
    html = LexborHTMLParser(page_of("notes: {why: {at: {paragraph: 1}, body: Why.}}", seed=seed).html)
    article, title = only(html, "article"), only(html, "h1:not([hidden]), [role=heading][aria-level='1']")
    assert title.attributes["id"] == "p1"
    # What says where the text is from stands between it and the rest.
    assert [block.attributes.get("id") for block in article.css("p[id], figcaption, header")] == [*ids, None, "p2"]
    assert only(article, "header .byline")
    assert only(title, ".passage").attributes["id"] == "why"
    assert only(html, ".notes-of[data-block=p1] .note")
    assert not html.css(".article-page > .byline")


def test_a_text_that_does_not_begin_with_the_title_has_one_above_it(html: LexborHTMLParser) -> None:
    assert [h1.text() for h1 in html.css("h1, [role=heading]")] == ["The siege ends"]
    assert only(html, ".article-page > .byline")


def test_each_passage_leads_to_its_note_and_back(html: LexborHTMLParser) -> None:
    marks = {mark.attributes["href"] for mark in html.css("[data-article] .note-mark")}
    notes = html.css(".note")
    assert marks == {f"#{note.attributes['id']}" for note in notes}
    for note in notes:
        target = (only(note, ".lemma").attributes["href"] or "").removeprefix("#")
        assert note.attributes["data-of"] in (only(html, f"[id='{target}']").attributes["data-refs"] or "").split()


def test_notes_stand_by_paragraph_in_the_order_of_the_text(html: LexborHTMLParser) -> None:
    groups = {group.attributes["data-block"]: group for group in html.css(".notes-of")}
    assert list(groups) == ["p1", "p2"]
    assert [note.attributes["data-of"] for note in groups["p1"].css(".note")] == ["left", "who-left"]
    assert [note.attributes["data-of"] for note in groups["p2"].css(".note")] == ["that-friday", "who-left"]
    assert [note.attributes["value"] for note in html.css(".note")] == ["1", "2", "3", "4"]
    assert only(groups["p2"], "h3 a").attributes["href"] == "#p2"


def test_a_note_quotes_its_passage_and_cites(html: LexborHTMLParser) -> None:
    note = note_of(html, "left")
    assert only(note, ".lemma").text() == "“left the embassy”"
    assert only(note, ".note-text > p sup.cite a").attributes["href"] == "#cite_report"
    assert "known later" in only(note, "[data-hindsight].later-part").text()


def test_a_record_says_what_it_says_once(html: LexborHTMLParser) -> None:
    first, second = html.css(".note[data-of='who-left']")
    assert "Nobody knows." in first.text()
    assert "We did not." in first.text()
    assert "They did." not in first.text(), "who takes no position in the text is on the question's page"
    assert "Nobody knows." not in second.text()
    assert only(second, f"a[href='#{first.attributes['id']}']")


def test_a_note_on_a_claim_says_whose_position_stands_there() -> None:
    iran = "- {by: iran, says: They did., at: [The president, left], SOURCED}".replace("SOURCED", SOURCED)
    page = page_of(
        CASE.replace(f"- {{by: iran, says: They did., {SOURCED}}}", iran).replace(
            "    summary: Nobody", "    at: Protesters left\n    summary: Nobody"
        )
    )
    holders = [
        " ".join(by.text() for by in note.css(".note-by"))
        for note in LexborHTMLParser(page.html).css(".note[data-of='who-left']")
    ]
    assert holders == ["", "Iran", "Protesters", "Iran", "Protesters"]


def test_who_is_who_leads_to_each_mention(html: LexborHTMLParser) -> None:
    rows = only(html, "section[aria-labelledby='page_actors']").css("li")
    assert [only(row, ".card-name a").text() for row in rows] == ["Protesters", "Iran"]
    mentions = [link.attributes["href"] for link in rows[0].css(".mentions a")]
    assert mentions == ["#crowd_m1", "#crowd_m2"]
    assert " ".join(only(rows[0], ".mentions").text().split()) == "2 mentions: 1, 2"
    assert all(html.css(f"a.mention[id='{(href or '').removeprefix('#')}']") for href in mentions)


def test_a_page_holds_the_card_of_everything_it_names(html: LexborHTMLParser) -> None:
    named = {link.attributes["data-ref"] for link in html.css("a[data-ref]")} - {"report"}
    cards = [card.attributes["data-card"] for card in html.css("[data-card]")]
    assert len(cards) == len(set(cards))
    assert named <= set(cards)


def test_a_card_opens_no_card(html: LexborHTMLParser) -> None:
    card = only(html, "[data-card='crowd']")
    assert "Those who came." in card.text()
    assert [link.text() for link in card.css("a")] == ["Protesters"]
    assert not only(html, "[data-card='iran']").css("sup")
    assert only(html, "[data-card='iran'] bdi").attributes == {"lang": "fa", "dir": "rtl"}


def test_a_term_is_told_in_its_first_sentence(html: LexborHTMLParser) -> None:
    assert only(html, "[data-card='embassy']").css("p")[-1].text().strip() == "A mission."


def test_what_is_later_is_marked(html: LexborHTMLParser) -> None:
    card = only(html, "[data-card='later-event']")
    assert "data-hindsight" in card.attributes
    assert "known later: March 2020" in card.text()


def test_search_finds_the_text_and_the_notes(page: Page) -> None:
    assert [(entry.fragment, "BBC" in entry.text) for entry in page.search] == [("", True), ("left", False)]


def test_the_chrome_leaves_room_for_the_margin(page: Page) -> None:
    assert page.hide == ("navigation", "toc")


def test_an_article_without_annotations_is_a_page_too() -> None:
    html = LexborHTMLParser(page_of("").html)
    assert html.css("[data-article] p")
    assert not html.css(".notes, .appearances, [data-layer]")


def test_a_switch_for_hindsight_stands_wherever_there_is_any(example_site: Path) -> None:
    for file in example_site.rglob("*.html"):
        text = file.read_text()
        assert not ("data-hindsight" in text and 'class="view"' not in text), file


ARTICLE = Article.model_validate(
    {
        "id": "a",
        "file": "a.txt",
        "title": "War & {peace} 100%",
        "date": "2020-01-01",
        "publisher": "A_B",
        "author": [{"family": "Ensor", "given": "Josie"}, "The Desk"],
        "url": "https://example.org/a_b?c=1&d",
        "lang": "en",
    }
)


def test_citing_in_words() -> None:
    assert csl.words(ARTICLE) == "Josie Ensor, The Desk, “War & {peace} 100%”, A_B, 1 January 2020"


def test_citing_as_bibtex() -> None:
    kind, fields = csl.bibtex(csl.item(ARTICLE))
    assert kind == "article"
    assert fields.splitlines() == [
        r"  title = {{War \& \{peace\} 100\%}},",
        r"  author = {Ensor, Josie and {The Desk}},",
        r"  journal = {A\_B},",
        "  year = {2020},",
        "  month = {01},",
        "  date = {2020-01-01},",
        "  url = {https://example.org/a_b?c=1&d},",
        "  language = {en},",
        "  entrysubtype = {newspaper},",
    ]


def test_citing_as_csl() -> None:
    assert json.loads(csl.indented(csl.item(ARTICLE))) == {
        "id": "a",
        "type": "article-newspaper",
        "title": "War & {peace} 100%",
        "author": [{"family": "Ensor", "given": "Josie"}, {"literal": "The Desk"}],
        "publisher": "A_B",
        "issued": {"date-parts": [[2020, 1, 1]]},
        "URL": "https://example.org/a_b?c=1&d",
        "language": "en",
    }
