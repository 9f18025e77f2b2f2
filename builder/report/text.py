"""Diagnostics for people at a terminal: the line, the marked words, what else to know and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from builder.diagnostics import Diagnostic, Place, Severity, counted
from builder.report.excerpt import rows, visible, window
from builder.report.wording import Sources, summary, where

# A longer line is shown in part, so that the carets stand under their words on a terminal of usual width.
MOST_CELLS = 100
LEAST_CELLS = 20
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_GUTTER = "bold blue"


def as_text(
    diagnostics: Sequence[Diagnostic], sources: Sources, records: int = 0, console: Console | None = None
) -> str:
    """Each diagnostic with its lines, and a closing summary, in the colours that `console` can show.

    The default is standard output: rich colours a terminal, unless `NO_COLOR` is set, and nothing else.
    """
    console = console or Console()
    room = min(MOST_CELLS, console.width) if console.is_terminal else MOST_CELLS
    with console.capture() as capture:
        for diagnostic in diagnostics:
            console.print(*_lines(diagnostic, sources, room), Text(), sep="\n", soft_wrap=True)
        console.print(_closing(diagnostics, records), soft_wrap=True)
    return capture.get()


def uncoloured(diagnostics: Sequence[Diagnostic], sources: Sources, unwritten: Collection[str] = ()) -> str:
    """The diagnostics alone, as plain text. The lines of files that are `unwritten` as yet have no number."""
    shown = ["\n".join(line.plain.rstrip() for line in _lines(d, sources, MOST_CELLS, unwritten)) for d in diagnostics]
    return "\n\n".join(shown)


def _lines(diagnostic: Diagnostic, sources: Sources, room: int, unwritten: Collection[str] = ()) -> Iterator[Text]:
    style = _STYLES[diagnostic.severity]
    snippets = _Snippets(diagnostic, sources, room, unwritten)
    head = f"{diagnostic.severity}[{diagnostic.rule}]"
    yield Text.assemble((head, style), (f": {visible(diagnostic.message)}", "bold"))
    yield from snippets.lines(diagnostic.place, "-->", "^", style)
    for note in diagnostic.notes:
        yield snippets.remark("note", note.text)
        if note.place:
            yield from snippets.lines(note.place, ":::", "-", _GUTTER)
    if diagnostic.help:
        yield snippets.remark("help", diagnostic.help)


class _Snippets:
    """The lines that one diagnostic shows, behind a gutter that is wide enough for all their numbers."""

    def __init__(self, diagnostic: Diagnostic, sources: Sources, room: int, unwritten: Collection[str]) -> None:
        places = [diagnostic.place, *(note.place for note in diagnostic.notes if note.place)]
        self.gutter = max(len(str(place.end_line)) for place in places)
        self.room = max(LEAST_CELLS, room - self.gutter - len(" | ……"))
        self.sources, self.unwritten = sources, unwritten

    def lines(self, place: Place, arrow: str, mark: str, style: str) -> Iterator[Text]:
        """Where `place` is, and its lines with the span marked."""
        is_written = place.file not in self.unwritten
        at = where(place) if is_written else place.file
        yield Text.assemble((f"{'':{self.gutter}}{arrow} ", _GUTTER), visible(at))
        shown = list(rows(place, self.sources.get(place.file)))
        if not shown:
            return
        yield self._line("")
        for row in shown:
            if row is None:
                yield Text("...", _GUTTER)
                continue
            part = window(row, self.room)
            yield self._line(row.number if is_written else "", part.text)
            yield self._line("", " " * part.before + mark * part.width, style)
        yield self._line("")

    def remark(self, label: str, text: str) -> Text:
        """A note or the help, its further lines aligned below the first."""
        margin = f"\n{'':{self.gutter + len(f' = {label}: ')}}"
        words = margin.join(map(visible, text.splitlines()))
        return Text.assemble((f"{'':{self.gutter}} = ", _GUTTER), (label, "bold"), f": {words}")

    def _line(self, number: int | str, text: str = "", style: str = "") -> Text:
        line = Text.assemble((f"{number:>{self.gutter}} |", _GUTTER))
        return line.append(f" {text}", style) if text else line


def _closing(diagnostics: Sequence[Diagnostic], records: int) -> Text:
    """One line at the end, such as "2 errors, 1 warning in 3 files"."""
    if not diagnostics:
        return Text(f"no problems in {counted(records, 'record')}", "bold green")
    total = summary(diagnostics)
    parts = [counted(total[f"{severity}s"], severity) for severity in Severity if total[f"{severity}s"]]
    style = _STYLES[Severity.ERROR if total["errors"] else Severity.WARNING]
    return Text(f"{', '.join(parts)} in {counted(total['files'], 'file')}", style)
