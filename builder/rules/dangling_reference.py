from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from builder.diagnostics import Diagnostic, Example, Place, Rule, did_you_mean, listed
from builder.marks import Refers
from builder.models import ID, KINDS, Record
from builder.rules import Dossier, Reference, Site
from builder.text import simplified, slug

_PAGE = re.compile(
    r"(?:pages?|pp?|chapter|ch|section|sec|paragraph|para|article|art|§+)[. ]*\d.*|\d{1,3}(?:[-–]\d+)?", re.IGNORECASE
)


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every reference whose target neither exists nor is being reported for a fault of its own."""
    dossier = site.dossier
    for reference in site.references_from.get(record.id, ()):
        if reference.target not in dossier.records and reference.target not in dossier.unreadable:
            place = dossier.place_of(reference)
            found = diagnostic(dossier, reference.target, reference.how, reference.kinds, place)
            yield replace(found, help=_of_its_field(dossier, record, reference, found.help))


def _of_its_field(dossier: Dossier, record: Record, reference: Reference, help: str) -> str:
    """The help that fits the field: a list of sources may be meant to have a page, a name may be written in words."""
    fields = {found.path: found for found in record.texts}
    mark = fields[reference.path].mark
    if isinstance(mark, Refers) and mark.or_words and help.startswith("add "):
        return f"{help}; the name of somebody without a record has a blank or a capital letter"
    if reference.path[-1] != "id" or reference.kinds != ("sources",):
        return help
    *above, number, key = reference.path
    words, _, page = reference.target.partition(" ")
    id = words.rstrip(",")
    if _PAGE.fullmatch(reference.target):
        before = fields.get((*above, int(number) - 1, key))
        id, page = before.text if before and before.text in dossier.records else "its-id", reference.target
    elif id not in dossier.records or not page:
        return help
    return f'write the page with its source: `{{id: {id}, locator: "{page}"}}`'


def diagnostic(dossier: Dossier, target: str, how: str, kinds: tuple[str, ...], place: Place) -> Diagnostic:
    """What to say of a link, a citation (`how`) or a field that names a record of some kinds, which is not there."""
    id, _, locator = target.partition(" ")
    if how == "cite" and id in dossier.records:
        help = f"a comma stands before the page: `[@{id}, {locator}]`"
    elif how == "link" and target.startswith("@"):
        help = f"a citation has one pair of brackets: `[{target}]`"
    else:
        help = _cure(dossier, target, kinds)
    wanted = listed([KINDS[kind].noun for kind in kinds]) or "record"
    return RULE.at(place, f"no {wanted} has the id `{target}`", help=help)


def _cure(dossier: Dossier, target: str, kinds: tuple[str, ...]) -> str:
    """The nearest ids of the kind that is needed, and where a record of this one could be written."""
    known = [record for record in dossier.records.values() if record.collection in (kinds or KINDS)]
    ids = [*(record.id for record in known), *sorted(dossier.unreadable)]
    letters = _letters(target)
    alike = [id for id in ids if _letters(id) == letters]
    called = [r.id for r in known if letters and letters in map(_letters, _names(r))]
    for same in [*alike, *([] if ID.fullmatch(target) else called)][:1]:
        return f"write `{same}`: ids are small letters, digits and hyphens"
    below = f" below {listed(f'`{kind}:`' for kind in kinds)}" if kinds else ""
    add = f"add a record with this id{below}"
    if not ID.fullmatch(target) and (id := slug(target)):
        add = f"add a record with an id such as `{id}`{below}, and write that"
    likely = called or [id for id in ids if id.startswith(f"{target}-")]
    near = f"did you mean `{likely[0]}`?" if len(likely) == 1 else did_you_mean(target, ids)
    return f"{near} If not, {add}" if near else f"{add}, or take the reference away"


def _names(record: Record) -> Iterator[str]:
    """By what somebody may know a record who does not know its id."""
    yield from filter(None, (record.heading, *getattr(record, "forms", ()), getattr(record, "url", None)))


@lru_cache(maxsize=50_000)  # those of all names are asked for again at each reference
def _letters(id: str) -> str:
    """An id, or a name, without what is easily written otherwise: case, accents, blanks, dots, underscores."""
    return "".join(letter for letter in simplified(id) if letter.isalnum())


_RECORDS = """\
actors:
  the-crowd: {name: The crowd, kind: crowd, see: [us-embassy]}
places:
  us-embassy: {name: US embassy, kind: building}
"""

RULE = Rule(
    id="dangling-reference",
    summary="a reference names a record that does not exist",
    why="""\
The reader would be promised a page, or a source, that is not there. A reference is an id: in `[[id]]`,
in `[@source]` and in fields such as `see`, `place` or `speaker`.
""",
    bad=Example(_RECORDS.replace("[us-embassy]", "[us-embasy]")),
    good=Example(_RECORDS),
    check_record=check,
)
