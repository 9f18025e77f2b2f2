"""What a reader of an article is told of its other versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING

from builder.models import Article, Record, Version, is_later
from builder.values import Dossier

if TYPE_CHECKING:
    from builder.revisions.comparison import Comparison


@dataclass(frozen=True)
class Correction:
    """Another version than the one published, how the two differ, and the records on words that are not in both."""

    version: Version
    is_later: bool
    comparison: Comparison
    concerned: tuple[Record, ...]
    is_hindsight: bool


def correction(dossier: Dossier, article: Article) -> Correction | None:
    """What the article's latest other version changed, or what has been changed since it; None without one."""
    here, others = dossier.seeds.get(article.id), dossier.versions.get(article.id, {})
    published = next((n for n, v in enumerate(article.versions.values()) if v.file == article.file), -1)
    states = [
        (version.date.earliest or Day.min, number, id)
        for number, (id, version) in enumerate(article.versions.items())
        if version.file != article.file and id in others
    ]
    if not states or here is None:
        return None
    from builder.revisions.comparison import compare  # few articles were ever corrected

    latest = max(states)
    version, there = article.versions[latest[2]], others[latest[2]]
    date = article.corrected or article.date
    is_after = latest[:2] > (date.earliest or Day.min, published)
    judged = compare(dossier, article.id, here, there)
    if not judged.changes:
        return None
    changed = {passage.record.id: passage.record for passage in judged.passages if not passage.verdict.stands}
    shown = judged if is_after else compare(dossier, article.id, there, here)
    return Correction(version, is_after, shown, tuple(changed.values()), is_later(version.date, date.latest))
