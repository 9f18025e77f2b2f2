"""Stage 1, read: files in, a `Dossier` out. Every value is typed, every fault has its line and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from pydantic import ValidationError

from builder.diagnostics import Diagnostic, Note, Place, Rule, did_you_mean, listed, with_article
from builder.head import Head
from builder.memory import Memory
from builder.mistyped import as_diagnostics, fields, fitting, misfits, misplaced, needed, shown
from builder.models import ID, KINDS, RESERVED, Article, Record, is_later
from builder.parts import Model
from builder.rules import (
    bad_id,
    duplicate_id,
    missing_digest,
    missing_seed,
    no_article,
    unknown_key,
    unread_file,
    wrong_seed_date,
    wrong_seed_digest,
    wrong_value,
)
from builder.seed import Seed, read_seed
from builder.text import as_id
from builder.values import Dossier, Inputs, Origin
from builder.yaml_reader import Document, Path, Plain, read_document

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=Record)
_HEAD = "dossier"
_TOP_LEVEL = (_HEAD, *KINDS)
_KNOWN_KEYS = f"known keys: {', '.join(_TOP_LEVEL)}"
# What may be the id of a record, where a file is no YAML or has no records: its colon may be what is missing.
_KEY = re.compile(r"^[ -]*([a-z0-9][a-z0-9-]*+)(?:[ ]*:|[^\w\n]*$|[ ]*#)", re.MULTILINE)


def parse(inputs: Inputs, memory: Memory | None = None) -> tuple[Dossier, list[Diagnostic]]:
    """Everything that the files say, and what is wrong with it."""
    memory = memory or Memory()
    reading = _Reading(memory)
    for file in inputs.unread:
        help = "give it a name that ends in `.yml`, or move it out of the folder; notes of your own end in `.md`"
        reading.report(unread_file.RULE, Place(file), "this file is not read: its name has to end in `.yml`", help)
    for file in sorted(inputs.annotations):
        raw = inputs.annotations[file]
        reading.add(memory.get(file, raw, partial(read_file, file, raw, memory.within(file))))
    if not any(isinstance(record, Article) for record in reading.records.values()) and not reading.faulty_texts:
        place = Place(min(inputs.annotations, default="annotations"))
        help = "add `articles:` with an id, and below it `file`, `title` and `date`"
        reading.report(no_article.RULE, place, "the dossier has no article", help)
    reading.read_seeds(inputs)
    return reading.dossier(inputs), reading.found


def read_file(file: str, raw: bytes, memory: Memory) -> _File:
    """One file, read as if there were no other. `memory` knows its records of the run before."""
    memory.turn()
    document, found = read_document(file, raw)
    reading = _Reading(memory)
    reading.document(document, found)
    return _File(document, found, reading)


class _Reading:
    """Collects records, places and faults, file by file."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.head: Head | None = None
        self.head_origin: Origin | None = None
        self.records: dict[str, Record] = {}
        self.origins: dict[str, Origin] = {}
        self.seeds: dict[str, Seed] = {}
        self.versions: dict[str, dict[str, Seed]] = {}
        self.unreadable: set[str] = set()
        self.faulty_texts: dict[str, None] = {}
        self.used_seeds: set[str] = set()
        self.found: list[Diagnostic] = []

    def dossier(self, inputs: Inputs) -> Dossier:
        return Dossier(
            self.head or Head(),
            self.records,
            self.seeds,
            self.origins,
            self.head_origin,
            unreadable=frozenset(self.unreadable),
            faulty_texts=tuple(self.faulty_texts),
            pages=frozenset(name.split("/")[1].removesuffix(".md") for name in inputs.pages),
            spare_seeds=tuple(sorted(set(inputs.seeds) - self.used_seeds)),
            versions=self.versions,
        )

    def report(self, rule: Rule, place: Place, message: str, help: str, *notes: Note) -> None:
        self.found.append(rule.at(place, message, help=help, notes=notes))

    def add(self, file: _File) -> None:
        """Add what a file holds; where it has faults, or repeats what others have, record by record."""
        alone = file.reading
        if alone.found or alone.head_origin or not self.origins.keys().isdisjoint(alone.origins):
            self.document(file.document, file.found)
            return
        self.records |= alone.records
        self.origins |= alone.origins

    def document(self, document: Document, found: list[Diagnostic]) -> None:
        """Read the records of one file. What was `found` already may be why it has none."""
        self.found += (*found, *document.remarks)
        for text in document.lost:
            self._lost(text, _KEY.findall(text))
        if document.data is None:
            if not (found or document.text.strip()):
                help = "put back what it held, or delete it; a file may hold comments alone"
                self.report(unread_file.RULE, Place(document.file), "this file of annotations is empty", help)
            return
        if not isinstance(document.data, dict):
            message = "a file of annotations holds keys such as `actors:` with records below them"
            self.report(wrong_value.RULE, document.place(()), message, _KNOWN_KEYS)
            return
        for key, value in document.data.items():
            if key == "dossier":
                self._head(document, value)
            elif key in KINDS:
                self._collection(document, key, value)
            else:
                self._lost(document.text, [key, *(value if isinstance(value, dict) else ())])
                message = f"there is no kind of record called `{key}`"
                help = did_you_mean(key, _TOP_LEVEL) or f"{_KNOWN_KEYS}; a record is indented below one of them"
                if isinstance(value, dict) and not value.keys() <= fields(Head).keys() and (kinds := fitting(value)):
                    help = f"indent it below {listed(f'`{kind}:`' for kind in kinds)}"
                self.report(unknown_key.RULE, document.place((key,), key=True), message, help)

    def _lost(self, text: str, ids: Iterable[str]) -> None:
        """Records that are there but could not be read: what refers to them is not at fault."""
        self.unreadable.update(ids)
        self.faulty_texts[text] = None

    def _head(self, document: Document, value: Plain) -> None:
        origin = Origin(document, ("dossier",))
        if self.head_origin is not None:
            first = Note("first here", self.head_origin.place(key=True))
            help = "a dossier has one head: join the two"
            self.report(duplicate_id.RULE, origin.place(key=True), "`dossier` is given twice", help, first)
            return
        self.head_origin = origin
        if value is not None:
            head, found = _model(Head, value, origin)
            self.head = head or self.head
            self.found += found
            if found:
                self._lost(document.text, [_HEAD])

    def _collection(self, document: Document, key: str, value: Plain) -> None:
        for id, entry in self._entries(document, key, value).items():
            origin = Origin(document, (key, id))
            usable = self._is_usable(id, origin)
            make = partial(_record, KINDS[key], id, entry, origin)
            # As written, since mappings are equal in any order; and faults tell of lines, which may have moved.
            written = hashlib.blake2b(repr(entry).encode(), digest_size=16).digest()
            record, found = self.memory.get((document.file, key, id), written, make, lambda made: not made[1])
            self.found += found
            if found:
                self._lost(document.text, [id])
            if record is not None and usable:
                self.records[id] = record

    def _entries(self, document: Document, key: str, value: Plain) -> dict[str, Plain]:
        """What stands below the key of a kind and can be a record; what is indented too little or too far is told."""
        noun, known = KINDS[key].noun, fields(KINDS[key])
        entries = value if isinstance(value, dict) else {}
        loose = [id for id, entry in entries.items() if id in known and not isinstance(entry, dict)]
        nested = [id for id, entry in entries.items() if id in _TOP_LEVEL and _has_mappings_only(entry)]
        if value is not None and (value is not entries or loose == [*entries] != []):
            message = f"`{key}` holds records, each below an id of your choice"
            help = f"write each {noun} as `its-id:`, with its keys indented below"
            self.report(wrong_value.RULE, document.place((key,), key=True), message, help)
            self._lost(document.text, [*loose, *_KEY.findall(document.text)])
            return {}
        for id in loose[:1]:
            message = f"`{id}` begins in the column of the ids, and is the key of {with_article(noun)}"
            help = "indent it, and what belongs to the same record, further than the id above"
            self.report(wrong_value.RULE, document.place((key, id), key=True), message, help)
            loose += [id for id, entry in entries.items() if entry is None]
        for id in nested:
            help = f"begin this line in the column of `{key}:`, and move what stands below it as far"
            self.report(wrong_value.RULE, document.place((key, id), key=True), f"`{id}:` stands below `{key}:`", help)
            self._lost(document.text, entries[id])
        if loose:
            self._lost(document.text, loose)
        return {id: entry for id, entry in entries.items() if id not in (*loose, *nested)}

    def _is_usable(self, id: str, origin: Origin) -> bool:
        """Whether a record may have this id. One that may not is not read further."""
        first = self.origins.setdefault(id, origin)
        if first is origin and ID.fullmatch(id) and not RESERVED.fullmatch(id):
            return True
        if first is origin:
            better = "" if RESERVED.fullmatch(id) else as_id(id)
            self._lost(origin.document.text, [id, better])  # what refers to the right id is right
            self.report(bad_id.RULE, origin.place(key=True), *_bad_id(id, better))
        else:
            self._lost(origin.document.text, [])
            note = Note("first here", first.place(key=True))
            help = "ids are unique over the whole dossier, all kinds together: write another for one of the two"
            self.report(duplicate_id.RULE, origin.place(key=True), f"the id `{id}` is given twice", help, note)
        return False

    def read_seeds(self, inputs: Inputs) -> None:
        for record in [r for r in self.records.values() if isinstance(r, Article)]:
            self._read_seed(record, inputs)

    def _read_seed(self, article: Article, inputs: Inputs) -> None:
        wanted = {version.file: ("versions", id, "file") for id, version in article.versions.items()}
        for file, path in {**wanted, article.file: ("file",)}.items():
            name = f"seeds/{file}"
            if name in inputs.seeds:
                self.used_seeds.add(name)
                continue
            known = [seed.removeprefix("seeds/") for seed in inputs.seeds]
            help = did_you_mean(file, known) or "put the text into the folder `seeds`, and its name here"
            self.report(missing_seed.RULE, self.origins[article.id].place(*path), f"there is no seed `{file}`", help)
        seed = self._text(article, (), article.file, article.sha256, inputs)
        if seed is not None:
            self.seeds[article.id] = seed
            self._check_header(article, seed)
        self._check_first(article)
        texts = {
            id: self._text(article, ("versions", id), version.file, version.sha256, inputs)
            for id, version in article.versions.items()
        }
        digests = [article.sha256, *(v.sha256 for v in article.versions.values() if v.file == article.file)]
        if seed is not None and article.versions and not any(digests) and article.id not in self.unreadable:
            digest = hashlib.sha256(inputs.seeds[f"seeds/{article.file}"]).hexdigest()
            place = self.origins[article.id].place("versions", key=True)
            message = f"`{article.id}` has versions, and no digest of the text that it publishes"
            self.report(missing_digest.RULE, place, message, f"write beside `file`: `sha256: {digest}`")
        self.versions[article.id] = {id: text for id, text in texts.items() if text is not None}

    def _text(self, article: Article, path: Path, file: str, sha256: str | None, inputs: Inputs) -> Seed | None:
        """One state of an article's text, if it can be read; another one than was recorded is reported."""
        name = f"seeds/{file}"
        if name not in inputs.seeds:
            return None
        raw = inputs.seeds[name]
        make = partial(read_seed, name, raw, article.caption)
        seed, found = self.memory.get(("seed", name, article.caption), raw, make)
        self.found += found
        digest = hashlib.sha256(raw).hexdigest() if sha256 else None
        if sha256 != digest:
            place = self.origins[article.id].place(*path, "sha256")
            message = f"`{file}` is not the text that was recorded here: its digest is {digest}"
            help = "put the recorded text back, or carry the annotations over to the new one with `dossier reanchor`"
            self.report(wrong_seed_digest.RULE, place, message, help)
        return seed

    def _check_header(self, article: Article, seed: Seed) -> None:
        if seed.header_date in (None, article.date.text, str(article.corrected)):
            return
        at = seed.text.index(seed.header_date)
        note = Note("the seed's own header", seed.place(at, at + len(seed.header_date)))
        corrected = f", corrected {article.corrected}" if article.corrected else ""
        message = f"the article is dated {article.date}{corrected}, but its seed says {seed.header_date}"
        whose = "the article, or its version," if corrected else "the article"
        help = f"a seed is never edited: give {whose} the date that its text carries"
        self.report(wrong_seed_date.RULE, self.origins[article.id].place("date"), message, help, note)

    def _check_first(self, article: Article) -> None:
        """The date is that of the first publication: no version is older."""
        for id, version in article.versions.items():
            if is_later(article.date, version.date.latest):
                message = f"the article is dated {article.date}, but its version `{id}` is of {version.date}"
                help = "`date` is the day of the first publication: give the article that of its earliest version"
                note = Note("its version", self.origins[article.id].place("versions", id, "date"))
                self.report(wrong_seed_date.RULE, self.origins[article.id].place("date"), message, help, note)
                return


@dataclass(frozen=True)
class _File:
    """A file of annotations: what is written, what is wrong with that, and what it says."""

    document: Document
    found: list[Diagnostic]
    reading: _Reading


def _has_mappings_only(entry: Plain) -> bool:
    return isinstance(entry, dict) and all(isinstance(held, dict) for held in entry.values())


def _record(kind: type[R], id: str, entry: Plain, origin: Origin) -> tuple[R | None, list[Diagnostic]]:
    """A record, if it can be read, and what is wrong with it."""
    if not isinstance(entry, dict):
        message = f"the {kind.noun} `{id}` has no keys" + ("" if entry is None else f", but {shown(entry)}")
        help = f"it needs {needed(kind)}, each on a line of its own, indented below it"
        return None, [wrong_value.RULE.at(origin.place(key=True), message, help=help)]
    found = []
    if "id" in entry:
        place = origin.place("id", key=True)
        found.append(unknown_key.RULE.at(place, "a record's id is its key", help="remove `id`"))
    record, faults = _model(kind, {**entry, "id": id}, origin)
    if faults and (fault := misplaced(kind, id, entry, faults, origin)):
        return None, [*found, fault]
    return record, [*found, *faults]


def _model(kind: type[M], value: Plain, origin: Origin) -> tuple[M | None, list[Diagnostic]]:
    """What can be read of a record or the head, without keys that have faults, and what is wrong with it."""
    with suppress(ValidationError):
        return kind.model_validate(value), []
    faults = misfits(kind, value)
    found = list(as_diagnostics(kind, value, faults, origin))
    faulty = {str(step) for fault in faults for step in fault["loc"][:1]}
    with suppress(ValidationError):  # it needs one of them
        if isinstance(value, dict) and "caption" not in faulty:  # on which the numbers of the paragraphs rest
            title = {"title": value.get("id")} if "title" in faulty else {}  # nothing else rests on it
            return kind.model_validate({k: held for k, held in value.items() if k not in faulty} | title), found
    return None, found


def _bad_id(id: str, better: str) -> tuple[str, str]:
    """Headline and cure for an id that cannot be one."""
    if RESERVED.fullmatch(id):
        return f"`{id}` is the name of a part of every article page", "choose another id"
    help = f"write `{better}`" if better else "choose a short name in Latin letters"
    return f"`{id}` cannot be an id: ids are small letters, digits and hyphens", help


def without_drafts(dossier: Dossier) -> Dossier:
    """The dossier as it is published: drafts are gone, and what refers to one says only its words."""
    drafts = {id for id, record in dossier.records.items() if record.status == "draft"}
    if not drafts:
        return dossier
    kept = {id: record for id, record in dossier.records.items() if id not in drafts}
    seeds = {id: seed for id, seed in dossier.seeds.items() if id not in drafts}
    return replace(dossier, records=kept, seeds=seeds, unreadable=dossier.unreadable | drafts)
