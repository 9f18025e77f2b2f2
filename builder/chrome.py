"""The theme's chrome, rendered once for all pages that share it, then filled in.

Header, navigation and footer of a page that does not stand in the navigation depend on its folder and on what it hides,
and on nothing else but title, description, address, table of contents and content. So the theme renders one such page
with marks in these places, and the others are that page with their own values put in. A test renders every kind of page
both ways and compares the bytes; without this module a build gives the same site and takes longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mkdocs.structure.toc import AnchorLink, TableOfContents

# Words that no page holds: each begins with a character of Unicode's private use area.
_TITLE, _DESCRIPTION, _ADDRESS = "\ue000title\ue001", "\ue000description\ue001", "\ue000url\ue001"
_CONTENT = "\ue000<h1\ue001"
_TOC = re.compile(r'<nav class="md-nav md-nav--secondary".*?</nav>', re.DOTALL)
_MARK = re.compile("(\ue000[^\ue001]+\ue001)")


@dataclass(frozen=True, slots=True)
class _Shell:
    """A rendered page cut at its marks: even parts are chrome, odd ones marks."""

    parts: tuple[str, ...]

    def fill(self, values: dict[str, str]) -> str:
        """The page with its own values."""
        return "".join(values.get(part, part) for part in self.parts)


class ChromeTemplate:
    """Stands in for the theme's page template; MkDocs calls `render` with the context of each page."""

    def __init__(self, environment: Any) -> None:
        self._page_template = environment.get_template("main.html")
        self._toc = environment.get_template("partials/toc.html")
        self._language = environment.get_template("partials/language.html")
        self._words: Any = None
        self._shells: dict[tuple[Any, ...], _Shell] = {}

    def render(self, context: dict[str, Any]) -> str:
        """The whole page."""
        page = context["page"]
        folder = page.url.partition("/")[0]  # links to the folder's own index are shorter within it
        meta = page.meta
        key = (folder, context["base_url"], tuple(meta["hide"]), "description" in meta, page.canonical_url is None)
        if key not in self._shells:
            self._shells[key] = self._shell(context)
        return self._shells[key].fill(
            {
                _TITLE: page.meta["title"],
                _DESCRIPTION: page.meta.get("description", ""),
                _ADDRESS: page.canonical_url or "",
                _CONTENT: page.content,
                "\ue000toc\ue001": self._contents_of(context),
            }
        )

    def _contents_of(self, context: dict[str, Any]) -> str:
        if self._words is None:
            self._words = self._language.make_module(context)
        return str(self._toc.render({**context, "lang": self._words})).strip()

    def _shell(self, context: dict[str, Any]) -> _Shell:
        page = context["page"]
        own = page.meta, page.content, page.canonical_url, page.toc
        page.meta = {**page.meta, "title": _TITLE}
        if "description" in page.meta:
            page.meta["description"] = _DESCRIPTION
        page.content, page.canonical_url = _CONTENT, page.canonical_url and _ADDRESS
        # Without headings the table of contents holds no further `nav`, so its end can be found.
        page.toc = TableOfContents([AnchorLink(link.title, link.id, link.level) for link in page.toc])
        try:
            html = self._page_template.render(context)
        finally:
            page.meta, page.content, page.canonical_url, page.toc = own
        return _Shell(tuple(_MARK.split(_TOC.sub("\ue000toc\ue001", html))))
