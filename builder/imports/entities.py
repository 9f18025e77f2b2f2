"""Named entities as brat, WebAnno and Recogito mark them: words with a label, and what becomes of these.

A name that the dossier has links itself. A new person, organisation or place becomes a draft of its own; words with any
other label become a draft of a note that keeps the label.
"""

from __future__ import annotations

from builder.imports.importing import Found, Items, Material, Target, harmless
from builder.wording import CATALOGUES

LABELS = {
    label: (collection, kind)
    for collection, kind, labels in (
        ("actors", "person", "per person pers people"),
        ("actors", "organisation", "org organization organisation company corporation institution agency"),
        ("actors", "state", "gpe geopoliticalentity norp"),
        ("actors", "armed-group", "militia"),
        ("places", "country", "country"),
        ("places", "city", "city town settlement"),
        ("places", "region", "region province state"),
        ("places", "building", "building facility fac"),
        ("places", "other", "loc location place"),
    )
    for label in labels.split()
}
# Who else gives identifiers: names of catalogues, with which the names of their hosts begin.
ELSEWHERE = ("wikidata", "wikipedia", "geonames", "pleiades", "viaf")


def entity(material: Material, where: str, label: str, target: Target, *, body: str = "", iri: str = "") -> Items:
    """What becomes of words with a label; `iri` says elsewhere what they mean, `body` is a comment on them."""
    words = " ".join(target.exact.split())
    named = material.known(words)
    known = (material.outside(iri) if iri else None) or named
    more = {"body": body} if body else {}
    if known and known != named:
        yield Found(where, "mentions", material.id(f"{words} {known}", "mention"), {"is": known, **more}, (target,))
        return
    if known:
        material.leave(f"these words mean `{known}`, which links itself", where)
        if body:
            material.remark(where, f"a comment on `{known}` is not taken over: {body}")
        return
    meaning = LABELS.get("".join(c for c in label.lower() if c.isalpha()))
    if meaning is None or not words:
        note = {"kind": "context", "title": label or "Note", "body": body or harmless(label)}
        yield Found(where, "notes", material.id(f"{label} {words}", "note"), note, (target,), sure=False)
        return
    collection, kind = meaning
    id = material.id(words, collection)
    material.name(words, id)
    same_as = {"same_as": identifier(iri)} if iri else {}
    record = {"name": words, "kind": kind, **same_as, **more}
    yield Found(where, collection, id, record, (target,), sure=False, is_name=True)


def identifier(iri: str) -> dict[str, str]:
    """An address elsewhere as `same_as` has it."""
    site = next((name for name in ELSEWHERE if f"{name}." in iri), "elsewhere")
    return {site: iri.rstrip("/").rpartition("/")[2] if site in CATALOGUES else iri}
