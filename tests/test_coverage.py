"""What a text still lacks: names, acronyms, quotations and time expressions that nothing covers."""

import pytest

from builder import pipeline
from builder.coverage import as_lines, coverage
from builder.detect import detect
from builder.seed import parse_seed
from builder.suggestions import suggest
from builder.values import Inputs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The man met Anna Karenina.", [("name", "Anna Karenina")]),
        ("The talks ended. He left.", []),
        ("Kataib Hizbollah said so.", [("name", "Kataib Hizbollah")]),
        ("He asked the PMU.", [("acronym", "PMU"), ("name", "PMU")]),
        ("It said “no” on Friday.", [("quotation", "“no”"), ("time expression", "Friday")]),
        ("They met over the weekend.", [("time expression", "over the weekend")]),
        ("It was one of the worst in years.", [("time expression", "in years")]),
        (
            "A day after, on 3 May 2019, it rained.",
            [("time expression", "A day after"), ("time expression", "3 May 2019")],
        ),
        ("LONDON — The talks failed.", [("acronym", "LONDON")]),
        ("They met – He agreed, Iran – Iran said that he lied.", [("name", "Iran"), ("name", "Iran")]),
        (
            "They hoped last summer, and earlier this year.",
            [("time expression", "last summer"), ("time expression", "earlier this year")],
        ),
        *(
            (f"It rained {words}.", [("time expression", words)])
            for words in (
                *("as early as April", "by spring", "since Monday evening", "early on Thursday", "within ten days"),
                *("at the start of the year", "by the end of last month", "until the early 1990s", "through 2019"),
                *("from 1999 to 2001", "before the weekend", "after 3 May", "by year’s end", "earlier in the day"),
            )
        ),
        *(
            (f"They spoke of {words}.", [("time expression", words)])
            for words in ("February", "March and April", "the following week", "Friday 27 December", "the 18th")
        ),
        ("May he march on for 2000 miles, at 1600 metres, and spring up.", []),
        ("Theresa May left.", [("name", "Theresa May")]),
        ("On Monday Anna Keller left.", [("time expression", "Monday"), ("name", "Anna Keller")]),
        ("It was Black Friday.", [("name", "Black Friday")]),
        ("He read the Sunday Echo.", [("name", "Sunday Echo")]),
        ("مرحبا بالعالم", []),
    ],
)
def test_detect(text: str, expected: list[tuple[str, str]]) -> None:
    assert [
        (found.sort, text[found.start : found.end]) for found in detect(parse_seed("seeds/a.txt", text))
    ] == expected


def test_the_report_counts_and_names_what_is_bare() -> None:
    annotations = """
articles:
  a: {file: a.txt, title: A talk, date: 2020-01-01}
actors:
  anna: {name: Anna, kind: person}
"""
    inputs = Inputs.of(
        {"seeds/a.txt": "A talk\n\nThe man met Anna.\n\nHe saw Boris on Friday.", "annotations/a.yml": annotations}
    )
    site, _ = pipeline.check(inputs)
    assert list(as_lines(coverage(site)[0])) == [
        "a: 1 of 2 paragraphs below the headline, 1 of 2 names, 0 of 1 time expressions annotated",
        "  seeds/a.txt:5:1: nothing speaks of paragraph 3",
        "  seeds/a.txt:5:8: name without annotation: Boris",
        "  seeds/a.txt:5:17: time expression without annotation: Friday",
    ]


def test_a_short_form_of_a_known_name_is_bare_though_it_begins_a_sentence() -> None:
    annotations = """
articles: {a: {file: a.txt, title: A strike, date: 2020-01-01}}
actors: {brandt: {name: Brandt Lines, kind: organisation}, keller: {name: Anna Keller, kind: person}}
"""
    text = "Brandt Lines met Anna Keller. Brandt said no. Keller’s men left. Lines were long."
    site, _ = pipeline.check(Inputs.of({"seeds/a.txt": text, "annotations/a.yml": annotations}))
    (report,) = coverage(site)
    assert report.summary == "1 of 1 paragraphs, 2 of 4 names annotated"
    assert [row.text.partition(": ")[2] for row in report.rows] == ["Brandt", "Keller"]


def test_a_title_is_no_part_of_a_name_and_two_names_are_two() -> None:
    annotations = """
articles: {a: {file: a.txt, title: A strike, date: 2020-01-01}}
actors: {ana: {name: Ana Rey, kind: person}}
"""
    text = "He met Lieutenant-Commander Ana Rey and Boris."
    site, _ = pipeline.check(Inputs.of({"seeds/a.txt": text, "annotations/a.yml": annotations}))
    (report,) = coverage(site)
    assert report.summary == "1 of 1 paragraphs, 1 of 2 names annotated"


def test_what_an_editor_has_dismissed_is_nothing_to_do() -> None:
    annotations = """
dossier: {settings: {dismissed: [Boris, {exact: Friday, occurrence: 2}]}}
articles: {a: {file: a.txt, title: A talk, date: 2020-01-01}}
"""
    inputs = Inputs.of(
        {"seeds/a.txt": "He met Boris on Friday. Boris left on Friday.", "annotations/a.yml": annotations}
    )
    (report,) = coverage(pipeline.check(inputs)[0])
    assert report.summary == "0 of 1 paragraphs, 0 of 1 time expressions annotated"
    assert [row.text for row in report.rows if "without" in row.text] == ["time expression without annotation: Friday"]


@pytest.mark.parametrize("dated", ["since Monday evening", "Monday evening", "Monday"])
def test_a_time_expression_may_be_annotated_without_what_leads_it_in(dated: str) -> None:
    annotations = f"""
articles: {{a: {{file: a.txt, title: A talk, date: 2020-01-01}}}}
dates: {{monday: {{at: {dated}, date: 2019-12-30}}}}
"""
    inputs = Inputs.of({"seeds/a.txt": "It has rained since Monday evening.", "annotations/a.yml": annotations})
    site, _ = pipeline.check(inputs)
    assert "1 of 1 time expressions" in coverage(site)[0].summary
    assert suggest(site) == []


def test_the_report_names_what_is_not_complete_and_what_nothing_uses() -> None:
    annotations = """
articles:
  a: {file: a.txt, title: A talk, date: 2020-01-01, sources: [paper]}
actors:
  zoe: {name: Zoe, kind: person, status: draft}
  anna: {name: Anna, kind: person, summary: She was there.}
  boris: {name: Boris, kind: person, summary: He was not.}
glossary:
  talk: {term: talks, definition: "Words. [@paper]"}
  linked: {term: linkage, definition: "See [[talk]]. [@paper]"}
sources:
  paper: {type: report, title: A paper}
  book: {type: book, title: A book}
"""
    inputs = Inputs.of({"seeds/a.txt": "Anna saw Zoe.", "annotations/a.yml": annotations})
    reports = coverage(pipeline.check(inputs)[0])
    assert [(report.article, report.summary) for report in reports] == [
        ("a", "1 of 1 paragraphs, 1 of 1 names annotated; 1 draft, 1 uncited statement"),
        ("", "1 uncited statement, 1 unused term, 1 unused source"),
    ]
    assert [row.text.partition(": ")[2] for report in reports for row in report.rows if not row.is_warned_of] == [
        "the actor `zoe`",
        "`linked`",
    ]
