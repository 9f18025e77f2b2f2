"""The server's requests as a target: bytes to a request, the answer and the files to what they must hold to."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette

from builder.yaml_reader import read_document
from tests.served import NOTE, TOKEN, Served, passage

ORIGIN = "http://127.0.0.1:8000"
FROM_THE_PAGE = {"host": ORIGIN[7:], "origin": ORIGIN, "x-dossier-token": TOKEN, "content-type": "application/json"}
# What arrives is what a parser of HTTP lets through.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_TARGET = re.compile(r"[^\x21-\x7e]")
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def server(data: bytes) -> None:
    """Any request is answered. Files change only if it is from our own page, only annotations, and they can be read.

    The first byte says whether the request has what those of the page have, and whether it tells its length; then come
    `METHOD target`, lines of headers, an empty line, the body.
    """
    served, loop = _served()
    flags = data[0] if data else 0
    head, _, body = data[1:].partition(b"\n\n")
    line, *lines = head.decode("latin-1").split("\n")
    method, _, target = line.partition(" ")
    method = method if _TOKEN.fullmatch(method) else "GET"
    headers = [tuple(line.partition(":")[::2]) for line in lines]
    given = [(name.lower(), _NO_VALUE.sub("", value).strip()) for name, value in headers if _TOKEN.fullmatch(name)]
    given += FROM_THE_PAGE.items() if flags & 1 else [("host", ORIGIN[7:])]
    given = [(name, value) for name, value in given if name != "content-length"]
    given += [] if flags & 2 else [("content-length", str(len(body)))]

    before = _snapshot(served.folder)
    asked = _answer(served.app, method, _NO_TARGET.sub("", target), given, body)
    status = asyncio.run_coroutine_threadsafe(asked, loop).result()
    after = _snapshot(served.folder)
    assert 200 <= status < 500, status
    if after == before:
        return
    sent = dict(reversed(given))  # the first of each name counts
    assert method == "POST"
    assert sent["x-dossier-token"] == TOKEN
    assert sent.get("origin") in (None, f"http://{sent['host']}")
    assert sent["host"] in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000")
    assert sent.get("sec-fetch-site") not in ("cross-site", "same-site")
    for name in {*before, *after}:
        if before.get(name) != after.get(name):
            assert re.fullmatch(r"annotations(/.+\.ya?ml)?", name), name
    for name, content in after.items():
        if content is not None and name.startswith("annotations/"):
            assert read_document(name, content)[1] == [], content
    assert served.bench.problems == ""
    served.bench.undo()
    assert _snapshot(served.folder) == before


def beginnings() -> list[bytes]:
    """A request to each address, as the page asks it."""
    early = {"id": "early", "old": '{at: left before, body: "Or early?"}', "write": True}
    posts = {
        "here": passage("left", offset=10),
        "record": {"id": "late"},
        "annotate": NOTE,
        "accept": {"collection": "places", "id": "baghdad", "record": "name: Baghdad # here", "write": True},
        "dismiss": {"words": ["Baghdad", "Friday"], "write": True},
        "rewrite": {**early, "new": "# new\nat: {exact: left, occurrence: 2}\nbody: |\n  x\n"},
        "amend": {**early, "fields": {"at": "left", "body": "x", "sources": "report, {id: report, locator: p. 3}"}},
        "remove": early,
        "reanchor": {"article": "siege", "old": "", "to": "", "mark": "", "choices": {"0": "drop"}},
        "undo": {},
    }
    forms = {
        "date": {"date": "2019-12-27", "body": "x"},
        "actor": {"name": "N", "role": "r", "kind": "person"},
        "term": {"term": "t", "definition": "d"},
        "quote": {"speaker": "crowd"},
        "position": {"claim": "Who?", "by": "crowd", "says": "x"},
        "mention": {"is": "crowd"},
    }
    asked: list[tuple[str, object]] = [*posts.items()]
    asked += [("annotate", {**NOTE, "form": form, "fields": fields}) for form, fields in forms.items()]
    begun = [f"\1POST /_dossier/{name}\n\n{json.dumps(body)}".encode() for name, body in asked]
    paths = ["/articles/siege/", "/%2e%2e/mkdocs.yml", "/_dossier/editor.js", "/data/dossier.json", "/search/x"]
    own = ["forms", "coverage", "find?q=crowd&kind=actors", "suggestions?article=siege", "reanchor?article=siege"]
    own += ["events?page=articles/siege/&version=x"]
    begun += [f"\0GET {path}\nsec-fetch-site: same-origin\n\n".encode() for path in paths]
    begun += [f"\0GET /_dossier/{path}\n\n".encode() for path in own]
    without = "\0POST /_dossier/annotate\ncontent-type: application/json\norigin: http://evil.example\n\n"
    return [*begun, without.encode() + json.dumps(NOTE).encode()]


@cache
def _served() -> tuple[Served, asyncio.AbstractEventLoop]:
    """A server, and a loop in a thread of its own: in the tests' thread the browser's may run."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    above = Path(tempfile.mkdtemp())
    served = Served(above / "dossier")
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    atexit.register(served.bench.close)
    return served, loop


def _snapshot(folder: Path) -> dict[str, bytes | None]:
    """Everything in the dossier's folder and beside it."""
    found = folder.parent.rglob("*")
    return {os.path.relpath(path, folder): path.read_bytes() if path.is_file() else None for path in found}


async def _answer(app: Starlette, method: str, target: str, headers: list[tuple[str, str]], body: bytes) -> int:
    """The status of the answer. Whoever asks leaves when it has begun, for it may have no end."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 1),
        "state": {},
    }
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])
    status, has_begun = 0, asyncio.Event()

    async def receive() -> dict[str, Any]:
        for message in messages:
            return message
        await has_begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        if message["type"] == "http.response.body":
            has_begun.set()

    await app(scope, receive, send)
    return status
