from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Example, Note, Rule, with_article
from builder.models import KINDS, Actor, Location, Record
from builder.rules import Dossier, Reference, Site


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every reference whose target exists but is of none of the kinds that the field takes."""
    for reference in site.references_from.get(record.id, ()):
        target = site.dossier.records.get(reference.target)
        if target is not None and reference.kinds and target.collection not in reference.kinds:
            needed = [KINDS[kind].noun for kind in reference.kinds]
            yield _diagnostic(site.dossier, reference, KINDS[target.collection].noun, needed)


def check_places(site: Site) -> Iterator[Diagnostic]:
    """Every place that lies in an actor which is no land, or in itself."""
    for place in site.dossier.of(Location):
        if _holds_itself(site.dossier, place):
            help = "name a place that holds it, or take the key out"
            yield RULE.at(site.dossier.place(place.id, "in"), f"`{place.id}` would lie within itself", help=help)
        actor = site.dossier.records.get(place.in_ or "")
        if isinstance(actor, Actor) and actor.kind not in ("state", "government"):
            reference = next(one for one in site.references_from[place.id] if one.path == ("in",))
            yield _diagnostic(site.dossier, reference, actor.kind.replace("-", " "), ["place", "state"])


def _holds_itself(dossier: Dossier, place: Location) -> bool:
    """Whether a place is among those that it lies in; each of them is looked at once, however they lie."""
    seen = {""}
    outer = place.in_ or ""
    while outer not in seen and outer != place.id:
        seen.add(outer)
        record = dossier.records.get(outer)
        outer = record.in_ or "" if isinstance(record, Location) else ""
    return outer == place.id


def _diagnostic(dossier: Dossier, reference: Reference, noun: str, nouns: list[str]) -> Diagnostic:
    needed = with_article(" or ".join(nouns))
    message = f"`{reference.target}` is {with_article(noun)}; {needed} is needed here"
    help = f"name {needed}"
    if reference.how == "cite":
        help = f"link to {with_article(noun)} with `[[{reference.target}]]`; `[@…]` cites what `sources:` lists"
    note = Note(f"`{reference.target}` is defined here", dossier.place(reference.target))
    return RULE.at(dossier.place_of(reference), message, help=help, notes=[note])


_MENTIONS = "mentions:\n  which-embassy: {is: us-embassy, at: the embassy}\n"

RULE = Rule(
    id="wrong-kind",
    summary="a reference names a record of a kind that does not fit",
    why="""\
An event cannot take place in a person, and a passage cannot be cited as a source. The page would say
something that makes no sense, or leave the field out.
""",
    bad=Example(f"background:\n  us-embassy: {{title: The embassy}}\n{_MENTIONS}"),
    good=Example(f"places:\n  us-embassy: {{name: US embassy, kind: building}}\n{_MENTIONS}"),
    check=check_places,
    check_record=check,
)
