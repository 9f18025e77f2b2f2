from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Rule, Severity, listed
from builder.marks import Marked, Refers
from builder.models import Actor, Claim, Quote, Record, is_words
from builder.rules import Site
from builder.text import normalised

_TITLE = re.compile(r"^(?:(?:mr|mrs|ms|mx|dr|prof)\.? |the )")


def check(site: Site) -> Iterator[Diagnostic]:
    """Everybody who is named in words that are the name of an actor, or the family name of a person."""
    speaking = [
        (record, found) for kind in (Quote, Claim) for record in site.dossier.of(kind) for found in in_words(record)
    ]
    bearers: dict[str, list[Actor]] = {}
    for actor in site.dossier.of(Actor) if speaking else ():
        for name in names(actor):
            bearers.setdefault(name, []).append(actor)
    for record, found in speaking:
        if actors := bearers.get(plain(found.text)):
            who = listed(f"{actor.name} (`{actor.id}`)" for actor in actors)
            help = f"write the id; if it is somebody else, say more than the name: `{found.text}, a neighbour`"
            place = site.dossier.place(record.id, *found.path)
            yield RULE.at(place, f"`{found.text}` is named in words, and may be {who}", help=help)


def in_words(record: Record) -> Iterator[Marked]:
    """Where a published record names somebody who is thought to have no record."""
    texts = record.texts if record.status == "published" else ()
    return (found for found in texts if isinstance(found.mark, Refers) and found.mark.or_words and is_words(found.text))


def names(actor: Actor) -> set[str]:
    """What a published actor is called, plainly: every form, and the last word of a person's name."""
    forms = [*actor.forms, *(actor.name.split()[-1:] if actor.kind == "person" else ())]
    return {plain(form) for form in forms if actor.status == "published"}


def plain(name: str) -> str:
    """A name for comparison: small letters, without "Mr" and the like."""
    return _TITLE.sub("", normalised(name).lower())


_RECORDS = """\
actors:
  jane-doe: {name: Jane Doe, kind: person}
quotes:
  gone: {speaker: Doe, at: Protesters left, sources: [usip-2020]}
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""

RULE = Rule(
    id="unlinked-speaker",
    severity=Severity.WARNING,
    summary="somebody is named in words who may have a record",
    why="""\
`speaker`, `addressee` and `by` take an actor's id, or words for somebody who has no record. Words make no link: the
quotation is missing from the actor's page, and the reader does not learn who speaks. Where a name could be that of
several persons, only you can say which; where it is nobody who has a record, a word more tells the reader, too.
""",
    bad=Example(_RECORDS),
    good=Example(_RECORDS.replace("speaker: Doe", 'speaker: jane-doe, addressee: "Doe, her brother"')),
    check=check,
)
