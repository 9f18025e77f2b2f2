"""Diagnostics as workflow commands of GitHub Actions, which shows them at their lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from builder.diagnostics import Diagnostic
from builder.report.wording import Sources, whole_message


def as_github(diagnostics: Sequence[Diagnostic], _sources: Sources, _records: int = 0) -> str:
    """One command a line."""
    return "".join(f"{_command(d)}\n" for d in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    properties = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "title": diagnostic.rule,
    }
    escaped = {key: _data(str(value)).replace(":", "%3A").replace(",", "%2C") for key, value in properties.items()}
    written = ",".join(f"{key}={value}" for key, value in escaped.items())
    return f"::{diagnostic.severity} {written}::{_data(whole_message(diagnostic, diagnostic.notes))}"


def _data(text: str) -> str:
    """`text` on one line, as the runner reads it back; a file's name may hold what is not Unicode."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
