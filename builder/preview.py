"""The site one page at a time: what `dossier serve` shows.

MkDocs builds the theme, the navigation and the hand-written pages once, in a folder of its own. From then on a page is
made when somebody looks at it, so that an edit costs what one page costs, however many the dossier has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.commands.build import build, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from builder import exports, pipeline
from builder.bodies import WikiExtension
from builder.diagnostics import Diagnostic
from builder.files import Unusable, write_files
from builder.page import Page
from builder.plugin import SECTION_PATHS, MadePage, NoSettings, add_to_search, load
from builder.render import Renderer
from builder.values import Site

SEARCH_INDEX = "search/search_index.json"


class _Kept(BasePlugin[NoSettings]):
    """Keeps what MkDocs makes of a site on its way to the pages."""

    nav: Navigation
    files: Files
    env: Any

    @event_priority(-100)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        self.env, self.files = env, files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        self.nav = nav


class Preview:
    """A site, its pages made on demand. Not for several threads at a time."""

    def __init__(self, root: Path, checked: tuple[Site, tuple[Diagnostic, ...]], folder: Path) -> None:
        """Build into `folder` what does not depend on single records. Raises `Unusable`."""
        self.folder = folder
        try:
            self._config, self._plugin = load(root)
            self._config.site_dir, self._config.site_url = str(folder), None
            self._plugin.checked, self._plugin.drafts, self._plugin.sections_only = checked, True, True
            self._kept = _Kept()
            self._config.plugins["dossier/preview"] = self._kept
            build(self._config)
        except (Abort, MkDocsException) as error:
            raise Unusable(f"MkDocs gave up: {error}") from error
        self._written = {file.url: file.page for file in self._kept.files.documentation_pages() if file.page}
        self._plan = pipeline.plan(checked[0], directory_urls=self._config.use_directory_urls)

    def update(self, site: Site) -> bool:
        """Show another state of the dossier; False where it has other sections, which needs a new preview."""
        plan = pipeline.plan(site, directory_urls=self._config.use_directory_urls)
        if SECTION_PATHS & plan.keys() != SECTION_PATHS & self._plan.keys():
            return False
        self._plan = plan
        self._plugin.site, self._plugin.renderer = site, Renderer(site)
        for extension in self._config.markdown_extensions:
            if isinstance(extension, WikiExtension):
                extension.site = site
        return True

    def page(self, path: str) -> str | None:
        """The whole page at a path such as `actors/iran/`, if there is one."""
        path = path.removesuffix("index.html")
        if path in self._plan:
            return self.show(self._plan[path]())
        written = self._written.get(path or "./") or self._written.get(path or "index.html")
        return self._rendered(written) if written else None

    def show(self, made: Page) -> str:
        """A page of ours within the theme."""
        uri = f"{made.path}index.md"
        file = self._kept.files.get_file_from_path(uri)
        if file and isinstance(file.page, MadePage):  # a section, which the navigation knows
            file.page.made = made
            return self._rendered(file.page)
        file = File.generated(self._config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        return self._rendered(MadePage(made, file, self._config))

    def write_data(self) -> None:
        """Make the files of data, which pages link to."""
        write_files(self.folder, dict(exports.files(self._plugin.site, "")))

    def write_search(self) -> None:
        """Make the search's index of every page."""
        search: Any = self._config.plugins.get("material/search")
        if search is None:
            return
        search.search_index.entries.clear()
        for page in self._written.values():
            if not isinstance(page, MadePage):
                self._rendered(page)
        add_to_search(self._config, (make() for make in self._plan.values()))
        self._config.plugins.on_post_build(config=self._config)

    def _rendered(self, page: MkDocsPage) -> str:
        """What MkDocs does for each page of a build, without the file."""
        config, plugins, files = self._config, self._config.plugins, self._kept.files
        plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.render(config, files)
        page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        page.active = True
        try:
            context = get_context(self._kept.nav, files, config, page)
            context = plugins.on_page_context(context, page=page, config=config, nav=self._kept.nav)
            template = self._kept.env.get_template(page.meta.get("template", "main.html"))
            return str(plugins.on_post_page(template.render(context), page=page, config=config))
        finally:
            page.active = False
