"""How to cite an article: in words, as BibTeX and as CSL-JSON. The reading script adds the paragraph to each."""

from __future__ import annotations

import json

from builder import csl
from builder.models import Article


def words(article: Article) -> str:
    """The citation in words, without the address: author, title, publisher, date."""
    authors = ", ".join(map(str, article.author))
    parts = [authors, f"“{article.title}”", article.publisher, article.date.label]
    return ", ".join(part for part in parts if part)


def bibtex(article: Article) -> tuple[str, str]:
    """The type of a BibTeX entry, and its fields, one a line."""
    return csl.bibtex(csl.item(article))


def csl_json(article: Article) -> str:
    """A CSL-JSON item."""
    rows = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in csl.item(article).items())
    return "{\n" + ",\n".join(rows) + "\n}"
