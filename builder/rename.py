"""Another id for a record, everywhere: its key, the fields and texts that name it, the addresses that lead to it.

Only the letters of the id are replaced; every other byte stays. Text in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy

from builder.addresses import IN_LIST, OWN_PAGE
from builder.marks import Refers, marked
from builder.mistyped import written_path
from builder.models import ID, RESERVED
from builder.parts import Model
from builder.prose import written_at
from builder.text import slug
from builder.values import Dossier, Origin
from builder.yaml_editor import File, rename_key
from builder.yaml_reader import Path, Written, within

Span = tuple[int, int]


def refusal(dossier: Dossier, old: str, new: str) -> str:
    """Why `old` cannot be renamed to `new`; empty if it can."""
    if old not in dossier.records:
        return f"no record has the id `{old}`"
    if not ID.fullmatch(new) or RESERVED.fullmatch(new):
        better = slug(new)
        advice = f": write `{better}`" if ID.fullmatch(better) and not RESERVED.fullmatch(better) else ""
        return f"`{new}` cannot be an id (small letters, digits and hyphens, and not `p3` or `caption`){advice}"
    if new in dossier.origins or new in dossier.unreadable:
        return f"the id `{new}` is taken"
    if dossier.faulty_texts:
        return "some records cannot be read or share an id, and may be meant: `dossier check` shows them"
    return ""


def rename(dossier: Dossier, texts: Mapping[str, str], pages: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """The files that change: `texts` are those of the annotations, `pages` the hand-written Markdown.

    Raises `Uneditable` where the YAML is written so that the letters of an id cannot be found.
    """
    naming = _Naming(dossier.records[old].collection, old, new)
    owners: list[tuple[Origin, Model]] = [(dossier.origins[id], record) for id, record in dossier.records.items()]
    if dossier.head_origin:
        owners.append((dossier.head_origin, dossier.head))
    values: dict[str, set[Path]] = {}
    for origin, model in owners:
        for found in marked(model):
            if naming.numbers(found.text, is_id=isinstance(found.mark, Refers)):
                path = written_path(within(origin.document.data, origin.path), found.path)
                values.setdefault(origin.document.file, set()).add((*origin.path, *path))
    key = dossier.origins[old]
    home = key.document.file
    changed = {file: _in_yaml(texts[file], paths, naming) for file, paths in values.items()}
    changed[home] = rename_key(changed.get(home, texts[home]), key.path, new)
    return changed | {file: done for file, text in pages.items() if (done := naming.renamed(text)) != text}


class _Naming:
    """How a text names the record that is renamed."""

    def __init__(self, collection: str, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![a-z0-9-])")
        folder = OWN_PAGE.get(collection, "").lstrip("/")
        listed = IN_LIST.get(collection, "").lstrip("/")
        before = rf"{listed}(?:page_\d+/)?#" if listed else re.escape(folder)
        anchored = rf"articles/{ID.pattern}/#(?P<anchor>{re.escape(old)})"
        after = "" if listed else "(?=/)"
        own = rf"|{before}(?P<own>{re.escape(old)}){after}" if before else ""
        # An address of this site, not one that ends another's.
        self._address = re.compile(rf"(?<![\w.:/-])(?:\.\./)*/?(?:{anchored}{own})(?![a-z0-9-])")

    def numbers(self, text: str, *, is_id: bool) -> list[int]:
        """Which of the places where the old id stands in `text` mean the record; `is_id` if all of it is an id."""
        if self.old not in text:
            return []
        words = [match.start() for match in self._word.finditer(text)]
        if is_id:
            return [0] if text == self.old else []
        meant = {*written_at(text, self.old), *(m.start(str(m.lastgroup)) for m in self._address.finditer(text))}
        return [number for number, start in enumerate(words) if start in meant]

    def renamed(self, text: str, numbers: list[int] | None = None) -> str:
        """A Markdown text with the new id; or any text with the new id in those places, counted."""
        numbers = self.numbers(text, is_id=False) if numbers is None else numbers
        count = iter(range(len(text)))
        return self._word.sub(lambda match: self.new if next(count) in numbers else match[0], text)


def _in_yaml(text: str, paths: Iterable[Path], naming: _Naming) -> str:
    """A file of annotations with the new id in the values at `paths`."""
    file = File(text)
    assert file.root is not None
    expected = deepcopy(file.data)
    splices: dict[Span, str] = {}
    for path in paths:
        value = within(file.data, path)
        numbers = [0] if value == naming.old else naming.numbers(value, is_id=False)
        within(expected, path[:-1])[path[-1]] = naming.renamed(value, numbers)
        start, end = _span(file.text, file.root, path)
        splices[start, end] = naming.renamed(file.text[start:end], numbers)
    return file.checked([(*span, new) for span, new in splices.items()], expected)


def _span(text: str, value: Written, path: Path) -> Span:
    """Where the letters of a scalar stand: without the first line of a block, which may hold a comment."""
    for step in path:
        value = value.by_step.get(step, (None, value))[1]
    start = value.start
    if value.style in ("|", ">"):
        start = min(value.end, text.index("\n", start) if "\n" in text[start:] else value.end)
    return start, value.end
