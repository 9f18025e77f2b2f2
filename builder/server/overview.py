"""The editor's page on what is still to do: what `dossier check` warns of, and coverage by article."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from builder.coverage import Coverage, coverage
from builder.diagnostics import Place
from builder.page import Heading, Page
from builder.server.workbench import Workbench

PATH = "_dossier/coverage/"
TITLE = "Coverage"
_ROW = Markup('<li>{} <a href="{}"><code>{}:{}</code></a></li>')
_LINK = Markup('<a href="{}">{}</a>')
_WARNINGS = "warnings"
_LIST = Markup('<h2 id="{}">{}</h2>\n<ul>{}</ul>\n')
_SECTION = Markup('<h2 id="of_{}">{}</h2>\n<p>{}</p>\n<ul>{}</ul>\n')


def page(bench: Workbench) -> str | None:
    """The page within the theme, if there is a site to show it in."""
    reports = coverage(bench.site)
    count = f"{len(bench.warnings)} warning{'s' * (len(bench.warnings) > 1)}"
    warnings = [_LIST.format(_WARNINGS, count, _warned(bench))] * bool(bench.warnings)
    parts = warnings + [_section(bench, report) for report in reports]
    html = Markup("<h1>{}</h1>\n{}").format(TITLE, Markup("").join(parts))
    sections = tuple(Heading(2, f"of_{report.article}", _name(bench, report)) for report in reports)
    headings = (Heading(2, _WARNINGS, count),) * bool(bench.warnings) + sections
    return bench.show(Page(PATH, "coverage", TITLE, str(html), headings=headings, hide=("navigation",)))


def in_code(text: str) -> Markup:
    """A message with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _warned(bench: Workbench) -> Markup:
    told = (
        (f"{found.message}: {found.help}" if found.help else found.message, found.place) for found in bench.warnings
    )
    return Markup("").join(_row(bench, in_code(text), place) for text, place in told)


def _row(bench: Workbench, text: Markup, place: Place) -> Markup:
    file = f"{quote(str(bench.root.resolve()))}/{quote(place.file)}"
    return _ROW.format(text, f"vscode://file{file}:{place.line}:{place.column}", place.file, place.line)


def _name(bench: Workbench, report: Coverage) -> str:
    return bench.site.dossier.records[report.article].heading if report.article else "In no article"


def _section(bench: Workbench, report: Coverage) -> Markup:
    rows = Markup("").join(_row(bench, _LINK.format(row.href, in_code(row.text)), row.place) for row in report.rows)
    name = _name(bench, report)
    name = Markup('<a href="/articles/{}/">{}</a>').format(report.article, name) if report.article else name
    return _SECTION.format(report.article, name, report.summary, rows)
