"""Writing to a dossier's annotations: there and nowhere else, whole, and never over somebody else's edit."""

import os
from pathlib import Path

import pytest

from builder.files import Unusable, write_together

NAME = "annotations/a.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "annotations").mkdir()
    (tmp_path / NAME).write_bytes(b"a: 1\r\n")
    return tmp_path


def test_a_file_is_replaced_and_keeps_its_mode(root: Path) -> None:
    (root / NAME).chmod(0o640)
    write_together(root, {NAME: (b"a: 1\r\n", "a: é\r\n")})
    assert (root / NAME).read_bytes() == "a: é\r\n".encode()
    assert (root / NAME).stat().st_mode & 0o777 == 0o640
    assert list((root / "annotations").iterdir()) == [root / NAME]


def test_a_new_file_counts_as_empty(root: Path) -> None:
    write_together(root, {"annotations/more/b.yml": (b"", "b: 1\n")})
    assert (root / "annotations/more/b.yml").read_text() == "b: 1\n"


def test_an_edit_made_meanwhile_is_not_lost(root: Path) -> None:
    with pytest.raises(Unusable, match=r"annotations/a\.yml has been changed since"):
        write_together(root, {NAME: (b"a: 0\r\n", "a: 2\n")})
    assert (root / NAME).read_bytes() == b"a: 1\r\n"


ELSEWHERE = {
    **dict.fromkeys(
        ["seeds/a.txt", "annotations/../b.yml", "/tmp/b.yml", "annotations/a.txt", "b.yml"],
        "no file of annotations: those end in .yml and lie in the folder `annotations`",
    ),
    **dict.fromkeys(
        ["docs/../b.md", "docs/a.txt"], "no page of your own: those end in .md and lie in the folder `docs`"
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nothing_is_written_elsewhere(root: Path, name: str) -> None:
    with pytest.raises(Unusable, match=ELSEWHERE[name]):
        write_together(root, {name: (b"", "b: 1\n")})


@pytest.mark.parametrize("name", ["annotations/b.yml", "docs/b.md"])
def test_a_link_does_not_lead_out(root: Path, name: str) -> None:
    outside, link = root / f"outside{name[-4:]}", root / name
    outside.write_text("a: 1\n")
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    with pytest.raises(Unusable, match="not behind a link that leads out of it"):
        write_together(root, {name: (b"a: 1\n", "a: 2\n")})
    assert outside.read_text() == "a: 1\n"


def test_a_failure_leaves_the_old_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unusable, match="No space left"):
        write_together(root, {NAME: (b"a: 1\r\n", "a: 2\n")})
    assert (root / NAME).read_bytes() == b"a: 1\r\n"
    assert list((root / "annotations").iterdir()) == [root / NAME]


def test_what_one_that_was_killed_has_left_goes_with_the_next_write(root: Path) -> None:
    left, at_work = root / "annotations/.a.yml-12345678", root / "annotations/.a.yml-abcdefgh"
    for path in (left, at_work):
        path.write_bytes(b"a: ")
    os.utime(left, (0, 0))
    write_together(root, {NAME: (b"a: 1\r\n", "a: 2\n")})
    assert sorted((root / "annotations").iterdir()) == [at_work, root / NAME]
