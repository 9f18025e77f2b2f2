"""MkDocs' one door: the plugin `dossier` hands finished pages to MkDocs, in memory.

It needs no setting: a `mkdocs.yml` with a name, `theme: material` and `plugins: [dossier]` is enough. The rest is set
here as a dossier needs it: navigation by sections, search, no request to another host.
"""

from __future__ import annotations

import logging
import os
import re
import sysconfig
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, TypeVar

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler, get_build_date
from mkdocs.utils.templates import TemplateContext
from mkdocs.utils.yaml import yaml_load

from builder import exports, pipeline
from builder.base import Base, Known, rows
from builder.chrome import Chrome, MadePage, is_shared
from builder.diagnostics import Diagnostic
from builder.exports import EXPORTS, FOLDER
from builder.exports.publication import Export
from builder.files import Unusable, read_inputs, write_file
from builder.finish import finish
from builder.lists import page_numbers
from builder.page import Page
from builder.policy import with_policy
from builder.publish import mark, states
from builder.render import Compiled, Renderer
from builder.report import plain_line
from builder.rules.unlinked_speaker import in_words, plain
from builder.search import SearchIndex
from builder.set_up import (
    ASSETS,
    METHOD,
    SECTION_PATHS,
    assets,
    go_offline,
    is_closed,
    set_up,
    show_warnings,
)
from builder.source_folder import source_files
from builder.traces import DATA, WRITTEN, Notes, note_records, noting
from builder.values import Site
from builder.weave import prove

os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")  # Material's documented way to silence its notice
log = get_plugin_logger("dossier")
T = TypeVar("T")

_SEARCH = re.compile(
    r'(<div class="md-search" data-md-component="search" role="dialog")(>.*?aria-label="([^"]+)")', re.DOTALL
)
_SOURCE_ID = re.compile(r' id="(cite_[^"]+)"')


class Settings(Config):
    """What a dossier needs is in its annotations; what a site may go without is here."""

    exports = Type(bool, default=True)  # the files of data, and the page that lists them


class DossierPlugin(BasePlugin[Settings]):
    """Checks the dossier, renders its pages and adds them to the site."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = False
        # A preview makes the other pages one by one, when somebody looks at them.
        self.sections_only = False
        # What `dossier build` has read and reported already.
        self.checked: tuple[Site, tuple[Diagnostic, ...]] | None = None
        # What `dossier build` wants to know of each page.
        self.notes: Notes | None = None
        self.published: Site
        self.site: Site
        self.renderer: Renderer
        self.planned: dict[str, Callable[[], Page]] = {}
        self.sections: dict[str, Page]
        # The files of data by the node of their format.
        self.data: dict[str, tuple[str, ...]]
        self.chrome: Chrome
        self.files: Files
        self._nav: Navigation
        self._writing = ExitStack()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A preview shows drafts. MkDocs keeps the plugin for its next run in the process, which begins anew."""
        self.drafts, self.sections_only, self.checked = command == "serve", False, None
        self.notes = None

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs empties the folder of the site; set up MkDocs."""
        root = Path(config.config_file_path or ".").parent
        try:
            site, diagnostics = self.checked or pipeline.check(replace(read_inputs(root), settings={}))
        except Unusable as error:
            raise PluginError(str(error)) from error
        if pipeline.has_errors(diagnostics):
            lines = "\n".join(plain_line(d) for d in diagnostics)
            raise PluginError(f"the dossier has errors; `dossier check` shows each with its line:\n{lines}")
        for diagnostic in () if self.checked else diagnostics:
            log.warning(plain_line(diagnostic))
        self.published = site if self.drafts else pipeline.published(site)
        self.site = noting(self.published, self.notes) if self.notes else self.published
        go_offline(config)
        planned = pipeline.plan(self.site, directory_urls=config.use_directory_urls)
        self.planned = {
            path: make for path, make in planned.items() if self.config.exports or not path.startswith(FOLDER)
        }
        self.renderer = Renderer(self.site)
        self.sections, self.data = {}, {}
        set_up(config, self.site, {f"{path}index.md" for path in self.planned})
        config.watch.extend(str(root / folder) for folder in ("seeds", "annotations"))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the navigation, our style and scripts."""
        for path in (path for path in self.planned if path in SECTION_PATHS):
            self.sections[path] = self._noted(path, self.planned[path])
            file = File.generated(config, f"{path}index.md", content="")
            MadePage(self.sections[path], file, config)
            files.append(file)
        for name, content in assets().items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=content))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the navigation for the pages that do not stand in it."""
        self._nav = nav
        if self.notes:
            self._writing.enter_context(self.notes.of(WRITTEN))

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Finish hand-written pages like ours: citations, addresses; the one on the method lists the orphans."""
        if isinstance(page, MadePage):
            return html
        if page.file.src_uri == METHOD:
            html += self.renderer.template("orphans.html.j2")
        if page.parent is None and "navigation.tabs" in config.theme["features"]:
            page.meta.setdefault("hide", ["navigation"])  # which would be this page alone
        written = Page(page.url, "written", str(page.title), html)
        finished = finish(written, self.renderer, directory_urls=config.use_directory_urls).html
        page.present_anchor_ids = (page.present_anchor_ids or set()) | set(_SOURCE_ID.findall(finished))
        return finished

    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Write the pages outside the navigation, one by one, and the data; hand our entries to the search."""
        self._writing.close()
        self.files = files
        env.bytecode_cache = Compiled(f"{mkdocs.__version__} {sorted(env.extensions)}")
        self.chrome = Chrome(config, self._nav, files, env, shared=is_shared(config))
        # A preview makes them when they are looked at; making the data at every change would slow it down, too.
        if self.sections_only:
            return
        self.index = index = SearchIndex()
        for path in self.planned:
            page = self.sections.get(path) or self._noted(path, self.planned[path])
            index.add(self.chrome.url_of(path), page.search)
            if path not in self.sections:
                html = self.chrome.page(page)
                if page.article:
                    prove(html, page.article, self.site.dossier.seeds[page.article])
                write_file(Path(config.site_dir), f"{path}index.html", html.encode("utf-8", "xmlcharrefreplace"))
        add_to_search(config, index)
        for export in EXPORTS if self.config.exports else ():
            node = f"{DATA}{export.path}"
            self.data[node] = self._noted(node, partial(self._write, export, node, config))
        note_records(None)

    def _write(self, export: Export, node: str, config: MkDocsConfig) -> tuple[str, ...]:
        """Write the files of a format; returns their names. Each rests on what the format looks at, too."""

        def made(make: Callable[[], bytes]) -> bytes:
            if self.notes:
                self.notes.use(node)
            return make()

        names = []
        for name, content in exports.files_of(export, self.site, config.site_url or ""):
            whole = content if isinstance(content, bytes) else self._noted(name, partial(made, content))
            write_file(Path(config.site_dir), name, whole)
            names.append(name)
        return tuple(names)

    def _noted(self, node: str, make: Callable[[], T]) -> T:
        return self.notes.during(node, make) if self.notes else make()

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Tell the sitemap of our pages."""
        if template_name == "sitemap.xml" and not self.sections_only:
            asked = {"is_link": False, "abs_url": None, "update_date": get_build_date()}
            ours = (self.chrome.address_of(path) for path in self.planned if path not in self.sections)
            pages = [SimpleNamespace(page=SimpleNamespace(canonical_url=address, **asked)) for address in ours]
            context["pages"] = [*context["pages"], *pages]  # type: ignore[list-item]
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Mend what the theme leaves open."""
        return _mended(output)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note in the site which files are ours, for `dossier build` to replace; MkDocs leaves hidden ones."""
        if self.notes:  # the chrome of the sections, too, will be wanted
            for page in self.sections.values():
                self.chrome.shell(page)
        folder = Path(config.site_dir)
        mark(folder, (name for name in states(folder) if not name.startswith(".")))

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mend the theme's own templates, such as 404.html, like the pages."""
        return _mended(output_content) if template_name.endswith(".html") else output_content


def add_to_search(config: MkDocsConfig, index: SearchIndex) -> None:
    """Hand the entries of our pages to the theme's search, if it is in use."""
    search = config.plugins.get("material/search")
    if search is not None:
        search.search_index.entries.extend(index.rows())


def _mended(html: str) -> str:
    """A page with its policy, whose search dialog has a name, as the theme's has not: that of its field (axe)."""
    return with_policy(_SEARCH.sub(r'\1 aria-label="\3"\2', html, count=1))


@contextmanager
def faults_told() -> Iterator[None]:
    """Raises `Unusable` where MkDocs gives up."""
    try:
        yield
    except (Abort, MkDocsException) as error:
        raise Unusable(f"MkDocs gave up: {error}") from error


class SiteBuild:
    """The site of a checked dossier, about to be built."""

    def __init__(
        self, root: Path, checked: tuple[Site, tuple[Diagnostic, ...]], *, strict: bool = False, drafts: bool = False
    ) -> None:
        """Raises `Unusable` where `mkdocs.yml` is missing or wrong."""
        self._config, self._plugin = load(root, strict=strict)
        self._plugin.checked, self._plugin.drafts = checked, drafts
        self.target = Path(self._config.site_dir).resolve()
        theme = [Path(folder) for folder in self._config.theme.dirs]
        # What is installed is known by its version.
        custom = [folder for folder in theme if not folder.is_relative_to(sysconfig.get_path("purelib"))]
        self._is_closed = is_closed(self._config)
        self.folders = [Path(self._config.docs_dir).resolve(), *(folder.resolve() for folder in custom)]

    def into(self, folder: Path) -> bool:
        """Build into a folder; returns whether what it leaves can be built upon. Raises `Unusable`."""
        self._config.site_dir = str(folder)
        if self._is_closed:
            self._plugin.notes = Notes()
            note_records(self._plugin.notes)
        counter = CountHandler(level=logging.WARNING)
        logging.getLogger("mkdocs").addHandler(counter)
        with faults_told():
            try:
                build(self._config)
                self._config.plugins.on_shutdown()
            finally:
                note_records(None)
                logging.getLogger("mkdocs").removeHandler(counter)
        return self._is_closed and not counter.counts  # a warning of MkDocs' is to be heard again

    def left(self, contents: Mapping[str, bytes | None], known: Known) -> Iterator[tuple[str, Any]]:
        """What the build leaves for the next one: of files of these contents and `known` records."""
        plugin, config = self._plugin, self._config
        notes, site = plugin.notes, plugin.published
        assert notes is not None
        assert plugin.checked
        dossier = site.dossier
        search = config.plugins.get("material/search")
        # A search for a site without a server is more than the index.
        is_offline = "material/offline" in config.plugins and config.plugins["material/offline"].config["enabled"]
        head = dossier.head_origin
        named = Counter(
            file
            for article in plugin.checked[0].dossier.articles
            for file in (article.file, *(version.file for version in article.versions.values()))
        )
        texts = {f"seeds/{a.file}": a.id for a in dossier.articles if named[a.file] == 1}
        base = Base(
            contents,
            dossier.head,
            head.document.file if head else None,
            dossier.day,
            page_numbers(dossier),
            {**dossier.lost},
            {id: (record.collection, dossier.origins[id].document.file) for id, record in dossier.records.items()},
            site is not plugin.checked[0],
            texts,
            {id: number for number, id in enumerate(dossier.seeds)},
            frozenset(site.anchored.by_ref),
            frozenset(plain(found.text) for record in dossier.records.values() for found in in_words(record)),
            1 + len(notes.on) // 64,
            notes.bits,
            notes.names,
            {node: pages for node, pages in notes.plan.items() if pages[0][0] in plugin.planned},
            frozenset(plugin.sections),
            {} if is_offline or not plugin.chrome.is_shared else plugin.chrome.shells,
            config.site_url or "",
            config.use_directory_urls,
            plugin.data if plugin.config.exports else None,
            plugin.index.sizes if search is not None and search.config["enabled"] else None,
        )
        return rows(base, site, notes, known)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._plugin.planned)


@faults_told()
def load(root: Path, *, strict: bool = False) -> tuple[MkDocsConfig, DossierPlugin]:
    """The configuration of the site, ready to build, and the plugin in it. Raises `Unusable`."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise Unusable(f"{file} is missing: it needs `site_name`, `theme: material` and `plugins: [dossier]`")
    show_warnings()
    config = load_config(str(file), strict=strict)
    plugin = next((p for p in config.plugins.values() if isinstance(p, DossierPlugin)), None)
    if plugin is None:
        raise Unusable(f"{file} does not use the plugin: add `plugins: [dossier]`")
    config.plugins.on_startup(command="build", dirty=False)
    return config, plugin


def site_address(root: Path) -> str:
    """The site's absolute address, as `mkdocs.yml` has it, or an empty text. Raises `Unusable`."""
    return load(root)[0].site_url or ""


@faults_told()
def plain_site(root: Path, checked: tuple[Site, tuple[Diagnostic, ...]]) -> dict[str, bytes]:
    """The source of the site as files that need neither this plugin nor this builder. Raises `Unusable`."""
    config, plugin = load(root)
    plugin.checked = checked
    plugin.on_config(config)
    made = {f"{path}index.md" for path in plugin.planned}
    docs = get_files(config)
    set_exclusions(docs, config)
    others = {f.src_uri: f.content_bytes for f in docs if f.inclusion.is_included() and f.src_uri not in made}
    others |= {f"{ASSETS}/{name}": content for name, content in assets().items()}
    others |= dict(exports.files(plugin.site, config.site_url or "")) if plugin.config.exports else {}
    return dict(source_files(plugin.site, (make() for make in plugin.planned.values()), others, _plain_config(config)))


def _plain_config(config: MkDocsConfig) -> dict[str, Any]:
    """What `mkdocs.yml` says, with what the plugin adds to it and without the plugin."""
    # Read again: MkDocs has emptied in passing what it was given.
    with Path(config.config_file_path).open("rb") as file:
        written: dict[str, Any] = yaml_load(file)
    theme = written.get("theme")
    plugins = [plugin if isinstance(plugin, str) else next(iter(plugin)) for plugin in written.get("plugins", [])]
    added = {key: config.theme[key] for key in ("font", "palette", "features") if key in config.theme}
    written.pop("exclude_docs", None)  # they are not in the folder
    return written | {
        "theme": {**(theme if isinstance(theme, dict) else {"name": theme}), **added},
        "plugins": list(dict.fromkeys(["search", *(name for name in plugins if name not in ("dossier", "offline"))])),
        "nav": config.nav,
        "extra": dict(config.extra),
        "extra_css": list(config.extra_css),
        "extra_javascript": list(map(str, config.extra_javascript)),
    }
