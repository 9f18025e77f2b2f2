"""MkDocs' one door: the plugin `dossier` hands finished pages to MkDocs, in memory.

It needs no setting: a `mkdocs.yml` with a name, `theme: material` and `plugins: [dossier]` is enough. The rest is set
here as a dossier needs it: navigation by sections, search, no request to another host.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.yaml import yaml_load

from builder import exports, pipeline
from builder.bodies import WikiExtension
from builder.chrome import ChromeTemplate
from builder.diagnostics import Diagnostic
from builder.files import Unusable, read_inputs, replacing
from builder.finish import finish
from builder.page import Heading, Page
from builder.policy import with_policy
from builder.render import Renderer
from builder.report import plain_line
from builder.source_folder import source_files
from builder.values import Site
from builder.weave import prove

os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")  # Material's documented way to silence its notice
log = get_plugin_logger("dossier")

ASSETS = "assets/dossier"
# The hand-written page that tells how the dossier is made.
METHOD = "method.md"
# The template of pages that share their chrome, and where the link "skip to content" leads.
CHROME = "dossier-page.html"
TITLE_ID = "title_"
_SEARCH = re.compile(
    r'(<div class="md-search" data-md-component="search" role="dialog")(>.*?aria-label="([^"]+)")', re.DOTALL
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


class MadePage(MkDocsPage):
    """A page that needs no rendering: it is finished when MkDocs meets it. Titles are HTML to MkDocs and its themes."""

    def __init__(self, made: Page, file: File, config: MkDocsConfig) -> None:
        self.made = made
        super().__init__(escape(made.title), file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Give MkDocs what it would have read from a Markdown file."""
        self.markdown = ""
        self.meta = {"title": escape(self.made.title), "hide": list(self.made.hide), "search": {"exclude": True}}
        if self.file.inclusion.is_not_in_nav():
            self.meta["template"] = CHROME
        if self.made.description:
            self.meta["description"] = escape(self.made.description)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Give MkDocs what it would have made of it."""
        self.content = self.made.html.replace("<h1>", f'<h1 id="{TITLE_ID}">', 1)
        self.toc = TableOfContents(_outline(self.made.title, self.made.headings))
        self.present_anchor_ids = None


def _outline(title: str, headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """The nested table of contents: the page's own title, and below it its headings."""
    top = AnchorLink(escape(title), TITLE_ID, 1)
    open_links = [top]
    for heading in headings:
        link = AnchorLink(escape(heading.title), heading.id, heading.level)
        while open_links[-1].level >= heading.level:
            open_links.pop()
        open_links[-1].children.append(link)
        open_links.append(link)
    return [top]


class NoSettings(Config):
    """The plugin has none: what a dossier needs is in its annotations."""


class DossierPlugin(BasePlugin[NoSettings]):
    """Checks the dossier, renders its pages and adds them to the site."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = False
        # A preview makes the other pages one by one, when somebody looks at them.
        self.sections_only = False
        # What `dossier build` has read and reported already.
        self.checked: tuple[Site, tuple[Diagnostic, ...]] | None = None
        self.site: Site
        self.renderer: Renderer
        self.pages: dict[str, Page] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A preview shows drafts. MkDocs keeps the plugin for its next run in the process, which begins anew."""
        self.drafts, self.sections_only, self.checked = command == "serve", False, None

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
        self.site = site if self.drafts else pipeline.published(site)
        _go_offline(config)
        planned = pipeline.plan(self.site, directory_urls=config.use_directory_urls)
        self.pages = {path: make() for path, make in planned.items() if not self.sections_only or path in SECTION_PATHS}
        self.renderer = Renderer(self.site)
        _set_up(config, self.site, {f"{path}index.md" for path in self.pages})
        config.watch.extend(str(root / folder) for folder in ("seeds", "annotations"))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages, style and scripts."""
        sections = {uri for _, uri in SECTIONS}
        for path, page in self.pages.items():
            uri = f"{path}index.md"
            inclusion = InclusionLevel.INCLUDED if uri in sections else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, uri, content="", inclusion=inclusion)
            MadePage(page, file, config)
            files.append(file)
        for name, content in _assets().items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=content))
        # A preview is there to be read, and making the data at every change would slow it down.
        for path, content in () if self.sections_only else exports.files(self.site, config.site_url or ""):
            files.append(File.generated(config, path, content=content))
        return files

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

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Let our pages share their chrome, and hand our entries to the search, which then need not parse our pages."""
        get_template = env.get_template
        chrome = ChromeTemplate(env) if config.theme.name == "material" else get_template("main.html")
        env.get_template = lambda name, *rest, **more: chrome if name == CHROME else get_template(name, *rest, **more)
        add_to_search(config, self.pages.values())

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Prove that the article's text is the seed's, in the page as it is published."""
        if isinstance(page, MadePage) and page.made.article:
            prove(output, page.made.article, self.site.dossier.seeds[page.made.article])
        return with_policy(_with_named_search(output))

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mend the theme's own templates, such as 404.html, like the pages."""
        is_page = template_name.endswith(".html")
        return with_policy(_with_named_search(output_content)) if is_page else output_content


def add_to_search(config: MkDocsConfig, pages: Iterable[Page]) -> None:
    """Hand the entries of our pages to the theme's search, if it is in use."""
    search = config.plugins.get("material/search")
    entries = getattr(getattr(search, "search_index", None), "entries", [])
    for page in pages:
        url = page.path if config.use_directory_urls else f"{page.path}index.html"
        for entry in page.search:
            location = f"{url}#{entry.fragment}" if entry.fragment else url
            # Quotation marks stay: the index is made of these words as they stand.
            words = {"title": escape(entry.title, quote=False), "text": escape(entry.text, quote=False)}
            entries.append({"location": location, **words, "boost": entry.weight})


def _with_named_search(html: str) -> str:
    """A page whose search dialog has a name, as the theme's has not (axe: aria-dialog-name): that of its field."""
    return _SEARCH.sub(r'\1 aria-label="\3"\2', html, count=1)


def build_site(
    root: Path, checked: tuple[Site, tuple[Diagnostic, ...]], *, strict: bool = False, drafts: bool = False
) -> Path:
    """Build the site of a checked dossier; returns its folder. The old site stays whole until the new one is complete.

    Raises `Unusable` where `mkdocs.yml` is missing or wrong, or where MkDocs gives up.
    """
    try:
        config, plugin = load(root, strict=strict)
        target = Path(config.site_dir)
        with replacing(target) as fresh:
            config.site_dir = str(fresh)
            plugin.checked, plugin.drafts = checked, drafts
            build(config)
            config.plugins.on_shutdown()
    except (Abort, MkDocsException) as error:
        raise Unusable(f"MkDocs gave up: {error}") from error
    return target


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
    made = {f"{path}index.md" for path in plugin.pages}
    docs = get_files(config)
    set_exclusions(docs, config)
    others = {f.src_uri: f.content_bytes for f in docs if f.inclusion.is_included() and f.src_uri not in made}
    others |= {f"{ASSETS}/{name}": content for name, content in _assets().items()}
    others |= dict(exports.files(plugin.site, config.site_url or ""))
    return dict(source_files(plugin.site, plugin.pages.values(), others, _plain_config(config)))


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
    folder = resources.files("builder") / "assets"
    return {item.name: item.read_bytes() for item in sorted(folder.iterdir(), key=lambda i: i.name) if item.is_file()}


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
