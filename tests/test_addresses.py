"""Addresses are root-absolute until a page is finished; texts that look like one stay texts."""

import pytest

from builder import pipeline
from builder.addresses import relative
from builder.values import Inputs


@pytest.mark.parametrize(
    ("page", "directory_urls", "expected"),
    [
        ("actors/iran/", True, '<a href="../../places/#x"></a><img src="../../a.png"><a href="../../"></a>'),
        ("", True, '<a href="./places/#x"></a><img src="./a.png"><a href="./"></a>'),
        (
            "actors/iran/",
            False,
            '<a href="../../places/index.html#x"></a><img src="../../a.png"><a href="../../index.html"></a>',
        ),
        ("method.html", False, '<a href="./places/index.html#x"></a><img src="./a.png"><a href="./index.html"></a>'),
    ],
)
def test_relative(page: str, directory_urls: bool, expected: str) -> None:
    html = '<a href="/places/#x"></a><img src="/a.png"><a href="/"></a>'
    assert relative(html, page, directory_urls=directory_urls) == expected


def test_a_text_that_looks_like_an_address_stays_as_it_is() -> None:
    words = '<a href="/x"> href="/y"'
    annotations = (
        "articles:\n  a: {file: a.txt, title: A page, date: 2020-01-01}\n"
        f"notes:\n  n: {{at: {{exact: A link}}, body: 'Code: `{words}`.'}}\n"
    )
    site, found = pipeline.check(Inputs.of({"seeds/a.txt": f"A link: {words}.", "annotations/a.yml": annotations}))
    assert not [d for d in found if d.severity == "error"]
    page = next(page.html for page in pipeline.render(site) if page.article)
    assert page.count("href=&quot;/x&quot;&gt;") + page.count('href=&quot;/x"&gt;') >= 2
    assert 'href="../../y' not in page
