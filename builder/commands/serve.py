"""Show the dossier in a browser, follow every edit, and annotate in the page."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier serve` takes."""
    parser.add_argument("--port", type=int, help="the port on this machine (default: 8000 or the next that is free)")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from builder.server.run import serve  # MkDocs and the server are slow to import, and no other command needs them

    serve(options.root, options.port)
    return 0
