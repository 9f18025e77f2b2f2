from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Note, Rule, Severity
from builder.models import Record
from builder.rules import Site


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every reference from a published record to a draft."""
    records = site.dossier.records
    for reference in site.references_from.get(record.id, ()):
        target = records.get(reference.target)
        if target and target.status == "draft" and record.status != "draft":
            yield RULE.at(
                site.dossier.place_of(reference),
                f"`{reference.target}` is a draft and leads nowhere in a published build",
                help="publish the draft by removing its `status`, or make this record a draft, too",
                notes=[Note("the draft", site.dossier.place(reference.target, "status"))],
            )


_RECORDS = """\
actors:
  the-crowd: {name: The crowd, kind: crowd, see: [us-embassy]}
places:
  us-embassy: {name: US embassy, kind: building}
"""

RULE = Rule(
    id="draft-reference",
    severity=Severity.WARNING,
    summary="a published record refers to a draft",
    why="""\
Drafts are left out of a published build. What refers to one loses its link there and keeps only the
words, so the reader misses what the editor meant to show.
""",
    bad=Example(_RECORDS.replace("building", "building, status: draft")),
    good=Example(_RECORDS),
    check_record=check,
)
