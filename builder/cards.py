"""Cards: what a reader sees of a record without leaving the page.

The contents of every card that a page can open stand in the page itself, so that they need no request. A record that
the page shows anyway, marked `data-card`, is its own card; the others are appended as `<template>`s.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from builder.models import Actor, Location, Quote, Record, Source, Term
from builder.render import Renderer
from builder.wording import first_sentence, kind_words

_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")
_PARAGRAPH = re.compile(r"<(p|li|dd)>(.*?)</\1>", re.DOTALL)


def cards(html: str, renderer: Renderer) -> str:
    """The templates of the cards that a page needs and does not have, in the order in which it names the records."""
    shown = set(_named(html, ' data-card="'))
    ids = [id for id in dict.fromkeys(_named(html, ' data-ref="')) if id not in shown]
    templates = renderer.each_once("template", ids, lambda id: _template(id, renderer))
    return "\n".join(filter(None, templates.values()))


def _named(html: str, attribute: str) -> list[str]:
    return [rest.partition('"')[0] for rest in html.split(attribute)[1:]]


def _template(id: str, renderer: Renderer) -> str:
    record = renderer.get(id)
    return f"<template>{contents(record, renderer)}</template>" if record and not isinstance(record, Source) else ""


def contents(record: Record, renderer: Renderer) -> Markup:
    """What a card says: kind, name, role, summary, and the way to the record's page. Made once a site."""

    def made() -> Markup:
        later = renderer.site.dossier.later(record)
        words = {"kind": kind(record, renderer), "text": summary(record, renderer)}
        return Markup(renderer.template("card.html.j2", record=record, later=later, **words))

    return renderer.once(("card", record.id), made)


def kind(record: Record, renderer: Renderer) -> str:
    """What sort of thing the record is, in a word or two, and where or when."""
    match record:
        case Actor():
            return kind_words(record.kind)
        case Location():
            inside = renderer.get(record.in_) if record.in_ else None
            sort = "place" if record.kind == "other" else kind_words(record.kind)
            return f"{sort} in {inside.heading}" if inside else sort
        case Quote():
            return f"{record.medium or record.noun}{f', {record.date.label}' if record.date else ''}"
    date = getattr(record, "date", None)
    return f"{record.noun}, {date.label}" if date and record.collection == "events" else record.noun


def summary(record: Record, renderer: Renderer) -> Markup:
    """A record in a sentence or two, without links and citations: a card opens no card."""
    if isinstance(record, Term):
        return Markup(first_sentence(_plain(renderer.inline(record.definition))))
    if record.summary:
        return _plain(renderer.inline(record.summary))
    first = _PARAGRAPH.search(renderer.body(record.body))
    return _plain(first[2]) if first else Markup("")


def _plain(html: str) -> Markup:
    return Markup(_LINK.sub("", _CITATION.sub("", html)))
