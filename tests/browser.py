"""A browser for the tests: a built site on a loopback port, opened in the Chromium that is installed.

    def test_something(browser):
        with open_site(browser, folder) as site:
            site.page.goto(site.url)
            ...
        site.assert_quiet()

Requests to other hosts are refused, and kept in `site.foreign`; what the browser's console calls an error
is kept in `site.errors`. What offends the pages' policy fails every test, unless it takes it from
`site.violations`. The fixture `browser` fails where there is no Chromium: a browser test is never
skipped.

`python -m tests.browser` prints the browser's path, or says what to install.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

CANDIDATES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No sandbox: it does not work for root, and the only pages opened are our own. The rest keeps the browser
# from looking up hosts on its own account.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = (
    "no Chromium found: the browser tests need one\n"
    "help: on Debian `apt-get install chromium`; elsewhere Chromium or Chrome, "
    "on the PATH or named by CHROMIUM=..."
)
# Long enough for a slow machine; a test that waits this long has failed.
TIMEOUT = 15_000
# What a page asks for as it loads, or logs, is told a moment after it has loaded. In milliseconds, like the above.
AFTERMATH = 200


def find_chromium() -> str | None:
    """The path of the browser to use: the one CHROMIUM names, or else the first one found."""
    candidates = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else CANDIDATES
    return next(filter(None, map(shutil.which, candidates)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; `open_site` gives each test a profile of its own."""
    executable = find_chromium()
    if executable is None:
        pytest.fail(ADVICE, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@dataclass
class OpenSite:
    """A site in a browser, and what went wrong there."""

    url: str
    context: BrowserContext
    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """No other host was asked for anything, and the console shows no error."""
        assert self.foreign == [], "requests to other hosts"
        assert self.errors == [], "errors on the console"


@contextmanager
def open_site(browser: Browser, folder: Path, under: str = "/", **options: Any) -> Iterator[OpenSite]:
    """Serves `folder` below the path `under` and opens a new profile on it.

    `options` are Playwright's for a context: `java_script_enabled=False`, `color_scheme="dark"`,
    `viewport={"width": 360, "height": 640}`, `reduced_motion="reduce"`.
    """
    with serve(folder, under) as url, watched(browser, url, **options) as site:
        yield site


@contextmanager
def open_files(browser: Browser, folder: Path, **options: Any) -> Iterator[OpenSite]:
    """Opens `folder` as a reader does from a USB stick, by `file:` addresses and with no server."""
    with watched(browser, folder.resolve().as_uri() + "/", **options) as site:
        yield site


@contextmanager
def watched(browser: Browser, url: str, **options: Any) -> Iterator[OpenSite]:
    """A new profile that reaches `url` and nothing else."""
    context = browser.new_context(**options)
    context.set_default_timeout(TIMEOUT)
    site = OpenSite(url, context, context.new_page())
    home = urlsplit(url)

    def is_foreign(address: str) -> bool:
        asked = urlsplit(address)
        inside = asked.scheme in ("data", "blob", "about") or (asked.scheme, asked.netloc) == home[:2]
        return not inside

    def refuse(route: Route) -> None:
        site.foreign.append(route.request.url)
        route.abort()

    def note(message: ConsoleMessage) -> None:
        told = f"{message.location.get('url', '')}: {message.text}"
        if message.type == "error":
            site.errors.append(told)
        if "Content Security Policy" in message.text:
            site.violations.append(told)

    context.route(is_foreign, refuse)
    context.on("console", note)
    context.on("weberror", lambda mistake: site.errors.append(str(mistake.error)))
    context.route_web_socket(is_foreign, lambda socket: site.foreign.append(socket.url))
    try:
        yield site
        site.page.wait_for_timeout(AFTERMATH)
        assert site.violations == [], "what the policy of the pages forbids"
    finally:
        context.close()


@contextmanager
def serve(folder: Path, under: str = "/") -> Iterator[str]:
    """Serves `folder` on a free port of the loopback address; gives the address of its top."""
    handler = partial(_Handler, directory=str(folder), under=under)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        # It looks this often, in seconds, whether it is to stop.
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{under}"
        finally:
            server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """The standard library's file server, silent, and below a path of choice as on a project's Pages."""

    def __init__(self, *arguments: Any, under: str, **options: Any) -> None:
        self.under = under
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.under):
            return super().translate_path("/outside the site/")
        return super().translate_path("/" + path.removeprefix(self.under))

    def log_message(self, *arguments: Any) -> None:
        pass


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit(f"error: {ADVICE}")
    print(found)
