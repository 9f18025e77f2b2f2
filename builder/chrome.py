"""The theme's pages around ours: rendered once for all that share them, then filled in (`shell.py`).

A test renders every kind of page both ways and compares the bytes; with `shared=False` a build gives the same site and
takes longer. That is also how it is done where another plugin or a hook wants to see each page, or with another theme.
"""

from __future__ import annotations

import re
from html import escape
from types import SimpleNamespace
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from builder import shell
from builder.page import Heading, Page
from builder.shell import Contents, Shell

_TOC = re.compile(r'<nav class="md-nav md-nav--secondary".*?</nav>', re.DOTALL)
_MARK = re.compile("(\ue000[^\ue001]+\ue001)")
_ITEM = re.compile(r"(<li\b|</li>)")


class MadePage(MkDocsPage):
    """A page that needs no rendering: it is finished when MkDocs meets it. Titles are HTML to MkDocs and its themes."""

    def __init__(self, made: Page, file: File, config: MkDocsConfig) -> None:
        self.made = made
        super().__init__(escape(made.title), file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Give MkDocs what it would have read from a Markdown file."""
        self.markdown = ""
        self.meta = {"title": escape(self.made.title), "hide": list(self.made.hide), "search": {"exclude": True}}
        if self.made.description:
            self.meta["description"] = escape(self.made.description)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Give MkDocs what it would have made of it."""
        self.content = shell.with_title_id(self.made.html)
        self.toc = TableOfContents(_outline(self.made.title, self.made.headings))
        self.present_anchor_ids = None


def _outline(title: str, headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """The nested table of contents: the page's own title, and below it its headings."""
    top = AnchorLink(escape(title), shell.TITLE_ID, 1)
    open_links = [top]
    for heading in headings:
        link = AnchorLink(escape(heading.title), heading.id, heading.level)
        while open_links[-1].level >= heading.level:
            open_links.pop()
        open_links[-1].children.append(link)
        open_links.append(link)
    return [top]


class Chrome:
    """Puts pages into the theme of one build."""

    def __init__(self, config: MkDocsConfig, nav: Navigation, files: Files, env: Any, *, shared: bool) -> None:
        self._config, self._nav, self._files, self._env = config, nav, files, env
        self.is_shared = shared
        self._contents: Contents | None = None
        self.shells: dict[tuple[str | bool, ...], Shell] = {}

    def page(self, made: Page) -> str:
        """The whole page of one of ours that does not stand in the navigation."""
        if not self.is_shared:
            return self.rendered(self._as_page(made))
        return self.shell(made).fill(made, self.address_of(made.path))

    def address_of(self, path: str) -> str:
        """The absolute address of a page, if the site has one."""
        return f"{self._config.site_url}{self.url_of(path)}" if self._config.site_url else ""

    def url_of(self, path: str) -> str:
        """The address of a page below the site's, by its path."""
        return path if self._config.use_directory_urls else f"{path}index.html"

    def shell(self, made: Page) -> Shell:
        """What a page shares with others of its kind."""
        file = self._files.get_file_from_path(f"{made.path}index.md")
        key = shell.key_of(made, is_section=file is not None, is_absolute=bool(self._config.site_url))
        if key not in self.shells:
            page = file.page if file else self._as_page(made)
            assert isinstance(page, MadePage)
            self.shells[key] = self._shell(page)
        return self.shells[key]

    def rendered(self, page: MkDocsPage) -> str:
        """What MkDocs does for each page of a build, without the file."""
        config, plugins, files = self._config, self._config.plugins, self._files
        plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.render(config, files)
        page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        return self._in_theme(page)

    def _as_page(self, made: Page) -> MadePage:
        file = File.generated(self._config, f"{made.path}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
        return MadePage(made, file, self._config)

    def _in_theme(self, page: MkDocsPage) -> str:
        config, plugins = self._config, self._config.plugins
        page.active = True
        try:
            context = get_context(self._nav, self._files.documentation_pages(), config, page)
            context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            output = self._env.get_template(page.meta.get("template", "main.html")).render(context)
            return str(plugins.on_post_page(output, page=page, config=config))
        finally:
            page.active = False

    def _shell(self, page: MadePage) -> Shell:
        page.read_source(self._config)
        own = page.canonical_url
        page.meta["title"] = shell.TITLE
        if "description" in page.meta:
            page.meta["description"] = shell.DESCRIPTION
        page.content, page.canonical_url = shell.CONTENT, own and shell.ADDRESS
        # One heading at most: then the table of contents holds no further `nav`, and its end can be found.
        page.toc = TableOfContents(_outline(page.made.title, page.made.headings[:1]))
        try:
            html = self._in_theme(page)
        finally:
            page.canonical_url = own
            page.read_source(self._config)
            page.render(self._config, self._files)
        if self._contents is None:
            self._contents = self._contents_of(page)
        return Shell(tuple(_MARK.split(_TOC.sub(shell.CONTENTS, html))), self._contents)

    def _contents_of(self, page: MadePage) -> Contents:
        """The theme's table of contents cut into pieces, from one with an entry that has two below it, and another."""
        context: dict[str, Any] = {**get_context(self._nav, self._files.documentation_pages(), self._config, page)}
        context["lang"] = self._env.get_template("partials/language.html").make_module(context)
        template = self._env.get_template("partials/toc.html")
        marked = [Heading(level, shell.FRAGMENT, shell.LABEL) for level in (2, 3, 3, 2)]
        outlines = (TableOfContents(_outline("", tuple(headings))) for headings in ([], marked))
        empty, full = (template.render({**context, "page": SimpleNamespace(toc=toc)}).strip() for toc in outlines)
        start, li, branch_start, _, _, _, branch_between, _, leaf, end_li, branch_end, _, between, _, _, _, end = (
            _ITEM.split(full)
        )
        return Contents(
            empty,
            start,
            between,
            end,
            f"{li}{leaf}{end_li}",
            f"{li}{branch_start}",
            branch_between,
            f"{branch_end}{end_li}",
        )


def is_shared(config: MkDocsConfig) -> bool:
    """Whether nobody but us and the theme's own plugins wants to see each page on its way."""
    known = ("builder.", "material.plugins.search", "material.plugins.offline", "mkdocs.contrib.search")
    watched = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
    seen_by = (method.__module__ for event in watched for method in config.plugins.events[event])
    return config.theme.name == "material" and all(module.startswith(known) for module in seen_by)
