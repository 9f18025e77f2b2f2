"""Carry the annotations over to a changed text: what stands as it did by itself, the rest as you decide."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from builder.commands.compare import as_object, marked, passage_lines
from builder.commands.printing import show_json, show_lines
from builder.files import Unusable, read_inputs, write_together
from builder.parse import parse
from builder.revisions.fates import BY_ITSELF
from builder.revisions.reanchoring import Decision, by_fate, decided, deleted, doubtful, dropping, edited, naming, told
from builder.revisions.task import NotAtHand, Task, Texts
from builder.values import Dossier

_EXPLAINED = """\
  a number: the passage is there now; its selector follows, and what the {noun} says stays as it is
  o: the {noun} stays, in no place of the text; its selector keeps the words, with `orphan: true`
  d: {drop}
  q: leave; no file is changed, and no answer kept
"""


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
    parser.add_argument("--unnamed", action="store_true", help="let selectors that name no article name this one")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Decide, then write all files or none; 0 if the text published is then the text annotated."""
    texts = Texts.of(read_inputs(options.root))
    article = texts.article(options.article)
    if options.unnamed:
        changes = naming(texts, article)
        write_together(options.root, changes)
        none = f"nothing to do: no selector without an article has its words in `{article.id}`"
        print(f"written: {', '.join(changes)}" if changes else none)
        return 0
    accepted = None if options.accept is None else [fate.strip() for fate in options.accept.split(",")]
    if accepted and not set(accepted) <= set(BY_ITSELF):
        raise Unusable("`--accept` takes `kept`, `moved` or `kept,moved`: the others are for you to decide")
    try:
        task = texts.task(article, options.old, options.new)
    except NotAtHand as error:
        raise NotAtHand(f"{error}, or name it with `--from`") from error
    if task is None or (accepted and not task.keys):
        print(f"nothing to do: `{article.id}` is annotated on the text that it publishes")
        return 0
    if not accepted and options.format == "json":
        show_json({**as_object(task.comparison), "written": []})
        return int(not task.comparison.is_clear)
    decisions = by_fate(task, accepted) if accepted else _ask(task)
    if decisions is None:
        print("nothing was written")
        return 1
    changes = edited(texts, task, decisions)
    write_together(options.root, changes)
    if options.format == "json":
        show_json({**as_object(task.comparison), "written": sorted(changes)})
    else:
        show_lines(_closing(task, decisions, sorted(changes), parse(read_inputs(options.root))[0]))
    return 0


def _ask(task: Task) -> list[Decision] | None:
    """Every decision; None if the editor leaves before the last one."""
    decisions = by_fate(task)
    for count, number in enumerate(task.open, 1):
        passage = decisions[number].passage
        show_lines(passage_lines(task.comparison, passage))
        last = len(passage.verdict.proposals)
        there = f"1-{last} there, " if last > 1 else "1 there, " if last else ""
        choices = f"{there}o keep as an orphan, d {dropping(passage.record)}, q quit and write nothing, ? explain: "
        decision = None
        while decision is None:
            try:
                answer = input(f"[{count}/{len(task.open)}] {choices}").strip()
            except EOFError:
                return None
            if answer == "q":
                return None
            decision = decided(passage, answer)
            if decision is None:
                noun = passage.record.noun
                show_lines(_EXPLAINED.format(noun=noun, drop=dropping(passage.record)).splitlines())
        decisions[number] = decision
    return decisions


def _closing(task: Task, decisions: list[Decision], written: list[str], dossier: Dossier) -> Iterator[str]:
    """What was done, and what is to be looked at in the `dossier` as it is now."""
    gone = deleted(decisions)
    for decision in decisions:
        if decision.spans is None:
            id = decision.passage.record.id
            what = "deleted" if id in gone else "dropped" if decision.drop else "orphan"
            yield f"{what}: {id} ({decision.passage.verdict.reason})"
    yield told(task, decisions)
    yield f"written: {', '.join(written)}" if written else "no selector had to change"
    again = list(doubtful(task, decisions, dossier))
    yield from ["look at these again, the text says something else there now:"] * bool(again)
    for record, difference in again:
        place = dossier.place(record.id)
        yield f"  {place.file}:{place.line}: {record.noun} {record.id}: {marked(difference)}"
