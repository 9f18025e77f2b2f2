"""Show every diagnostic of the dossier."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from builder import pipeline, report
from builder.commands.printing import show_lines
from builder.coverage import as_lines, coverage
from builder.diagnostics import Diagnostic
from builder.files import read_inputs
from builder.values import Inputs, Site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier check` takes."""
    parser.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text", help="how to show them (default: text)"
    )
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")


def run(options: argparse.Namespace) -> int:
    """Check the dossier in `options.root`; 0 if it has no error. Raises `Unusable`."""
    inputs, site, diagnostics = checked(options.root)
    show(diagnostics, inputs, options.format, records=len(site.dossier.records))
    has_errors = pipeline.has_errors(diagnostics)
    if options.format == "text" and not has_errors:  # what is still to do would push the mistakes out of sight
        show_lines(line for report in coverage(site) for line in as_lines(report))
    return 1 if has_errors or (options.strict and diagnostics) else 0


class Checked(NamedTuple):
    """A dossier as it lies on the disk."""

    inputs: Inputs
    site: Site
    diagnostics: tuple[Diagnostic, ...]


def checked(root: Path) -> Checked:
    """The dossier in a folder, whatever is wrong with it."""
    inputs = read_inputs(root)
    return Checked(inputs, *pipeline.check(inputs))


def sound(root: Path) -> Checked | None:
    """The dossier in a folder; if it has errors they are shown, and there is nothing to go on with."""
    found = checked(root)
    if not pipeline.has_errors(found.diagnostics):
        return found
    show(found.diagnostics, found.inputs, records=len(found.site.dossier.records))
    return None


def show(diagnostics: tuple[Diagnostic, ...], inputs: Inputs, form: str = "text", records: int = 0) -> None:
    """Print diagnostics in one of the formats, on standard output."""
    sources = {file: raw.decode("utf-8-sig", "replace") for file, raw in inputs.files.items()}
    sys.stdout.write(report.FORMATS[form](diagnostics, sources, records))
