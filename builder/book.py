"""The dossier as a book: its pages as chapters in reading order, as XHTML that needs no script and no other file.

What only works on a screen with scripts (switches, filters, cards) is left out; what is folded is open. Links lead to
chapters; what is on the site alone keeps its address there, or becomes plain words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from builder.exports.publication import Publication
from builder.exports.xml import Xml, element, lines, text
from builder.finish import finish
from builder.page import Page
from builder.render import Renderer
from builder.values import Site, grouped

# Sections in reading order; each page below a section's address is a chapter of it.
SECTIONS = ("", *"articles/ background/ timeline/ actors/ network/ places/ quotes/ claims/ glossary/ sources/".split())
LEFT_OUT = (
    "template, script, style, form, fieldset, button, input, select, output, img, [hidden], .tools, .card-kind:empty"
)
LEFT_OUT_KEYS = ("on", "data-", "popover", "style", "tabindex", "aria-labelledby", "aria-describedby", "for")
# What the style sheet shows of what scripts read.
KEPT = ("data-note", "data-label")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the book: its address and its section's on the site, its title, its content."""

    path: str
    section: str
    title: str
    xhtml: Xml


@dataclass(frozen=True)
class Book:
    """Everything that a book is made of."""

    publication: Publication
    chapters: tuple[Chapter, ...]

    def contents(self, href: Callable[[str, str], str]) -> Xml:
        """The table of contents: sections, and within them their chapters."""
        rows: list[Xml] = []
        for first, *more in grouped((chapter.section, chapter) for chapter in self.chapters).values():
            inner = [element("li", element("a", chapter.title, href=href(chapter.path, ""))) for chapter in more]
            below = element("ol", lines(*inner)) if inner else None
            rows.append(element("li", element("a", first.title, href=href(first.path, "")), below))
        return element("ol", lines(*rows))

    @property
    def style(self) -> str:
        """The style sheet."""
        return (resources.files("builder") / "data" / "book.css").read_text("utf-8")

    @property
    def changed(self) -> str:
        """The day of the last change, as the records say it; nothing depends on when the book was made."""
        records = self.publication.dossier.records.values()
        days = [record.updated.earliest for record in records if record.updated and record.updated.earliest]
        day = max(days, default=self.publication.dossier.day)
        return day.isoformat() if day else "1970-01-01"


def book(publication: Publication, pages: Iterable[Page], href: Callable[[str, str], str]) -> Book:
    """The book of these pages. `href` makes the link to a chapter's id and the fragment within it."""
    found = {page.path: page for page in pages if _section(page.path) is not None}
    alone = [path for path in found if path == "articles/" and len(publication.dossier.articles) == 1]
    ordered = sorted((path for path in found if path not in alone), key=_rank)
    trees = {path: _parsed(found[path].html) for path in ordered}
    ids = {path: {node.attributes["id"] for node in tree.css("[id]")} for path, tree in trees.items()}
    chapters = []
    for path in ordered:
        maker = _Maker(publication, path, ids, href)
        root = trees[path].body
        xhtml = Xml("".join(map(maker.made, root.iter(include_text=True) if root else ())))
        chapters.append(Chapter(path, _section(path) or "", found[path].title, xhtml))
    return Book(publication, tuple(chapters))


def written_pages(site: Site, pages: Mapping[str, bytes]) -> Iterator[Page]:
    """The pages written by hand that stand at the top of `docs`, made without MkDocs; `pages` are Markdown by path."""
    renderer = Renderer(site)
    for name, raw in pages.items():
        if match := re.fullmatch(r"docs/([^/]+)\.md", name):
            markdown = raw.decode()
            path = "" if match[1] == "index" else f"{match[1]}/"
            title = re.search(r"^# (.+)", markdown, re.MULTILINE)
            rest = markdown.replace(title[0], "", 1) if title else markdown
            linked = re.sub(r"\]\(([a-z0-9-]+)\.md(#[^)]*)?\)", r"](/\1/\2)", rest)
            heading = title[1] if title else match[1].capitalize()
            html = f"<h1>{renderer.inline(heading)}</h1>\n{renderer.body(linked)}"
            # The site's title, which the home page has, is often an article's, too.
            made = Page(path, "written", heading if path else "Home", html)
            yield finish(made, renderer)


def chapter_id(path: str) -> str:
    """A chapter's id, from its page's address."""
    return path.strip("/").replace("/", "-") or "home"


def _section(path: str) -> str | None:
    """The section in which a page is a chapter, if the book has it. A page written by hand is a section of its own."""
    top = path[: path.find("/") + 1]
    return None if top == "data/" else top if top in SECTIONS or path == top else None


def _rank(path: str) -> tuple[int, bool]:
    """Pages written by hand come last, but for the first."""
    section = _section(path) or ""
    return SECTIONS.index(section) if section in SECTIONS else len(SECTIONS), path != section


def _parsed(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html)
    for node in tree.css(LEFT_OUT):
        node.decompose()
    return tree


@dataclass(frozen=True)
class _Maker:
    """Makes XHTML of the HTML of one page."""

    publication: Publication
    path: str
    ids: Mapping[str, set[str | None]]
    href: Callable[[str, str], str]

    def made(self, node: Any) -> Xml:
        """A node with all that is in it."""
        if node.tag == "-text":
            return text(node.text(deep=False))
        if node.tag.startswith("-"):
            return Xml("")
        inner = [self.made(child) for child in node.iter(include_text=True)]
        attributes = self._attributes(node)
        tag = "span" if node.tag == "a" and "href" not in attributes else node.tag
        opened = element(tag, *inner, **attributes)
        # A browser takes `<p/>` for an open tag where the file is read as HTML.
        return opened if (inner and "".join(inner)) or node.tag in VOID else Xml(f"{opened[:-2]}></{tag}>")

    def _attributes(self, node: Any) -> dict[str, str]:
        given = node.attributes.items()
        found = {key: value or "" for key, value in given if key in KEPT or not key.startswith(LEFT_OUT_KEYS)}
        if "data-hindsight" in node.attributes:
            found["class"] = f"{found.get('class', '')} hindsight".strip()
        if "id" in found:
            found["id"] = self.href(self.path, found["id"]).partition("#")[2] or found["id"]
        if "href" in found and (link := self._link(found.pop("href"))) is not None:
            found["href"] = link
        match node.tag:
            case "details":
                found["open"] = "open"
            case "svg":
                found["xmlns"] = "http://www.w3.org/2000/svg"
            case "a" if "href" not in found:
                found = {key: value for key, value in found.items() if key in ("id", "class", "lang", "dir")}
        return found

    def _link(self, href: str) -> str | None:
        """Where a link leads in the book; nothing where it leads to what only the site has."""
        if urlsplit(href).scheme:
            return href
        address, _, fragment = href.partition("#")
        path = posixpath.normpath(posixpath.join("/", self.path, address)).strip("/")
        path = f"{path}/" if path and (address.endswith("/") or not address) else path
        if path == "articles/" and path not in self.ids:
            path = f"articles/{self.publication.dossier.articles[0].id}/"
        if path in self.ids:
            return self.href(path, fragment if fragment in self.ids[path] else "")
        return self.publication.iri(f"/{path}") if self.publication.is_absolute else None
