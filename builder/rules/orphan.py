from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Rule, Severity, shortened
from builder.models import Record
from builder.rules import Seed, Site
from builder.text import normalised, whole

_HELP = (
    "anchor it elsewhere and take out `orphan`, remove it, or look again with `dossier reanchor --from` its old text"
)


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every selector of a published record that is marked as an orphan."""
    for path, selector in record.lost if record.status != "draft" else ():
        words = selector.exact or selector.start
        seed = site.dossier.seeds.get(site.dossier.article_of(selector) or "")
        what = f"“{shortened(words)}” {_fate(words, seed)}" if words else "the paragraph is no longer in the text"
        message = f"`{record.id}` has lost its passage: {what}"
        yield RULE.at(site.dossier.place(record.id, *path), message, help=_HELP)


def _fate(words: str, seed: Seed | None) -> str:
    """Whether an orphan's words are gone, or stand in the text without saying that they are the ones meant."""
    there = 0
    if seed:
        scope = seed.view.view_span(seed.blocks[0].start, seed.blocks[-1].end)
        there = len(whole(seed.view.text, normalised(words).strip(), *scope))
    if there > 1:
        return f"occurs in the text {there} times, but it is not certain which is meant"
    return "is in the text, but it is not certain that it is meant" if there else "is no longer in the text"


_NOTE = "notes:\n  how-many:\n    at: {}\n    body: The text no longer says how many.\n"

RULE = Rule(
    id="orphan",
    severity=Severity.WARNING,
    summary="an annotation has lost its passage",
    why="""\
The annotation is kept in the files and listed with the method, but no reader meets it in the text. `dossier reanchor`
sets `orphan: true` on a selector when an editor says so, or has not decided; no annotation is taken away by itself. A
draft is not warned about until it is published.
""",
    bad=Example(_NOTE.format("{exact: thousands of protesters, orphan: true}")),
    good=Example(_NOTE.format("Protesters")),
    check_record=check,
)
