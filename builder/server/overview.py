"""The editor's page on what is still to do: coverage by article, drafts, and every warning."""

from __future__ import annotations

from markupsafe import Markup

from builder.coverage import Coverage, coverage
from builder.page import Heading, Page
from builder.seed import Seed
from builder.server.workbench import Workbench

PATH = "_dossier/coverage/"
TITLE = "Coverage"


def page(bench: Workbench) -> str | None:
    """The page within the theme, if there is a site to show it in."""
    reports = coverage(bench.site)
    sections = Markup("\n").join([*map(_article, reports), _drafts(bench), _warnings(bench)])
    html = Markup("<h1>{}</h1>\n{}").format(TITLE, sections)
    headings = tuple(Heading(2, f"of_{report.article}", report.article) for report in reports)
    return bench.show(Page(PATH, "coverage", TITLE, str(html), headings=headings, hide=("navigation",)))


def _article(report: Coverage) -> Markup:
    total = len(report.seed.paragraphs)
    counts = [f"{total - len(report.bare_paragraphs)} of {total} paragraphs"]
    counts += [f"{covered} of {of} {sort}s" for sort, covered, of in report.counts() if of]
    found = [(block.start, f"nothing speaks of {block.name}") for block in report.bare_paragraphs]
    found += [
        (f.start, f"{f.sort} without annotation: {' '.join(report.seed.text[f.start : f.end].split())}")
        for f in report.bare
    ]
    rows = Markup("").join(_row(report.article, report.seed, offset, text) for offset, text in sorted(found))
    pattern = Markup('<h2 id="of_{0}"><a href="/articles/{0}/">{0}</a></h2>\n<p>{1} annotated</p>\n<ul>{2}</ul>')
    return pattern.format(report.article, ", ".join(counts), rows)


def _row(article: str, seed: Seed, offset: int, text: str) -> Markup:
    place, block = seed.place(offset, offset), seed.block_at(offset)
    link = f"/articles/{article}/#{block.id if block else ''}"
    return Markup('<li><a href="{}"><code>{}:{}</code></a> {}</li>').format(link, place.file, place.line, text)


def _drafts(bench: Workbench) -> Markup:
    dossier = bench.site.dossier
    rows = [(r.heading, dossier.place(r.id)) for r in dossier.records.values() if r.status == "draft"]
    items = (Markup("<li><code>{}:{}</code> {}</li>").format(place.file, place.line, text) for text, place in rows)
    return Markup("<h2>Drafts</h2>\n<ul>{}</ul>").format(Markup("").join(items)) if rows else Markup("")


def _warnings(bench: Workbench) -> Markup:
    shown = bench.shown(bench.checked[1])
    return Markup("<h2>What <code>dossier check</code> says</h2>\n<pre>{}</pre>").format(shown) if shown else Markup("")
