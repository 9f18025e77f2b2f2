"""How much of a text is annotated and how far: what an editor has still to look at. A report, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.addresses import address
from builder.detect import Found, detect
from builder.diagnostics import Place
from builder.models import Quote, Record, Source, Term, TimeExpression
from builder.rules import uncited_statement, unused_source
from builder.seed import Seed
from builder.selectors import Span
from builder.suggestions.reading import dismissed, short_names
from builder.suggestions.spelling import cores
from builder.text import letters
from builder.values import Site

SORTS = ("name", "acronym", "quotation", "time expression")


@dataclass(frozen=True, slots=True)
class Row:
    """Something still to do: where it is written, what it is, its address, and whether `dossier check` warns of it."""

    place: Place
    text: str
    href: str
    is_warned_of: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is to do about one article and the records that it names, or about those that no article names."""

    article: str
    summary: str
    rows: tuple[Row, ...]


def coverage(site: Site) -> list[Coverage]:
    """The coverage of every article that has a text, then of the records that none of them names."""
    named = {id: _named(site, id) for id in site.dossier.seeds}
    short = short_names(site.dossier)
    reports = [_of_article(site, id, ids, short) for id, ids in named.items()]
    anywhere = set().union(*named.values())
    others = [record for id, record in site.dossier.records.items() if id not in anywhere]
    rows = [*_of_records(site, others), *_unused(site, others)]
    return reports + [Coverage("", _counted(rows), tuple(rows))] * bool(rows)


def as_lines(report: Coverage) -> Iterator[str]:
    """The report for a terminal, without what the warnings before it have said."""
    yield f"{report.article or 'in no article'}: {report.summary}"
    for row in report.rows:
        if not row.is_warned_of:
            yield f"  {row.place.file}:{row.place.line}:{row.place.column}: {row.text}"


def _named(site: Site, article: str) -> set[str]:
    """The records that stand in an article or are named there."""
    authors = {passage.author for passage in site.anchored.in_article(article) if passage.author}
    return {article} | authors | {mention.ref for mention in site.anchored.mentions[article]}


def _of_article(site: Site, article: str, named: set[str], short: frozenset[str]) -> Coverage:
    seed = site.dossier.seeds[article]
    spans = _covered_spans(site, article)
    covered = {sort: letters(seed.text, found) for sort, found in spans.items()}
    unwanted = list(dismissed(site, article))
    wanted = [f for f in detect(seed, short) if not any(start <= f.start and f.end <= end for start, end in unwanted)]
    whole = {(start, end) for start, end in spans[""]}
    single = [one for f in wanted for one in ([f] if (f.start, f.end) in whole else _each_name(seed, f))]
    bare = {found: not _is_covered(found, spans, covered) for found in single}
    # It needs no annotation: it is the title.
    headline = seed.headline(site.dossier.records[article].heading)
    paragraphs = [b for b in seed.paragraphs if b != headline]
    empty = [b for b in paragraphs if not covered[""].count(1, b.start, b.end)]
    below = " below the headline" if headline else ""
    counts = [f"{len(paragraphs) - len(empty)} of {len(paragraphs)} paragraphs{below}"]
    for sort in SORTS:
        of_sort = [is_bare for f, is_bare in bare.items() if f.sort == sort]
        counts += [f"{of_sort.count(False)} of {len(of_sort)} {sort}s"] if of_sort else []
    rows = [_in_text(seed, article, block.start, block.end, f"nothing speaks of {block.name}") for block in empty]
    for f in (f for f, is_bare in bare.items() if is_bare):
        text = f"{f.sort} without annotation: {seed.words(f.start, f.end)}"
        rows.append(_in_text(seed, article, f.start, f.end, text))
    found = _of_records(site, (site.dossier.records[id] for id in named if id in site.dossier.records))
    records = sorted(found, key=_in_file)
    more = f"; {_counted(records)}" if records else ""
    return Coverage(article, f"{', '.join(counts)} annotated{more}", (*sorted(rows, key=_in_file), *records))


def _covered_spans(site: Site, article: str) -> dict[str, list[Span]]:
    """What is annotated of a text, by the sort of words that it annotates; `""` stands for all other sorts."""
    records = site.dossier.records
    anchors = [(a.start, a.end, records[a.record]) for a in site.anchored.anchors[article]]
    mentions = [(m.start, m.end) for m in site.anchored.mentions[article]]
    return {
        "": [(start, end) for start, end, _ in anchors] + mentions,
        "quotation": [(start, end) for start, end, record in anchors if isinstance(record, Quote)] + mentions,
        "time expression": [(start, end) for start, end, record in anchors if isinstance(record, TimeExpression)],
    }


def _each_name(seed: Seed, found: Found) -> Iterator[Found]:
    """The names in a run of capitalised words, without their titles; all else as it was found."""
    if found.sort != "name":
        return iter([found])
    return (Found("name", core.start, core.end) for core in cores(seed.text, found.start, found.end))


def _is_covered(found: Found, spans: dict[str, list[Span]], covered: dict[str, bytearray]) -> bool:
    """Whether annotations cover the words but for the edges (a quotation mark); of a time expression a part will do."""
    if found.sort == "time expression":
        return found.is_in(spans[found.sort])
    of_sort = covered.get(found.sort, covered[""])
    return of_sort.count(1, found.start, found.end) * 2 >= found.end - found.start


def _in_text(seed: Seed, article: str, start: int, end: int, text: str) -> Row:
    block = seed.block_at(start)
    return Row(seed.place(start, end), text, f"/articles/{article}/#{block.id if block else ''}")


def _in_file(row: Row) -> tuple[str, int, int]:
    return row.place.file, row.place.line, row.place.column


def _of_records(site: Site, records: Iterable[Record]) -> Iterator[Row]:
    """The drafts among some records, and their statements without a source."""
    for record in records:
        href = address(site, record)
        if record.status == "draft":
            yield Row(site.dossier.place(record.id), f"draft: the {record.noun} `{record.id}`", href)
        for found in uncited_statement.check(site, record):
            yield Row(found.place, f"uncited statement: {found.message}", href, is_warned_of=True)


def _unused(site: Site, records: Iterable[Record]) -> Iterator[Row]:
    """Terms that no text has and no record names, and sources that nothing rests on."""
    unused = {found.place for found in unused_source.check(site)}
    for record in records:
        place, href = site.dossier.place(record.id), address(site, record)
        if isinstance(record, Term) and record.id not in site.references_to:
            yield Row(place, f"unused term: `{record.id}`", href)
        if isinstance(record, Source) and place in unused:
            yield Row(place, f"unused source: `{record.id}`", href, is_warned_of=True)


def _counted(rows: Iterable[Row]) -> str:
    """How many rows there are of each sort, in words."""
    sorts = [row.text.partition(":")[0] for row in rows]
    return ", ".join(f"{sorts.count(sort)} {sort}{'s' * (sorts.count(sort) > 1)}" for sort in dict.fromkeys(sorts))
