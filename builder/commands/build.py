"""Check the dossier and build its site."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic
from builder.rebuild import build

if TYPE_CHECKING:
    from builder.values import Inputs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier build` takes."""
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--drafts", action="store_true", help="publish drafts, marked as such")


def run(options: argparse.Namespace) -> int:
    """Build the site of `options.root`; the site that was there stays until the new one is complete."""
    outcome = build(options.root, strict=options.strict, drafts=options.drafts, report=_report)
    if outcome.target is None:
        print("nothing built: the site stays as it was", file=sys.stderr)
        return 1
    made = (
        f"{outcome.made} page{'s' * (outcome.made != 1)} made, {outcome.kept} kept"
        if outcome.made
        else "nothing has changed"
    )
    print(f"built {outcome.target}: {made}")
    return 0


def _report(diagnostics: tuple[Diagnostic, ...], inputs: Inputs, records: int) -> None:
    from builder.commands.check import show

    show(diagnostics, inputs, records=records)
