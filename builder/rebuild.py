"""`dossier build`: what has changed since the last build, and no more work than that asks for.

A build leaves in the user's cache what it saw and what it made. If both are as they were, nothing is done. Whatever is
not known for certain (another builder, other settings, a file that looks younger than it should) means a build of
everything: the site is always the one that a clean build gives.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, TypeAlias

from builder import publish
from builder.cache import Cache, Unknown, builder_digest, folder_for, forget_others
from builder.diagnostics import Diagnostic
from builder.publish import State

if TYPE_CHECKING:
    from builder.base import Base, Known
    from builder.values import Inputs, Site

    Checked = tuple[Site, tuple[Diagnostic, ...]]

# A file changed so short a time before it was looked at may have changed again without looking different.
UNSETTLED = 2_000_000_000
_INPUTS = ("annotations", "seeds")
# A file as it was looked at: what shows quickly that it is the same, and its digest. None: no regular file.
Seen: TypeAlias = tuple[tuple[int, int, int] | None, bytes | None]


@dataclass(frozen=True)
class Sight:
    """Everything that a build depends on: the settings, and the files by their whole path."""

    settings: str
    files: dict[str, Seen]

    @property
    def contents(self) -> dict[str, bytes | None]:
        """What is in the files."""
        return {name: digest for name, (_, digest) in self.files.items()}


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
    # What is not as the last whole build left it.
    patched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What `dossier build` did; `target` is None where errors kept it from building."""

    target: Path | None
    made: int
    kept: int


_FAILED = Outcome(None, 0, 0)
Report = Callable[[tuple[Diagnostic, ...], "Inputs", int], None]


def build(root: Path, *, strict: bool, drafts: bool, report: Report) -> Outcome:
    """Check the dossier and bring its site up to date; `report` shows diagnostics. Raises `Unusable`."""
    with publish.locked(root):
        folder, made_by = folder_for(root), builder_digest()
        cache = Cache(folder, made_by) if folder else None
        past: Build | None = None
        with suppress(Unknown):
            past = cache.get("build") if cache else None
        settings = _settings(root, made_by, f"{strict} {drafts}")
        # The files as they are; those that look as they did are not read again.
        folders = [*(root.resolve() / name for name in _INPUTS), *map(Path, past.folders if past else ())]
        sight = Sight(settings, _seen(folders, past.sight.files if past else {}))
        stands = past is not None and past.sight.settings == settings and _stands(past)
        if past and stands and past.sight.contents == sight.contents:
            if past.diagnostics:
                from builder.files import read_inputs

                report(past.diagnostics, read_inputs(root), past.records)
            if cache and past.sight.files != sight.files:
                cache.put("build", replace(past, sight=sight))
            return Outcome(Path(past.target), 0, past.pages)
        job = _Job(root, folder, cache, sight, strict, drafts, report)
        return job.run(past if past and stands and _same_beside(past.sight, sight, root) else None)


def _same_beside(one: Sight, other: Sight, root: Path) -> bool:
    """Whether nothing has changed but seeds and annotations."""
    own = tuple(f"{root.resolve() / name}/" for name in _INPUTS)
    return all(name.startswith(own) for name, _ in one.contents.items() ^ other.contents.items())


@dataclass
class _Job:
    """A build in which something is to be done."""

    root: Path
    folder: Path | None
    cache: Cache | None
    sight: Sight
    strict: bool
    drafts: bool
    report: Report

    def run(self, past: Build | None) -> Outcome:
        """Patch the site of the build in the past, if there is one and that can be, or build it whole."""
        gc.disable()  # nearly all that is made stays until the end
        with suppress(Unknown):
            if past and self.cache:
                return self._patched(past, self.cache)
        gc.collect()  # what was read in vain
        return self._whole(*self._checked) if self._checked else _FAILED

    @cached_property
    def _checked(self) -> tuple[Checked, Known] | None:
        """What the dossier says, reported, and its records as they are known by file; None where it cannot be built."""
        from builder import pipeline
        from builder.files import read_inputs
        from builder.memory import Memory

        inputs, memory = read_inputs(self.root), Memory()
        site, diagnostics = pipeline.check(inputs, memory)
        if diagnostics:
            self.report(diagnostics, inputs, len(site.dossier.records))
        if pipeline.has_errors(diagnostics) or (self.strict and diagnostics):
            return None
        read = {**inputs.seeds, **inputs.annotations}
        is_as_seen = all(_digest(raw) == self._contents.get(name) for name, raw in read.items())
        known = {name: memory.known_within(name) for name in inputs.annotations} if is_as_seen else {}
        return (site, diagnostics), known

    def _patched(self, past: Build, cache: Cache) -> Outcome:
        """Raises `Unknown` where the past does not tell enough."""
        base: Base = cache.get("base")
        changed = self._changed(base.contents)
        from builder.overlay import Overlay
        from builder.patch import Patching

        overlay = Overlay(base, cache.get, changed, lambda name: (self.root / name).read_bytes())
        diagnostics: tuple[Diagnostic, ...] = ()
        records = past.records
        if past.diagnostics or overlay.is_suspect():
            if self._checked is None:
                return _FAILED
            (site, diagnostics), _ = self._checked
            records = len(site.dossier.records)
        target = Path(past.target)

        def read(name: str) -> bytes | None:
            return (target / name).read_bytes() if name in past.outputs else None

        patch = Patching(base, overlay, past.patched, read).patch()
        gone = patch.gone & past.outputs.keys()
        new = {name: held for name, held in patch.files.items() if read(name) != held}
        outputs = past.outputs
        if new or gone:
            with publish.publishing(target, publish.beside(target, self.folder)) as fresh:
                kept = {name: state for name, state in past.outputs.items() if name not in new and name not in gone}
                outputs = publish.renew(fresh, kept, target, new)
        now = replace(past, sight=self.sight, outputs=outputs, pages=patch.pages, patched=patch.nodes)
        cache.put("build", replace(now, records=records, diagnostics=diagnostics))
        made = sum(name.endswith(".html") for name in new)
        return Outcome(target, made, patch.pages - made)

    def _changed(self, before: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
        """The files of the dossier that are not as they were. Raises `Unknown` where a text came or went."""
        from builder.files import read_input
        from builder.values import ANNOTATION_SUFFIXES

        now = self._contents
        found: dict[str, bytes | None] = {}
        for name in [name for name in {**before, **now} if before.get(name) != now.get(name)]:
            is_there = name in before and name in now
            may_go = name.startswith("annotations/") and name.lower().endswith(ANNOTATION_SUFFIXES)
            if is_there and name.startswith("annotations/") and not may_go:
                continue  # it is not read
            found[name] = read_input(self.root, name) if now.get(name) else None
            if not (is_there or may_go) or (name in now and _digest(found[name] or b"") != now[name]):
                raise Unknown
        return found

    @cached_property
    def _contents(self) -> dict[str, bytes | None]:
        """The digests of the files of the dossier, by their names in its folder."""
        root, own = f"{self.root.resolve()}/", tuple(f"{name}/" for name in _INPUTS)
        found = {name.removeprefix(root): digest for name, digest in self.sight.contents.items()}
        return {name: digest for name, digest in found.items() if name.startswith(own)}

    def _whole(self, checked: Checked, known: Known) -> Outcome:
        from builder.plugin import SiteBuild  # MkDocs is slow to import, and a failing check does not need it

        site = SiteBuild(self.root, checked, strict=self.strict, drafts=self.drafts)
        publish.check_target(site.target, [*(self.root.resolve() / name for name in _INPUTS), *site.folders])
        sight = replace(self.sight, files=self.sight.files | _seen(site.folders, {}))
        if self.cache:
            self.cache.clear()  # should this build be ended halfway, nothing is known of its site
        with publish.publishing(site.target, publish.beside(site.target, self.folder), anew=True) as fresh:
            left_enough = site.into(fresh)
            outputs = publish.states(fresh)
        if self.cache and self.folder:
            forget_others(self.folder)
            if left_enough and known:
                folders = tuple(map(str, site.folders))
                records = len(checked[0].dossier.records)
                made = Build(sight, folders, str(site.target), outputs, site.pages, records, checked[1])
                self.cache.renew(chain(site.left(self._contents, known), [("build", made)]))
        return Outcome(site.target, site.pages, 0)


def _seen(folders: Iterable[Path], before: dict[str, Seen]) -> dict[str, Seen]:
    settled = time.time_ns() - UNSETTLED
    found: dict[str, Seen] = {}
    for folder in folders:
        for name, status in publish.files_in(folder).items():
            path = f"{folder}/{name}"
            looks = (status.st_size, status.st_mtime_ns, status.st_ctime_ns) if S_ISREG(status.st_mode) else None
            known = before.get(path)
            if known and known[0] == looks is not None:
                found[path] = known
                continue
            digest = _digest_of(path) if looks else None
            is_settled = looks and max(looks[1:]) < settled
            found[path] = (looks if is_settled else None, digest)
    return found


def _digest_of(path: str) -> bytes | None:
    try:
        return _digest(Path(path).read_bytes())
    except OSError:
        return None


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16).digest()


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
