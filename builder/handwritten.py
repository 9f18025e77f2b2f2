"""What is wrong with what editors write by hand beside the annotations: links in `docs/`, the settings of MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from builder.diagnostics import Diagnostic, Place
from builder.prose import Named, named, strays
from builder.rules import dangling_reference, no_plugin, stray_markup
from builder.seed import decoded, place_in
from builder.values import Inputs, Site
from builder.yaml_reader import Written, read_settings

_ALIAS = "*"


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


def check_settings(inputs: Inputs) -> Iterator[Diagnostic]:
    """Why MkDocs could not make the site, as far as its file tells by itself: nothing in it is looked up or run."""
    for file, raw in inputs.settings.items():
        text, written, faults = read_settings(file, raw)
        yield from faults
        keys = written.by_step if written else {}
        key, plugins = keys.get("plugins", (None, None))
        is_elsewhere = keys.keys() & {"INHERIT", "<<"}
        if not (faults or is_elsewhere or {"dossier", _ALIAS} & {*_names(plugins)}):
            place = place_in(file, text, key.start, key.end) if key else Place(file)
            is_list = plugins and plugins.entries
            help = "add `dossier` to its entries, written as they are" if is_list else "write `plugins: [dossier]`"
            yield no_plugin.RULE.at(place, f"{file} does not use the plugin `dossier`", help=help)


def _names(written: Written | None) -> Iterator[str]:
    """The entries of a list, of those that have keys the keys."""
    for key, entry in written.entries if written else ():
        yield from [key.value] if key else _names(entry)
    if written and not written.entries:
        yield written.value or written.style


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[tuple[Named, ...], tuple[tuple[int, int], ...]]:
    return tuple(named(text)), strays(text)
