"""brat's stand-off: a file of annotations (.ann) beside the text (.txt) that its offsets count.

Text-bound annotations (T) are entities, notes (#) their comments, normalisations (N) identifiers, relations (R) between
actors relations. Events, attributes and equivalences have no place in a dossier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.imports.entities import entity
from builder.imports.importing import Found, Items, Material, Target, Unreadable, harmless

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
                _bind(material, bounds, where, id, rest)
            case "R":
                relations.append((where, rest))
            case "#" | "N":
                _say(material, bounds, where, id, rest)
            case kind if kind in LEFT:
                material.leave(f"{LEFT[kind]} have no place in a dossier", where)
            case _:
                material.remark(where, f"this is no line of brat's: {line[:80]}")
    made: dict[str, Found] = {}
    for bound in bounds.values():
        body = "\n\n".join(bound.comments)
        found = entity(material, bound.where, bound.label, bound.target, body=body, iri=bound.iri)
        made |= {item.id: item for item in found}
    for where, rest in relations:
        _relate(material, bounds, made, where, rest)
    yield from made.values()


def _bind(material: Material, bounds: dict[str, _Bound], where: str, id: str, rest: str) -> None:
    """Add the words of a text-bound annotation, or say why not."""
    head, _, words = rest.partition("\t")
    match, plain = _BOUND.fullmatch(head), " ".join(words.split())
    if match is None:
        material.remark(where, f"this is no text-bound annotation: {rest[:80]}")
        return
    ends = [int(number) for number in re.findall(r"\d+", match[2])]
    start, end, text = ends[0], ends[-1], material.beside[0]
    there = " ".join(text[start:end].split())
    if not 0 <= start < end <= len(text):
        material.remark(where, f"the text has no characters {start} to {end}: {words[:80]}")
    elif len(ends) > 2:
        what = f"a passage in several pieces has no place in a dossier: {match[1]} “{plain[:80]}”"
        material.remark(where, what)
    elif plain and plain != there:
        material.remark(where, f"the words are “{plain[:80]}”, but the text has “{there[:80]}” there")
    else:
        bounds[id] = _Bound(where, match[1], Target.within(text, start, end))


def _say(material: Material, bounds: dict[str, _Bound], where: str, id: str, rest: str) -> None:
    """Add a comment on a passage, or what it means elsewhere."""
    head, _, value = rest.partition("\t")
    bound = next((bounds[part] for part in head.split() if part in bounds), None)
    if bound is None:
        material.remark(where, f"this is about nothing that is taken over: {rest[:200]}")
    elif id.startswith("#"):
        bound.comments.append(harmless(value))
    else:
        name, _, key = head.split(" ")[-1].partition(":")
        bound.iri = f"https://www.wikidata.org/wiki/{key}" if name.lower() == "wikidata" else f"{name}/{key}"


def _relate(material: Material, bounds: dict[str, _Bound], made: dict[str, Found], where: str, rest: str) -> None:
    """Add a relation of a new actor to its record."""
    match = _RELATION.match(rest)
    first, second = (bounds.get(match[2]), bounds.get(match[3])) if match else (None, None)
    actor = made.get(material.known(first.target.exact) or "") if first else None
    other = material.known(second.target.exact) if second else None
    if match and other and actor and actor.collection == "actors":
        actor.record.setdefault("relations", []).append({"is": match[1], "of": other})
    else:
        material.remark(where, f"a relation that does not begin at a new actor and end at a record: {rest[:80]}")
