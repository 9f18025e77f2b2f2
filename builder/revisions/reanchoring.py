"""What an editor decides about each passage, as edits to the files of annotations: values in, new texts out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from builder import yaml_editor
from builder.files import Unusable
from builder.mistyped import written_path
from builder.models import Article, Event, Mention, Named, Record, TimeExpression
from builder.parts import Selector
from builder.revisions.comparison import Difference, Passage
from builder.revisions.fates import BY_ITSELF, Proposal
from builder.revisions.sentences import is_weighty
from builder.revisions.task import Task, Texts
from builder.seed import Seed
from builder.selectors import Miss, Span, as_written, describe, resolve
from builder.values import Dossier, grouped
from builder.yaml_reader import Path, Plain, within
from builder.yaml_writer import Uneditable


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a passage goes in the new text; None: nowhere, its annotation is an orphan, or is dropped."""

    passage: Passage
    spans: tuple[Span, ...] | None
    drop: bool = False


def rewritten(selector: Selector, new: Seed, spans: tuple[Span, ...] | None) -> Plain:
    """A selector for `spans` of the new text, as it is written; the same words where they still say it."""
    kept = selector.model_copy(update={"orphan": spans is None})
    if spans is None or resolve(kept, new) == spans:
        return as_written(kept)
    block = new.block_at(spans[0][0])
    if block and (selector.paragraph or selector.caption):
        there = {"paragraph": block.number or None, "caption": not block.number}
        if resolve(kept.model_copy(update=there), new) == spans:
            return as_written(kept.model_copy(update=there))
    return as_written(describe(new, *spans[0]).model_copy(update={"article": selector.article}))


def by_fate(task: Task, accepted: Collection[str] = BY_ITSELF) -> list[Decision]:
    """What is decided without asking: passages whose fate is accepted are carried over, the others are orphans."""
    passages, accepted = task.comparison.passages, accepted if task.keys else ()
    return [Decision(p, p.verdict.proposals[0].spans if p.verdict.fate in accepted else None) for p in passages]


def decided(passage: Passage, choice: str) -> Decision | None:
    """What an editor chose: a proposal by its number, `o`, an orphan, or `d`, drop it; None if it is none of these."""
    if choice in ("o", "d"):
        return Decision(passage, None, drop=choice == "d")
    proposals = {str(number): proposal.spans for number, proposal in enumerate(passage.verdict.proposals, 1)}
    return Decision(passage, proposals[choice]) if choice in proposals else None


def told(task: Task, decisions: Collection[Decision]) -> str:
    """What was done, in a sentence."""
    gone = deleted(decisions)
    dropped = sum(decision.drop and decision.passage.record.id not in gone for decision in decisions)
    orphans = sum(decision.spans is None and not decision.drop for decision in decisions)
    carried = sum(decision.spans is not None for decision in decisions)
    parts = [f"{carried} passage{'s' * (carried != 1)} carried over to `{task.comparison.new.file}`"]
    parts += [f"{orphans} left as {'orphans' if orphans > 1 else 'an orphan'}"] * bool(orphans)
    parts += [f"{dropped} dropped"] * bool(dropped)
    return ", ".join(parts) + counted("deleted", gone)


def counted(what: str, ids: Collection[str]) -> str:
    """What is to be said of some records, behind what was said before."""
    return f"; {len(ids)} {what}: {', '.join(f'`{id}`' for id in ids)}" if ids else ""


def dropping(record: Record) -> str:
    """What dropping a passage of `record` does, in words."""
    match _needed(record):
        case 0:
            return f"take the passage off the {record.noun}, which stays"
        case 1:
            return f"delete the {record.noun}, with all that it says"
    return f"take the passage off the {record.noun}, which is deleted with its last one"


def _needed(record: Record) -> int:
    """How many passages a record has that is nothing without them; none of one that is something."""
    return len(list(record.selectors())) if type(record).model_fields["at"].is_required() else 0


def deleted(decisions: Collection[Decision]) -> list[str]:
    """The ids of the records that go with all their passages."""
    dropped = grouped((d.passage.record.id, d.passage.record) for d in decisions if d.drop)
    return [id for id, lost in dropped.items() if len(lost) == _needed(lost[0])]


def doubtful(task: Task, decisions: Collection[Decision], dossier: Dossier) -> Iterator[tuple[Record, Difference]]:
    """Records that may no longer hold, and what differs in the text: those of other words, and events of their date.

    Only selectors follow the text: what records say, and their dates, are the editor's.
    """
    found = list(_reworded(task, decisions))
    yield from found
    dated = {record.date: difference for record, difference in found if isinstance(record, TimeExpression)}
    others = (event for event in dossier.of(Event) if event.id not in {record.id for record, _ in found})
    yield from ((event, dated[event.date]) for event in others if event.date in dated)


def _reworded(task: Task, decisions: Collection[Decision]) -> Iterator[tuple[Record, Difference]]:
    """Records that were carried over to other words, or beside another name, number or date, and the difference.

    What merely says who is meant has only its words.
    """
    old, new = task.comparison.old, task.comparison.new
    for passage, spans in ((d.passage, d.spans) for d in decisions):
        if spans and passage.verdict.fate not in BY_ITSELF:
            difference = task.comparison.changed_words(passage, Proposal(spans, 1.0))
            changed = re.findall(r"\w+", " ".join(text for kind, text in difference if kind != "same"))
            is_other = old.words(*passage.verdict.spans[0]) != new.words(*spans[0])
            speaks = not isinstance(passage.record, (Mention, Named))
            if is_other or (speaks and any(map(is_weighty, changed))):
                yield passage.record, difference


def edited(texts: Texts, task: Task, decisions: Collection[Decision]) -> dict[str, tuple[bytes, str]]:
    """The files that change, before and after: each selector rewritten in its place, and the article's record.

    Raises `Unusable` where a file cannot be edited in place.
    """
    dossier, new = texts.dossier, task.comparison.new
    changes: dict[str, dict[Path, Plain]] = {}
    drops = grouped((dossier.origins[d.passage.record.id].document.file, d) for d in decisions if d.drop)
    for passage, spans in ((d.passage, d.spans) for d in decisions if not d.drop):
        file, path, old = _written(dossier, passage.record, passage.path)
        selector = rewritten(passage.selector, new, spans)
        if isinstance(old, dict) and isinstance(selector, dict) and old.keys() <= selector.keys():
            changed = {(*path, key): value for key, value in selector.items() if old.get(key) != value}
            changes.setdefault(file, {}).update(changed)
        elif selector != as_written(passage.selector):
            changes.setdefault(file, {})[path] = selector
    origin = dossier.origins[task.article.id]
    for key, value in task.keys.items():
        changes.setdefault(origin.document.file, {})[*origin.path, *key] = value
    return _edited(texts, changes, drops)


def naming(texts: Texts, article: Article) -> dict[str, tuple[bytes, str]]:
    """The files that change where each selector that names no article, and has its words in this one, names it.

    Raises `Unusable` where a file cannot be edited in place.
    """
    changes: dict[str, dict[Path, Plain]] = {}
    seed = texts.dossier.seeds[article.id]
    for record in texts.dossier.records.values():
        for path, selector in record.selectors():
            there = resolve(selector, seed)
            if selector.article is None and (not isinstance(there, Miss) or there.ambiguous):
                file, at, old = _written(texts.dossier, record, path)
                named = as_written(selector.model_copy(update={"article": article.id}))
                change = {(*at, "article"): article.id} if isinstance(old, dict) else {at: named}
                changes.setdefault(file, {}).update(change)
    return _edited(texts, changes, {})


def _edited(
    texts: Texts, changes: dict[str, dict[Path, Plain]], drops: dict[str, list[Decision]]
) -> dict[str, tuple[bytes, str]]:
    found = {}
    for file in sorted(changes.keys() | drops.keys()):
        raw = texts.inputs.annotations[file]
        try:
            text = yaml_editor.set_values(raw.decode(), changes.get(file, {}))
            found[file] = raw, _without(text, drops.get(file, []), texts.dossier)
        except Uneditable as error:
            raise Unusable(f"nothing was written: {file}: {error}") from error
    return {file: (raw, text) for file, (raw, text) in found.items() if text != raw.decode()}


def _written(dossier: Dossier, record: Record, at: Path) -> tuple[str, Path, Plain]:
    """A selector as it is written: the file, its path there (a bare text stands for a list of one), and its value."""
    origin = dossier.origins[record.id]
    held = within(origin.document.data, origin.path)
    path = written_path(held, at)
    return origin.document.file, (*origin.path, *path), within(held, path)


def _without(text: str, drops: list[Decision], dossier: Dossier) -> str:
    """A file's text without the selectors dropped, and without the records that are nothing without them."""
    gone = deleted(drops)
    for decision in reversed(drops):  # the last of a list first, so that the others keep their numbers
        passage = decision.passage
        if passage.record.id not in gone:
            text = yaml_editor.remove(text, _written(dossier, passage.record, passage.path)[1])
    for path in sorted(dossier.origins[id].path for id in gone):
        text = yaml_editor.remove(text, path)
    return text
