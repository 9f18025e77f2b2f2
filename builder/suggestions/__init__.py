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
from builder.suggestions.proposal import Occurrence, Suggestion
from builder.suggestions.quotations import quotations
from builder.suggestions.reading import Reading
from builder.values import Site
from builder.yaml_editor import add_record

__all__ = ["Occurrence", "Suggestion", "drafts", "suggest"]

# What is found text by text. Names are found in all texts together.
FINDERS = (repeated, dates, quotations)


def suggest(site: Site, article: str = "") -> list[Suggestion]:
    """Every proposal that is not dismissed, of all texts or of one article's, in the order of the texts."""
    articles = [a for a in site.dossier.articles if a.id in site.dossier.seeds and article in ("", a.id)]
    readings = [Reading(site, number, article) for number, article in enumerate(articles)]
    found = [proposal for reading in readings for finder in FINDERS for proposal in finder(reading)]
    found += names(site.dossier, readings)
    order = {article.id: number for number, article in enumerate(articles)}
    found.sort(key=lambda p: (order[p.occurrences[0].article], p.occurrences[0].start, p.sort))
    return list(_with_ids(site, found))


def _with_ids(site: Site, found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each proposal as a draft, with an id that nothing else has."""
    taken = {*site.dossier.origins, *site.dossier.unreadable}
    for proposal in found:
        id = free_id(proposal.words, proposal.collection, taken)
        taken.add(id)
        yield replace(proposal, id=id, record={**proposal.record, "status": "draft"})


def drafts(site: Site, texts: Mapping[str, str], suggestions: Sequence[Suggestion]) -> dict[str, str]:
    """The files of annotations that change if the proposals are added, each to the file with others of its kind.

    Raises `Uneditable` where a file is laid out so that nothing can be added in place.
    """
    files = {collection: home(site, collection) for collection in {proposal.collection for proposal in suggestions}}
    actors = [proposal for proposal in suggestions if proposal.collection == "actors"]
    ids = {form: p.id for p in actors for form in (p.record["name"], *p.record.get("also", ()))}
    changed: dict[str, str] = {}
    for proposal in suggestions:
        record = dict(proposal.record)
        if "speaker" in record:  # written together, a quotation can name the record of who says it
            record["speaker"] = ids.get(record["speaker"], record["speaker"])
        file = files[proposal.collection]
        text = changed.get(file, texts.get(file, ""))
        changed[file] = add_record(text, proposal.collection, proposal.id, record)
    return changed
