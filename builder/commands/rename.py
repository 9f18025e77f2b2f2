"""Give a record another id, everywhere, or turn it into something else: comments and layout stay."""

from __future__ import annotations

import argparse
import sys

from builder.commands.check import checked
from builder.diagnostics import did_you_mean
from builder.files import Unusable, read_inputs, write_together
from builder.parse import parse
from builder.rename import refusal, rename
from builder.turning import CHOICES, turn
from builder.values import Dossier
from builder.yaml_reader import read_document, within
from builder.yaml_writer import Uneditable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier rename` takes."""
    parser.add_argument("old", metavar="OLD", help="the id as it is")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("new", metavar="NEW", nargs="?", help="the id as it shall be")
    how.add_argument("--to", metavar="KIND", choices=CHOICES, help=f"what it is instead: {', '.join(CHOICES)}")


def run(options: argparse.Namespace) -> int:
    """Rename a record of the dossier in `options.root`, and print every line that changed; or turn it into another."""
    return _turn(options) if options.to else _rename(options)


def _rename(options: argparse.Namespace) -> int:
    inputs = read_inputs(options.root)
    dossier, _ = parse(inputs)
    if why := refusal(dossier, options.old, options.new):
        raise Unusable(f"{why}{_nearest(dossier, options.old)}")
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


def _turn(options: argparse.Namespace) -> int:
    inputs, site, _ = checked(options.root)
    record = site.dossier.records.get(options.old)
    if record is None or options.old in site.dossier.unreadable:
        raise Unusable(f"no record has the id `{options.old}`{_nearest(site.dossier, options.old)}")
    if record.collection not in CHOICES.values():
        raise Unusable(
            f"`{record.id}` is of the kind `{record.noun}`: only actors, places and terms can be turned into each other"
        )
    texts = {file: raw.decode() for file, raw in inputs.annotations.items()}
    try:
        changed = turn(site, texts, record.id, options.to)
    except Uneditable as error:
        raise Unusable(f"nothing was changed: {error}") from error
    write_together(options.root, {file: (inputs.annotations.get(file), text) for file, text in changed.items()})
    *_, file = changed
    sys.stdout.write(f"{file}: `{record.id}` stands there as `{options.to}`; `dossier check` tells what does not fit\n")
    origin = site.dossier.origins[record.id]
    before = within(origin.document.data, origin.path)
    after = within(read_document(file, changed[file].encode())[0].data, (CHOICES[options.to], record.id))
    added = [key for key in after if key not in before]
    for key in [key for key in before if key not in after]:
        name = next((new for new in added if after[new] == before[key]), "")
        added = [new for new in added if new != name]
        sys.stdout.write(f"  `{key}` is {f'now `{name}`' if name else 'left out'}\n")
    sys.stdout.writelines(f"  `{key}: {after[key]}` is new\n" for key in added)
    return 0


def _nearest(dossier: Dossier, id: str) -> str:
    near = did_you_mean(id, dossier.records) if id not in dossier.records else ""
    return f": {near}" if near else ""
