"""Carry the annotations over to a changed text: what stands as it did by itself, the rest as you decide."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from builder.commands.compare import passage_lines, passage_object
from builder.commands.printing import show_json, show_lines
from builder.files import Unusable, read_inputs, write_together
from builder.revisions.comparison import Comparison, Passage
from builder.revisions.fates import BY_ITSELF, Fate
from builder.revisions.reanchoring import Decision, by_fate, edited, rewritten
from builder.revisions.task import NotAtHand, Task, Texts


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
    texts = Texts.of(read_inputs(options.root))
    article = texts.article(options.article)
    accepted = _accepted(options.accept)
    try:
        task = texts.task(article, options.old, options.new)
    except NotAtHand as error:
        raise NotAtHand(f"{error}, or name it with `--from`") from error
    if task is None or (accepted is not None and not task.keys):
        print(f"nothing to do: `{article.id}` is annotated on the text that it publishes")
        return 0
    comparison = task.comparison
    if accepted is None and options.format == "json":
        show_json(_as_object(comparison, []))
        return int(any(passage.verdict.fate not in BY_ITSELF for passage in comparison.passages))
    decisions = by_fate(task, accepted) if accepted is not None else _ask(task)
    if decisions is None:
        print("nothing was written")
        return 1
    changed = edited(texts, task, decisions)
    write_together(options.root, changed)
    if options.format == "json":
        show_json(_as_object(comparison, sorted(changed)))
    else:
        show_lines(_closing(comparison, decisions, sorted(changed)))
    return 0


def _accepted(fates: str | None) -> set[Fate] | None:
    if fates is None:
        return None
    wanted = {fate.strip() for fate in fates.split(",")}
    if not wanted <= set(BY_ITSELF):
        raise Unusable("`--accept` takes `kept`, `moved` or `kept,moved`: the others are for you to decide")
    return {Fate(fate) for fate in wanted}


def _ask(task: Task) -> list[Decision] | None:
    """Every decision; None if the editor leaves before the last one."""
    decisions = by_fate(task)
    open_ones = task.open
    for count, number in enumerate(open_ones, 1):
        progress = f"[{count}/{len(open_ones)}]"
        decision = _ask_one(task.comparison, task.comparison.passages[number], progress)
        if decision is None:
            return None
        decisions[number] = decision
    return decisions


def _ask_one(comparison: Comparison, passage: Passage, progress: str) -> Decision | None:
    show_lines(passage_lines(comparison, passage))
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
