from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Rule, Severity, shortened

if TYPE_CHECKING:
    from builder.models import Record
    from builder.values import Site


_HELP = (
    "anchor it elsewhere and take out `orphan`, remove it, or look again with `dossier reanchor --from` its old text"
)


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every selector that is marked as an orphan."""
    for path, selector in ((path, one) for path, one in record.selectors() if one.orphan):
        words = selector.exact or selector.start or "the paragraph"
        message = f"`{record.id}` has lost its passage: “{shortened(words)}” is no longer in the text"
        yield RULE.at(site.dossier.place(record.id, *path), message, help=_HELP)


RULE = Rule(
    id="orphan",
    severity=Severity.WARNING,
    summary="an annotation's passage is gone from the text",
    why="""\
The annotation is kept in the files and listed with the method, but no reader meets it in the text. `dossier reanchor`
sets `orphan: true` on a selector when an editor says so, or has not decided; no annotation is taken away by itself.
""",
    bad=Example("""\
notes:
  how-many:
    at: {exact: thousands of protesters, orphan: true}
    body: The text no longer says how many.
"""),
    good=Example("""\
notes:
  how-many:
    at: Protesters
    body: The text no longer says how many.
"""),
    check_record=check,
)
