"""Every rule, written out: what `dossier explain` knows, the reference page lists and the tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module

from builder.diagnostics import Diagnostic, Rule
from builder.memory import Memory
from builder.models import Record
from builder.values import Site

# Of files, records, articles, passages, references, sources and bodies.
NAMES = """
    not_utf8 not_yaml duplicate_key cut_off_text too_large unread_file no_plugin
    unknown_key missing_key wrong_value bad_id duplicate_id
    no_article missing_seed seed_not_text wrong_seed_date wrong_seed_digest missing_digest unused_seed
    selector_not_found selector_ambiguous selector_without_article orphan shared_form wrong_day
    dangling_reference wrong_kind draft_reference relation_without_inverse unlinked_speaker
    open_question uncited_statement unused_source incomplete_source several_authors
    removed_markup stray_markup
""".split()
RULES: tuple[Rule, ...] = tuple(import_module(f"builder.rules.{name}").RULE for name in NAMES)


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
    now = (
        [(record.id, record.collection, record.status) for record in records.values()],
        site.dossier.unreadable,
        site.dossier.pages,
    )
    others = memory.get("others", now, lambda: now)  # the very same where it is equal, which is quickly compared
    for id, record in records.items():
        # Faults tell of lines, which may have moved.
        made = partial(of_record, record)
        yield from memory.get(("rules", id), (record, others), made, lambda found: not found)
    yield from (found for rule in RULES if rule.check for found in rule.check(site))
