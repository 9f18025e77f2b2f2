"""Named entities as brat, WebAnno and Recogito mark them: words with a label, and what becomes of these.

A name that the dossier has links itself. A new person, organisation or place becomes a draft of its own; words with any
other label become a draft of a note that keeps the label.
"""

from __future__ import annotations

from builder.imports.importing import Found, Items, Material, Remark, Target, harmless
from builder.text import normalised
from builder.yaml_reader import Plain

KINDS = {
    "actors": {
        "person": "per person pers people",
        "organisation": "org organization organisation company corporation institution agency",
        "state": "gpe geopoliticalentity norp",
        "armed-group": "militia",
    },
    "places": {
        "country": "country",
        "city": "city town settlement",
        "region": "region province state",
        "building": "building facility fac",
        "other": "loc location place",
    },
}
LABELS = {
    label: (collection, kind)
    for collection, kinds in KINDS.items()
    for kind, labels in kinds.items()
    for label in labels.split()
}
SITES = {
    "wikidata.org": "wikidata",
    "wikipedia.org": "wikipedia",
    "geonames.org": "geonames",
    "pleiades.stoa.org": "pleiades",
    "viaf.org": "viaf",
}


def entity(material: Material, where: str, label: str, target: Target, *, body: str = "", iri: str = "") -> Items:
    """What becomes of words with a label; `iri` says elsewhere what they mean, `body` is a comment on them."""
    words = " ".join(target.exact.split())
    known = material.outside(iri) if iri else None
    if known and known != material.known(words):
        mention = {"is": known, **({"body": body} if body else {})}
        yield Found(where, "mentions", material.id(f"{words} {known}", "mention"), mention, (target,))
        return
    if known := known or material.known(words):
        material.leave(f"these words mean `{known}`, which links itself", where)
        if body:
            yield Remark(where, f"a comment on `{known}` is not taken over: {body}")
        return
    meaning = LABELS.get("".join(c for c in label.lower() if c.isalpha()))
    if meaning is None or not words:
        note = {"kind": "context", "title": label or "Note", "body": body or harmless(label)}
        yield Found(where, "notes", material.id(f"{label} {words}", "note"), note, (target,), sure=False)
        return
    collection, kind = meaning
    id = material.id(words, collection)
    material.forms[normalised(words).strip(" ")] = id
    more: dict[str, Plain] = {"same_as": identifier(iri) if iri else None, "body": body}
    record = {"name": words, "kind": kind, **{key: value for key, value in more.items() if value}}
    yield Found(where, collection, id, record, (target,), sure=False, is_name=True)


def identifier(iri: str) -> dict[str, str]:
    """An address elsewhere as `same_as` has it."""
    site = next((name for host, name in SITES.items() if host in iri), "elsewhere")
    return {site: iri.rstrip("/").rpartition("/")[2] if site in ("wikidata", "geonames", "viaf") else iri}
