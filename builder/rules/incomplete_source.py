from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Rule, Severity, listed
from builder.models import Article, Source
from builder.rules import Site

_KEYS = {"date": "issued", "publisher": "publisher", "author": "author", "url": "url"}


def check(site: Site) -> Iterator[Diagnostic]:
    """Every source that is an article of the dossier, by its title, and says less of it than the article does."""
    for article in site.dossier.of(Article):
        for source in (site.dossier.records.get(cited.id) for cited in article.sources):
            if isinstance(source, Source) and source.title == article.title:
                found = {of: getattr(article, key) for key, of in _KEYS.items() if not getattr(source, of)}
                lacks = {of: ", ".join(map(str, has)) if of == "author" else has for of, has in found.items() if has}
                message = f"`{source.id}` is the article `{article.id}`, and has no {listed(map('`{}`'.format, lacks))}"
                day = "; if that is not the day of publication, mend the article's `date`, too" * ("issued" in lacks)
                help = f"write what the article has: {', '.join(f'`{of}` ({has})' for of, has in lacks.items())}{day}"
                yield from [RULE.at(site.dossier.place(source.id), message, help=help)] * bool(lacks)


_SOURCE = "sources:\n  paper: {{type: article-newspaper, title: The siege ends{}}}\n"
_ARTICLE = """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01, publisher: The Daily Example, sources: [paper]}
"""

RULE = Rule(
    id="incomplete-source",
    severity=Severity.WARNING,
    summary="the source that is the article itself says less than the article",
    why="""\
Every statement that rests on the article cites it as a source, and readers see that source's date and publisher. An
article whose text bears no date is of the day on which you ran `dossier new`, until you write its own, in both places.
""",
    bad=Example(_SOURCE.format(""), article=_ARTICLE),
    good=Example(_SOURCE.format(", issued: 2020-01-01, publisher: The Daily Example"), article=_ARTICLE),
    check=check,
)
