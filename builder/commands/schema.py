"""Print the JSON Schema of annotation files, for editors' completion."""

from __future__ import annotations

import argparse
import json
import sys

from builder.schema import json_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`dossier schema` takes nothing."""


def run(_options: argparse.Namespace) -> int:
    """Print the schema."""
    json.dump(json_schema(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0
