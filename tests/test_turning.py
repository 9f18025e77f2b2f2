"""A record that turns out to be something else: what an editor wrote goes with it, or nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import cli
from builder.turning import CHOICES, turned
from builder.yaml_writer import Uneditable
from tests.dossiers import check

FILES = {
    "seeds/a.txt": "The Dockers' Union (DU) met in Velmora.",
    "annotations/a.yml": "articles: {a: {file: a.txt, title: A talk, date: 2020-01-01}}\n",
    "annotations/terms.yml": "# Words\nglossary:\n  # from the text\n  du:\n    # a union, it seems\n"
    "    term: Dockers' Union\n    also: [DU]  # and?\n    definition: To be written.\n    status: draft\n",
    "annotations/actors.yml": "actors:\n  # not sure\n  velmora: {name: Velmora, kind: organisation, status: draft}\n"
    "  gazette: {name: Gazette, kind: person, role: Printer}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def turn(folder: Path, id: str, what: str) -> int:
    return cli.run(["-C", str(folder), "rename", id, "--to", what])


def test_a_term_becomes_an_actor_with_its_comments(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert turn(folder, "du", "organisation") == 0
    first, *keys = capsys.readouterr().out.splitlines()
    assert first.startswith("annotations/actors.yml: `du` stands there as `organisation`")
    assert keys == ["  `term` is now `name`", "  `definition` is left out", "  `kind: organisation` is new"]
    assert (folder / "annotations/terms.yml").read_text() == "# Words\n"
    assert (folder / "annotations/actors.yml").read_text() == FILES["annotations/actors.yml"] + (
        "  du:\n    # from the text\n    # a union, it seems\n    name: Dockers' Union\n    also: [DU]  # and?\n"
        "    status: draft\n    kind: organisation\n"
    )


def test_each_key_that_is_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "annotations/actors.yml").write_text("actors:\n  gazette: {name: Gazette, kind: person}\n", "utf-8")
    assert turn(folder, "gazette", "term") == 0
    _, *keys = capsys.readouterr().out.splitlines()
    assert keys == ["  `name` is now `term`", "  `kind` is left out", "  `definition: To be written.` is new"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_goes_with_its_last_record(folder: Path, mark: str) -> None:
    (folder / "annotations/terms.yml").write_text(
        f"{mark}glossary:\n  du: {{term: DU, definition: A union.}}\n", "utf-8"
    )
    assert turn(folder, "du", "place") == 0
    assert (folder / "annotations/places.yml").read_text().startswith("places:\n  du:")
    assert not (folder / "annotations/terms.yml").exists()


def test_an_actor_stays_where_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert turn(folder, "gazette", "organisation") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    before = FILES["annotations/actors.yml"]
    assert (folder / "annotations/actors.yml").read_text() == before.replace("kind: person", "kind: organisation")


@pytest.mark.parametrize(
    ("id", "what", "why"),
    [
        ("velmora", "place", "a comment beside `velmora` would be lost"),
        ("gazette", "place", "a place has no `role`: take that out first"),
        ("a", "place", "`a` is of the kind `article`: only actors, places and terms"),
        ("velmor", "place", "did you mean `velmora`"),
    ],
)
def test_nothing_is_lost(folder: Path, capsys: pytest.CaptureFixture[str], id: str, what: str, why: str) -> None:
    assert turn(folder, id, what) == 2
    assert why in capsys.readouterr().err
    assert {name: (folder / name).read_text() for name in FILES} == FILES


@pytest.mark.parametrize("old", CHOICES)
@pytest.mark.parametrize("new", CHOICES)
def test_each_can_become_each(old: str, new: str) -> None:
    text = turned("name: Velmora\nalso: [VELMORA]\nsummary: A port. [@x]\nkind: city\n", old)
    after = turned(text, new)
    files = {
        "annotations/b.yml": f"{CHOICES[new]}:\n  velmora:\n    {after.rstrip().replace(chr(10), chr(10) + '    ')}\n"
    }
    site, found = check({**FILES, "annotations/actors.yml": "# nobody\n", **files})
    assert site.dossier.records["velmora"].heading == "Velmora"
    assert {diagnostic.rule for diagnostic in found} <= {"dangling-reference", "uncited-statement"}
    assert "A port. [@x]" in after


def test_what_is_written_for_a_sentence_in_a_term_is_its_definition() -> None:
    assert turned("{name: A, summary: B., kind: person}", "term") == "{term: A, definition: B.}"
    doubtful = "name: A\nkind: person  # a guess: person, organisation or place?\n"
    assert (turned(doubtful, "place"), turned(doubtful, "state")) == ("name: A\n", "name: A\nkind: state\n")
    with pytest.raises(Uneditable, match="a place has one `summary` for its `definition` and `summary`: join"):
        turned("{term: A, definition: B., summary: C.}", "place")
    with pytest.raises(Uneditable, match="no `coordinates`"):
        turned("{name: A, coordinates: [1, 2]}", "term")
