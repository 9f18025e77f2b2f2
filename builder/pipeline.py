"""The stages, in their order. Read this first: everything else is one of these steps.

files ─ parse ─► Dossier ─ anchor ─► Anchored ─ link ─► Site ─ check ─► diagnostics
                                                         └── render ─► pages
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from builder.anchor import anchor
from builder.bodies import Bodies
from builder.diagnostics import Diagnostic, Severity, in_order
from builder.finish import finish
from builder.handwritten import check_pages, check_settings
from builder.link import link
from builder.memory import Memory
from builder.page import Page, Planned
from builder.pages import PAGE_KINDS, backlinks, of_kind
from builder.pages.common import Views
from builder.parse import parse, without_drafts
from builder.render import Renderer
from builder.rulebook import check_site
from builder.values import Inputs, Site


def check(inputs: Inputs, memory: Memory | None = None) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The linked site, drafts included, and every diagnostic of the dossier, in the order of the files.

    A memory of the run before spares what has not changed since.
    """
    memory = memory or Memory()
    memory.turn()
    dossier, unread = parse(inputs, memory)
    anchored, unplaced = anchor(dossier, memory)
    site = link(dossier, anchored, memory)
    found = [*unread, *unplaced, *check_site(site, Bodies(site).removed_markup, memory), *check_pages(inputs, site)]
    found += check_settings(inputs)
    return site, in_order(found)


def published(site: Site) -> Site:
    """The site without its drafts."""
    dossier = without_drafts(site.dossier)
    return site if dossier is site.dossier else link(dossier, anchor(dossier)[0])


def render(site: Site, *, directory_urls: bool = True) -> Iterator[Page]:
    """Every page of the site, finished."""
    return (page() for page in plan(site, directory_urls=directory_urls).values())


def plan(site: Site, *, directory_urls: bool = True) -> dict[str, Callable[[], Page]]:
    """Every page of the site by its path, made and finished when it is asked for."""
    views = Views(site)
    return {
        path: partial(finished, make, views, directory_urls=directory_urls)
        for node in plan_nodes((record.id, record.collection) for record in site.dossier.records.values())
        for path, make in planned(node, views)
    }


def finished(make: Callable[[], Page], renderer: Renderer, *, directory_urls: bool) -> Page:
    """A planned page, made and finished."""
    return finish(make(), renderer, directory_urls=directory_urls)


def plan_nodes(records: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is planned by itself, in the order of the pages: each kind, then what each record of a kind has besides."""
    yield from (f"kind {kind}" for kind in PAGE_KINDS)
    yield from (f"of {id}" for id, kind in records if kind in backlinks.KINDS)


def planned(node: str, views: Views) -> Iterable[Planned]:
    """The pages that are planned together."""
    site, (what, _, of) = views.site, node.partition(" ")
    pages: Callable[[], Iterable[Planned]] = partial(of_kind, of, views)
    if what == "of":
        pages = partial(backlinks.pages_of, views, site.dossier.records[of])
    return site.notes.planned(node, pages) if site.notes else pages()


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether a build must not go on."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
