from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import USUAL_ARTICLE, Diagnostic, Example, Rule, Severity
from builder.models import Article, Record, Source
from builder.rules import Site

_BETWEEN = re.compile(r",? (?:and|&) |, ")
# A ministry of foreign affairs is no person, nor is a firm.
_OF_BODIES = frozenset("at for in of on the inc ltd plc sons".split())


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every name of one author that is made of several, each of two words or more."""
    for number, person in enumerate(record.author if isinstance(record, (Article, Source)) else ()):
        name = person.literal or ""
        parts = _BETWEEN.split(name)
        if ";" in name or (len(parts) > 1 and all(map(_is_name, parts))):
            help = "write a list, `[Ann Lee, Jane Doe]`, and the name of one body without a comma, `Radio One (York)`"
            place = site.dossier.place(record.id, "author", number)
            yield RULE.at(place, f"`{name}` is taken for the name of one author", help=help)


def _is_name(words: str) -> bool:
    first, *more = words.split() or [""]
    return bool(more) and first[:1].isupper() and more[-1][0].isupper() and _OF_BODIES.isdisjoint(words.lower().split())


RULE = Rule(
    id="several-authors",
    severity=Severity.WARNING,
    summary="one author's name seems to be the names of several",
    why="""\
A bare text is one name, of a person or of a body such as a ministry: commas in it part nothing. Two persons who are
written as one stand so in the bibliography, and in every program that reads its data. One person whose names you want
told apart is `{family: Doe, given: Jane}`.
""",
    bad=Example(article=f"{USUAL_ARTICLE.rstrip()[:-1]}, author: 'Ann Lee, Jane Doe'}}\n"),
    good=Example(article=f"{USUAL_ARTICLE.rstrip()[:-1]}, author: [Ann Lee, Jane Doe]}}\n"),
    check_record=check,
)
