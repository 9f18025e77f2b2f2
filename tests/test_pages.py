"""The pages about a dossier's records: what stands on them, what leads back, what is marked, what is kept out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builder import pipeline
from builder.addresses import address
from builder.contexts import sentences
from builder.page import Page
from builder.values import Site
from tests.dossiers import check, dossier

HOSTILE = """<script>alert("x")</script>&amp;'`</p><a href="javascript:x">"""
EVERYTHING = """
    dossier:
      settings:
        relations: {president of: president, neighbour of: neighbour of}
    actors:
      iran:
        name: Iran
        kind: state
        summary: A state.
        sources: [report]
        native: {fa: ایران}
        same_as: {wikidata: Q794}
      president:
        name: the president
        kind: person
        role: President of Iran
        also: [The president]
        summary: He spoke.
        body: "He was [[crowd-came|there]] [@report, p. 3]. More is [[left-out|left out]]."
        relations:
          - {is: president of, of: iran, from: 2019, to: 2020-03-01, sources: [report]}
          - {is: neighbour of, of: left-out}
        later: [{known_from: 2020-02-02, body: "He fell [@report]."}]
        see: [embassy-term]
      left-out: {name: A draft, kind: person, status: draft, sources: [report]}
      successor:
        name: The successor
        kind: person
        known_from: 2020-05-05
        sources: [report]
        relations: [{is: president of, of: iran, from: 2020-03-01}]
    places:
      embassy:
        name: the embassy
        kind: building
        in: city
        coordinates: [33.3, -44.4]
        precision: site
        sources: [report]
      city: {name: City, kind: city, in: embassy, sources: [report]}
    glossary:
      embassy-term: {term: protesters, definition: "Those who protest [@report]. Often many.", native: {ar: متظاهرون}}
    background:
      before: {title: Before, order: 2, body: "See [[president]] [@report].", at: {exact: came to the embassy}}
      long-before: {title: Long before, order: 1, sources: [report]}
    events:
      crowd-came:
        title: The crowd comes
        date: 2019-12-27
        time: "19:20+03:00"
        place: embassy
        actors: [{id: president, role: looked on}]
        at: {exact: protesters had come}
        sources: [report]
      crowd-left: {title: The crowd leaves, date: 2020-01-02, place: city, sources: [report]}
      revolution: {title: A revolution, date: 197X, sources: [report]}
    quotes:
      spoke:
        speaker: president
        addressee: iran
        date: 2020-01-01
        medium: speech
        at: [{exact: spoke of Iran}, {exact: the embassy, paragraph: 1}]
        original: {lang: fa, text: ایران, sources: [report]}
        sources: [report]
    claims:
      who-came:
        title: Who came?
        positions:
          - by: president
            says: Nobody.
            at: {exact: The president}
            since: 2019-12-30
            evidence: None.
            sources: [report]
          - {by: An onlooker, says: Everybody., known_from: 2020-02-01, sources: [report]}
        record: "Somebody came [@report]."
    dates:
      friday: {at: {exact: Friday}, date: 2019-12-27}
    notes:
      about-friday: {at: {exact: On Friday}, body: "Of [[iran]] [@report]."}
    mentions:
      they: {is: president, at: {exact: Protesters}}
    """


@lru_cache(maxsize=1)
def everything() -> Site:
    """A published site with a record of every kind."""
    return pipeline.published(check(dossier(EVERYTHING))[0])


def render(site: Site) -> Mapping[str, Page]:
    """Its pages by their path."""
    return {page.path: page for page in pipeline.render(site)}


@lru_cache(maxsize=1)
def pages() -> Mapping[str, Page]:
    return render(everything())


def page(path: str) -> LexborHTMLParser:
    return LexborHTMLParser(pages()[path].html)


def entry(path: str, id: str) -> LexborNode:
    """The part of a long page that is about one record."""
    found = page(path).css_first(f"#{id}")
    assert found is not None, f"no #{id} on {path}"
    return found


def text(node: LexborNode | LexborHTMLParser | None) -> str:
    """What a reader sees, in one line; citations are left out."""
    assert node is not None
    html = re.sub(r"<sup class=\"cite\">.*?</sup>", "", node.html or "")
    return " ".join(LexborHTMLParser(html).text().split())


def rows(parent: LexborHTMLParser, heading: str) -> dict[str, str]:
    """The groups below a heading: the name of each and what is in it."""
    section = parent.css_first(f"section[aria-labelledby={heading}]")
    assert section is not None
    return {text(row.css_first("dt")): text(row.css_first("dd")) for row in section.css("dl > div")}


def test_a_relation_is_shown_at_both_ends_with_a_label_for_each() -> None:
    assert rows(page("actors/president/"), "page_relations") == {
        "president of": "Iran from 2019 until 1 March 2020 known later"
    }
    assert rows(page("actors/iran/"), "page_relations") == {
        "president": "the president from 2019 until 1 March 2020 known later"
        " The successor from 1 March 2020 known later: 1 March 2020"
    }


def test_a_relation_without_an_inverse_says_so() -> None:
    site, _ = check(
        dossier("actors: {a: {name: A, kind: person, relations: [{is: friend of, of: b}]}, b: {name: B, kind: person}}")
    )
    found = LexborHTMLParser(render(site)["actors/b/"].html)
    assert rows(found, "page_relations") == {"friend of (from the other end)": "A"}


def test_each_mention_leads_back_with_its_sentence() -> None:
    section = page("actors/president/").css_first("section[aria-labelledby=page_mentions]")
    assert section is not None
    found = [(text(row.css_first(".where")), text(row.css_first(".sentence"))) for row in section.css(".contexts > li")]
    assert found == [
        ("Paragraph 1", "Protesters left the embassy."),
        ("Paragraph 1", "The president spoke of Iran."),
    ]
    links = [(link.text(), link.attributes["href"]) for link in section.css("mark > a")]
    assert links == [
        ("Protesters", "../../articles/siege/#president_m1"),
        ("The president", "../../articles/siege/#president_m2"),
    ]


def test_a_mention_that_is_no_link_leads_to_its_paragraph() -> None:
    """Terms are linked at their first mention only."""
    first_only = "glossary: {crowd: {term: protesters, definition: Many., sources: [report]}}"
    html = render(check(dossier(first_only))[0])["glossary/"].html
    assert re.findall(r'<mark><a href="([^"]*)', html) == ["../articles/siege/#crowd_m1", "../articles/siege/#p2"]


def test_a_name_that_is_never_matched_is_not_said_to_be_absent() -> None:
    """The text may well have the word, and mean something else by it."""
    site, _ = check(dossier("actors: {a: {name: Iran, kind: state, match: never}, b: {name: Nobody, kind: person}}"))
    said = [text(LexborHTMLParser(render(site)[f"actors/{id}/"].html).css_first("p.none")) for id in ("a", "b")]
    assert said == ["No passage of the text is linked to it.", "Not named in the text: the annotations bring it in."]


@pytest.mark.parametrize(
    "kind", ["actors", "places", "background", "events", "quotes", "claims", "glossary", "sources"]
)
def test_every_reference_leads_back(kind: str) -> None:
    """What names a record is linked where the record is described: on its page, or in its entry of a long page."""
    site = everything()
    for record in site.dossier.records_of(kind).values():
        path, _, fragment = address(site, record).lstrip("/").partition("#")
        here = entry(path, fragment) if fragment else page(path)
        refs = {link.attributes["data-ref"] for link in here.css("a[data-ref]")}
        hrefs = {link.attributes["href"] for link in here.css("a")}
        mentions = {f"#{m.fragment}" for m in site.anchored.mentions_of(record.id) if m.linked}
        assert all(any((href or "").endswith(mention) for href in hrefs) for mention in mentions), record.id
        others = {r.source for r in site.references_to.get(record.id, ())} - {record.id}
        shown = {id for id in others if site.dossier.records[id].collection != "mentions" or kind == "sources"}
        assert shown <= refs, record.id


def test_what_was_known_only_later_is_marked_with_its_date() -> None:
    later = page("actors/president/").css_first(".later-part")
    assert later is not None
    assert "data-hindsight" in later.attributes
    assert text(later) == "known later: 2 February 2020 He fell."
    assert "data-hindsight" in entry("timeline/", "crowd-left").attributes
    assert "data-hindsight" not in entry("timeline/", "crowd-came").attributes
    positions = page("claims/who-came/").css(".positions tbody tr")
    assert ["data-hindsight" in row.attributes for row in positions] == [False, True]
    holders = page("claims/").css_first(".listing .hint")
    assert text(holders) == "1 position: the president · 1 known later: An onlooker"
    assert text(holders.css_first("[data-hindsight]")) == "· 1 known later: An onlooker"
    successor = page("actors/successor/")
    assert "data-hindsight" in (successor.css_first(".sheet") or successor.root).attributes  # type: ignore[union-attr]
    assert "known later: 5 May 2020" in text(successor.css_first(".notice"))
    listed = [row for row in page("actors/").css(".listing > li") if "The successor" in text(row)]
    assert all("data-hindsight" in row.attributes for row in listed)


def test_what_the_article_tells_of_is_no_hindsight_by_its_date() -> None:
    """A meeting that it announces was known to it; `known_from` still says otherwise."""
    told = "events: {{e: {{title: E, date: 2020-02-01, at: Friday, sources: [report]{}}}}}"
    assert "data-hindsight" not in render(check(dossier(told.format("")))[0])["timeline/"].html
    assert "data-hindsight" in render(check(dossier(told.format(", known_from: 2020-01-15")))[0])["timeline/"].html


def test_drafts_are_neither_published_nor_linked() -> None:
    assert "actors/left-out/" not in pages()
    assert "A draft" not in "".join(page.html for page in pages().values())
    assert not any("left-out/" in page.html for page in pages().values())
    assert "left out" in text(page("actors/president/"))


def test_a_preview_shows_drafts_and_says_so() -> None:
    found = render(check(dossier(EVERYTHING))[0])
    kicker = LexborHTMLParser(found["actors/left-out/"].html).css_first(".kicker .draft")
    assert text(kicker) == "draft"


def test_whatever_an_editor_writes_is_text() -> None:
    word = HOSTILE.replace("'", "''")
    field = f"'{word}'"
    annotations = f"""
        dossier: {{settings: {{relations: {{{field}: {field}}}}}}}
        actors:
          a: {{name: {field}, kind: person, role: {field}, also: [{field}], native: {{fa: {field}}}, sources: [s],
              same_as: {{{field}: {field}, wikidata: {field}}}, relations: [{{is: {field}, of: b}}]}}
          b: {{name: {field}, kind: crowd, sources: [s]}}
        places: {{p: {{name: {field}, sources: [s]}}}}
        glossary: {{g: {{term: {field}, definition: Words., sources: [s]}}}}
        background: {{t: {{title: {field}, sources: [s]}}}}
        events: {{e: {{title: {field}, date: 2019, place: p, actors: [{{id: a, role: {field}}}], sources: [s]}}}}
        quotes: {{q: {{title: {field}, speaker: {field}, addressee: {field}, original: {{text: {field}}},
            at: Friday, sources: [s]}}}}
        claims: {{c: {{title: {field}, positions: [{{by: {field}, says: Words.}}], sources: [s]}}}}
        sources: {{s: {{type: book, title: {field}, author: {field}, publisher: {field}, sources: [report]}}}}
        """
    site, found = check(dossier(annotations))
    assert [d for d in found if d.severity == "error"] == []
    made = render(site)
    for path, page in made.items():
        tree = LexborHTMLParser(page.html)
        scripts = [s.attributes.get("src") for s in tree.css('script:not([type="application/ld+json"])')]
        assert scripts == [], path
        assert not tree.css("a[href^=javascript]"), path
    heading = LexborHTMLParser(made["actors/a/"].html).css_first("h1")
    assert heading is not None
    assert heading.text() == HOSTILE
    assert made["timeline/"].search[1].title == f"{HOSTILE} · event"


def test_no_link_is_broken_and_no_id_is_double() -> None:
    ids = {path: re.findall(r'\sid="([^"]*)"', made.html) for path, made in pages().items()}
    for path, found in ids.items():
        assert len(found) == len(set(found)), path
    for path, made in pages().items():
        for link in re.findall(r'\shref="([^":]*)"', made.html):
            address, _, fragment = link.partition("#")
            target = address.partition("?")[0]
            if path == "data/" and target and not target.endswith("/"):
                continue  # a file of the data: test_exports follows these
            folder = resolved(path, target)
            assert folder in ids, f"{path}: {link}"
            assert not fragment or fragment in ids[folder], f"{path}: {link}"
        for heading in made.headings:
            assert heading.id in ids[path], f"{path}: {heading}"
        for place in made.search:
            assert not place.fragment or place.fragment in ids[path], f"{path}: {place}"


def resolved(path: str, target: str) -> str:
    """The page that a relative link on a page leads to."""
    steps = path.rstrip("/").split("/") if target and path else []
    if not target:
        return path
    for step in target.rstrip("/").split("/"):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps) + "/"


def test_places_that_lie_in_each_other_end_somewhere() -> None:
    assert [text(name) for name in page("places/").css(".name > a")] == ["City", "the embassy"]
    facts = page("places/embassy/").css("dl.facts > div")
    assert [(text(row.css_first("dt")), text(row.css_first("dd"))) for row in facts] == [
        ("Lies in", "City"),
        ("Coordinates", "33.3° N, 44.4° W (the site itself)"),
    ]


def test_events_stand_in_the_order_of_time() -> None:
    timeline = page("timeline/")
    assert [event.attributes["id"] for event in timeline.css("li.event")] == [
        "revolution", "crowd-came", "article_siege", "crowd-left",
    ]  # fmt: skip
    assert [text(year) for year in timeline.css("h2")][:3] == ["1970s", "2019", "2020"]
    came = entry("timeline/", "crowd-came")
    assert text(came.css_first(".event-head")) == "27 December 2019, 19:20 (UTC+3) a day the article tells of"
    assert "president (looked on)" in text(came)


def test_a_years_months_have_headings_where_there_are_many() -> None:
    days = "".join(
        f"  e{day}: {{title: E, date: 2019-0{1 + day % 2}-0{day}, sources: [report]}}\n" for day in range(1, 8)
    )
    html = render(check(dossier(f"events:\n{days}"))[0])["timeline/"].html
    assert re.findall(r'<h3 id="([^"]*)">([^<]*)', html) == [
        ("month_2019_01", "January 2019"),
        ("month_2019_02", "February 2019"),
    ]


def test_a_quotation_stands_beside_its_original() -> None:
    quote = entry("quotes/", "spoke")
    assert [text(words) for words in quote.css("blockquote")] == ["the embassy", "spoke of Iran", "ایران"]
    assert quote.css("blockquote")[2].attributes["dir"] == "rtl"
    assert text(quote.css_first(".quote-head")) == "1 January 2020 speech to Iran"
    assert text(quote.css_first("h3")) == "“spoke of Iran”", "a quotation without a title is called by its words"


@pytest.mark.parametrize(
    ("title", "shown"), [("", 0), ("title: On Iran, ", 1), ("original: {text: of Iran he spoke}, ", 2)]
)
def test_a_quotation_called_by_its_own_words_shows_them_once(title: str, shown: int) -> None:
    quote = f"quotes: {{q: {{speaker: Somebody, {title}at: spoke of Iran, sources: [report]}}}}"
    page = LexborHTMLParser(render(check(dossier(quote))[0])["quotes/"].html)
    assert len(page.css(".quote blockquote")) == shown
    assert len(page.css(".quote .where")) == 1


def test_a_quotation_without_a_date_has_no_empty_line_above_it() -> None:
    quote = "quotes: {q: {speaker: Somebody, at: spoke of Iran, sources: [report]}}"
    assert "quote-head" not in render(check(dossier(quote))[0])["quotes/"].html


def test_a_quotation_called_by_its_first_words_says_that_it_goes_on() -> None:
    quote = "quotes: {q: {speaker: Somebody, at: {start: the protesters, end: to the embassy}, sources: [report]}}"
    pages = render(check(dossier(quote))[0])
    assert text(LexborHTMLParser(pages["quotes/"].html).css_first(".quote h3")) == "“the protesters …”"
    assert "“the protesters …”" in pages["articles/siege/"].html


def test_positions_are_a_table() -> None:
    table = page("claims/who-came/").css_first("table.positions")
    assert table is not None
    found = [[text(cell) for cell in row.css("th, td")] for row in table.css("tr")]
    assert found == [
        ["Who", "Says", "Since", "On what evidence", "In the text"],
        ["the president", "Nobody.", "30 December 2019", "None.", "Paragraph 1"],
        ["An onlooker known later: 1 February 2020", "Everybody.", "", "", ""],
    ]


def test_a_page_is_described_by_its_summary_or_its_first_sentence() -> None:
    assert pages()["actors/iran/"].description == "A state."
    assert pages()["glossary/"].description == "What the words mean, here and in this text."


def test_topics_keep_their_order() -> None:
    assert [text(name) for name in page("background/").css(".name")] == ["Long before", "Before"]
    assert text(page("background/before/").css_first(".neighbours")) == "Before: Long before"


def test_search_finds_every_form_and_says_what_it_is() -> None:
    (found,) = pages()["actors/iran/"].search
    assert (found.fragment, found.title) == ("", "Iran · state")
    assert "ایران" in found.text
    (found,) = pages()["actors/president/"].search
    assert found.text == (
        "the president, The president He spoke. President of Iran He was there. More is left out. He fell."
    )
    assert [found.fragment for found in pages()["timeline/"].search] == ["", "crowd-came", "crowd-left", "revolution"]


@pytest.mark.parametrize(("count", "headings"), [(1, False), (8, False), (9, True)])
def test_what_is_seen_at_a_glance_has_no_headings(count: int, headings: bool) -> None:
    annotations = "".join(
        f"{kind}:\n" + "".join(f"  {kind}-{number}: {{{fields}}}\n" for number in range(count))
        for kind, fields in (
            ("actors", "name: A, kind: crowd"),
            ("glossary", "term: b, definition: B."),
            ("events", "title: C, date: 2019"),
        )
    )
    found = render(check(dossier(annotations))[0])
    assert ("Crowds</h2>" in found["actors/"].html) is headings
    assert ('id="letter_b"' in found["glossary/"].html) is headings
    assert ("Crowd</p>" in found["actors/"].html) is not headings
    # What is cited makes no table of contents by itself.
    assert [heading.title for heading in found["sources/"].headings] == []


def test_an_empty_dossier_has_every_index() -> None:
    found = render(check(dossier())[0])
    assert {"actors/", "places/", "background/", "glossary/", "timeline/", "quotes/", "claims/", "sources/"} <= set(
        found
    )
    assert "No actors" in found["actors/"].html


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("One. Two! “Three?” Four", ["One.", "Two!", "“Three?”", "Four"]),
        ("Mr. Smith of the U.S. Army left… and came.", ["Mr. Smith of the U.S. Army left… and came."]),
        ("“No!” he said. “Yes.”", ["“No!” he said.", "“Yes.”"]),
        ("一。二！三", ["一。", "二！", "三"]),
        ("متى؟ الآن.", ["متى؟", "الآن."]),
        ("It cost 3.5 million.", ["It cost 3.5 million."]),
    ],
)
def test_sentences(paragraph: str, expected: list[str]) -> None:
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == expected


def test_a_long_sentence_is_cut_at_words() -> None:
    seed = "word " * 200 + "the president " + "word " * 200
    actor = "actors: {p: {name: the president, kind: person, sources: [report]}}"
    html = render(check(dossier(actor, seed=seed))[0])["actors/p/"].html
    sentence = text(LexborHTMLParser(html).css_first(".sentence"))
    assert sentence.startswith("… word")
    assert sentence.endswith("word …")
    assert len(sentence) < 360


def test_search_finds_a_name_without_its_marks() -> None:
    """The index takes words as they stand: who types no accents finds only what has none."""
    site, _ = check(dossier("actors: {a: {name: Ka'ib Ñandú, kind: person}, b: {name: The Plain, kind: person}}"))
    made = render(site)
    assert made["actors/a/"].search[0].text == "Ka'ib Ñandú, kaib nandu"
    assert made["actors/b/"].search[0].text == "The Plain"
