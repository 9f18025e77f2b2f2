"""Propose what to annotate next: names, acronyms, quotations and dates that nothing covers yet."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from builder.commands.check import checked, sound
from builder.commands.printing import show_json, show_lines
from builder.files import Unusable, write_together
from builder.selectors import excerpt
from builder.suggestions import Suggestion, drafts, suggest
from builder.values import Site
from builder.yaml_writer import Uneditable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier suggest` takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show them (default: text)")
    parser.add_argument("--write", action="store_true", help="add them all to the annotations, as drafts")


def run(options: argparse.Namespace) -> int:
    """Show the proposals for the dossier in `options.root`; with `--write`, add them to its files."""
    found = sound(options.root) if options.write else checked(options.root)
    if found is None:
        return 1
    inputs, site, _ = found
    suggestions = suggest(site)
    changed: dict[str, str] = {}
    if options.write:
        texts = {file: raw.decode() for file, raw in inputs.annotations.items()}
        try:
            changed = drafts(site, texts, suggestions)
        except Uneditable as error:
            raise Unusable(f"the proposals cannot be written: {error}") from error
        write_together(options.root, {f: (inputs.annotations.get(f), text) for f, text in changed.items()})
    if options.format == "json":
        show_json({"suggestions": [_row(site, one) for one in suggestions], "written": sorted(changed)})
    else:
        show_lines(_lines(site, suggestions, sorted(changed)))
    return 0


def _row(site: Site, suggestion: Suggestion) -> dict[str, Any]:
    return {
        "sort": suggestion.sort,
        "words": suggestion.words,
        "score": suggestion.score,
        "why": suggestion.why,
        "record": suggestion.ref,
        "add": {"collection": suggestion.collection, "id": suggestion.id, "record": suggestion.record},
        "yaml": suggestion.yaml,
        "occurrences": list(_occurrences(site, suggestion)),
    }


def _occurrences(site: Site, suggestion: Suggestion) -> Iterator[dict[str, Any]]:
    for found in suggestion.occurrences:
        seed, span = site.dossier.seeds[found.article], (found.start, found.end)
        yield asdict(found) | asdict(seed.place(*span)) | {"context": excerpt(seed, *span)}


def _lines(site: Site, suggestions: list[Suggestion], written: list[str]) -> Iterator[str]:
    """The proposals for a terminal: where, why, the context of each place, and the YAML unless it has been written."""
    for suggestion in suggestions:
        rows = list(_occurrences(site, suggestion))
        first = rows[0]
        yield f"{first['file']}:{first['line']}:{first['column']}: {suggestion.sort}: {suggestion.words}"
        yield f"  {suggestion.why} ({suggestion.score} of 100)"
        yield from (f"  {row['line']}:{row['column']}: {row['context']}" for row in rows)
        if suggestion.instead:
            place = site.dossier.place(suggestion.id)
            yield f"  a name more for the record at {place.file}:{place.line}"
        if not written:
            yield from ("", *suggestion.yaml.split("\n"))
    asking = sum(suggestion.asks for suggestion in suggestions)
    count = len(suggestions) - asking * bool(written)
    found = f"{count} proposal{'s' * (count != 1)}"
    if written:
        yield f"{found} written as drafts to {', '.join(written)}: complete each and remove its `status`"
    elif suggestions:
        yield f"{found}: paste what you want, or `--write` adds all as drafts"
        yield "not to be proposed again: list the words below `dossier`, `settings`, `dismissed`"
    else:
        yield "nothing to propose"
    if asking:
        yield f"not for `--write`: {asking} that ask{'s' * (asking == 1)} who is meant"
