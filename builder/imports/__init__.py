"""The formats that annotations come in from, written out. A new one is a file here, a test, and a line in the list.

Each reads a file's text and says what records it makes; what all share (places, ids, drafts, what is there already) is
done here. What is no record of the format is left out and remarked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import ValidationError

from builder.imports import bibtex, brat, csl_json, hypothesis, table, web_annotation, webanno
from builder.imports.importing import MAX_ITEMS, Found, Items, Material, Remark, Unreadable
from builder.imports.placing import Placed, place
from builder.mistyped import as_diagnostics, misfits
from builder.models import KINDS, Record
from builder.selectors import resolve
from builder.values import Origin, Site
from builder.yaml_reader import Document, Plain

IMPORTS: dict[str, Callable[[Material], Items]] = {
    "web-annotation": web_annotation.read,
    "hypothesis": hypothesis.read,
    "brat": brat.read,
    "webanno-tsv": webanno.read,
    "csv": table.read,
    "csl-json": csl_json.read,
    "bibtex": bibtex.read,
}
# How the files are called that a format keeps beside one: brat's text, the pages of a collection as we export it.
BESIDE = {"brat": "{}.txt", "web-annotation": "{}_[0-9]*.json"}
Records = dict[str, dict[str, dict[str, Plain]]]


@dataclass
class Outcome:
    """What a file gave: records by collection and id, how many are drafts, and all that was not taken over."""

    records: Records = field(default_factory=dict)
    drafts: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.records.values()))


def imported(name: str, material: Material, chosen: str | None = None) -> Outcome:
    """The records of one file in the format `name`; `chosen` is the article that all passages are in, if the user says.

    Raises `Unreadable` for a file that is not of the format.
    """
    outcome = Outcome(remarks=material.remarks)
    there = {_likeness(record): record.id for record in material.site.dossier.records.values()}
    try:
        for number, item in enumerate(IMPORTS[name](material)):
            if number >= MAX_ITEMS:
                raise Unreadable(f"it has more than {MAX_ITEMS} annotations: split it")
            _add(outcome, material, item, there, chosen)
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    outcome.remarks += material.left()
    return outcome


def _add(outcome: Outcome, material: Material, found: Found, there: dict[str, str], chosen: str | None) -> None:
    """Add a record, placed and checked, or say why not."""
    placed = [place(material.site, target, chosen) for target in found.targets]
    known = [one for one in placed if one is not None]
    for one in placed:
        if one is None or one.doubt:
            material.remark(found.where, _doubt(one))
    if placed and not known and "at" not in found.record:
        words = " ".join(str(found.record.get("body", "")).split())
        material.remark(found.where, f"left out, having no place: {words[:200]}")
        return
    record = {**found.record, **({} if found.is_name else _at(material.site, found, known))}
    if not found.sure or len(known) < len(placed) or any(one.doubt for one in known):
        record["status"] = "draft"
    if faults := _faults(found, record):
        material.remark(found.where, f"left out: {'; '.join(faults)}")
        return
    model = KINDS[found.collection].model_validate({**record, "id": found.id})
    if twin := there.get(_likeness(model)):
        material.remark(found.where, f"`{twin}` says the same already")
        return
    there[_likeness(model)] = found.id
    outcome.records.setdefault(found.collection, {})[found.id] = record
    outcome.drafts += record.get("status") == "draft"


def _faults(found: Found, record: dict[str, Plain]) -> list[str]:
    """What is wrong with a record, as the check would say it."""
    kind, nowhere = KINDS[found.collection], Origin(Document("", "", {}), ())
    told = as_diagnostics(kind, record, misfits(kind, {**record, "id": found.id}), nowhere)
    return [f"{fault.message} ({fault.help})" if fault.help else fault.message for fault in told][:3]


def _doubt(placed: Placed | None) -> str:
    if placed is None:
        return "it says no place that the text has"
    at = placed.selector
    words = at if isinstance(at, str) else at.get("exact") or at.get("start")
    what = "a draft, because" if placed.span else "not placed, a draft with `orphan: true`:"
    return f"“{str(words)[:80]}”: {what} {placed.doubt}"


def _at(site: Site, found: Found, placed: list[Placed]) -> dict[str, Plain]:
    """The selectors of a record: those it brings where they mean the same passages, else those of the targets."""
    if not placed or _written(site, found) == {one.span for one in placed}:
        return {}
    selectors = [one.selector for one in placed]
    rows: dict[str, Plain] = {"at": selectors[0] if len(selectors) == 1 else selectors}
    positions = found.record.get("positions")
    if isinstance(positions, list) and all(isinstance(row, dict) for row in positions):
        rows["positions"] = [{key: value for key, value in row.items() if key != "at"} for row in positions]
    return rows


def _written(site: Site, found: Found) -> set[tuple[str, int, int] | None]:
    """The passages that a record's own selectors mean."""
    try:
        model = KINDS[found.collection].model_validate(found.record)
    except ValidationError:
        return set()
    spans: set[tuple[str, int, int] | None] = set()
    for path, selector in model.selectors():
        article = site.dossier.article_of(selector) if path[0] != "not_at" else None
        seed = site.dossier.seeds.get(article or "")
        there = resolve(selector, seed) if seed else None
        if article and isinstance(there, tuple) and not selector.orphan:
            spans |= {(article, *span) for span in there}
    return spans


def _likeness(record: Record) -> str:
    """What two records share that say the same."""
    return f"{record.collection} {record.model_copy(update={'id': '', 'status': 'published'})!r}"
