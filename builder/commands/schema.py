"""Print the JSON Schema of annotation files, with the dossier's own ids, for editors' completion."""

from __future__ import annotations

import argparse
import sys

from builder.files import read_inputs
from builder.parse import parse
from builder.schema import as_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`dossier schema` takes nothing."""


def run(options: argparse.Namespace) -> int:
    """Print the schema for the dossier in `options.root`; records that cannot be read lend it no id."""
    dossier, _ = parse(read_inputs(options.root))
    sys.stdout.write(as_text(dossier))
    return 0
