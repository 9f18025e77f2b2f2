"""The published folder is replaced in one step or not at all, and nothing in it that others made is ever touched."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import publish
from builder.cache import folder_for
from tests.test_killed import build, contents, edit


@pytest.fixture
def published(example: Path) -> tuple[Path, dict[str, bytes]]:
    """A dossier with its site, edited since, and what the site held."""
    assert build(example) == 0
    before = contents(example / "site")
    edit(example, "name: Harbour Authority", "name: Port Authority")
    return example, before


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), "index.html")

    return fail


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize(
    ("where", "is_whole"),
    [
        ("mkdocs.utils.write_file", True),
        ("builder.plugin.mark", True),
        ("builder.publish._exchange", True),
        ("builder.publish._place_for", False),
        ("builder.publish.mark", False),
        ("builder.publish._exchange", False),
    ],
)
def test_a_full_or_read_only_disk_leaves_the_old_site_and_says_so(
    published: tuple[Path, dict[str, bytes]],
    cache: Path,
    where: str,
    is_whole: bool,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dossier, before = published
    if is_whole:
        shutil.rmtree(cache)
    with monkeypatch.context() as patched:
        patched.setattr(where, failing(code))
        assert build(dossier) == 2
    message = capsys.readouterr().err
    assert os.strerror(code) in message
    assert "the old one is as it was" in message
    assert contents(dossier / "site") == before
    assert build(dossier) == 0
    assert contents(dossier / "site") != before


def test_two_builds_at_once(published: tuple[Path, dict[str, bytes]], capsys: pytest.CaptureFixture[str]) -> None:
    dossier, before = published
    with publish.locked(dossier):
        assert build(dossier) == 2
        assert "another build" in capsys.readouterr().err
        assert contents(dossier / "site") == before
    assert build(dossier) == 0


def test_without_locks(published: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, before = published
    monkeypatch.setattr("fcntl.flock", failing(errno.ENOLCK))
    assert build(dossier) == 0
    assert contents(dossier / "site") != before


def test_without_a_cache(example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There is none where its folder cannot be made, or can be read by others."""
    assert build(example) == 0
    expected = contents(example / "site")
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "open/dossier").mkdir(parents=True)
    (tmp_path / "open/dossier").chmod(0o777)
    for place in ("file", "open"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / place))
        assert folder_for(example) is None
        assert build(example) == 0
        assert contents(example / "site") == expected
        assert not list(example.glob(".site*"))


def test_a_whole_build_over_a_site_leaves_one_older_site_and_no_other(published: tuple[Path, dict[str, bytes]]) -> None:
    dossier, _ = published
    folder = folder_for(dossier)
    assert folder
    for name in ("Port", "Harbour"):
        (dossier / "mkdocs.yml").write_text(f"site_name: {name}\ntheme: material\nplugins: [dossier]\n")
        assert build(dossier) == 0
        assert sorted(path.name for path in folder.iterdir()) == ["site", "values.sqlite"]
    assert "Port" in (folder / "site/404.html").read_text()
    assert "Harbour" in (dossier / "site/404.html").read_text()


def test_a_cache_on_another_disk(published: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, before = published
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(publish, "_system_exchange", lambda *_: False)
    assert build(dossier) == 0
    assert contents(dossier / "site") != before
    assert not list(dossier.glob(".site*"))


def test_what_lies_in_the_way_where_a_site_is_made(published: tuple[Path, dict[str, bytes]]) -> None:
    dossier, _ = published
    folder = folder_for(dossier)
    assert folder
    made = folder / "site"
    (made / "stray").mkdir(parents=True)
    (made / "stray/page.html").write_text("left behind")
    for name in ("actors", "articles"):
        shutil.rmtree(made / name, ignore_errors=True)
        (made / name).write_text("a file for a folder")
    for name in ("index.html", "claims/index.html"):
        (made / name).unlink(missing_ok=True)
        (made / name).mkdir(parents=True)
    assert build(dossier) == 0
    after = contents(dossier / "site")
    shutil.rmtree(folder)
    assert build(dossier) == 0
    assert contents(dossier / "site") == after


def test_a_site_that_cannot_be_moved_in_leaves_the_old_one(
    published: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier, before = published
    rename = Path.rename

    def stuck(path: Path, target: Path) -> Path:
        if target == dossier / "site" and "aside" not in path.name:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(path, target)

    monkeypatch.setattr(publish, "_system_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", stuck)
    assert build(dossier) == 2
    assert "the old one is as it was" in capsys.readouterr().err
    assert contents(dossier / "site") == before


def add_page(site: Path) -> None:
    (site / "actors" / "mine.html").write_text("mine")


def add_link(site: Path) -> None:
    (site / "elsewhere").symlink_to(site.parent / "docs")


@pytest.mark.parametrize("spoil", [add_page, add_link])
@pytest.mark.parametrize("is_remembered", [True, False])
def test_what_others_put_into_the_site_stays(
    published: tuple[Path, dict[str, bytes]],
    cache: Path,
    spoil: Callable[[Path], None],
    is_remembered: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dossier, _ = published
    site = dossier / "site"
    spoil(site)
    if not is_remembered:
        shutil.rmtree(cache)
    before = contents(site)
    assert build(dossier) == 2
    message = capsys.readouterr().err
    assert "mine.html" in message or "elsewhere" in message
    assert "site_dir" in message
    assert contents(site) == before
    assert (site / "elsewhere").is_symlink() == (spoil is add_link)


def test_a_folder_full_of_other_things_is_no_place_for_a_site(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (example / "site").mkdir()
    (example / "site/thesis.odt").write_text("years of work")
    assert build(example) == 2
    assert "thesis.odt" in capsys.readouterr().err
    assert [path.name for path in (example / "site").iterdir()] == ["thesis.odt"]


@pytest.mark.parametrize("place", ["seeds", "seeds/site", "annotations/out", ".", ".."])
def test_the_site_meets_none_of_the_dossiers_own_folders(
    example: Path, place: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with (example / "mkdocs.yml").open("a") as settings:
        settings.write(f"\nsite_dir: {place}\n")
    before = contents(example)
    assert build(example) == 2
    assert "site_dir" in capsys.readouterr().err + caplog.text  # what meets docs/ is refused by MkDocs
    assert contents(example) == before


def test_a_damaged_page_is_mended(example: Path) -> None:
    assert build(example) == 0
    before = contents(example / "site")
    (example / "site/index.html").write_text("spoilt")
    (example / "site/actors/index.html").unlink()
    assert build(example) == 0
    assert contents(example / "site") == before


def test_a_site_behind_a_link_is_replaced_where_it_is(example: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (example / "site").symlink_to(tmp_path / "www")
    assert build(example) == 0
    assert (example / "site").is_symlink()
    assert (tmp_path / "www/index.html").is_file()


def test_nothing_changed_is_left_alone(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(example) == 0
    before = (example / "site").stat()
    capsys.readouterr()
    assert build(example) == 0
    assert "nothing has changed" in capsys.readouterr().out
    after = (example / "site").stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


def test_warnings_are_told_again_where_nothing_changed(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "annotations/more.yml").write_text("glossary: {unheard: {term: unheard-of, definition: x}}\n")
    told = []
    for _ in range(2):
        assert build(example) == 0
        told.append(capsys.readouterr().out)
    warnings, _ = told[0].split("built")
    assert "unheard" in warnings
    assert told[1].startswith(warnings)
    assert "nothing has changed" in told[1]


def test_without_the_systems_exchange(
    published: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, before = published
    monkeypatch.setattr(publish, "_system_exchange", lambda *_: False)
    assert build(dossier) == 0
    assert contents(dossier / "site") != before


def test_a_site_that_mkdocs_built_is_known_as_ours(example: Path) -> None:
    assert subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=example, check=False).returncode == 0
    before = contents(example / "site")
    assert build(example) == 0
    assert contents(example / "site") == before


def test_folders_that_hold_nothing_do_not_come_back(tmp_path: Path) -> None:
    (tmp_path / "new/gone/page").mkdir(parents=True)  # a page of it was lost, and was not missed
    publish.renew(tmp_path / "new", {}, tmp_path / "old", {"kept/index.html": b""})
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [publish.MARK, "kept"]
