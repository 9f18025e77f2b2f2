"""Give a record another id, everywhere: comments and layout stay, all files change or none."""

from __future__ import annotations

import argparse
import sys

from builder.diagnostics import did_you_mean
from builder.files import Unusable, read_inputs, write_together
from builder.parse import parse
from builder.rename import refusal, rename
from builder.yaml_writer import Uneditable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier rename` takes."""
    parser.add_argument("old", metavar="OLD", help="the id as it is")
    parser.add_argument("new", metavar="NEW", help="the id as it shall be")


def run(options: argparse.Namespace) -> int:
    """Rename a record of the dossier in `options.root`, and print every line that changed."""
    inputs = read_inputs(options.root)
    dossier, _ = parse(inputs)
    if why := refusal(dossier, options.old, options.new):
        near = did_you_mean(options.old, dossier.records) if options.old not in dossier.records else ""
        raise Unusable(f"{why}{': ' if near else ''}{near}")
    texts = {file: raw.decode() for file, raw in inputs.annotations.items()}
    try:
        pages = {file: raw.decode() for file, raw in inputs.pages.items()}
        changed = rename(dossier, texts, pages, options.old, options.new)
    except UnicodeDecodeError as error:
        raise Unusable(f"a page in docs/ is not UTF-8: {error}") from error
    except Uneditable as error:
        raise Unusable(f"nothing was renamed: {error}") from error
    before = {**texts, **pages}
    write_together(options.root, {file: (before[file].encode(), text) for file, text in sorted(changed.items())})
    for file, text in sorted(changed.items()):
        lines = enumerate(zip(before[file].splitlines(), text.splitlines(), strict=True), 1)
        sys.stdout.writelines(f"{file}:{number}: {new.strip()}\n" for number, (old, new) in lines if old != new)
    return 0
