"""What an editor can add in the page: one form for each sort of annotation, its fields taken from the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from builder.marks import Prose, Refers, mark_of
from builder.models import Actor, EditorNote, Location, Mention, Model, Position, Quote, Record, Term, TimeExpression
from builder.text import normalised
from builder.values import Site

FOUND = 12  # records offered at a time


@dataclass(frozen=True, slots=True)
class Form:
    """A sort of annotation: its name, the key that opens it, and the keys it writes, `at` among them, in order."""

    name: str
    label: str
    shortcut: str
    model: type[Model]
    collection: str
    keys: tuple[str, ...]


FORMS = {
    form.name: form
    for form in (
        Form("mention", "Mention", "m", Mention, "mentions", ("is", "at")),
        Form("actor", "New actor", "", Actor, "actors", ("name", "kind", "role", "at", "summary")),
        Form("place", "New place", "", Location, "places", ("name", "kind", "in", "at", "summary")),
        Form("term", "Term", "t", Term, "glossary", ("term", "at", "definition")),
        Form("note", "Note", "n", EditorNote, "notes", ("kind", "at", "body", "sources")),
        Form("quote", "Quote", "q", Quote, "quotes", ("speaker", "date", "medium", "at", "sources")),
        Form("date", "Date", "d", TimeExpression, "dates", ("at", "date", "body")),
        Form("position", "Claim", "c", Position, "claims", ("by", "says", "at", "sources")),
    )
}
# The question of a position: an existing claim's id, or the title of a new one.
CLAIM = {"key": "claim", "help": "The question: an existing claim, or the title of a new one.", "required": True}


def described() -> list[dict[str, Any]]:
    """The forms as the page builds them."""
    rows = []
    for form in FORMS.values():
        fields = [_field(form.model, key) for key in form.keys if key != "at"]
        if form.name == "position":
            fields.insert(0, {**CLAIM, "refers": ["claims"], "words": True})
        rows.append({"name": form.name, "label": form.label, "shortcut": form.shortcut, "fields": fields})
    return rows


def _field(model: type[Model], key: str) -> dict[str, Any]:
    name, info = next((n, i) for n, i in model.model_fields.items() if (i.alias or n) == key)
    mark = mark_of(info)
    refers = mark if isinstance(mark, Refers) else None
    return {
        "key": key,
        "help": info.description or "",
        "required": info.is_required(),
        "options": list(_options(info.annotation)),
        "value": info.default if isinstance(info.default, str) else "",
        "refers": list(refers.kinds) if refers else ["sources"] if name == "sources" else [],
        "words": bool(refers and refers.or_words),
        "long": isinstance(mark, Prose),
        "many": is_list(model, key),
    }


def is_list(model: type[Model], key: str) -> bool:
    """Whether a key holds several values."""
    info = next(i for n, i in model.model_fields.items() if (i.alias or n) == key)
    return get_origin(info.annotation) is tuple


def _options(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from _options(part)


def find(site: Site, query: str, collections: list[str]) -> list[dict[str, str]]:
    """The records of some kinds that `query` may mean, by any form of their names, the likeliest first."""
    wanted = normalised(query).casefold().strip()
    ranked = []
    for record in site.dossier.records.values():
        if record.collection in collections:
            rank = min(_rank(wanted, form) for form in (record.id, *_forms(record)))
            if rank < _NEVER:
                ranked.append((rank, record.heading, record))
    ranked.sort(key=lambda row: row[:2])
    return [{"id": r.id, "noun": r.noun, "heading": r.heading, "hint": _hint(r)} for _, _, r in ranked[:FOUND]]


_NEVER = 4


def _rank(wanted: str, form: str) -> int:
    """0 for the form itself, then its beginning, the beginning of a word, any part of it, and none."""
    given = normalised(form).casefold()
    if given == wanted:
        return 0
    if given.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in given else 3 if wanted in given else _NEVER


def _forms(record: Record) -> tuple[str, ...]:
    return (record.heading, *getattr(record, "also", ()), *getattr(record, "native", {}).values())


def _hint(record: Record) -> str:
    return str(getattr(record, "role", None) or getattr(record, "kind", None) or "")
