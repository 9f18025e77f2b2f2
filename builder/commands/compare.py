"""Compare two states of an article: what changed, and what becomes of each annotation."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from builder.files import Unusable, read_inputs, read_text, write_files
from builder.models import Article
from builder.parse import parse
from builder.pipeline import has_errors
from builder.report.excerpt import visible
from builder.revisions.comparison import Comparison, Difference, Passage, Row, compare
from builder.revisions.fates import Fate, Proposal
from builder.rules import wrong_seed_digest
from builder.seed import Seed, read_seed
from builder.selectors import Span, excerpt
from builder.values import Dossier, Inputs

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
    inputs, dossier = read_dossier(options.root)
    old, new = (find_text(dossier, inputs, name) for name in (options.old, options.new))
    article = old.article or new.article or only_article(dossier).id
    if new.article not in (None, article):
        raise Unusable(f"{options.old} and {options.new} are of two articles: `{article}` and `{new.article}`")
    comparison = compare(dossier, article, old.seed, new.seed)
    if options.html:
        from builder.revisions.page import as_page  # a template, needed for nothing else

        page = as_page(dossier, dossier.records[article].heading, comparison)
        write_files(options.html.parent, {options.html.name: page.encode()})
    if options.format == "json":
        show_json(as_object(comparison))
    else:
        sys.stdout.writelines(f"{visible(line)}\n" for line in as_lines(comparison))
    return int(bool(comparison.fates[Fate.DOUBTFUL] or comparison.fates[Fate.LOST]))


def read_dossier(root: Path) -> tuple[Inputs, Dossier]:
    """The dossier's records. Raises `Unusable` where some could not be read: they would be left out unseen."""
    inputs = read_inputs(root)
    dossier, found = parse(inputs)
    if has_errors(tuple(d for d in found if d.rule != wrong_seed_digest.RULE.id)):
        raise Unusable("the dossier has errors: `dossier check` shows them, mend them first")
    return inputs, dossier


class Text(NamedTuple):
    """A text that was named, its SHA-256 digest, and the article that it is a state of, if the dossier says so."""

    article: str | None
    seed: Seed
    digest: str


def find_text(dossier: Dossier, inputs: Inputs, name: str) -> Text:
    """The text called `name`: an article's, a version's, or any file. Raises `Unusable`."""
    states = set(_states(dossier, name))
    if len(states) > 1:
        ids = " or ".join(sorted(f"`{article}/{name}`" for article, _ in states))
        raise Unusable(f"several articles have a text `{name}`: say {ids}")
    for article, file in states:
        record = dossier.records[article]
        captioned = record.caption if isinstance(record, Article) else None
        return _text(article, f"seeds/{file}", inputs.seeds[f"seeds/{file}"], captioned)
    if not Path(name).is_file():
        raise Unusable(f"there is no text `{name}`: neither an article, nor a version of one, nor a file")
    return _text(None, name, read_text(Path(name)))


def _states(dossier: Dossier, name: str) -> Iterator[tuple[str, str]]:
    for article in dossier.articles:
        files = {article.id: article.file} | {f"{article.id}/{id}": v.file for id, v in article.versions.items()}
        for full, file in files.items():
            if name in (full, full.partition("/")[2] or full, file, f"seeds/{file}"):
                yield article.id, file


def _text(article: str | None, name: str, raw: bytes, captioned: bool | None = None) -> Text:
    seed, found = read_seed(name, raw, captioned)
    if seed is None:
        raise Unusable(f"{name} cannot be compared: {found[0].message}")
    return Text(article, seed, hashlib.sha256(raw).hexdigest())


def only_article(dossier: Dossier) -> Article:
    """The article, where there is one. Raises `Unusable`."""
    if len(dossier.articles) != 1:
        ids = ", ".join(f"`{article.id}`" for article in dossier.articles)
        raise Unusable(f"say which article is meant by its id, or the id of one of its versions: {ids}")
    return dossier.articles[0]


def show_json(value: dict[str, Any]) -> None:
    """Print one object."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def as_object(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON has it."""
    return {
        "old": comparison.old.file,
        "new": comparison.new.file,
        "changes": [_change(comparison, row) for row in comparison.changes],
        "annotations": [passage_object(comparison, passage) for passage in comparison.passages],
        "summary": {fate.value: comparison.fates[fate] for fate in Fate},
    }


def _change(comparison: Comparison, row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "old": row.old and _place(comparison.old, row.old),
        "new": row.new and _place(comparison.new, row.new),
    }


def _place(seed: Seed, span: Span) -> dict[str, Any]:
    block = seed.block_at(span[0])
    return {"start": span[0], "end": span[1], "block": block and block.id, "text": seed.text[slice(*span)]}


def passage_object(comparison: Comparison, passage: Passage) -> dict[str, Any]:
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
                "taken": proposal.taken,
                "new": [_place(comparison.new, span) for span in proposal.spans],
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
    yield ", ".join(f"{comparison.fates[fate]} {fate}" for fate in Fate)


def passage_lines(comparison: Comparison, passage: Passage) -> Iterator[str]:
    """One annotation: its fate, where it was, and the proposals with their difference."""
    verdict = passage.verdict
    yield f"{verdict.fate}: {passage.record.id} ({verdict.reason})"
    yield f"      was {excerpt(comparison.old, *verdict.spans[0])}"
    for number, proposal in enumerate(verdict.proposals, 1):
        yield from _proposal_lines(comparison, passage, number, proposal)


def _proposal_lines(comparison: Comparison, passage: Passage, number: int, proposal: Proposal) -> Iterator[str]:
    new = proposal.spans[0]
    taken = ", another passage before" if proposal.taken else ""
    block = comparison.new.block_at(new[0])
    where = f", {block.name}" if block else ""
    yield f"  {number}. {proposal.score:.2f} {excerpt(comparison.new, *new)}{where}{taken}"
    changed = comparison.changed_words(passage, proposal)
    if changed:
        yield f"      {marked(changed)}"


def marked(parts: Difference) -> str:
    """A difference on one line: [-what goes-] and {+what comes+}."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join("".join(marks[kind].format(text) for kind, text in parts).split())
