"""The disk's one door: a dossier's files in, finished sites out."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.values import Inputs

ANNOTATION_SUFFIXES = (".yml", ".yaml")


class Unusable(Exception):
    """The folder cannot be used as it is; the message tells the user why and what to do."""


def read_inputs(root: Path) -> Inputs:
    """The seeds and annotations below `root`, by their path relative to it, in the order of their names.

    Only regular files within the folder are read; a link or device in their place is refused, never followed.
    Raises `Unusable`.
    """
    if not (root / "annotations").is_dir():
        raise Unusable(f"{root} is no dossier: it has no folder `annotations` (see `dossier --help`)")
    seeds = {name: _read(root, name) for name in _names(root, "seeds") if not Path(name).name.startswith(".")}
    annotations = {
        name: _read(root, name) for name in _names(root, "annotations") if name.endswith(ANNOTATION_SUFFIXES)
    }
    return Inputs(seeds, annotations)


def _names(root: Path, folder: str) -> list[str]:
    found = []
    for directory, folders, names in os.walk(root / folder):
        folders.sort()
        found += [(Path(directory) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def _read(root: Path, name: str) -> bytes:
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()) or not stat.S_ISREG(path.stat().st_mode):
        raise Unusable(f"{name} leads out of the dossier's folder or is no regular file: put the file itself there")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"{name} cannot be read: {error.strerror}") from error


def write_annotation(root: Path, name: str, old: bytes, new: str) -> None:
    """Put `new` in the place of `old` in a file below `annotations/`, whole or not at all; its mode stays.

    A file that is not there yet counts as empty. Raises `Unusable` for a file elsewhere, and for one whose bytes are
    no longer `old`: somebody else has edited it since it was read.
    """
    folder = (root / "annotations").resolve()
    target = (root / name).resolve()
    if not target.is_relative_to(folder) or target.suffix not in ANNOTATION_SUFFIXES:
        raise Unusable(f"{name} is no file of annotations: those end in .yml and lie in the folder `annotations`")
    try:
        if (target.read_bytes() if target.exists() else b"") != old:
            raise Unusable(f"{name} has changed meanwhile: nothing was written to it, run the command again")
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, new.encode())
    except OSError as error:
        raise Unusable(f"{name} cannot be written: {error.strerror}") from error


def _write_whole(target: Path, content: bytes) -> None:
    """Write a file beside the old one, on the disk for certain, then rename it into its place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `target` when the block ends well; otherwise `target` stays as it was.

    The new folder lies beside the old one, so that the change is a rename. Raises `Unusable` for a target that is no
    folder.
    """
    if target.exists() and not target.is_dir():
        raise Unusable(f"{target} is in the way: it is not a folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    try:
        fresh.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
