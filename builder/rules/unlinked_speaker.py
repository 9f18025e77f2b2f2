from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Rule, Severity
from builder.marks import Marked, Refers
from builder.models import Actor, Claim, Quote, Record, is_words

if TYPE_CHECKING:
    from builder.values import Site


def check(site: Site) -> Iterator[Diagnostic]:
    """Everybody who is named in words although an actor goes by that very name."""
    published = [actor for actor in reversed(site.dossier.of(Actor)) if actor.status == "published"]
    actors = {form: actor.id for actor in published for form in actor.forms}
    for record in (*site.dossier.of(Quote), *site.dossier.of(Claim)):
        for found in in_words(record):
            if id := actors.get(found.text):
                message = f"`{found.text}` is named in words, and is the actor `{id}`"
                yield RULE.at(site.dossier.place(record.id, *found.path), message, help=f"write `{id}`")


def in_words(record: Record) -> Iterator[Marked]:
    """Where a record names somebody who is thought to have no record."""
    return (f for f in record.texts if isinstance(f.mark, Refers) and f.mark.or_words and is_words(f.text))


RULE = Rule(
    id="unlinked-speaker",
    severity=Severity.WARNING,
    summary="somebody is named in words who has a record",
    why="""\
`speaker`, `addressee` and `by` take an actor's id, or words for somebody who has no record. Words make no link: the
quotation is missing from the actor's page, and the reader does not learn who speaks.
""",
    bad=Example("""\
actors:
  jane-doe: {name: Jane Doe, kind: person}
quotes:
  gone: {speaker: Jane Doe, at: Protesters left, sources: [usip-2020]}
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""),
    good=Example("""\
actors:
  jane-doe: {name: Jane Doe, kind: person}
quotes:
  gone: {speaker: jane-doe, at: Protesters left, sources: [usip-2020]}
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""),
    check=check,
)
