from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Rule, Severity
from builder.marks import Prose
from builder.models import Source
from builder.prose import strays
from builder.rules import Dossier, Site


def check(site: Site) -> Iterator[Diagnostic]:
    """Every source that no other record cites."""
    for source in site.dossier.of(Source):
        citing = {r.source for r in site.references_to.get(source.id, ()) if "sources" in r.kinds}
        if not citing - {source.id} and not _may_be_cited(site.dossier, source.id):
            yield RULE.at(
                site.dossier.place(source.id),
                f"no record cites the source `{source.id}`",
                help=f"cite it where it bears a statement out, `[@{source.id}]`, or remove it",
            )


def _may_be_cited(dossier: Dossier, id: str) -> bool:
    """Whether a record or a citation that could not be read may mean the source: its own fault is enough to report."""
    named = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
    texts = (t.text for record in dossier.records.values() for t in record.texts if isinstance(t.mark, Prose))
    if any(named.search(text) for text in texts if strays(text)):
        return True
    own_key = dossier.origins[id].document.text in dossier.faulty_texts
    return sum(len(named.findall(text)) for text in dossier.faulty_texts) > own_key


_SOURCES = "sources:\n  usip-2020: {type: report, title: The siege in Baghdad}\n"

RULE = Rule(
    id="unused-source",
    severity=Severity.WARNING,
    summary="no record cites a source",
    why="""\
The list of sources tells readers what the dossier rests on. A work that nothing cites makes it look
better founded than it is, or a statement has lost its citation.
""",
    bad=Example(_SOURCES),
    good=Example(f"actors:\n  the-crowd: {{name: The crowd, kind: crowd, sources: [usip-2020]}}\n{_SOURCES}"),
    check=check,
)
