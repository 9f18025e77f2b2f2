"""The addresses of the preview: its pages, with the editor put in, and below `/_dossier/` what the editor asks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from html import escape
from typing import Any, TypeVar
from urllib.parse import quote

from anyio import CapacityLimiter, move_on_after, to_thread
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from builder.addresses import address
from builder.diagnostics import Diagnostic
from builder.files import Unusable
from builder.rules import missing_key
from builder.server import edits, forms, overview, proposals, reanchor, requests
from builder.server.guard import Guard
from builder.server.workbench import Workbench
from builder.yaml_writer import Uneditable

T = TypeVar("T")
R = TypeVar("R", bound=requests.Asked)

OWN = "/_dossier"
CHANGES: tuple[type[edits.Change], ...] = (
    *(edits.Annotate, edits.Unlink, edits.Rewrite, edits.Amend, edits.Remove),
    *(proposals.Accept, proposals.Dismiss),
)
KEEP_ALIVE = 15  # seconds without news after which a closed page is noticed
_EMPTY = "<!doctype html><html lang=en><head><title>Dossier</title></head><body></body></html>"


class Desk:
    """The workbench, the one thread in which it works, and the pages that wait for news of it."""

    def __init__(self, bench: Workbench, say: Callable[[Workbench], None]) -> None:
        """`say` tells the terminal of each new state of the bench."""
        self.bench = bench
        self._say = say
        self._said = bench.turn
        self._thread = CapacityLimiter(1)
        self._news = asyncio.Event()  # set, and another put in its place, at each news
        self._is_open = True

    async def do(self, work: Callable[..., T], *arguments: Any) -> T:
        """Work at the bench when it is free, and tell everybody if that has changed anything."""
        try:
            return await to_thread.run_sync(work, *arguments, limiter=self._thread)
        finally:
            if self.bench.turn != self._said:
                self._said = self.bench.turn
                self._say(self.bench)
                self._wake()

    def close(self) -> None:
        """Send the waiting pages away."""
        self._is_open = False
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> AsyncIterator[bool]:
        """True at once and at each news, False when there was none for a while."""
        is_news = True
        while self._is_open:
            waiting = self._news  # from before the answer on, so that nothing falls between two
            yield is_news
            with move_on_after(KEEP_ALIVE) as elapsed:
                await waiting.wait()
            is_news = not elapsed.cancelled_caught


def create_app(
    desk: Desk,
    port: int,
    token: str,
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """The whole application, guarded."""
    answers = _Answers(desk, token)
    routes = [
        Route(f"{OWN}/events", answers.events),
        Route(f"{OWN}/coverage", answers.coverage),
        Route(f"{OWN}/reanchor", answers.reanchor, methods=["GET"]),
        *(Route(f"{OWN}/{name}", partial(answers.read, work)) for name, work in _READ.items()),
        *(Route(f"{OWN}/{name}", partial(answers.answer, *asked), methods=["POST"]) for name, asked in _ASKED.items()),
        Mount(OWN, StaticFiles(packages=[("builder", "assets_editor")])),
        Route("/{path:path}", answers.page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, port=port, token=token)], lifespan=lifespan)


class _Answers:
    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token

    # Pages

    async def page(self, request: HttpRequest) -> Response:
        """A page of the preview, or a file of the theme."""
        path, bench = request.path_params["path"], self._desk.bench
        state = bench.state
        if shown := await self._desk.do(bench.page, path):
            return HTMLResponse(self._with_editor(*shown))
        if file := await self._desk.do(bench.file, path):
            return FileResponse(file)
        if not bench.is_shown:
            return HTMLResponse(self._with_editor(_EMPTY, state), 503)
        if await self._desk.do(bench.page, f"{path}/"):
            return RedirectResponse(f"/{path}/")
        missing = await self._desk.do(bench.file, "404.html")
        return HTMLResponse(self._with_editor(missing.read_text() if missing else _EMPTY, state), 404)

    async def coverage(self, _request: HttpRequest) -> Response:
        """What the articles have still to be annotated with."""
        return await self._own_page(overview.page)

    async def reanchor(self, request: HttpRequest) -> Response:
        """The texts of an article side by side, with what has to be decided."""
        names = {name: request.query_params.get(name, "")[:200] for name in ("article", "old", "to")}
        return await self._own_page(partial(reanchor.page, asked=requests.Versions(**names)))

    async def _own_page(self, make: Callable[[Workbench], str | None]) -> Response:
        """A page of the editor's, which may have changed with anything."""
        html, state = await self._desk.do(lambda bench: (make(bench), bench.state), self._desk.bench)
        return HTMLResponse(self._with_editor(html or _EMPTY, state))

    def _with_editor(self, html: str, version: str) -> str:
        root = escape(quote(str(self._desk.bench.root.resolve())))
        data = f'data-token="{escape(self._token)}" data-version="{version}" data-root="{root}"'
        style = f'<link rel="stylesheet" href="{OWN}/editor.css">'
        added = f'{style}<script type="module" src="{OWN}/editor.js" {data}></script></head>'
        return html.replace("</head>", added, 1)

    async def events(self, request: HttpRequest) -> Response:
        """Server-sent events: that the page has changed, or what keeps it from showing what is on the disk."""
        path, seen = request.query_params.get("page", ""), request.query_params.get("version", "")

        async def stream() -> AsyncIterator[str]:
            async for is_news in self._desk.news():
                news = await self._desk.do(self._news, path, seen) if is_news else None
                yield f"data: {json.dumps(news)}\n\n" if news else ": \n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    def _news(self, path: str, seen: str) -> dict[str, Any]:
        bench = self._desk.bench
        counts = {"mistakes": len(bench.errors), "warnings": len(bench.warnings)}
        told = {"token": self._token, "problems": bench.problems, "undo": bench.undoable, **counts}
        if bench.problems:
            return told
        found = bench.page(path)
        # What is no page of the dossier, such as the coverage, may have changed with anything.
        return {**told, "changed": (found[1] if found else bench.state) != seen}

    # What the editor asks

    async def read(self, work: Callable[[Workbench, QueryParams], Any], request: HttpRequest) -> Response:
        """What `work` finds."""
        return JSONResponse(await self._desk.do(work, self._desk.bench, request.query_params))

    async def answer(self, model: type[R], work: Callable[[Workbench, R], Any], request: HttpRequest) -> Response:
        """What `work` makes of the request's body; what it refuses is told in words."""
        try:
            asked = model.model_validate_json(await request.body())
            return JSONResponse(await self._desk.do(work, self._desk.bench, asked))
        except ValidationError as error:
            return JSONResponse({"problem": f"this is no request: {error.errors()[0]['msg']}"}, 400)
        except requests.Met as error:
            return JSONResponse({"problem": str(error)}, 409)
        except (requests.Refused, Unusable, Uneditable) as error:
            return JSONResponse({"problem": str(error)}, 422)


# What is asked without a body, by its address: the forms of annotations, what a page is made of, records by their
# names, and what is proposed for an article.
_READ: dict[str, Callable[[Workbench, QueryParams], Any]] = {
    "forms": lambda *_: list(forms.described()),
    "about": lambda bench, asked: {
        **edits.about(bench.site, asked.get("page", "")),
        "file": bench.written(asked.get("page", "")),
    },
    "find": lambda bench, asked: list(forms.find(bench.site, asked.get("q", "")[:200], asked.get("kinds", ""))),
    "suggestions": lambda bench, asked: list(proposals.proposals(bench.site, asked.get("article", ""))),
}


def _change(bench: Workbench, asked: edits.Change) -> dict[str, Any]:
    """Try a change, and write it if that is wanted; what stands in the way of a mere trial is no refusal."""
    try:
        edit, trial = bench.attempt(asked.edit)
        if asked.write:
            bench.save(f"{edit.id} in {edit.file}", trial)
    except (requests.Refused, Uneditable) as error:
        if asked.write:
            raise
        is_open = isinstance(error, requests.Unfilled)
        return {"problem": "" if is_open else str(error), "hint": str(error) if is_open else ""}
    site = trial.checked[0]
    record = site.dossier.records.get(edit.id)
    return {
        "id": edit.id,
        "file": edit.file,
        "line": edit.line,
        "yaml": edit.added,
        "warnings": trial.warnings,
        "href": address(site, record) if record else "",
        "draft": bool(record and record.status == "draft"),
        "problem": bench.shown(_but_unfilled(trial.errors, asked), trial.inputs, trial.changes),
    }


def _but_unfilled(errors: tuple[Diagnostic, ...], asked: edits.Change) -> list[Diagnostic]:
    """Errors without those that say of a field that is still empty that its key is missing."""
    fields = getattr(asked, "fields", {})
    awaited = {f"`{key}` is missing" for key, text in fields.items() if not text.strip()}
    return [error for error in errors if error.rule != missing_key.RULE.id or error.message not in awaited]


# What is asked with a body, by its address: what the body is, and what is done with it.
_ASKED: dict[str, tuple[type[Any], Callable[[Workbench, Any], Any]]] = {
    "here": (requests.Passage, lambda bench, asked: edits.here(bench.site, asked)),
    "record": (requests.Open, lambda bench, asked: edits.opened(bench.site, bench.inputs, asked.id)),
    **{change.__name__.lower(): (change, _change) for change in CHANGES},
    "reanchor": (requests.Reanchor, reanchor.carry_over),
    "undo": (requests.Asked, lambda bench, _: {"undone": bench.undo()}),
}
