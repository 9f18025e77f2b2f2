"""W3C Web Annotations as JSON-LD, from any program: an annotation, a list, a collection, a page; Recogito's, too.

An annotation that this builder exported carries its record and becomes that record again. Of others the words become
notes, what identifies a known record a mention, what identifies a person or place elsewhere a draft of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from builder.exports.web_annotation import RECORD, seal
from builder.imports.entities import LABELS, entity
from builder.imports.importing import Found, Items, Material, Target, Unreadable, harmless, listed, read_json, texts
from builder.models import KINDS
from builder.yaml_reader import Plain

NOTES = {
    "editing": "correction",
    "classifying": "variant",
    "assessing": "caution",
    "moderating": "caution",
    "questioning": "caution",
}
READ = {"@context", "id", "@id", "type", "@type", "motivation", "body", "bodyValue", "target", "modified", "created"}
PLACES = ("pleiades.stoa.org", "geonames.org", "dare.ht.lu.se", "whgazetteer.org")
Object = dict[str, Any]


def read(material: Material) -> Items:
    """Every annotation of the file."""
    found = list(_annotations(read_json(material.text)))
    found = found or [item for page in material.beside for item in _annotations(read_json(page))]
    if not found:
        what = "objects of the type `Annotation`, alone, in a list or in a collection, whose pages lie beside it"
        raise Unreadable(f"it holds no annotation: {what}")
    for number, annotation in enumerate(found, 1):
        yield from of_annotation(material, f"annotation {number}", annotation)


def _annotations(value: Any) -> Iterator[Object]:
    if isinstance(value, dict) and "target" in value:
        yield value
    inner = [value.get(key) for key in ("items", "first", "@graph")] if isinstance(value, dict) else value
    for item in inner if isinstance(inner, list) else ():
        yield from _annotations(item)


def of_annotation(material: Material, where: str, annotation: Object) -> Items:
    """What becomes of one annotation."""
    bodies, targets = _bodies(annotation), tuple(_targets(annotation.get("target")))
    own = next((body for body in bodies if body.get("format") == RECORD), None)
    if own and (found := _record(own, [body for body in bodies if body is not own])):
        collection, id, record = found
        yield Found(where, collection, material.id(id, collection), _as_texts(record), targets)
        return
    generator = annotation.get("generator")
    if isinstance(generator, dict) and generator.get("name") == "dossier":
        material.leave("a name that the builder has found, and finds again", where)
        return
    if own:
        material.leave("another program has changed its words: they are kept, its record is set aside", where)
    for key in annotation:
        if key not in READ:
            material.leave(f"`{key}` is not taken over", where)
    if targets:
        yield from _foreign(material, where, annotation, targets)
    else:
        said = texts([body.get("value") for body in bodies])
        material.remark(where, f"it is on no passage of a text{': ' + said[0][:200] if said else ''}")


def _record(body: Object, others: list[Object]) -> tuple[str, str, Plain] | None:
    """The collection, id and record that a body of ours carries, if nobody has changed what the others say since."""
    try:
        whole = json.loads(str(body.get("value")))
        if whole.pop("seal") == seal(others):
            ((collection, records),) = whole.items()
            ((id, record),) = records.items()
            return (collection, id, record) if collection in KINDS and isinstance(record, dict) else None
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        pass
    return None


def _as_texts(value: Any) -> Plain:
    """JSON's values as YAML's: texts, lists and mappings of texts."""
    if isinstance(value, dict):
        return {str(key): _as_texts(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_as_texts(held) for held in value]
    return value if isinstance(value, str) else json.dumps(value)


def _foreign(material: Material, where: str, annotation: Object, targets: tuple[Target, ...]) -> Items:
    """A mention or an entity, where the bodies say what is meant; else a note."""
    words, tags, meant = _said(annotation)
    addresses = [iri for iri in meant if "://" in iri]
    body = "\n\n".join(map(harmless, words))
    known = next(filter(material.outside, meant), None)
    iri = known or next(iter(addresses), "")
    label = next((tag for tag in tags if tag.lower() in LABELS), "")
    label = label or ("place" if any(host in iri for host in PLACES) else "")
    if known or label:
        for target in targets:
            yield from entity(material, where, label, target, body=body, iri=iri)
        tags = [tag for tag in tags if tag != label]
    else:
        said = "\n\n".join([*filter(None, [body]), *(f"<{iri}>" for iri in addresses)])
        if not said and not tags:
            material.remark(where, f"a highlight that says nothing: “{' '.join(targets[0].exact.split())[:80]}”")
            return
        note = _note(annotation, said or harmless(", ".join(tags)))
        yield Found(where, "notes", material.id(targets[0].exact or said, "note"), note, targets, sure=bool(said))
        tags = tags if said else []
    for tag in tags:
        material.leave(f"the tag “{tag[:60]}” is not taken over", where)


def _note(annotation: Object, body: str) -> dict[str, Plain]:
    kind = next((NOTES[why] for why in texts(annotation.get("motivation")) if why in NOTES), "context")
    day = re.match(r"\d{4}-\d\d-\d\d", str(annotation.get("modified") or annotation.get("created") or ""))
    return {"kind": kind, "body": body, **({"updated": day[0]} if day else {})}


def _said(annotation: Object) -> tuple[list[str], list[str], list[str]]:
    """What an annotation's bodies are: words, tags, and what is meant, to which they point."""
    words: list[str] = []
    tags: list[str] = []
    meant: list[str] = []
    for body in _bodies(annotation):
        if body.get("format") == RECORD:
            continue
        purposes = {*(texts(body.get("purpose")) or texts(annotation.get("motivation")))}
        value, iri = _value(body), _iri(body)
        if iri:
            meant.append(iri)
        if value and purposes & {"tagging", "classifying"}:
            tags.append(value)
        elif value and "identifying" in purposes and not iri:
            (meant if "://" in value else tags).append(value)
        elif value:
            words.append(value)
    return words, tags, meant


def _bodies(annotation: Object) -> list[Object]:
    """The bodies, those in a choice or list, too; one that is a text only is an address or words."""
    found = listed(annotation.get("body", annotation.get("bodyValue")))
    found = found + [item for body in found if isinstance(body, dict) for item in listed(body.get("items"))]
    told = [{"id" if "://" in body else "value": body} if isinstance(body, str) else body for body in found]
    return [body for body in told if isinstance(body, dict)]


def _value(body: Object) -> str:
    """The words of a body, without the marks of HTML."""
    value = body.get("value") or body.get("chars")
    if not isinstance(value, str):
        return ""
    if body.get("format") == "text/html":
        root = LexborHTMLParser(value).body if value.strip() else None
        value = root.text(separator=" ") if root else ""
    return value.strip()


def _iri(body: Object) -> str:
    """What a body points to."""
    found = _address(body.get("source")) or ("" if body.get("type") == "Choice" else _address(body.get("id")))
    return found if "/" in found or ":" in found else ""


def _address(source: Any) -> str:
    """The address of a source, which may be an object."""
    found = source.get("id") if isinstance(source, dict) else source
    return found if isinstance(found, str) else ""


def _targets(value: Any) -> Iterator[Target]:
    for target in listed(value):
        if isinstance(target, dict):
            found: Object = {"source": _address(target.get("source")), **_selected(target.get("selector"))}
            if "exact" in found or "start" in found:
                yield Target(**found)


def _selected(value: Any) -> Object:
    """What selectors say of a passage, those that refine others included."""
    found: Object = {}
    for selector in listed(value):
        match selector:
            case {"refinedBy": refined}:
                found |= _selected(refined)
        match selector:
            case {"type": "TextQuoteSelector", "exact": str(exact)}:
                around = {key: selector[key] for key in ("prefix", "suffix") if isinstance(selector.get(key), str)}
                found |= {"exact": exact, **around}
            case {"type": "TextPositionSelector", "start": int(start), "end": int(end)}:
                found |= {"start": start, "end": end}
            case {"type": "FragmentSelector", "value": str(value)}:
                if part := re.fullmatch(r"char=(\d{1,9}),(\d{1,9})", value):
                    found |= {"start": int(part[1]), "end": int(part[2])}
    return found
