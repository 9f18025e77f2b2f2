"""How much of a text is annotated: what an editor has still to look at. A report, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.detect import Found, detect
from builder.models import Quote, TimeExpression
from builder.seed import Block, Seed
from builder.selectors import Span
from builder.values import Site


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of one article's text is annotated: found words covered or not, and paragraphs that nothing speaks of."""

    article: str
    seed: Seed
    covered: tuple[Found, ...]
    bare: tuple[Found, ...]
    bare_paragraphs: tuple[Block, ...]

    def counts(self) -> Iterator[tuple[str, int, int]]:
        """For each sort of words: how many are covered, of how many."""
        for sort in ("name", "acronym", "quotation", "time expression"):
            covered = sum(found.sort == sort for found in self.covered)
            yield sort, covered, covered + sum(found.sort == sort for found in self.bare)


def coverage(site: Site) -> list[Coverage]:
    """The coverage of every article that has a text."""
    return [_of_article(site, id) for id in site.dossier.seeds]


def _of_article(site: Site, article: str) -> Coverage:
    seed = site.dossier.seeds[article]
    anchors, mentions = site.anchored.anchors[article], site.anchored.mentions[article]
    records = site.dossier.records
    spans = {
        "": [(a.start, a.end) for a in anchors] + [(m.start, m.end) for m in mentions],
        "quotation": [(a.start, a.end) for a in anchors if isinstance(records[a.record], Quote)],
        "time expression": [(a.start, a.end) for a in anchors if isinstance(records[a.record], TimeExpression)],
    }
    spans["quotation"] += [(m.start, m.end) for m in mentions]
    covered: list[Found] = []
    bare: list[Found] = []
    for found in detect(seed):
        of_sort = spans.get(found.sort, spans[""])
        inside = _inside(found, of_sort) or (found.sort != "time expression" and _touches(found, of_sort))
        (covered if inside else bare).append(found)
    bare_paragraphs = tuple(b for b in seed.paragraphs if not any(s < b.end and b.start < e for s, e in spans[""]))
    return Coverage(article, seed, tuple(covered), tuple(bare), bare_paragraphs)


def _inside(found: Found, spans: list[Span]) -> bool:
    return any(start <= found.start and found.end <= end for start, end in spans)


def _touches(found: Found, spans: list[Span]) -> bool:
    """Whether annotations together cover the words but for their edges (a title, a quotation mark)."""
    length = sum(max(0, min(end, found.end) - max(start, found.start)) for start, end in set(spans))
    return length * 2 >= found.end - found.start


def as_lines(report: Coverage) -> Iterator[str]:
    """The report for a terminal."""
    total = len(report.seed.paragraphs)
    counts = [f"{total - len(report.bare_paragraphs)} of {total} paragraphs"]
    counts += [f"{covered} of {of} {sort}s" for sort, covered, of in report.counts() if of]
    yield f"{report.article}: {', '.join(counts)} annotated"
    for block in report.bare_paragraphs:
        place = report.seed.place(block.start, block.end)
        yield f"  {place.file}:{place.line}:{place.column}: nothing speaks of {block.name}"
    for found in report.bare:
        place = report.seed.place(found.start, found.end)
        words = " ".join(report.seed.text[found.start : found.end].split())
        yield f"  {place.file}:{place.line}:{place.column}: {found.sort} without annotation: {words}"
