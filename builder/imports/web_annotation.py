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
from builder.imports.importing import (
    Found,
    Items,
    Material,
    Remark,
    Target,
    Unreadable,
    harmless,
    listed,
    read_json,
    texts,
)
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
    found = [item for value in read_json(material.text) for item in _annotations(value)]
    if not found:
        raise Unreadable(
            "it holds no annotation: objects of the type `Annotation`, alone, in a list or in a collection"
        )
    for number, annotation in enumerate(found, 1):
        yield from of_annotation(material, f"annotation {number}", annotation)


def _annotations(value: Any) -> Iterator[Object]:
    if isinstance(value, list):
        for item in value:
            yield from _annotations(item)
    elif isinstance(value, dict):
        if "target" in value:
            yield value
        for key in ("items", "first", "@graph"):
            yield from _annotations(value.get(key))


def of_annotation(material: Material, where: str, annotation: Object) -> Items:
    """What becomes of one annotation."""
    targets = tuple(_targets(annotation.get("target")))
    if own := _own(annotation):
        collection, id, record = own
        yield Found(where, collection, material.id(id, collection), _as_texts(record), targets)
        return
    generator = annotation.get("generator")
    if isinstance(generator, dict) and generator.get("name") == "dossier":
        material.leave("a name that the builder has found, and finds again", where)
        return
    if any(body.get("format") == RECORD for body in _bodies(annotation)):
        material.leave("another program has changed its words: they are kept, its record is set aside", where)
    for key in annotation:
        if key not in READ:
            material.leave(f"`{key}` is not taken over", where)
    if not targets:
        said = texts(body.get("value") for body in _bodies(annotation))
        yield Remark(where, f"it is on no passage of a text{': ' + said[0][:200] if said else ''}")
        return
    yield from _foreign(material, where, annotation, targets)


def _own(annotation: Object) -> tuple[str, str, Plain] | None:
    """The collection, id and record that an annotation of ours carries, if nobody has changed what it says since."""
    for body in _bodies(annotation):
        if body.get("format") == RECORD:
            others = [other for other in _bodies(annotation) if other is not body]
            try:
                whole = json.loads(str(body.get("value")))
                if whole.pop("seal") == seal(others):
                    ((collection, records),) = whole.items()
                    ((id, record),) = records.items()
                    return (collection, id, record) if collection in KINDS and isinstance(record, dict) else None
            except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
                return None
    return None


def _as_texts(value: Any) -> Plain:
    """JSON's values as YAML's: texts, lists and mappings of texts."""
    if isinstance(value, dict):
        return {str(key): _as_texts(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_as_texts(held) for held in value]
    return value if isinstance(value, str) else json.dumps(value)


def _foreign(material: Material, where: str, annotation: Object, targets: tuple[Target, ...]) -> Items:
    said = _said(annotation)
    body = "\n\n".join(map(harmless, said["words"]))
    known = next(filter(material.outside, said["meant"]), None)
    iri = known or next((iri for iri in said["meant"] if "://" in iri), "")
    label = next((tag for tag in said["tags"] if tag.lower() in LABELS), "")
    label = label or ("place" if any(host in iri for host in PLACES) else "")
    if not known and not label:
        yield from _note(material, where, annotation, targets, said)
        return
    for target in targets:
        yield from entity(material, where, label, target, body=body, iri=iri)
    for tag in said["tags"]:
        if tag != label:
            material.leave(f"the tag “{tag[:60]}” is not taken over", where)


def _said(annotation: Object) -> dict[str, list[str]]:
    """What an annotation's bodies are: words, tags, and what is meant, to which they point."""
    said: dict[str, list[str]] = {"words": [], "tags": [], "meant": []}
    for body in _bodies(annotation):
        if body.get("format") == RECORD:
            continue
        purposes = {*(texts(listed(body.get("purpose"))) or texts(listed(annotation.get("motivation"))))}
        value, iri = _value(body), _iri(body)
        if iri:
            said["meant"].append(iri)
        if value and purposes & {"tagging", "classifying"}:
            said["tags"].append(value)
        elif value and "identifying" in purposes and not iri:
            (said["meant"] if "://" in value else said["tags"]).append(value)
        elif value:
            said["words"].append(value)
    return said


def _note(
    material: Material, where: str, annotation: Object, targets: tuple[Target, ...], said: dict[str, list[str]]
) -> Items:
    links = [f"<{link}>" for link in said["meant"] if "://" in link]
    body = "\n\n".join([*map(harmless, said["words"]), *links])
    if not body and not said["tags"]:
        yield Remark(where, f"a highlight that says nothing: “{' '.join(targets[0].exact.split())[:80]}”")
        return
    for tag in said["tags"] if body else ():
        material.leave(f"the tag “{tag[:60]}” is not taken over", where)
    motivations = texts(listed(annotation.get("motivation")))
    kind = next((NOTES[motivation] for motivation in motivations if motivation in NOTES), "context")
    day = re.match(r"\d{4}-\d\d-\d\d", str(annotation.get("modified") or annotation.get("created") or ""))
    record = {"kind": kind, "body": body or harmless(", ".join(said["tags"])), **({"updated": day[0]} if day else {})}
    yield Found(where, "notes", material.id(targets[0].exact or body, "note"), record, targets, sure=bool(body))


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
    found = _address(body.get("source")) or (body.get("id") if body.get("type") != "Choice" else None)
    return found if isinstance(found, str) and ("/" in found or ":" in found) else ""


def _address(source: Any) -> str:
    """The address of a source, which may be an object."""
    found = source.get("id") if isinstance(source, dict) else source
    return found if isinstance(found, str) else ""


def _targets(value: Any) -> Iterator[Target]:
    for target in listed(value):
        if not isinstance(target, dict):
            continue
        found: dict[str, Any] = {"source": _address(target.get("source"))}
        for selector in _selectors(target.get("selector")):
            found |= _selected(selector)
        if "exact" in found or "start" in found:
            yield Target(**found)


def _selectors(value: Any) -> Iterator[Object]:
    for selector in listed(value):
        if isinstance(selector, dict):
            yield from _selectors(selector.get("refinedBy"))
            yield selector


def _selected(selector: Object) -> Object:
    match selector:
        case {"type": "TextQuoteSelector", "exact": str(exact)}:
            around = {key: selector[key] for key in ("prefix", "suffix") if isinstance(selector.get(key), str)}
            return {"exact": exact, **around}
        case {"type": "TextPositionSelector", "start": int(start), "end": int(end)}:
            return {"start": start, "end": end}
        case {"type": "FragmentSelector", "value": str(value)} if match := re.fullmatch(
            r"char=(\d{1,9}),(\d{1,9})", value
        ):
            return {"start": int(match[1]), "end": int(match[2])}
    return {}
