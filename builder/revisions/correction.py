"""What a reader of an article is told of its later version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day

from builder.models import Article, Mention, Record, Version, is_later
from builder.revisions.comparison import Comparison, compare
from builder.revisions.fates import Fate
from builder.values import Dossier


@dataclass(frozen=True)
class Correction:
    """The latest version after the one published, how the two differ, and the records whose words it changes."""

    version: Version
    comparison: Comparison
    concerned: tuple[Record, ...]
    is_hindsight: bool


def correction(dossier: Dossier, article: Article) -> Correction | None:
    """The article's correction, if it has a version later than the text that is published."""
    published = next((n for n, v in enumerate(article.versions.values()) if v.file == article.file), -1)
    states = [
        (version.date.earliest or Day.min, number, id)
        for number, (id, version) in enumerate(article.versions.items())
        if version.file != article.file and id in dossier.versions.get(article.id, {})
    ]
    latest = max(states, default=(Day.min, -1, ""))
    if article.id not in dossier.seeds or latest[:2] <= (article.date.earliest or Day.min, published):
        return None
    version = article.versions[latest[2]]
    comparison = compare(dossier, article.id, dossier.seeds[article.id], dossier.versions[article.id][latest[2]])
    if not comparison.changes:
        return None
    changed = {p.record.id: p.record for p in comparison.passages if p.verdict.fate in (Fate.DOUBTFUL, Fate.LOST)}
    concerned = tuple(record for record in changed.values() if not isinstance(record, Mention))
    return Correction(version, comparison, concerned, is_later(version.date, article.date.latest))
