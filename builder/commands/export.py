"""Write the dossier in a standard format: a file, or a folder where the format has several.

`markdown` is the source of the whole site, for engines that know nothing of this builder; `epub` and `html` are the
whole dossier in one file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder import epub, one_page, pipeline
from builder.book import book, written_pages
from builder.commands.check import Checked, sound
from builder.diagnostics import counted
from builder.exports import EXPORTS
from builder.exports.publication import Publication
from builder.files import Unusable, write_files

BOOKS = {"epub": epub, "html": one_page}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier export` takes."""
    names = [*(export.name for export in EXPORTS), "markdown", *BOOKS]
    parser.add_argument("format", metavar="FORMAT", choices=names, help=f"one of {', '.join(names)}")
    parser.add_argument(
        "out", metavar="OUT", nargs="?", type=Path, help="a file, or a folder; without it, standard output"
    )


def run(options: argparse.Namespace) -> int:
    """Export what is published of the dossier in `options.root`; a dossier with errors has no exports."""
    found = sound(options.root)
    if found is None:
        return 1
    _write(options.format, options.out, _files(options, found))
    return 0


def _files(options: argparse.Namespace, found: Checked) -> dict[str, bytes]:
    from builder import plugin  # MkDocs is slow to import, and a failing check does not need it

    if options.format == "markdown":
        return plugin.plain_site(options.root, (found.site, found.diagnostics))
    site, address = pipeline.published(found.site), plugin.site_address(options.root)
    if options.format in BOOKS:
        module = BOOKS[options.format]
        pages = [*pipeline.render(site), *written_pages(site, found.inputs.pages)]
        made = module.made(book(Publication.of(site, address, ""), pages, module.href))
        return {f"dossier.{options.format}": made}
    export = next(export for export in EXPORTS if export.name == options.format)
    return dict(export.files(site, address))


def _write(name: str, out: Path | None, files: dict[str, bytes]) -> None:
    only = next(iter(files.values())) if len(files) == 1 else None
    if out is None:
        if only is None:
            raise Unusable(f"`{name}` has {len(files)} files: name a folder for them")
        sys.stdout.buffer.write(only)
    elif only is not None and not out.is_dir():
        write_files(out.parent, {out.name: only})
        print(f"wrote {out}")
    else:
        write_files(out, files)
        print(f"wrote {counted(len(files), 'file')} into {out}")
