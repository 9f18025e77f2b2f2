"""A seed cut into sentences, and these into the words that a comparison looks at.

Offsets are those of the seed's view (`text.normalise`), so that quotes, spaces, normal forms and line ends compare
equal before anything is compared. Punctuation is left out, but for the signs that change what is said.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import regex

from builder.seed import Seed
from builder.selectors import Span
from builder.text import split_words

# Nobody writes longer sentences; a list without full stops is cut, so that comparing stays linear in the text.
MAX_WORDS = 60

_END = regex.compile(r"(?:[.!?…]+[\"')\]]*(?= +[\"'(\[]*[\p{Lu}\p{Lo}\p{N}])|[。！？]+[\"'」』）]*)")
_ABBREVIATION = regex.compile(
    r"(?:^|[\s\"'(\[])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|No|vs|cf|approx|ca|[ap]\.m"
    r"|(?:\p{L}\.)+\p{L})\.$"
)
_SIGNS = frozenset("?%$£€¥&@#+=°")
# Words that change what is said without a capital or a digit: negations, numbers, days, and who is meant.
_WEIGHTY = frozenset(
    "no not t never nor neither none nobody nothing nowhere cannot without hardly barely scarcely "
    "nicht kein keine keinen nie niemals ohne ne pas jamais aucun sans ni nunca sin non mai senza "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half dozen dozens hundred hundreds "
    "thousand thousands million millions billion billions first second third once twice both all "
    "yesterday today tomorrow tonight he him his she her hers they them their i we us our you your".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Its span in the view, its words as they are compared, and where each of them stands."""

    start: int
    end: int
    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def weighty(self) -> list[str]:
        """The words that must agree exactly before anything is carried over without a question."""
        return [word for word in self.words if is_weighty(word)]


def is_weighty(word: str) -> bool:
    """Whether a word is a name, a number, a date, a negation or a sign: what cannot change without changing the sense.

    Scripts without capitals do not show their names, so that there every word is.
    """
    return word != word.lower() or word.lower() == word.upper() or word in _WEIGHTY


def sentences(*seeds: Seed) -> list[list[Sentence]]:
    """The sentences of each seed; a capital that only the beginning of a sentence explains is a small letter."""
    texts = [[s for block in seed.blocks for s in _of_block(seed, block.start, block.end)] for seed in seeds]
    small = {word for text in texts for sentence in text for word in sentence.words if word.islower()}
    return [[_uncapitalised(sentence, small) for sentence in text] for text in texts]


def _uncapitalised(sentence: Sentence, small: set[str]) -> Sentence:
    first = sentence.words[0]
    if first.lower() not in small or first.lower() == first or not (first[1:].islower() or len(first) == 1):
        return sentence
    return replace(sentence, words=(first.lower(), *sentence.words[1:]))


def _of_block(seed: Seed, start: int, end: int) -> Iterator[Sentence]:
    low, high = seed.view.view_offset(start), seed.view.view_offset(end)
    for begin, finish in _spans(seed.view.text, low, high):
        yield from _cut(list(_words(seed.view.text[begin:finish], begin)), begin, finish)


def _spans(text: str, low: int, high: int) -> Iterator[Span]:
    begin = low
    for match in _END.finditer(text, low, high):
        if match.group() == "." and _ABBREVIATION.search(text, max(low, match.end() - 20), match.end()):
            continue
        yield begin, match.end()
        begin = match.end() + text.startswith(" ", match.end())
    yield begin, high


def _cut(words: list[tuple[str, int, int]], begin: int, end: int) -> Iterator[Sentence]:
    """One sentence, or the pieces of one that has no end; cut at words that chance picks, the same in every version."""
    while words:
        near = (n for n in range(MAX_WORDS // 2, MAX_WORDS) if zlib.crc32(words[n - 1][0].encode()) % 16 == 0)
        count = next(near, MAX_WORDS) if len(words) > MAX_WORDS else len(words)
        piece, words = words[:count], words[count:]
        finish = words[0][1] if words else end
        yield Sentence(begin, finish, tuple(w for w, _, _ in piece), tuple((a, b) for _, a, b in piece))
        begin = finish


def _words(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    parts = split_words(text)
    for index, part in enumerate(parts):
        word = part if index % 2 else _sign(part, *parts[max(0, index - 1) : index], *parts[index + 1 : index + 2])
        if word:
            yield word, at, at + len(part)
        at += len(part)


def _sign(gap: str, *around: str) -> str:
    """What of the punctuation between two words changes what they say: a currency, a minus, the point in a number."""
    if gap in ("", " ", ", ", ". ", "'", "-"):
        return ""
    signs = "".join(sign for sign in gap if sign in _SIGNS)
    is_number = around[-1][:1].isdigit()
    if is_number and gap.endswith("-") and gap != "-":
        signs += "-"
    return signs


def text_of(words: Iterable[str]) -> str:
    """Words as one text, to be measured against another."""
    return " ".join(words)
