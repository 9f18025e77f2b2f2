"""The relations of a record to others, as either end sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.models import Actor, Record, Relation
from builder.values import Site


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as seen from one of its ends."""

    label: str
    other: Record
    relation: Relation


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
