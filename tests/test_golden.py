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
from builder.diagnostics import Place
from builder.files import read_inputs
from builder.page import Page
from builder.values import Site
from builder.yaml_reader import read_document
from tests import reference
from tests.conftest import ROOT
from tests.dossiers import diagnose, dossier
from tests.test_yaml_faults import SLIPS

GOLDEN = Path(__file__).parent / "golden"


@lru_cache(maxsize=1)
def example() -> Site:
    """The small dossier, as it is understood."""
    site, diagnostics = pipeline.check(read_inputs(ROOT / "tests" / "example"))
    assert not diagnostics
    return site


@lru_cache(maxsize=1)
def pages() -> Mapping[str, Page]:
    """The small dossier's pages."""
    return {page.path: page for page in pipeline.render(pipeline.published(example()))}


def compare(name: str, found: str) -> None:
    """`found` is what is stored under `name`, or is stored now."""
    path = GOLDEN / name
    if os.environ.get("DOSSIER_GOLDEN") == "rewrite":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found, f"{name} has changed: `make golden` and read the difference"


def test_model() -> None:
    site = example()
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
    page = pages()[path]
    search = "".join(f"<!-- search: {entry} -->\n" for entry in page.search)
    compare(f"example/{path.strip('/')}.html", f"{page.html}\n{search}")


def test_the_reference_pages_say_what_the_code_does() -> None:
    compare("../../docs/guide/format.md", reference.format_page())
    compare("../../docs/guide/rules.md", reference.rules_page())


FAILING = """\
Friday
Saturday
friday
{exact: friday, paragraph: 3}
rania
Karen
"“Friday”"
{exact: "'gates'", paragraph: 1}
threats on Monday
embasy gate
the embassy - AP again
met of
again said ons Friday never
it. The never
a - APs
-s AP Iran
'"thraets"'
(Friday
{exact: nowhere, prefix: Monday}
paragraph 3
"Paragraph: 2"
{exact: Friday, prefix: "on ", suffix: ", they"}
{exact: Friday, prefix: "Monday, ", suffix: ". The"}
{exact: "'denied'", paragraph: 2}
{exact: ranian, prefix: Monday}
{exact: side denied its. The, paragraph: 1}
Anna Karenina meet Anna at the US embassy
{exact: Friday, paragraph: 3}
{exact: embassy, paragraph: 1}
{exact: gates, caption: true}
{exact: date}
{exact: Friday, prefix: "Monday, "}
{exact: Friday, suffix: ", they"}
{exact: US, occurrence: 5}
{exact: Anna, occurrence: 3, paragraph: 3}
on
and
an
{exact: denied it., paragraph: 3}
{exact: and, paragraph: 3}
{start: the US, end: gates}
{start: They will pay, end: denied it}
{start: Friday, end: seen, paragraph: 1}
{start: Friday, end: denie}
{start: They will pay, end: will}
{start: They will pay, end: he said, suffix: " again"}
{start: nowhere, end: gates}
{paragraph: 4}
"""
FAILING += f"{'x' * 60}\n{'x' * 61}\n"  # the second is shortened
FAILING_IN = """\
 date 2020-01-01 A fire at the US embassy - AP

Iran and the US traded “threats” on Friday. The Iranian side denied it.

The US said on Friday that Iran’s hand was seen. “They will pay,” he said. “Happy New Year!”

Anna Karenina met Anna at the US embassy gates. On and on and on and on, again and again, they went on and on.
"""


TWICE = """\
actors:
  anna: {name: Anna, kind: person}
  other: {name: Other, kind: person, also: [Anna, Ann]}
glossary:
  gate: {term: gates, definition: x}
  gates: {term: Gates, definition: x}
"""


def test_what_is_said_of_selectors_that_fail() -> None:
    """The annotation, then all that the editor is told: the places in the seed are those of the notes."""
    told = []
    cases = [(f"notes: {{n: {{at: {at}, body: x}}}}", FAILING_IN) for at in FAILING.splitlines()]
    for annotation, seed in [*cases, (TWICE, FAILING_IN), ("notes: {n: {at: {caption: true}, body: x}}", "One.")]:
        told.append(annotation)
        for found in diagnose(dossier(annotation, seed=seed)):
            if not found.rule.startswith(("selector", "shared")):
                continue
            told.append(f"  {found.rule} at {found.place.line}:{found.place.column}: {found.message}")
            for note in found.notes:
                place = note.place
                where = f"{place.file} {place.line}:{place.column} to {place.end_column}: " if place else ""
                told.append(f"    {where}{note.text}")
            told.append(f"    help: {found.help}")
    compare("selectors.txt", "\n".join([*told, ""]))


BROKEN_YAML = [
    "a: b: c",
    "a:\n\tb: 1",
    "a: @x",
    "a: %x",
    "a: *x",
    "a: * x",
    "a: & x",
    "a: 'x\nb: y\n",
    'a: "x',
    'a: "\\z"',
    "a: [1, 2\n\n\n",
    "a: {b: c}}",
    "a: {b: c\nd: e",
    "a\nb: c",
    "- a\nb: c",
    "a: 1\n  b: 2",
    "a: |\nb",
    "a: 1\n---\nb: 2",
    "%YAML 3.0\n---\na: b",
    "a: !x y",
    "a: !x [y,\n  z]",
    "a: !x",
    "? [a]\n: c",
    "{a: 1, b: 2, a: 3}",
    "a: 1\nb:\n  c: 2\na: |\n  3\n  4\n",
    "a: &x [*x]",
    "a: &x {b: [1, {c: *x}]}",
    "a:\n" + "".join(" " * depth + "- \n" for depth in range(45)),
    "a: " + "[" * 41 + "]" * 41,
    "a: \x07",
    "\ta: 1",
    "a: 1\r\n\tb: 2",
    "a:\n  - b: c\n   d: e\n",
    "a:\n  - - b: c\n     d: e\n",
    "a:\n  b c\n    d: e\n",
    'a: ["b"\n  "c"]\n',
    "a: 'b'\nc d\ne: f\n",
    'a: "b"\n@c: d\n',
    'a: {b: "c" d: e}\n',
    "a: 'b' - c\n",
    'a: "b"c\n',
    'a: "\\x\t"\n',
    'a: "b\nc: "\nd: "e\nf: g\n',
    "a: b\n\t",
    "a: b\n\t\nc: d\n",
    'a: "b\n  "\nc: d: e\n',
    "a: " + "{b: " * 41 + "}" * 41,
    "a: [" + "[], " * 45 + "[" * 39 + "]" * 40,
    "a:\n    b: 1\n    c: 2\n  d: 3\n",
    *(text for text, _ in SLIPS.values()),
]


def test_what_is_said_of_broken_yaml() -> None:
    told = []
    for text in BROKEN_YAML:
        told.append(repr(text))
        for found in read_document("a.yml", text.encode())[1]:
            told.append(f"  {found.rule}{_span(found.place)}: {found.message}")
            told += [f"    {note.text}{_span(note.place) if note.place else ''}" for note in found.notes]
            told.append(f"    help: {found.help}")
    compare("yaml.txt", "\n".join([*told, ""]))


def _span(place: Place) -> str:
    return f" at {place.line}:{place.column} to {place.end_line}:{place.end_column}"


WRONG = [
    "dossier: {title: T}",
    "dossier: [x]",
    "dossier: {settings: {link: all}}",
    "notes: [x]",
    "notes:",
    "notes: {n: }",
    "notes: {n: left}",
    "notes: {n: {id: n, at: left, body: x}}",
    "notes: {n: {at: left, body: }}",
    "notes: {n: {at: left, body: [x]}}",
    "notes: {n: {at: left, body: {x: y}}}",
    "notes: {n: {at: [], body: x}}",
    "notes: {n: {at: {start: left}, body: x}}",
    "notes: {n: {at: {exact: left, start: the, end: embassy}, body: x}}",
    "notes: {n: {at: {}, body: x}}",
    "notes: {n: {at: {prefix: left}, body: x}}",
    "notes: {n: {at: {every: true, paragraph: 1}, body: x}}",
    "notes: {n: {at: {caption: true, paragraph: 1}, body: x}}",
    "notes: {n: {at: {exact: the, every: true, occurrence: 1}, body: x}}",
    "notes: {n: {at: {exact: the, occurrence: 0}, body: x}}",
    "notes: {n: {at: {exact: the, every: perhaps}, body: x}}",
    f"notes: {{n: {{at: left, body: '{'>' * 200}'}}}}",
    "actors: {a: {name: A, kind: person, url: example.org}}",
    "sources: {s: {type: report, title: T, url: 'https://a b'}}",
    "sources: {s: {type: report, title: T, issued: [2020]}}",
    "sources: {s: {type: report, title: T, issued: yesterday}}",
    "sources: {s: {type: report, title: T, issued: 2020-13}}",
    "sources: {s: {type: report, title: T, issued: 2020-XX-01}}",
    "places: {p: {name: P, kind: town, coordinates: [91, 0]}}",
    "places: {p: {name: P, kind: town, coordinates: [x, 0]}}",
    "places: {p: {name: P, kind: town, coordinates: [1]}}",
    f"actors: {{a: {{name: {'x' * 501}, kind: person}}}}",
    "dates: {d: {at: Friday, date: 2019-12-27, time: noon}}",
]


def test_what_is_said_of_wrong_values() -> None:
    told = []
    for annotation in WRONG:
        told.append(annotation)
        for found in diagnose(dossier(annotation, other="dossier: {title: The other head}")):
            if not found.rule.startswith(("draft", "orphan", "unused", "uncited")):
                told.append(f"  {found.rule}{_span(found.place)}: {found.message}")
                told.append(f"    help: {found.help}")
    compare("values.txt", "\n".join([*told, ""]))
