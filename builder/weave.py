"""Weaving: an article's HTML, with every mention linked and every passage marked, and not a character changed.

Annotations are standoff spans that nest and cross at will; HTML's elements only nest. A passage that crosses a link
is cut at the link's boundary, so that a link stays one; where mentions overlap, the inner one is the link. What is
wholly covered by inner mentions is kept as a passage. Where a passage ends stands an empty link to its note, whose
number the style sheet writes. `extract` takes the text back out, for the proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from builder.addresses import harmless
from builder.seed import Block, Seed
from builder.values import Anchor, MentionSpan

# What cannot stand as it is in HTML, or would be taken for an address (`addresses.harmless`).
_SPECIAL = re.compile(r"[&<>\r=]")
KINDS = {"actors": "actor", "places": "place", "glossary": "term"}


class _Run(NamedTuple):
    """A stretch within one block that becomes one element."""

    start: int
    end: int
    mention: MentionSpan | None
    refs: tuple[str, ...]
    ids: tuple[str, ...]
    notes: tuple[int, ...] = ()  # numbers of the notes whose passage ends here


class TextChanged(Exception):
    """The page's text is not the seed's: a fault of ours, which ends the build."""


def attributes(ref: str, kind: str, href: str, *, hindsight: bool = False) -> str:
    """What each link of a mention of a record has beside its id."""
    later = " data-hindsight" if hindsight else ""
    return f' data-ref="{ref}" data-kind="{kind}"{later} href="{escape(href)}"'


# A passage or a mention: where it begins, and the number of its note, or 0.
_Span = tuple[int, int, Anchor | MentionSpan]
# Spans of one block that overlap: where they begin and end together, the passages with their numbers, the mentions.
_Cluster = tuple[int, int, list[tuple[int, Anchor]], list[MentionSpan]]


def weave(
    seed: Seed,
    anchors: Iterable[Anchor],
    mentions: Iterable[MentionSpan],
    links: Mapping[str, str],
    hindsight: Callable[[str], bool] = lambda _: False,
    headline: Block | None = None,
) -> list[str]:
    """The article's paragraphs and caption as HTML, one by one. Notes are numbered as their `anchors` stand, from 1.

    `links` has the `attributes` of each record's mentions, `hindsight` tells whether it could not be known then;
    `headline` is the paragraph that is the page's title.
    """
    spans: list[_Span] = [
        *((anchor.start, number, anchor) for number, anchor in enumerate(anchors, 1)),
        *((mention.start, 0, mention) for mention in mentions if mention.linked),
    ]
    spans.sort(key=lambda span: span[0])
    weaver = _Weaver(seed, links, hindsight)
    return [weaver.block(block, found, is_title=block == headline) for block, found in _by_block(seed, spans)]


def _by_block(seed: Seed, spans: list[_Span]) -> Iterator[tuple[Block, list[_Span]]]:
    """Each block with the spans that lie in it, or partly."""
    position = 0
    found: list[_Span] = []
    for block in seed.blocks:
        start = position
        while position < len(spans) and spans[position][0] < block.end:
            position += 1
        found = [*(span for span in found if span[2].end > block.start), *spans[start:position]]
        yield block, found


class _Weaver:
    """Weaves the blocks of one article."""

    def __init__(self, seed: Seed, links: Mapping[str, str], hindsight: Callable[[str], bool]) -> None:
        self._text = seed.text
        self._links, self._hindsight = links, hindsight

    def block(self, block: Block, spans: list[_Span], *, is_title: bool) -> str:
        """One block as an element."""
        inner = self._inner(block, spans)
        if block.number:
            role = ' role="heading" aria-level="1"' if is_title else ""
            return f'<p id="{block.id}" dir="auto"{role}>{inner}</p>'
        return f'<figure class="caption"><figcaption id="caption" dir="auto">{inner}</figcaption></figure>'

    def _inner(self, block: Block, spans: list[_Span]) -> str:
        out: list[str] = []
        position = block.start
        for start, end, passages, mentions in _clusters(block, spans):
            out.append(_text(self._text[position:start]))
            if passages or len(mentions) > 1 or mentions[0].explicit or mentions[0].start < start:
                self._nested(out, start, end, _runs(start, end, passages, mentions))
            else:
                mention, words = mentions[0], _text(self._text[start:end])
                out.append(f'<a class="mention" id="{mention.fragment}"{self._links[mention.ref]}>{words}</a>')
            position = end
        out.append(_text(self._text[position : block.end]))
        return "".join(out)

    def _nested(self, out: list[str], position: int, end: int, runs: list[_Run]) -> None:
        """Runs within each other, from `position` to `end`."""
        open_runs: list[_Run] = []
        for run in runs:
            while open_runs and open_runs[-1].end <= run.start:
                position = _close(self._text, out, position, open_runs)
            out.append(_text(self._text[position : run.start]))
            position = run.start
            out.append(self._opening(run))
            open_runs.append(run)
        while open_runs:
            position = _close(self._text, out, position, open_runs)
        out.append(_text(self._text[position:end]))

    def _opening(self, run: _Run) -> str:
        own_id = f' id="{run.ids[0]}"' if run.ids else ""
        others = "".join(f'<span id="{id}"></span>' for id in run.ids[1:])
        if run.mention:
            return f'<a class="mention"{own_id}{self._links[run.mention.ref]}>{others}'
        later = " data-hindsight" if all(map(self._hindsight, run.refs)) else ""
        return f'<span class="passage"{own_id} data-refs="{" ".join(run.refs)}"{later}>{others}'


def _clusters(block: Block, spans: list[_Span]) -> Iterator[_Cluster]:
    """The spans of a block, those that overlap together; each is the block's part of them."""
    start = end = block.start
    passages: list[tuple[int, Anchor]] = []
    mentions: list[MentionSpan] = []
    for first, number, span in spans:
        if first >= end:
            if passages or mentions:
                yield start, end, passages, mentions
                passages, mentions = [], []
            start = max(first, block.start)
        if span.end > end:
            end = min(span.end, block.end)
        if isinstance(span, Anchor):
            passages.append((number, span))
        else:
            mentions.append(span)
    if passages or mentions:
        yield start, end, passages, mentions


def _close(text: str, out: list[str], position: int, open_runs: list[_Run]) -> int:
    run = open_runs.pop()
    out.append(_text(text[position : run.end]))
    out.append("</a>" if run.mention else "</span>")
    link = next((outer for outer in open_runs if outer.mention), None)
    if link is None:
        out += [f'<a class="note-mark" href="#note_{n}" aria-label="note {n}" data-note="{n}"></a>' for n in run.notes]
    else:  # no link may stand within a link
        at = open_runs.index(link)
        open_runs[at] = link._replace(notes=(*link.notes, *run.notes))
    return run.end


def _text(text: str) -> str:
    """HTML for `text`; a bare carriage return would be read as a line feed."""
    return harmless(escape(text, quote=False)).replace("\r", "&#13;") if _SPECIAL.search(text) else text


def _runs(start: int, end: int, passages: list[tuple[int, Anchor]], mentions: list[MentionSpan]) -> list[_Run]:
    """The elements of a cluster, outermost first, no two crossing."""
    if len(passages) == 1 and not mentions:
        number, anchor = passages[0]
        ids = (anchor.fragment,) if anchor.start == start else ()
        return [_Run(start, end, None, (anchor.record,), ids, (number,) if anchor.end == end else ())]
    links = _link_runs(start, end, mentions)
    shown = {run.mention for run in links}
    covers = [(a.start, a.end, a.record, a.fragment, number) for number, a in sorted(passages)]
    covers += [(m.start, m.end, m.ref, m.fragment, 0) for m in mentions if m not in shown]
    cut = [piece for run in _passage_runs(start, end, covers) for piece in _cut(run, links)]
    # Where a passage and a link are the same words, the passage is outside.
    return sorted([*cut, *links], key=lambda run: (run.start, -run.end, run.mention is not None))


def _link_runs(first: int, last: int, mentions: list[MentionSpan]) -> list[_Run]:
    """Disjoint links: at each place the shortest mention there, of equals the first."""
    ranked = sorted(mentions, key=lambda m: (m.end - m.start, m.explicit is None, m.ref))
    edges = sorted({min(max(edge, first), last) for m in mentions for edge in (m.start, m.end)})
    runs: list[_Run] = []
    for start, end in pairwise(edges):
        mention = next((m for m in ranked if m.start <= start and end <= m.end), None)
        if mention is None:
            continue
        if runs and runs[-1].mention is mention and runs[-1].end == start:
            runs[-1] = _Run(runs[-1].start, end, mention, (), runs[-1].ids)
            continue
        begins = not any(run.mention is mention for run in runs) and mention.start >= first
        ids = (mention.fragment, *([mention.explicit] if mention.explicit else [])) if begins else ()
        runs.append(_Run(start, end, mention, (), ids))
    return runs


def _passage_runs(first: int, last: int, covers: list[tuple[int, int, str, str, int]]) -> Iterator[_Run]:
    """Disjoint stretches, each with every record whose passage covers it."""
    edges = sorted({min(max(edge, first), last) for c in covers for edge in c[:2]})
    for start, end in pairwise(edges):
        here = [c for c in covers if c[0] <= start and end <= c[1]]
        if here:
            refs = tuple(dict.fromkeys(c[2] for c in here))
            ids = tuple(dict.fromkeys(c[3] for c in here if c[0] == start))
            yield _Run(start, end, None, refs, ids, tuple(sorted(c[4] for c in here if c[1] == end and c[4])))


def _cut(run: _Run, links: list[_Run]) -> Iterator[_Run]:
    """`run` in pieces, cut where a link begins or ends that it crosses."""
    edges = {run.start, run.end}
    edges |= {link.end for link in links if link.start < run.start < link.end < run.end}
    edges |= {link.start for link in links if run.start < link.start < run.end < link.end}
    for start, end in pairwise(sorted(edges)):
        ids = run.ids if start == run.start else ()
        yield _Run(start, end, None, run.refs, ids, run.notes if end == run.end else ())


def extract(html: str, article: str) -> list[tuple[str, str]]:
    """The text of each block of an article in a finished page, by the block's id, as a browser would read it."""
    inner, end, _ = html.partition(f'data-article="{article}"')[2].partition("</article>")
    if not end:
        return []
    tree = LexborHTMLParser(f"<article{inner}")
    blocks = tree.css("figcaption#caption, p[id]")
    return [(str(block.attributes["id"]), block.text(deep=True)) for block in blocks]


def prove(html: str, article: str, seed: Seed) -> None:
    """Raise `TextChanged` unless the finished page has the seed's text, code point by code point."""
    expected = [(block.id, seed.text[block.start : block.end]) for block in seed.blocks]
    found = extract(html, article)
    if found == expected:
        return
    number = _first_difference(expected, found)
    if number == min(len(expected), len(found)):
        raise TextChanged(f"{seed.file}: the page has {len(found)} blocks, the seed {len(expected)}")
    (id, words), (_, other) = expected[number], found[number]
    at = _first_difference(words, other)
    raise TextChanged(f"{seed.file}: {id}, character {at}: {words[at : at + 20]!r} became {other[at : at + 20]!r}")


def _first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    """The number of the first part that is not the same in both; where there is none, how many they share."""
    return [*map(ne, one, other), True].index(True)
