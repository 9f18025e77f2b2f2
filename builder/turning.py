"""A record as something else: an acronym that turns out to be an organisation, an organisation that is a place.

Actors, places and terms are guessed from the same words, and hold nearly the same. Text in, text out; what an editor
wrote that the other kind has no place for is told, and nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import get_args

from builder import yaml_editor
from builder.diagnostics import with_article
from builder.filing import home
from builder.models import KINDS, Actor
from builder.rules.open_question import DEFINITION
from builder.suggestions.proposal import OPEN_KIND, settled
from builder.values import Site
from builder.yaml_reader import Plain, read_document
from builder.yaml_writer import Uneditable

# What a record can be turned into, and the kind of record that it then is.
CHOICES = dict.fromkeys(get_args(Actor.model_fields["kind"].annotation), "actors")
CHOICES |= {"place": "places", "term": "glossary"}
# What has another name in a term.
_IN_TERM = {"name": "term", "summary": "definition"}


def what_is(collection: str, record: Mapping[str, Plain]) -> str:
    """Which of `CHOICES` a record is; nothing if it can be none of them."""
    found = {kind: what for what, kind in CHOICES.items()}.get(collection, "")
    return str(record.get("kind", "")) if collection == "actors" else found


def turned(text: str, what: str) -> str:
    """The text of a record as it is for one of `CHOICES`. Raises `Uneditable` where that would lose something."""
    collection = CHOICES[what]
    text = settled(text)
    asked = ["definition"] * (_data(text).get("definition") == DEFINITION)
    for key in [*asked, *(["kind"] if collection != "actors" and "kind" in _data(text) else [])]:
        text = yaml_editor.remove(text, (key,))
    noun = with_article(KINDS[collection].noun)
    for pair in _IN_TERM.items():
        key, other = pair if collection == "glossary" else pair[::-1]
        if {key, other} <= _data(text).keys():
            raise Uneditable(f"{noun} has one `{other}` for its `{key}` and `{other}`: join the two first")
        text = yaml_editor.rename_key(text, (key,), other) if key in _data(text) else text
    fields = KINDS[collection].model_fields
    known = {field.alias or name for name, field in fields.items()}
    if lost := [f"`{key}`" for key in _data(text) if key not in known]:
        raise Uneditable(f"{noun} has no {', '.join(lost)}: take that out first")
    if collection == "actors":
        return yaml_editor.set_value(text, ("kind",), what)
    is_open = "definition" in fields and "definition" not in _data(text)
    return yaml_editor.set_value(text, ("definition",), DEFINITION) if is_open else text


def turn(site: Site, texts: Mapping[str, str], id: str, what: str) -> dict[str, str]:
    """The files that change when a record becomes something else, and stands where others of that kind are."""
    origin, new = site.dossier.origins[id], CHOICES[what]
    file, target = origin.document.file, home(site, new)
    written = yaml_editor.text_at(texts[file], origin.path)
    if site.dossier.records[id].collection == new:
        return {file: yaml_editor.set_text(texts[file], origin.path, turned(written, what))}
    rest = yaml_editor.remove(texts[file], origin.path)
    text = turned(written, what)
    into = yaml_editor.add_record(rest if target == file else texts.get(target, ""), new, id, _data(text))
    above = _comments(texts[file]) - _comments(rest) - _comments(written)
    text = text if text.startswith("{") else "\n".join([*above, text])
    changed = {file: rest, target: yaml_editor.set_text(into, (new, id), text)}
    if sum(_comments(now).total() - _comments(texts.get(name, "")).total() for name, now in changed.items()):
        raise Uneditable(f"a comment beside `{id}` would be lost: move it first")
    return changed


def _comments(text: str) -> Counter[str]:
    """The ends of lines from a `#` on, as often as each is there; without our own question."""
    return Counter(f"#{line.partition('#')[2]}" for line in text.split("\n") if "#" in line and OPEN_KIND not in line)


def _data(text: str) -> dict[str, Plain]:
    record = read_document("", text.encode())[0].data
    return record if isinstance(record, dict) else {}
