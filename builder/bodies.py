"""Editors' Markdown, rendered and made harmless: Markdown's one door.

Wiki-links become links to the record's address, citations numbered marks (the number is set when the page is
finished). What a body may contain is an allow-list; what is taken out is reported, never silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from html import escape
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from builder.addresses import address, harmless
from builder.diagnostics import Diagnostic
from builder.marks import Prose
from builder.models import Record
from builder.prose import CITATION, WIKI_LINK, cited
from builder.rules.removed_markup import RULE as REMOVED_MARKUP
from builder.values import Site

_TAGS = set(
    "a abbr b bdi blockquote br caption cite code dd del dfn div dl dt em figure figcaption h2 h3 h4 h5 h6 hr i ins"
    " kbd li ol p pre q"
    " ruby rp rt s samp small span strong sub sup table tbody td tfoot th thead tr u ul var wbr".split()
)
_SHARED = {"lang", "dir", "title", "class"}
_ATTRIBUTES = {
    "*": _SHARED,
    "a": {"href", "data-ref", "data-kind", "data-cite", "data-hindsight"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto"}
_NO_SCHEME = re.compile(r"""( (?:href|src)=")[/\\]{2,}""")
_ELEMENT = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b")
# Editors write a blank before a citation; its mark stands at the word.
_BLANK_BEFORE_CITE = re.compile(r'\s+(?=<sup class="cite">)')
_TEXT = re.compile(r"(?<=>)[^<]+")
_LINK_TARGET = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')


class Bodies:
    """Renders the Markdown of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._rendered: dict[tuple[str, str], str] = {}

    @cached_property
    def _markdown(self) -> markdown.Markdown:
        return markdown.Markdown(
            extensions=["tables", "sane_lists", "def_list", WikiExtension(self.site)], output_format="html"
        )

    def html(self, text: str) -> str:
        """The HTML of a body, with root-absolute addresses."""
        return self.site.once(self._rendered, ("body", text), lambda: self._html(text))

    def _html(self, text: str) -> str:
        html = _BLANK_BEFORE_CITE.sub("", clean(self._markdown.reset().convert(text)))
        return _TEXT.sub(lambda words: harmless(words[0]), html) if '="' in text else html

    def inline(self, text: str) -> str:
        """The HTML of a sentence or two, without a paragraph around it."""
        html = self.html(text)
        single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
        return html[3:-4] if single else html

    def removed_markup(self, record: Record) -> Iterator[Diagnostic]:
        """Report what of a record's bodies may not be published; those without a sign of markup are not looked at."""
        help = "write Markdown; of HTML a body may hold headings, lists, tables, quotations, marks within a sentence"
        for found in record.texts:
            if isinstance(found.mark, Prose) and ("<" in found.text or "](" in found.text):
                for what in self._removed(found.text):
                    place = self.site.dossier.place(record.id, *found.path, words=what.rstrip(">"))
                    yield REMOVED_MARKUP.at(place, f"`{what}` is not published", help=help)

    def _removed(self, text: str) -> list[str]:
        """What of a body may not be published: names of elements, link targets."""
        raw = self._markdown.reset().convert(text)
        kept = clean(raw)
        elements = [tag for tag in _ELEMENT.findall(raw) if tag.lower() not in _TAGS]
        targets = set(_LINK_TARGET.findall(kept))
        links = [href for href in _LINK_TARGET.findall(raw) if href not in targets and ":" in href]
        return [*(f"<{tag}>" for tag in dict.fromkeys(elements)), *dict.fromkeys(links)]


def clean(html: str) -> str:
    """`html` with nothing but what the allow-list has."""
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style"},
        strip_comments=True,
    )
    # Without a scheme, an address of another host has the page's own: on a stick that is `file:`.
    return _NO_SCHEME.sub(r"\1https://", cleaned)


def citation_mark(id: str, locator: str = "") -> str:
    """The mark of a citation; its number is set when the page is finished."""
    where = f' title="{escape(locator)}"' if locator else ""
    return f'<sup class="cite"><a data-cite="{escape(id)}"{where} href="#cite_{escape(id)}">?</a></sup>'


class WikiExtension(Extension):
    """`[[id]]`, `[[id|text]]` and `[@source, p. 3]` in Markdown; used for bodies and for the pages in `docs/`."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.inlinePatterns.register(_WikiLink(WIKI_LINK, md, self.site), "wiki-link", 176)
        md.inlinePatterns.register(_Citation(CITATION, md, self.site), "citation", 175)


class _SiteProcessor(InlineProcessor):
    def __init__(self, pattern: str, md: markdown.Markdown, site: Site) -> None:
        super().__init__(pattern, md)
        self.site = site


class _WikiLink(_SiteProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        id = m[1].strip()
        record = self.site.dossier.records.get(id)
        if record is None:
            element = Element("span")
            element.text = m[2] or id
            return element, m.start(0), m.end(0)
        element = Element(
            "a", {"class": "record", "data-ref": id, "data-kind": record.noun, "href": address(self.site, record)}
        )
        if self.site.dossier.is_hindsight(record):
            element.set("data-hindsight", "")
        element.text = m[2] or AtomicString(record.heading)
        return element, m.start(0), m.end(0)


class _Citation(_SiteProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        element = Element("sup", {"class": "cite"})
        for id, locator in cited(m[1]):
            mark = SubElement(element, "a", {"data-cite": id, "href": f"#cite_{id}"})
            if locator:
                mark.set("title", locator)
            mark.text = "?"
        return element, m.start(0), m.end(0)
