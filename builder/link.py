"""Stage 3, link: who names whom, and back."""

from __future__ import annotations

from collections.abc import Iterator

from builder.marks import Refers
from builder.memory import Memory
from builder.models import Record, is_words
from builder.prose import named
from builder.values import Anchored, Dossier, Reference, Site


def link(dossier: Dossier, anchored: Anchored, memory: Memory | None = None) -> Site:
    """Every reference between records, in the order of the files. Whether its target exists is for the rules to say."""
    memory = memory or Memory()
    found = {
        id: memory.get(("references", id), record, lambda record=record: tuple(references(record)))  # type: ignore[misc]
        for id, record in dossier.records.items()
    }
    return Site(dossier, anchored, {id: made for id, made in found.items() if made})


def references(record: Record) -> Iterator[Reference]:
    """What one record names: in fields that hold ids, and in its Markdown."""
    for found in record.texts:
        if isinstance(found.mark, Refers):
            if not (found.mark.or_words and is_words(found.text)):
                how = next(step for step in reversed(found.path) if isinstance(step, str) and step != "id")
                yield Reference(record.id, found.text, found.path, how, found.mark.kinds)
            continue
        for name in named(found.text):
            kinds = ("sources",) if name.how == "cite" else ()
            nth = found.text.count(name.words, 0, name.start)
            yield Reference(record.id, name.id, found.path, name.how, kinds, name.words, nth)
