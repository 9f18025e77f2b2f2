"""Only regular files within the dossier's folder are read, and what is not read is not passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import cli
from builder.files import LARGEST_FILE


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def link_up(path: Path) -> None:
    (path.parents[2] / "outside.txt").write_text("outside")
    path.symlink_to("../../outside.txt")


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)


def folder_elsewhere(path: Path) -> None:
    path.symlink_to("/etc")


@pytest.mark.parametrize("name", ["seeds/b.txt", "annotations/b.yml"])
@pytest.mark.parametrize("make", [link, link_up, link_to_nothing, loop, device, os.mkfifo, huge, folder_elsewhere])
def test_what_is_no_file_of_the_dossier_is_refused(
    make: Callable[[Path], None], name: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(example / name)
    assert cli.run(["-C", str(example), "check"]) == 2
    said = capsys.readouterr()
    assert name in said.err
    assert "root:" not in said.out + said.err


def test_a_link_within_the_dossier_is_followed(example: Path) -> None:
    """`docs/` may share a file with the seeds, say."""
    text = next((example / "seeds").iterdir())
    text.rename(example / "docs" / "text.txt")
    text.symlink_to("../docs/text.txt")
    assert cli.run(["-C", str(example), "check"]) == 0


def test_a_seed_is_named_below_seeds(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("../annotations/all.yml", "/etc/passwd", "bridge.txt/../../annotations/all.yml"):
        (example / "annotations" / "b.yml").write_text(f"articles: {{b: {{file: {name}, title: T, date: 2020-01-01}}}}")
        assert cli.run(["-C", str(example), "check"]) == 1
        assert "missing-seed" in capsys.readouterr().out


def test_a_file_among_the_annotations_that_is_not_read_is_told(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = example / "annotations"
    for name in ("actors.txt", "actors.yml.txt", "of/it.json", "README.md", ".hidden.txt", "actors.yml~"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\xff")
    os.mkfifo(folder / "pipe")
    assert cli.run(["-C", str(example), "check"]) == 0
    said = capsys.readouterr().out
    assert said.count("[unread-file]") == 3
    for name in ("actors.txt", "actors.yml.txt", "of/it.json"):
        assert f"--> annotations/{name}" in said


@pytest.mark.parametrize("name", ["b.yaml", "b.YML"])
def test_a_file_of_annotations_is_read_however_its_ending_is_written(
    name: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (example / "annotations" / name).write_text("actors: {nobody: {}}\n", encoding="utf-8")
    assert cli.run(["-C", str(example), "check"]) == 1
    assert f"annotations/{name}:1:10" in capsys.readouterr().out
