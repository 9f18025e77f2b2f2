"""brat's stand-off: a file of annotations (.ann) beside the text (.txt) that its offsets count.

Text-bound annotations (T) are entities, notes (#) their comments, normalisations (N) identifiers, relations (R) between
actors relations. Events, attributes and equivalences have no place in a dossier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.imports.entities import entity
from builder.imports.importing import Found, Items, Material, Remark, Target, Unreadable, harmless

_BOUND = re.compile(r"(\S+) ((?:\d{1,9} \d{1,9})(?:;\d{1,9} \d{1,9})*)")
_RELATION = re.compile(r"(\S+) \S+:(T\d+) \S+:(T\d+)")
LEFT = {"E": "events", "A": "attributes", "M": "attributes", "*": "equivalences"}


@dataclass
class _Bound:
    where: str
    label: str
    target: Target
    comments: list[str] = field(default_factory=list)
    iri: str = ""


def read(material: Material) -> Items:
    """Every annotation of the file."""
    if not material.beside:
        raise Unreadable("brat keeps the text in a file of the same name that ends in .txt: put it beside this one")
    bounds: dict[str, _Bound] = {}
    relations: list[tuple[str, str]] = []
    for number, line in enumerate(material.text.splitlines(), 1):
        where = f"line {number}"
        id, _, rest = line.partition("\t")
        match id[:1]:
            case "":
                continue
            case "T":
                bound = _bound(material.beside, where, rest)
                if isinstance(bound, Remark):
                    yield bound
                else:
                    bounds[id] = bound
            case "R":
                relations.append((where, rest))
            case "#" | "N":
                yield from _said(bounds, where, id, rest)
            case kind if kind in LEFT:
                material.leave(f"{LEFT[kind]} have no place in a dossier", where)
            case _:
                yield Remark(where, f"this is no line of brat's: {line[:80]}")
    items = [
        item
        for bound in bounds.values()
        for item in entity(
            material, bound.where, bound.label, bound.target, body="\n\n".join(bound.comments), iri=bound.iri
        )
    ]
    yield from _relate(material, relations, bounds, {item.id: item for item in items if isinstance(item, Found)})
    yield from items


def _relate(
    material: Material, relations: list[tuple[str, str]], bounds: dict[str, _Bound], made: dict[str, Found]
) -> Items:
    """Add each relation of a new actor to its record."""
    for where, rest in relations:
        match = _RELATION.match(rest)
        first, second = (bounds.get(match[2]), bounds.get(match[3])) if match else (None, None)
        actor = made.get(material.known(first.target.exact) or "") if first else None
        other = material.known(second.target.exact) if second else None
        if match and other and actor and actor.collection == "actors":
            actor.record.setdefault("relations", []).append({"is": match[1], "of": other})
        else:
            yield Remark(where, f"a relation that does not begin at a new actor and end at a record: {rest[:80]}")


def _bound(text: str, where: str, rest: str) -> _Bound | Remark:
    head, _, words = rest.partition("\t")
    match = _BOUND.fullmatch(head)
    if match is None:
        return Remark(where, f"this is no text-bound annotation: {rest[:80]}")
    ends = [int(number) for number in re.findall(r"\d+", match[2])]
    start, end = ends[0], ends[-1]
    if not 0 <= start < end <= len(text):
        return Remark(where, f"the text has no characters {start} to {end}: {words[:80]}")
    plain = " ".join(words.split())
    if len(ends) > 2:
        return Remark(where, f"a passage in several pieces has no place in a dossier: {match[1]} “{plain[:80]}”")
    if plain and plain != " ".join(text[start:end].split()):
        return Remark(where, f"the words are “{plain[:80]}”, but the text has “{text[start:end][:80]}” there")
    return _Bound(where, match[1], Target.within(text, start, end))


def _said(bounds: dict[str, _Bound], where: str, id: str, rest: str) -> Items:
    """A comment on a passage, or what it means elsewhere."""
    head, _, value = rest.partition("\t")
    bound = next((bounds[part] for part in head.split() if part in bounds), None)
    if bound is None:
        yield Remark(where, f"this is about nothing that is taken over: {rest[:200]}")
    elif id.startswith("#"):
        bound.comments.append(harmless(value))
    else:
        name, _, key = head.split(" ")[-1].partition(":")
        bound.iri = f"https://www.wikidata.org/wiki/{key}" if name.lower() == "wikidata" else f"{name}/{key}"
