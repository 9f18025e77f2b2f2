"""The site one page at a time: what `dossier serve` shows.

MkDocs builds the theme, the navigation and the hand-written pages once, in a folder of its own. From then on a page is
made when somebody looks at it, so that an edit costs what one page costs, however many the dossier has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.structure.pages import Page as MkDocsPage

from builder import exports, pipeline
from builder.bodies import WikiExtension
from builder.chrome import MadePage
from builder.diagnostics import Diagnostic
from builder.files import write_files
from builder.page import Page
from builder.plugin import add_to_search, faults_told, load
from builder.render import Renderer
from builder.search import SearchIndex
from builder.set_up import SECTION_PATHS
from builder.values import Site

SEARCH_INDEX = "search/search_index.json"


class Preview:
    """A site, its pages made on demand. Not for several threads at a time."""

    def __init__(self, root: Path, checked: tuple[Site, tuple[Diagnostic, ...]], folder: Path) -> None:
        """Build into `folder` what does not depend on single records. Raises `Unusable`."""
        self.folder = folder
        self._config, self._plugin = load(root)
        self._config.site_dir, self._config.site_url = str(folder), None
        self._plugin.checked, self._plugin.drafts, self._plugin.sections_only = checked, True, True
        with faults_told():
            build(self._config)
        self._written = {file.url: file.page for file in self._plugin.files.documentation_pages() if file.page}
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
        written = self._page_written(path)
        return self._plugin.chrome.rendered(written) if written else None

    def written(self, path: str) -> Path | None:
        """The file of a hand-written page, if that is what is at a path."""
        found = self._page_written(path)
        source = found.file.abs_src_path if found and not isinstance(found, MadePage) else None
        return Path(source).resolve() if source else None

    def _page_written(self, path: str) -> MkDocsPage | None:
        return self._written.get(path or "./") or self._written.get(path or "index.html")

    def show(self, made: Page) -> str:
        """A page of ours within the theme."""
        file = self._plugin.files.get_file_from_path(f"{made.path}index.md")
        if file and isinstance(file.page, MadePage):  # a section, which the navigation knows
            file.page.made = made
            return self._plugin.chrome.rendered(file.page)
        return self._plugin.chrome.page(made)

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
                self._plugin.chrome.rendered(page)
        index = SearchIndex()
        for path, make in self._plan.items():
            index.add(self._plugin.chrome.url_of(path), make().search)
        add_to_search(self._config, index)
        self._config.plugins.on_post_build(config=self._config)
