"""The formats in which diagnostics are read, each by the text that it prints."""

from __future__ import annotations

import io
import json
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from builder.diagnostics import Diagnostic, Note, Place, Rule
from builder.report import FORMATS, explain, plain_line
from builder.report.excerpt import Row, visible, window
from builder.report.text import as_text
from builder.rulebook import RULES, by_id
from builder.rules import duplicate_id, not_utf8, unused_source, wrong_value
from tests.dossiers import diagnose

SOURCES = {
    "annotations/a.yml": "actors:\n  iran: {name: Iran, kind: state}\n",
    "annotations/b.yml": "\n" * 8 + "places:\n  iran: {name: Iran}\n",
}
TWICE = duplicate_id.RULE.at(
    Place("annotations/b.yml", 10, 3, 10, 7),
    "the id `iran` is given twice",
    help="rename one of the two",
    notes=[Note("first given here", Place("annotations/a.yml", 2, 3, 2, 7)), Note("ids need no prefix")],
)
UNUSED = unused_source.RULE.at(Place("annotations/c, d.yml", 3, 1, 4, 2), "no record cites 100%\nof it")


def console(**options: Any) -> Console:
    return Console(file=io.StringIO(), **{"width": 80, **options})


def shown(place: Place, source: str, **options: Any) -> str:
    """The excerpt of `place`, from its first line to its last carets."""
    found = wrong_value.RULE.at(place, "wrong")
    lines = as_text([found], {place.file: source}, console=console(**options)).split("\n")
    return "\n".join(lines[3:-4])


def snapshot(text: str) -> str:
    return dedent(text).strip("\n")


# Text


def test_a_diagnostic_at_a_terminal() -> None:
    assert (
        as_text([TWICE, UNUSED], SOURCES, console=console())
        == snapshot("""
        error[duplicate-id]: the id `iran` is given twice
          --> annotations/b.yml:10:3
           |
        10 |   iran: {name: Iran}
           |   ^^^^
           |
           = note: first given here
          ::: annotations/a.yml:2:3
           |
         2 |   iran: {name: Iran, kind: state}
           |   ----
           |
           = note: ids need no prefix
           = help: rename one of the two

        warning[unused-source]: no record cites 100%␊of it
         --> annotations/c, d.yml:3:1

        1 error, 1 warning in 2 files
        """)
        + "\n"
    )


@pytest.mark.parametrize(
    ("diagnostics", "records", "closing"),
    [
        ([], 214, "no problems in 214 records"),
        ([], 1, "no problems in 1 record"),
        ([], 12345, "no problems in 12,345 records"),
        ([TWICE], 0, "1 error in 1 file"),
        ([TWICE, TWICE], 0, "2 errors in 1 file"),
        ([UNUSED, UNUSED], 0, "2 warnings in 1 file"),
        ([TWICE, UNUSED, TWICE], 0, "2 errors, 1 warning in 2 files"),
    ],
)
def test_the_closing_line(diagnostics: list[Diagnostic], records: int, closing: str) -> None:
    assert as_text(diagnostics, {}, records, console()).rstrip("\n").split("\n")[-1] == closing


def test_wide_characters_take_two_cells() -> None:
    assert shown(Place("a.yml", 1, 9, 1, 12), "  name: 大使館 (US)\n") == snapshot("""
        1 |   name: 大使館 (US)
          |         ^^^^^^
        """)


def test_after_wide_characters() -> None:
    assert shown(Place("a.yml", 1, 5, 1, 9), "大使館 embassy\n") == snapshot("""
        1 | 大使館 embassy
          |        ^^^^
        """)


def test_combining_marks_take_none() -> None:
    assert shown(Place("a.yml", 1, 7, 1, 10), "cafe\u0301 bar\n") == "1 | cafe\u0301 bar\n  |      ^^^"


def test_a_combining_mark_alone_is_marked_at_its_letter() -> None:
    assert shown(Place("a.yml", 1, 5, 1, 6), "cafe\u0301 bar\n") == "1 | cafe\u0301 bar\n  |    ^"


def test_a_tab_takes_four_cells() -> None:
    assert shown(Place("a.yml", 1, 2, 1, 6), "\tname:\tIran\n") == snapshot("""
        1 |     name:    Iran
          |     ^^^^
        """)


def test_right_to_left_text() -> None:
    assert shown(Place("a.yml", 1, 5, 1, 9), "fa: خامن\n") == "1 | fa: خامن\n  |     ^^^^"


def test_a_span_of_two_lines() -> None:
    source = "notes:\n  who:\n    body: |\n      They left\n      the embassy.\n    at: x\n"
    assert shown(Place("a.yml", 4, 12, 5, 19), source) == snapshot("""
        4 |       They left
          |            ^^^^
        5 |       the embassy.
          |       ^^^^^^^^^^^^
        """)


def test_a_span_of_many_lines() -> None:
    source = "\n".join(f"  line {number}" for number in range(1, 13))
    assert shown(Place("a.yml", 2, 3, 11, 10), source) == snapshot("""
         2 |   line 2
           |   ^^^^^^
         3 |   line 3
           |   ^^^^^^
        ...
        11 |   line 11
           |   ^^^^^^^
        """).replace("\n ...", "\n...")


def test_a_span_that_ends_with_its_line() -> None:
    assert shown(Place("a.yml", 1, 3, 2, 1), "a b\nc\n") == "1 | a b\n  |   ^"


def test_a_span_of_nothing_at_the_end_of_a_line() -> None:
    assert shown(Place("a.yml", 1, 6, 1, 6), "name:\n") == "1 | name:\n  |      ^"


def test_lines_end_as_in_a_text_editor() -> None:
    assert shown(Place("a.yml", 3, 1, 3, 2), "a\rb\x0b\x0c\u2028\x85b\r\nc\n") == "3 | c\n  | ^"


def test_a_line_that_is_not_there() -> None:
    assert "|" not in as_text([wrong_value.RULE.at(Place("a.yml", 9), "wrong")], {"a.yml": "a\n"}, console=console())


def test_the_beginning_of_a_long_line() -> None:
    text = f"start {'x' * 200}"
    excerpt, carets = shown(Place("a.yml", 1, 1, 1, 6), text).split("\n")
    assert excerpt == f"1 | {text[:94]}…"
    assert carets == "  | ^^^^^"


def test_the_end_of_a_long_line() -> None:
    text = f"{'x' * 200} end"
    excerpt, carets = shown(Place("a.yml", 1, 202, 1, 205), text).split("\n")
    assert excerpt == f"1 | …{text[-94:]}"
    assert carets.index("^") == excerpt.index("end")
    assert carets.endswith(" ^^^")


def test_the_middle_of_a_long_line() -> None:
    excerpt, carets = shown(Place("a.yml", 1, 20_001, 1, 20_004), f"{'大' * 20_000}end{'大' * 20_000}").split("\n")
    assert excerpt.startswith("1 | …大")
    assert excerpt.endswith("大…")
    assert cell_len(excerpt) <= 100
    assert carets.index("^") == cell_len(excerpt[: excerpt.index("end")])


def test_a_span_that_is_longer_than_the_window() -> None:
    excerpt, carets = shown(Place("a.yml", 1, 5, 1, 405), f"at: {'x' * 400}").split("\n")
    assert len(excerpt) == len(carets) + len("…")


def test_a_narrow_terminal() -> None:
    place = Place("a.yml", 1, 1, 1, 6)
    excerpt, _ = shown(place, "start " * 20, width=40, force_terminal=True, color_system=None).split("\n")
    assert excerpt.endswith("…")
    assert len(excerpt) <= 40


def test_what_would_act_on_the_terminal_is_shown_instead() -> None:
    found = wrong_value.RULE.at(Place("a\x1b[2J.yml", 1, 1, 1, 2), "bad \x1b[31m \u202e value \ud800")
    text = as_text([found], {"a\x1b[2J.yml": "\x1b]0;title\x07 \u2066x\n"}, console=console())
    assert "\x1b" not in text
    assert "1 | ␛]0;title␇ \ufffdx" in text


def test_markup_of_the_terminal_library_is_text() -> None:
    found = wrong_value.RULE.at(Place("a.yml", 1, 1, 1, 2), "the `[bold]` of [@source] :smile:")
    assert "the `[bold]` of [@source] :smile:" in as_text([found], {}, console=console())


def test_colour_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b[1;31merror[duplicate-id]" in as_text(
        [TWICE], SOURCES, console=console(force_terminal=True, color_system="standard")
    )
    assert "\x1b" not in as_text([TWICE], SOURCES, console=console())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in as_text([TWICE], SOURCES, console=console(force_terminal=True, color_system="standard"))


def test_a_help_of_several_lines_is_aligned() -> None:
    found = wrong_value.RULE.at(Place("a.yml", 1, 1, 1, 2), "wrong", help="write\nat: {}")
    assert "  = help: write\n          at: {}\n" in as_text([found], {"a.yml": "x"}, console=console())


def test_one_line_for_a_log() -> None:
    assert plain_line(TWICE) == "annotations/b.yml:10:3: error[duplicate-id]: the id `iran` is given twice"
    assert "\n" not in plain_line(UNUSED)


@given(st.text(), st.integers(0, 50), st.integers(0, 50), st.integers(20, 100))
def test_any_line_fits_the_window(text: str, start: int, length: int, room: int) -> None:
    line = "".join(text.split("\n"))
    start = min(start, len(line))
    part = window(Row(1, line, start, min(start + length, len(line))), room)
    assert cell_len(part.text) <= room + 2
    assert 0 <= part.before <= cell_len(part.text)
    assert part.width >= 1
    assert part.before + part.width <= cell_len(part.text) + 1


@given(st.text(st.characters(), max_size=30))
def test_what_is_shown_is_printable(text: str) -> None:
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in visible(text))
    visible(text).encode()


# JSON


def test_json() -> None:
    assert json.loads(FORMATS["json"]([TWICE, UNUSED], {}, 0)) == {
        "diagnostics": [
            {
                "rule": "duplicate-id",
                "severity": "error",
                "message": "the id `iran` is given twice",
                "file": "annotations/b.yml",
                "line": 10,
                "column": 3,
                "end_line": 10,
                "end_column": 7,
                "help": "rename one of the two",
            },
            {
                "rule": "unused-source",
                "severity": "warning",
                "message": "no record cites 100%\nof it",
                "file": "annotations/c, d.yml",
                "line": 3,
                "column": 1,
                "end_line": 4,
                "end_column": 2,
                "help": "",
            },
        ],
        "summary": {"errors": 1, "warnings": 1, "files": 2},
    }


def test_json_of_a_clean_dossier() -> None:
    assert json.loads(FORMATS["json"]([], {}, 9)) == {
        "diagnostics": [],
        "summary": {"errors": 0, "warnings": 0, "files": 0},
    }


# GitHub


def test_github() -> None:
    assert FORMATS["github"]([TWICE, UNUSED], {}, 0) == (
        "::error file=annotations/b.yml,line=10,col=3,endLine=10,endColumn=7,title=duplicate-id"
        "::the id `iran` is given twice"
        "%0Anote: first given here (annotations/a.yml:2:3)%0Anote: ids need no prefix%0Ahelp: rename one of the two\n"
        "::warning file=annotations/c%2C d.yml,line=3,col=1,endLine=4,endColumn=2,title=unused-source"
        "::no record cites 100%25%0Aof it\n"
    )


def test_github_of_a_name_with_everything() -> None:
    found = wrong_value.RULE.at(Place("a:b,c%\r\n.yml"), "a:b,c%\r\n")
    assert "file=a%3Ab%2Cc%25%0D%0A.yml,line=1" in FORMATS["github"]([found], {}, 0)
    assert FORMATS["github"]([found], {}, 0).endswith("::a:b,c%25%0D%0A\n")


def test_github_of_a_clean_dossier() -> None:
    assert FORMATS["github"]([], {}, 9) == ""


# SARIF


def sarif(*diagnostics: Diagnostic) -> dict[str, Any]:
    log = json.loads(FORMATS["sarif"](diagnostics, {}, 0))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_describes_the_tool() -> None:
    run = sarif()
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []
    assert run["tool"]["driver"]["name"] == "dossier"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")


def test_sarif_results() -> None:
    run = sarif(TWICE, UNUSED)
    first, second = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "duplicate-id"
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["message"]["text"].split("\n") == [
        "the id `iran` is given twice",
        "note: ids need no prefix",
        "help: rename one of the two",
    ]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "annotations/b.yml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 10, "startColumn": 3, "endLine": 10, "endColumn": 7},
            }
        }
    ]
    [related] = first["relatedLocations"]
    assert related["message"] == {"text": "first given here"}
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "annotations/a.yml"
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "annotations/c%2C%20d.yml"
    assert "relatedLocations" not in second


# All of them


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_in_every_format(form: str, rule: Rule) -> None:
    found = diagnose(rule.bad.files)
    sources = {file: text for file, text in rule.bad.files.items() if isinstance(text, str)}
    text = FORMATS[form](found, sources, 0)
    assert rule.id in text
    assert text.endswith("\n")


def test_a_name_that_is_not_unicode() -> None:
    found = wrong_value.RULE.at(Place("annotations/\udce9.yml"), "wrong \udce9")
    for form in FORMATS.values():
        form([found], {}, 0).encode("utf-8")


# dossier explain


def test_a_rule_is_explained() -> None:
    assert (
        explain(duplicate_id.RULE, diagnose(duplicate_id.RULE.bad.files))
        == snapshot("""
        error[duplicate-id]: an id is given to two records

        `[[id]]` needs no prefix because an id means one record in the whole dossier, whatever its kind.
        With two of them, a link would lead readers to one or the other by chance.

        Wrong:

            annotations/a.yml:
                actors:
                  embassy: {name: Embassy staff, kind: office}
                places:
                  embassy: {name: US embassy, kind: building}

        This gives:

            error[duplicate-id]: the id `embassy` is given twice
             --> annotations/a.yml:4:3
              |
            4 |   embassy: {name: US embassy, kind: building}
              |   ^^^^^^^
              |
              = note: first here
             ::: annotations/a.yml:2:3
              |
            2 |   embassy: {name: Embassy staff, kind: office}
              |   -------
              |
              = help: ids are unique over the whole dossier, all kinds together: write another for one of the two

        Right:

            annotations/a.yml:
                actors:
                  embassy-staff: {name: Embassy staff, kind: office}
                places:
                  embassy: {name: US embassy, kind: building}
        """)
        + "\n"
    )


def test_a_file_that_cannot_be_read_is_explained_all_the_same() -> None:
    assert "The caf\ufffd by the embassy" in explain(not_utf8.RULE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule: Rule) -> None:
    text = explain(rule, diagnose(rule.bad.files))
    assert text.startswith(f"{rule.severity}[{rule.id}]: {rule.summary}\n")
    assert by_id(rule.id) is rule
    assert text.index("Wrong:") < text.index("This gives:") < text.index("Right:")
