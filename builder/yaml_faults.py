"""Why a file is no YAML, in words for somebody who has never heard of scanners, block mappings and flow sequences.

What the parser says is where it could not go on; the slip is often before that. Each function looks for one sort of
slip, and all of them get to see the text and what the parser has read up to there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.diagnostics import Diagnostic, Note
from builder.rules import not_yaml
from builder.seed import place_in

_KEY = r"[\w.-]+"
_BEFORE_VALUE = re.compile(rf"\s*(?:- +)*(?:{_KEY}:)? *")
_CLOSING = {"{": "}", "[": "]"}


class Token(NamedTuple):
    """A part of the text that was read before the fault: a quoted text (`'`, `"`) or a closing bracket (`]`, `}`)."""

    start: int
    end: int
    sign: str


class Fault(NamedTuple):
    """What the parser says: the problem and where, what it was about and since where."""

    problem: str
    at: int
    context: str
    since: int
    tokens: tuple[Token, ...]

    @property
    def words(self) -> str:
        return f"{self.problem} {self.context}".strip()


class _Slip(NamedTuple):
    """What is wrong from where to where, what to do, and a second place that explains it."""

    message: str
    start: int
    end: int
    help: str
    note: tuple[str, int, int] | None = None


def as_diagnostic(file: str, text: str, fault: Fault) -> Diagnostic:
    """The slip that has most likely led to a fault."""
    slip = next(filter(None, (look(text, fault) for look in _LOOKS)))
    note = slip.note and Note(slip.note[0], place_in(file, text, *slip.note[1:]))
    place = place_in(file, text, slip.start, slip.end)
    return not_yaml.RULE.at(place, f"this is not YAML: {slip.message}", help=slip.help, notes=[note] if note else [])


def _open_quote(text: str, fault: Fault) -> _Slip | None:
    """A quotation mark that is not closed: the next one of its kind, before some other text, was taken for its end."""
    for start, end, sign in fault.tokens:
        last_line = text[_line_start(text, end) : end - 1]
        is_quote = sign not in _CLOSING.values()
        if is_quote and "\n" in text[start:end] and last_line.strip() and _BEFORE_VALUE.fullmatch(last_line):
            return _not_closed(text, start, ("this one was taken for its end", end - 1, end))
    if "unexpected end of stream" in fault.problem and "quoted" in fault.context:
        return _not_closed(text, fault.since, None)
    return None


def _not_closed(text: str, start: int, note: tuple[str, int, int] | None) -> _Slip:
    sign = text[start]
    help = f"write `{_CLOSING.get(sign, sign)}` at the end of its text"
    return _Slip(f"the `{sign}` that opens here is not closed", start, line_end(text, start), help, note)


def _tab(text: str, fault: Fault) -> _Slip | None:
    at = text.find("\t", fault.at) if "tab character" in fault.problem else fault.at
    if not text.startswith("\t", at) or "quoted" in fault.context:
        return None
    where = "before a value" if text[_line_start(text, at) : at].strip() else "in the indentation"
    return _Slip(f"a tab stands {where}", at, at + 1, "indent with spaces, never with tabs")


def _no_break(text: str, fault: Fault) -> _Slip | None:
    """An indentation with a blank that is none to YAML, in the line of the fault or above it."""
    start = _line_start(text, fault.at)
    found = re.compile(r" *(\u00a0)[ \u00a0]*(?:- |-$|[\w.-]+:)")
    for line in (_line_start(text, start - 1) if start else start, start):
        if mark := found.match(text, line):
            help = "write the indentation anew with blanks of the keyboard: what was copied has some that look alike"
            return _Slip("a non-breaking space stands in the indentation", *mark.span(1), help)
    return None


def _conflict(text: str, fault: Fault) -> _Slip | None:
    """The marks of two states of a file that git has put one behind the other."""
    mark = re.compile(r"^<{7} .*", re.MULTILINE).search(text, 0, line_end(text, fault.at))
    if mark is None:
        return None
    help = "keep one state, or join both, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
    return _Slip("a conflict that git could not settle begins here", mark.start(), line_end(text, mark.start()), help)


def _after_quote(text: str, fault: Fault) -> _Slip | None:
    """Text after the quotation mark or the bracket that should have ended it."""
    before = [token for token in fault.tokens if token.end <= fault.at]
    if not before or not re.fullmatch(" *", text[before[-1].end : fault.at]) or "flow" in fault.context:
        return None
    start, end, sign = before[-1]
    if "\n" in text[start:end]:
        return _not_closed(text, start, ("this one was taken for its end", end - 1, end))
    if sign in _CLOSING.values():
        help = "a text that begins with `[` or `{` needs quotes around all of it, or stands below `key: |`"
        return _Slip(f"the text goes on after the closing `{sign}`", end, line_end(text, end), help)
    other = "'" if sign == '"' else '"'
    help = f"put the whole text between `{other}…{other}`, or below `key: |`"
    if sign == "'" and text[end : end + 1].isalpha():
        message = "the apostrophe ends the text, which began with `'`"
        return _Slip(message, end - 1, end, "write it twice, `''`, or put the text between `\"…\"`")
    return _Slip(f"the text goes on after its closing `{sign}`", end - 1, end, help)


def _open_bracket(text: str, fault: Fault) -> _Slip | None:
    sign = text[fault.since : fault.since + 1]
    if "while parsing a flow" not in fault.context or sign not in _CLOSING:
        return None
    if "\n" in text[fault.since : fault.at].rstrip() or fault.at >= len(text.rstrip()):
        return _not_closed(text, fault.since, None)
    start = fault.at
    while text.startswith(":", fault.at) and re.match(r"[\w-]", text[start - 1]):
        start -= 1
    message = f"`,` or `{_CLOSING[sign]}` is missing before this"
    help = "entries are parted by commas; a text that holds `, `, `: ` or a bracket needs quotes around it"
    return _Slip(message, start, fault.at + 1, help)


def _no_colon(text: str, fault: Fault) -> _Slip | None:
    return _keyless(text, fault.since) if "could not find expected ':'" in fault.problem else None


def _keyless(text: str, start: int) -> _Slip:
    """A line that stands among keys and is none."""
    end = line_end(text, start)
    if dash := re.match(r"[–—•]", text[start:end]):
        return _Slip(f"`{dash[0]}` begins no entry of a list", start, start + 1, "write a hyphen and a blank: `- `")
    if re.match(r"-[^\s-]", text[start:end]):
        return _Slip("no blank stands after the `-`", start, start + 1, "write `- ` before each entry of a list")
    above = next(_lines_above(text, start), None)
    if above and re.search(r":\s+[|>][-+\d]*$", text[above.start : above.end]):
        message = "this is not indented, and so it is no part of the text that begins above"
        help = "indent each line of the text further than its key"
        return _Slip(message, start, end, help, ("the text begins here", above.start, above.end))
    if word := re.match(rf"({_KEY})(?:$| +#)", text[start:end]):
        help = (
            f"write `{word[1]}:`, if it is an id or a key; a text stands further right than its key, the next key not"
        )
        return _Slip(f"no colon stands behind `{word[1]}`", start, start + word.end(1), help)
    help = (
        "if it is one, write it as `key: value`; if it belongs to the text above, write `key: |` there and indent this"
    )
    if glued := re.match(rf"({_KEY}):(?!//)(\S.*)", text[start:end]):
        help = f"write a blank after the colon: `{glued[1]}: {glued[2]}`"
    return _Slip("this line is no key with a value", start, end, help)


def _colon(text: str, fault: Fault) -> _Slip | None:
    """A key that is indented so far that it is part of the text above, or a colon within a text."""
    if "mapping values are not allowed" not in fault.problem:
        return None
    start = _line_start(text, fault.at)
    key, above = text[start : fault.at].strip(), next(_lines_above(text, start), None)
    if not re.fullmatch(_KEY, key) or above is None:
        help = "a text that holds `: ` needs quotes around it, or a block: `key: >-` and the text below"
        return _Slip("`: ` stands within a text", fault.at, fault.at + 1, help)
    start, line = fault.at - len(key), text[above.start : above.end]
    is_beside = start - _line_start(text, start) in above.columns
    if (is_beside and not re.match(rf"{_KEY}:(?:\s|$)", line)) or re.match(rf"-\w|{_KEY}$", line):
        return _keyless(text, above.start)
    message = f"`{key}` is indented further than the line above, and so it is part of the text there"
    help = "begin it in the same column as the key above; in a list, `- ` stands before the first key of each entry"
    return _Slip(message, start, fault.at, help, ("the line above", above.start, above.end))


def _indentation(text: str, fault: Fault) -> _Slip | None:
    """A line that begins in a column in which nothing above it begins."""
    start = _line_start(text, fault.at)
    if "while parsing a block" not in fault.context or text[start : fault.at].strip():
        return None
    indent, end = fault.at - start, line_end(text, fault.at)
    levels: list[int] = []
    outer = None
    for line in _lines_above(text, start):
        columns = [c for c in line.columns if not levels or c < levels[-1]]
        levels += columns
        if columns and columns[-1] < indent:
            outer = ("the line to which it would belong", line.start, line.end)
            break
    if indent in levels and text.startswith("- ", fault.at):
        message = "`- ` begins an entry of a list, and the lines above are keys"
        return _Slip(message, fault.at, end, "write a key: a record begins with its id, as `its-id:`")
    if indent in levels:
        message = "in the list above, this line has no `- `"
        help = "begin a new entry with `- `, or indent the line like the keys of the entry above"
        return _Slip(message, fault.at, end, help)
    known = " or ".join(map(str, sorted(levels)))
    message = f"this line is indented by {indent} space{'s' * (indent != 1)}, those above it by {known}"
    help = "lines that belong together begin in the same column: move this one, or those around it"
    return _Slip(message, fault.at, end, help, outer)


class _Line(NamedTuple):
    """A line with a key or an entry of a list: where its text begins and ends, the columns in which its parts begin."""

    start: int
    end: int
    columns: tuple[int, ...]


def _lines_above(text: str, at: int) -> Iterator[_Line]:
    """The lines before the one that begins at `at`, upwards, without blank ones and comments."""
    while at > 0:
        end = at - 1
        at = _line_start(text, end)
        if found := re.match(r" *((?:- +)*)(?=[^\s#])", text[at:end]):
            columns = [found.start(1), *(found.start(1) + m.end() for m in re.finditer(r"- +", found[1]))]
            yield _Line(at + columns[0], end, tuple(reversed(columns)))


_BEGINNINGS = ("cannot start any token", "scanning an alias", "undefined alias", "scanning an anchor", "scanning a tag")
_OTHERS = (
    ("expected comment or line break", "text stands after `|` or `>`", "begin it in the next line, indented"),
    (
        "block sequence entries",
        "a list cannot begin here",
        "write each entry on a line of its own below the key: `- one`",
    ),
    ("escape character", "a backslash cannot stand here", "between `'…'` it can; between `\"…\"` write it twice"),
    (
        "expected node content",
        "a value is missing here",
        "an entry stands before and after each comma, and a bracket closes",
    ),
    ("document start", "this does not belong to what stands above it", "begin both in the same column"),
    ("single document", "a second document begins here", "remove the line `---`: a file holds one document"),
)


def _sign(text: str, fault: Fault) -> _Slip | None:
    """A sign that means something else to YAML."""
    if any(words in fault.words for words in _BEGINNINGS):
        start = min(fault.at, fault.since)
        start -= text.startswith("[@", start - 1)
        if cited := re.match(r"\[@([\w-]+)][ \t]*(?:#|$)", text[start:], re.MULTILINE):
            help = f"in a list of ids write `[{cited[1]}]`; a text that begins so stands between quotes"
            return _Slip("`@` cites within a text", start, start + 2, help)
        return _Slip(f"a text cannot begin with `{text[start]}`", start, start + 1, "put the text between quotes")
    found = next(((message, help) for words, message, help in _OTHERS if words in fault.words), None)
    return found and _Slip(found[0], fault.at, fault.at + 1, found[1])


def _other(_text: str, fault: Fault) -> _Slip:
    return _Slip(fault.words, fault.at, fault.at + 1, "look at the line above it, too")


_LOOKS = (
    _conflict,
    _no_break,
    _open_quote,
    _tab,
    _after_quote,
    _open_bracket,
    _no_colon,
    _colon,
    _indentation,
    _sign,
    _other,
)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the words of the line end in which `at` lies."""
    end = text.find("\n", at)
    return at + len(text[at : end if end >= 0 else len(text)].rstrip())
