"""Make a new dossier from an article's text: valid, ready to build, with the first proposals in place as drafts."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from builder.files import Unusable, create, read_text, skeleton
from builder.report import plain_line
from builder.starter import new_dossier


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier new` takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the dossier's folder; it is made if need be")
    parser.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        type=Path,
        default=Path("-"),
        help="the article's text; `-`, or nothing at all, means standard input",
    )


def run(options: argparse.Namespace) -> int:
    """Write the files of a new dossier into a folder that has none of them."""
    folder, file = options.root / options.folder, options.file
    from_input = file == Path("-")
    if from_input and sys.stdin.isatty():
        sys.stderr.write("paste the article's text, then press Ctrl-D on a line of its own\n")
    raw = sys.stdin.buffer.read() if from_input else read_text(options.root / file)
    name = folder.resolve().name if from_input else file.stem
    contents, found = new_dossier(raw, name, date.today(), skeleton())  # noqa: DTZ011
    if found:
        raise Unusable(f"the text cannot become an article: {plain_line(found[0])}\nhelp: {found[0].help}")
    create(folder, contents)
    sys.stdout.writelines(f"{folder / name}\n" for name in sorted(contents))
    sys.stdout.write(f"next, in {folder}: `dossier check` says what is still to do, `dossier serve` shows the site\n")
    return 0
