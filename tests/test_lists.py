"""No page grows with the number of articles: lists stand on several pages, and what names a record on its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pytest

from builder import pipeline
from builder.addresses import address
from builder.lists import PER_PAGE
from builder.page import Page
from builder.pages.common import ARTICLES_SHOWN, ROWS_SHOWN
from builder.values import Inputs, Site
from tests.dossiers import Files, check, dossier

ARTICLES = PER_PAGE + 30


def files(articles: int) -> Files:
    """Articles that name one actor and one city, each with a quotation, an event, a source and a term of its own."""
    numbers = range(articles)
    rows = {
        "articles": [f"a{n}: {{file: a{n}.txt, title: Article {n}, date: 2020-01-01}}" for n in numbers],
        "actors": ["iran: {name: Iran, kind: state, sources: [s0]}"]
        + [f"who{n}: {{name: Somebody {n}, kind: person, sources: [s{n}]}}" for n in numbers],
        "places": ["city: {name: City, kind: city, sources: [s0]}"]
        + [f"in{n}: {{name: Street {n}, kind: other, in: city, sources: [s0]}}" for n in numbers],
        "glossary": [f"t{n}: {{term: Word {n}, definition: A word., sources: [s0]}}" for n in numbers],
        "background": [f"b{n}: {{title: Topic {n}, body: 'On [[iran]] [@s0].'}}" for n in numbers],
        "claims": [
            f"c{n}: {{title: Dispute {n}, positions: [{{by: iran, says: No, sources: [s0]}}]}}" for n in numbers
        ],
        "events": [
            f"e{n}: {{title: Event {n}, date: 2019, place: city, actors: [iran], sources: [s0]}}" for n in numbers
        ],
        "quotes": [f"q{n}: {{speaker: iran, sources: [s0], at: {{exact: words, article: a{n}}}}}" for n in numbers],
        "sources": [f"s{n}: {{type: report, title: Report {n}}}" for n in numbers],
    }
    annotations = "".join(f"{kind}:\n" + "".join(f"  {row}\n" for row in found) for kind, found in rows.items())
    return {"annotations/all.yml": annotations, **{f"seeds/a{n}.txt": f"Iran has words in City {n}." for n in numbers}}


@lru_cache(maxsize=2)
def built(articles: int) -> tuple[Site, Mapping[str, Page]]:
    site, diagnostics = pipeline.check(Inputs.of(files(articles)))
    assert not pipeline.has_errors(diagnostics), diagnostics[:3]
    return site, {page.path: page for page in pipeline.render(site)}


def ids(page: Page) -> set[str]:
    return set(re.findall(r'\sid="([^"]*)"', page.html))


def links(page: Page) -> set[str]:
    """The addresses of a page's links, from the site's root."""
    return {href.removeprefix("../" * page.path.count("/")) for href in re.findall(r'\shref="(\.\./[^"]*)"', page.html)}


@pytest.mark.parametrize("prefix", ["q", "e", "s", "t"])
def test_an_address_leads_to_the_page_of_the_list_on_which_the_entry_stands(prefix: str) -> None:
    site, pages = built(ARTICLES)
    on = []
    for number in range(ARTICLES):
        path, _, fragment = address(site, site.dossier.records[f"{prefix}{number}"]).lstrip("/").partition("#")
        assert fragment in ids(pages[path])
        on.append(path)
    assert len(set(on)) > 1


def test_every_link_leads_somewhere() -> None:
    _, pages = built(ARTICLES)
    found = {path: ids(page) for path, page in pages.items()}
    for page in pages.values():
        for link in links(page):
            path, _, fragment = link.partition("#")
            if not (path.startswith("data/") and not path.endswith("/")) and "?" not in path:
                assert path in found, (page.path, link)
                assert not fragment or fragment in found[path], (page.path, link)


@pytest.mark.parametrize(
    "folder",
    [
        "articles/",
        "actors/",
        "places/",
        "background/",
        "claims/",
        "data/",
        "quotes/",
        "timeline/",
        "sources/",
        "glossary/",
    ],
)
def test_the_pages_of_a_list_lead_to_each_other_and_say_which_they_are(folder: str) -> None:
    _, pages = built(ARTICLES)
    second = f"{folder}page_2/"
    assert second in links(pages[folder])
    assert folder in links(pages[second])
    assert pages[second].title == f"{pages[folder].title}, page 2"


@pytest.mark.parametrize("record", ["actors/iran/", "places/city/"])
def test_what_names_a_record_beyond_the_first_stands_on_a_page_of_its_own(record: str) -> None:
    _, pages = built(ARTICLES)
    assert len({link for link in links(pages[record]) if re.match(r"articles/a\d+/$", link)}) == ARTICLES_SHOWN
    rest = f"{record}mentions/"
    assert rest in links(pages[record])
    found = {link.partition("#")[0] for path, page in pages.items() if path.startswith(rest) for link in links(page)}
    assert found >= {f"articles/a{number}/" for number in range(ARTICLES)}


def test_a_note_may_be_named_very_often_too_and_has_no_page_for_it() -> None:
    topics = "".join(f"  t{number}: {{title: T, body: 'See [[n]].'}}\n" for number in range(ROWS_SHOWN + 1))
    site, _ = check(dossier("notes: {n: {at: embassy, body: x}}\n", topics=f"background:\n{topics}"))
    assert not [path for path in pipeline.plan(site) if "mentions" in path]


def test_no_page_grows_with_the_number_of_articles() -> None:
    few, many = (built(articles)[1] for articles in (ARTICLES, 2 * ARTICLES))
    size = {path: len(page.html) for path, page in few.items()}
    full = {path for path in size if "/page_" not in path and "/mentions/" not in path}
    assert [path for path in full if len(many[path].html) > 1.1 * size[path]] == []
    assert max(len(page.html) for page in many.values()) < 1.3 * max(size.values())
