"""The pages that an edit touches, put into the chrome of the last whole build, without MkDocs.

What rests on a fact that differs is made again. What cannot be told from what the whole build has left (another
navigation, hand-written pages that say something else) raises `Unknown`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

from builder import search
from builder.cache import Unknown
from builder.exports import EXPORTS, FOLDER, files_of
from builder.lists import numbered
from builder.overlay import Base, Overlay, Row
from builder.page import Page, Planned
from builder.pages.common import Views
from builder.pipeline import finished, planned
from builder.render import Renderer
from builder.shell import key_of
from builder.traces import DATA, LISTS, SHOWN, WRITTEN, as_told, told
from builder.values import Site
from builder.weave import prove

MOST = 100
SEARCH_INDEX = "search/search_index.json"


@dataclass(frozen=True)
class Patch:
    """Files that may differ from those of the base, and the nodes that were touched."""

    nodes: frozenset[str]
    files: dict[str, bytes]


def patch(base: Base, overlay: Overlay, row: Row, before: Collection[str], read: Callable[[str], bytes]) -> Patch:
    """What makes the base's site that of `overlay`. Raises `Unknown`.

    `before` are the nodes of the patch before; `read` gives a file of the site as it is.
    """
    site = overlay.site
    nodes = base.touched(overlay.facts, row) | set(before)
    renderer = Renderer(site)
    views = Views(site, renderer)
    if WRITTEN in nodes or (LISTS in nodes and numbered(site.dossier) != base.numbers):
        raise Unknown
    if SHOWN in nodes and renderer.shown != base.shown:
        raise Unknown
    renderer.keep_shown(base.shown)
    makers = _makers(base, views, nodes)
    if len(makers) > max(MOST, sum(map(len, base.plan.values())) // 2):
        raise Unknown  # of more pages a whole build is as quick, and is a new base
    pages = {path: finished(make, renderer, directory_urls=base.directory_urls) for path, make in makers.items()}
    files = {f"{path}index.html": _whole(base, site, page) for path, page in pages.items()}
    data = _data(base, site, nodes)
    return Patch(frozenset(nodes), files | data | _search(base, pages, read))


def _makers(base: Base, views: Views, nodes: set[str]) -> dict[str, Callable[[], Page]]:
    """What makes the pages that are touched. Where planning is, pages that are told something else are, too."""
    found: dict[str, Callable[[], Page]] = {}
    for node, pages in base.plan.items():
        if node in nodes or any(path in nodes and what is None for path, what in pages):
            again = _planned(base, node, views)
            if [path for path, _ in again] != [path for path, _ in pages]:
                raise Unknown
            for (path, make), (_, what) in zip(again, pages, strict=True):
                if what is None or told(make) != what:
                    nodes.add(path)
                    found[path] = make
        found |= {path: as_told(what, views) for path, what in pages if what and path in nodes and path not in found}
    for node in nodes - base.plan.keys():
        if node.startswith(("kind ", "of ")) and _planned(base, node, views):
            raise Unknown
    return found


def _planned(base: Base, node: str, views: Views) -> list[Planned]:
    return [row for row in planned(node, views) if base.data is not None or not row[0].startswith(FOLDER)]


def _whole(base: Base, site: Site, page: Page) -> bytes:
    key = key_of(page, is_section=page.path in base.sections, is_absolute=bool(base.address))
    if key not in base.shells:
        raise Unknown
    html = base.shells[key].fill(page, f"{base.address}{base.url_of(page.path)}" if base.address else "")
    if page.article:
        prove(html, page.article, site.dossier.seeds[page.article])
    return html.encode("utf-8", "xmlcharrefreplace")


def _data(base: Base, site: Site, nodes: set[str]) -> dict[str, bytes]:
    """The files of data that are touched."""
    touched = [node for node in base.data or () if node in nodes]
    if not touched or base.data is None:
        return {}
    made = {f"{DATA}{export.path}": export for export in EXPORTS}
    files = {node: dict(files_of(made[node], site, base.address)) for node in touched}
    if any(tuple(found) != base.data[node] for node, found in files.items()):
        raise Unknown  # a record without a passage has no file of its own, for one
    return {name: content for found in files.values() for name, content in found.items()}


def _search(base: Base, pages: dict[str, Page], read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The search's index with other rows for some pages, unless the dossier has grown large or small by them."""
    if base.found is None or not pages:
        return {}
    entries = {base.url_of(path): page.search for path, page in pages.items()}
    before = sum(size for _, size in base.found.values())
    now = before + sum(search.text_size(found) - base.found[url][1] for url, found in entries.items())
    is_small = now <= search.FULL_TEXT
    if is_small != (before <= search.FULL_TEXT):
        raise Unknown
    whole = json.loads(read(SEARCH_INDEX))
    rows: list[search.Row] = []
    at = 0
    for url, (count, _) in base.found.items():
        if url in entries:
            kept = entries[url] if is_small else search.leads(url, entries[url])
            rows += search.rows(url, kept)
        else:
            rows += whole["docs"][at : at + count]
        at += count
    whole["docs"] = rows + whole["docs"][at:]
    return {SEARCH_INDEX: json.dumps(whole, separators=(",", ":")).encode()}
