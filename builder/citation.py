"""How to cite an article: in words, as BibTeX and as CSL-JSON. The reading script adds the paragraph to each."""

from __future__ import annotations

import json
import re

from builder.models import Article, Person

_SPECIAL = re.compile(r"[\\~^&%$#_{}]")
_NAMED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def words(article: Article) -> str:
    """The citation in words, without the address: author, title, publisher, date."""
    authors = ", ".join(map(str, article.author))
    parts = [authors, f"“{article.title}”", article.publisher, article.date.label]
    return ", ".join(part for part in parts if part)


def bibtex(article: Article) -> str:
    """The fields of a BibTeX entry, one a line."""
    year, *rest = article.date.text[:10].split("-")
    fields = {
        "author": " and ".join(map(_bibtex_name, article.author)),
        "title": "{" + _tex(article.title) + "}",
        "publisher": _tex(article.publisher or ""),
        "year": year,
        "month": rest[0] if rest else "",
        "day": rest[1] if len(rest) > 1 else "",
        "url": article.url or "",
    }
    return "\n".join(f"  {name} = {{{value}}}," for name, value in fields.items() if value)


def csl(article: Article) -> str:
    """A CSL-JSON item."""
    item: dict[str, object] = {"id": article.id, "type": "article-newspaper", "title": article.title}
    if article.author:
        item["author"] = [person.model_dump(exclude_none=True) for person in article.author]
    if article.publisher:
        item["publisher"] = article.publisher
    item["issued"] = {"raw": article.date.text}
    if article.date.earliest and article.date.precision == "day":
        item["issued"] = {"date-parts": [[int(part) for part in article.date.earliest.isoformat().split("-")]]}
    if article.url:
        item["URL"] = article.url
    if article.lang:
        item["language"] = article.lang
    fields = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items())
    return "{\n" + ",\n".join(fields) + "\n}"


def _bibtex_name(person: Person) -> str:
    if person.literal:
        return "{" + _tex(person.literal) + "}"
    return _tex(", ".join(part for part in (person.family, person.given) if part))


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _NAMED.get(found[0], f"\\{found[0]}"), text)
