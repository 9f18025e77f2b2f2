"""Running the preview: a socket on this machine alone, the watch over the files, what the terminal is told."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import anyio
import uvicorn
from rich.console import Console
from starlette.applications import Starlette
from watchfiles import DefaultFilter, awatch

from builder import report
from builder.diagnostics import Diagnostic, Severity
from builder.files import Unusable
from builder.server.app import Desk, create_app
from builder.server.workbench import Workbench, sources

PORT = 8000
PORTS = 20  # tried from there on where none is asked for
# An editor's save is a burst of events: so long there must be none, and so long it may go on, in milliseconds.
STEP, DEBOUNCE = 10, 200


def serve(root: Path, port: int | None) -> None:
    """Show the dossier in `root` until interrupted. Raises `Unusable` where it cannot be read or the port is taken."""
    with _bound(port) as listening:
        number = listening.getsockname()[1]
        bench = Workbench(root)
        try:
            say = teller()
            say(bench)
            desk = Desk(bench, say)
            app = create_app(desk, number, secrets.token_urlsafe(32), watching(desk))
            Console(highlight=False).print(f"serving http://127.0.0.1:{number}/ until you press Ctrl-C", markup=False)
            config = uvicorn.Config(app, log_level="error", server_header=False, timeout_graceful_shutdown=1, ws="none")
            _Server(config, desk).run(sockets=[listening])
        finally:
            bench.close()


class _Server(uvicorn.Server):
    """A server that does not wait for pages that wait for news."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and come back to the caller; uvicorn's own would end the process before it has cleaned up."""
        self._desk.close()
        self.force_exit, self.should_exit = self.should_exit, True


def _bound(port: int | None) -> socket.socket:
    """A socket on the loopback address."""
    for number in [port] if port is not None else range(PORT, PORT + PORTS):
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", number))
            bound.listen()  # who comes early waits
        except OSError:
            bound.close()
        else:
            return bound
    where = f"port {port} is" if port is not None else f"the ports {PORT} to {PORT + PORTS - 1} are"
    raise Unusable(f"{where} in use or not allowed: choose another with --port")


def watching(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """While the application runs, what changes on the disk is read again."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_watch, desk)
            tasks.start_soon(_watch_settings, desk)
            yield
            tasks.cancel_scope.cancel()

    return lifespan


async def _watch(desk: Desk) -> None:
    root = desk.bench.root.resolve()
    places = [root / name for name in ("annotations", "seeds", "docs") if (root / name).exists()]
    async for changes in awatch(*places, watch_filter=DefaultFilter(), debounce=DEBOUNCE, step=STEP):
        names = {Path(path).relative_to(root).as_posix() for _, path in changes}
        pages = {name for name in names if name.startswith("docs/")}
        if pages:
            await desk.do(partial(desk.bench.refresh, theme=True), pages)
        if names - pages:
            await desk.do(desk.bench.refresh, names - pages)


async def _watch_settings(desk: Desk) -> None:
    """Watch the folder for `mkdocs.yml`: a file is lost from sight when an editor puts another in its place."""
    root = desk.bench.root.resolve()
    async for changes in awatch(root, watch_filter=None, recursive=False, debounce=DEBOUNCE, step=STEP):
        if any(Path(path).name == "mkdocs.yml" for _, path in changes):
            await desk.do(partial(desk.bench.refresh, theme=True), ["mkdocs.yml"])


def teller() -> Callable[[Workbench], None]:
    """Tells the terminal of each state: its errors, the warnings that are new, and how long it took."""
    known: set[Diagnostic] = set()

    def say(bench: Workbench) -> None:
        found = bench.checked[1]
        new = tuple(d for d in found if d.severity is Severity.ERROR or d not in known)
        known.clear()
        known.update(found)
        if new:
            texts = sources(bench.inputs, new)
            sys.stdout.write(report.FORMATS["text"](new, texts, len(bench.site.dossier.records)))
        shown = f"the pages show it now ({bench.seconds:.2f} s)"
        if bench.problems:
            state = "the pages stay as they were" if bench.is_shown else "there are no pages yet"
            shown = f"{state}: {bench.fault or 'the errors above come first'}"
        Console(highlight=False, soft_wrap=True).print(f"{bench.cause}: {shown}", markup=False)

    return say
