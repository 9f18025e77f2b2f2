from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Note, Rule, Severity, did_you_mean
from builder.models import Actor
from builder.rules import Dossier, Site

# Enough to find the others by.
MOST_NOTES = 3


def check(site: Site) -> Iterator[Diagnostic]:
    """Every label that has no inverse in the dossier's settings, once, where it is first used."""
    if "dossier" in site.dossier.unreadable:
        return  # the settings are there and could not be read
    inverses = site.dossier.head.settings.relations
    for label, uses in _uses(site.dossier).items():
        if label not in inverses:
            first, *others = (site.dossier.place(id, "relations", index, "is") for id, index in uses[: MOST_NOTES + 1])
            message = f"the relation `{label}` has no label for its other end"
            cure = f'add `"{label}": "…"` to `settings: {{relations: …}}` of `dossier:`: what the other end says'
            notes = [Note("used here, too", place) for place in others]
            yield RULE.at(first, message, help=did_you_mean(label, inverses) or cure, notes=notes)


def _uses(dossier: Dossier) -> dict[str, list[tuple[str, int]]]:
    """For each label the actors that use it, and in which of their relations."""
    uses: dict[str, list[tuple[str, int]]] = {}
    for actor in dossier.of(Actor):
        for index, relation in enumerate(actor.relations):
            uses.setdefault(relation.is_, []).append((actor.id, index))
    return uses


_ACTORS = """\
actors:
  united-states: {name: United States, kind: state}
  embassy-staff:
    name: Embassy staff
    kind: office
    relations:
      - {is: part of, of: united-states}
"""

RULE = Rule(
    id="relation-without-inverse",
    severity=Severity.WARNING,
    summary="a relation's label has no inverse in the dossier's settings",
    why="""\
A relation is written once, at one of its ends, and shown at both. `dossier: settings: relations:` says
how each label reads from the other end; without that, the page there has only an arrow to show.
""",
    bad=Example(_ACTORS),
    good=Example(f"dossier:\n  settings:\n    relations: {{part of: includes}}\n{_ACTORS}"),
    check=check,
)
