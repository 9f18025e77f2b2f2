"""The stages, in their order. Read this first: everything else is one of these steps.

files ─ parse ─► Dossier ─ anchor ─► Anchored ─ link ─► Site ─ check ─► diagnostics
                                                         └── render ─► pages
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from builder.anchor import anchor
from builder.bodies import removed_markup
from builder.diagnostics import Diagnostic, Severity, in_order
from builder.finish import finish
from builder.link import link
from builder.memory import Memory
from builder.page import Page, Planned
from builder.pages import PAGE_KINDS, PageKind
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
    site = link(anchored, memory)
    return site, in_order([*unread, *unplaced, *check_site(site), *removed_markup(site)])


def published(site: Site) -> Site:
    """The site without its drafts."""
    dossier = without_drafts(site.dossier)
    return site if dossier is site.dossier else link(anchor(dossier)[0])


def render(site: Site, *, directory_urls: bool = True) -> Iterator[Page]:
    """Every page of the site, finished."""
    return (page() for page in plan(site, directory_urls=directory_urls).values())


def plan(site: Site, *, directory_urls: bool = True) -> dict[str, Callable[[], Page]]:
    """Every page of the site by its path, made and finished when it is asked for."""
    renderer = Renderer(site)

    def finished(make: Callable[[], Page]) -> Page:
        return finish(make(), renderer, directory_urls=directory_urls)

    planned = [page for pages in PAGE_KINDS for page in _planned(pages, site, renderer)]
    return {path: partial(finished, make) for path, make in planned}


def _planned(pages: PageKind, site: Site, renderer: Renderer) -> list[Planned]:
    """The pages of one kind. What planning looks at concerns every page of which it cannot be said what it was told."""
    if site.notes is None:
        return list(pages(site, renderer))
    with site.notes.taken() as facts:
        planned = list(pages(site, renderer))
    for path, make in planned:
        site.notes.plan(path, make, facts)
    return planned


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether a build must not go on."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
