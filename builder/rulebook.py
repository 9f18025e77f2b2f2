"""Every rule, written out: what `dossier explain` knows, the reference page lists and the tests run."""

from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Rule
from builder.rules import (
    bad_id,
    dangling_reference,
    draft_reference,
    duplicate_id,
    duplicate_key,
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
    too_large,
    uncited_statement,
    unknown_key,
    unused_seed,
    unused_source,
    wrong_kind,
    wrong_seed_date,
    wrong_seed_digest,
    wrong_value,
)
from builder.values import Site

RULES: tuple[Rule, ...] = (
    # Files that cannot be read.
    not_utf8.RULE,
    not_yaml.RULE,
    duplicate_key.RULE,
    too_large.RULE,
    # Records that are not what the format says.
    unknown_key.RULE,
    missing_key.RULE,
    wrong_value.RULE,
    bad_id.RULE,
    duplicate_id.RULE,
    # Articles and their texts.
    no_article.RULE,
    missing_seed.RULE,
    seed_not_text.RULE,
    wrong_seed_date.RULE,
    wrong_seed_digest.RULE,
    unused_seed.RULE,
    # Where annotations sit.
    selector_not_found.RULE,
    selector_ambiguous.RULE,
    selector_without_article.RULE,
    orphan.RULE,
    shared_form.RULE,
    # What refers to what.
    dangling_reference.RULE,
    wrong_kind.RULE,
    draft_reference.RULE,
    relation_without_inverse.RULE,
    # What rests on what.
    uncited_statement.RULE,
    unused_source.RULE,
    # What the Markdown holds.
    removed_markup.RULE,
)


def by_id(id: str) -> Rule | None:
    """The rule of that id, if there is one."""
    return next((rule for rule in RULES if rule.id == id), None)


def check_site(site: Site) -> list[Diagnostic]:
    """What the rules find that look at the whole linked dossier."""
    return list(_check(site))


def _check(site: Site) -> Iterator[Diagnostic]:
    for rule in RULES:
        if rule.check is not None:
            yield from rule.check(site)
