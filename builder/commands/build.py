"""Check the dossier and build its site."""

from __future__ import annotations

import argparse

from rich.console import Console

from builder import pipeline
from builder.commands.check import show
from builder.files import read_inputs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier build` takes."""
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--drafts", action="store_true", help="publish drafts, marked as such")


def run(options: argparse.Namespace) -> int:
    """Build the site of `options.root`; the site that was there stays until the new one is complete."""
    inputs = read_inputs(options.root)
    checked = pipeline.check(inputs)
    if checked[1]:
        show(checked[1], inputs, records=len(checked[0].dossier.records))
    if pipeline.has_errors(checked[1]) or (options.strict and checked[1]):
        return 1
    from builder.plugin import build_site  # MkDocs is slow to import, and a failing check does not need it

    folder = build_site(options.root, checked, strict=options.strict, drafts=options.drafts)
    Console(highlight=False, soft_wrap=True).print(f"built {folder}", markup=False)
    return 0
