"""The pages that an edit touches, put into the chrome of the last whole build, without MkDocs.

What rests on a fact that differs is made again; what is no longer planned goes. What cannot be told from what the whole
build has left (another navigation, hand-written pages that say something else) raises `Unknown`.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import escape

from builder import search
from builder.base import Base
from builder.cache import Unknown
from builder.exports import EXPORTS, FOLDER, files_of
from builder.overlay import Overlay
from builder.page import Page
from builder.pages.common import Views
from builder.pipeline import finished, plan_nodes, planned
from builder.set_up import SECTION_PATHS
from builder.shell import key_of
from builder.traces import DATA, WRITTEN, as_told, told
from builder.weave import prove

Read = Callable[[str], bytes | None]
MOST = 100
SEARCH_INDEX = "search/search_index.json"
SITEMAP = "sitemap.xml"
# The node that is touched when there are other pages.
PAGES = "pages"


@dataclass(frozen=True)
class Patch:
    """What makes the base's site another: what is touched, files that may differ, names of what must not be there."""

    nodes: frozenset[str]
    files: dict[str, bytes]
    gone: frozenset[str]
    pages: int


class Patching:
    """Makes the base's site that of an overlay, on a disk that holds what another patch made of it."""

    def __init__(self, base: Base, overlay: Overlay, before: Collection[str], read: Read) -> None:
        """`before` are the nodes of the patch before; `read` gives a file of the site as it is, if there is one."""
        self._base, self._overlay, self._before, self._read, self._site = base, overlay, before, read, overlay.site
        self._touched = {base.names[number] for number in overlay.reached if number in base.names}
        self._touched |= {f"of {id}" for id in overlay.added}
        self._views = Views(self._site)
        self._makers: dict[str, Callable[[], Page]] = {}

    def patch(self) -> Patch:
        """All that is to be done. Raises `Unknown`."""
        base = self._base
        if WRITTEN in self._touched:
            raise Unknown
        paths = self._paths
        new = set(paths).difference(base.paths, self._before)
        if SECTION_PATHS.intersection(paths) != base.sections or any(self._read(f"{path}index.html") for path in new):
            raise Unknown  # another navigation, or a page in the place of somebody else's
        if len(self._makers) > max(MOST, len(paths) // 2):
            raise Unknown  # of more pages a whole build is as quick, and is a new base
        finish = partial(finished, renderer=self._views, directory_urls=base.directory_urls)
        pages = {path: finish(make) for path, make in self._makers.items()}
        files = {f"{path}index.html": self._whole(page) for path, page in pages.items()}
        files |= self._data() | self._search(pages) | self._sitemap()
        names = {name for node in self._nodes if (name := _file_of(node))}
        return Patch(frozenset(self._touched), files, frozenset(names - files.keys()), len(paths))

    @property
    def _nodes(self) -> set[str]:
        return {*self._touched, *self._before}

    def _held(self, name: str) -> bytes:
        if (held := self._read(name)) is None:
            raise Unknown
        return held

    @cached_property
    def _paths(self) -> list[str]:
        """The paths of the site's pages, in their order; finds what makes those that are touched."""
        paths: list[str] = []
        nodes = self._nodes
        for node in plan_nodes((id, kind) for id, (kind, _) in self._overlay.order.items()):
            was = dict(self._base.plan.get(node, ()))
            is_touched, was_touched = (
                node in nodes or any(what is None and path in nodes for path, what in was.items())
                for nodes in (self._touched, self._before)
            )
            now = self._planned(node) if is_touched or was_touched else dict.fromkeys(was)
            for path, make in now.items():
                what = was.get(path)
                if make and (what is None or told(make) != what):
                    self._makers[path] = make
                    self._touched |= {path} if is_touched else set()
                elif what and path in nodes:
                    self._makers[path] = as_told(what, self._views)
            paths += now
        if paths != self._base.paths:
            self._touched |= {PAGES, *self._base.paths}.difference(paths)
        return paths

    def _planned(self, node: str) -> dict[str, Callable[[], Page] | None]:
        has_data = self._base.data is not None
        return {path: make for path, make in planned(node, self._views) if has_data or not path.startswith(FOLDER)}

    def _whole(self, page: Page) -> bytes:
        base = self._base
        key = key_of(page, is_section=page.path in base.sections, is_absolute=bool(base.address))
        if key not in base.shells:
            raise Unknown
        html = base.shells[key].fill(page, base.address and self._address_of(page.path))
        if page.article:
            prove(html, page.article, self._site.dossier.seeds[page.article])
        return html.encode("utf-8", "xmlcharrefreplace")

    def _address_of(self, path: str) -> str:
        return self._base.address + self._base.url_of(path)

    def _data(self) -> dict[str, bytes]:
        """The files of data that are touched."""
        before, nodes, found = self._base.data or {}, self._nodes, dict[str, bytes]()
        for export in EXPORTS:
            node = f"{DATA}{export.path}"
            if node in before and not nodes.isdisjoint((node, *before[node])):
                made = dict(files_of(export, self._site, self._base.address))
                self._touched |= made.keys() ^ before[node]
                for name, content in made.items():
                    if isinstance(content, bytes):
                        found[name] = content
                    elif name in self._nodes:
                        found[name] = content()
        return found

    def _search(self, pages: dict[str, Page]) -> dict[str, bytes]:
        """The search's index with the rows of these pages, unless the dossier has grown large or small by them."""
        base = self._base
        if base.sizes is None or not (pages or PAGES in self._nodes):
            return {}
        entries = {base.url_of(path): page.search for path, page in pages.items()}
        sizes = base.sizes | {url: search.text_size(found) for url, found in entries.items()}
        urls = [base.url_of(path) for path in self._paths]
        is_small = sum(sizes[url] for url in urls) <= search.FULL_TEXT
        if is_small != (sum(base.sizes.values()) <= search.FULL_TEXT):
            raise Unknown
        whole = json.loads(self._held(SEARCH_INDEX))
        rows: dict[str, list[search.Row]] = {}
        for row in whole["docs"]:
            rows.setdefault(row["location"].partition("#")[0], []).append(row)
        for url, found in entries.items():
            rows[url] = list(search.rows(url, found if is_small else search.leads(url, found)))
        ours = [row for url in urls for row in rows.pop(url, ())]
        # What is left is of pages written by hand, or of ours that are gone.
        gone = {base.url_of(node) for node in self._nodes if node.endswith("/")}
        others = [row for url, found in rows.items() if url not in gone for row in found]
        return {SEARCH_INDEX: json.dumps(whole | {"docs": ours + others}, separators=(",", ":")).encode()}

    def _sitemap(self) -> dict[str, bytes]:
        """The sitemap, where other pages are in it. Ours come last, but for the sections."""
        base = self._base
        if PAGES not in self._nodes or not base.address:
            return {}
        head, *places = self._held(SITEMAP).decode().split("<url>")
        known = {*base.paths, *self._paths, *self._nodes} - base.sections
        ours = {str(escape(self._address_of(path))) for path in known}
        found = {place.partition("<loc>")[2].partition("</loc>")[0]: place.rpartition("</url>")[0] for place in places}
        address, pattern = next(row for row in found.items() if row[0] in ours)
        if any(place != pattern.replace(address, other) for other, place in found.items() if other in ours):
            raise Unknown  # a template of the user's own
        others = [place for other, place in found.items() if other not in ours]
        own = [path for path in self._paths if path not in base.sections]
        others += [pattern.replace(address, str(escape(self._address_of(path)))) for path in own]
        between, end = places[0].rpartition("</url>")[2], places[-1].rpartition("</url>")[2]
        text = f"{head}<url>{f'</url>{between}<url>'.join(others)}</url>{end}".encode()
        return {SITEMAP: text, f"{SITEMAP}.gz": _zipped(text, self._held(f"{SITEMAP}.gz"))}


def _zipped(content: bytes, before: bytes) -> bytes:
    """A file like MkDocs' own, of the time that the one before has."""
    held = io.BytesIO()
    with gzip.GzipFile(f"{SITEMAP}.gz", "wb", fileobj=held, mtime=int.from_bytes(before[4:8], "little")) as file:
        file.write(content)
    return held.getvalue()


def _file_of(node: str) -> str:
    """The name of the file that a node stands for, if it does for one."""
    return f"{node}index.html" if node.endswith("/") else node if node.startswith(FOLDER) else ""
