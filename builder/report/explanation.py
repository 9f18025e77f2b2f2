"""What `dossier explain` says of a rule."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from builder.diagnostics import Diagnostic, Example, Rule
from builder.report.excerpt import TAB, visible
from builder.report.text import MOST_CELLS, uncoloured


def explain(rule: Rule, given: Sequence[Diagnostic] = ()) -> str:
    """The rule, its reason, a bad and a good example; `given` are the diagnostics that the bad one gives."""
    why = " ".join(rule.why.split())
    parts = [
        f"{rule.severity}[{rule.id}]: {rule.summary}",
        textwrap.fill(why, MOST_CELLS, break_long_words=False, break_on_hyphens=False),
        "Wrong:",
        _example(rule.bad),
    ]
    if given:
        parts += ["This gives:", textwrap.indent(uncoloured(given, _texts(rule.bad.files)), TAB)]
    return "\n\n".join([*parts, "Right:", _example(rule.good)]) + "\n"


def _texts(files: Mapping[str, str | bytes]) -> dict[str, str]:
    return {file: text if isinstance(text, str) else text.decode("utf-8", "replace") for file, text in files.items()}


def _example(example: Example) -> str:
    """What is shown of a tiny dossier, each file below its name."""
    shown = []
    for file, text in _texts(example.shown).items():
        lines = "\n".join(map(visible, text.rstrip("\n").split("\n")))
        shown.append(f"{file}:\n{textwrap.indent(lines, TAB)}")
    return textwrap.indent("\n\n".join(shown), TAB)
