from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Place, Rule, Severity, nearest
from builder.rules import Dossier, Site


def check(site: Site) -> Iterator[Diagnostic]:
    """Every seed that no article names."""
    for file in site.dossier.spare_seeds:
        name = file.removeprefix("seeds/")
        if not _may_be_used(site.dossier, name):
            help = f"add an entry with `file: {name}` below `articles:`, or take the file out of `seeds/`"
            yield RULE.at(Place(file), "no article uses this seed", help=help)


def _may_be_used(dossier: Dossier, name: str) -> bool:
    """Whether an article means this seed that could not be read or misspells its name: one report is enough."""
    misspelt = [article.file for article in dossier.articles if article.id not in dossier.seeds]
    if not dossier.articles or any(nearest(file, [name]) for file in misspelt):
        return True
    return any(name in text for text in dossier.faulty_texts)


_SEEDS = {"b.txt": "The crowd came.\n"}

RULE = Rule(
    id="unused-seed",
    severity=Severity.WARNING,
    summary="no article uses a seed",
    why="""\
Whatever lies in `seeds/` is meant to be read, but only what an article names becomes a page. A text
without an entry is missing from the site without anybody noticing.
""",
    bad=Example(seeds=_SEEDS),
    good=Example("articles:\n  arrival: {file: b.txt, title: The crowd comes, date: 2019-12-31}\n", seeds=_SEEDS),
    check=check,
)
