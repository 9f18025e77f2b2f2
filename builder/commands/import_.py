"""Bring in annotations, actors, terms or sources from the formats of other programs.

They become a new file of annotations; what is not certain is a draft. Everything that a dossier has no place for is
said, with its line or number in the file, and so is every mistake that the dossier has with the new records.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from glob import escape
from pathlib import Path

from builder import pipeline
from builder.commands.check import show, sound
from builder.commands.printing import show_lines
from builder.diagnostics import Severity, counted
from builder.files import Unusable, read_text, write_together
from builder.filing import free_id
from builder.imports import BESIDE, IMPORTS, Outcome, imported
from builder.imports.importing import MAX_BYTES, Material, Unreadable
from builder.models import KINDS
from builder.seed import decoded
from builder.values import Inputs, Site
from builder.yaml_editor import add_records
from builder.yaml_reader import MAX_BYTES as MAX_ANNOTATIONS
from builder.yaml_writer import Uneditable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier import` takes."""
    parser.add_argument("format", metavar="FORMAT", choices=IMPORTS, help=f"one of {', '.join(IMPORTS)}")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to bring in")
    parser.add_argument("--article", metavar="ID", help="the article that its passages are in")


def run(options: argparse.Namespace) -> int:
    """Import a file into the dossier in `options.root`, and show the mistakes that it brings.

    A dossier with errors takes nothing in.
    """
    found = sound(options.root)
    if found is None:
        return 1
    inputs, site, _ = found
    if options.article and options.article not in site.dossier.seeds:
        raise Unusable(f"there is no article `{options.article}`: it is one of {', '.join(site.dossier.seeds)}")
    name = _free_name(inputs, options.file)
    try:
        outcome = imported(options.format, _material(options, site), options.article)
        text = add_records("", outcome.records)
    except (Unreadable, Uneditable) as error:
        raise Unusable(f"{options.file} cannot be imported: {error}") from error
    if len(text.encode()) > MAX_ANNOTATIONS:
        raise Unusable(f"that would be a file of annotations of more than {MAX_ANNOTATIONS} bytes: split it")
    show_lines(_as_lines(name, outcome))
    if not outcome.count:
        return 0
    write_together(options.root, {name: (None, text)})
    after = replace(inputs, annotations={**inputs.annotations, name: text.encode()})
    errors = tuple(error for error in pipeline.check(after)[1] if error.severity is Severity.ERROR)
    if errors:
        show(errors, after)
    return int(bool(errors))


def _material(options: argparse.Namespace, site: Site) -> Material:
    """The texts that belong together. Raises `Unusable`."""
    texts, pattern = [], BESIDE.get(options.format, "").format(escape(options.file.stem))
    beside = options.file.parent.glob(pattern) if pattern else ()
    paths = [options.file, *sorted(beside, key=lambda path: (len(path.name), path.name))]
    if sum(path.stat().st_size for path in paths if path.is_file()) > MAX_BYTES:
        more = f", with the {len(paths) - 1} beside it," * (len(paths) > 1)
        raise Unusable(f"{options.file}{more} has more than {MAX_BYTES // 1_000_000} MB: split it")
    for path in paths:
        text, faults = decoded(str(path), read_text(path))
        if faults:
            raise Unusable(f"{path}: {faults[0].message}: {faults[0].help}")
        texts.append(text)
    return Material(site, *texts)


def _free_name(inputs: Inputs, file: Path) -> str:
    taken = {Path(name).stem for name in inputs.annotations}
    return f"annotations/{free_id(f'imported {file.stem}', 'imported', taken)}.yml"


def _as_lines(name: str, outcome: Outcome) -> Iterator[str]:
    for remark in outcome.remarks:
        yield f"{remark.where}: {remark.what}"
    kinds = ", ".join(counted(len(records), KINDS[collection].noun) for collection, records in outcome.records.items())
    if kinds:
        drafts = "a draft" if outcome.drafts == 1 else "drafts"
        yield f"{name}: {kinds}" + (f"; {outcome.drafts} of them {drafts}" if outcome.drafts else "")
    else:
        why = "all is there already or left out, as said above" if outcome.remarks else "the file holds no record"
        yield f"nothing to write: {why}"
