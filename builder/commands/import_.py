"""Bring in annotations, actors, terms or sources from the formats of other programs.

They become a new file of annotations; what is not certain is a draft. Everything that a dossier has no place for is
said, with its line or number in the file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from builder import pipeline
from builder.commands.check import sound
from builder.commands.printing import show_lines
from builder.diagnostics import Diagnostic, Severity
from builder.files import Unusable, read_text, write_annotation
from builder.imports import BESIDE, IMPORTS, Outcome, imported
from builder.imports.importing import MAX_BYTES, Material, Remark, Unreadable
from builder.text import slug
from builder.values import Inputs, Site
from builder.yaml_editor import new_file
from builder.yaml_reader import MAX_BYTES as MAX_ANNOTATIONS
from builder.yaml_writer import Uneditable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier import` takes."""
    parser.add_argument("format", metavar="FORMAT", choices=IMPORTS, help=f"one of {', '.join(IMPORTS)}")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to bring in")
    parser.add_argument("--article", metavar="ID", help="the article that its passages are in")


def run(options: argparse.Namespace) -> int:
    """Import a file into the dossier in `options.root`; a dossier with errors takes nothing in."""
    found = sound(options.root)
    if found is None:
        return 1
    inputs, site, diagnostics = found
    if options.article and options.article not in site.dossier.seeds:
        raise Unusable(f"there is no article `{options.article}`: it is one of {', '.join(site.dossier.seeds)}")
    name = _free_name(inputs, options.file)
    try:
        outcome = imported(options.format, _material(options, site), options.article)
        text = _without_faults(inputs, name, outcome, diagnostics)
    except (Unreadable, Uneditable) as error:
        raise Unusable(f"{options.file} cannot be imported: {error}") from error
    if outcome.count:
        write_annotation(options.root, name, b"", text)
    show_lines(_as_lines(name, outcome))
    return 0


def _material(options: argparse.Namespace, site: Site) -> Material:
    """The texts that belong together. Raises `Unusable`."""
    paths, texts = [options.file], []
    if options.format in BESIDE and (beside := options.file.with_suffix(BESIDE[options.format])).is_file():
        paths.append(beside)
    for path in paths:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise Unusable(f"{path} has more than {MAX_BYTES // 1_000_000} MB: split it")
        raw = read_text(path)
        try:
            texts.append(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise Unusable(f"{path} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}") from error
    return Material(site, texts[0], "".join(texts[1:]))


def _free_name(inputs: Inputs, file: Path) -> str:
    base = f"annotations/imported-{slug(file.stem) or 'file'}"
    names = (f"{base}{f'-{number}' if number > 1 else ''}.yml" for number in range(1, len(inputs.annotations) + 2))
    return next(name for name in names if name not in inputs.annotations)


def _without_faults(inputs: Inputs, name: str, outcome: Outcome, before: tuple[Diagnostic, ...]) -> str:
    """The text of the new file. Records with which the dossier could no longer be built are taken out, and remarked."""
    while outcome.count:
        text = new_file(outcome.records)
        if len(text.encode()) > MAX_ANNOTATIONS:
            raise Unusable(f"that would be a file of annotations of more than {MAX_ANNOTATIONS} bytes: split it")
        site, found = pipeline.check(replace(inputs, annotations={**inputs.annotations, name: text.encode()}))
        errors = [error for error in found if error.severity is Severity.ERROR and error not in before]
        if not errors:
            return text
        faulty = {id: error for error in errors for id in _records_at(site, outcome, name, error)}
        if not faulty:
            raise AssertionError(f"an error that no imported record has made: {errors[0]}")
        for id, error in faulty.items():
            for records in outcome.records.values():
                if record := records.pop(id, None):
                    outcome.drafts -= record.get("status") == "draft"
                    outcome.remarks.append(Remark(f"`{id}`", f"left out: {error.message}"))
    return ""


def _records_at(site: Site, outcome: Outcome, name: str, error: Diagnostic) -> Iterator[str]:
    """The imported records in which an error lies."""
    lines = {
        place.line for place in (error.place, *(note.place for note in error.notes)) if place and place.file == name
    }
    ids = (id for records in outcome.records.values() for id in records if id in site.dossier.origins)
    starts = {site.dossier.place(id).line: id for id in ids if site.dossier.origins[id].document.file == name}
    for line in lines:
        if above := [start for start in starts if start <= line]:
            yield starts[max(above)]


def _as_lines(name: str, outcome: Outcome) -> Iterator[str]:
    for remark in outcome.remarks:
        yield f"{remark.where}: {remark.what}"
    kinds = ", ".join(f"{len(records)} {collection}" for collection, records in outcome.records.items() if records)
    if kinds:
        yield f"{name}: {kinds}" + (f"; {outcome.drafts} of them drafts" if outcome.drafts else "")
    else:
        yield "nothing to write"
