"""MkDocs' one door: the plugin `dossier` hands finished pages to MkDocs, in memory.

It needs no setting: a `mkdocs.yml` with a name, `theme: material` and `plugins: [dossier]` is enough. The rest is set
here as a dossier needs it: navigation by sections, search, no request to another host.
"""

from __future__ import annotations

import logging
import os
import re
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Literal

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
from mkdocs.utils import get_build_date
from mkdocs.utils.templates import TemplateContext
from mkdocs.utils.yaml import yaml_load

from builder import exports, pipeline
from builder.bodies import WikiExtension
from builder.chrome import Chrome, Listed, MadePage, is_shared
from builder.diagnostics import Diagnostic
from builder.exports import FOLDER
from builder.files import Unusable, read_inputs, write_file
from builder.finish import finish
from builder.memory import Memory
from builder.page import Page
from builder.patch import Base
from builder.policy import with_policy
from builder.publish import mark, states
from builder.render import Compiled, Renderer
from builder.report import plain_line
from builder.search import SearchIndex
from builder.source_folder import source_files
from builder.traces import WRITTEN, Notes, note_records, noting
from builder.values import Site
from builder.weave import prove

os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")  # Material's documented way to silence its notice
log = get_plugin_logger("dossier")

ASSETS = "assets/dossier"
# The hand-written page that tells how the dossier is made.
METHOD = "method.md"
_SEARCH = re.compile(
    r'(<div class="md-search" data-md-component="search" role="dialog")(>.*?aria-label="([^"]+)")', re.DOTALL
)
# A comment that begins a line, unless it is a licence's (`/*!`), or the blanks there.
_COMMENT_OR_INDENT = re.compile(
    rb"^\s*(?:/\*(?!!)(?:(?!\*/).)*\*/|//[^\n]*)\s*\n|^[ \t]+|^\n", re.MULTILINE | re.DOTALL
)
_SOURCE_ID = re.compile(r' id="(cite_[^"]+)"')
# Scripts that do not come with every page at its end: the first is in the head, the others where they are needed.
LOADED_ELSEWHERE = ("early.js", "timeline.js", "iframe-worker.js")
# Light and dark as the reader's system has it, with a switch; for a site that says nothing else.
PALETTE = [
    {
        "media": f"(prefers-color-scheme: {name})",
        "scheme": scheme,
        "primary": primary,
        "accent": "indigo",
        "toggle": {"icon": f"material/{icon}", "name": f"Switch to {other}"},
    }
    for name, scheme, primary, icon, other in (
        ("light", "default", "white", "weather-night", "dark"),
        ("dark", "slate", "black", "weather-sunny", "light"),
    )
]
SECTIONS = (
    ("Article", "articles/index.md"),
    ("Actors", "actors/index.md"),
    ("Network", "network/index.md"),
    ("Background", "background/index.md"),
    ("Timeline", "timeline/index.md"),
    ("Quotes", "quotes/index.md"),
    ("Claims", "claims/index.md"),
    ("Places", "places/index.md"),
    ("Glossary", "glossary/index.md"),
    ("Sources", "sources/index.md"),
    ("Data", "data/index.md"),
)
SECTION_PATHS = frozenset(uri.removesuffix("index.md") for _, uri in SECTIONS)


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
        self.data: list[str]
        self.chrome: Chrome
        self.files: Files
        self._nav: Navigation

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A preview shows drafts. MkDocs keeps the plugin for its next run in the process, which begins anew."""
        self.drafts, self.sections_only, self.checked = command == "serve", False, None
        self.notes = None

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs empties the folder of the site; set up MkDocs."""
        root = Path(config.config_file_path or ".").parent
        site, diagnostics = self.checked or _check(root)
        if pipeline.has_errors(diagnostics):
            lines = "\n".join(plain_line(d) for d in diagnostics)
            raise PluginError(f"the dossier has errors; `dossier check` shows each with its line:\n{lines}")
        for diagnostic in () if self.checked else diagnostics:
            log.warning(plain_line(diagnostic))
        self.published = site if self.drafts else pipeline.published(site)
        self.site = noting(self.published, self.notes) if self.notes else self.published
        _go_offline(config)
        planned = pipeline.plan(self.site, directory_urls=config.use_directory_urls)
        self.planned = {
            path: make for path, make in planned.items() if self.config.exports or not path.startswith(FOLDER)
        }
        self.renderer = Renderer(self.site)
        self.sections, self.data = {}, []
        _set_up(config, self.site, {f"{path}index.md" for path in self.planned})
        config.watch.extend(str(root / folder) for folder in ("seeds", "annotations"))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the navigation, our style and scripts."""
        for path in (path for path in self.planned if path in SECTION_PATHS):
            self.sections[path] = self._made(path)
            file = File.generated(config, f"{path}index.md", content="")
            MadePage(self.sections[path], file, config)
            files.append(file)
        for name, content in _assets().items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=content))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the navigation for the pages that do not stand in it."""
        self._nav = nav
        if self.notes:
            self._written = self.notes.begin()

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Finish hand-written pages like ours: citations, addresses; the one on the method lists the orphans."""
        if isinstance(page, MadePage):
            return html
        if page.file.src_uri == METHOD:
            html += self.renderer.template("orphans.html.j2")
        written = Page(page.url, "written", str(page.title), html)
        finished = finish(written, self.renderer, directory_urls=config.use_directory_urls).html
        page.present_anchor_ids = (page.present_anchor_ids or set()) | set(_SOURCE_ID.findall(finished))
        return finished

    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Write the pages outside the navigation, one by one, and the data; hand our entries to the search."""
        if self.notes:
            self.notes.end(WRITTEN, self._written)
        self.files = files
        env.bytecode_cache = Compiled(f"{mkdocs.__version__} {sorted(env.extensions)}")
        self.chrome = Chrome(config, self._nav, files, env, shared=is_shared(config))
        # A preview makes them when they are looked at; making the data at every change would slow it down, too.
        if self.sections_only:
            return
        self.index = index = SearchIndex()
        for path in self.planned:
            page = self.sections.get(path) or self._made(path)
            index.add(self.chrome.url_of(path), page.search)
            if path not in self.sections:
                html = self._whole(page).encode("utf-8", "xmlcharrefreplace")
                write_file(Path(config.site_dir), f"{path}index.html", html)
        add_to_search(config, index)
        note_records(None)
        for name, content in exports.files(self.site, config.site_url or "") if self.config.exports else ():
            write_file(Path(config.site_dir), name, content)
            self.data.append(name)

    def _made(self, path: str) -> Page:
        return self.notes.during(path, self.planned[path]) if self.notes else self.planned[path]()

    def _whole(self, page: Page) -> str:
        """The page as it is published, its text proved to be the seed's."""
        html = self.chrome.page(page)
        if page.article:
            prove(html, page.article, self.site.dossier.seeds[page.article])
        return html

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Tell the sitemap of our pages."""
        if template_name == "sitemap.xml" and not self.sections_only:
            date = get_build_date()
            ours = [Listed(self.chrome.address_of(path), date) for path in self.planned if path not in self.sections]
            context["pages"] = [*context["pages"], *ours]  # type: ignore[list-item]
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Mend what the theme leaves open."""
        return with_policy(_with_named_search(output))

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
        is_page = template_name.endswith(".html")
        return with_policy(_with_named_search(output_content)) if is_page else output_content


def add_to_search(config: MkDocsConfig, index: SearchIndex) -> None:
    """Hand the entries of our pages to the theme's search, if it is in use."""
    search = config.plugins.get("material/search")
    if search is not None:
        search.search_index.entries.extend(index.rows())


def _with_named_search(html: str) -> str:
    """A page whose search dialog has a name, as the theme's has not (axe: aria-dialog-name): that of its field."""
    return _SEARCH.sub(r'\1 aria-label="\3"\2', html, count=1)


class SiteBuild:
    """The site of a checked dossier, about to be built."""

    def __init__(
        self, root: Path, checked: tuple[Site, tuple[Diagnostic, ...]], *, strict: bool = False, drafts: bool = False
    ) -> None:
        """Raises `Unusable` where `mkdocs.yml` is missing or wrong."""
        try:
            self._config, self._plugin = load(root, strict=strict)
        except (Abort, MkDocsException) as error:
            raise Unusable(f"MkDocs gave up: {error}") from error
        self._plugin.checked, self._plugin.drafts = checked, drafts
        self.target = Path(self._config.site_dir).resolve()
        theme = [Path(folder) for folder in self._config.theme.dirs]
        # What is installed is known by its version.
        custom = [folder for folder in theme if not folder.is_relative_to(sysconfig.get_path("purelib"))]
        self._is_closed = _is_closed(self._config)
        self.folders = [Path(self._config.docs_dir).resolve(), *(folder.resolve() for folder in custom)]

    def into(self, folder: Path, memory: Memory) -> Base | None:
        """Build into a folder, from what `memory` knows of; returns what can be built upon, if anything can.

        Raises `Unusable` where MkDocs gives up.
        """
        self._config.site_dir = str(folder)
        if self._is_closed:
            self._plugin.notes = Notes()
            note_records(self._plugin.notes)
        with _warnings_counted() as counted:
            try:
                build(self._config)
                self._config.plugins.on_shutdown()
            except (Abort, MkDocsException) as error:
                raise Unusable(f"MkDocs gave up: {error}") from error
            finally:
                note_records(None)
        # A warning of MkDocs' is to be heard again.
        return self._base(memory) if self._is_closed and not counted else None

    def _base(self, memory: Memory) -> Base:
        plugin, config = self._plugin, self._config
        assert plugin.notes
        found = config.plugins.get("material/search")
        # A search for a site without a server is more than the index.
        is_offline = "material/offline" in config.plugins and config.plugins["material/offline"].config["enabled"]
        return Base(
            memory,
            plugin.published,
            plugin.notes.rests(),
            tuple(plugin.planned),
            frozenset(plugin.sections),
            {} if is_offline or not plugin.chrome.is_shared else plugin.chrome.shells,
            config.site_url or "",
            config.use_directory_urls,
            frozenset(plugin.data) if plugin.config.exports else None,
            plugin.index if found is not None and found.config["enabled"] else None,
        )

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._plugin.planned)


@contextmanager
def _warnings_counted() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs warns of while the block runs."""
    found: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = found.append  # type: ignore[method-assign,assignment]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        yield found
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)


# Plugins and Markdown extensions known to look at nothing but their settings and the files that they are given.
_CLOSED_PLUGINS = {"search", "material/search", "offline", "material/offline", "dossier"}
_CLOSED_EXTENSIONS = set(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html meta nl2br sane_lists smarty"
    " tables toc wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.caret pymdownx.critic pymdownx.details"
    " pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.mark pymdownx.smartsymbols pymdownx.superfences"
    " pymdownx.tabbed pymdownx.tasklist pymdownx.tilde".split()
)


def _is_closed(config: MkDocsConfig) -> bool:
    """Whether a build depends on nothing but `mkdocs.yml` and the files of the dossier."""
    written = Path(config.config_file_path).read_text("utf-8")
    reads_others = bool(config.hooks) or any(word in written for word in ("INHERIT", "!!python", "!relative"))
    extensions = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    return not reads_others and set(config.plugins) <= _CLOSED_PLUGINS and extensions <= _CLOSED_EXTENSIONS


def load(root: Path, *, strict: bool = False) -> tuple[MkDocsConfig, DossierPlugin]:
    """The configuration of the site, ready to build, and the plugin in it.

    Raises `Unusable` where `mkdocs.yml` is missing or does not use the plugin, and MkDocs' own where it is wrong.
    """
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise Unusable(f"{file} is missing: it needs `site_name`, `theme: material` and `plugins: [dossier]`")
    _show_warnings()
    config = load_config(str(file), strict=strict)
    plugin = next((p for p in config.plugins.values() if isinstance(p, DossierPlugin)), None)
    if plugin is None:
        raise Unusable(f"{file} does not use the plugin: add `plugins: [dossier]`")
    config.plugins.on_startup(command="build", dirty=False)
    return config, plugin


def site_address(root: Path) -> str:
    """The site's absolute address, as `mkdocs.yml` has it, or an empty text. Raises `Unusable`."""
    try:
        return load(root)[0].site_url or ""
    except (Abort, MkDocsException) as error:
        raise Unusable(f"MkDocs gave up: {error}") from error


def plain_site(root: Path, checked: tuple[Site, tuple[Diagnostic, ...]]) -> dict[str, bytes]:
    """The source of the site as files that need neither this plugin nor this builder. Raises `Unusable`."""
    try:
        config, plugin = load(root)
        plugin.checked = checked
        plugin.on_config(config)
    except (Abort, MkDocsException) as error:
        raise Unusable(f"MkDocs gave up: {error}") from error
    made = {f"{path}index.md" for path in plugin.planned}
    docs = get_files(config)
    set_exclusions(docs, config)
    others = {f.src_uri: f.content_bytes for f in docs if f.inclusion.is_included() and f.src_uri not in made}
    others |= {f"{ASSETS}/{name}": content for name, content in _assets().items()}
    others |= dict(exports.files(plugin.site, config.site_url or "")) if plugin.config.exports else {}
    return dict(source_files(plugin.site, (make() for make in plugin.planned.values()), others, _plain_config(config)))


def _plain_config(config: MkDocsConfig) -> dict[str, Any]:
    """What `mkdocs.yml` says, with what the plugin adds to it and without the plugin."""
    # Read again: MkDocs has emptied in passing what it was given.
    with Path(config.config_file_path).open("rb") as file:
        written: dict[str, Any] = yaml_load(file)
    theme = written.get("theme")
    plugins = [plugin if isinstance(plugin, str) else next(iter(plugin)) for plugin in written.get("plugins", [])]
    added = {key: config.theme[key] for key in ("font", "palette") if key in config.theme}
    written.pop("exclude_docs", None)  # they are not in the folder
    return written | {
        "theme": {**(theme if isinstance(theme, dict) else {"name": theme}), **added},
        "plugins": list(dict.fromkeys(["search", *(name for name in plugins if name not in ("dossier", "offline"))])),
        "nav": config.nav,
        "extra": dict(config.extra),
        "extra_css": list(config.extra_css),
        "extra_javascript": list(map(str, config.extra_javascript)),
    }


def _show_warnings() -> None:
    """MkDocs' own warnings, on standard error; its chatter is left out."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)


def _check(root: Path) -> tuple[Site, tuple[Diagnostic, ...]]:
    try:
        return pipeline.check(read_inputs(root))
    except Unusable as error:
        raise PluginError(str(error)) from error


def _assets() -> dict[str, bytes]:
    """Style and scripts, without the comments on lines of their own and the indentation, a third of their weight."""
    folder = resources.files("builder") / "assets"
    items = sorted((item for item in folder.iterdir() if item.is_file()), key=lambda item: item.name)
    return {item.name: _COMMENT_OR_INDENT.sub(b"", item.read_bytes()) for item in items}


def _go_offline(config: MkDocsConfig) -> None:
    """What the theme's plugin `offline` needs for a site that is opened from the file system.

    It would set the first itself, after our links are made, and would fetch the script from another host.
    """
    plugin = config.plugins.get("material/offline")
    if plugin is not None and plugin.config["enabled"]:
        config.use_directory_urls = False
        config.extra["polyfills"] = [f"{ASSETS}/iframe-worker.js", *config.extra.get("polyfills", [])]


def _set_up(config: MkDocsConfig, site: Site, made: set[str]) -> None:
    """What a dossier needs of MkDocs and Material, where `mkdocs.yml` leaves it open."""
    config.theme["font"] = False
    if not config.theme.get("palette"):
        config.theme["palette"] = PALETTE
    if config.nav is None:
        written = [METHOD] if (Path(config.docs_dir) / METHOD).is_file() else []
        sections: list[Any] = [{title: uri} for title, uri in SECTIONS if uri in made]
        home = [{"Home": "index.md"}] if (Path(config.docs_dir) / "index.md").is_file() else []
        config.nav = [*home, *sections, *written]
    config.extra_css[:0] = [f"{ASSETS}/{name}" for name in _assets() if name.endswith(".css")]
    # Material's name for the scripts it loads in the head: the reader's choices hold before the first paint.
    config.extra["polyfills"] = [f"{ASSETS}/early.js", *config.extra.get("polyfills", [])]
    scripts = [name for name in _assets() if name.endswith(".js") and name not in LOADED_ELSEWHERE]
    config.extra_javascript[:0] = [f"{ASSETS}/{name}" for name in scripts]
    config.markdown_extensions.append(WikiExtension(site))  # type: ignore[arg-type]
    # Root-absolute links in hand-written pages mean our pages; they are made relative when the page is finished.
    config.validation.links.absolute_links = logging.DEBUG
    if not any("search" in name for name in config.plugins):
        option = next(option for key, option in config._schema if key == "plugins")  # noqa: SLF001
        option.load_plugin_with_namespace("search", {})  # type: ignore[attr-defined]
