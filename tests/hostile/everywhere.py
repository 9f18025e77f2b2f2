"""A dossier in which one text stands wherever an editor can write a text."""

from __future__ import annotations

import json
from typing import Any

from tests.dossiers import Files

WORDS = "Protesters"


def everywhere(text: str, at: str = WORDS) -> Files:
    """Records of every kind, filled with `text`; those that have a passage are anchored at the words `at`."""
    name = text[:400]
    shared = {
        "summary": text,
        "body": text,
        "later": [{"known_from": "2021", "body": text}],
        "sources": [{"id": "report", "locator": text}],
    }
    named = shared | {"also": [name], "native": {"ar": text}, "same_as": {"wikidata": text, "other": text}}
    who = f"A {name}"  # with a blank, so that it is no id
    original = {"lang": "en", "text": text, "sources": [{"id": "report", "locator": text}]}
    relation = {"is": text, "of": "iran", "sources": [{"id": "report", "locator": text}]}
    position = {"by": who, "says": text, "evidence": text, "at": at, "sources": [{"id": "report", "locator": text}]}
    records: dict[str, Any] = {
        "dossier": {
            "title": text,
            "subtitle": text,
            "description": text,
            "editors": [text],
            "licence": text,
            "settings": {"relations": {text[:200]: text}, "dismissed": ["nowhere"]},
        },
        "articles": {
            "siege": shared
            | {"file": "a.txt", "title": text, "date": "2020-01-01", "publisher": text}
            | {"author": [{"family": text, "given": text}, {"literal": text}]}
        },
        "actors": {
            "iran": named | {"name": name, "kind": "state", "role": text, "relations": [relation], "match": "never"},
            "ben": named | {"name": "Ben", "kind": "person", "also": [], "relations": [relation]},
        },
        "places": {"baghdad": named | {"name": name, "in": "iran", "coordinates": [33, 44], "match": "never"}},
        "glossary": {"term": named | {"term": name, "definition": text, "match": "never"}},
        "background": {"topic": shared | {"title": text, "at": at}},
        "events": {
            "event": shared
            | {"title": text, "date": "2020-01-01", "place": "baghdad", "at": at}
            | {"actors": [{"id": "iran", "role": text}]}
        },
        "quotes": {
            "quote": shared | {"title": text, "speaker": who, "addressee": who, "at": at, "original": original},
            "bare": {"speaker": who, "at": at},
        },
        "claims": {"claim": shared | {"title": text, "record": text, "at": at, "positions": [position]}},
        "dates": {"date": shared | {"date": "2020-01-01", "at": at}},
        "notes": {"note": shared | {"title": text, "at": at}},
        "mentions": {"mention": {"is": "iran", "at": at}},
        "sources": {
            "report": {
                "type": "report",
                "title": text,
                "author": [{"family": text, "given": text}, {"literal": text}],
                "publisher": text,
                "note": text,
                "summary": text,
                "body": text,
                "url": "https://example.org/",
                "archived": "https://example.org/",
            }
        },
    }
    seed = f"{WORDS} left.\n\n{text}\n\nBen said: {text} He left.\n"
    return {"seeds/a.txt": seed, "annotations/a.yml": json.dumps(records, ensure_ascii=False)}
