"""A source as an entry of the bibliography: what it is, part of what, where it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from builder.bibliography import entry
from builder.models import Source

WORK = {"title": "Siege", "publisher": "The Post", "issued": "2020-01-01"}
HARRIS = {"family": "Harris", "given": "Sam"}
LEE = {"family": "Lee", "given": "Ann"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({**WORK, "type": "article-newspaper"}, "“Siege”. The Post, 1 January 2020."),
        ({**WORK, "type": "book"}, "Siege. The Post, 1 January 2020."),
        ({**WORK, "type": "webpage", "author": [HARRIS]}, "Harris, Sam. “Siege”. The Post, 1 January 2020."),
        (
            {**WORK, "type": "report", "author": [HARRIS, LEE, "The Crowd"]},
            "Harris, Sam, Ann Lee, and The Crowd. Siege. The Post, 1 January 2020.",
        ),
        ({"type": "webpage", "title": "Who are they?"}, "“Who are they?”"),
        ({"type": "webpage", "title": "نبأ", "lang": "ar"}, "“نبأ”. In Arabic."),
        ({"type": "book", "title": "T", "archived": "https://archive.example/t"}, "T. Archived copy."),
    ],
)
def test_an_entry(fields: dict[str, Any], expected: str) -> None:
    assert Markup(entry(Source.model_validate(fields))).striptags() == expected


@pytest.mark.parametrize(
    ("kind", "italic"),
    [("article-newspaper", "The Post"), ("webpage", "The Post"), ("book", "Siege"), ("treaty", "Siege")],
)
def test_in_italics_is_what_stands_for_itself(kind: str, italic: str) -> None:
    html = entry(Source.model_validate({**WORK, "type": kind}))
    assert f"<i>{italic}</i>" in html or f"<cite>{italic}</cite>" in html
    assert html.count("<i>") + html.count("<cite>") == 1


def test_the_title_leads_to_the_work_and_says_its_language() -> None:
    source = Source.model_validate({**WORK, "type": "post", "url": "https://post.example/?a=1&b=2", "lang": "fa"})
    assert 'href="https://post.example/?a=1&amp;b=2" hreflang="fa" rel="external">Siege</a>' in entry(source)
