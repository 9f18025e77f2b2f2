"""The editor's page on what is still to do: coverage by article, and what `dossier check` says."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from builder.coverage import Coverage, coverage
from builder.page import Heading, Page
from builder.server.workbench import Workbench

PATH = "_dossier/coverage/"
TITLE = "Coverage"
_ROW = Markup('<li><a href="{}">{}</a> <a href="{}"><code>{}:{}</code></a></li>')
_SECTION = Markup('<h2 id="of_{}">{}</h2>\n<p>{}</p>\n<ul>{}</ul>\n')


def page(bench: Workbench) -> str | None:
    """The page within the theme, if there is a site to show it in."""
    reports = coverage(bench.site)
    warnings = Markup("<h2>What <code>dossier check</code> says</h2>\n<pre>{}</pre>")
    said = bench.shown(bench.checked[1])
    parts = [_section(bench, report) for report in reports] + [warnings.format(said)] * bool(said)
    html = Markup("<h1>{}</h1>\n{}").format(TITLE, Markup("").join(parts))
    headings = tuple(Heading(2, f"of_{report.article}", _name(bench, report)) for report in reports)
    return bench.show(Page(PATH, "coverage", TITLE, str(html), headings=headings, hide=("navigation",)))


def in_code(text: str) -> Markup:
    """A message with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _name(bench: Workbench, report: Coverage) -> str:
    return bench.site.dossier.records[report.article].heading if report.article else "In no article"


def _section(bench: Workbench, report: Coverage) -> Markup:
    root = f"vscode://file{quote(str(bench.root.resolve()))}"
    rows = Markup("").join(
        _ROW.format(row.href, in_code(row.text), f"{root}/{quote(p.file)}:{p.line}:{p.column}", p.file, p.line)
        for row in report.rows
        for p in (row.place,)
    )
    name = _name(bench, report)
    name = Markup('<a href="/articles/{}/">{}</a>').format(report.article, name) if report.article else name
    return _SECTION.format(report.article, name, report.summary, rows)
