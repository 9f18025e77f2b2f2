"""The command `dossier`: one module in `commands/` for each subcommand, all of them listed here."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

from builder import __version__
from builder.diagnostics import Unusable

# We have no plugins of pydantic's; to look for some it would read about everything that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
COMMANDS = "check build serve new suggest rename compare reanchor export import explain schema".split()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its status: 0 well, 1 the dossier has errors, 2 it was called wrongly."""
    # What is read stays to the end: to look for garbage in it time and again takes as long as reading it.
    gc.set_threshold(100_000, 50, 100)
    status = run(arguments)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 1
    # To take down, object by object, what a build has made takes a tenth of its time; the system does it at once.
    atexit._run_exitfuncs()  # noqa: SLF001
    os._exit(status)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # A command imports what it needs and no more, so that it starts quickly.
    named = [name for name in COMMANDS if name in arguments] or COMMANDS
    options = _parser(named).parse_args(arguments, argparse.Namespace(root=Path()))
    try:
        status: int = options.run(options)
    except Unusable as error:
        from rich.console import Console

        Console(stderr=True, highlight=False, soft_wrap=True).print(f"error: {error}", markup=False)
        return 2
    except BrokenPipeError:
        return 1
    return status


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument(
        "-C",
        dest="root",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="work in this folder instead of the current one",
    )
    parser = argparse.ArgumentParser(
        "dossier", description="Annotated articles as a cross-linked site.", parents=[folder]
    )
    parser.add_argument("--version", action="version", version=f"dossier {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        command = import_module(f"builder.commands.{name}{'_' * iskeyword(name)}")
        summary = (command.__doc__ or "").splitlines()[0]
        sub = commands.add_parser(name, help=summary, description=summary, parents=[folder])
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser
