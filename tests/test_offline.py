"""The site from a USB stick: built with the theme's plugin `offline`, opened by `file:` addresses, nobody asked."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser

from tests.browser import open_files
from tests.conftest import ROOT, built, copy_of

TO_AN_ACTOR = re.compile("/actors/")


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Baghdad dossier, built for a folder as its `mkdocs.yml` says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFLINE", "true")
        return built(copy_of(ROOT, tmp_path_factory.mktemp("stick") / "baghdad"))


def test_every_link_names_a_file(stick: Path) -> None:
    broken = []
    for page in stick.rglob("*.html"):
        for element in LexborHTMLParser(page.read_text()).css("a[href], link[href], script[src]"):
            link = element.attributes.get("href") or element.attributes.get("src") or ""
            target = urlsplit(urljoin(page.as_uri(), link))
            if target.scheme == "file" and page.name != "404.html" and not Path(unquote(target.path)).is_file():
                broken.append(f"{page.relative_to(stick)}: {link}")
    assert broken == []


def test_no_script_is_another_hosts(stick: Path) -> None:
    for page in stick.rglob("*.html"):
        for script in LexborHTMLParser(page.read_text()).css("script[src]"):
            assert not urlsplit(script.attributes["src"] or "").netloc


def test_links_cards_layers_and_the_timeline_work(browser: Browser, stick: Path) -> None:
    with open_files(browser, stick) as site:
        page = site.page
        page.goto(f"{site.url}articles/baghdad-embassy/index.html")
        mention = page.locator("[data-article] a.mention", has_text="Ayatollah Ali Khamenei")
        mention.hover()
        expect(page.locator(".card")).to_contain_text("Supreme leader")
        page.keyboard.press("Escape")
        page.locator(".layers").click()
        page.locator("input[name=layer][value=actors]").uncheck()
        expect(mention).not_to_have_attribute("href", TO_AN_ACTOR)
        page.locator("input[name=layer][value=actors]").check()
        expect(mention).to_have_attribute("href", TO_AN_ACTOR)
        mention.evaluate("link => link.click()")
        page.wait_for_url("**/actors/ali-khamenei/index.html")
        page.get_by_role("link", name="The same on the timeline").click()
        page.wait_for_url("**/timeline/index.html?actor=ali-khamenei")
        expect(page.get_by_label("Actor", exact=True)).to_have_value("ali-khamenei")
    site.assert_quiet()


def test_search_works_and_leads_to_the_page(browser: Browser, stick: Path) -> None:
    with open_files(browser, stick) as site:
        site.page.goto(f"{site.url}index.html")
        site.page.locator(".md-search__input").click()
        site.page.locator(".md-search__input").press_sequentially("Khataeb")
        result = site.page.locator(".md-search-result__link", has_text="armed group").first
        expect(result).to_contain_text("Kata'ib Hezbollah")
        result.click()
        site.page.wait_for_url("**/actors/kataib-hezbollah/index.html*")
    site.assert_quiet()
