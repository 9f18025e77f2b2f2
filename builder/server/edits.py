"""What an editor does in the page, as edits to files of annotations: the dossier in, one file's new text out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from builder import yaml_editor
from builder.addresses import IN_LIST, OWN_PAGE, address
from builder.filing import free_id, home, in_article
from builder.models import KINDS, Article, Claim, Mention, Named, is_words
from builder.seed import Seed
from builder.selectors import Span, describe
from builder.server import requests
from builder.server.forms import FORMS, Form, shown, value
from builder.server.requests import Met, Passage, Point, Refused, Unfilled
from builder.suggestions import suggest
from builder.suggestions.proposal import OPEN_KIND
from builder.text import normalised
from builder.turning import CHOICES, turned, what_is
from builder.values import Inputs, Site
from builder.yaml_reader import Path, Plain, read_document, within
from builder.yaml_writer import Uneditable

NAMED = "named here"  # how a link came about that no editor made
_COMMENT = re.compile(r"(?:^|\s)#")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file of annotations before and after; `old` is None where there is no such file. `id`: the record concerned."""

    file: str
    old: bytes | None
    new: str
    id: str

    @property
    def line(self) -> int:
        """The line, from 1, where what is new begins, or what has gone began."""
        before, after, start = self._compared
        longer = after if len(after) >= len(before) else before
        return next((number for number, line in enumerate(longer[start:], start + 1) if line.strip()), start + 1)

    @property
    def _compared(self) -> tuple[list[str], list[str], int]:
        """The lines before and after, and how many at the beginning are the same."""
        before, after = (self.old or b"").decode().splitlines(), self.new.splitlines()
        return before, after, _alike(before, after)

    @property
    def added(self) -> str:
        """The lines that are new, as a preview shows them."""
        before, after, start = self._compared
        end = _alike(before[start:][::-1], after[start:][::-1])
        return dedent("\n".join(after[start : len(after) - end])).strip("\n")


def _alike(one: list[str], other: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def annotate(site: Site, inputs: Inputs, request: requests.Annotate) -> Edit:
    """Add a record, of a passage or of none, to the file that holds others of its kind."""
    form, passage = FORMS.get(request.form), request.passage
    if form is None or (passage is None and not form.is_free):
        raise Refused(f"there is no form `{request.form}`{' without words of an article' * bool(form)}")
    meant = request.fields.get("is", "").strip() if request.form == "mention" else ""
    if meant and meant not in site.dossier.records:
        told = "choose a record from the list, or create an actor, a place or a term of that name"
        raise Unfilled(f"`{meant}` is no record yet: {told}")
    selector, words = _selected(site, passage) if passage else (None, "")
    record = _record(form, request, selector, words)
    if not record:
        raise Unfilled("nothing is filled in yet")
    article = passage.article if passage else ""
    if request.form == "position":
        return _position(site, inputs, request, article, record)
    named = next((request.fields[key] for key in ("name", "term", "title") if request.fields.get(key)), words)
    id = request.id or free_id(named, KINDS[form.collection].noun, site.dossier.origins)
    file = home(site, form.collection, article)
    return _edit(inputs, file, id, lambda text: yaml_editor.add_record(text, form.collection, id, record))


def located(site: Site, passage: Passage) -> tuple[Seed, Span]:
    """The passage in the seed, without blanks at its edges and not parting a letter from its marks."""
    seed = site.dossier.seeds.get(passage.article)
    if seed is None:
        raise Met(f"there is no article `{passage.article}` any more")
    start, end = _offset(seed, passage.start), _offset(seed, passage.end)
    words = seed.text[start:end]
    if words.split() != passage.words.split():
        raise Met("the article's text is no longer what the page shows: reload it")
    if not words.strip():
        raise Refused("select some words first")
    start += len(words) - len(words.lstrip())
    view = seed.view
    low, high = view.view_offset(start), view.view_offset(start + len(words.strip()))
    return seed, view.source_span(low, high)


def _offset(seed: Seed, point: Point) -> int:
    block = next((b for b in seed.blocks if b.id == point.block), None)
    if block is None or point.offset > block.end - block.start:
        raise Met("the article's text is no longer what the page shows: reload it")
    return block.start + point.offset


def _selected(site: Site, passage: Passage) -> tuple[Plain, str]:
    """The shortest selector of a passage, as it is written, and its words."""
    seed, span = located(site, passage)
    try:
        return in_article(site.dossier, passage.article, describe(seed, *span)), seed.text[slice(*span)]
    except ValueError as error:
        raise Refused(str(error)) from error


def _record(form: Form, request: requests.Annotate, selector: Plain, words: str) -> dict[str, Plain]:
    """What was filled in, in the form's order. A name that is the very words needs no `at`: it is found by itself."""
    given = {key: text for key, text in request.fields.items() if text.strip() and key != "claim"}
    names_itself = issubclass(form.model, Named) and normalised(words) in (given.get("name"), given.get("term"))
    values = {key: value(form, key, text) for key, text in given.items()}
    if selector is not None and not names_itself:
        values["at"] = selector
    return {key: values[key] for key in form.fields if key in values}


def _position(site: Site, inputs: Inputs, request: requests.Annotate, article: str, position: dict[str, Plain]) -> Edit:
    """Add a position to a claim; a text that is no id is the title of a new one."""
    question = request.fields.get("claim", "").strip()
    if not question:
        raise Unfilled("choose a claim, or write the title of a new one")
    if isinstance(site.dossier.records.get(question), Claim):
        origin = site.dossier.origins[question]
        path = (*origin.path, "positions")
        return _edit(inputs, origin.document.file, question, lambda text: yaml_editor.extend(text, path, [position]))
    if not is_words(question):
        raise Refused(f"there is no claim `{question}`: choose one, or write the title of a new one")
    id = request.id or free_id(question, "claim", site.dossier.origins)
    record: dict[str, Plain] = {"title": question, "positions": [position]}
    file = home(site, "claims", article)
    return _edit(inputs, file, id, lambda text: yaml_editor.add_record(text, "claims", id, record))


def proposals(site: Site, article: str) -> list[dict[str, Any]]:
    """What is proposed for an article: each with its places there and the record as it would be written."""
    seed = site.dossier.seeds.get(article)
    rows = []
    for proposal in suggest(site, article) if seed else ():
        record = {key: value for key, value in proposal.record.items() if key != "status" or not proposal.is_complete}
        text, path = proposal.added_to("", record), (proposal.collection, proposal.id)
        row = {"id": proposal.id, "sort": proposal.sort, "why": proposal.why, "collection": proposal.collection}
        places = [_place(seed, found.start, found.end) for found in proposal.occurrences if seed]
        is_new = proposal.collection in CHOICES.values() and not proposal.instead
        choices = {"what": what_is(proposal.collection, record), "choices": list(CHOICES) if is_new else []}
        asked = {"question": proposal.question, "candidates": [_candidate(site, one) for one in proposal.candidates]}
        rows.append({**row, "record": yaml_editor.text_at(text, path), "places": places, **choices, **asked})
    return rows


def _candidate(site: Site, meant: str) -> dict[str, str]:
    """Whom a proposal may mean: what is written for it, and how a button calls it."""
    record = site.dossier.records.get(meant)
    return {"meant": meant, "heading": record.heading, "id": meant} if record else {"meant": meant, "heading": meant}


def _place(seed: Seed, start: int, end: int) -> dict[str, Any]:
    block = next(block for block in seed.blocks if block.start <= start < block.end)
    end = min(end, block.end)
    words = " ".join(seed.text[start:end].split())
    return {"block": block.id, "start": start - block.start, "end": end - block.start, "words": words}


def accept(site: Site, inputs: Inputs, request: requests.Accept) -> Edit:
    """Add a proposed record, written as the editor has left it."""
    collection, record = CHOICES.get(request.what, request.collection), request.record
    if collection not in KINDS or request.what not in ("", *CHOICES):
        raise Refused(f"there is no kind of record `{request.what or collection}`")
    document, found = read_document("", record.encode())
    if found or not isinstance(document.data, dict):
        raise Refused(found[0].message if found else "these are no keys with values")
    meant = document.data.get("is")
    if isinstance(meant, str) and meant.endswith("?"):
        candidates = " or ".join(f"`{id}`" for id in meant.rstrip("?").split(" or "))
        raise Refused(f"`is` is still a question: write {'one of ' * (' or ' in meant)}{candidates}")
    if request.id in site.dossier.origins:
        return _named(site, inputs, request.id, document.data)
    path = (collection, request.id)

    def change(text: str) -> str:
        written = turned(record, request.what) if request.what else record
        added = yaml_editor.add_record(text, *path, read_document("", written.encode())[0].data)
        is_in_flow = yaml_editor.text_at(added, path).startswith("{")  # there is no room for lines and our question
        is_plain = "#" not in written.replace(f"# {OPEN_KIND}", "")
        return added if is_in_flow and is_plain else yaml_editor.set_text(added, path, written)

    return _edit(inputs, home(site, collection), request.id, change)


def _named(site: Site, inputs: Inputs, id: str, added: dict[str, Plain]) -> Edit:
    """Add names to a known record."""
    names = added.get("also")
    if added.keys() != {"also"} or not isinstance(names, list):
        raise Refused(f"`{id}` exists already: what is added to it here is `also`, with a list of names")
    file, path = _origin(site, id)
    return _edit(inputs, file, id, lambda text: yaml_editor.extend(text, (*path, "also"), names))


def dismiss(site: Site, inputs: Inputs, request: requests.Dismiss) -> Edit:
    """Remember in the dossier's settings that some words shall not be proposed again."""
    origin = site.dossier.head_origin
    file = origin.document.file if origin else "annotations/dossier.yml"
    path = ("dossier", "settings", "dismissed")
    return _edit(inputs, file, request.words[0], lambda text: yaml_editor.extend(text, path, list(request.words)))


def here(site: Site, passage: Passage) -> list[dict[str, Any]]:
    """The annotations that touch a passage, the narrowest first, each with the place where it is written."""
    _, (low, high) = located(site, passage)
    anchors, mentions = site.anchored.anchors[passage.article], site.anchored.mentions[passage.article]
    found = [(a.end - a.start, a.record, "passage") for a in anchors if a.start < high and low < a.end]
    for m in mentions:
        if m.start < high and low < m.end:
            explicit = m.explicit.split("_")[0] if m.explicit else m.ref
            found += [(m.end - m.start, explicit, "mention")] if explicit != m.ref else []
            found.append((m.end - m.start, m.ref, "meant here" if m.explicit else NAMED))
    return [_described(site, id, how) for _, id, how in sorted(dict.fromkeys(found))]


def unlink(site: Site, inputs: Inputs, request: requests.Unlink) -> Edit:
    """Say in a record that its name does not mean it in a passage, where it was found by itself."""
    seed, (low, high) = located(site, request.passage)
    found = [m for m in site.anchored.mentions[request.passage.article] if m.ref == request.id and not m.explicit]
    spans = [(m.start, m.end) for m in found if m.start < high and low < m.end]
    if not spans:
        raise Met(f"these words are not linked to `{request.id}` any more")
    selectors = [in_article(site.dossier, request.passage.article, describe(seed, *span)) for span in spans]
    file, path = _origin(site, request.id)
    return _edit(inputs, file, request.id, lambda text: yaml_editor.extend(text, (*path, "not_at"), selectors))


def _described(site: Site, id: str, how: str) -> dict[str, Any]:
    record, place = site.dossier.records[id], site.dossier.place(id)
    heading = site.dossier.records[record.is_].heading if isinstance(record, Mention) else record.heading
    file = {"file": place.file, "line": place.line}
    return {"id": id, "noun": record.noun, "heading": heading, "how": how, "href": address(site, record), **file}


def about(site: Site, path: str) -> dict[str, Any]:
    """What is written on a page: the record that it is about, those that it lists, and which records are drafts."""
    folder, _, rest = f"/{path}".strip("/").partition("/")
    collection = next((c for c, a in {**OWN_PAGE, **IN_LIST}.items() if a.split("/")[1] == folder), "")
    addresses = {record.id: address(site, record) for record in site.dossier.records_of(collection).values()}
    own = rest.strip("/") if collection in OWN_PAGE and rest.strip("/") in addresses else ""
    listed = [id for id, found in addresses.items() if collection in IN_LIST and found == f"/{path}#{id}"]
    drafts = [id for id, record in site.dossier.records.items() if record.status == "draft"]
    return {"own": own, "noun": KINDS[collection].noun if own else "", "listed": listed, "drafts": drafts}


def opened(site: Site, inputs: Inputs, id: str) -> dict[str, Any]:
    """A record as it is written, and where; what its form shows, and which keys the form does not have."""
    text, (file, path) = _record_text(site, inputs, id), _origin(site, id)
    record, form = _data(inputs, file, path), _form_of(site, id)
    fields = shown(form, record)
    others = [key for key in record if key not in fields]
    stays = site.dossier.of(Article) == (site.dossier.records[id],)  # the only article
    place = {"id": id, "file": file, "line": site.dossier.place(id).line, "text": text}
    return {**place, "form": site.dossier.records[id].noun, "fields": fields, "stays": stays, "others": others}


def _form_of(site: Site, id: str) -> Form:
    return FORMS[site.dossier.records[id].noun]


def _data(inputs: Inputs, file: str, path: Path) -> dict[str, Plain]:
    found = within(read_document(file, inputs.annotations[file])[0].data, path)
    return found if isinstance(found, dict) else {}


def _record_text(site: Site, inputs: Inputs, id: str) -> str:
    file, path = _origin(site, id)
    return yaml_editor.text_at(_text(inputs, file), path)


def rewrite(site: Site, inputs: Inputs, request: requests.Rewrite) -> Edit:
    """Write a record anew."""
    file, path = _unchanged(site, inputs, request.id, request.old)
    return _edit(inputs, file, request.id, lambda text: yaml_editor.set_text(text, path, request.new))


def amend(site: Site, inputs: Inputs, request: requests.Amend) -> Edit:
    """Write those keys of a record anew whose fields were changed; an empty field takes its key out."""
    file, path = _unchanged(site, inputs, request.id, request.old)
    form, record = _form_of(site, request.id), _data(inputs, file, path)
    before = shown(form, record)
    changed = {k: text for k, text in request.fields.items() if text.strip() != before.get(k, "").strip()}
    values = {(*path, k): value(form, k, text, record.get(k)) for k, text in changed.items() if text.strip()}
    gone = [key for key, text in changed.items() if not text.strip() and key in record]

    def change(text: str) -> str:
        for key in (key for key in changed if isinstance(record.get(key), (list, dict))):
            if key not in gone and _COMMENT.search(yaml_editor.text_at(text, (*path, key))):
                raise Refused(f"there are comments within `{key}`: change it as YAML, so that they stay")
        for key in gone:
            text = yaml_editor.remove(text, (*path, key))
        return yaml_editor.set_values(text, values) if values else text

    return _edit(inputs, file, request.id, change)


def remove(site: Site, inputs: Inputs, request: requests.Remove) -> Edit:
    """Take a record out."""
    file, path = _unchanged(site, inputs, request.id, request.old)
    return _edit(inputs, file, request.id, lambda text: yaml_editor.remove(text, path))


def _unchanged(site: Site, inputs: Inputs, id: str, old: str) -> tuple[str, Path]:
    if _record_text(site, inputs, id) != old:
        raise Met(f"`{id}` has been changed since you opened it: open it again; what you typed is kept as Unfinished")
    return _origin(site, id)


def _origin(site: Site, id: str) -> tuple[str, Path]:
    origin = site.dossier.origins.get(id)
    if origin is None:
        raise Met(f"there is no record `{id}` any more")
    return origin.document.file, origin.path


def _edit(inputs: Inputs, file: str, id: str, change: Callable[[str], str]) -> Edit:
    try:
        return Edit(file, inputs.annotations.get(file), change(_text(inputs, file)), id)
    except Uneditable as error:
        raise Refused(f"{file}: {error}") from error


def _text(inputs: Inputs, file: str) -> str:
    try:
        return inputs.annotations.get(file, b"").decode()
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8: save it as UTF-8 first") from error
