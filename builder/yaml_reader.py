"""YAML's one door: text in, plain values out, every value with its line and column.

Scalars stay the text they are; the models give them their types. Values are plain `dict`, `list`, `str` and None
(an empty scalar). Places are looked up afterwards, from the text, when a diagnostic needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import yaml

from builder.diagnostics import Diagnostic, Note, Place, Rule, shortened
from builder.rules import cut_off_text, duplicate_key, not_yaml, too_large
from builder.seed import decoded, line_starts, place_in
from builder.yaml_faults import Fault, Token, as_diagnostic, line_end

Plain: TypeAlias = Any  # dict[str, Plain] | list[Plain] | str | None
Path: TypeAlias = tuple[str | int, ...]

# A file of annotations is written by hand; four megabytes is a long shelf. Beyond these it is an accident or an attack.
MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_ALIASED = 10_000
# Each record that is no YAML costs reading the file again.
MAX_FAULTS, MAX_READ_AGAIN = 10, 1_000_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOP_KEY = re.compile(r"^[^\s#]", re.MULTILINE)
_FIRST_INDENT = re.compile(r"\n( *)[^\s#]")
_ORDER_MARK = re.compile(r"^( *(?:- +)*)(\ufeff)", re.MULTILINE)
_CUT_OFF = re.compile(r" +(#[^\s#][^\r\n]*)")
_OPENING = re.compile(r"^ *(?:[-?] +)*", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One YAML file: its text, its values as written, and the way from a value back to its place.

    Parts that are no YAML are `lost`, and blank in the text. `remarks` are on what can be read and may not be meant.
    """

    file: str
    text: str
    data: Plain
    lost: tuple[str, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()

    def place(self, path: Path, *, key: bool = False, words: str = "", nth: int = 0) -> Place:
        """Where the value at `path` stands; with `key` its key; with `words` their `nth` occurrence in the value.

        A path that leads past what is written ends at the last thing that is.
        """
        key_of, value = None, _tree(self.text)
        for step in path:
            if step == 0 and value and value.style not in ("[", "seq"):
                continue  # a value by itself stands for a list of one
            found = value.by_step.get(step) if value else None
            if found is None:
                break
            key_of, value = found
        if value is None:
            return Place(self.file)
        if words and value.is_scalar:
            at = self.text.find(words, value.start, value.end)
            for _ in range(nth if at >= 0 else 0):
                at = self.text.find(words, at + len(words), value.end)
            if at >= 0:
                return place_in(self.file, self.text, at, at + len(words))
        is_text = value.is_scalar and (value.value or value.style)
        shown = value if key_of is None or (is_text and not key) else key_of
        return _first_line(self.file, self.text, shown.start, shown.end if shown.is_scalar else None)


def within(data: Plain, path: Path) -> Plain:
    """The value at `path` of what a file holds."""
    for step in path:
        data = data[step]
    return data


def read_document(file: str, raw: bytes) -> tuple[Document, list[Diagnostic]]:
    """The values in `raw`. On a fault that leaves no values `data` is None and the faults say why."""
    text, found = decoded(file, raw)
    found = found or list(_unreadable(file, raw, text))
    if found:
        return Document(file, text, None, (text,)), found
    reader = _Reader(file, text)
    data = reader.document()
    return Document(file, reader.text, data, tuple(reader.lost), tuple(reader.remarks)), reader.found


def read_settings(file: str, raw: bytes) -> tuple[str, Written | None, list[Diagnostic]]:
    """Another program's YAML, whatever its tags mean there: its text, and what is written or why it is none."""
    text, found = decoded(file, raw)
    if found := found or list(_unreadable(file, raw, text)):
        return text, None, found
    try:
        yaml.compose(text, Loader=yaml.CBaseLoader)
        return text, written(text), []
    except yaml.MarkedYAMLError as error:
        return text, None, [as_diagnostic(file, text, _fault(text, error))]


def _unreadable(file: str, raw: bytes, text: str) -> Iterator[Diagnostic]:
    """What keeps a file from being composed, before that is tried."""
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; the limit is {MAX_BYTES:,}"
        yield too_large.RULE.at(Place(file), message, help="split it into several files")
    elif bad := _UNPRINTABLE.search(text):
        message = f"character U+{ord(bad.group()):04X} is not allowed in YAML"
        yield not_yaml.RULE.at(place_in(file, text, *bad.span()), message, help="remove the invisible character")
    elif (at := _too_deep(text)) is not None:
        message = f"nested more than {MAX_DEPTH} levels deep"
        yield too_large.RULE.at(place_in(file, text, at, at + 1), message, help="no record needs that")


@dataclass(frozen=True)
class Written:
    """A value as it stands in a file, for edits in place: offsets into the text, style, entries.

    The span leaves out an anchor or tag before the value and the blank lines and comments after it. `style` is that
    of a scalar (`` plain, `'`, `"`, `|`, `>`), `{` or `[` in flow, `map` or `seq` in block, `*` for an alias. Entries
    are pairs of key and value; those of a list have no key.
    """

    start: int
    end: int
    style: str
    value: str = ""
    entries: tuple[tuple[Written | None, Written], ...] = ()

    @cached_property
    def by_step(self) -> dict[str | int, tuple[Written | None, Written]]:
        """The entries by their key (the first, if it is given twice), or by their number in a list."""
        numbered = [(key.value if key else number, (key, value)) for number, (key, value) in enumerate(self.entries)]
        return dict(reversed(numbered))

    @property
    def is_scalar(self) -> bool:
        """Whether it is a text that stands there itself."""
        return self.style not in ("{", "[", "map", "seq", "*")


# An anchor or a tag, and what may stand between it and its value.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s*(?:#[^\r\n]*\s*)*)+")


def written(text: str) -> Written | None:
    """The one document in `text`, which must be readable (`read_document`); None if it holds nothing."""
    events = yaml.parse(text, Loader=yaml.CBaseLoader)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _written(text, event, events)
    return None


def _written(text: str, event: Any, events: Iterator[Any]) -> Written:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        return Written(start, end, "*")
    properties = _PROPERTIES.match(text, start) if event.anchor or event.tag else None
    start = properties.end() if properties else start
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or ""
        if style in ("|", ">"):
            end = _block_end(text, start, end)
        return Written(start if event.value or style else end, end, style, event.value)
    entries: list[tuple[Written | None, Written]] = []
    is_mapping = isinstance(event, yaml.MappingStartEvent)
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            break
        key = _written(text, inner, events) if is_mapping else None
        entries.append((key, _written(text, next(events) if is_mapping else inner, events)))
    if event.flow_style:
        return Written(start, inner.end_mark.index, "{" if is_mapping else "[", entries=tuple(entries))
    return Written(start, entries[-1][1].end, "map" if is_mapping else "seq", entries=tuple(entries))


def _block_end(text: str, start: int, end: int) -> int:
    """Where the text of a block scalar ends, its last line break left out."""
    block = text[start:end]
    if re.match(r"[|>]\d?\+", block):  # the blank lines after it are part of it
        return start + len(block.removesuffix("\n").removesuffix("\r"))
    return start + len(block.rstrip())


# What a node is that carries no tag of its own.
_TAGS = [f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")]


def _record_at(text: str, at: int) -> tuple[int, int]:
    """From where to where the record goes in which something is; nothing, if it is where a record begins."""
    above = [key.start() for key in _TOP_KEY.finditer(text, 0, at + 1)]
    first = _FIRST_INDENT.search(text, above[-1] if above else 0)
    indent = first[1] if first else ""
    record = re.compile(rf"^{indent}[^\s#].*(?:\n(?:{indent}[ \t].*|[ \t]*(?:#.*)?$))*", re.MULTILINE)
    spans = (found.span() for found in record.finditer(text))
    return next(((start, end) for start, end in spans if start + len(indent) < at <= end), (0, 0))


def _too_deep(text: str) -> int | None:
    """Where `text` nests deeper than composing could bear; the events are only walked if it looks suspicious."""
    flow = text.count("[") + text.count("{")
    block = max(len(match.group()) for match in _OPENING.finditer(text))
    if flow + block <= MAX_DEPTH:
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return int(event.start_mark.index)  # type: ignore[union-attr]
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # composing meets the same fault and reports it
    return None


def _fault(text: str, error: yaml.MarkedYAMLError) -> Fault:
    """What the parser says, and what it has read before."""
    assert error.problem_mark
    at = min(error.problem_mark.index, len(text.rstrip()))
    since = error.context_mark.index if error.context_mark else at
    return Fault(str(error.problem), at, error.context or "", since, tuple(_tokens(text)))


def _tokens(text: str) -> Iterator[Token]:
    """The quoted texts and closing brackets up to a fault."""
    try:
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            sign = token.style if isinstance(token, yaml.ScalarToken) else _CLOSING.get(type(token))
            if sign in ("'", '"', "]", "}"):
                yield Token(token.start_mark.index, token.end_mark.index, sign)
    except yaml.YAMLError:
        return


_CLOSING = {yaml.FlowSequenceEndToken: "]", yaml.FlowMappingEndToken: "}"}


class _Reader:
    """Turns nodes into plain values and collects what is wrong with them."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.found: list[Diagnostic] = []
        self.lost: list[str] = []
        self.remarks: list[Diagnostic] = []
        self.failed = False
        self._open: set[int] = set()
        self._seen: set[int] = set()
        self._aliased = 0

    def document(self) -> Plain:
        """The values of the whole file without records that are no YAML; None if it cannot be read."""
        whole = self.text
        self._take_out_marks()
        for _ in range(max(1, min(MAX_FAULTS, MAX_READ_AGAIN // (len(whole) + 1)))):
            try:
                root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
            except yaml.MarkedYAMLError as error:
                if not self._leave_out(error):
                    break
            else:
                data = self.value(root) if root is not None else None
                if not self.failed:
                    return data
                break
        self.text, self.lost = whole, [whole]
        return None

    def _take_out_marks(self) -> None:
        """Report the byte order marks with which lines begin: the file's own is not there any more."""
        for mark in _ORDER_MARK.finditer(self.text):
            message = "this is not YAML: a byte order mark stands within the file"
            help = "write the line anew: the mark is invisible, and stands where one file was put behind another"
            self.found.append(not_yaml.RULE.at(place_in(self.file, self.text, *mark.span(2)), message, help=help))
        self.text = _ORDER_MARK.sub(r"\1", self.text)

    def _leave_out(self, error: yaml.MarkedYAMLError) -> bool:
        """Report a fault, and leave out the record in which it is, if it is in one."""
        self.found.append(as_diagnostic(self.file, self.text, _fault(self.text, error)))
        place = self.found[-1].place
        start, end = _record_at(self.text, line_starts(self.text)[place.line - 1] + place.column - 1)
        self.lost.append(self.text[start:end])
        self.text = self.text[:start] + re.sub(r"[^\r\n]", "", self.lost[-1]) + self.text[end:]
        return end > start

    def value(self, node: yaml.Node) -> Plain:
        if self.failed:
            return None
        if node.tag not in _TAGS:
            message = f"the tag `{node.tag}` has no meaning here"
            self._report(not_yaml.RULE, node, message, "remove the `!` and its word")
        self._count(node)
        if isinstance(node, yaml.ScalarNode):
            if not node.style and (cut := _CUT_OFF.match(self.text, node.end_mark.index)):
                self._remark(*cut.span(1))
            return node.value if node.value or node.style else None
        if id(node) in self._open:
            self.failed = True
            self._report(too_large.RULE, node, "this value contains itself", "write the value out instead of `*alias`")
            return None
        self._open.add(id(node))
        data = self._mapping(node) if isinstance(node, yaml.MappingNode) else [self.value(n) for n in node.value]
        self._open.discard(id(node))
        return data

    def _count(self, node: yaml.Node) -> None:
        """Aliased nodes are read again at each alias: a handful is a convenience, a million a bomb."""
        self._aliased += id(node) in self._seen
        self._seen.add(id(node))
        if self._aliased > MAX_ALIASED and not self.failed:
            self.failed = True
            self._report(too_large.RULE, node, f"aliases stand for more than {MAX_ALIASED:,} values", "write them out")

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        first: dict[str, yaml.Node] = {}
        twice: list[yaml.Node] = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._report(not_yaml.RULE, key, "a key must be a word", "quote `{` and `[` where they begin a text")
            elif key.value.startswith("\u00a0") and not key.style:
                self.failed = True
                fault = Fault("", key.end_mark.index, "", key.start_mark.index, ())
                self.found.append(as_diagnostic(self.file, self.text, fault))
                return values
            elif key.value in first:
                twice.append(key)
            else:
                first[key.value] = key
                values[key.value] = self.value(value)
        help = "keep one of the two, or join them"
        again = [key for key in twice if key.value == next(iter(first))]
        if again and self.text.endswith("- ", 0, node.start_mark.index):
            twice, help = again, "write `- ` before it, if it begins the next entry of the list, or keep one of the two"
        for key in twice:
            note = Note("first given here", self._place(first[key.value]))
            self._report(duplicate_key.RULE, key, f"the key `{key.value}` is given twice", help, note)
        return values

    def _remark(self, start: int, end: int) -> None:
        """Tell of a comment that may be meant for the end of a text."""
        message = f"`{shortened(self.text[start:end])}` is a comment, and no part of the text before it"
        help = "put quotes around the whole text, or a blank behind the `#` if a comment is meant"
        self.remarks.append(cut_off_text.RULE.at(place_in(self.file, self.text, start, end), message, help=help))

    def _report(self, rule: Rule, node: yaml.Node, message: str, help: str, *notes: Note) -> None:
        self.found.append(rule.at(self._place(node), message, help=help, notes=notes))

    def _place(self, node: yaml.Node) -> Place:
        end = node.end_mark.index if isinstance(node, yaml.ScalarNode) else None
        return _first_line(self.file, self.text, node.start_mark.index, end)


def _first_line(file: str, text: str, start: int, end: int | None) -> Place:
    """Where a text is written; a collection, which has no end here, is shown by its first line."""
    end = line_end(text, start) if end is None else end
    return place_in(file, text, start, start + len(text[start:end].rstrip()))


@lru_cache(maxsize=16)
def _tree(text: str) -> Written | None:
    try:
        return written(text)
    except yaml.YAMLError:
        return None
