"""Carry the annotations over to a changed text: what stands as it did by itself, the rest as you decide."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from builder.commands.compare import (
    Text,
    find_text,
    only_article,
    passage_lines,
    passage_object,
    read_dossier,
    show_json,
)
from builder.files import Unusable, write_together
from builder.models import Article
from builder.report.excerpt import visible
from builder.revisions.comparison import Comparison, Passage, compare
from builder.revisions.fates import Fate
from builder.revisions.reanchoring import Decision, edited, rewritten
from builder.values import Dossier, Inputs
from builder.yaml_editor import Uneditable

BY_ITSELF = (Fate.KEPT, Fate.MOVED)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier reanchor` takes."""
    parser.add_argument(
        "article", nargs="?", metavar="ARTICLE", help="the article; needed only where there are several"
    )
    parser.add_argument("--from", dest="old", metavar="OLD", help="the text annotated: a version's id, or a file")
    parser.add_argument("--to", dest="new", metavar="NEW", help="publish another version of the text: its id")
    parser.add_argument(
        "--accept", metavar="FATES", help="do not ask: carry these over (`kept,moved`), mark the rest as orphans"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Decide, then write all files or none; 0 if the text published is then the text annotated."""
    inputs, dossier = read_dossier(options.root)
    article = _article(dossier, options.article)
    accepted = _accepted(options.accept)
    comparison, keys = _comparison(dossier, inputs, article, options)
    if comparison is None:
        print(f"nothing to do: `{article.id}` is annotated on the text that it publishes")
        return 0
    if accepted is None and options.format == "json":
        show_json(_as_object(comparison, []))
        return int(any(passage.verdict.fate not in BY_ITSELF for passage in comparison.passages))
    decisions = (
        _ask(comparison, set(BY_ITSELF) if keys else set()) if accepted is None else _by_fate(comparison, accepted)
    )
    if decisions is None:
        print("nothing was written")
        return 1
    texts = {file: raw.decode() for file, raw in inputs.annotations.items()}
    try:
        changed = edited(dossier, texts, comparison.new, decisions, article.id, keys)
    except Uneditable as error:
        raise Unusable(f"nothing was written: {error}") from error
    write_together(options.root, {file: (inputs.annotations[file], text) for file, text in changed.items()})
    if options.format == "json":
        show_json(_as_object(comparison, sorted(changed)))
    else:
        sys.stdout.writelines(f"{visible(line)}\n" for line in _closing(comparison, decisions, sorted(changed)))
    return 0


def _article(dossier: Dossier, id: str | None) -> Article:
    if id is None:
        return only_article(dossier)
    article = dossier.records.get(id)
    if not isinstance(article, Article):
        raise Unusable(f"there is no article `{id}`")
    return article


def _accepted(fates: str | None) -> set[Fate] | None:
    if fates is None:
        return None
    wanted = {fate.strip() for fate in fates.split(",")}
    if not wanted <= set(BY_ITSELF):
        raise Unusable("`--accept` takes `kept`, `moved` or `kept,moved`: the others are for you to decide")
    return {Fate(fate) for fate in wanted}


def _comparison(
    dossier: Dossier, inputs: Inputs, article: Article, options: argparse.Namespace
) -> tuple[Comparison | None, dict[str, str]]:
    """What is to be carried over, and what the article's record says afterwards.

    Where the text annotated is the text published, only orphans are left. They quote an older text, and nothing says
    which, so all of them are asked about. None if there is nothing to do.
    """
    published = _named(dossier, inputs, article, article.id)
    new, keys = published, {"sha256": published.digest}
    if options.new is not None:
        version = article.versions.get(options.new)
        if version is None:
            raise Unusable(f"`{article.id}` has no version `{options.new}`: list it below `versions` first")
        new = _named(dossier, inputs, article, f"{article.id}/{options.new}")
        keys = {"file": version.file, "date": version.date.text, "sha256": new.digest}
    keys = {key: value for key, value in keys.items() if value != str(getattr(article, key))}
    if not keys and (options.accept is not None or not any(dossier.orphans)):
        return None, keys
    old = published if options.new and not options.old else _annotated(dossier, inputs, article, options.old, keys)
    if keys and article.sha256 not in (None, old.digest):
        raise Unusable(f"{old.seed.file} is not the text that was annotated: its digest is not the one on record")
    return compare(dossier, article.id, old.seed, new.seed, orphans_only=not keys), keys


def _annotated(dossier: Dossier, inputs: Inputs, article: Article, name: str | None, keys: dict[str, str]) -> Text:
    """The text that was annotated: the one named, or the version with the digest on record, or the only other one."""
    if name is not None:
        return _named(dossier, inputs, article, name)
    ids = [f"{article.id}/{id}" for id, version in article.versions.items() if version.file != article.file]
    texts = [_named(dossier, inputs, article, id) for id in ids]
    found = [text for text in texts if not keys or text.digest == article.sha256]
    if len(found) != 1:
        raise Unusable("the text that was annotated is not at hand: name a copy of it with `--from`")
    return found[0]


def _named(dossier: Dossier, inputs: Inputs, article: Article, name: str) -> Text:
    text = find_text(dossier, inputs, name)
    if text.article not in (None, article.id):
        raise Unusable(f"`{name}` is a text of `{text.article}`, not of `{article.id}`")
    return text


def _by_fate(comparison: Comparison, accepted: set[Fate]) -> list[Decision]:
    return [
        Decision(passage, passage.verdict.proposals[0].spans if passage.verdict.fate in accepted else None)
        for passage in comparison.passages
    ]


def _ask(comparison: Comparison, unasked: set[Fate]) -> list[Decision] | None:
    """Every decision; None if the editor leaves before the last one."""
    decisions = _by_fate(comparison, unasked)
    open_ones = [n for n, passage in enumerate(comparison.passages) if passage.verdict.fate not in unasked]
    for count, number in enumerate(open_ones, 1):
        decision = _ask_one(comparison, comparison.passages[number], f"[{count}/{len(open_ones)}]")
        if decision is None:
            return None
        decisions[number] = decision
    return decisions


def _ask_one(comparison: Comparison, passage: Passage, progress: str) -> Decision | None:
    sys.stdout.writelines(f"{visible(line)}\n" for line in passage_lines(comparison, passage))
    proposals = passage.verdict.proposals
    numbers = {str(number): proposal for number, proposal in enumerate(proposals, 1)}
    choice = f"1-{len(proposals)} there, " if len(proposals) > 1 else "1 there, " if proposals else ""
    while True:
        try:
            answer = input(f"{progress} {choice}o keep as an orphan, d drop, q quit and write nothing: ").strip()
        except EOFError:
            return None
        if answer == "q":
            return None
        if answer in ("o", "d") or answer in numbers:
            return Decision(passage, numbers[answer].spans if answer in numbers else None, drop=answer == "d")


def _as_object(comparison: Comparison, written: list[str]) -> dict[str, Any]:
    rows = []
    for passage in comparison.passages:
        row = passage_object(comparison, passage)
        for proposal, shown in zip(passage.verdict.proposals, row["proposals"], strict=True):
            shown["selector"] = rewritten(passage.selector, comparison.new, proposal.spans)
        rows.append(row)
    return {"annotations": rows, "summary": {fate.value: comparison.fates[fate] for fate in Fate}, "written": written}


def _closing(comparison: Comparison, decisions: list[Decision], written: list[str]) -> Iterator[str]:
    for decision in decisions:
        if decision.spans is None:
            what = "dropped" if decision.drop else "orphan"
            yield f"{what}: {decision.passage.record.id} ({decision.passage.verdict.reason})"
    yield ", ".join(f"{comparison.fates[fate]} {fate}" for fate in Fate)
    yield f"written: {', '.join(written)}" if written else "no selector had to change"
