from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Place, Rule, Severity
from builder.marks import Marked, Prose
from builder.models import Record
from builder.parts import Model
from builder.prose import strays
from builder.rules import Dossier, Site
from builder.statements import uncited

# To be such a record is to state something: when it happened, what was said, by whom.
ALWAYS_STATE = {"events", "quotes", "claims"}
# These state something once they hold a text; a bare name states nothing.
STATE_IN_WORDS = {"actors", "places", "glossary", "background"}
# Statements about the text itself, and what makes the statements possible.
NEVER_STATE = {"articles", "mentions", "sources"}
# As many words as show which statement is meant.
MARKED_WORDS = 6

_WORD = re.compile(r"\S+")


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """A published record that rests on no source, or its paragraphs that end without one."""
    is_unfinished = record.status == "draft" or record.id in site.dossier.unreadable
    if is_unfinished or record.collection in NEVER_STATE:
        return
    texts = [found for found in record.texts if isinstance(found.mark, Prose)]
    for diagnostic in _faults(site, record, texts):
        if any(strays(found.text) for found in texts):
            return  # a citation may have been meant, and that is reported
        yield diagnostic


def _faults(site: Site, record: Record, texts: list[Marked]) -> Iterator[Diagnostic]:
    speaks = record.collection in STATE_IN_WORDS and any(found.text.strip() for found in texts)
    rests = any("sources" in reference.kinds for reference in site.references_from.get(record.id, ()))
    if (speaks or record.collection in ALWAYS_STATE) and not rests:
        message = f"the {record.noun} `{record.id}` rests on no source"
        help = "name one below `sources`, or cite one in the text: `[@source-id]`"
        yield RULE.at(site.dossier.place(record.id), message, help=help)
    else:
        yield from _paragraphs_without_source(site.dossier, record, texts)


def _paragraphs_without_source(dossier: Dossier, record: Record, texts: list[Marked]) -> Iterator[Diagnostic]:
    help = "cite a source after it, `[@source-id]`, or list one below the record's `sources`"
    for found in texts:
        if isinstance(found.mark, Prose) and found.mark.states and not _is_covered(record, found.path):
            for start, end in uncited(found.text):
                place = _place(dossier, record.id, found, start, end)
                yield RULE.at(place, "this statement has no citation", help=help)


def _is_covered(record: Record, path: tuple[str | int, ...]) -> bool:
    """Whether the record, or the part of it in which the text stands, lists sources of its own."""
    value: object = record
    for step in path:
        if isinstance(value, Model):
            if getattr(value, "sources", ()):
                return True
            value = getattr(value, str(step), None)
        elif isinstance(value, tuple) and isinstance(step, int):
            value = value[step]
    return False


def _place(dossier: Dossier, id: str, found: Marked, start: int, end: int) -> Place:
    """The first words from `start`: as many as stand side by side in the file."""
    words = list(_WORD.finditer(found.text, start, end))[:MARKED_WORDS]
    for last in reversed(words):
        place = dossier.place_within(id, found.path, found.text, start, last.end())
        if place.line == place.end_line and place.end_column - place.column == last.end() - start:
            return place
    return dossier.place(id, *found.path)


_PLACES = """\
places:
  us-embassy:
    name: US embassy
    kind: building
    body: It stands by the river [@usip-2020]. It opened in 2009.
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""

RULE = Rule(
    id="uncited-statement",
    severity=Severity.WARNING,
    summary="a statement has no source",
    why="""\
Every statement of a dossier names the source on which it rests, so that the reader can go and see. An
event, a quotation and a claim always state something; an actor, a place, a term and a topic do once they
hold a text. In a body, each paragraph and each list item ends with its citation, unless the record lists
`sources` for all of it. A draft is unfinished, and may do without until it is published.
""",
    bad=Example(_PLACES),
    good=Example(_PLACES.replace("in 2009", "in 2009 [@usip-2020]")),
    check_record=check,
)
