from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Place, Rule, Severity
from builder.marks import Prose
from builder.models import Record
from builder.prose import strays

if TYPE_CHECKING:
    from builder.values import Site

_LINK = "a link is written `[[id]]` or `[[id|words]]`; before a bracket that is meant, write a backslash: `\\[`"
_CITATION = (
    "a citation is written `[@source]` or `[@source, p. 3]`; before a bracket that is meant, write a backslash: `\\[`"
)


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every bracket in a body that is meant for a link or a citation and makes none."""
    for found in record.texts:
        if isinstance(found.mark, Prose):
            for start, end in strays(found.text):
                place = site.dossier.place_within(record.id, found.path, found.text, start, end)
                yield broken(place, found.text[start:end])


def broken(place: Place, words: str) -> Diagnostic:
    """What to say of `words`, which are meant for a link or a citation and are none."""
    return RULE.at(place, f"`{words}` would be published as it stands", help=_CITATION if "@" in words else _LINK)


RULE = Rule(
    id="stray-markup",
    severity=Severity.WARNING,
    summary="a link or a citation is not complete and would be published as it stands",
    why="""\
A bracket that is not closed, or closed once too often, makes no link: the reader sees `[@usip-2020` in the middle of a
sentence and no source.
""",
    bad=Example("""\
places:
  us-embassy:
    name: US embassy
    body: It stands by the river [@usip-2020. It opened in 2009 [@usip-2020].
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""),
    good=Example("""\
places:
  us-embassy:
    name: US embassy
    body: It stands by the river [@usip-2020]. It opened in 2009 [@usip-2020].
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""),
    check_record=check,
)
