"""What a record has to do with others: its relations from both ends, and everything that names it or that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from builder.models import Actor, Record, Relation
from builder.values import Site

# In this order a page lists what concerns its record. Mentions are listed as sentences instead.
ORDER = ("articles", "background", "claims", "events", "actors", "places", "glossary", "quotes", "notes", "dates")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as seen from one of its ends."""

    label: str
    other: Record
    relation: Relation


def ties(site: Site, record: Record) -> dict[str, list[Tie]]:
    """The relations of a record from both ends, by the label that they have at this end; each once."""
    groups: dict[str, dict[tuple[str, str, str], Tie]] = {}
    for tie in (*own_ties(site, record), *ties_to(site, record)):
        dates = (str(tie.relation.from_), str(tie.relation.to))
        groups.setdefault(tie.label, {}).setdefault((tie.other.id, *dates), tie)
    return {label: list(found.values()) for label, found in groups.items()}


def own_ties(site: Site, record: Record) -> Iterator[Tie]:
    """The relations that a record has to others."""
    for relation in record.relations if isinstance(record, Actor) else ():
        other = site.dossier.records.get(relation.of)
        if other is not None:
            yield Tie(relation.is_, other, relation)


def ties_to(site: Site, record: Record) -> Iterator[Tie]:
    """The relations that others have to a record."""
    inverses = site.dossier.head.settings.relations
    for reference in site.references_to.get(record.id, ()):
        source = site.dossier.records.get(reference.source)
        if isinstance(source, Actor) and reference.path[0] == "relations" and reference.how == "of":
            relation = source.relations[int(reference.path[1])]
            # A label without an inverse has been reported; its page says at least what the other end says.
            yield Tie(inverses.get(relation.is_, f"{relation.is_} (from the other end)"), source, relation)


def related(site: Site, record: Record, shown: Collection[str] = ()) -> dict[str, list[Record]]:
    """What names the record or is named in its `see`, by kind, without what the page shows elsewhere."""
    ids = [r.source for r in site.references_to.get(record.id, ())]
    ids += [r.target for r in site.references_from.get(record.id, ()) if r.how == "see"]
    rows = [site.dossier.records.get(id) for id in dict.fromkeys(ids) if id not in shown and id != record.id]
    groups: dict[str, list[Record]] = {collection: [] for collection in ORDER}
    for row in rows:
        if row is not None and row.collection in groups:
            groups[row.collection].append(row)
    return {collection: found for collection, found in groups.items() if found}
