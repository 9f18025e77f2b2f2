"""Finding names in texts: a trie of words, walked once over each text, whatever the number of names.

Whole words only, the longest form at a place wins, possessive endings stay outside. The time for a text depends on its
length and the length of the longest form. (Aho-Corasick finds no more here, since forms begin at words, and a leftmost-
longest automaton followed by a test for word boundaries loses forms: see docs/decisions.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.models import LinkSettings, Named
from builder.seed import Block, Seed
from builder.selectors import Span
from builder.text import normalised, split_words
from builder.values import Dossier, MentionSpan
from builder.yaml_reader import Path

Claim = tuple[str, Path]


@dataclass(slots=True)
class _Node:
    """A place in the trie: what may follow, and the forms that end here with the signs they need around them."""

    next: dict[str, _Node] = field(default_factory=dict)
    forms: list[tuple[str, str, Claim]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SharedForm:
    """A form that several records claim, and where a text has it."""

    claims: tuple[Claim, ...]
    article: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str]:
        """The pair of records, for reporting each clash once."""
        return (str(self.claims[0]), str(self.claims[1]))


class FormIndex:
    """All surface forms of a dossier, ready to be found in any text."""

    def __init__(self, dossier: Dossier) -> None:
        self.link = dossier.head.settings.link
        self.collections = {id: record.collection for id, record in dossier.records.items()}
        self.as_written = _Node()
        self.any_case = _Node()
        for record in dossier.records.values():
            if isinstance(record, Named) and record.match != "never" and self._mode(record.id) != "none":
                self._add(record)

    def _mode(self, id: str) -> str:
        return (
            str(getattr(self.link, self.collections[id]))
            if self.collections[id] in LinkSettings.model_fields
            else "all"
        )

    def _add(self, record: Named) -> None:
        ignore = record.match == "ignore-case" or (record.match == "auto" and record.collection == "glossary")
        key = "term" if record.collection == "glossary" else "name"
        paths: list[Path] = [(key,), *(("also", number) for number in range(len(record.also)))]
        for form, path in zip(record.forms, paths, strict=True):
            pieces = split_words(normalised(form).strip(" "))
            if len(pieces) == 1:
                continue  # a form without a letter or digit is no name
            lead, *parts, tail = pieces
            node = self.any_case if ignore else self.as_written
            for part in parts:
                node = node.next.setdefault(part.casefold() if ignore else part, _Node())
            if (lead, tail, record.id) not in [(a, b, claim[0]) for a, b, claim in node.forms]:
                node.forms.append((lead, tail, (record.id, path)))

    def mentions(
        self, article: str, seed: Seed, explicit: list[Span], dates: list[Span]
    ) -> tuple[list[MentionSpan], list[SharedForm]]:
        """The automatic mentions in a text, and the forms in it that two records claim.

        What an explicit mention touches is its own; a date's words stay a date unless the name lies within them.
        """
        mentions: list[MentionSpan] = []
        shared: list[SharedForm] = []
        seen: set[tuple[str, int]] = set()
        for block in seed.blocks:
            for (start, end), claims in self._longest(seed, block, explicit, dates):
                ids = {id for id, _ in claims}
                if len(ids) > 1:
                    shared.append(SharedForm(tuple(claims), article, start, end))
                    continue
                id = claims[0][0]
                mode = self._mode(id)
                scope = (id, block.start if mode == "first-in-paragraph" else -1)
                mentions.append(MentionSpan(article, id, start, end, 0, linked=mode == "all" or scope not in seen))
                seen.add(scope)
        return mentions, shared

    def _longest(
        self, seed: Seed, block: Block, explicit: list[Span], dates: list[Span]
    ) -> Iterator[tuple[Span, list[Claim]]]:
        low, high = seed.view.view_offset(block.start), seed.view.view_offset(block.end)
        by_span: dict[Span, list[Claim]] = {}
        for start, end, claim in self.occurrences(seed.view.text[low:high]):
            by_span.setdefault((low + start, low + end), []).append(claim)
        taken = -1
        for start, end in sorted(by_span, key=lambda span: (span[0], -span[1])):
            span = seed.view.source_span(start, end)
            if start < taken or any(a < span[1] and span[0] < b for a, b in explicit) or _is_date(span, dates):
                continue
            yield span, by_span[start, end]
            taken = end

    def occurrences(self, text: str) -> Iterator[tuple[int, int, Claim]]:
        """Every form at every place of a normalised text, overlapping ones too: start, end, and who claims it."""
        parts = split_words(text)
        starts = [0]
        for part in parts:
            starts.append(starts[-1] + len(part))
        yield from _walk(self.as_written, parts, starts)
        if self.any_case.next:
            yield from _walk(self.any_case, [part.casefold() for part in parts], starts)


def _walk(root: _Node, parts: list[str], starts: list[int]) -> Iterator[tuple[int, int, Claim]]:
    last = len(parts) - 1
    for first in range(1, last, 2):
        node = root.next.get(parts[first])
        at = first
        while node is not None:
            for lead, tail, claim in node.forms:
                if parts[first - 1].endswith(lead) and parts[at + 1].startswith(tail) and not _is_negated(parts, at):
                    yield starts[first] - len(lead), starts[at + 1] + len(tail), claim
            if at + 2 > last:
                break
            follow = node.next.get(parts[at + 1])
            node = follow.next.get(parts[at + 2]) if follow else None
            at += 2


def _is_negated(parts: list[str], at: int) -> bool:
    """Whether the word at `at` goes on in a contraction ("can't"): there it is part of a word, unlike before "'s"."""
    return parts[at + 1] == "'" and at + 2 < len(parts) and parts[at + 2].lower() == "t"


def _is_date(span: Span, dates: list[Span]) -> bool:
    return any(a < span[1] and span[0] < b and not (a <= span[0] and span[1] <= b and (a, b) != span) for a, b in dates)
