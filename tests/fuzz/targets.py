"""What is fuzzed: a function of bytes each, that raises where something is wrong and otherwise returns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from builder import pipeline
from builder.bodies import Bodies
from builder.imports import IMPORTS, Material, Unreadable, imported
from builder.seed import read_seed
from builder.selectors import Miss, describe, resolve
from builder.weave import prove
from builder.yaml_editor import add_records
from builder.yaml_reader import read_document
from tests.dossiers import check, dossier
from tests.fuzz.server import beginnings as requests
from tests.fuzz.server import server
from tests.hostile.files import SEEDS, TEXTS, YAML
from tests.hostile.run import is_allowed

FILES = Path(__file__).parents[1] / "imports"
_SITE = check(dossier())[0]


def yaml(data: bytes) -> None:
    """Any file of annotations gives diagnostics that say where, and never an exception."""
    for found in check(dossier() | {"annotations/a.yml": data})[1]:
        assert found.message
        assert found.place.line >= 0
        str(found)


def seed(data: bytes) -> None:
    """Any seed is refused, or its page holds its text, character for character."""
    article = "articles: {siege: {file: a.txt, title: T, date: 2020-01-01}}"
    site, found = check(dossier(article=article) | {"seeds/a.txt": data})
    if not pipeline.has_errors(found):
        page = pipeline.plan(site)["articles/siege/"]()
        prove(f"<html><body>{page.html}</body></html>", "siege", site.dossier.seeds["siege"])


def selector(data: bytes) -> None:
    """A passage described is the passage found, and no quotation of a text finds what does not read like it."""
    text = data[2:].decode("utf-8", "ignore")
    read, _ = read_seed("seeds/a.txt", text.encode())
    if read is None or len(data) < 2:
        return
    start, length = data[0] * len(read.text) // 256, 1 + data[1] % 60
    try:
        described = describe(read, start, min(len(read.text), start + length))
    except ValueError:
        return
    spans = resolve(described, read)
    assert not isinstance(spans, Miss), described
    assert spans == ((start, min(len(read.text), start + length)),), described


def weaving(data: bytes) -> None:
    """Passages wherever they lie, and names: the text comes out of the page as it was."""
    words = data[2:].decode("utf-8", "ignore").split()[:12] or ["left"]
    notes = {f"n{number}": {"at": {"exact": word, "every": True}, "body": "x"} for number, word in enumerate(words)}
    actors = {"a": {"name": words[0][:400], "kind": "person", "also": [word[:400] for word in words[1:5]]}}
    text = " ".join(words) + "\n\n" + " ".join(words[::-1])
    site, found = check(dossier(json.dumps({"notes": notes, "actors": actors}), seed=text))
    if not pipeline.has_errors(found):
        page = pipeline.plan(site)["articles/siege/"]()
        prove(f"<html><body>{page.html}</body></html>", "siege", site.dossier.seeds["siege"])


def body(data: bytes) -> None:
    """Any Markdown that the models let through is rendered, and what comes out is inert."""
    text = data.decode("utf-8", "ignore")
    site, found = check(dossier(json.dumps({"actors": {"a": {"name": "A", "kind": "person", "body": text}}})))
    if "a" not in site.dossier.records:
        assert found
        return
    for element in LexborHTMLParser(Bodies(site).html(text)).css("body *"):
        assert element.tag not in ("script", "style", "iframe", "object", "embed", "form", "base", "link", "meta")
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in ("href", "src") or is_allowed(value or ""), value


def imports(data: bytes) -> None:
    """Any file is unreadable, and says why, or gives a file of annotations that can be read."""
    name = list(IMPORTS)[data[0] % len(IMPORTS) if data else 0]
    try:
        outcome = imported(name, Material(_SITE, data[1:].decode("utf-8", "ignore")))
    except Unreadable as error:
        _ = str(error)
        return
    if outcome.count:
        document, found = read_document("annotations/imported.yml", add_records("", outcome.records).encode())
        assert found == []
        assert sum(map(len, document.data.values())) == outcome.count


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (yaml, seed, selector, weaving, body, imports, server)
}


def beginnings(name: str) -> list[bytes]:
    """What a run starts from: what is hostile already, and files of every format that is imported."""
    known = {"yaml": YAML, "seed": SEEDS, "server": requests()}
    hostile = known.get(name, [text.encode() for text in TEXTS])
    if name == "imports":
        files = [path.read_bytes()[:4000] for path in sorted(FILES.iterdir())]
        hostile = [bytes([number]) + file for number in range(len(IMPORTS)) for file in files]
    return [case for case in hostile if len(case) < 4096]
