"""Edits to a YAML file that leave every byte outside the edit as it was: text in, text out.

The edit is spliced in where the parser says the value stands; nothing is dumped again. Every result is read back, and
an edit whose values would not be exactly those meant is refused.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from builder.yaml_reader import Path, Plain, Written, read_document, written

# A line that a reader need not scroll; longer texts are folded, longer lists and mappings get a line an entry.
WIDTH = 120

Splice = tuple[int, int, str]
# An edit with everything but the text given.
Change = Callable[[str], str]

# What YAML 1.1 breaks lines at, and what cannot be seen: only escapes carry them safely.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?")


class Uneditable(Exception):
    """The edit cannot be made in place without changing something else; the message says why."""


def set_value(text: str, path: Path, value: Plain) -> str:
    """`text` with `value` (texts, lists and mappings of texts) at `path`.

    What was there lends its style: flow stays flow, block stays block, quotes stay quotes. A key that is missing is
    added at the end of its mapping.
    """
    return set_values(text, {path: value})


def set_values(text: str, changes: Mapping[Path, Plain]) -> str:
    """`text` with several values set, none within another."""
    file = _File(text)
    expected = {} if file.data is None else deepcopy(file.data)
    splices: list[Splice] = []
    for path, value in changes.items():
        parent, step = _holder(expected, path)
        if isinstance(parent, dict) and step not in parent and isinstance(step, str):
            splices += file.appended(path[:-1], step, value)
        else:
            splices += file.replaced(path, value)
        parent[step] = value
    return file.checked(splices, expected)


def add_record(text: str, collection: str, id: str, record: dict[str, Plain]) -> str:
    """`text` with a new record at the end of its collection, which is begun at the end of the file if need be."""
    file = _File(text)
    expected = deepcopy(file.data) or {}
    if id in (expected.get(collection) or {}):
        raise Uneditable(f"`{collection}` has a record `{id}` already")
    expected[collection] = {**(expected.get(collection) or {}), id: record}
    if (file.data or {}).get(collection):
        splices = file.appended((collection,), id, record, is_record=True)
    elif collection in (file.data or {}):
        splices = file.replaced((collection,), {id: record}, in_block=True)
    else:
        splices = file.appended((), collection, {id: record}, is_record=True)
    return file.checked(splices, expected)


def new_file(collections: Mapping[str, Mapping[str, dict[str, Plain]]]) -> str:
    """The text of a file that holds these records, by collection and id."""
    file = _File("")
    records = {collection: dict(found) for collection, found in collections.items() if found}
    rows = [file.appended((), collection, found, is_record=True)[0][2] for collection, found in records.items()]
    return file.checked([(0, 0, "\n".join(rows))], records)


def extend(text: str, path: Path, values: list[Plain]) -> str:
    """`text` with some entries more at the end of the list at `path`; what is missing on the way there is made."""
    found = _File(text).data
    for depth, step in enumerate(path):
        found = found.get(step) if isinstance(found, dict) else None
        if not found:
            missing: Plain = values
            for key in reversed(path[depth + 1 :]):
                missing = {key: missing}
            return set_value(text, path[: depth + 1], missing)
    if not isinstance(found, list):
        return set_value(text, path, [found, *values])
    for value in values:
        text = _append(text, path, value)
    return text


def _append(text: str, path: Path, value: Plain) -> str:
    file = _File(text)
    expected, parent, step = file.expectation(path)
    parent[step].append(value)
    return file.checked(file.listed(path, value), expected)


def text_at(text: str, path: Path) -> str:
    """The value at `path` as it is written, without its indentation."""
    file = _File(text)
    file.expectation(path)
    value = file.entry(path)[2]
    deep = file.column(value.start) if value.style in ("map", "seq") else 0
    return re.sub(rf"(?:\r\n|\r|\n) {{0,{deep}}}", "\n", file.text[value.start : value.end])


def set_text(text: str, path: Path, new: str) -> str:
    """`text` with the mapping at `path` written anew, as `new` has it, comments and layout included."""
    file = _File(text)
    expected, parent, step = file.expectation(path)
    _within(parent, step)
    rows = re.split(r"\r\n|\r|\n", new.strip("\r\n"))
    document, found = read_document("", "\n".join([*rows, ""]).encode())
    if found:
        raise Uneditable(f"line {found[0].place.line}: {found[0].message}")
    if not isinstance(document.data, dict):
        raise Uneditable("these are no keys with values")
    parent[step] = document.data
    return file.checked(file.rewritten(path, rows), expected)


def remove(text: str, path: Path) -> str:
    """`text` without the entry at `path` and the comments that belong to it: those right above it and within it."""
    file = _File(text)
    expected, parent, step = file.expectation(path)
    if len(parent) == 1:  # an empty collection has to be written: nothing at all would be no value
        return set_value(text, path[:-1], {} if isinstance(parent, dict) else [])
    del parent[step]
    return file.checked([file.removed(path)], expected)


def rename_key(text: str, path: Path, new: str) -> str:
    """`text` with the last key of `path` renamed; its value and its place stay."""
    file = _File(text)
    expected, parent, step = file.expectation(path)
    if not isinstance(parent, dict) or (new in parent and new != step):
        raise Uneditable(f"`{step}` cannot be renamed to `{new}`")
    key = file.entry(path)[1]
    assert key is not None
    renamed = {new if name == step else name: value for name, value in parent.items()}
    parent.clear()
    parent.update(renamed)
    return file.checked([(key.start, key.end, _key(new, key.style))], expected)


@dataclass(frozen=True)
class _File:
    """A text under edit: what it holds and where that stands."""

    given: str

    @cached_property
    def text(self) -> str:
        return self.given.removeprefix("\ufeff")

    @cached_property
    def data(self) -> Plain:
        document, found = read_document("", self.text.encode())
        if found:
            raise Uneditable(f"the file has an error of its own: {found[0].message} (line {found[0].place.line})")
        return document.data

    @cached_property
    def root(self) -> Written | None:
        return written(self.text) if self.data is not None else None

    @cached_property
    def _keys(self) -> dict[int, dict[str, tuple[Written, Written]]]:
        return {}

    @cached_property
    def newline(self) -> str:
        return next((end for end in ("\r\n", "\n", "\r") if end in self.text), "\n")

    @cached_property
    def step(self) -> int:
        """By how much the file indents."""
        for _, value in self.root.entries if self.root else ():
            if value.style == "map" and self.column(value.start):
                return self.column(value.start)
        return 2

    def expectation(self, path: Path) -> tuple[Plain, Plain, str | int]:
        """A copy of the values, the collection in it that holds the end of `path`, and that end."""
        expected = deepcopy(self.data)
        return expected, *_holder(expected, path)

    def entry(self, path: Path) -> tuple[Written, Written | None, Written]:
        """The collection that holds the end of `path`, the key there, and the value."""
        assert self.root is not None
        parent, key, value = self.root, None, self.root
        for step in path:
            if value.style == "*":
                raise Uneditable("an alias stands here for a value written elsewhere: write it out, then edit it")
            parent = value
            if isinstance(step, int):
                key, value = parent.entries[step]
            else:
                if id(parent) not in self._keys:
                    self._keys[id(parent)] = {key.value: (key, value) for key, value in parent.entries if key}
                key, value = self._keys[id(parent)][step]
        return parent, key, value

    def replaced(self, path: Path, value: Plain, *, in_block: bool = False) -> list[Splice]:
        """The splices that put `value` in the place of what is written at `path`."""
        parent, key, old = self.entry(path)
        base = self.column(parent.start)
        if self.is_in_flow(path):
            return [(old.start, old.end, self._glue(old.start, key) * (old.start == old.end) + _flow(value, old.style))]
        if old.style in ("map", "seq"):
            if value and isinstance(value, (dict, list)):
                # A list may stand as far left as its key, a mapping in its place may not.
                deeper = self.step * (key is not None and isinstance(value, dict) and self.column(old.start) == base)
                rows = self._joined(self._rows(value), self.column(old.start) + deeper)
                return [(old.start, old.end, " " * deeper + rows + self._final(value, old.end))]
            return self._collapsed(old, key, _flow(value))
        first, *rest = self._lines(value, "map" if in_block else old.style)
        header = _BLOCK_HEADER.match(self.text, old.start) if old.style in ("|", ">") else None
        first += (header["comment"] or "") if header else ""
        glue = self._glue(old.start, key) if old.start == old.end and first else ""
        line_end = self.line_end(old.end)
        tail = "".join(self._joined(["", row], base) if row else self.newline for row in rest)
        tail += self._final(value, line_end) * bool(tail)
        start = old.start if first else len(self.text[: old.start].rstrip(" \t"))
        return [(start, old.end, glue + first), (line_end, line_end, tail)]

    def _glue(self, offset: int, key: Written | None) -> str:
        """What parts a value from its key or dash where none was written."""
        before = self.text[offset - 1 : offset]
        return " " if before in (":", "-") else "" if before == " " or key is None else ": "

    def _collapsed(self, old: Written, key: Written | None, line: str) -> list[Splice]:
        """A value on one line in the place of a block; comments between its key and the block stay."""
        above = self.text.find(":", key.end) + 1 if key is not None else old.start
        gap = re.compile(r"[^#\r\n]*").match(self.text, above, old.start)
        assert gap is not None
        start = above + len(gap.group().rstrip())
        if gap.end() == old.start:
            return [(old.start, old.end, line)]
        return [(start, start, f" {line}"), (len(self.text[: old.start].rstrip()), old.end, "")]

    def appended(self, path: Path, key: str, value: Plain, *, is_record: bool = False) -> list[Splice]:
        """The splices that add an entry at the end of the mapping at `path`; a record stands in block style."""
        parent = self.entry(path)[2] if self.root else None
        if parent is None:
            at = len(self.text)
            rows = [*[""] * bool(at), *self._entry(key, value, in_block=is_record), ""]  # apart from comments above
            return [(at, at, self.newline * (at > 0 and not self.text.endswith(("\n", "\r"))) + self._joined(rows))]
        if parent.style not in ("map", "{"):
            raise Uneditable(f"`{key}` cannot be added here: the value is not written as a mapping in this place")
        if parent.style == "{":
            at = parent.entries[-1][1].end if parent.entries else parent.start + 1
            return [(at, at, ", " * bool(parent.entries) + f"{_key(key)}: {_flow(value)}")]
        last = parent.entries[-1][1]
        column = self.column(parent.start)
        at = self._after_comments(last.end, column)
        rows = self._entry(key, value, in_block=is_record)
        if is_record and (not path or self._is_spaced(parent)):
            rows.insert(0, "")
        return [*self._sealed(last, at), (at, at, self._joined(["", *rows], column) + self._final(value, at))]

    def listed(self, path: Path, value: Plain) -> list[Splice]:
        """The splices that add an entry at the end of the list at `path`."""
        parent = self.entry(path)[2]
        if parent.style == "[":
            at = parent.entries[-1][1].end if parent.entries else parent.start + 1
            return [(at, at, ", " * bool(parent.entries) + _flow(value))]
        last, column = parent.entries[-1][1], self.column(parent.start)
        at = self._after_comments(last.end, column + 1)
        rows = self._joined(["", *self._rows([value])], column)
        return [*self._sealed(last, at), (at, at, rows + self._final(value, at))]

    def rewritten(self, path: Path, rows: list[str]) -> list[Splice]:
        """The splices that put the lines of a mapping in the place of what is written at `path`."""
        _, key, old = self.entry(path)
        new = written("\n".join([*rows, ""]))
        assert new is not None
        if new.style == "{" and old.style == "map" and len(rows) == 1:
            return self._collapsed(old, key, rows[0])
        start, column, opening = old.start, self.column(old.start), ""
        if new.style == "map" and old.style != "map":
            column = self.column(key.start if key else old.start) + self.step
            opening = self.newline + " " * column
            start = len(self.text[:start].rstrip(" "))
        lines = [rows[0], *(" " * column + row if row else "" for row in rows[1:])]
        final = self.newline if old.end == len(self.text) and new.style == "map" else ""
        return [(start, old.end, opening + self.newline.join(lines) + final)]

    def _final(self, value: Plain, end: int) -> str:
        """The line break that a block at the end of the file needs where its text ends with one."""
        while isinstance(value, (dict, list)) and value:
            value = list(value.values() if isinstance(value, dict) else value)[-1]
        return self.newline if end == len(self.text) and isinstance(value, str) and value.endswith("\n") else ""

    def _sealed(self, last: Written, at: int) -> list[Splice]:
        """A block scalar cut off by the end of the file holds no final line break; say so before text follows it."""
        while last.style in ("map", "seq"):
            last = last.entries[-1][1]
        header = _BLOCK_HEADER.match(self.text, last.start) if last.style in ("|", ">") else None
        if header and at == len(self.text) and not last.value.endswith("\n") and "-" not in header.group():
            return [(last.start + 1, last.start + 1, "-")]
        return []

    def _is_spaced(self, parent: Written) -> bool:
        """Whether the file keeps a blank line between the entries."""
        if len(parent.entries) < 2:
            return False
        before, after = parent.entries[-2][1].end, parent.entries[-1][0]
        return after is not None and bool(re.search(r"(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)", self.text[before : after.start]))

    def removed(self, path: Path) -> Splice:
        """The splice that takes out an entry."""
        parent, key, value = self.entry(path)
        index = next(i for i, entry in enumerate(parent.entries) if entry[1] is value)
        start = (key or value).start
        if parent.style in ("{", "["):
            if index + 1 < len(parent.entries):
                after_key, after = parent.entries[index + 1]
                return start, (after_key or after).start, ""
            return parent.entries[index - 1][1].end, value.end, ""
        if key is None:
            start = self.text.rindex("-", 0, start)
        column = self.column(start)
        end = self.next_line(self._after_comments(value.end, column + 1))
        line = start - column
        if self.text[line:start].strip():  # it shares its line with what it lies in: `- key: value`
            return start, end + len(self.text[end:]) - len(self.text[end:].lstrip(" ")), ""
        return self._with_blanks(self._before_entry(line, column), end)

    def _before_entry(self, line: int, column: int) -> int:
        """The beginning of the comments right above the line at `line`, at the same indentation."""
        while line:
            above = max(self.text.rfind("\n", 0, line - 1), self.text.rfind("\r", 0, line - 2)) + 1
            if not self.text[above:line].startswith(" " * column + "#"):
                break
            line = above
        return line

    def _after_comments(self, end: int, column: int) -> int:
        """The end of the line of `end`, or of the last comment below it that stands at `column` or deeper."""
        pattern = re.compile(rf"(?:(?:\r\n|\r|\n)[^\S\r\n]*)*(?:\r\n|\r|\n) {{{column},}}#[^\r\n]*")
        end = self.line_end(end)
        while match := pattern.match(self.text, end):
            end = match.end()
        return end

    def _with_blanks(self, start: int, end: int) -> Splice:
        """The span of whole lines with the blank lines that would be too many without them."""
        blank = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n))*[^\S\r\n]*\Z|(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
        above = self.text[:start].rstrip(" \t\r\n")
        after = blank.match(self.text, end)
        assert after is not None
        if after.end() == len(self.text):
            return (self.next_line(len(above)) if above else 0), len(self.text), ""
        is_spaced = not above or self.next_line(len(above)) < start
        return start, after.end() if is_spaced else end, ""

    def checked(self, splices: Iterable[Splice], expected: Plain) -> str:
        """The text with the splices made, if it then holds exactly what it should."""
        parts, done = [], 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            parts += [self.text[done:start], new]
            done = end
        result = "".join([*parts, self.text[done:]])
        document, found = read_document("", result.encode())
        # `repr`, because the order of keys counts, too.
        if found or repr(document.data) != repr(expected):
            raise Uneditable(
                "the edit would change other values, too: an anchor or an unusual layout stands in the way"
            )
        return self.given[: len(self.given) - len(self.text)] + result

    def is_in_flow(self, path: Path) -> bool:
        """Whether the value at `path` lies within a collection in flow style."""
        return any(self.entry(path[:length])[2].style in ("{", "[") for length in range(len(path)))

    def column(self, offset: int) -> int:
        """How many characters of its line stand before `offset`."""
        return offset - max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) - 1

    def line_end(self, offset: int) -> int:
        """Where the line ends in which `offset` lies."""
        found = re.compile(r"[\r\n]").search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Where the line after that of `offset` begins."""
        end = self.line_end(offset)
        return end + (2 if self.text.startswith("\r\n", end) else end < len(self.text))

    def _joined(self, rows: Iterable[str], column: int = 0) -> str:
        return (
            (self.newline + " " * column)
            .join(rows)
            .replace(self.newline + " " * column + self.newline, self.newline * 2)
        )

    def _entry(self, key: str, value: Plain, *, in_block: bool = False) -> list[str]:
        first, *rest = self._lines(value, "map" if in_block else "")
        return [f"{_key(key)}:" + (f" {first}" if first else ""), *rest]

    def _lines(self, value: Plain, style: str = "") -> list[str]:
        """A value in block context: what stands on the line of its key, then lines relative to the key's column."""
        if isinstance(value, str):
            return _scalar_lines(value, style, self.step)
        line = _flow(value)
        fits = len(line) < WIDTH - 40 and "\\n" not in line
        if not value or (style not in ("map", "seq") and (fits or style)):
            return [line]
        return ["", *(" " * self.step + row if row else "" for row in self._rows(value))]

    def _rows(self, value: Plain) -> list[str]:
        """The lines of a collection in block style."""
        if isinstance(value, dict):
            return [row for key, entry in value.items() for row in self._entry(key, entry)]
        rows: list[str] = []
        for entry in value:
            first, *rest = self._lines(entry)
            if not first:
                first, rest = rest[0][self.step :], [row[self.step :] and "  " + row[self.step :] for row in rest[1:]]
            rows += [f"- {first}", *rest]
        return rows


def _holder(values: Plain, path: Path) -> tuple[Plain, str | int]:
    """The collection that holds the end of `path`, and that end."""
    if not path:
        raise Uneditable("the file as a whole is no value")
    parent = values
    for step in path[:-1]:
        parent = _within(parent, step)
    if isinstance(parent, list) or not isinstance(path[-1], str):
        _within(parent, path[-1])
    elif not isinstance(parent, dict):
        raise Uneditable(f"there is nothing that could hold `{path[-1]}`")
    return parent, path[-1]


def _within(value: Plain, step: str | int) -> Plain:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        raise Uneditable(f"there is no `{step}` here") from None


def _reads_as(candidate: str, value: str, pattern: str) -> bool:
    document, found = read_document("", pattern.format(candidate).encode())
    return not found and document.data == {"a": [value]}


def _key(key: str, style: str = "") -> str:
    for candidate in _spellings(key, style):
        document, found = read_document("", f"{{{candidate}: b}}".encode())
        if not found and document.data == {key: "b"}:
            return candidate
    raise Uneditable(f"{key!r} cannot be written as a key")


def _flow(value: Plain, style: str = "") -> str:
    """A value on one line, fit to stand within a collection in flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, style, "a: [{}]")


def _scalar(value: str, style: str, pattern: str) -> str:
    """A text on one line: plain where it can be, in the quotes it had, else in those that need no escapes."""
    for candidate in _spellings(value, style):
        if _reads_as(candidate, value, pattern):
            return candidate
    raise Uneditable(f"{value!r} cannot be written in YAML")


def _spellings(value: str, style: str) -> list[str]:
    single = "'" + value.replace("'", "''") + "'"
    double = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(value, ensure_ascii=False))
    if _UNSAFE.search(value):
        return [double]
    quoted = [single, double] if style == "'" or ('"' in value and style != '"') else [double]
    return quoted if style in ("'", '"') else [value, *quoted]


def _scalar_lines(value: str, style: str, step: int) -> list[str]:
    """A text in block context: on the line of its key, or as a block below it."""
    is_block = style in ("|", ">") or "\n" in value or (not style and len(value) > WIDTH - 20)
    if is_block and not _UNSAFE.search(value):
        kinds = ("|", ">") if style == "|" or (style != ">" and "\n" in value) else (">", "|")
        for kind in kinds:
            header = kind + ("" if value.endswith("\n") else "-")
            rows = _folded(value) if kind == ">" else value.removesuffix("\n").split("\n")
            lines = [header, *(" " * step + row if row else "" for row in rows)]
            if _reads_as("\n  ".join(lines), value, "a:\n- {}\n"):
                return lines
    return [_scalar(value, style, "a:\n- {}\n")]


def _folded(value: str) -> list[str]:
    """The lines of a folded block: a line break of the value is a blank line, other lines break at blanks."""
    rows: list[str] = []
    for line in value.removesuffix("\n").split("\n"):
        rows += [""] * bool(rows)
        rows += textwrap.wrap(line, WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return rows
