"""Write the dossier in a standard format: a file, or a folder where the format has several."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder import pipeline
from builder.commands.check import show
from builder.exports import EXPORTS
from builder.files import Unusable, read_inputs, write_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier export` takes."""
    names = [export.name for export in EXPORTS]
    parser.add_argument("format", metavar="FORMAT", choices=names, help=f"one of {', '.join(names)}")
    parser.add_argument(
        "out", metavar="OUT", nargs="?", type=Path, help="a file, or a folder; without it, standard output"
    )


def run(options: argparse.Namespace) -> int:
    """Export what is published of the dossier in `options.root`; a dossier with errors has no exports."""
    inputs = read_inputs(options.root)
    site, diagnostics = pipeline.check(inputs)
    if pipeline.has_errors(diagnostics):
        show(diagnostics, inputs, records=len(site.dossier.records))
        return 1
    from builder.plugin import site_address  # MkDocs is slow to import, and a failing check does not need it

    export = next(export for export in EXPORTS if export.name == options.format)
    files = list(export.files(pipeline.published(site), site_address(options.root)))
    if options.out is None:
        if len(files) != 1:
            raise Unusable(f"`{export.name}` has {len(files)} files: name a folder for them")
        sys.stdout.buffer.write(files[0][1])
    elif len(files) == 1 and not options.out.is_dir():
        write_files(options.out.parent, {options.out.name: files[0][1]})
    else:
        write_files(options.out, dict(files))
    return 0
