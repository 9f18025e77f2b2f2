"""The small dossier, as it is understood and as it is shown, compared with what is stored.

Two files a case: a change of meaning shows in the model, a change of dress in the page. `make golden` rewrites
them; read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from builder import pipeline
from builder.files import read_inputs
from builder.page import Page
from builder.values import Site
from tests import reference
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"


@lru_cache(maxsize=1)
def example() -> tuple[Site, Mapping[str, Page]]:
    """The small dossier's site and pages."""
    site, diagnostics = pipeline.check(read_inputs(ROOT / "tests" / "example"))
    assert not diagnostics
    return site, {page.path: page for page in pipeline.render(pipeline.published(site))}


def compare(name: str, found: str) -> None:
    """`found` is what is stored under `name`, or is stored now."""
    path = GOLDEN / name
    if os.environ.get("DOSSIER_GOLDEN") == "rewrite":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found, f"{name} has changed: `make golden` and read the difference"


def test_model() -> None:
    site, _ = example()
    seeds = site.dossier.seeds
    words = {id: (lambda a, text=seed.text: text[a.start : a.end]) for id, seed in seeds.items()}
    model = {
        "blocks": {id: [(block.id, block.start, block.end) for block in seed.blocks] for id, seed in seeds.items()},
        "passages": [
            f"{a.article} {a.start}-{a.end} {a.fragment}: {words[a.article](a)}"
            for anchors in site.anchored.anchors.values()
            for a in anchors
        ],
        "mentions": [
            f"{m.article} {m.start}-{m.end} {m.fragment}{'' if m.linked else ' (unlinked)'}: {words[m.article](m)}"
            for mentions in site.anchored.mentions.values()
            for m in mentions
        ],
        "references": [f"{r.source} -> {r.target} ({r.how})" for r in site.references],
        "hindsight": [id for id, record in site.dossier.records.items() if site.dossier.is_hindsight(record)],
    }
    compare("example/model.json", json.dumps(model, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize(
    "path",
    [
        "articles/bridge/",
        "articles/jisr/",
        "actors/harbour-authority/",
        "places/old-bridge/",
        "timeline/",
        "glossary/",
        "quotes/",
        "claims/is-it-safe/",
        "background/riveted-bridges/",
        "sources/",
    ],
)
def test_page(path: str) -> None:
    page = example()[1][path]
    search = "".join(f"<!-- search: {entry} -->\n" for entry in page.search)
    compare(f"example/{path.strip('/')}.html", f"{page.html}\n{search}")


def test_the_reference_pages_say_what_the_code_does() -> None:
    compare("../../docs/guide/format.md", reference.format_page())
    compare("../../docs/guide/rules.md", reference.rules_page())
