"""`dossier build`: what has changed since the last build, and no more work than that asks for.

A build leaves in the user's cache what it saw and what it made. If both are as they were, nothing is done. Whatever is
not known for certain (another builder, other settings, a file that looks younger than it should) means a build of
everything: the site is always the one that a clean build gives.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from builder import publish
from builder.cache import Cache, builder_digest, folder_for, forget_others
from builder.diagnostics import Diagnostic
from builder.publish import State

if TYPE_CHECKING:
    from builder.values import Inputs

# A file changed so short a time before it was looked at may have changed again without looking different.
UNSETTLED = 2_000_000_000
_INPUTS = ("annotations", "seeds")


@dataclass(frozen=True)
class Seen:
    """A file as it was looked at: what shows quickly that it is the same, and its digest. None: no regular file."""

    looks: tuple[int, int, int] | None
    digest: bytes | None


@dataclass(frozen=True)
class Sight:
    """Everything that a build depends on: the settings, and the files by their whole path."""

    settings: str
    files: dict[str, Seen]

    @property
    def contents(self) -> dict[str, bytes | None]:
        """What is in the files."""
        return {name: seen.digest for name, seen in self.files.items()}


@dataclass(frozen=True)
class Build:
    """What a build saw and made. `folders` are those of MkDocs that it looked at besides the dossier's own."""

    sight: Sight
    folders: tuple[str, ...]
    target: str
    outputs: dict[str, State]
    pages: int
    records: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Outcome:
    """What `dossier build` did; `target` is None where errors kept it from building."""

    target: Path | None
    made: int
    kept: int


Report = Callable[[tuple[Diagnostic, ...], "Inputs", int], None]


def build(root: Path, *, strict: bool, drafts: bool, report: Report) -> Outcome:
    """Check the dossier and bring its site up to date; `report` shows diagnostics. Raises `Unusable`."""
    with publish.locked(root):
        folder = folder_for(root)
        cache = Cache(folder, made_by := builder_digest()) if folder else None
        past: Build | None = cache.get("build") if cache else None
        settings = _settings(root, made_by, f"{strict} {drafts}")
        sight = look(root, settings, past)
        if past and past.sight.contents == sight.contents and past.sight.settings == settings and _stands(past):
            if past.diagnostics:
                from builder.files import read_inputs

                report(past.diagnostics, read_inputs(root), past.records)
            if cache and past.sight.files != sight.files:
                cache.put({"build": replace(past, sight=sight)})
            return Outcome(Path(past.target), 0, past.pages)
        return _build(root, sight, cache, folder, strict=strict, drafts=drafts, report=report)


def _build(
    root: Path, sight: Sight, cache: Cache | None, folder: Path | None, *, strict: bool, drafts: bool, report: Report
) -> Outcome:
    from builder import pipeline
    from builder.files import read_inputs

    inputs = read_inputs(root)
    checked = pipeline.check(inputs)
    if checked[1]:
        report(checked[1], inputs, len(checked[0].dossier.records))
    if pipeline.has_errors(checked[1]) or (strict and checked[1]):
        return Outcome(None, 0, 0)
    from builder.plugin import SiteBuild  # MkDocs is slow to import, and a failing check does not need it

    site = SiteBuild(root, checked, strict=strict, drafts=drafts)
    publish.check_target(site.target, [*(root.resolve() / name for name in _INPUTS), *site.folders])
    sight = replace(sight, files=sight.files | _seen(site.folders, {}))
    with publish.publishing(site.target, publish.beside(site.target, folder)) as fresh:
        publish.clear(fresh)
        site.into(fresh)
        outputs = publish.states(fresh)
    if cache and folder:
        forget_others(folder)
        folders = tuple(map(str, site.folders))
        records = len(checked[0].dossier.records)
        made = Build(sight, folders, str(site.target), outputs, site.pages, records, checked[1])
        cache.put({"build": made if site.is_closed else None})
    return Outcome(site.target, site.pages, 0)


def look(root: Path, settings: str, past: Build | None) -> Sight:
    """The files as they are; those that look as they did are not read again."""
    folders = [*(root.resolve() / name for name in _INPUTS), *map(Path, past.folders if past else ())]
    return Sight(settings, _seen(folders, past.sight.files if past else {}))


def _seen(folders: Iterable[Path], before: dict[str, Seen]) -> dict[str, Seen]:
    settled = time.time_ns() - UNSETTLED
    found: dict[str, Seen] = {}
    for folder in folders:
        for name, status in publish.files_in(folder).items():
            path = f"{folder}/{name}"
            looks = (status.st_size, status.st_mtime_ns, status.st_ctime_ns) if S_ISREG(status.st_mode) else None
            known = before.get(path)
            if known and known.looks == looks is not None:
                found[path] = known
                continue
            digest = _digest_of(path) if looks else None
            is_settled = looks and max(looks[1:]) < settled
            found[path] = Seen(looks if is_settled else None, digest)
    return found


def _digest_of(path: str) -> bytes | None:
    try:
        return hashlib.blake2b(Path(path).read_bytes(), digest_size=16).digest()
    except OSError:
        return None


def _stands(past: Build) -> bool:
    """Whether everything that was seen is a regular file, and the site is, file by file, the one that was made."""
    target = Path(past.target)
    found = publish.states(target)
    if found == past.outputs:
        return None not in past.sight.contents.values()
    publish.refuse_foreign(target, found, past.outputs)
    return False


def _settings(root: Path, made_by: str, options: str) -> str:
    """A digest of all that a build depends on besides the files in its folders."""
    try:
        written = (root / "mkdocs.yml").read_bytes()
    except OSError:
        written = b""
    environment = {
        name: os.environ[name] for name in re.findall(r"\w+", written.decode("utf-8", "replace")) if name in os.environ
    }
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    day = epoch or datetime.now(UTC).date().isoformat()  # the sitemap has it
    facts = (made_by, options, written, sorted(environment.items()), day, str(root.resolve()))
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()
