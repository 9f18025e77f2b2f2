from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Rule, Severity
from builder.marks import Marked, Refers, marked
from builder.models import Record
from builder.rules import Site

# All that the builder itself writes into a proposal where the text does not tell. Whoever writes takes it from here.
SPEAKER, DEFINITION, CONFIRM = "Not yet known", "To be written.", ": to be confirmed."
_QUESTIONS = (DEFINITION, CONFIRM, ": to be completed.")  # the last was written once, and stands in files


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Words of a proposal in a record that is published."""
    for found in filter(_is_question, marked(record) if record.status == "published" else ()):
        key = next(step for step in reversed(found.path) if isinstance(step, str))
        message = f"`{record.id}` is published, and its `{key}` is still a question"
        help = f"answer it, or keep `{record.id}` a draft"
        yield RULE.at(site.dossier.place(record.id, *found.path), message, help=help)


def _is_question(found: Marked) -> bool:
    """Whether a text asks: in the builder's words, or which of several it is ("Ruth Penhale or Daniel Penhale?")."""
    if isinstance(found.mark, Refers):
        return found.mark.or_words and (found.text == SPEAKER or found.text.rstrip().endswith("?"))
    return any(words in found.text for words in _QUESTIONS)


RULE = Rule(
    id="open-question",
    severity=Severity.WARNING,
    summary="a proposal's question is published as if it were an answer",
    why="""\
`dossier new` and `dossier suggest` write a question where the text does not tell who speaks, what a word means or which
day is meant. In a draft it waits for you. Without `status: draft` every reader sees it.
""",
    bad=Example("glossary:\n  tsb: {term: TSB, definition: To be written.}\n"),
    good=Example("""\
glossary:
  tsb: {term: TSB, definition: "A board that looks into accidents of ships. [@atlas]"}
sources:
  atlas: {type: book, title: An atlas}
"""),
    check_record=check,
)
