"""The browser helper itself: a check that sees nothing would pass on everything."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser

from tests.browser import TIMEOUT, OpenSite, open_files, open_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages that link to each other."""
    icon = '<link rel="icon" href="data:,">'
    (tmp_path / "actor").mkdir()
    (tmp_path / "index.html").write_text(f'{icon}<a id="there" href="actor/index.html">There</a>')
    (tmp_path / "actor/index.html").write_text(f'{icon}<a id="back" href="../index.html">Back</a>')
    return tmp_path


def wait_for(site: OpenSite, news: list[str]) -> None:
    """Gives a slow machine the time to tell."""
    deadline = monotonic() + TIMEOUT / 1000
    while not news and monotonic() < deadline:
        site.page.wait_for_timeout(20)


@pytest.mark.parametrize("under", ["/", "/some/project/"])
def test_a_link_is_followed_and_back(browser: Browser, folder: Path, under: str) -> None:
    with open_site(browser, folder, under) as site:
        site.page.goto(site.url)
        site.page.click("#there")
        assert site.page.url == f"{site.url}actor/index.html"
        site.page.click("#back")
        assert site.page.url == f"{site.url}index.html"
    site.assert_quiet()


def test_a_link_is_followed_without_a_server(browser: Browser, folder: Path) -> None:
    with open_files(browser, folder) as site:
        site.page.goto(f"{site.url}index.html")
        site.page.click("#there")
        assert site.page.url == f"{site.url}actor/index.html"
    site.assert_quiet()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://elsewhere.example/pixel.gif">',
        '<link rel="stylesheet" href="//elsewhere.example/style.css">',
        '<script>fetch("https://elsewhere.example/data.json").catch(() => {})</script>',
        '<script>new WebSocket("wss://elsewhere.example/")</script>',
        '<iframe src="https://elsewhere.example/"></iframe>',
    ],
)
def test_a_request_to_another_host_is_refused_and_kept(browser: Browser, folder: Path, markup: str) -> None:
    (folder / "index.html").write_text(markup)
    with open_site(browser, folder) as site:
        site.page.goto(site.url)
        wait_for(site, site.foreign)
    assert [address.split("/")[2] for address in site.foreign] == ["elsewhere.example"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<script>console.error("told so")</script>', "told so"),
        ('<script>throw new Error("thrown")</script>', "thrown"),
        ('<script src="missing.js"></script>', "404"),
    ],
)
def test_an_error_of_the_page_is_kept(browser: Browser, folder: Path, markup: str, expected: str) -> None:
    (folder / "index.html").write_text(f'<link rel="icon" href="data:,">{markup}')
    with open_site(browser, folder) as site:
        site.page.goto(site.url)
        wait_for(site, site.errors)
    assert expected in " ".join(site.errors)


def test_a_link_out_of_the_published_path_is_an_error(browser: Browser, folder: Path) -> None:
    (folder / "index.html").write_text('<link rel="icon" href="data:,"><script src="/site.js"></script>')
    with open_site(browser, folder, "/project/") as site:
        site.page.goto(site.url)
        wait_for(site, site.errors)
    assert "404" in " ".join(site.errors)
