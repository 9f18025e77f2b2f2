"""The pages that an edit touches, put into the chrome of the last whole build, without MkDocs.

A whole build leaves a `Base`. A later build compares its site with the base's, makes the pages that rest on something
that differs, and replaces their files. What cannot be told from the base (records that come or go, another navigation,
hand-written pages that say something else) makes a whole build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from builder import exports, pipeline, search
from builder.exports import FOLDER
from builder.memory import Memory
from builder.page import Page
from builder.search import SearchIndex
from builder.shell import Shell, key_of
from builder.traces import WRITTEN, Rests, changes, signature
from builder.values import Site
from builder.weave import prove

MOST = 100
SEARCH_INDEX = "search/search_index.json"


@dataclass(frozen=True)
class Base:
    """What a whole build leaves: the site, what its pages rest on, the chrome, and where search has their rows."""

    memory: Memory
    site: Site
    rests: Rests
    paths: tuple[str, ...]
    sections: frozenset[str]
    shells: dict[tuple[str | bool, ...], Shell]
    address: str
    directory_urls: bool
    # The files of data; None where the site goes without.
    exports: frozenset[str] | None
    index: SearchIndex | None

    def url_of(self, path: str) -> str:
        """The address of a page below the site's."""
        return path if self.directory_urls else f"{path}index.html"


@dataclass(frozen=True)
class Patch:
    """Files that may differ from those of the base, and the pages among them."""

    pages: frozenset[str]
    files: dict[str, bytes]


def patch(base: Base, site: Site, before: Collection[str] | None, read: Callable[[str], bytes]) -> Patch | None:
    """What makes the base's site this one; None if only a whole build can tell.

    `before` are the pages of the patch before, if there was one; `read` gives a file of the site as it is.
    """
    changed = changes(base.site, site)
    plan = {path: make for path, make in _plan(base, site).items() if base.exports or not path.startswith(FOLDER)}
    if changed is None or tuple(plan) != base.paths:
        return None
    touched = base.rests.touched(changed) | set(before or ())
    touched |= {path for path, make in plan.items() if _signature(make) != base.rests.signatures[path]}
    if WRITTEN in touched or len(touched) > max(MOST, len(plan) // 2):
        return None  # of more pages a whole build is as quick, and is a new base
    pages = {path: plan[path]() for path in plan if path in touched}
    shells = {path: base.shells.get(_key(base, page)) for path, page in pages.items()}
    files = {f"{path}index.html": _whole(base, site, pages[path], shell) for path, shell in shells.items() if shell}
    index = _search(base, pages, read)
    data = dict(exports.files(site, base.address)) if base.exports and (changed or before is not None) else {}
    if len(files) < len(pages) or index is None or data.keys() not in (set(), base.exports):
        return None  # a record without a passage has no file of its own, for one
    return Patch(frozenset(touched), files | data | index)


def _plan(base: Base, site: Site) -> dict[str, Callable[[], Page]]:
    return pipeline.plan(site, directory_urls=base.directory_urls)


def _signature(make: Callable[[], Page]) -> tuple[Any, ...] | None:
    assert isinstance(make, partial)
    return signature(make.args[0])


def _key(base: Base, page: Page) -> tuple[str | bool, ...]:
    return key_of(page, is_section=page.path in base.sections, is_absolute=bool(base.address))


def _whole(base: Base, site: Site, page: Page, shell: Shell) -> bytes:
    html = shell.fill(page, f"{base.address}{base.url_of(page.path)}" if base.address else "")
    if page.article:
        prove(html, page.article, site.dossier.seeds[page.article])
    return html.encode("utf-8", "xmlcharrefreplace")


def _search(base: Base, pages: dict[str, Page], read: Callable[[str], bytes]) -> dict[str, bytes] | None:
    """The search's index with other rows for some pages; None where the dossier has grown large or small by them."""
    if base.index is None:
        return {}
    entries = {base.url_of(path): page.search for path, page in pages.items()}
    sizes = base.index.sizes | {url: search.text_size(found) for url, found in entries.items()}
    if (sum(sizes.values()) <= search.FULL_TEXT) != base.index.is_small:
        return None
    whole = json.loads(read(SEARCH_INDEX))
    rows: list[search.Row] = []
    at = 0
    for url, count in base.index.counts.items():
        if url in entries:
            kept = entries[url] if base.index.is_small else search.leads(url, entries[url])
            rows += search.rows(url, kept)
        else:
            rows += whole["docs"][at : at + count]
        at += count
    whole["docs"] = rows + whole["docs"][at:]
    return {SEARCH_INDEX: json.dumps(whole, separators=(",", ":")).encode()}
