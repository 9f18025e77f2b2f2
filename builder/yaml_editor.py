"""Edits to a YAML file that leave every byte outside the edit as it was: text in, text out.

The edit is spliced in where the parser says the value stands; nothing is dumped again. Every result is read back, and
an edit whose values would not be exactly those meant is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from builder import yaml_writer
from builder.yaml_reader import Path, Plain, Written, read_document, within, written
from builder.yaml_writer import Uneditable, joined

Splice = tuple[int, int, str]

# What stands between the key of a collection and its first record.
_AT_KEY = re.compile(r"[ \t]*:(?:\s*\n|[ \t]*)(?P<comments>(?:[ \t]*#[^\n]*\n\s*+)*)\s*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?")


def set_value(text: str, path: Path, value: Plain) -> str:
    """`text` with `value` (texts, lists and mappings of texts) at `path`, in the style of what was there.

    A key that is missing is added at the end of its mapping.
    """
    return set_values(text, {path: value})


def set_values(text: str, changes: Mapping[Path, Plain]) -> str:
    """`text` with several values set, none within another."""
    file = File(text)
    expected = {} if file.data is None else deepcopy(file.data)
    splices: list[Splice] = []
    for path, value in changes.items():
        parent, step = _holder(expected, path)
        if isinstance(parent, dict) and step not in parent and isinstance(step, str):
            splices += file.appended(path[:-1], {step: value})
        else:
            splices += file.replaced(path, value)
        parent[step] = value
    return file.checked(splices, expected)


def add_record(text: str, collection: str, id: str, record: dict[str, Plain]) -> str:
    """`text` with a new record at the end of its collection."""
    return add_records(text, {collection: {id: record}})


def add_records(text: str, new: Mapping[str, dict[str, dict[str, Plain]]]) -> str:
    """`text` with new records, by collection and id, at the end of each; what is not there is begun below all."""
    for collection, added in ((collection, added) for collection, added in new.items() if added):
        file = File(text)
        held = file.data or {}
        records = held.get(collection) or {}
        if not isinstance(records, dict):
            raise Uneditable(f"`{collection}` holds no records yet, but something else: mend that first")
        if taken := records.keys() & added.keys():
            raise Uneditable(f"`{collection}` has a record `{min(taken)}` already")
        if records:
            splices = file.appended((collection,), added, is_record=True)
        elif collection in held:
            splices = file.replaced((collection,), added, in_block=True)
        else:
            splices = file.appended((), {collection: added}, is_record=True)
        text = file.checked(splices, {**held, collection: {**records, **added}})
    return text


def remarked(text: str, paths: Iterable[Path], remark: str) -> str:
    """`text` with a comment behind some values; without it where one stands in flow, which has no room."""
    file = File(text)
    ends = [file.line_end(file.entry(path)[2].end) for path in paths if not file.is_in_flow(path)]
    return file.checked([(end, end, f"  # {remark}") for end in ends], file.data) if ends else text


def extend(text: str, path: Path, values: list[Plain]) -> str:
    """`text` with some entries more at the end of the list at `path`; what is missing on the way there is made."""
    found = File(text).data
    for depth, step in enumerate(path):
        found = found.get(step) if isinstance(found, dict) else None
        if not found:
            missing: Plain = values
            for key in reversed(path[depth + 1 :]):
                missing = {key: missing}
            return set_value(text, path[: depth + 1], missing)
    if not isinstance(found, list):
        return set_value(text, path, [found, *values])
    file = File(text)
    expected, parent, step = file.expectation(path)
    parent[step] += values
    return file.checked(file.listed(path, values), expected)


def text_at(text: str, path: Path) -> str:
    """The value at `path` as it is written, without its indentation."""
    file = File(text)
    _within(file.data, path)
    value = file.entry(path)[2]
    deep = file.column(value.start) if value.style in ("map", "seq") else 0
    return re.sub(rf"\n {{0,{deep}}}", "\n", file.text[value.start : value.end])


def set_text(text: str, path: Path, new: str) -> str:
    """`text` with the mapping at `path` written anew, as `new` has it, comments and layout included."""
    file = File(text)
    expected, parent, step = file.expectation(path)
    rows = new.replace("\r\n", "\n").strip("\n").split("\n")
    document, found = read_document("", "\n".join([*rows, ""]).encode())
    if found:
        raise Uneditable(f"line {found[0].place.line}: {found[0].message}")
    if not isinstance(document.data, dict):
        raise Uneditable("these are no keys with values")
    parent[step] = document.data
    return file.checked(file.rewritten(path, rows), expected)


def remove(text: str, path: Path) -> str:
    """`text` without the entry at `path` and the comments that belong to it: those right above it and within it.

    A collection goes with its last record; anything else that is empty then has to be written, or it were no value.
    """
    file = File(text)
    expected, parent, step = file.expectation(path)
    if len(parent) == 1 and len(path) == 2 and (splices := file.emptied(path)):
        del expected[path[0]]
        return file.checked(splices, expected or None)
    if len(parent) == 1:
        return set_value(text, path[:-1], {} if isinstance(parent, dict) else [])
    del parent[step]
    return file.checked([file.removed(path)], expected)


def rename_key(text: str, path: Path, new: str) -> str:
    """`text` with the last key of `path` renamed; its value and its place stay."""
    file = File(text)
    expected, parent, step = file.expectation(path)
    if not isinstance(parent, dict) or (new in parent and new != step):
        raise Uneditable(f"`{step}` cannot be renamed to `{new}`")
    key = file.entry(path)[1]
    assert key is not None
    for name in list(parent):  # in their order
        parent[new if name == step else name] = parent.pop(name)
    return file.checked([(key.start, key.end, yaml_writer.as_key(new, key.style))], expected)


@dataclass(frozen=True)
class File:
    """A text under edit: what it holds and where that stands."""

    given: str

    @cached_property
    def text(self) -> str:
        """The text without its byte order mark and with plain line ends; what is given back has them as they were."""
        text = self.given.removeprefix("\ufeff")
        return text.replace("\r\n", "\n") if self._ends_in_pairs else text

    @cached_property
    def _ends_in_pairs(self) -> bool:
        return 0 < self.given.count("\r\n") == self.given.count("\n") == self.given.count("\r")

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
    def step(self) -> int:
        """By how much the file indents."""
        entries = self.root.entries if self.root else ()
        return next(filter(None, (self.column(v.start) for _, v in entries if v.style == "map")), 2)

    def expectation(self, path: Path) -> tuple[Plain, Plain, str | int]:
        """A copy of the values, the collection in it that holds what is at `path`, and where in that."""
        expected = deepcopy(self.data)
        _within(expected, path)
        return expected, *_holder(expected, path)

    def entry(self, path: Path) -> tuple[Written, Written | None, Written]:
        """The collection that holds the end of `path`, the key there, and the value."""
        assert self.root is not None
        parent, key, value = self.root, None, self.root
        for step in path:
            if value.style == "*":
                raise Uneditable("an alias stands here for a value written elsewhere: write it out, then edit it")
            parent = value
            key, value = parent.by_step[step]
        return parent, key, value

    def replaced(self, path: Path, value: Plain, *, in_block: bool = False) -> list[Splice]:
        """The splices that put `value` in the place of what is written at `path`."""
        parent, key, old = self.entry(path)
        base = self.column(parent.start)
        if self.is_in_flow(path):
            glue = self._glue(old.start, key) if old.start == old.end else ""
            return [(old.start, old.end, glue + yaml_writer.flow(value, old.style))]
        if old.style in ("map", "seq"):
            if value and isinstance(value, (dict, list)):
                # A list may stand as far left as its key, a mapping in its place may not.
                deeper = self.step * (key is not None and isinstance(value, dict) and self.column(old.start) == base)
                rows = joined(yaml_writer.rows(value, self.step), self.column(old.start) + deeper)
                return [(old.start, old.end, " " * deeper + rows + self._final(value, old.end))]
            return self._collapsed(old, key, yaml_writer.flow(value))
        first, *rest = yaml_writer.lines(value, self.step, "records" if in_block else old.style)
        header = _BLOCK_HEADER.match(self.text, old.start) if old.style in ("|", ">") else None
        first += (header["comment"] or "") if header else ""
        glue = self._glue(old.start, key) if old.start == old.end and first else ""
        line_end = self.line_end(old.end)
        tail = joined(["", *rest], base) + self._final(value, line_end) * bool(rest)
        start = old.start if first else len(self.text[: old.start].rstrip(" \t"))
        return [(start, old.end, glue + first), (line_end, line_end, tail)]

    def _glue(self, offset: int, key: Written | None) -> str:
        """What parts a value from its key or dash where none was written."""
        if key is not None and ":" not in self.text[key.end : offset]:
            return ": "
        return "" if self.text[offset - 1].isspace() else " "

    def _collapsed(self, old: Written, key: Written | None, line: str) -> list[Splice]:
        """A value on one line in the place of a block; comments between its key and the block stay."""
        above = self.text.find(":", key.end) + 1 if key is not None else old.start
        between = self.text[above : old.start]
        blank = between.partition("#")[0].partition("\n")[0]
        start = above + len(blank.rstrip())
        if blank == between:
            return [(old.start, old.end, line)]
        return [(start, start, f" {line}"), (len(self.text[: old.start].rstrip()), old.end, "")]

    def appended(self, path: Path, new: dict[str, Plain], *, is_record: bool = False) -> list[Splice]:
        """The splices that add entries at the end of the mapping at `path`; a record stands in block style."""
        parent = self.entry(path)[2] if self.root else None
        style = ("map" if path else "records") if is_record else ""
        blank = [""] * (is_record and parent is not None and (not path or self._is_spaced(parent)))
        entries = (yaml_writer.entry(key, value, self.step, style) for key, value in new.items())
        rows = [row for entry in entries for row in (*blank, *entry)]
        if parent is None:
            at = len(self.text)
            apart = "\n" * (1 + (not self.text.endswith("\n"))) if at else ""  # from comments above
            return [(at, at, apart + joined([*rows, ""]))]
        if parent.style not in ("map", "{"):
            raise Uneditable(f"`{min(new)}` cannot be added here: the value is not written as a mapping in this place")
        return self._behind(parent, yaml_writer.flow(new)[1:-1], rows, new, 0)

    def listed(self, path: Path, values: list[Plain]) -> list[Splice]:
        """The splices that add entries at the end of the list at `path`."""
        rows = yaml_writer.rows(values, self.step)
        return self._behind(self.entry(path)[2], yaml_writer.flow(values)[1:-1], rows, values, 1)

    def _behind(self, parent: Written, line: str, rows: list[str], value: Plain, deep: int) -> list[Splice]:
        """The splices that add `line` to a collection in flow, `rows` to a block; after comments that are so `deep`."""
        if parent.style in ("{", "["):
            at = parent.entries[-1][1].end if parent.entries else parent.start + 1
            return [(at, at, ", " * bool(parent.entries) + line)]
        last, column = parent.entries[-1][1], self.column(parent.start)
        at = self._after_comments(last.end, column + deep)
        return [*self._sealed(last, at), (at, at, joined(["", *rows], column) + self._final(value, at))]

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
            start = len(self.text[:start].rstrip(" "))
            opening = "\n" * (self.text[start - 1] != "\n") + " " * column
        final = "\n" if old.end == len(self.text) and new.style == "map" else ""
        return [(start, old.end, opening + joined(rows, column) + final)]

    def _final(self, value: Plain, end: int) -> str:
        """The line break that a block at the end of the file needs where its text ends with one."""
        while isinstance(value, (dict, list)) and value:
            value = list(value.values() if isinstance(value, dict) else value)[-1]
        return "\n" if end == len(self.text) and isinstance(value, str) and value.endswith("\n") else ""

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
        pairs = pairwise(parent.entries[-2:])
        return any(key and re.search(r"\n\s*\n", self.text[above.end : key.start]) for (_, above), (key, _) in pairs)

    def removed(self, path: Path) -> Splice:
        """The splice that takes out an entry."""
        parent, key, value = self.entry(path)
        start = (key or value).start
        if parent.style in ("{", "["):
            after = [begin for k, v in parent.entries if (begin := (k or v).start) > start]
            return (start, after[0], "") if after else (parent.entries[-2][1].end, value.end, "")
        if key is None:
            start = self.text.rindex("-", 0, start)
        column = self.column(start)
        end = self.next_line(self._after_comments(value.end, column + 1))
        line = start - column
        if self.text[line:start].strip():  # it shares its line with what it lies in: `- key: value`
            return start, end + len(self.text[end:]) - len(self.text[end:].lstrip(" ")), ""
        return self._with_blanks(self._before_entry(line, column), end)

    def emptied(self, path: Path) -> list[Splice]:
        """The splices that take out a block with its only record, but for comments at its key; none if it is odd."""
        _, key, collection = self.entry(path[:1])
        if key is None or collection.style != "map":
            return []
        line = key.start - self.column(key.start)
        start, end, _ = self.removed(path)
        at_key = _AT_KEY.fullmatch(self.text, key.end, start)
        if at_key and at_key["comments"]:
            return [(line, at_key.start("comments"), ""), (start, end, "")]
        return [self._with_blanks(line, end)] if at_key else []

    def _before_entry(self, line: int, column: int) -> int:
        """The beginning of the comments right above the line at `line`, at the same indentation."""
        while line and self.text.startswith(" " * column + "#", above := self.text.rfind("\n", 0, line - 1) + 1):
            line = above
        return line

    def _after_comments(self, end: int, column: int) -> int:
        """The end of the line of `end`, or of the last comment below it that stands at `column` or deeper."""
        pattern = re.compile(rf"\s*\n {{{column},}}#[^\n]*")
        end = self.line_end(end)
        while match := pattern.match(self.text, end):
            end = match.end()
        return end

    def _with_blanks(self, start: int, end: int) -> Splice:
        """The span of whole lines with the blank lines that would be too many without them."""
        above, below = self.text[:start].rstrip(), self.text[end:]
        if not below.strip():
            return (self.next_line(len(above)) if above else 0), len(self.text), ""
        blanks = len(below) - len(below.lstrip())
        is_spaced = not above or self.next_line(len(above)) < start
        return start, self.text.rfind("\n", 0, end + blanks) + 1 if is_spaced else end, ""

    def checked(self, splices: Iterable[Splice], expected: Plain) -> str:
        """The text with the splices made, if it then holds exactly what it should."""
        result = self.text
        for start, end, new in sorted(splices, key=lambda splice: splice[:2])[::-1]:
            result = result[:start] + new + result[end:]
        document, found = read_document("", result.encode())
        # `repr`, because the order of keys counts, too.
        if found or repr(document.data) != repr(expected):
            raise Uneditable("the edit would change other values, too: an anchor or an odd layout is in the way")
        mark = "\ufeff" * (self.given.startswith("\ufeff") and result != "")
        return mark + (result.replace("\n", "\r\n") if self._ends_in_pairs else result)

    def is_in_flow(self, path: Path) -> bool:
        """Whether the value at `path` lies within a collection in flow style."""
        return any(self.entry(path[:length])[2].style in ("{", "[") for length in range(len(path)))

    def column(self, offset: int) -> int:
        """How many characters of its line stand before `offset`."""
        return offset - self.text.rfind("\n", 0, offset) - 1

    def line_end(self, offset: int) -> int:
        """Where the line ends in which `offset` lies."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found

    def next_line(self, offset: int) -> int:
        """Where the line after that of `offset` begins."""
        return min(self.line_end(offset) + 1, len(self.text))


def _holder(values: Plain, path: Path) -> tuple[Plain, str | int]:
    """The collection that holds the end of `path`, and that end."""
    if not path:
        raise Uneditable("the file as a whole is no value")
    parent, step = _within(values, path[:-1]), path[-1]
    if not isinstance(parent, dict) or not isinstance(step, str):
        _within(parent, (step,))
    return parent, step


def _within(value: Plain, path: Path) -> Plain:
    try:
        return within(value, path)
    except (KeyError, IndexError, TypeError):
        raise Uneditable(f"there is no `{'.'.join(map(str, path))}` here") from None
