"""Anchoring one selector in one text, and describing a passage as the shortest selector that finds it again.

The selectors are W3C Web Annotation's; matching is on the text as a reader sees it (`text.normalise`). Nothing here
guesses: a selector resolves to exactly the passages it says, or to a `Miss` that tells what stands in the way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Literal

from builder.diagnostics import listed, shortened
from builder.parts import Selector
from builder.seed import Block, Seed
from builder.text import View, folded, is_inside_word, normalised, split_words, whole
from builder.yaml_reader import Plain

Span = tuple[int, int]

# A quotation longer than this is described by its first and last words.
LONG_QUOTE = 80
CONTEXT_WORDS = 8
# From here on a quotation is looked up by its words instead of reading the whole text for each.
LONG_TEXT = 20_000
# A word that stands so few times need not be compared with the others.
RARE = 4
# So many words may be missing or too much on either side of the passage that is most like some words.
EDGE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a selector resolves to nothing, or to too much: a sentence, its key at fault, the passages nearest to it.

    The passages are `alike` where their words may differ from what was asked for.
    """

    message: str
    part: str
    candidates: tuple[Span, ...] = ()
    help: str = ""
    ambiguous: bool = False
    alike: bool = False


def resolve(selector: Selector, seed: Seed) -> tuple[Span, ...] | Miss:
    """The spans of `seed.text` that `selector` means, in order, or why it means none."""
    scope = _scope(selector, seed)
    if isinstance(scope, Miss):
        return scope
    if selector.exact is None and selector.start is None:
        return (scope,)
    found = tuple(_candidates(selector, seed, scope))
    spans = tuple(seed.view.source_span(*span) for span in found)
    if not spans:
        return _not_found(selector, seed, scope)
    if selector.every:
        return spans
    if selector.occurrence is not None:
        if selector.occurrence > len(spans):
            message = f"the words occur {times(len(spans))}, not {selector.occurrence} times"
            return Miss(message, "occurrence", spans, "count them from 1, or copy the selector of the one you mean")
        return (spans[selector.occurrence - 1],)
    if len(spans) > 1:
        help = "say which: copy the selector of the one you mean, or write `every: true`"
        return Miss(f"the words occur {times(len(spans))}", _words_key(selector), spans, help, ambiguous=True)
    return spans


def _words_key(selector: Selector) -> str:
    """The key of the words that a selector begins with."""
    return "start" if selector.exact is None else "exact"


def times(count: int) -> str:
    """A count of occurrences, in words where that reads better."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _scope(selector: Selector, seed: Seed) -> Span | Miss:
    if selector.caption:
        caption = seed.caption
        missing = Miss("the article has no picture caption", "caption", help="remove `caption: true`")
        return (caption.start, caption.end) if caption else missing
    if selector.paragraph is None:
        return (seed.blocks[0].start, seed.blocks[-1].end)
    if selector.paragraph > len(seed.paragraphs):
        message = f"there is no paragraph {selector.paragraph}: the article has {len(seed.paragraphs)}"
        help = "blank lines part the paragraphs, which are counted from 1, without the header and the caption"
        return Miss(message, "paragraph", help=help)
    block = seed.paragraphs[selector.paragraph - 1]
    return (block.start, block.end)


def _candidates(selector: Selector, seed: Seed, scope: Span) -> Iterator[Span]:
    """Every span of the view that fits the words and what stands around them."""
    low, high = seed.view.view_span(*scope)
    view = seed.view
    if selector.exact is not None:
        yield from _occurrences(view, selector.exact, low, high, selector.prefix, selector.suffix)
        return
    assert selector.start is not None
    assert selector.end is not None
    ends = list(_occurrences(view, selector.end, low, high, None, selector.suffix))
    number = 0
    for start, first_end in _occurrences(view, selector.start, low, high, selector.prefix, None):
        while number < len(ends) and (ends[number][0] < start or ends[number][1] < first_end):
            number += 1
        if number < len(ends):
            yield start, ends[number][1]


def _occurrences(view: View, words: str, low: int, high: int, prefix: str | None, suffix: str | None) -> Iterator[Span]:
    """Where `words` stand between `low` and `high` of a view, whole and with that before and after."""
    quote = normalised(words).strip()
    for at in _starts(view, quote, low, high, prefix, suffix) if quote else ():
        if _fits_before(view.text, at, prefix) and _fits_after(view.text, at + len(quote), suffix):
            yield at, at + len(quote)


def _starts(view: View, quote: str, low: int, high: int, prefix: str | None, suffix: str | None) -> Iterator[int]:
    """Where `quote` may stand: in a long text only beside the rarest word of all that is known of it."""
    rarest: tuple[list[int], tuple[int, ...]] | None = None
    for word, shifts in _whole_words(quote, prefix, suffix) if len(view.text) >= LONG_TEXT else ():
        places = view.words.get(word, [])
        if rarest is None or len(places) < len(rarest[0]):
            rarest = places, shifts
        if len(places) <= RARE:
            break
    if rarest is None:
        yield from (start for start, _ in _literal(view.text, quote, low, high))
        return
    places, shifts = rarest
    first, last = bisect_left(places, low - max(shifts)), bisect_right(places, high - min(shifts))
    for at in sorted({place + shift for place in places[first:last] for shift in shifts}):
        if low <= at and view.text.startswith(quote, at, high):
            yield at


def _whole_words(quote: str, prefix: str | None, suffix: str | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Words that the text has whole if it has the quotation, and how far from them that may begin.

    What touches a prefix or suffix may be part of a longer word, and a blank between them does not count.
    """
    before, after = normalised(prefix or ""), normalised(suffix or "")
    for text, beyond, begins, ends, blank in (
        (quote, 0, not before, not after, (0,)),
        (before.rstrip(), len(before.rstrip()), False, before.endswith(" "), (0, 1)),
        (after.lstrip(), -len(quote), after.startswith(" "), False, (0, -1)),
    ):
        parts, at = split_words(text), beyond
        for index in range(1, len(parts), 2):
            at -= len(parts[index - 1])
            opens, closes = index == 1 and not parts[0], index == len(parts) - 2 and not parts[-1]
            if (begins or not opens) and (ends or not closes):
                yield parts[index], tuple(at + shift for shift in blank)
            at -= len(parts[index])


def _fits_before(text: str, at: int, prefix: str | None) -> bool:
    if not prefix:
        return not is_inside_word(text, at)
    wanted = normalised(prefix)
    if text.endswith(wanted, 0, at):
        return True
    blank = at - text.endswith(" ", 0, at)  # a view has never two of them
    return not is_inside_word(text, at) and text.endswith(wanted.rstrip(), 0, blank)


def _fits_after(text: str, end: int, suffix: str | None) -> bool:
    if not suffix:
        return not is_inside_word(text, end)
    wanted = normalised(suffix)
    if text.startswith(wanted, end):
        return True
    blank = end + text.startswith(" ", end)
    return not is_inside_word(text, end) and text.startswith(wanted.lstrip(), blank)


def _not_found(selector: Selector, seed: Seed, scope: Span) -> Miss:
    """Say what is nearly there: the words elsewhere, within a word, in another case, or words much like them."""
    key, view, text = _words_key(selector), seed.view, seed.view.text
    words = normalised(getattr(selector, key)).strip()
    low, high = view.view_span(*scope)

    def miss(message: str, part: str, found: Iterable[Span], help: str = "", *, alike: bool = True) -> Miss:
        return Miss(message, part, tuple(view.source_span(*span) for span in found), help, alike=alike)

    here = list(_literal(text, words, low, high))
    there = whole(text, words, low, high)
    end = selector.end if there else None
    if end is not None and not any(_occurrences(view, end, there[0][1], high, None, None)):
        near = _most_alike(text, normalised(end).strip(), there[0][1], high)
        help = "" if near else "`end` stands after `start`, and in the same paragraph if one is named"
        if any(_occurrences(view, end, low, there[0][0], None, None)):
            near, help = [], f"`{shortened(end)}` stands before `{shortened(words)}`: swap the two"
        return miss("the words of `end` do not follow those of `start`", "end", near or there, help)
    if there and (selector.prefix or selector.suffix):
        before = any(_fits_before(text, start, selector.prefix) for start, _ in there)
        part = "suffix" if before and selector.suffix else "prefix"
        where = "after" if part == "suffix" else "before"
        message = f"`{shortened(words)}` occurs {times(len(there))}, but not with this {where} it"
        return miss(message, part, there, "copy the selector of the one you mean", alike=False)
    if here:
        help = "write the whole word, or copy the selector"
        return miss("this is only a part of a longer word", key, here, help, alike=False)
    other_case = whole(folded(text), folded(words))
    if other_case_here := [span for span in other_case if low <= span[0] and span[1] <= high]:
        return miss("the words occur only with other capitals", key, other_case_here)
    if elsewhere := list(_literal(text, words)):
        return _elsewhere(selector, seed, tuple(view.source_span(*span) for span in elsewhere))
    if bare := list(_literal(text, words.strip("\"' "), low, high)):
        return miss("the words occur, but not between these quotation marks", key, bare)
    if other_case:
        return miss("the words do not occur there; elsewhere they do, with other capitals", key, other_case)
    block = re.fullmatch(r"(?i)paragraph:? (\d+)", words)
    help = f"write `{{paragraph: {block[1]}}}`" if block else ""
    return miss("the words do not occur in the text", key, _most_alike(text, words, low, high), help)


def _elsewhere(selector: Selector, seed: Seed, spans: tuple[Span, ...]) -> Miss:
    blocks = list(dict.fromkeys(block for start, _ in spans if (block := seed.block_at(start))))
    if not blocks:
        help = "annotate words of the caption or of a paragraph"
        return Miss("the words occur only in the header of the text", _words_key(selector), spans, help)
    message = f"the words do not occur there, but in {blocks[0].name}"
    written = (f"`paragraph: {block.number}`" if block.number else "`caption: true`" for block in blocks[:4])
    return Miss(message, "caption" if selector.caption else "paragraph", spans, f"write {listed(written)}")


def _literal(text: str, words: str, low: int = 0, high: int | None = None) -> Iterator[Span]:
    at = text.find(words, low, high) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1, high)


def _most_alike(text: str, words: str, low: int, high: int) -> list[Span]:
    """The passage most like `words`, if any is, widened to whole words; for a message, never a decision."""
    from rapidfuzz import fuzz  # only a failing build needs it

    found = fuzz.partial_ratio_alignment(words[:1000], text[low:high])
    if found is None or found.score < 60:
        return []
    likeness = text[low + found.dest_start : low + found.dest_end]
    start, end = low + found.dest_end - len(likeness.lstrip()), low + found.dest_start + len(likeness.rstrip())
    start, end = _fitted(text, words, low, high, _out_of_word(text, start, -1), _out_of_word(text, end, 1))
    letters = [at for at in range(start, end) if text[at].isalnum()]
    if not letters:
        return []
    return [(letters[0] if words[0].isalnum() else start, letters[-1] + 1 if words[-1].isalnum() else end)]


def _fitted(text: str, words: str, low: int, high: int, start: int, end: int) -> Span:
    """The span with a word more or less at its edges, where that is more like `words`."""
    from rapidfuzz import fuzz

    starts = [low + m.start() for m in re.finditer(r"(?<!\S)\S", text[low:end])]
    ends = [start + m.end() for m in re.finditer(r"\S(?!\S)", text[start:high])]
    first, last = bisect_left(starts, start), bisect_left(ends, end)
    near_starts = [start, *starts[max(0, first - EDGE_WORDS) : first + EDGE_WORDS + 1]]
    near_ends = [end, *ends[max(0, last - EDGE_WORDS) : last + EDGE_WORDS + 1]]
    spans = [span for span in product(near_starts, near_ends) if span[0] < span[1]]
    return max(spans, key=lambda span: fuzz.ratio(words.lower(), text[slice(*span)].lower()))


def describe(seed: Seed, start: int, end: int) -> Selector:
    """The shortest selector that means exactly `start:end` of the seed's text.

    Shortest for the editor who reads it: the bare words, else the words with a few words before or after them, else
    their paragraph, else their number. Raises `ValueError` where the span begins or ends with a blank or outside the
    text.
    """
    if not is_bare(seed, start, end):
        raise ValueError("a passage begins and ends with a letter or sign of the text")
    span = seed.view.view_span(start, end)
    for keys in _descriptions(seed, *span):
        selector = _selector(keys)
        scope = _scope(selector, seed)
        assert not isinstance(scope, Miss)
        found = list(islice(_candidates(selector, seed, scope), selector.occurrence or 2))
        if found[(selector.occurrence or 1) - 1 :] == [span]:
            return selector
    raise ValueError("the passage cannot be described")


def is_bare(seed: Seed, start: int, end: int) -> bool:
    """Whether a span has no blanks around it, and parts no letter from its marks."""
    low, high = seed.view.view_span(start, end)
    words = seed.view.text[low:high]
    return bool(words) and words == words.strip() and seed.view.source_span(low, high) == (start, end)


def _descriptions(seed: Seed, low: int, high: int) -> Iterator[dict[str, Any]]:
    """Selectors for a span of the view, the shortest first; the last ones count."""
    text = seed.view.text
    before, after = text[_out_of_word(text, low, -1) : low], text[high : _out_of_word(text, high, 1)]
    block, last = seed.block_at(seed.view.source_start(low)), seed.block_at(seed.view.source_start(high - 1))
    # Words of another paragraph would tell the places apart, too, but nobody would look for them there.
    first = seed.view.view_offset(block.start) if block else 0
    end = seed.view.view_offset(last.end) if last else len(text)
    within = {} if block is None else {"paragraph": block.number} if block.number else {"caption": True}
    ahead = split_words(text[first : low - len(before)][-40 * CONTEXT_WORDS :])
    behind = split_words(text[high + len(after) : end][: 40 * CONTEXT_WORDS])
    for quote in dict.fromkeys([_quote(text, low, high), (("exact", text[low:high]),)]):
        base = {**dict(quote), "prefix": before, "suffix": after}
        yield base
        for words in range(1, CONTEXT_WORDS + 1):
            prefix = "".join(ahead[max(0, len(ahead) - 2 * words) :]) + before
            suffix = after + "".join(behind[: 2 * words])
            yield {**base, "prefix": prefix}
            yield {**base, "suffix": suffix}
            yield {**base, "prefix": prefix, "suffix": suffix}
        yield base | within
        for scope in (within, {}):
            yield base | scope | {"occurrence": _number(seed, base | scope, seed.view.source_span(low, high))}


def _number(seed: Seed, keys: dict[str, Any], span: Span) -> int:
    """Which of the passages that a selector's words mean is `span` of the text, counted from 1; 0 if none is."""
    found = resolve(_selector({**keys, "every": True}), seed)
    return found.index(span) + 1 if not isinstance(found, Miss) and span in found else 0


def _selector(keys: dict[str, Any]) -> Selector:
    return Selector.model_validate({key: value for key, value in keys.items() if value})


def _quote(text: str, low: int, high: int) -> tuple[tuple[str, str], ...]:
    """The words of a span, or its first and last words where it is long."""
    words = text[low:high]
    parts = split_words(words)
    if len(words) <= LONG_QUOTE or len(parts) < 20:
        return (("exact", words),)
    return (("start", "".join(parts[:10]).strip()), ("end", "".join(parts[-10:]).strip()))


def _out_of_word(text: str, at: int, step: Literal[-1, 1]) -> int:
    """Where the word begins or ends, within which a place may be."""
    while is_inside_word(text, at):
        at += step
    return at


def as_written(selector: Selector) -> Plain:
    """A selector as it stands in a file: bare words where they are enough."""
    row = selector.model_dump(exclude_defaults=True)
    plain = {key: value if isinstance(value, str) else str(value).lower() for key, value in row.items()}
    return plain["exact"] if list(plain) == ["exact"] else plain


def excerpt(seed: Seed, start: int, end: int, around: int = 40) -> str:
    """The passage with a little of what stands around it, on one line, for messages."""
    block: Block | None = seed.block_at(start)
    low, high = (block.start, block.end) if block else (0, len(seed.text))
    left, right = max(low, start - around), min(high, max(end, start) + around)
    words = seed.text[left : min(right, left + 200)]
    return f"{'…' if left > low else ''}{' '.join(words.split())}{'…' if right < high else ''}"
