"""What keeps others out: only a browser on our own pages may ask, and only with the run's token may it change anything.

A hostile page can make a browser send requests here, but it can neither give them our origin nor read our pages, which
hold the token; a name of its own that leads here (DNS rebinding) gives itself away by the `Host`.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 400_000  # bytes of a request; the longest record that the page may send fits in
TOKEN = "x-dossier-token"  # noqa: S105  the name of a header
_KEEP_OUT = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Refuses what is not from our own pages before anything else looks at it."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        if refusal := self._refusal(scope["method"], Headers(scope=scope)):
            await PlainTextResponse(refusal[1], refusal[0], _KEEP_OUT)(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_KEEP_OUT)
            await send(message)

        await self._app(scope, receive, sealed)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host") not in self._hosts:
            return 403, "this server answers only by the name of this machine"
        origin = headers.get("origin")
        is_ours = origin is None or (origin.startswith("http://") and urlsplit(origin).netloc == headers["host"])
        is_link = headers.get("sec-fetch-mode") == "navigate" and method == "GET"
        if not is_ours or (headers.get("sec-fetch-site") in ("cross-site", "same-site") and not is_link):
            return 403, "this server answers only its own pages"
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return 405, "there is nothing to do that with"
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self._token.encode()):
            return 403, "the page is from an earlier run: reload it"
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return 415, "requests are JSON"
        length = headers.get("content-length", "")
        if not length.isdecimal():  # in pieces, whose end nobody knows
            return 411, "requests tell their length"
        return (413, "the request is too large") if int(length) > LARGEST else None
