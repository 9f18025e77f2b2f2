from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Rule, Severity
from builder.models import Quote, Record, Term, TimeExpression

if TYPE_CHECKING:
    from builder.values import Site

# What the builder itself writes into a proposal where the text does not tell.
SPEAKER, DEFINITION, CONFIRM = "Not yet known", "To be written.", "to be confirmed."
_WHERE = ((Quote, "speaker", SPEAKER), (Term, "definition", DEFINITION), (TimeExpression, "body", CONFIRM))


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Words of a proposal in a record that is published."""
    for kind, key, words in _WHERE:
        if record.status == "published" and isinstance(record, kind) and _is_question(getattr(record, key), words):
            message = f"`{record.id}` is published, and its `{key}` is still a question"
            help = f"answer it, take out the key, or keep `{record.id}` a draft"
            yield RULE.at(site.dossier.place(record.id, key), message, help=help)


def _is_question(value: str | None, words: str) -> bool:
    """Whether a value asks: in the builder's words, or which of several it is ("Ruth Penhale or Daniel Penhale?")."""
    return (value or "").rstrip().endswith((words, "?") if words == SPEAKER else words)


RULE = Rule(
    id="open-question",
    severity=Severity.WARNING,
    summary="a proposal's question is published as if it were an answer",
    why="""\
`dossier new` and `dossier suggest` write a question where the text does not tell who speaks, what a word means or which
day is meant. In a draft it waits for you. Without `status: draft` every reader sees it.
""",
    bad=Example("""\
glossary:
  tsb: {term: TSB, definition: To be written.}
"""),
    good=Example("""\
glossary:
  tsb: {term: TSB, definition: "A board that looks into accidents of ships. [@atlas]"}
sources:
  atlas: {type: book, title: An atlas}
"""),
    check_record=check,
)
