"""Audits of the built pages: axe in a browser, and what can be said of the HTML without the Nu checker.

axe-core comes with `axe-playwright-python`. The Nu checker needs Java and is not part of the test run: the strict
parser of html5lib stands in for it, which finds what is not HTML at all, but no wrong attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import cycle, product
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from tests.browser import open_site

WIDTHS = {"desktop": 1440, "phone": 390}
LOOKS = tuple(product(("light", "dark"), WIDTHS))
OPPOSITES = (("light", "desktop"), ("dark", "phone"))
RUN = """
    () => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`)))
"""
# The theme's own: its scripts in the page, and what the strict parser holds against every page of it.
THEMES_SCRIPTS = ("__md_scope", "__palette", "location.hash.slice(1)")


@lru_cache(maxsize=1)
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def addresses(site: Path) -> list[str]:
    """Every page of a site as a reader asks for it."""
    found = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [address.removesuffix("index.html") for address in found]


def faults(browser: Browser, folder: Path, looks: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    """What axe finds on pages in a look: a colour scheme and a width."""
    for (scheme, device), pages in looks.items():
        size = {"width": WIDTHS[device], "height": 900}
        with open_site(browser, folder, color_scheme=scheme, viewport=size) as site:
            for address in pages:
                site.page.goto(f"{site.url}{address}")
                assert site.page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default"}.get(
                    scheme, "slate"
                )
                site.page.evaluate(axe())
                yield from (f"{address} ({scheme}, {device}): {fault}" for fault in site.page.evaluate(RUN))


def test_axe_finds_nothing_on_any_page_in_any_look(browser: Browser, example_site: Path) -> None:
    pages = addresses(example_site)
    assert "\n".join(faults(browser, example_site, dict.fromkeys(LOOKS, pages))) == ""


def test_axe_finds_nothing_on_any_page_of_a_real_dossier(browser: Browser, baghdad_site: Path) -> None:
    """Every page, the looks in turns; those that are the only ones of their kind in light and wide, dark and narrow."""
    looks: dict[tuple[str, str], list[str]] = {look: [] for look in LOOKS}
    turn = cycle(LOOKS)
    for address in addresses(baghdad_site):
        is_one_of_many = (
            address.startswith(("actors/", "places/", "background/", "claims/")) and address.count("/") == 2
        )
        for look in [next(turn)] if is_one_of_many else OPPOSITES:
            looks[look].append(address)
    assert "\n".join(faults(browser, baghdad_site, looks)) == ""


def test_axe_is_not_blind(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<body data-md-color-scheme="default"><img src="data:,"><a href="#"></a></body>'
    )
    found = list(faults(browser, tmp_path, {("light", "desktop"): [""]}))
    assert {fault.split(": ")[1] for fault in found} >= {"image-alt", "link-name"}


@pytest.fixture(params=["baghdad_site", "example_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each built site in turn."""
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


def test_every_page_is_html_to_a_strict_parser(site: Path) -> None:
    for page in site.rglob("*.html"):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text())
        found = [(code, data) for _, code, data in parser.errors]
        assert found == [], page.relative_to(site)


def test_no_page_needs_inline_scripts_or_styles_of_ours(site: Path) -> None:
    """So that a content security policy has to name the theme's only."""
    for page in site.rglob("*.html"):
        for element in LexborHTMLParser(page.read_text()).css("*"):
            names = [name for name in element.attributes if name == "style" or name.startswith("on")]
            assert names == [], f"{page.relative_to(site)}: {element.tag} {names}"
            is_inline = element.tag == "script" and "src" not in element.attributes and "type" not in element.attributes
            assert element.tag != "style"
            assert not is_inline or any(words in element.text() for words in THEMES_SCRIPTS), page.relative_to(site)
