"""A seed cut into sentences, and these into the words that a comparison looks at.

Offsets are those of the seed's view (`text.normalise`), so that quotes, spaces, normal forms and line ends compare
equal before anything is compared. Punctuation is left out, but for the signs that change what is said.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import regex

from builder.contexts import sentences as split
from builder.seed import Seed
from builder.selectors import Span

# Nobody writes longer sentences; a list without full stops is cut, so that comparing stays linear in the text.
MAX_WORDS = 60

# A number with its points, a word, or a sign that changes what is said: a currency, a question, a minus.
_SIGN = r"[?%$£€¥&@#+=°]+|(?<!\w)-(?=\d)"
_PLAIN_WORD = re.compile(rf"\d+(?:[.,:/-]\d+)*\w*|\w+|{_SIGN}")
CJK = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_ANY_WORD = regex.compile(rf"(?V1){CJK}|\d+(?:[.,:/-]\d+)*|[[\w\p{{M}}\u200c\u200d]--{CJK}]+|{_SIGN}")
_NOT_PLAIN = re.compile("[\u0300-\u1fff\u200c\u200d\u2c00-\U0010ffff]")
# Words that change what is said without a capital or a digit: negations, numbers, days, and who is meant.
_WEIGHTY = frozenset(
    "no not t never nor neither none nobody nothing nowhere cannot without hardly barely scarcely "
    "nicht kein keine keinen nie niemals ohne ne pas jamais aucun sans ni nunca sin non mai senza não niet geen inte "
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
    around: tuple[str, ...] = ()  # of a piece of a long sentence: its words and those of the pieces beside it

    @property
    def weighty(self) -> list[str]:
        """The words that must agree exactly before anything is carried over without a question."""
        return [word for word in self.around or self.words if is_weighty(word)]


@lru_cache(maxsize=65536)
def is_weighty(word: str) -> bool:
    """Whether a word is a name, a number, a date, a negation or a sign: what cannot change without changing the sense.

    Other scripts do not all show their names, nor do we know their negations, so that there every word is.
    """
    small = word.lower()
    is_latin = all(letter.isalpha() and letter < "\u0250" for letter in word)
    return word != small or word in _WEIGHTY or not is_latin


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
    low, high = seed.view.view_span(start, end)
    for begin, finish in ((low + a, low + b) for a, b in split(seed.view.text[low:high])):
        pattern = _ANY_WORD if _NOT_PLAIN.search(seed.view.text, begin, finish) else _PLAIN_WORD
        found = [(match.group(), match.span()) for match in pattern.finditer(seed.view.text, begin, finish)]
        signs = seed.view.text[begin:finish].strip(" ")
        yield from _cut(found or [(signs, (begin, begin + len(signs)))] * bool(signs), begin, finish)


def _cut(words: list[tuple[str, Span]], begin: int, end: int) -> Iterator[Sentence]:
    """One sentence, or the pieces of one that has no end; cut at words that chance picks, the same in every version."""
    bounds = [0]
    while bounds[-1] < len(words):
        first, last = bounds[-1], len(words)
        if last - first > MAX_WORDS:
            near = range(first + MAX_WORDS // 2, first + MAX_WORDS)
            last = next((n for n in near if zlib.crc32(words[n][0].encode()) % 16 == 0), first + MAX_WORDS)
        bounds.append(last)
    for number, (first, last) in enumerate(pairwise(bounds)):
        around = words[bounds[max(number - 1, 0)] : bounds[min(number + 2, len(bounds) - 1)]] if len(bounds) > 2 else []
        finish = words[last][1][0] if last < len(words) else end
        texts, spans = zip(*words[first:last], strict=True)
        yield Sentence(begin, finish, texts, spans, tuple(word for word, _ in around))
        begin = finish
