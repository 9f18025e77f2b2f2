"""What an editor can write in the page: a form for each kind of record, its fields taken from the models."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from builder import models
from builder.edtf import Edtf
from builder.marks import Prose, mark_of, model_within, refers_of
from builder.models import KINDS, Record
from builder.parts import Model, Person, Selector
from builder.server.requests import Refused, Unfilled
from builder.text import normalised, simplified
from builder.values import Site
from builder.yaml_reader import Plain, read_document
from builder.yaml_writer import flow

_AS_YAML = "{\"'"  # what a passage begins with that is not written as its bare words
# What has a line each in a field, and how it is written in full.
_LINES: dict[type | None, str] = {
    Selector: "{exact: words, occurrence: 2}",
    Person: "{family: Sen, given: Dilip}",
}
FOUND = 12  # records offered at a time


@dataclass(frozen=True)
class Form:
    """A sort of annotation: what it is called, the key that opens it, and the keys that it asks for first.

    With words of the article it needs, or may have, an `at`, which is written where it stands among the keys.
    """

    label: str
    shortcut: str
    model: type[Model]
    collection: str
    keys: tuple[str, ...]

    @cached_property
    def fields(self) -> dict[str, FieldInfo]:
        """All that a line can hold, by key: first what is asked first."""
        found = {info.alias or name: info for name, info in self.model.model_fields.items() if name != "id"}
        others = [key for key, info in found.items() if key not in self.keys and not _is_deep(info)]
        return {key: found[key] for key in (*self.keys, *sorted(others, key=lambda key: key in Record.model_fields))}

    @property
    def is_free(self) -> bool:
        """Whether such a record may stand without words of an article, and is no more than its keys."""
        required = {key for key, info in self.fields.items() if info.is_required()}
        return issubclass(self.model, Record) and "at" not in required and self.label not in ("Article", "Claim")


def _form(label: str, shortcut: str, model: type[Record], *keys: str) -> Form:
    return Form(label, shortcut, model, model.collection, keys)


FORMS = {
    "mention": _form("Mention", "m", models.Mention, "is", "at"),
    "term": _form("Term", "t", models.Term, "term", "also", "definition"),
    "note": _form("Note", "n", models.EditorNote, "kind", "at", "body", "sources"),
    "quote": _form("Quote", "q", models.Quote, "speaker", "date", "medium", "at", "sources"),
    "date": _form("Date", "d", models.TimeExpression, "at", "date", "body"),
    "position": Form("Claim", "c", models.Position, "claims", ("by", "says", "at", "sources")),
    "event": _form("Event", "", models.Event, "title", "date", "place", "actors", "at", "summary", "sources"),
    "topic": _form("Background", "", models.Topic, "title", "at", "summary", "body"),
    "source": _form("Source", "", models.Source, "type", "title", "author", "publisher", "issued", "url", "accessed"),
    "actor": _form("Actor", "", models.Actor, "name", "kind", "role", "also", "summary"),
    "place": _form("Place", "", models.Location, "name", "kind", "in", "also", "summary"),
    "article": _form("Article", "", models.Article, "title", "date", "publisher", "author", "url", "sources"),
    "claim": _form("Claim", "", models.Claim, "title", "at", "record", "sources"),
}
# The question of a position: an existing claim's id, or the title of a new one.
CLAIM = {"key": "claim", "label": "The question", "help": "Choose a claim, or write the title of a new one."}


def described() -> Iterator[dict[str, Any]]:
    """The forms as the page builds them."""
    for name, form in FORMS.items():
        fields = [_field(form, key) for key in form.fields]
        if name == "position":
            fields.insert(0, {**CLAIM, "required": True, "refers": ["claims"], "words": True, "first": True})
        about = " ".join((KINDS[form.collection].__doc__ or "").split())
        head = {"name": name, "label": form.label, "shortcut": form.shortcut, "about": about}
        yield {**head, "collection": form.collection, "free": form.is_free, "fields": fields}


def _field(form: Form, key: str) -> dict[str, Any]:
    info = form.fields[key]
    mark, refers, example = mark_of(info), refers_of(info), _example(info)
    label, help = re.fullmatch(r"([^.;:]*)[.;:]?\s*(.*)", info.description or key, re.DOTALL).groups()  # type: ignore[union-attr]
    help = f"{help.rstrip('.')}; {example}" if help and example else help or example
    return {
        "key": key,
        "label": label,
        "help": f"{help[:1].upper()}{help[1:]}",
        "first": key in form.keys,
        "required": info.is_required(),
        "options": list(_options(info.annotation)),
        "value": info.default if isinstance(info.default, str) else "",
        "refers": list(refers.kinds or KINDS) if refers else [],
        "words": bool(refers and refers.or_words),
        "long": isinstance(mark, Prose) or _line_model(info) is not None,
        "many": _container(info) is tuple,
    }


def _example(info: FieldInfo) -> str:
    """How a value is written, where that may be in doubt."""
    if Edtf in _parts(info.annotation):
        return "2019-12-27, 2019-12 or 2019; about: 2019~; from one to another: 2019-12-27/2019-12-29."
    if isinstance(mark_of(info), Prose) and "[[id]]" not in (info.description or ""):
        return "`[[id]]` links to a record, `[@source]` cites."
    if line := _line_model(info):
        as_what = "the article has it" if line is Selector else "it is to be shown"
        return f"several stand one a line, each as {as_what}, commas and all."
    container = _container(info)
    return f"{'`key: value`; ' * (container is dict)}several are parted by commas." if container else ""


def _container(info: FieldInfo) -> Any:
    return next((origin for part in _parts(info.annotation) if (origin := get_origin(part)) in (tuple, dict)), None)


def _line_model(info: FieldInfo) -> type | None:
    """What a field holds, if its values have a line each: passages and authors, in which commas are common."""
    model = model_within(info.annotation)
    return model if model in _LINES else None


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) not in (tuple, dict, Literal):
        for part in get_args(annotation):
            yield from _parts(part)


def _options(annotation: Any) -> Iterator[str]:
    for part in _parts(annotation):
        if get_origin(part) is Literal:
            yield from get_args(part)


def _is_deep(info: FieldInfo) -> bool:
    """Whether a field holds records within the record, which no line can show."""
    within = model_within(info.annotation)
    fields = within.model_fields.values() if within else ()
    return any(model_within(f.annotation) or isinstance(mark_of(f), Prose) for f in fields)


# Between what is written in a file and what a field shows: lists and mappings without their brackets


def shown(form: Form, record: dict[str, Plain]) -> dict[str, str]:
    """What the fields of a form show of a record."""
    return {key: _shown(form.fields[key], value) for key, value in record.items() if key in form.fields}


def _shown(info: FieldInfo, value: Plain) -> str:
    container = _container(info)
    if container is None or value is None:
        return "" if value is None else value if isinstance(value, str) else flow(value)
    values = value if isinstance(value, list) or container is dict else [value]
    return "\n".join(map(_line, values)) if _line_model(info) else flow(values)[1:-1]


def _line(value: Plain) -> str:
    """A value on a line of its own: the bare words, where they cannot be taken for YAML."""
    is_bare = isinstance(value, str) and value == value.strip() and len(value.splitlines()) == 1
    return str(value) if is_bare and value[0] not in _AS_YAML else flow(value)


def value(form: Form, key: str, text: str, old: Plain = None) -> Plain:
    """What a field's text means; a list of one stays a bare value where it was one. Raises `Refused`."""
    if not (info := form.fields.get(key)):
        raise Refused(f"the form has no `{key}`")
    text = text.strip()
    container = _container(info)
    if container is None:
        is_block = old.endswith("\n") if isinstance(old, str) else "\n" in text
        return text + "\n" * is_block
    if line_model := _line_model(info):
        example = _LINES[line_model]
        values: Plain = [_meant(key, line.strip(), example) for line in text.split("\n") if line.strip()]
    else:
        opening, closing = "{}" if container is dict else "[]"
        document, found = read_document("", f"{opening}{text}{closing}".encode())
        values = document.data
        if found or not isinstance(values, container if container is dict else list):
            raise Refused(f"`{key}` takes values parted by commas; one that has a comma, colon or bracket needs quotes")
    if not _is_whole(values):
        raise Unfilled(f"`{key}` is not complete: behind a key stand a colon, a blank and its value")
    is_single = container is tuple and len(values) == 1 and old is not None and not isinstance(old, list)
    return values[0] if is_single else values


def _meant(key: str, line: str, example: str) -> Plain:
    """What a line means: a mapping or a text in quotes where it is one, else the very words."""
    if line[0] not in _AS_YAML:
        return line
    document, found = read_document("", f"[{line}]".encode())
    if not found and isinstance(document.data, list) and len(document.data) == 1:
        return document.data[0]
    if line[0] == "{":
        raise Refused(f"`{key}`: `{line}` is neither words nor a mapping such as {example}")
    return line


def _is_whole(value: Plain) -> bool:
    """Whether each key has a value."""
    if isinstance(value, (dict, list)):
        return all(map(_is_whole, value.values() if isinstance(value, dict) else value))
    return value is not None


# Records by their names


def find(site: Site, query: str, kinds: str) -> Iterator[dict[str, str]]:
    """The records of some kinds (or all but sources) that `query` may mean: by name, by another form, then by role."""
    collections = kinds.split(",") if kinds else KINDS.keys() - {"sources"}
    wanted = normalised(query).casefold().strip()
    exact = named(site, query, collections)
    found = [r for r in site.dossier.records.values() if r.collection in collections]
    ranked = sorted((_rank(wanted, r), len(r.heading) * bool(wanted), r.heading, n) for n, r in enumerate(found))
    for record, rank in [(found[number], rank) for rank, _, _, number in ranked[:FOUND] if rank < _NEVER]:
        fits = "exactly" if record.id == exact else "partly" * (rank < _LIKE)
        yield {"id": record.id, "noun": record.noun, "heading": record.heading, "hint": _hint(record), "fits": fits}


def named(site: Site, words: str, kinds: Collection[str]) -> str:
    """The id of the only record of some kinds that has exactly `words` for a name, a draft included; else the words."""
    words, records = words.strip(), site.dossier.records.values()
    same = [r.id for r in records if r.collection in kinds and normalised(words) in map(normalised, _names(r))]
    return same[0] if len(same) == 1 and words not in site.dossier.records else words


def referring(site: Site, form: Form, key: str, given: Plain) -> Plain:
    """A field's value with the ids of the records that it means by their names."""
    refers = refers_of(form.fields[key])
    if isinstance(given, list):
        return [referring(site, form, key, one) for one in given]
    return named(site, given, refers.kinds or KINDS) if refers and isinstance(given, str) else given


def _names(record: Record) -> tuple[str, ...]:
    """The heading, then its other forms."""
    return (record.heading, *getattr(record, "also", ()), *getattr(record, "native", {}).values())


_LIKE, _NEVER = 40, 80  # a word in common, and nothing


def _rank(wanted: str, record: Record) -> int:
    """0 for a whole name; then for names, other forms and roles their beginning, that of a word, and any part."""
    id = _likeness(wanted, record.id)
    names = min(_likeness(wanted, record.heading), id + 1 if id else 0)
    others = min((_likeness(wanted, form) for form in _names(record)[1:]), default=_NEVER)
    role = _likeness(wanted, getattr(record, "role", None) or record.heading)
    return min(names, 10 + others if others else 0, 20 + role)


def _likeness(wanted: str, form: str) -> int:
    given = normalised(form).casefold()
    if given == wanted:
        return 0
    if wanted in given:
        return 1 if given.startswith(wanted) else 2 if f" {wanted}" in given else 3
    # Long words only: with "the" and "of" everything would be like everything.
    long = {word for word in simplified(wanted).split() if len(word) > 3}
    return _LIKE if long & {*simplified(given).split()} else _NEVER


def _hint(record: Record) -> str:
    hint = getattr(record, "role", None) or getattr(record, "kind", None) or ""
    if record.collection == "sources":
        return record.id  # many works have the same title
    return "" if hint == "other" else str(hint)
