"""The dossier under the editor's hands: what is on the disk, what the pages show, and what has been changed."""

from __future__ import annotations

import gc
import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from builder import exports, pipeline
from builder.diagnostics import Diagnostic, Severity
from builder.files import Changed, Changes, Unusable, read_inputs, reread, taking_back, write_together
from builder.memory import Memory
from builder.page import Page
from builder.preview import SEARCH_INDEX, Preview
from builder.report import uncoloured
from builder.server.edits import Edit
from builder.server.requests import Met, Refused
from builder.values import Inputs, Site

Checked = tuple[Site, tuple[Diagnostic, ...]]
# Between a change on the disk and a request, a file may be read twice; more means that something keeps writing to it.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """Changes that are not written yet, what the dossier would be with them, and the errors and warnings they bring."""

    changes: Changes
    inputs: Inputs
    checked: Checked
    errors: tuple[Diagnostic, ...]
    warnings: list[str]


class Workbench:
    """One dossier in the making. Everything here is for one thread at a time."""

    def __init__(self, root: Path) -> None:
        """Read and check everything. Raises `Unusable`."""
        self.root = root
        self.inputs = read_inputs(root)
        self._memory = Memory()
        self.checked = self.check(self.inputs)
        self.fault = ""  # what keeps the pages from being made, where it is none of the annotations
        self.turn = 0  # counts the states
        self.cause, self.seconds = "the dossier", 0.0  # what led to this state, and how long it took to get there
        self._folder = Path(tempfile.mkdtemp(prefix="dossier-serve-"))
        self._preview: Preview | None = None
        self._pages: dict[str, tuple[str, str]] = {}  # those that were asked for since the last change
        self._written: dict[str, int] = {}  # what is made of the whole site: for which turn it was
        self._done: list[tuple[str, Changes]] = []  # what was changed from the page, in words, and the files
        with self._turn("the dossier"):
            self._take(self.inputs, self.checked)
        gc.collect()
        gc.freeze()  # most of this stays for the whole run, and need not be searched through again and again

    def close(self) -> None:
        """Remove what was made for this run."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def site(self) -> Site:
        """The dossier as it is on the disk, mistakes included."""
        return self.checked[0]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The mistakes that keep the pages from showing what is on the disk."""
        return () if self.fault else _errors(self.checked)

    @property
    def warnings(self) -> list[Diagnostic]:
        """What leaves the pages poorer, as `dossier check` says it, file by file."""
        found = (diagnostic for diagnostic in self.checked[1] if diagnostic.severity is Severity.WARNING)
        return sorted(found, key=lambda diagnostic: diagnostic.place)

    @property
    def problems(self) -> str:
        """What keeps the pages from showing what is on the disk, in words."""
        return self.fault or self.shown(self.errors)

    def shown(
        self, diagnostics: Iterable[Diagnostic], inputs: Inputs | None = None, unwritten: Collection[str] = ()
    ) -> str:
        """Diagnostics with their lines, as plain text; those of files not written yet have no number."""
        found = list(diagnostics)
        return uncoloured(found, sources(inputs or self.inputs, found), unwritten)

    # What is on the disk

    def refresh(self, changed: Iterable[str], *, theme: bool = False) -> bool:
        """Read again what has changed, check, and show it if it has no errors; says whether anything did change.

        After a change of MkDocs's settings or of what is in `docs`, all that MkDocs makes (`theme`) is made anew.
        """
        try:
            inputs = reread(self.root, self.inputs, changed)
        except Unusable as error:
            with self._turn("the files"):
                self.fault = str(error)
            return True
        names = _differing(self.inputs, inputs)
        if not names and not self.fault and not theme:
            return False
        causes = sorted(changed) if theme else names
        with self._turn(", ".join(causes[:3]) + " …" * (len(causes) > 3)):
            self._take(inputs, self.check(inputs), anew=theme)
        return True

    @contextmanager
    def _turn(self, cause: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self._pages.clear()
        self.turn, self.cause, self.seconds = self.turn + 1, cause, perf_counter() - start

    def check(self, inputs: Inputs) -> Checked:
        """What is to be said of these files, or of others than those on the disk."""
        return pipeline.check(inputs, self._memory)

    def _take(self, inputs: Inputs, checked: Checked, *, anew: bool = False) -> None:
        """Let the pages show the dossier as it is now, unless it has errors: then they stay as they were."""
        self.inputs, self.checked, self.fault = inputs, checked, ""
        if pipeline.has_errors(self.checked[1]):
            return
        if anew or self._preview is None or not self._preview.update(self.site):
            try:
                self._preview = Preview(self.root, self.checked, Path(tempfile.mkdtemp(dir=self._folder)))
            except Unusable as error:
                self.fault = str(error)

    # What the pages show

    def show(self, made: Page) -> str | None:
        """A page of the editor's within the theme."""
        return self._preview.show(made) if self._preview else None

    def page(self, path: str) -> tuple[str, str] | None:
        """A page and a mark of its state, which another page of the same path has only if it is the same."""
        if path not in self._pages:  # asked for when the news is told, and again when the page is loaded
            html = self._preview.page(path) if self._preview else None
            if html is None:
                return None
            self._pages[path] = html, hashlib.blake2b(html.encode(), digest_size=12).hexdigest()
        return self._pages[path]

    def written(self, path: str) -> str:
        """The file in which a hand-written page stands, below the dossier's folder; empty for all other pages."""
        file = self._preview.written(path) if self._preview else None
        root = self.root.resolve()
        return file.relative_to(root).as_posix() if file and file.is_relative_to(root) else ""

    @property
    def state(self) -> str:
        """A mark of what is on the disk, which no other state has, nor one of another run."""
        return f"{self._folder.name}-{self.turn}"

    @property
    def undoable(self) -> str:
        """What would be taken back now, in words; empty where there is nothing."""
        return self._done[-1][0] if self._done else ""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return self._preview is not None

    def file(self, path: str) -> Path | None:
        """A file of the theme, or of the hand-written pages."""
        if self._preview is None or "\0" in path:
            return None
        made = {SEARCH_INDEX: self._preview.write_search, exports.FOLDER: self._preview.write_data}
        for beginning, write in made.items():
            if path.startswith(beginning) and self._written.get(beginning) != self.turn:
                write()
                self._written[beginning] = self.turn
        found = (self._preview.folder / path).resolve()
        return found if found.is_relative_to(self._preview.folder.resolve()) and found.is_file() else None

    # What the editor changes

    def attempt(self, make: Callable[[Site, Inputs], Edit]) -> tuple[Edit, Trial]:
        """An edit and its trial on the dossier as it is on the disk at this moment, which must have no errors."""
        edit = make(self.site, self.inputs)
        for _ in range(TRIES):
            if not self.refresh([edit.file]):
                break
            edit = make(self.site, self.inputs)
        if self.problems:
            raise Refused(f"the files have errors; mend them first\n\n{self.problems}")
        return edit, self.tried({edit.file: (edit.old, edit.new)})

    def tried(self, changes: Mapping[str, tuple[bytes | None, str]]) -> Trial:
        """What changes of files of annotations would do to the dossier; a file goes with its last words."""
        written = {file: new.encode() for file, (_, new) in changes.items()}
        # In the order of the disk, so that nothing is another page when the files are read again.
        annotations = sorted({**self.inputs.annotations, **written}.items())
        inputs = replace(
            self.inputs, annotations={file: raw for file, raw in annotations if raw or file not in written}
        )
        checked = self.check(inputs)
        # Several records may have the same warning, and move in their files: it is new if there is one more of it.
        found, old = (
            Counter(d.message for d in c[1] if d.severity is Severity.WARNING) for c in (checked, self.checked)
        )
        return Trial(changes, inputs, checked, _errors(checked), list((found - old).elements()))

    def save(self, what: str, trial: Trial) -> None:
        """Write all files of a trial, or none if it brings an error or one of them has changed since."""
        if trial.errors:
            raise Refused(self.shown(trial.errors, trial.inputs, trial.changes))
        if trial.inputs == self.inputs:
            raise Refused("nothing has changed")
        self._write(trial.changes)
        self._done.append((what, trial.changes))
        with self._turn(f"{what}, from the page"):
            self._take(trial.inputs, trial.checked)

    def undo(self) -> str:
        """Take back what was saved last, byte for byte; refused, and passed over, if one of its files has changed."""
        if not self._done:
            raise Met("there is nothing to undo")
        what, changes = self._done.pop()
        try:
            self._write(taking_back(changes), f": {what} is left as it is")
        except Unusable:  # it can be taken back later
            self._done.append((what, changes))
            raise
        self.refresh(changes)
        return what

    def _write(self, changes: Changes, closing: str = "") -> None:
        try:
            write_together(self.root, changes)
        except Changed as error:
            raise Met(f"{error}{closing}") from error


def sources(inputs: Inputs, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts of the files that diagnostics speak of."""
    places = {place.file for d in diagnostics for place in (d.place, *(n.place for n in d.notes if n.place))}
    return {file: raw.decode("utf-8-sig", "replace") for file, raw in inputs.files.items() if file in places}


def _errors(checked: Checked) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic for diagnostic in checked[1] if diagnostic.severity is Severity.ERROR)


def _differing(one: Inputs, other: Inputs) -> list[str]:
    """The names of the files that differ."""
    a, b = one.files, other.files
    unread = {*one.unread} ^ {*other.unread}
    return sorted(unread | {name for name in a.keys() | b.keys() if a.get(name) != b.get(name)})
