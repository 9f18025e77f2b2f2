"""Tiny dossiers as test cases: files in, diagnostics out.

A case writes its expectations below the words they concern, as comments that are taken out before the run:

    verify('''
        actors:
          The_Crowd: {name: The crowd, kind: crowd}
        # ^^^^^^^^^ bad-id
        ''')

The carets are the span of the diagnostic, then comes its rule. They must be all that the dossier gives, no more and
no less. The `#` may be left out, where the span begins in the first column. A span over several lines is marked to the
end of its first line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import dedent
from typing import NamedTuple

from builder import pipeline
from builder.diagnostics import Diagnostic, Place
from builder.values import Inputs, Site

Files = Mapping[str, str | bytes]

# The article that a case has if it does not bring its own: two paragraphs, and a source that it cites itself.
SEED = """\
Protesters left the embassy. The president spoke of Iran.

On Friday the protesters had come to the embassy, said the BBC.
"""
ARTICLE = """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01, sources: [report]}
sources:
  report: {type: report, title: The siege in Baghdad}
"""
_EXPECTATION = re.compile(
    r"^(?:#| ) *(?P<marks>\^+) (?P<rule>\w+(?:-\w+)+)$|^(?P<first>\^+) (?P<its_rule>\w+(?:-\w+)+)$"
)


class Marked(NamedTuple):
    """A rule and the words that it marks: the file, the line and its columns."""

    file: str
    line: int
    start: int
    end: int
    rule: str


def dossier(
    annotations: str = "", *, seed: str = SEED, article: str = ARTICLE, **more: str | bytes
) -> dict[str, str | bytes]:
    """The files of a dossier with one article. `more` are further annotations, by their file's name without `.yml`."""
    files = {
        "seeds/a.txt": seed,
        "annotations/article.yml": article,
        "annotations/a.yml": dedent(annotations).lstrip("\n") or "# nothing\n",
    }
    return {**files, **{f"annotations/{name}.yml": text for name, text in more.items()}}


def check(files: Files) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The linked site of a dossier, and every diagnostic."""
    return pipeline.check(Inputs.of(files))


def diagnose(files: Files) -> list[Diagnostic]:
    """Every diagnostic of a dossier."""
    return list(check(files)[1])


def rules_of(files: Files) -> list[str]:
    """The rules that a dossier breaks, each as often as it does."""
    return sorted(diagnostic.rule for diagnostic in diagnose(files))


def verify(case: str | Files, **options: str) -> list[Diagnostic]:
    """Run a case, compare what it gives with its expectations, and return the diagnostics for a closer look.

    A text stands for the annotations beside the default article; `options` are those of `dossier`.
    """
    files = dossier(case, **options) if isinstance(case, str) else case
    clean: dict[str, str | bytes] = {}
    expected: list[Marked] = []
    for file, text in files.items():
        clean[file], marks = _expectations(file, text) if isinstance(text, str) else (text, [])
        expected += marks
    found = diagnose(clean)
    assert sorted(_marked(d, clean) for d in found) == sorted(expected), "\n".join(map(str, found))
    return found


def _expectations(file: str, text: str) -> tuple[str, list[Marked]]:
    """The text without its expectations, and these."""
    lines: list[str] = []
    expected: list[Marked] = []
    for line in text.split("\n"):
        match = _EXPECTATION.match(line)
        if match:
            group, rule = ("marks", match["rule"]) if match["rule"] else ("first", match["its_rule"])
            expected.append(Marked(file, len(lines), match.start(group) + 1, match.end(group) + 1, rule))
        else:
            lines.append(line)
    return "\n".join(lines), expected


def _marked(diagnostic: Diagnostic, files: Files) -> Marked:
    place = diagnostic.place
    text = files.get(place.file, "")
    start, end = _columns(place, text if isinstance(text, str) else text.decode("utf-8", "replace"))
    return Marked(place.file, place.line, start, end, diagnostic.rule)


def _columns(place: Place, text: str) -> tuple[int, int]:
    """Where carets on the first line of a span stand; an empty span has one, too."""
    end = place.end_column
    if place.end_line > place.line:
        end = len(text.split("\n")[place.line - 1]) + 1
    return place.column, max(place.column + 1, end)
