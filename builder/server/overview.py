"""The editor's page on what is still to do: what `dossier check` warns of, and coverage by article."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from builder.coverage import coverage
from builder.diagnostics import Place
from builder.page import Heading, Page
from builder.server.workbench import Workbench

PATH = "_dossier/coverage/"
TITLE = "Coverage"
_ROW = Markup('<li>{} <a href="{}"><code>{}:{}</code></a></li>')
_ABOUT_WARNINGS = "Nothing of this keeps the pages from being made."
_LINK = Markup('<a href="{}">{}</a>')
_SECTION = Markup('<h2 id="{}">{}</h2>\n<p>{}</p>\n<ul>{}</ul>\n')


def page(bench: Workbench) -> str | None:
    """The page within the theme, if there is a site to show it in."""
    sections, headings = [], []
    if bench.warnings:
        count = f"{len(bench.warnings)} warning{'s' * (len(bench.warnings) > 1)}"
        rows = (_row(bench, in_code(": ".join(filter(None, (w.message, w.help)))), w.place) for w in bench.warnings)
        headings.append(Heading(2, "warnings", count))
        sections.append(_SECTION.format("warnings", count, _ABOUT_WARNINGS, Markup("").join(rows)))
    for report in coverage(bench.site):
        rows = (_row(bench, _LINK.format(row.href, in_code(row.text)), row.place) for row in report.rows)
        name = bench.site.dossier.records[report.article].heading if report.article else "In no article"
        linked = _LINK.format(f"/articles/{report.article}/", name) if report.article else name
        headings.append(Heading(2, f"of_{report.article}", name))
        sections.append(_SECTION.format(f"of_{report.article}", linked, report.summary, Markup("").join(rows)))
    html = Markup("<h1>{}</h1>\n{}").format(TITLE, Markup("").join(sections))
    return bench.show(Page(PATH, "coverage", TITLE, str(html), headings=tuple(headings), hide=("navigation",)))


def in_code(text: str) -> Markup:
    """A message with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _row(bench: Workbench, text: Markup, place: Place) -> Markup:
    file = f"{quote(str(bench.root.resolve()))}/{quote(place.file)}"
    return _ROW.format(text, f"vscode://file{file}:{place.line}:{place.column}", place.file, place.line)
