"""The disk's one door: a dossier's files in, finished sites out."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeAlias

from builder.diagnostics import Unusable
from builder.values import ANNOTATION_SUFFIXES, SETTINGS, Inputs

__all__ = ["Unusable"]  # most who go through this door may meet it
PAGE_SUFFIX = ".md"
# Beyond this a file is an accident or an attack, and is not even read. Annotations have a limit of their own.
LARGEST_FILE = 16_000_000
# Files before and after, None where there is no such file.
Changes: TypeAlias = Mapping[str, tuple[bytes | None, str | None]]
LEFT_BEHIND = 60  # seconds after which nobody is still writing a file of annotations


class Changed(Unusable):
    """Somebody else has edited a file since it was read; nothing was written to it."""


def read_inputs(root: Path) -> Inputs:
    """The seeds, annotations and hand-written pages below `root`, by their path relative to it, in order.

    Only regular files within the folder are read; a link or device in their place is refused, never followed.
    Raises `Unusable`.
    """
    if not (root / "annotations").is_dir():
        raise Unusable(
            f"{root.resolve()} is no dossier, it has no folder `annotations`: "
            "go to the dossier's folder, name it with `-C`, or make a new one with `dossier new`"
        )
    names = {folder: _names(root, folder) for folder in ("seeds", "annotations", "docs")}
    seeds, annotations, pages = (
        {name: read_input(root, name) for name in below if _is_input(name)} for below in names.values()
    )
    unread = tuple(name for name in names["annotations"] if _is_passed_over(root, name))
    return Inputs(seeds, annotations, pages, unread, _settings(root))


def _settings(root: Path) -> dict[str, bytes]:
    """The file in which MkDocs is told of the site. One that lies elsewhere is MkDocs's own affair."""
    is_own = (root / SETTINGS).is_file() and not (root / SETTINGS).is_symlink()
    return {SETTINGS: read_input(root, SETTINGS)} if is_own else {}


def reread(root: Path, inputs: Inputs, changed: Iterable[str]) -> Inputs:
    """`inputs` with what has `changed` read again: names of files or folders, relative to `root`. Raises `Unusable`."""
    files = {"seeds": dict(inputs.seeds), "annotations": dict(inputs.annotations), "docs": dict(inputs.pages)}
    unread = {*inputs.unread}
    for name in changed:
        if (root / name).is_dir() or any(known.startswith(f"{name}/") for known in inputs.files):
            return read_inputs(root)
        if not _is_input(name):
            unread = unread - {name} | ({name} if _is_passed_over(root, name) else set())
            continue
        below = files[name.partition("/")[0]]
        below.pop(name, None)
        if (root / name).exists():
            below[name] = read_input(root, name)
    seeds, annotations, pages = (dict(sorted(below.items())) for below in files.values())
    return Inputs(seeds, annotations, pages, tuple(sorted(unread)), _settings(root))


def read_text(file: Path) -> bytes:
    """The bytes of a text that the user names, in the dossier or elsewhere. Raises `Unusable`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}") from error


def skeleton() -> dict[str, str]:
    """The files that every new dossier begins with, by their path in it."""
    folder = resources.files("builder") / "skeleton"
    return {name: folder.joinpath(name).read_text("utf-8") for name in sorted(_below(folder))}


def _below(folder: Traversable, path: str = "") -> Iterator[str]:
    for item in folder.iterdir():
        name = f"{path}{item.name}"
        yield from _below(item, f"{name}/") if item.is_dir() else [name]


def _is_input(name: str) -> bool:
    if name.startswith("annotations/"):
        return name.lower().endswith(ANNOTATION_SUFFIXES)
    if name.startswith("docs/"):
        return name.endswith(PAGE_SUFFIX)
    return name.startswith("seeds/") and not name.rpartition("/")[2].startswith(".")


def _is_passed_over(root: Path, name: str) -> bool:
    """Whether somebody may take a file for one of annotations that is none; notes and a program's copies are not."""
    is_other = _is_input(name) or name.endswith((PAGE_SUFFIX, "~")) or "/." in name
    return name.startswith("annotations/") and not is_other and (root / name).is_file()


def _names(root: Path, folder: str) -> list[str]:
    found = []
    for directory, folders, names in os.walk(root / folder):
        # A linked folder is not walked into; it is named, so that reading it is refused and not passed over.
        names += [name for name in folders if (Path(directory) / name).is_symlink()]
        folders.sort()
        below = Path(directory).relative_to(root).as_posix()
        found += [f"{below}/{name}" for name in names]
    return sorted(found)


def read_input(root: Path, name: str) -> bytes:
    """A file of the dossier. Raises `Unusable`."""
    # Without `Path`, which takes twice as long: there may be thousands of them.
    target, folder = os.path.realpath(root / name), os.path.join(os.path.realpath(root), "")  # noqa: PTH118
    try:
        if not (target.startswith(folder) and stat.S_ISREG((found := os.stat(target)).st_mode)):  # noqa: PTH116
            raise Unusable(f"{name} leads out of the dossier's folder or is no regular file: put the file itself there")
        if found.st_size > LARGEST_FILE:
            raise Unusable(f"{name} has more than {LARGEST_FILE // 1_000_000} MB: no article is so long, split it")
        with open(target, "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError as error:
        raise Unusable(f"{name} cannot be read: {error.strerror}") from error


def write_together(root: Path, changes: Changes) -> None:
    """Put new texts in the place of old bytes in annotations and hand-written pages: in all of these files or in none.

    Each is replaced as a whole, keeps its mode, and goes with its last words. Raises `Unusable` for a file elsewhere,
    and `Changed` where the bytes of one are no longer the old ones.
    """
    done: dict[str, tuple[bytes | None, str | None]] = {}
    try:
        for name, (old, new) in changes.items():
            _write(root, name, old, new)
            done[name] = old, new
    except Unusable:
        for name, (old, new) in taking_back(done).items():
            _write(root, name, old, new)
        raise


def taking_back(changes: Changes) -> Changes:
    """What brings files back to what they were before some changes."""
    return {
        name: (None if new is None else new.encode(), None if old is None else old.decode())
        for name, (old, new) in changes.items()
    }


def _write(root: Path, name: str, old: bytes | None, new: str | None) -> None:
    target = (root / name).resolve()
    is_page = name.startswith("docs/")
    what, folder = ("page of your own", "docs") if is_page else ("file of annotations", "annotations")
    suffixes = (PAGE_SUFFIX,) if is_page else ANNOTATION_SUFFIXES
    if not (target.is_relative_to(root.resolve() / folder) and target.suffix.lower() in suffixes):
        told = f"those end in {suffixes[0]} and lie in the folder `{folder}`, not behind a link that leads out of it"
        raise Unusable(f"{name} cannot be written, it is no {what}: {told}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, name, new.encode() if new else None, old or b"")
    except OSError as error:
        raise Unusable(f"{name} cannot be written: {error.strerror}") from error


def _write_whole(target: Path, name: str, content: bytes | None, old: bytes) -> None:
    """Write a file beside the old one, on the disk for certain, then rename it into its place."""
    for left in target.parent.glob(f".{target.name}-????????"):  # by one that was killed; what is younger is at work
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT_BEHIND:
                left.unlink()
    handle, path = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    fresh = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content or b"")
            file.flush()
            os.fsync(file.fileno())
        # As late as it can be: the disk takes its time.
        if (target.read_bytes() if target.exists() else b"") != old:
            raise Changed(f"{name} has been changed since: nothing was written")
        fresh.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644)
        if content is None:
            target.unlink()
        else:
            fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def create(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a new dossier into `folder`. Raises `Unusable` where one of them would meet what is there."""
    for name in dict.fromkeys(name.partition("/")[0] for name in contents):
        if os.path.lexists(folder / name):
            raise Unusable(f"{folder / name} is there already, and nothing is ever overwritten: choose another folder")
    if folder.exists():
        write_files(folder, contents)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        write_files(fresh, contents)
        fresh.chmod(0o755)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files below `folder`, by their path there; what lies there under other names stays. Raises `Unusable`."""
    for name, content in contents.items():
        write_file(folder, name, content)


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write one file below `folder`. Raises `Unusable`."""
    target = os.path.join(folder, name)  # noqa: PTH118 (there are many pages, and half the time goes into paths)
    try:
        above = os.path.dirname(target)  # noqa: PTH120
        try:
            os.mkdir(above)  # noqa: PTH102 (nearly every page has a folder of its own)
        except OSError:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(content)
    except OSError as error:
        raise Unusable(f"{target} cannot be written: {error.strerror}") from error
