"""An id renamed is renamed everywhere, and nothing else changes by a byte."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import cli, pipeline
from builder.diagnostics import Diagnostic
from builder.files import read_inputs
from builder.parse import parse
from builder.rename import rename
from builder.values import Inputs
from tests.conftest import ROOT
from tests.dossiers import Files, dossier

PAGES = {
    "docs/index.md": "See [[iran|it]], `[[iran]]`, [iran](/actors/iran/), (../articles/siege/#iran_m1), [us](https://example.org/actors/iran/).\n"
}
WRITINGS = """
    actors:
      # iran is a state
      iran:   # iran
        name: Iran
        kind: state
        see: [iraq, 'iran']
        sources: [report]
        body: |  # [[iran]] in a comment
          The state of iran, [[iran]] and [[ iran | iran ]], is not [[iran-2]] nor `[[iran]]`.
          See [there](/articles/siege/#iran_m2), [here](../actors/iran/).
        relations:
          - {is: neighbour of, of: "iran"}
          - is: part of
            of: >-
              iran
      iraq: {name: Iraq, kind: state, relations: [{is: neighbour of, of: iran}], sources: [report]}
      iran-2: {name: The president, kind: person, summary: "\\nIt\\tspoke of [[iran|\\"iran\\"]], a
          [[iran]] of iran."}
    quotes:
      q: {speaker: iran, addressee: Iran, at: The president spoke, sources: [report]}
    mentions:
      iran-there: {is: iran, at: embassy. The}
"""


def renamed(files: Files, old: str, new: str) -> dict[str, str]:
    """The whole dossier with another id."""
    texts = {name: str(text) for name, text in files.items()}
    annotations = {name: text for name, text in texts.items() if name.startswith("annotations/")}
    pages = {name: text for name, text in texts.items() if name.startswith("docs/")}
    return texts | rename(parse(Inputs.of(files))[0], annotations, pages, old, new)


def test_every_way_of_naming_is_renamed_and_nothing_else() -> None:
    files = dossier(WRITINGS) | PAGES
    after = renamed(files, "iran", "persia")
    assert after["docs/index.md"] == (
        "See [[persia|it]], `[[iran]]`, [iran](/actors/persia/), (../articles/siege/#persia_m1), [us](https://example.org/actors/iran/).\n"
    )
    assert after["annotations/a.yml"] == dedent("""\
        actors:
          # iran is a state
          persia:   # iran
            name: Iran
            kind: state
            see: [iraq, 'persia']
            sources: [report]
            body: |  # [[iran]] in a comment
              The state of iran, [[persia]] and [[ persia | iran ]], is not [[iran-2]] nor `[[iran]]`.
              See [there](/articles/siege/#persia_m2), [here](../actors/persia/).
            relations:
              - {is: neighbour of, of: "persia"}
              - is: part of
                of: >-
                  persia
          iraq: {name: Iraq, kind: state, relations: [{is: neighbour of, of: persia}], sources: [report]}
          iran-2: {name: The president, kind: person, summary: "\\nIt\\tspoke of [[persia|\\"iran\\"]], a
              [[persia]] of iran."}
        quotes:
          q: {speaker: persia, addressee: Iran, at: The president spoke, sources: [report]}
        mentions:
          iran-there: {is: persia, at: embassy. The}
        """)


def test_a_source_is_cited_by_its_new_id() -> None:
    text = 'notes: {n: {at: Iran, body: "A [@report; @report-2, report 3] [@other;@report].", sources: [{id: report}]}}'
    after = renamed(dossier(text), "report", "study")
    assert "[@study; @report-2, report 3] [@other;@study]" in after["annotations/a.yml"]
    assert "sources: [{id: study}]" in after["annotations/a.yml"]
    assert after["annotations/article.yml"].endswith(
        "sources: [study]}\nsources:\n  study: {type: report, title: The siege in Baghdad}\n"
    )


def test_an_article_is_renamed_in_selectors_settings_and_addresses() -> None:
    text = """\
        dossier: {settings: {dismissed: [{exact: Iran, article: siege}]}}
        notes: {n: {at: {exact: Iran, article: siege}, body: "[n](/articles/siege/#n) and [[siege]]"}}
    """
    after = renamed(dossier(text), "siege", "the-siege")["annotations/a.yml"]
    assert re.findall(r"\w*-?siege", after) == ["the-siege"] * 4


BAGHDAD = read_inputs(ROOT)
BAGHDAD_FILES: Files = {
    **BAGHDAD.seeds,
    **{name: raw.decode() for name, raw in BAGHDAD.annotations.items()},
    **{name: raw.decode() for name, raw in read_inputs(ROOT).pages.items()},
}
BAGHDAD_IDS = sorted(parse(BAGHDAD)[0].records)


@settings(deadline=None, max_examples=6)
@given(st.sampled_from(BAGHDAD_IDS))
def test_there_and_back_gives_the_same_bytes(id: str) -> None:
    files = {name: text for name, text in BAGHDAD_FILES.items() if isinstance(text, str)}
    after = renamed(files, id, "quite-another")
    assert after != files
    assert renamed(after, "quite-another", id) == files


def faults(files: Files, old: str, new: str) -> list[Diagnostic]:
    """A dossier's diagnostics as they would be if an id were another; places are left to the next one."""
    found = pipeline.check(Inputs.of(files))[1]
    word = re.compile(rf"(?<![\w-]){old}(?![\w-])")
    return sorted(
        (
            replace(
                d, message=word.sub(new, d.message), help="", notes=(), place=replace(d.place, column=0, end_column=0)
            )
            for d in found
        ),
        key=lambda d: (d.place, d.rule, d.message),
    )


FAULTY = """
    actors:
      iran: {name: Iran, kind: state, see: [nobody], body: Uncited.}
      iraq: {name: Iran, kind: state, see: [iran], status: draft}
    notes:
      n: {at: nowhere, body: "[[iran]] [[iraq]] [@iran]"}
"""


@pytest.mark.parametrize("id", ["iran", "iraq", "n", "report", "siege"])
def test_the_diagnostics_stay_the_same(id: str) -> None:
    before = faults(dossier(FAULTY), id, "zz")
    assert len({d.rule for d in before}) > 4
    assert faults(renamed(dossier(FAULTY), id, "zz"), "zz", "zz") == before


def run(folder: Path, *arguments: str) -> int:
    return cli.run(["-C", str(folder), "rename", *arguments])


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_says_what_it_changed(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(example, "harbour-authority", "authority") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "annotations/all.yml:17: authority:" in lines
    assert "annotations/all.yml:67: actors: [{id: authority, role: closed it}]" in lines
    assert cli.run(["-C", str(example), "check"]) == 0


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("nobody", "somebody", "no record has the id `nobody`"),
        ("old-brigde", "new-bridge", "did you mean `old-bridge`"),
        ("old-bridge", "rivet", "the id `rivet` is taken"),
        ("old-bridge", "New Bridge", "write `new-bridge`"),
        ("old-bridge", "p3", "cannot be an id"),
        ("old-bridge", "old-bridge", "is taken"),
    ],
)
def test_what_cannot_be_renamed_is_refused(
    example: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, why: str
) -> None:
    before = contents(example)
    assert run(example, old, new) == 2
    assert why in capsys.readouterr().err
    assert contents(example) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        pytest.param("actors: [\n", "dossier check", id="a file that cannot be read"),
        pytest.param("events: {old-bridge: {title: Another, date: 2020}}\n", "share an id", id="an id of two records"),
        pytest.param(
            "places: {x: {name: &n old-bridge, in: *n}}\n", "nothing was renamed", id="an id shared with a name"
        ),
    ],
)
def test_a_dossier_in_which_the_id_cannot_be_found_is_left_alone(
    example: Path, capsys: pytest.CaptureFixture[str], more: str, why: str
) -> None:
    (example / "annotations/more.yml").write_text(more)
    before = contents(example)
    assert run(example, "old-bridge", "new-bridge") == 2
    assert why in capsys.readouterr().err
    assert contents(example) == before


def test_all_files_change_or_none(
    example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (example / "docs/index.md").write_text("[[old-bridge]]\n")
    before = contents(example)
    replace_file, calls = Path.replace, []

    def fail(self: Path, target: Path) -> Path:
        calls.append(target.name)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    assert run(example, "old-bridge", "new-bridge") == 2
    assert "No space left" in capsys.readouterr().err
    assert calls == ["all.yml", "index.md", "all.yml"]
    assert contents(example) == before
