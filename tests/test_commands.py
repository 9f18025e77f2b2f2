"""What a user is told who calls a command wrongly or in the wrong place: words and status 2, and nothing is written."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import cli
from builder.imports.importing import MAX_BYTES


def told(capsys: pytest.CaptureFixture[str], folder: Path, *command: str) -> str:
    """What a command that fails tells."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert cli.run(["-C", str(folder), *command]) == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return capsys.readouterr().err


def settings(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "mkdocs.yml").write_text(text)


def no_settings(folder: Path) -> None:
    (folder / "mkdocs.yml").unlink()


def no_annotations(folder: Path) -> None:
    shutil.rmtree(folder / "annotations")


def a_file_for_the_site(folder: Path) -> None:
    (folder / "site").write_text("a file")


def a_page_in_another_encoding(folder: Path) -> None:
    (folder / "docs/index.md").write_bytes("# Café\n".encode("latin-1"))


@pytest.mark.parametrize(
    ("make", "command", "said"),
    [
        (no_settings, "build", "mkdocs.yml is missing: it needs `site_name`"),
        (settings("plugins: [dossier]\n"), "build", "MkDocs gave up"),
        (settings("plugins: [dossier]\n"), "export markdown out", "MkDocs gave up"),
        (settings("plugins: [dossier]\n"), "export tei out", "MkDocs gave up"),
        (a_file_for_the_site, "build", "is in the way: it is not a folder"),
        (no_annotations, "check", "is no dossier, it has no folder `annotations`: go to the dossier's folder"),
        (a_page_in_another_encoding, "rename shopkeepers keepers", "a page in docs/ is not UTF-8"),
    ],
)
def test_in_the_wrong_place(
    make: Callable[[Path], object], command: str, said: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(example)
    assert said in told(capsys, example, *command.split())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("explain bad-idd", "there is no rule `bad-idd`: did you mean `bad-id`?"),
        ("explain zzzzzz", "there is no rule `zzzzzz`: `dossier explain` lists them"),
        ("compare bridge jisr", "bridge and jisr are of two articles: `bridge` and `jisr`"),
        ("compare bridge nowhere", "there is no text `nowhere`"),
        ("reanchor", "say which article is meant by its id, or the id of one of its versions: `bridge`, `jisr`"),
        ("reanchor bridge --from jisr", "`jisr` is a text of `jisr`, not of `bridge`"),
        ("import csv table.csv --article nobody", "there is no article `nobody`: it is one of bridge, jisr"),
        ("import csv nowhere.csv", "nowhere.csv cannot be read"),
        ("import csv huge.csv", f"has more than {MAX_BYTES // 1_000_000} MB: split it"),
    ],
)
def test_called_wrongly(
    command: str, said: str, example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example)
    (example / "table.csv").write_text("name\nX\n")
    with (example / "huge.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert said in told(capsys, example, *command.split())


def test_a_warning_is_an_error_where_the_check_is_strict(example: Path) -> None:
    assert cli.run(["-C", str(example), "check", "--strict"]) == 0
    (example / "annotations" / "b.yml").write_text("sources: {spare: {type: book, title: T}}\n")
    assert cli.run(["-C", str(example), "check"]) == 0
    assert cli.run(["-C", str(example), "check", "--strict"]) == 1


def test_what_is_still_to_do_does_not_push_mistakes_out_of_sight(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for status, is_covered in (("draft", True), ("drat", False)):
        text = f"glossary: {{poor: {{term: Poor, definition: D., status: {status}}}}}\n"
        (example / "annotations" / "b.yml").write_text(text)
        assert cli.run(["-C", str(example), "check"]) == (0 if is_covered else 1)
        assert ("unused term" in capsys.readouterr().out) == is_covered


def test_a_dossier_without_settings_of_a_site_can_be_checked(example: Path) -> None:
    no_settings(example)
    assert cli.run(["-C", str(example), "check"]) == 0


def test_a_port_that_is_taken(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = told(capsys, example, "serve", "--port", str(port))
    assert f"port {port} is in use or not allowed: choose another with --port" in said


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain"]) == 0
    assert "bad-id" in capsys.readouterr().out
    assert cli.run(["explain", "bad-id"]) == 0
    assert "ids are small letters" in capsys.readouterr().out


def test_a_reader_that_has_gone_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    monkeypatch.setattr("sys.stdout.writelines", gone)
    assert cli.run(["explain"]) == 1


@pytest.mark.parametrize("command", ["check", "build", "export markdown out"])
@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("site_name: S\ntheme material\nplugins: [dossier]\n", "2:1", "error[not-yaml]"),
        ("site_name: S\nplugins: *these\n", "2:10", "error[not-yaml]"),
        ("site_name: S\nplugins:\n  - search\n", "2:1", "error[no-plugin]"),
        ("site_name: S\nplugins:\n", "2:1", "error[no-plugin]"),
        ("site_name: S\n", "1:1", "error[no-plugin]"),
        ("# nothing\n", "1:1", "error[no-plugin]"),
    ],
)
def test_settings_that_make_no_site_are_told_by_each_command_in_the_same_words(
    command: str, text: str, place: str, said: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(text)(example)
    assert cli.run(["-C", str(example), *command.split()]) == 1
    out = capsys.readouterr().out
    assert f"{said}: " in out
    assert f" --> mkdocs.yml:{place}\n" in out
    assert "1 error" in out


@pytest.mark.parametrize(
    "text",
    [
        "plugins: {dossier: {exports: false}}\n",
        "plugins:\n  - search\n  - dossier: {exports: !ENV [EXPORTS, true]}\n",
        "INHERIT: ../mkdocs.yml\n",
        "x: &plugins [dossier]\nplugins: *plugins\n",
        "x: &a dossier\nplugins: [*a]\n",
        "x: !!python/name:material.extensions.emoji.twemoji\ny: !relative $docs_dir\nplugins: [dossier]\n",
        "hooks: [hook.py]\nx: !!python/object/apply:pathlib.Path.unlink [mkdocs.yml]\nplugins: [dossier]\n",
    ],
)
def test_settings_are_read_and_never_run(text: str, example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings(f"site_name: S\n{text}")(example)
    (example / "hook.py").write_text("raise SystemExit('this is run')\n")
    assert cli.run(["-C", str(example), "check"]) == 0, capsys.readouterr().out
    assert (example / "mkdocs.yml").exists()
