"""What a dossier needs of MkDocs and Material, where `mkdocs.yml` leaves it open."""

from __future__ import annotations

import logging
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.bodies import WikiExtension

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from builder.values import Site

ASSETS = "assets/dossier"
# The hand-written page that tells how the dossier is made.
METHOD = "method.md"
# A comment that begins a line, unless it is a licence's (`/*!`), or the blanks there.
_COMMENT_OR_INDENT = re.compile(
    rb"^\s*(?:/\*(?!!)(?:(?!\*/).)*\*/|//[^\n]*)\s*\n|^[ \t]+|^\n", re.MULTILINE | re.DOTALL
)
# Scripts that do not come with every page at its end: the first is in the head, the other where it is needed.
LOADED_ELSEWHERE = ("early.js", "iframe-worker.js")
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
# A way from every page to every kind of page.
FEATURES = ["navigation.tabs", "navigation.top", "search.highlight", "search.suggest"]
# What parts words for the search, by the theme and by us: a word is found within quotation marks and brackets too.
BLANKS = r"[\s\-]+"
BLANKS_AND_MARKS = r"[\s\-\"“”()]+"
DATA = "data/index.md"
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
    ("Data", DATA),
)
SECTION_PATHS = frozenset(uri.removesuffix("index.md") for _, uri in SECTIONS)
# Plugins and Markdown extensions known to look at nothing but their settings and the files that they are given.
_CLOSED_PLUGINS = {"search", "material/search", "offline", "material/offline", "dossier"}
_CLOSED_EXTENSIONS = set(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html meta nl2br sane_lists smarty"
    " tables toc wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.caret pymdownx.critic pymdownx.details"
    " pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.mark pymdownx.smartsymbols pymdownx.superfences"
    " pymdownx.tabbed pymdownx.tasklist pymdownx.tilde".split()
)


def is_closed(config: MkDocsConfig) -> bool:
    """Whether a build depends on nothing but `mkdocs.yml` and the files of the dossier."""
    written = Path(config.config_file_path).read_text("utf-8")
    reads_others = bool(config.hooks) or any(word in written for word in ("INHERIT", "!!python", "!relative"))
    extensions = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    return not reads_others and set(config.plugins) <= _CLOSED_PLUGINS and extensions <= _CLOSED_EXTENSIONS


def assets() -> dict[str, bytes]:
    """Style and scripts, without the comments on lines of their own and the indentation, a third of their weight."""
    folder = resources.files("builder") / "assets"
    items = sorted((item for item in folder.iterdir() if item.is_file()), key=lambda item: item.name)
    return {item.name: _COMMENT_OR_INDENT.sub(b"", item.read_bytes()) for item in items}


def go_offline(config: MkDocsConfig) -> None:
    """What the theme's plugin `offline` needs for a site that is opened from the file system.

    It would set the first itself, after our links are made, and would fetch the script from another host.
    """
    plugin = config.plugins.get("material/offline")
    if plugin is not None and plugin.config["enabled"]:
        config.use_directory_urls = False
        config.extra["polyfills"] = [f"{ASSETS}/iframe-worker.js", *config.extra.get("polyfills", [])]


def set_up(config: MkDocsConfig, site: Site, made: set[str]) -> None:
    """What a dossier needs of MkDocs and Material, where `mkdocs.yml` leaves it open."""
    config.theme["font"] = False
    for key, value in (("palette", PALETTE), ("features", FEATURES)):
        if not config.theme.get(key):
            config.theme[key] = value
    if config.nav is None:
        written = [METHOD] if (Path(config.docs_dir) / METHOD).is_file() else []
        sections: list[Any] = [{title: uri} for title, uri in SECTIONS if uri in made]
        home = [{"Home": "index.md"}] if (Path(config.docs_dir) / "index.md").is_file() else []
        config.nav = [*home, *sections, *written]
    for uri in (uri for _, uri in SECTIONS if uri not in made and not (Path(config.docs_dir) / uri).is_file()):
        config.nav = _without(uri, config.nav)  # MkDocs would warn of it, and it is meant to be gone
    config.extra_css[:0] = [f"{ASSETS}/{name}" for name in assets() if name.endswith(".css")]
    # Material's name for the scripts it loads in the head: the reader's choices hold before the first paint.
    config.extra["polyfills"] = [f"{ASSETS}/early.js", *config.extra.get("polyfills", [])]
    scripts = [name for name in assets() if name.endswith(".js") and name not in LOADED_ELSEWHERE]
    config.extra_javascript[:0] = [f"{ASSETS}/{name}" for name in scripts]
    config.markdown_extensions.append(WikiExtension(site))  # type: ignore[arg-type]
    # Root-absolute links in hand-written pages mean our pages; they are made relative when the page is finished.
    config.validation.links.absolute_links = logging.DEBUG
    if not any("search" in name for name in config.plugins):
        option = next(option for key, option in config._schema if key == "plugins")  # noqa: SLF001
        option.load_plugin_with_namespace("search", {})  # type: ignore[attr-defined]
    for name, plugin in config.plugins.items():
        if name.endswith("search") and plugin.config.get("separator") in (None, BLANKS):
            plugin.config["separator"] = BLANKS_AND_MARKS


def _without(uri: str, items: list[Any]) -> list[Any]:
    """A navigation without a page."""
    return [
        {title: _without(uri, held) if isinstance(held, list) else held for title, held in item.items()}
        if isinstance(item, dict)
        else item
        for item in items
        if item != uri and not (isinstance(item, dict) and uri in item.values())
    ]


def show_warnings() -> None:
    """MkDocs' own warnings, on standard error; its chatter is left out."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
