"""Every rule, written out: what `dossier explain` knows, the reference page lists and the tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from builder.diagnostics import Diagnostic, Rule
from builder.memory import Memory
from builder.models import Record
from builder.rules import (
    bad_id,
    dangling_reference,
    draft_reference,
    duplicate_id,
    duplicate_key,
    missing_digest,
    missing_key,
    missing_seed,
    no_article,
    not_utf8,
    not_yaml,
    orphan,
    relation_without_inverse,
    removed_markup,
    seed_not_text,
    selector_ambiguous,
    selector_not_found,
    selector_without_article,
    shared_form,
    stray_markup,
    too_large,
    uncited_statement,
    unknown_key,
    unlinked_speaker,
    unused_seed,
    unused_source,
    wrong_kind,
    wrong_seed_date,
    wrong_seed_digest,
    wrong_value,
    wrong_weekday,
)
from builder.values import Site

_RULES_OF_FILES = (not_utf8, not_yaml, duplicate_key, too_large)
_RULES_OF_RECORDS = (unknown_key, missing_key, wrong_value, bad_id, duplicate_id)
_RULES_OF_ARTICLES = (
    no_article,
    missing_seed,
    seed_not_text,
    wrong_seed_date,
    wrong_seed_digest,
    missing_digest,
    unused_seed,
)
_RULES_OF_ANCHORS = (
    selector_not_found,
    selector_ambiguous,
    selector_without_article,
    orphan,
    shared_form,
    wrong_weekday,
)
_RULES_OF_REFERENCES = (dangling_reference, wrong_kind, draft_reference, relation_without_inverse, unlinked_speaker)
_RULES_OF_SOURCES = (uncited_statement, unused_source)
_RULES_OF_BODIES = (removed_markup, stray_markup)

RULES: tuple[Rule, ...] = tuple(
    module.RULE
    for module in (
        *_RULES_OF_FILES,
        *_RULES_OF_RECORDS,
        *_RULES_OF_ARTICLES,
        *_RULES_OF_ANCHORS,
        *_RULES_OF_REFERENCES,
        *_RULES_OF_SOURCES,
        *_RULES_OF_BODIES,
    )
)


def by_id(id: str) -> Rule | None:
    """The rule of that id, if there is one."""
    return next((rule for rule in RULES if rule.id == id), None)


def check_site(
    site: Site, of_bodies: Callable[[Record], Iterable[Diagnostic]], memory: Memory | None = None
) -> Iterator[Diagnostic]:
    """What the rules find that look at the linked dossier, or at one record of it; `of_bodies` is another of these."""
    memory = memory or Memory()
    checks = [rule.check_record for rule in RULES if rule.check_record]

    def of_record(record: Record) -> list[Diagnostic]:
        return [*of_bodies(record), *(found for check in checks for found in check(site, record))]

    records = site.dossier.records
    now = [(record.id, record.collection, record.status) for record in records.values()], site.dossier.unreadable
    others = memory.get("others", now, lambda: now)  # the very same where it is equal, which is quickly compared
    for id, record in records.items():
        # Faults tell of lines, which may have moved.
        made = partial(of_record, record)
        yield from memory.get(("rules", id), (record, others), made, lambda found: not found)
    yield from (found for rule in RULES if rule.check for found in rule.check(site))
