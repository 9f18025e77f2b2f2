"""Values as YAML: a key, a value on one line, a value as lines in block style. What is written is read back first.

Texts are plain where they can be, in quotes where they must be, blocks where they have several lines.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator

from builder.yaml_reader import Plain, read_document

# A line that a reader need not scroll; longer texts are folded, longer lists and mappings get a line an entry.
WIDTH = 120

# What YAML 1.1 breaks lines at, and what cannot be seen: only escapes carry them safely.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


class Uneditable(Exception):
    """The value cannot be written, or put in its place without changing something else; the message says why."""


def entry(key: str, value: Plain, step: int, style: str = "") -> list[str]:
    """The lines of a key and its value, indented by `step`."""
    first, *rest = lines(value, step, style)
    return [f"{as_key(key)}:" + (f" {first}" if first else ""), *rest]


def lines(value: Plain, step: int, style: str = "") -> list[str]:
    """A value in block context: what stands on the line of its key, then lines relative to the key's column.

    Without a `style` a short collection is written on one line; of "records" each has its block.
    """
    if isinstance(value, str):
        return _scalar_lines(value, style, step)
    line = flow(value)
    fits = len(line) < WIDTH - 40 and "\\n" not in line
    if not value or (style not in ("map", "seq", "records") and (fits or style)):
        return [line]
    return ["", *_indented(rows(value, step, "map" if style == "records" else ""), step)]


def rows(value: Plain, step: int, style: str = "") -> list[str]:
    """The lines of a collection in block style, its values in `style`."""
    if isinstance(value, dict):
        return [row for key, held in value.items() for row in entry(key, held, step, style)]
    found: list[str] = []
    for held in value:
        first, *rest = lines(held, step)
        if not first:
            first, rest = rest[0][step:], [row[step:] and "  " + row[step:] for row in rest[1:]]
        found += [f"- {first}", *rest]
    return found


def joined(rows: Iterable[str], column: int = 0) -> str:
    """Lines in one text, all but the first moved to a column."""
    first, *rest = rows
    return "\n".join([first, *_indented(rest, column)])


def _indented(rows: Iterable[str], step: int) -> Iterator[str]:
    return (" " * step + row if row else "" for row in rows)


def as_key(key: str, style: str = "") -> str:
    """A key, in the quotes it had or in those it needs."""
    return _first(_spellings(key, style), "{{{}: b}}", {key: "b"})


def flow(value: Plain, style: str = "") -> str:
    """A value on one line, fit to stand within a collection in flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_key(key)}: {flow(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _first(_spellings(value, style), "a: [{}]", {"a": [value]})


def _first(candidates: Iterable[str], pattern: str, meant: Plain) -> str:
    """The first way of writing that is read as what is meant."""
    for candidate in candidates:
        document, found = read_document("", pattern.format(candidate).encode())
        if not found and document.data == meant:
            return candidate
    raise Uneditable(f"{meant!r} cannot be written in YAML")


def _spellings(value: str, style: str) -> list[str]:
    """A text on one line: plain where it can be, in the quotes it had, else in those that need no escapes."""
    single = "'" + value.replace("'", "''") + "'"
    double = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(value, ensure_ascii=False))
    if _UNSAFE.search(value):
        return [double]
    quoted = [single, double] if style == "'" or ('"' in value and style != '"') else [double]
    return quoted if style in ("'", '"') else [value, *quoted]


def _scalar_lines(value: str, style: str, step: int) -> list[str]:
    """A text in block context: on the line of its key, or as a block below it."""
    blocks: dict[str, list[str]] = {}
    is_block = style in ("|", ">") or "\n" in value or (not style and len(value) > WIDTH - 20)
    if is_block and not _UNSAFE.search(value):
        kinds = ("|", ">") if style == "|" or (style != ">" and "\n" in value) else (">", "|")
        for kind in kinds:
            rows = _folded(value) if kind == ">" else value.removesuffix("\n").split("\n")
            header = kind + ("" if value.endswith("\n") else "-")
            lines = [header, *_indented(rows, step)]
            blocks["\n  ".join(lines)] = lines
    written = _first([*blocks, *_spellings(value, style)], "a:\n- {}\n", {"a": [value]})
    return blocks.get(written, [written])


def _folded(value: str) -> list[str]:
    """The lines of a folded block: a line break of the value is a blank line, other lines break at blanks."""
    rows: list[str] = []
    for line in value.removesuffix("\n").split("\n"):
        rows += [""] * bool(rows)
        rows += textwrap.wrap(line, WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return rows
