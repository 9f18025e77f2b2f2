"""What is wrong with the pages that editors write by hand in `docs/`: their links and citations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from builder.diagnostics import Diagnostic
from builder.prose import Named, named, strays
from builder.rules import dangling_reference, stray_markup
from builder.seed import decoded, place_in
from builder.values import Inputs, Site


def check_pages(inputs: Inputs, site: Site) -> Iterator[Diagnostic]:
    """Every link and citation of a page that leads nowhere, or is not complete and would be shown as it stands."""
    for file, raw in inputs.pages.items():
        text, unread = decoded(file, raw)
        yield from unread
        names, broken = _read(text)
        for name in names:
            if name.id not in site.dossier.records and name.id not in site.dossier.unreadable:
                place = place_in(file, text, name.start, name.start + len(name.words))
                kinds = ("sources",) if name.how == "cite" else ()
                yield dangling_reference.diagnostic(site.dossier, name.id, name.how, kinds, place)
        for start, end in broken:
            yield stray_markup.broken(place_in(file, text, start, end), text[start:end])


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[tuple[Named, ...], tuple[tuple[int, int], ...]]:
    return tuple(named(text)), strays(text)
