"""Compare two states of an article: what changed, and what becomes of each annotation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.commands.printing import show_json, show_lines
from builder.files import read_inputs, write_files
from builder.revisions.comparison import Comparison, Difference, Passage
from builder.revisions.fates import Fate
from builder.revisions.reanchoring import rewritten
from builder.revisions.task import Texts
from builder.seed import Seed
from builder.selectors import Span, excerpt

SIGNS = {"reworded": "~", "moved": ">", "inserted": "+", "deleted": "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier compare` takes."""
    parser.add_argument(
        "old", metavar="OLD", help="the text annotated: a seed file, or the id of an article or a version"
    )
    parser.add_argument("new", metavar="NEW", help="the text to compare with it")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write a page with both versions side by side")


def run(options: argparse.Namespace) -> int:
    """Show the comparison; 0 if every annotation is kept or has moved."""
    texts = Texts.of(read_inputs(options.root))
    comparison = texts.comparison(options.old, options.new)
    if options.html:
        from builder.revisions.page import side_by_side  # a template, needed for nothing else

        page = side_by_side(texts.dossier, comparison)
        write_files(options.html.parent, {options.html.name: page.encode()})
    if options.format == "json":
        show_json(as_object(comparison))
    else:
        show_lines(as_lines(comparison))
    return int(not comparison.is_clear)


def as_object(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON has it."""
    old, new = comparison.old, comparison.new
    return {
        "old": old.file,
        "new": new.file,
        "changes": [
            {"kind": row.kind, "old": _place(old, row.old), "new": _place(new, row.new)} for row in comparison.changes
        ],
        "annotations": [_passage_object(comparison, passage) for passage in comparison.passages],
        "summary": comparison.summary,
    }


def _place(seed: Seed, span: Span | None) -> dict[str, Any] | None:
    block = seed.block_at(span[0]) if span else None
    return span and {"start": span[0], "end": span[1], "block": block and block.id, "text": seed.text[slice(*span)]}


def _passage_object(comparison: Comparison, passage: Passage) -> dict[str, Any]:
    """One annotation's fate."""
    verdict = passage.verdict
    return {
        "record": passage.record.id,
        "path": list(passage.path),
        "fate": verdict.fate,
        "reason": verdict.reason,
        "old": [_place(comparison.old, span) for span in verdict.spans],
        "proposals": [
            {
                "score": proposal.score,
                "new": [_place(comparison.new, span) for span in proposal.spans],
                "selector": rewritten(passage.selector, comparison.new, proposal.spans),
                "difference": comparison.changed_words(passage, proposal),
            }
            for proposal in verdict.proposals
        ],
    }


def as_lines(comparison: Comparison) -> Iterator[str]:
    """The comparison for a terminal."""
    for row in comparison.changes:
        blocks = [seed.block_at(s[0]) for seed, s in ((comparison.old, row.old), (comparison.new, row.new)) if s]
        where = " → ".join(dict.fromkeys(block.name for block in blocks if block))
        yield f"{SIGNS[row.kind]} {where}: {marked(comparison.difference(row))}"
    if comparison.changes:
        yield ""
    for passage in comparison.passages:
        if passage.verdict.fate is not Fate.KEPT:
            yield from passage_lines(comparison, passage)
    yield ", ".join(f"{count} {fate}" for fate, count in comparison.summary.items())


def passage_lines(comparison: Comparison, passage: Passage) -> Iterator[str]:
    """One annotation: its fate, where it was, and the proposals with their difference."""
    verdict = passage.verdict
    yield f"{verdict.fate}: {passage.record.id} ({verdict.reason})"
    yield f"      was {excerpt(comparison.old, *verdict.spans[0])}"
    for number, proposal in enumerate(verdict.proposals, 1):
        new = proposal.spans[0]
        block = comparison.new.block_at(new[0])
        where = f", {block.name}" if block else ""
        yield f"  {number}. {proposal.score:.2f} {excerpt(comparison.new, *new)}{where}"
        changed = comparison.changed_words(passage, proposal)
        if changed:
            yield f"      {marked(changed)}"


def marked(parts: Difference) -> str:
    """A difference on one line: [-what goes-] and {+what comes+}."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join("".join(marks[kind].format(text) for kind, text in parts).split())
