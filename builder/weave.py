"""Weaving: an article's HTML, with every mention linked and every passage marked, and not a character changed.

Annotations are standoff spans that nest and cross at will; HTML's elements only nest. A passage that crosses a link
is cut at the link's boundary, so that a link stays one; where mentions overlap, the inner one is the link. What is
wholly covered by inner mentions is kept as a passage. Where a passage ends stands an empty link to its note, whose
number the style sheet writes. `extract` takes the text back out, for the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from builder.addresses import harmless
from builder.seed import Block, Seed
from builder.values import Anchor, MentionSpan

KINDS = {"actors": "actor", "places": "place", "glossary": "term"}


@dataclass(frozen=True, slots=True)
class Link:
    """How a mention looks from outside: its record's kind and address."""

    kind: str
    href: str
    hindsight: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch within one block that becomes one element."""

    start: int
    end: int
    mention: MentionSpan | None
    refs: tuple[str, ...]
    ids: tuple[str, ...]
    notes: tuple[int, ...] = ()  # numbers of the notes whose passage ends here


class TextChanged(Exception):
    """The page's text is not the seed's: a fault of ours, which ends the build."""


def weave(
    seed: Seed,
    anchors: Iterable[Anchor],
    mentions: Iterable[MentionSpan],
    link: Callable[[MentionSpan], Link],
    hindsight: Callable[[str], bool] = lambda _: False,
) -> str:
    """The article's paragraphs and caption as HTML. Notes are numbered as their `anchors` stand, from 1."""
    anchors, mentions = list(anchors), [mention for mention in mentions if mention.linked]
    return "\n".join(_block(seed, block, anchors, mentions, link, hindsight) for block in seed.blocks)


def _block(
    seed: Seed,
    block: Block,
    anchors: list[Anchor],
    mentions: list[MentionSpan],
    link: Callable[[MentionSpan], Link],
    hindsight: Callable[[str], bool],
) -> str:
    runs = _runs(block, anchors, mentions)
    out: list[str] = []
    position = block.start
    open_runs: list[_Run] = []
    for run in runs:
        while open_runs and open_runs[-1].end <= run.start:
            position = _close(seed, out, position, open_runs)
        out.append(_text(seed.text[position : run.start]))
        position = run.start
        out.append(_opening(run, link, hindsight))
        open_runs.append(run)
    while open_runs:
        position = _close(seed, out, position, open_runs)
    out.append(_text(seed.text[position : block.end]))
    inner = "".join(out)
    if block.number:
        return f'<p id="{block.id}" dir="auto">{inner}</p>'
    return f'<figure class="caption"><figcaption id="caption" dir="auto">{inner}</figcaption></figure>'


def _close(seed: Seed, out: list[str], position: int, open_runs: list[_Run]) -> int:
    run = open_runs.pop()
    out.append(_text(seed.text[position : run.end]))
    out.append("</a>" if run.mention else "</span>")
    link = next((outer for outer in open_runs if outer.mention), None)
    if link is None:
        out += [f'<a class="note-mark" href="#note_{n}" aria-label="note {n}" data-note="{n}"></a>' for n in run.notes]
    else:  # no link may stand within a link
        at = open_runs.index(link)
        open_runs[at] = replace(link, notes=(*link.notes, *run.notes))
    return run.end


def _text(text: str) -> str:
    """HTML for `text`; a bare carriage return would be read as a line feed."""
    return harmless(escape(text, quote=False)).replace("\r", "&#13;")


def _opening(run: _Run, link: Callable[[MentionSpan], Link], hindsight: Callable[[str], bool]) -> str:
    own_id = f' id="{run.ids[0]}"' if run.ids else ""
    others = "".join(f'<span id="{id}"></span>' for id in run.ids[1:])
    if run.mention:
        to = link(run.mention)
        later = " data-hindsight" if to.hindsight else ""
        ref = f'data-ref="{run.mention.ref}" data-kind="{to.kind}"'
        return f'<a class="mention"{own_id} {ref}{later} href="{escape(to.href)}">{others}'
    later = " data-hindsight" if all(map(hindsight, run.refs)) else ""
    return f'<span class="passage"{own_id} data-refs="{" ".join(run.refs)}"{later}>{others}'


def _runs(block: Block, anchors: list[Anchor], mentions: list[MentionSpan]) -> list[_Run]:
    """The elements of a block, outermost first, no two crossing."""
    inside = [m for m in mentions if m.start < block.end and block.start < m.end]
    links = _link_runs(block, inside)
    shown = {run.mention for run in links}
    covers = [(a.start, a.end, a.record, a.fragment, number) for number, a in enumerate(anchors, 1)]
    covers += [(m.start, m.end, m.ref, m.fragment, 0) for m in inside if m not in shown]
    passages = _passage_runs(block, [c for c in covers if c[0] < block.end and block.start < c[1]])
    cut = [piece for run in passages for piece in _cut(run, links)]
    # Where a passage and a link are the same words, the passage is outside.
    return sorted([*cut, *links], key=lambda run: (run.start, -run.end, run.mention is not None))


def _link_runs(block: Block, mentions: list[MentionSpan]) -> list[_Run]:
    """Disjoint links: at each place the shortest mention there, of equals the first."""
    ranked = sorted(mentions, key=lambda m: (m.end - m.start, m.explicit is None, m.ref))
    edges = sorted({min(max(edge, block.start), block.end) for m in mentions for edge in (m.start, m.end)})
    runs: list[_Run] = []
    for start, end in pairwise(edges):
        mention = next((m for m in ranked if m.start <= start and end <= m.end), None)
        if mention is None:
            continue
        if runs and runs[-1].mention is mention and runs[-1].end == start:
            runs[-1] = _Run(runs[-1].start, end, mention, (), runs[-1].ids)
            continue
        first = not any(run.mention is mention for run in runs) and mention.start >= block.start
        ids = (mention.fragment, *([mention.explicit] if mention.explicit else [])) if first else ()
        runs.append(_Run(start, end, mention, (), ids))
    return runs


def _passage_runs(block: Block, covers: list[tuple[int, int, str, str, int]]) -> Iterator[_Run]:
    """Disjoint stretches, each with every record whose passage covers it."""
    edges = sorted({min(max(edge, block.start), block.end) for c in covers for edge in c[:2]})
    for start, end in pairwise(edges):
        here = [c for c in covers if c[0] <= start and end <= c[1]]
        if here:
            refs = tuple(dict.fromkeys(c[2] for c in here))
            ids = tuple(dict.fromkeys(c[3] for c in here if c[0] == start))
            yield _Run(start, end, None, refs, ids, tuple(sorted(c[4] for c in here if c[1] == end and c[4])))


def _cut(run: _Run, links: list[_Run]) -> Iterator[_Run]:
    """`run` in pieces, cut where a link begins or ends that it crosses."""
    edges = [run.start]
    for link in links:
        crosses = link.start < run.start < link.end < run.end or run.start < link.start < run.end < link.end
        if crosses:
            edges.append(link.end if link.start < run.start else link.start)
    edges = [*sorted(set(edges)), run.end]
    for start, end in pairwise(edges):
        ids = run.ids if start == run.start else ()
        yield _Run(start, end, None, run.refs, ids, run.notes if end == run.end else ())


def extract(html: str, article: str) -> list[tuple[str, str]]:
    """The text of each block of an article in a finished page, by the block's id, as a browser would read it."""
    opening = html.find(f'data-article="{article}"')
    start, end = html.rfind("<", 0, opening), html.find("</article>", opening)
    if opening < 0 or end < 0:
        return []
    tree = LexborHTMLParser(html[start:end])
    blocks = tree.css("figcaption#caption, p[id]")
    return [(str(block.attributes["id"]), block.text(deep=True)) for block in blocks]


def prove(html: str, article: str, seed: Seed) -> None:
    """Raise `TextChanged` unless the finished page has the seed's text, code point by code point."""
    expected = [(block.id, seed.text[block.start : block.end]) for block in seed.blocks]
    found = extract(html, article)
    if found == expected:
        return
    for (id, words), (other_id, other) in zip(expected, found, strict=False):
        if (id, words) != (other_id, other):
            at = next(
                (i for i, (a, b) in enumerate(zip(words, other, strict=False)) if a != b),
                min(len(words), len(other)),
            )
            raise TextChanged(
                f"{seed.file}: {id}, character {at}: {words[at : at + 20]!r} became {other[at : at + 20]!r}"
            )
    raise TextChanged(f"{seed.file}: the page has {len(found)} blocks, the seed {len(expected)}")
