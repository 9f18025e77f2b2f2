"""Stage 2, anchor and match: every annotation to its passage, every name to its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from builder.diagnostics import Diagnostic, Note, shortened
from builder.match import FormIndex, SharedForm, forms_of
from builder.memory import Memory
from builder.models import Mention, Named, Record, TimeExpression
from builder.parts import Selector
from builder.rules import selector_ambiguous, selector_not_found, selector_without_article, shared_form
from builder.seed import Seed
from builder.selectors import Miss, Span, as_written, describe, excerpt, is_bare, resolve
from builder.values import Anchor, Anchored, Dossier, MentionSpan, grouped
from builder.yaml_reader import Path
from builder.yaml_writer import flow

SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Placed:
    """A selector of a record, resolved: the spans in one article. Those of `not_at` say where it is not meant."""

    record: Record
    path: Path
    spans: tuple[Span, ...]

    @property
    def is_meant(self) -> bool:
        return self.path[0] != "not_at"

    @property
    def positions(self) -> list[int]:
        """The position of a claim that has the selector."""
        return [int(self.path[1])] if self.path[0] == "positions" else []


def anchor(dossier: Dossier, memory: Memory | None = None) -> tuple[Anchored, list[Diagnostic]]:
    """Resolve every selector, find every name. A selector that fails is reported and its annotation has no place."""
    memory = memory or Memory()
    made_from = ([r.anchoring for r in dossier.records.values()], dossier.head.settings.link, dossier.seeds)
    make = partial(_anchored, dossier, memory.within("anchored"))
    # Faults tell of lines, which may have moved.
    return memory.get("anchored", made_from, make, lambda made: not made[1])


def _anchored(dossier: Dossier, memory: Memory) -> tuple[Anchored, list[Diagnostic]]:
    memory.turn()
    found: list[Diagnostic] = []
    articles = list(dossier.records_of("articles")) or [""]
    selectors: dict[str, list[tuple[Record, Path, Selector]]] = {id: [] for id in dossier.seeds}
    lacking: list[tuple[Record, Path, Selector]] = []
    for record in dossier.records.values():
        for path, selector in record.selectors():
            if selector.orphan:
                continue
            if selector.article is None and len(articles) > 1:
                lacking.append((record, path, selector))
            elif (article := selector.article or articles[0]) in selectors:
                selectors[article].append((record, path, selector))
    found += _without_article(dossier, articles, lacking)
    index = memory.get("forms", forms_of(dossier), partial(FormIndex, dossier))
    anchors: dict[str, tuple[Anchor, ...]] = {}
    mentions: dict[str, tuple[MentionSpan, ...]] = {}
    shared: dict[tuple[str, str], SharedForm] = {}
    for id, seed in dossier.seeds.items():
        placed = []
        for record, path, selector in selectors[id]:
            spans = memory.get(("spans", record.id, path), (selector, seed), partial(resolve, selector, seed))
            if isinstance(spans, Miss):
                found.append(_missed(dossier, record, path, selector, seed, spans))
            else:
                placed.append(_Placed(record, path, spans))
        explicit = _explicit(dossier, id, seed, placed)
        forms = memory.get(("forms", id), (index, seed), partial(index.within, seed))
        make = partial(_of_article, id, seed, placed, explicit, index)
        anchors[id], mentions[id], clashes = memory.get(("article", id), (seed, placed, explicit, forms), make)
        shared |= {clash.key: clash for clash in reversed(clashes)}
        seed.forget_view()
    # What could not be read may say who is meant.
    sure = [c for c in shared.values() if dossier.unreadable.isdisjoint(["dossier", *(id for id, _ in c.claims)])]
    found += [_shared(dossier, clash) for clash in sure]
    return Anchored(anchors, mentions), found


def _of_article(
    id: str, seed: Seed, rows: list[_Placed], explicit: list[MentionSpan], index: FormIndex
) -> tuple[tuple[Anchor, ...], tuple[MentionSpan, ...], list[SharedForm]]:
    """The passages and mentions of one article, and the forms in it that two records claim."""
    dates = [span for row in rows if isinstance(row.record, TimeExpression) for span in row.spans]
    unmeant = grouped((row.record.id, span) for row in rows if not row.is_meant for span in row.spans)
    automatic, clashes = index.mentions(id, seed, [(m.start, m.end) for m in explicit], dates, unmeant)
    return _anchors(id, seed, rows), _numbered([*explicit, *automatic]), clashes


def _without_article(
    dossier: Dossier, articles: list[str], lacking: list[tuple[Record, Path, Selector]]
) -> Iterator[Diagnostic]:
    """One fault for all selectors of a file, at the first: they come together, with the second article."""
    message = "the dossier has several articles, and the selector names none"
    ids = ", ".join(f"`{id}`" for id in articles[:SHOWN])
    placed = [(dossier.place(record.id, *path), selector) for record, path, selector in lacking]
    for rows in grouped((row[0].file, row) for row in sorted(placed, key=lambda row: row[0])).values():
        (place, selector), *others = rows
        fitting = [id for id, seed in dossier.seeds.items() if not isinstance(resolve(selector, seed), Miss)]
        meant = selector.model_copy(update={"article": (fitting or articles)[0]})
        at_once = f", or let `dossier reanchor {meant.article} --unnamed` do it for all" if others else ""
        help = f"write `{flow(as_written(meant))}`{at_once}; the articles are {ids}"
        lines = shortened(", ".join(dict.fromkeys(str(other.line) for other, _ in others)), 200)
        notes = [Note(f"{len(others)} more in this file: line {lines}")] if others else []
        yield selector_without_article.RULE.at(place, message, help=help, notes=notes)


def _missed(
    dossier: Dossier, record: Record, path: tuple[str | int, ...], selector: Selector, seed: Seed, miss: Miss
) -> Diagnostic:
    words = getattr(selector, miss.part)
    shown = f"`{shortened(words)}`: " if isinstance(words, str) else ""
    rule = selector_ambiguous.RULE if miss.ambiguous else selector_not_found.RULE
    notes = [_candidate(selector, seed, span, tell_apart=not miss.alike) for span in miss.candidates[:SHOWN]]
    if len(miss.candidates) > SHOWN:
        notes.append(Note(f"and {len(miss.candidates) - SHOWN} more"))
    help = miss.help or "copy the words from the seed, letter by letter"
    if miss.candidates and not miss.help:
        help = f"the nearest words are `{shortened(seed.words(*miss.candidates[0]), 200)}`"
    return rule.at(dossier.place(record.id, *path, miss.part), shown + miss.message, help=help, notes=notes)


def _candidate(selector: Selector, seed: Seed, span: Span, *, tell_apart: bool) -> Note:
    block = seed.block_at(span[0])
    text = f"in {block.name if block else 'the header'}: “{excerpt(seed, *span)}”"
    if tell_apart and block and is_bare(seed, *span):
        this = describe(seed, *span).model_copy(update={"article": selector.article})
        text += f"; this one is at: {flow(as_written(this))}"
    return Note(text, seed.place(*span))


def _anchors(article: str, seed: Seed, rows: list[_Placed]) -> tuple[Anchor, ...]:
    """The passages, numbered record by record in the order of the text; the same passage once."""
    positions: dict[tuple[int, int, str], list[int]] = {}
    for row in rows:
        if not isinstance(row.record, (Named, Mention)):
            for start, end in row.spans:
                positions.setdefault((start, -end, row.record.id), []).extend(row.positions)
    counts: dict[str, int] = {}
    anchors = []
    for (start, negative_end, id), held in sorted(positions.items()):
        counts[id] = counts.get(id, 0) + 1
        block = seed.block_number(start)
        anchors.append(Anchor(article, id, start, -negative_end, counts[id], block, tuple(dict.fromkeys(held))))
    return tuple(anchors)


def _explicit(dossier: Dossier, article: str, seed: Seed, rows: list[_Placed]) -> list[MentionSpan]:
    """The mentions that editors made: `mentions`, and the `at` of what can be mentioned."""
    mentions = []
    counts: dict[str, int] = {}
    for row in rows:
        if not (isinstance(row.record, (Named, Mention)) and row.is_meant):
            continue
        ref = row.record.is_ if isinstance(row.record, Mention) else row.record.id
        for start, end in row.spans:
            counts[row.record.id] = number = counts.get(row.record.id, 0) + 1
            address = row.record.id if number == 1 else f"{row.record.id}_{number}"
            if ref in dossier.records:
                block = seed.block_number(start)
                mentions.append(MentionSpan(article, ref, start, end, explicit=address, block=block))
    return list({(m.ref, m.start, m.end): m for m in mentions}.values())


def _numbered(mentions: list[MentionSpan]) -> tuple[MentionSpan, ...]:
    """The mentions in the order of the text, counted record by record."""
    counts: dict[str, int] = {}
    numbered = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end, m.ref)):
        counts[m.ref] = number = counts.get(m.ref, 0) + 1
        # `_replace` takes five times as long, and there are very many.
        numbered.append(MentionSpan(m.article, m.ref, m.start, m.end, number, m.linked, m.explicit, m.block))
    return tuple(numbered)


def _shared(dossier: Dossier, clash: SharedForm) -> Diagnostic:
    (first, first_path), *others = clash.claims
    second, second_path = others[0]
    seed = dossier.seeds[clash.article]
    notes = [
        Note(f"`{first}` claims it here", dossier.place(first, *first_path)),
        Note(f"the text has it: “{excerpt(seed, clash.start, clash.end)}”", seed.place(clash.start, clash.end)),
    ]
    message = f"`{first}` and `{second}` both claim the form “{seed.text[clash.start : clash.end]}”"
    help = "take the form from one of them, or say with `not_at` or `mentions` which is meant where"
    return shared_form.RULE.at(dossier.place(second, *second_path), message, help=help, notes=notes)
