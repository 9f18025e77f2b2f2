"""What is proposed for an article, and what the page does with it: accept or dismiss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from builder import yaml_editor
from builder.contexts import around
from builder.diagnostics import listed
from builder.filing import home
from builder.models import KINDS
from builder.seed import Seed
from builder.server.edits import Change, Edit, change_of, extended, selected
from builder.server.requests import Id, Passage, Refused, Text
from builder.suggestions import suggest
from builder.suggestions.proposal import Occurrence, settled
from builder.turning import CHOICES, turned, what_is
from builder.values import Inputs, Site
from builder.yaml_reader import read_document


def proposals(site: Site, article: str) -> Iterator[dict[str, Any]]:
    """What is proposed for an article: each with its places there and the record as it would be written."""
    seed = site.dossier.seeds.get(article)
    for proposal in suggest(site, article) if seed else ():
        record = {key: value for key, value in proposal.record.items() if key != "status" or not proposal.is_complete}
        text, path = proposal.added_to("", record), (proposal.collection, proposal.id)
        row = {"id": proposal.id, "sort": proposal.sort, "why": proposal.why, "collection": proposal.collection}
        places = [_place(seed, found) for found in proposal.occurrences if seed]
        is_new = proposal.collection in CHOICES.values() and not proposal.instead
        choices = {"what": what_is(proposal.collection, record), "choices": list(CHOICES) if is_new else []}
        asked = {"question": proposal.question, "candidates": [_candidate(site, one) for one in proposal.candidates]}
        yield {**row, "record": yaml_editor.text_at(text, path), "places": places, **choices, **asked}


def _candidate(site: Site, meant: str) -> dict[str, str]:
    """Whom a proposal may mean: what is written for it, and how a button calls it."""
    record = site.dossier.records.get(meant)
    return {"meant": meant, "heading": record.heading, "id": meant} if record else {"meant": meant, "heading": meant}


def _place(seed: Seed, place: Occurrence) -> dict[str, Any]:
    """A place as a passage, with what stands around it."""
    start, end = place.start, place.end
    before, after = around(seed, start, end)
    points = {"start": _point(seed, start, start), "end": _point(seed, end, end - 1)}
    return {"article": place.article, **points, "words": seed.words(start, end), "before": before, "after": after}


def _point(seed: Seed, offset: int, letter: int) -> dict[str, Any]:
    """An offset in the block in which a letter is."""
    block = seed.block_at(letter)
    assert block is not None
    return {"block": block.id, "offset": offset - block.start}


class Accept(Change):
    """Add a proposed record; `record` is its text as the editor has left it, `what` is what it is made into first."""

    collection: Id
    id: Id
    record: Text
    what: Id = ""

    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """The new record, or the names that a known one gets."""
        collection = CHOICES.get(self.what, self.collection)
        if collection not in KINDS or self.what not in ("", *CHOICES):
            raise Refused(f"there is no kind of record `{self.what or collection}`")
        document, found = read_document("", self.record.encode())
        if found or not isinstance(document.data, dict):
            raise Refused(found[0].message if found else "these are no keys with values")
        meant = document.data.get("is")
        if isinstance(meant, str) and meant.endswith("?"):
            candidates = listed(f"`{id}`" for id in meant.rstrip("?").split(" or "))
            raise Refused(f"who is meant is still a question: choose {candidates}, or dismiss it")
        if self.id in site.dossier.origins:
            names = document.data.get("also")
            if document.data.keys() != {"also"} or not isinstance(names, list):
                raise Refused(f"`{self.id}` exists already: what is added to it here is `also`, with a list of names")
            return extended(site, inputs, self.id, "also", names)
        path = (collection, self.id)

        def change(text: str) -> str:
            written = turned(self.record, self.what) if self.what else self.record
            added = yaml_editor.add_record(text, *path, read_document("", written.encode())[0].data)
            is_in_flow = yaml_editor.text_at(added, path).startswith("{")  # there is no room for lines and our question
            is_plain = "#" not in settled(written)
            return added if is_in_flow and is_plain else yaml_editor.set_text(added, path, written)

        return change_of(inputs, home(site, collection), self.id, change)


class Dismiss(Change):
    """Remember in the dossier's settings what shall not be proposed again: words, or a passage in its place alone."""

    words: Annotated[tuple[Text | Passage, ...], Field(min_length=1, max_length=50, strict=False)]

    def edit(self, site: Site, inputs: Inputs) -> Edit:
        """What is wanted no more, added to what is dismissed."""
        unwanted = [selected(site, one) if isinstance(one, Passage) else (one, one) for one in self.words]
        origin = site.dossier.head_origin
        file = origin.document.file if origin else "annotations/dossier.yml"
        added, path = [selector for selector, _ in unwanted], ("dossier", "settings", "dismissed")
        return change_of(inputs, file, unwanted[0][1], lambda text: yaml_editor.extend(text, path, added))
