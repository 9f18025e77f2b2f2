"""What an editor might annotate next: each proposal with its place, its reason and the record that would do it.

Everything here is a guess from capitals, quotation marks, calendar words and likeness of letters. A proposal is written
as a draft, so that nothing reaches a reader before an editor has agreed; what an editor does not want stands under
`settings.dismissed` and is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from builder.filing import free_id, home
from builder.suggestions.dates import dates
from builder.suggestions.names import names, repeated
from builder.suggestions.proposal import OPEN_KIND, Occurrence, Suggestion
from builder.suggestions.quotations import quotations
from builder.suggestions.reading import Reading, short_names
from builder.values import Site, grouped
from builder.yaml_editor import add_records, extend, remarked
from builder.yaml_reader import Plain

__all__ = ["Occurrence", "Suggestion", "drafts", "suggest"]

# What is found text by text. Names are found in all texts together.
FINDERS = (repeated, dates, quotations)


def suggest(site: Site, article: str = "") -> list[Suggestion]:
    """Every proposal that is not dismissed, of all texts or of one article's, in the order of the texts."""
    articles = [a for a in site.dossier.articles if a.id in site.dossier.seeds and article in ("", a.id)]
    short = short_names(site.dossier)
    readings = [Reading(site, number, article, short) for number, article in enumerate(articles)]
    found = [proposal for reading in readings for finder in FINDERS for proposal in finder(reading)]
    found += names(site.dossier, readings)
    order = {article.id: number for number, article in enumerate(articles)}
    found.sort(key=lambda p: (order[p.occurrences[0].article], p.occurrences[0].start, p.sort))
    return list(_with_ids(site, found))


def _with_ids(site: Site, found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each proposal as a draft, with an id that nothing else has, unless it is a name more of a known record."""
    taken = {*site.dossier.origins, *site.dossier.unreadable}
    for proposal in found:
        if proposal.instead:
            yield proposal
            continue
        id = free_id(proposal.words, proposal.collection, taken)
        taken.add(id)
        yield replace(proposal, id=id, record={**proposal.record, "status": "draft"})


def drafts(site: Site, texts: Mapping[str, str], suggestions: Sequence[Suggestion]) -> dict[str, str]:
    """The files of annotations that change if the proposals are added, each to the file with others of its kind.

    A name more of a record that is published becomes a mention, which can be a draft; what asks a question is left out.
    Raises `Uneditable` where a file is laid out so that nothing can be added in place.
    """
    told = [proposal for proposal in suggestions if not proposal.asks]
    names = [p for p in told if p.instead and site.dossier.records[p.id].status == "draft"]
    others = [replace(p, collection="mentions", record=p.instead) if p.instead else p for p in told if p not in names]
    new = {proposal.id: proposal for proposal in _with_ids(site, (replace(p, instead=None) for p in others))}
    actors = [proposal for proposal in new.values() if proposal.collection == "actors"]
    ids = {form: p.id for p in actors for form in (p.record["name"], *p.record.get("also", ()))}
    changed: dict[str, str] = {}
    for proposal in names:
        origin = site.dossier.origins[proposal.id]
        text = changed.get(origin.document.file, texts.get(origin.document.file, ""))
        changed[origin.document.file] = extend(text, (*origin.path, "also"), list(proposal.record["also"]))
    for file, found in grouped((home(site, proposal.collection), proposal) for proposal in new.values()).items():
        records: dict[str, dict[str, dict[str, Plain]]] = {}
        for proposal in found:
            record = dict(proposal.record)
            if "speaker" in record:  # written together, a quotation can name the record of who says it
                record["speaker"] = ids.get(record["speaker"], record["speaker"])
            records.setdefault(proposal.collection, {})[proposal.id] = record
        text = add_records(changed.get(file, texts.get(file, "")), records)
        asking = ((proposal.collection, proposal.id, "kind") for proposal in found if proposal.is_kind_open)
        changed[file] = remarked(text, asking, OPEN_KIND)
    return changed
