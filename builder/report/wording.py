"""What the formats have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from builder.diagnostics import Diagnostic, Note, Place, Severity
from builder.report.excerpt import visible

Sources = Mapping[str, str]
Format = Callable[[Sequence[Diagnostic], Sources, int], str]


def where(place: Place) -> str:
    """A place as compilers write it, and as terminals and editors make it a link."""
    return f"{place.file}:{place.line}:{place.column}"


def plain_line(diagnostic: Diagnostic) -> str:
    """A diagnostic on one line, for logs."""
    message = " ".join(visible(diagnostic.message).split())
    return f"{visible(where(diagnostic.place))}: {diagnostic.severity}[{diagnostic.rule}]: {message}"


def whole_message(diagnostic: Diagnostic, notes: Iterable[Note]) -> str:
    """The message with notes and help, for formats that have no room of their own for them."""
    lines = [diagnostic.message]
    lines += [f"note: {note.text}{f' ({where(note.place)})' if note.place else ''}" for note in notes]
    lines += [f"help: {diagnostic.help}"] if diagnostic.help else []
    return "\n".join(lines)


def summary(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many there are, and in how many files."""
    found = [(diagnostic.severity, diagnostic.place.file) for diagnostic in diagnostics]
    errors = sum(severity is Severity.ERROR for severity, _ in found)
    return {"errors": errors, "warnings": len(found) - errors, "files": len({file for _, file in found})}
