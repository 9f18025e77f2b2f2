"""The built site: the text is the seed's, every link leads somewhere and back, nobody else is asked for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from builder import cli
from tests.browser import open_site
from tests.conftest import ROOT, copy_of

SEED = (ROOT / "seeds" / "000_b0805c3bfae88741.txt").read_bytes()


@pytest.fixture(params=["baghdad_site", "example_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each built site in turn."""
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


def pages(site: Path) -> dict[str, LexborHTMLParser]:
    """Every page of a site by its address."""
    return {
        page.relative_to(site).as_posix(): LexborHTMLParser(page.read_text()) for page in sorted(site.rglob("*.html"))
    }


def article(site: Path, id: str = "baghdad-embassy") -> LexborHTMLParser:
    return LexborHTMLParser((site / "articles" / id / "index.html").read_text())


def test_the_articles_text_is_the_seed(baghdad_site: Path) -> None:
    blocks = article(baghdad_site).css("[data-article] figcaption, [data-article] p")
    header, *paragraphs = SEED.decode().split("\n\n")
    assert [block.text() for block in blocks] == [header.removeprefix(" date 2020-01-01 "), *paragraphs]
    assert [block.attributes["id"] for block in blocks] == ["caption", *(f"p{number}" for number in range(1, 17))]


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("Trump", "donald-trump"),
        ("Khamenei", "ali-khamenei"),
        ("Tehran", "iran"),
        ("Kataib Hizbollah", "kataib-hezbollah"),
        ("Khataeb Hizbollah", "kataib-hezbollah"),
    ],
)
def test_each_occurrence_of_a_name_is_linked_and_leads_back(baghdad_site: Path, words: str, ref: str) -> None:
    page = article(baghdad_site)
    links = [link for link in page.css("[data-article] a.mention") if words in link.text()]
    assert sum(link.text().count(words) for link in links) == SEED.decode().count(words) > 0
    assert {link.attributes["data-ref"] for link in links} == {ref}
    back = LexborHTMLParser((baghdad_site / "actors" / ref / "index.html").read_text())
    targets = {link.attributes["href"] for link in back.css("a[href*='/articles/baghdad-embassy/#']")}
    assert {f"../../articles/baghdad-embassy/#{link.attributes['id']}" for link in links} <= targets


def test_no_link_is_broken_and_no_id_is_double(site: Path) -> None:
    ids: dict[str, set[str]] = {}
    for address, page in pages(site).items():
        found = [element.attributes["id"] or "" for element in page.css("[id]")]
        # Material draws its navigation twice, with the same inputs.
        doubled = {id for id in found if found.count(id) > 1 and not id.startswith("__")}
        assert not doubled, f"{address}: {doubled}"
        ids[address] = set(found)
    broken = []
    for address, page in pages(site).items():
        for element in page.css("[href], [src]"):
            link = element.attributes.get("href") or element.attributes.get("src") or ""
            target = urlsplit(urljoin(f"https://site.invalid/{address}", link))
            if target.hostname != "site.invalid" or address == "404.html":
                continue
            path = unquote(target.path.lstrip("/"))
            path += "index.html" if path.endswith("/") or not path else ""
            if not (site / path).is_file() or (
                target.fragment and unquote(target.fragment) not in ids.get(path, set())
            ):
                broken.append(f"{address}: {link}")
    assert not broken


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for address, page in pages(site).items():
        for element in page.css("script[src], link[href], img[src], iframe[src], source[src], video[src], audio[src]"):
            link = element.attributes.get("src") or element.attributes.get("href") or ""
            if element.tag == "link" and element.attributes.get("rel") == "canonical":
                continue
            assert not urlsplit(link).netloc, f"{address}: {link}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", style.read_text()), style


def test_search_knows_names_aliases_and_text(baghdad_site: Path) -> None:
    index = (baghdad_site / "search" / "search_index.json").read_text()
    for words in ("Khataeb Hizbollah", "huddled in a safe room", "Ali Khamenei", "actors/ali-khamenei/"):
        assert words in index


def test_two_builds_give_the_same_bytes(example: Path, tmp_path: Path) -> None:
    """Wherever the dossier lies, whatever the clock, the language and the order of hashes; and nothing tells of it."""
    other = copy_of(example, tmp_path / "another" / "place")
    clock = {"SOURCE_DATE_EPOCH": "1600000000"}
    here = clock | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    there = clock | {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77", "HOME": str(tmp_path)}
    for folder, environment in ((example, here), (other, there)):
        command = [sys.executable, "-m", "builder", "build"]
        subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)} | environment, check=True)
    assert contents(example / "site") == contents(other / "site")
    assert [name for name, raw in contents(example / "site").items() if str(tmp_path).encode() in raw] == []


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_failed_build_leaves_the_site_that_was_there(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build", "-C", str(example)]) == 0
    before = (example / "site" / "index.html").stat().st_ino
    notes = example / "annotations" / "all.yml"
    notes.write_text(notes.read_text().replace("exact: Monday", "exact: Mondays"))
    assert cli.run(["build", "-C", str(example)]) == 1
    assert "selector-not-found" in capsys.readouterr().out
    assert (example / "site" / "index.html").stat().st_ino == before
    assert [path.name for path in example.iterdir() if path.name.startswith(".")] == []


def test_a_reader_follows_a_mention_to_its_actor_and_back(browser: Browser, baghdad_site: Path) -> None:
    with open_site(browser, baghdad_site) as site:
        site.page.goto(f"{site.url}/articles/baghdad-embassy/")
        mention = site.page.locator("[data-article] a.mention", has_text="Ayatollah Ali Khamenei")
        own = mention.get_attribute("id")
        mention.focus()
        site.page.keyboard.press("Escape")
        site.page.evaluate("link => { location.href = link.href }", mention.element_handle())
        site.page.wait_for_url("**/actors/ali-khamenei/")
        assert site.page.locator("h1").first.inner_text().startswith("Ali Khamenei")
        site.page.locator(f"a[href$='#{own}']").first.click()
        site.page.wait_for_url(f"**/articles/baghdad-embassy/#{own}")
        assert site.page.locator(f"#{own}").inner_text() == "Ayatollah Ali Khamenei"
        site.assert_quiet()
