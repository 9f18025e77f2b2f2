"""What an editor does in the page, as edits to files of annotations: the dossier in, one file's new text out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from pydantic import Field

from builder import yaml_editor
from builder.addresses import IN_LIST, OWN_PAGE, address
from builder.filing import free_id, home, in_article
from builder.models import KINDS, Article, Claim, Mention, Named, is_words
from builder.seed import Seed
from builder.selectors import Span, describe
from builder.server.forms import FORMS, Form, named, referring, shown, value
from builder.server.requests import Asked, Fields, Id, Met, Passage, Point, Refused, Text, Unfilled
from builder.suggestions.proposal import settled
from builder.text import normalised
from builder.values import Inputs, Site
from builder.yaml_reader import Path, Plain, read_document, within
from builder.yaml_writer import Uneditable

NAMED = "named here"  # how a link came about that no editor made
SHOWN = 5  # places of those that keep a record from being removed
_COMMENT = re.compile(r"(?:^|\s)#")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file of annotations before and after; `old` is None where there is no such file. `id`: the record concerned."""

    file: str
    old: bytes | None
    new: str
    id: str

    @property
    def line(self) -> int:
        """The line, from 1, where what is new begins, or what has gone began."""
        start, gone, come = self._changed
        return next((number for number, line in enumerate(come or gone, start + 1) if line.strip()), start + 1)

    @property
    def added(self) -> str:
        """The lines that are new, as a preview shows them."""
        return dedent("\n".join(self._changed[2])).strip("\n")

    @property
    def _changed(self) -> tuple[int, list[str], list[str]]:
        """How many lines are the same before the change, the lines that have gone, and those that have come."""
        before, after = (self.old or b"").decode().splitlines(), self.new.splitlines()
        start = _alike(before, after)
        end = _alike(before[start:][::-1], after[start:][::-1])
        return start, before[start : len(before) - end], after[start : len(after) - end]


def _alike(one: list[str], other: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


class Change(Asked, ABC):
    """What the page wants changed; without `write` it is only tried."""

    write: bool = False

    @abstractmethod
    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """The change to one file. Raises `Refused`."""


class Annotate(Change):
    """Add a record, of a passage or of none, to the file that holds others of its kind: a form, filled in."""

    form: Id
    passage: Passage | None = None
    id: Id = ""
    fields: Fields = Field(default_factory=dict)

    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """The new record, or a claim with one position more."""
        form = FORMS.get(self.form)
        if form is None or (self.passage is None and not form.is_free):
            raise Refused(f"there is no form `{self.form}`{' without words of an article' * bool(form)}")
        meant = named(site, self.fields.get("is", ""), KINDS) if self.form == "mention" else ""
        if meant and meant not in site.dossier.records:
            told = "choose a record from the list, or create an actor, a place or a term of that name"
            raise Unfilled(f"`{meant}` is no record yet: {told}")
        selector, words = selected(site, self.passage) if self.passage else (None, "")
        if not (record := self._record(site, form, selector, words)):
            raise Unfilled("nothing is filled in yet")
        if self.form == "position":
            return self._position(site, inputs, record)
        called = next((self.fields[key] for key in ("name", "term", "title") if self.fields.get(key)), words)
        return self._added(site, inputs, form.collection, called, record)

    def _record(self, site: Site, form: Form, selector: Plain, words: str) -> dict[str, Plain]:
        """What was filled in, in the form's order. A name that is the very words is found without an `at`."""
        given = {key: text for key, text in self.fields.items() if text.strip() and key != "claim"}
        names_itself = issubclass(form.model, Named) and normalised(words) in (given.get("name"), given.get("term"))
        values = {key: referring(site, form, key, value(form, key, text)) for key, text in given.items()}
        if selector is not None and not names_itself:
            values["at"] = selector
        return {key: values[key] for key in form.fields if key in values}

    def _position(self, site: Site, inputs: Inputs, position: dict[str, Plain]) -> Edit:
        """Add a position to a claim; a text that is no id is the title of a new one."""
        if not (question := named(site, self.fields.get("claim", ""), ["claims"])):
            raise Unfilled("choose a claim, or write the title of a new one")
        if isinstance(site.dossier.records.get(question), Claim):
            return extended(site, inputs, question, "positions", [position])
        if not is_words(question):
            raise Refused(f"there is no claim `{question}`: choose one, or write the title of a new one")
        return self._added(site, inputs, "claims", question, {"title": question, "positions": [position]})

    def _added(self, site: Site, inputs: Inputs, collection: str, called: str, record: dict[str, Plain]) -> Edit:
        id = self.id or free_id(called, KINDS[collection].noun, site.dossier.origins)
        file = home(site, collection, self.passage.article if self.passage else "")
        return change_of(inputs, file, id, lambda text: yaml_editor.add_record(text, collection, id, record))


def located(site: Site, passage: Passage) -> tuple[Seed, Span]:
    """The passage in the seed, without blanks at its edges and not parting a letter from its marks."""
    seed = site.dossier.seeds.get(passage.article)
    if seed is None:
        raise Met(f"there is no article `{passage.article}` any more")
    start, end = _offset(seed, passage.start), _offset(seed, passage.end)
    words = seed.text[start:end]
    if words.split() != passage.words.split():
        raise Met("the article's text is no longer what the page shows: reload it")
    if not words.strip():
        raise Refused("select some words first")
    start += len(words) - len(words.lstrip())
    view = seed.view
    low, high = view.view_offset(start), view.view_offset(start + len(words.strip()))
    return seed, view.source_span(low, high)


def _offset(seed: Seed, point: Point) -> int:
    block = next((b for b in seed.blocks if b.id == point.block), None)
    if block is None or point.offset > block.end - block.start:
        raise Met("the article's text is no longer what the page shows: reload it")
    return block.start + point.offset


def selected(site: Site, passage: Passage) -> tuple[Plain, str]:
    """The shortest selector of a passage, as it is written, and its words."""
    seed, span = located(site, passage)
    try:
        return in_article(site.dossier, passage.article, describe(seed, *span)), seed.text[slice(*span)]
    except ValueError as error:
        raise Refused(str(error)) from error


class Unlink(Change):
    """Say in a record that its name does not mean it in a passage, where it was found by itself."""

    id: Id
    passage: Passage

    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """The passage, added to those that are not meant."""
        seed, (low, high) = located(site, self.passage)
        article = self.passage.article
        found = [m for m in site.anchored.mentions[article] if m.ref == self.id and not m.explicit]
        spans = [(m.start, m.end) for m in found if m.start < high and low < m.end]
        if not spans:
            raise Met(f"these words are not linked to `{self.id}` any more")
        selectors = [in_article(site.dossier, article, describe(seed, *span)) for span in spans]
        return extended(site, inputs, self.id, "not_at", selectors)


def here(site: Site, passage: Passage) -> list[dict[str, Any]]:
    """The annotations that touch a passage, the narrowest first, each with the place where it is written."""
    _, (low, high) = located(site, passage)
    anchors, mentions = site.anchored.anchors[passage.article], site.anchored.mentions[passage.article]
    found = [(a.end - a.start, a.record, "passage") for a in anchors if a.start < high and low < a.end]
    for m in mentions:
        if m.start < high and low < m.end:
            explicit = m.explicit.split("_")[0] if m.explicit else m.ref
            found += [(m.end - m.start, explicit, "mention")] if explicit != m.ref else []
            found.append((m.end - m.start, m.ref, "meant here" if m.explicit else NAMED))
    return [_described(site, id, how) for _, id, how in sorted(dict.fromkeys(found))]


def _described(site: Site, id: str, how: str) -> dict[str, Any]:
    record, place = site.dossier.records[id], site.dossier.place(id)
    heading = site.dossier.records[record.is_].heading if isinstance(record, Mention) else record.heading
    file = {"file": place.file, "line": place.line}
    return {"id": id, "noun": record.noun, "heading": heading, "how": how, "href": address(site, record), **file}


def about(site: Site, path: str) -> dict[str, Any]:
    """What is written on a page: the record that it is about, those that it lists, and which records are drafts."""
    folder, _, rest = f"/{path}".strip("/").partition("/")
    collection = next((c for c, a in {**OWN_PAGE, **IN_LIST}.items() if a.split("/")[1] == folder), "")
    addresses = {record.id: address(site, record) for record in site.dossier.records_of(collection).values()}
    own = rest.strip("/") if collection in OWN_PAGE and rest.strip("/") in addresses else ""
    listed = [id for id, found in addresses.items() if collection in IN_LIST and found == f"/{path}#{id}"]
    drafts = [id for id, record in site.dossier.records.items() if record.status == "draft"]
    record = site.dossier.records.get(own)
    # Where the article stands itself: on this rests who is quoted in it.
    source = record.sources[0].id if isinstance(record, Article) and record.sources else ""
    noun = record.noun if record else ""
    return {"own": own, "noun": noun, "source": source, "listed": listed, "drafts": drafts}


def opened(site: Site, inputs: Inputs, id: str) -> dict[str, Any]:
    """A record as it is written, and where; what its form shows, and which keys the form does not have."""
    written = _written(site, inputs, id)
    fields = shown(written.form, written.data)
    return {
        "id": id,
        "file": written.file,
        "line": site.dossier.place(id).line,
        "text": written.text,
        "form": site.dossier.records[id].noun,
        "fields": fields,
        "stays": site.dossier.of(Article) == (site.dossier.records[id],),  # the only article
        "others": [key for key in written.data if key not in fields],
    }


@dataclass(frozen=True, slots=True)
class _Written:
    """A record as it is written: where, in which words, what they mean, and its form."""

    file: str
    path: Path
    text: str
    data: dict[str, Plain]
    form: Form


def _written(site: Site, inputs: Inputs, id: str) -> _Written:
    file, path = _origin(site, id)
    if id not in site.dossier.records:
        raise Refused(f"`{id}` has a mistake in {file}: mend it there first")
    data = within(read_document(file, inputs.annotations[file])[0].data, path)
    text = yaml_editor.text_at(_text(inputs, file), path)
    return _Written(file, path, text, data if isinstance(data, dict) else {}, FORMS[site.dossier.records[id].noun])


class Known(Change):
    """A change to a record; `old` is its text as the page was given it."""

    id: Id
    old: Text

    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """The record changed, if it still is what it was."""
        written = _written(site, inputs, self.id)
        if written.text != self.old:
            told = "what the file has now stands beside what you typed; do it again if you still mean it"
            told = told if self.write else "before anything is written you will see what the file has now"
            raise Met(f"`{self.id}` has been changed since you opened it: {told}")
        return change_of(inputs, written.file, self.id, lambda text: self._changed(site, text, written))

    @abstractmethod
    def _changed(self, site: Site, text: str, written: _Written) -> str:
        """The file's text with the record changed."""


class Rewrite(Known):
    """Write a record anew."""

    new: Text

    def _changed(self, site: Site, text: str, written: _Written) -> str:
        return yaml_editor.set_text(text, written.path, self.new)


class Amend(Known):
    """Write those keys of a record anew whose fields were changed; an empty field takes its key out."""

    fields: Fields

    def _changed(self, site: Site, text: str, written: _Written) -> str:
        path, record, before = written.path, written.data, shown(written.form, written.data)
        changed = {k: new.strip() for k, new in self.fields.items() if new.strip() != before.get(k, "").strip()}
        meant = {k: value(written.form, k, new, record.get(k)) for k, new in changed.items() if new}
        values = {(*path, k): referring(site, written.form, k, new) for k, new in meant.items()}
        for key in changed.keys() & record.keys():
            at = (*path, key)
            if at not in values:
                text = yaml_editor.remove(text, at)
            elif isinstance(record[key], (list, dict)) and _COMMENT.search(yaml_editor.text_at(text, at)):
                raise Refused(f"there are comments within `{key}`: change it as YAML, so that they stay")
        text = yaml_editor.set_values(text, values) if values else text
        old = yaml_editor.text_at(text, path)
        is_answer = changed.get("kind") or changed.get("status", "draft") != "draft"
        return yaml_editor.set_text(text, path, settled(old)) if is_answer and settled(old) != old else text


class Remove(Known):
    """Take a record out."""

    def _changed(self, site: Site, text: str, written: _Written) -> str:
        references = (found for found in site.references_to.get(self.id, ()) if found.source != self.id)
        if places := [f"{place.file}:{place.line}" for place in map(site.dossier.place_of, references)]:
            told = f"{', '.join(places[:SHOWN])}{' …' * (len(places) > SHOWN)}"
            raise Refused(f"`{self.id}` is still named elsewhere: change {told} first")
        return yaml_editor.remove(text, written.path)


def extended(site: Site, inputs: Inputs, id: str, key: str, added: list[Plain]) -> Edit:
    """A known record with more in one of its lists."""
    file, path = _origin(site, id)
    return change_of(inputs, file, id, lambda text: yaml_editor.extend(text, (*path, key), added))


def _origin(site: Site, id: str) -> tuple[str, Path]:
    if not (origin := site.dossier.origins.get(id)):
        raise Met(f"there is no record `{id}` any more")
    return origin.document.file, origin.path


def change_of(inputs: Inputs, file: str, id: str, change: Callable[[str], str]) -> Edit:
    """The edit that changes the text of one file. Raises `Refused`."""
    try:
        return Edit(file, inputs.annotations.get(file), change(_text(inputs, file)), id)
    except Uneditable as error:
        raise Refused(f"{file}: {error}") from error


def _text(inputs: Inputs, file: str) -> str:
    try:
        return inputs.annotations.get(file, b"").decode()
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8: save it as UTF-8 first") from error
