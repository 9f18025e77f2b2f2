"""The site's folder, changed in one step: the disk's other door, for what the builder makes.

A site is made in a folder of its own and takes the place of the old one by an exchange of names, so that whoever looks
sees one of the two, whole. The list of its files lies in the site (`MARK`): what is not on it was made by somebody else
and is never removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.diagnostics import Unusable

# Which files of the site we made, in the site itself: the next build may know nothing else of it.
MARK = ".dossier-site"
_MARK_HEAD = "Made by Dossier; a build replaces these files and refuses to touch any other.\n"
SHOWN = 3
# What tells that a file is still the one that we wrote: its size and when it was changed, in nanoseconds.
State = tuple[int, int]
_NO_FILE = (-1, -1)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One build of a dossier at a time. Raises `Unusable` while another is at work."""
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Unusable(f"another build of {root.resolve()} is at work: wait for its end, then try again") from None
    except OSError:
        pass  # a file system without locks
    else:
        yield
        return
    finally:
        os.close(handle)
    yield


def files_in(folder: Path, empty: list[str] | None = None) -> dict[str, os.stat_result]:
    """Every file below a folder, by its path there; links are not followed. Folders without any go into `empty`."""
    found: dict[str, os.stat_result] = {}
    open_folders = [("", str(folder))]
    while open_folders:
        path, name = open_folders.pop()
        is_empty = True
        try:
            with os.scandir(name) as entries:
                for entry in entries:
                    is_empty = False
                    if entry.is_dir(follow_symlinks=False):
                        open_folders.append((f"{path}{entry.name}/", entry.path))
                    else:
                        found[path + entry.name] = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if is_empty and path and empty is not None:
            empty.append(path)
    return found


def states(folder: Path) -> dict[str, State]:
    """Every file below a folder with its state; a link or device has none."""
    return {name: _state(found) for name, found in files_in(folder).items()}


def _state(found: os.stat_result) -> State:
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else _NO_FILE


def check_target(target: Path, inputs: Iterable[Path]) -> None:
    """Refuse a folder for the site in which something else lives. Raises `Unusable`.

    That are the folders of which the site is made, and files that we did not make.
    """
    for own in inputs:
        if target.is_relative_to(own) or own.is_relative_to(target):
            raise Unusable(f"the site cannot go to {target}: it would meet {own}; set another `site_dir` in mkdocs.yml")
    if target.exists() and not target.is_dir():
        raise Unusable(f"{target} is in the way: it is not a folder; move it, or set another `site_dir` in mkdocs.yml")
    refuse_foreign(target, files_in(target))


def refuse_foreign(target: Path, found: Iterable[str], known: Iterable[str] | None = None) -> None:
    """Refuse a folder that holds files which are neither `known` nor on its own list. Raises `Unusable`."""
    foreign = sorted(set(found) - {MARK, *(_listed(target) if known is None else known)})
    if foreign:
        shown = ", ".join(foreign[:SHOWN]) + (f" and {len(foreign) - SHOWN} more" if len(foreign) > SHOWN else "")
        raise Unusable(
            f"{target} holds what Dossier did not make ({shown}), and nothing of that is ever removed:"
            " move it elsewhere, or set another `site_dir` in mkdocs.yml"
        )


def _listed(target: Path) -> list[str]:
    try:
        return (target / MARK).read_text("utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return []


def mark(folder: Path, names: Iterable[str]) -> None:
    """Write the list of a site's files into it, unless it is there."""
    content = _MARK_HEAD + "".join(f"{name}\n" for name in sorted(set(names) - {MARK}))
    file = folder / MARK
    if not file.is_file() or file.read_text("utf-8") != content:
        file.unlink(missing_ok=True)  # it may be the same file in two folders
        file.write_text(content, "utf-8")


@contextmanager
def publishing(target: Path, beside: Path, *, anew: bool = False) -> Iterator[Path]:
    """A folder that takes the place of `target` when the block ends well; otherwise `target` stays as it was.

    It is `beside`, with what a build before has left there, or empty where all is made `anew`. What was published lies
    there afterwards, in the cache. Raises `Unusable` where something cannot be written.
    """
    old = beside.with_name(f"{beside.name}-old")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if anew and beside.exists():
            shutil.rmtree(old, ignore_errors=True)
            # Removed at the end: ext4 is slow to make files for minutes after it has removed many.
            beside.rename(old)
        beside.mkdir(parents=True, exist_ok=True)
        yield beside
        _exchange(beside, target)
        if beside.parent == target.parent:
            shutil.rmtree(beside, ignore_errors=True)
    except Unusable:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        what = f"{error.filename or target}: {error.strerror or error}"
        raise Unusable(f"the site could not be written, and the old one is as it was ({what})") from error
    finally:
        shutil.rmtree(old, ignore_errors=True)


def beside(target: Path, cache: Path | None) -> Path:
    """Where a site is made: in the cache, if it can be moved from there in one step, or else next to its place."""
    near = target.with_name(f".{target.name}.dossier-build")
    if cache is None:
        return near
    target.parent.mkdir(parents=True, exist_ok=True)
    import tempfile

    probe = Path(tempfile.mkdtemp(dir=cache))
    moved = target.with_name(f".{target.name}.{probe.name}")
    try:
        probe.rename(moved)
    except OSError:
        probe.rmdir()
        return near
    moved.rmdir()
    return cache / "site"


def renew(folder: Path, wanted: Mapping[str, State], old: Path, new: Mapping[str, bytes]) -> dict[str, State]:
    """Make a folder hold the files `wanted`, as they are in `old`, and the `new` ones; returns the states of all.

    What is in the right state already stays, the rest of `wanted` becomes a second name of the file in `old`.
    """
    left = list[str]()
    found = {name: _state(status) for name, status in files_in(folder, left).items()}
    for name in found.keys() - wanted.keys() - new.keys() - {MARK}:
        (folder / name).unlink()
        left.append(name.rpartition("/")[0])
    for path in map(Path, left):
        with suppress(OSError):  # until one that holds something
            for above in (path, *path.parents):
                (folder / above).rmdir()
    for name in [name for name, state in wanted.items() if found.get(name) != state]:
        try:
            with suppress(FileExistsError):
                os.mkdir(f"{folder}/{name.rpartition('/')[0]}")  # noqa: PTH102 (a third of the time)
            os.link(f"{old}/{name}", f"{folder}/{name}", follow_symlinks=False)
        except OSError:  # no folder above that, or something in its place
            os.link(old / name, _place_for(folder, name), follow_symlinks=False)
    for name, content in new.items():
        _place_for(folder, name).write_bytes(content)
    mark(folder, [*wanted, *new])
    return {**wanted, **{name: _state((folder / name).stat()) for name in (*new, MARK)}}


def _place_for(folder: Path, name: str) -> Path:
    """Where a file can be written: nothing has its name, everything above it is a folder."""
    file = folder / name
    try:
        file.unlink(missing_ok=True)  # never write into a file that has a second name
    except (NotADirectoryError, IsADirectoryError, PermissionError):
        for above in (*reversed(file.relative_to(folder).parents), file.relative_to(folder)):
            if (folder / above).is_symlink() or (folder / above).is_file():
                (folder / above).unlink()
        shutil.rmtree(file, ignore_errors=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change their names, in one step where the system can."""
    if not other.exists():
        one.rename(other)
        one.mkdir()
        return
    swapped = _system_exchange(os.fsencode(one), os.fsencode(other))
    if not swapped:
        aside = one.with_name(f"{one.name}-aside")
        shutil.rmtree(aside, ignore_errors=True)
        other.rename(aside)
        try:
            one.rename(other)
        except OSError:
            aside.rename(other)
            raise
        aside.rename(one)


def _system_exchange(one: bytes, other: bytes) -> bool:
    import ctypes

    library = ctypes.CDLL(None)
    if sys.platform == "darwin":
        return bool(library.renamex_np(one, other, 2) == 0)  # RENAME_SWAP
    here = -100  # AT_FDCWD; the last argument is RENAME_EXCHANGE
    return hasattr(library, "renameat2") and library.renameat2(here, one, here, other, 2) == 0
