"""Finding names in texts, whatever their number: an Aho-Corasick automaton, then the rules of words.

Whole words only, the longest form at a place wins, possessive endings stay outside. The automaton reports every
occurrence of every form, overlapping ones too, and word boundaries are tested afterwards: asked for the longest
alone it would lose forms ("Anna K" hides "Anna" in "Anna Karenina"). The time for a text does not depend on the
number of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from builder.models import Named
from builder.seed import Seed
from builder.selectors import Span
from builder.text import folded, is_inside_word, letters, normalised, split_words
from builder.values import Dossier, MentionSpan
from builder.yaml_reader import Path

Claim = tuple[str, Path]


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


# A form's number, and where it begins and ends.
_Match = tuple[int, int, int]
# What parts words for certain; of anything else `is_inside_word` tells.
_GAPS = frozenset(["", *' .,;:!?()"\n'])
# Where the word goes on in a contraction ("can't"): there it is part of a word, unlike before "'s".
_CONTRACTED = ("'t", "'T")


def forms_of(dossier: Dossier) -> list[object]:
    """Everything on which the index of a dossier's forms depends."""
    named = (record for record in dossier.records.values() if isinstance(record, Named))
    return [dossier.head.settings.link, *((r.collection, r.id, r.match, r.forms) for r in named)]


class FormIndex:
    """All surface forms of a dossier, ready to be found in any text."""

    def __init__(self, dossier: Dossier) -> None:
        self._modes: dict[str, str] = {}
        # By the form in small letters, and as it must stand in the text, if its case counts.
        claims: dict[tuple[str, str], list[Claim]] = {}
        for record in dossier.records.values():
            if isinstance(record, Named):
                mode: str = getattr(dossier.head.settings.link, record.collection)
                self._modes[record.id] = mode
                if record.match != "never" and mode != "none":
                    _add(record, claims)
        self._forms = sorted(claims.items(), key=lambda row: not row[0][1])  # those whose case counts come first
        # What each means, for all the texts in which it may stand.
        self._meanings = [(_meaning(claims), self._modes[claims[0][0]]) for _, claims in self._forms]
        self._automaton = AhoCorasick([small for (small, _), _ in self._forms])
        self._scanned: tuple[str, list[_Match]] = ("", [])

    def within(self, seed: Seed) -> dict[object, object]:
        """Everything on which the mentions in a text depend: the forms that may stand in it, and what they mean."""
        found = {form for form, _, _ in self._scan(seed.view.text)}
        return {self._forms[form][0]: self._meanings[form] for form in found}

    def mentions(
        self,
        article: str,
        seed: Seed,
        explicit: list[Span],
        dates: list[Span],
        unmeant: Mapping[str, Sequence[Span]],
    ) -> tuple[list[MentionSpan], list[SharedForm]]:
        """The automatic mentions in a text, and the forms in it that two records claim.

        What an explicit mention touches is its own; a date's words stay a date unless the name lies within them.
        `unmeant`: where a record is not meant, by its id.
        """
        mentions: list[MentionSpan] = []
        shared: list[SharedForm] = []
        seen: set[str | tuple[str, int]] = set()
        for start, end, block, claims in self._longest(seed, explicit, dates, unmeant):
            id = claims[0][0]
            if len(claims) > 1 and any(other != id for other, _ in claims):
                shared.append(SharedForm(tuple(claims), article, start, end))
                continue
            mode = self._modes[id]
            scope = (id, block) if mode == "first-in-paragraph" else id
            linked = mode == "all" or scope not in seen
            mentions.append(MentionSpan(article, id, start, end, linked=linked, block=block))
            seen.add(scope)
        return mentions, shared

    def _longest(
        self, seed: Seed, explicit: list[Span], dates: list[Span], unmeant: Mapping[str, Sequence[Span]]
    ) -> Iterator[tuple[int, int, int, list[Claim]]]:
        """The occurrences that hold, in the order of the text: span, number of the block, who claims it."""
        view = seed.view
        spoken_for = letters(seed.text, explicit, dates, *unmeant.values())  # where something else may be meant
        taken = 0
        for (start, end), claims in sorted(
            self.occurrences(view.text).items(), key=lambda row: (row[0][0], -row[0][1])
        ):
            if start < taken:
                continue
            low, high = view.source_span(start, end)
            block = seed.block_number(low)
            if block < 0 or high > seed.blocks[block].end:
                continue
            meant = claims
            if spoken_for.find(1, low, high) >= 0:
                if _touches((low, high), explicit) or _is_date((low, high), dates):
                    continue
                meant = [c for c in claims if not _touches((low, high), unmeant.get(c[0], ()))]
            if meant:
                yield low, high, block, meant
                taken = end

    def occurrences(self, text: str) -> dict[Span, list[Claim]]:
        """Every form at every place of a normalised text where it is whole words: who claims it, by span."""
        found: dict[Span, list[Claim]] = {}
        for form, start, end in self._scan(text):
            if (text[start - 1 : start] in _GAPS or not is_inside_word(text, start)) and (
                text[end : end + 1] in _GAPS or not (is_inside_word(text, end) or text.startswith(_CONTRACTED, end))
            ):
                claims = self._forms[form][1]
                found[start, end] = [*found[start, end], *claims] if (start, end) in found else claims
        return found

    def _scan(self, text: str) -> list[_Match]:
        """Every form anywhere in a text, within words, too; kept for the text asked about last."""
        if self._scanned[0] != text:
            forms = self._forms
            found = self._automaton.find_matches_as_indexes(folded(text), overlapping=True)
            self._scanned = text, [one for one in found if text.startswith(forms[one[0]][0][1], one[1])]
        return self._scanned[1]


def _add(record: Named, forms: dict[tuple[str, str], list[Claim]]) -> None:
    is_term = record.collection == "glossary"
    folds = record.match == "ignore-case" or (record.match == "auto" and is_term)
    for number, form in enumerate(record.forms):
        plain = normalised(form).strip()
        if len(split_words(plain)) == 1:
            continue  # a form without a letter or digit is no name
        claims = forms.setdefault((folded(plain), "" if folds else plain), [])
        if all(id != record.id for id, _ in claims):
            claims.append((record.id, ("also", number - 1) if number else ("term" if is_term else "name",)))


def _meaning(claims: list[Claim]) -> object:
    """What a form means: where a record writes it is of interest only if another claims it, too."""
    ids = {id for id, _ in claims}
    return claims if len(ids) > 1 else ids


def _touches(span: Span, others: Iterable[Span]) -> bool:
    start, end = span
    return any(a < end and start < b for a, b in others)


def _is_date(span: Span, dates: list[Span]) -> bool:
    start, end = span
    return any(a < end and start < b and (start < a or b < end or (a, b) == span) for a, b in dates)
