"""Slips against YAML, each with the words that are marked, and what the editor is told of it."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.yaml_reader import read_document
from tests.dossiers import diagnose, dossier

# Each: what an editor wrote, the line and the words that are marked, parts of the message and of the help.
SLIPS = {
    "a tab in the indentation": (
        "actors:\n  bbc:\n    name: BBC\n\tkind: organisation\n",
        (4, "\t", "a tab stands in the indentation", "indent with spaces"),
    ),
    "a byte order mark, where a file was put behind another": (
        "actors:\n  bbc:\n    name: BBC\n\ufeffnotes:\n  one:\n    body: They left.\n",
        (4, "\ufeff", "a byte order mark stands within the file", "write the line anew"),
    ),
    "a byte order mark in the line above": (
        "actors:\n  bbc:\n\ufeff    name: BBC\n    kind: organisation\n",
        (3, "\ufeff", "a byte order mark stands within the file", "write the line anew"),
    ),
    "a byte order mark below a comment, before an indented key": (
        "# Actors\n\ufeff  actors:\n    bbc:\n      name: BBC\n      kind: organisation\n  places: {}\n",
        (2, "\ufeff", "a byte order mark stands within the file", "write the line anew"),
    ),
    "a byte order mark behind the indentation": (
        "actors:\n  bbc:\n    \ufeffname: BBC\n    kind: organisation\n",
        (3, "\ufeff", "a byte order mark stands within the file", "write the line anew"),
    ),
    "a tab behind a dash": (
        "actors:\n  bbc:\n    also:\n      -\tThe BBC: B\n",
        (4, "\t", "a tab stands before a value", "indent with spaces"),
    ),
    "the first of two tabs, below one in a comment": (
        "# a\tb\nactors:\n\tbbc:\n\t\tname: BBC\n",
        (3, "\t", "a tab stands in the indentation", "indent with spaces"),
    ),
    "another slip, above a tab that may stand there": (
        'actors:\n  bbc: {name: BBC}}\n  cnn: {name: "C\tNN"}\n',
        (2, "}", "the text goes on after the closing `}`", ""),
    ),
    "a quotation mark that is not closed": (
        'actors:\n  bbc:\n    name: "BBC\n    kind: organisation\n',
        (3, '"BBC', 'the `"` that opens here is not closed', 'write `"` at the end'),
    ),
    "a quotation mark that is not closed, and quotes later": (
        'notes:\n  one:\n    at: "Protesters left\n    body: "They left."\n  two:\n    at: "Friday"\n',
        (3, '"Protesters left', 'the `"` that opens here is not closed', 'write `"` at the end'),
    ),
    "a quotation mark that is not closed, and quotes within a text": (
        'notes:\n  one:\n    at: "Protesters left\n    body: They "left".\n',
        (3, '"Protesters left', 'the `"` that opens here is not closed', 'write `"` at the end'),
    ),
    "an apostrophe within an apostrophe's quotes": (
        "actors:\n  bbc:\n    name: 'Britain's BBC'\n",
        (3, "'", "the apostrophe ends the text", "write it twice"),
    ),
    "quotation marks within a text that begins with one": (
        'notes:\n  one:\n    body: "They" left.\n',
        (3, '"', 'goes on after its closing `"`', "put the whole text between `'…'`"),
    ),
    "quotation marks and a colon": (
        'notes:\n  one:\n    body: "They": who?\n',
        (3, '"', 'goes on after its closing `"`', "put the whole text between `'…'`"),
    ),
    "a text that begins with a link": (
        "notes:\n  one:\n    body: [[bbc]] left.\n",
        (3, " left.", "goes on after the closing `]`", "needs quotes around all of it"),
    ),
    "a text that begins with a citation": (
        "notes:\n  one:\n    body: [@report] They left.\n",
        (3, "[", "a text cannot begin with `[`", "between quotes"),
    ),
    "a citation in a list of ids": (
        "notes:\n  one:\n    sources: [@crane-log]\n",
        (3, "[@", "`@` cites within a text", "write `[crane-log]`"),
    ),
    "an id without a colon, below another record": (
        "actors:\n  cnn: {name: CNN, kind: organisation}\n  bbc  # in London\n    name: BBC\n",
        (3, "bbc", "no colon stands behind `bbc`", "write `bbc:`"),
    ),
    "an id without a colon": (
        "actors:\n  bbc\n    name: BBC\n    kind: organisation\n",
        (2, "bbc", "no colon stands behind `bbc`", "write `bbc:`"),
    ),
    "a list with dashes": (
        "actors:\n  bbc:\n    name: BBC\n    also:\n    – Beeb\n",
        (5, "–", "`–` begins no entry of a list", "a hyphen and a blank"),
    ),
    "a list without blanks": (
        "actors:\n  bbc:\n    also:\n    -The BBC\n    -Beeb\n",
        (4, "-", "no blank stands after the `-`", "write `- `"),
    ),
    "a text that is not indented below its key": (
        "notes:\n  one:\n    body: |\n    They left.\n    at: Friday\n",
        (4, "They left.", "this is not indented", "further than its key"),
    ),
    "a record that is written as an entry of a list": (
        "actors:\n  bbc:\n    name: BBC\n  - name: CNN\n",
        (4, "- name: CNN", "`- ` begins an entry of a list", "begins with its id"),
    ),
    "a line further left than the first": (
        "  bbc:\n    name: BBC\nactors:\n",
        (3, "a", "does not belong to what stands above it", "in the same column"),
    ),
    "too little indentation": (
        "actors:\n  bbc:\n    name: BBC\n   kind: organisation\n",
        (4, "kind: organisation", "indented by 3 spaces, those above it by 2 or 4", "in the same column"),
    ),
    "too much indentation": (
        "actors:\n  bbc:\n    name: BBC\n      kind: organisation\n",
        (4, "kind", "`kind` is indented further than the line above", "in the same column as the key above"),
    ),
    "a record that is not indented, with one that is below it": (
        "actors:\nbbc:\n    name: BBC\n  cnn:\n    name: CNN\n",
        (4, "cnn:", "indented by 2 spaces, those above it by 0 or 4", "in the same column"),
    ),
    "an entry without its dash": (
        "claims:\n  who:\n    positions:\n      - by: Somebody\n      says: Nobody.\n",
        (5, "says: Nobody.", "in the list above, this line has no `- `", "begin a new entry with `- `"),
    ),
    "a list whose first dash is missing": (
        "claims:\n  who:\n    positions:\n      by: Somebody\n        says: Nobody.\n",
        (5, "says", "`says` is indented further", "in a list, `- ` stands before the first key"),
    ),
    "a dash without its blank": (
        "claims:\n  who:\n    positions:\n      -by: Somebody\n        says: Nobody.\n",
        (4, "-", "no blank stands after the `-`", "write `- `"),
    ),
    "a key without its colon": (
        "actors:\n  bbc:\n    name BBC\n    kind: organisation\n",
        (3, "name BBC", "this line is no key with a value", "`key: value`"),
    ),
    "a colon without its blank": (
        "actors:\n  bbc:\n    name:BBC\n    kind: organisation\n",
        (3, "name:BBC", "this line is no key with a value", "write a blank after the colon: `name: BBC`"),
    ),
    "a colon within a text": (
        "actors:\n  bbc:\n    name: The BBC: a broadcaster\n",
        (3, ":", "`: ` stands within a text", "needs quotes around it"),
    ),
    "a brace that is not closed": (
        "notes:\n  one:\n    at: {exact: Friday, paragraph: 2\n    body: A day.\n",
        (3, "{exact: Friday, paragraph: 2", "the `{` that opens here is not closed", "write `}`"),
    ),
    "a bracket that is not closed": (
        "actors:\n  bbc:\n    also: [the BBC\n    name: BBC\n",
        (3, "[the BBC", "the `[` that opens here is not closed", "write `]`"),
    ),
    "a bracket that is not closed at the end of the file": (
        "actors:\n  bbc:\n    also: [the BBC\n",
        (3, "[the BBC", "the `[` that opens here is not closed", "write `]`"),
    ),
    "a comma that is missing": (
        "notes:\n  one:\n    at: {exact: Friday paragraph: 2}\n",
        (3, "paragraph:", "`,` or `}` is missing before this", "parted by commas"),
    ),
    "a text that begins with an asterisk": (
        "notes:\n  one:\n    body: *They* left.\n",
        (3, "*", "a text cannot begin with `*`", "between quotes"),
    ),
    "a text that begins with an ampersand": (
        "notes:\n  one:\n    body: & more\n",
        (3, "&", "a text cannot begin with `&`", "between quotes"),
    ),
    "a text that begins with an at sign": (
        "notes:\n  one:\n    body: @report\n",
        (3, "@", "a text cannot begin with `@`", "between quotes"),
    ),
    "a text in the line of its sign": (
        "notes:\n  one:\n    body: | They left.\n",
        (3, "T", "text stands after `|`", "in the next line"),
    ),
    "a backslash between double quotes": (
        'notes:\n  one:\n    body: "A \\[bracket]"\n',
        (3, "\\", "a backslash cannot stand here", "write it twice"),
    ),
    "a list in the line of its key": (
        "actors:\n  bbc:\n    also: - the BBC\n",
        (3, "-", "a list cannot begin here", "on a line of its own"),
    ),
    "a conflict of git's": (
        "actors:\n<<<<<<< HEAD\n  bbc: {name: BBC}\n=======\n  bbc: {name: The BBC}\n>>>>>>> theirs\n",
        (2, "<<<<<<< HEAD", "a conflict that git could not settle begins here", "lines that begin with"),
    ),
    "a non-breaking space in the indentation of the line above": (
        "actors:\n  bbc:\n \u00a0  name: BBC\n    kind: organisation\n",
        (3, "\u00a0", "a non-breaking space stands in the indentation", "blanks of the keyboard"),
    ),
    "a non-breaking space in the indentation of each line": (
        "actors:\n  bbc:\n\u00a0\u00a0\u00a0\u00a0name: BBC\n\u00a0\u00a0\u00a0\u00a0kind: organisation\n",
        (3, "\u00a0", "a non-breaking space stands in the indentation", "blanks of the keyboard"),
    ),
    "a second document": (
        "actors:\n---\nplaces:\n",
        (2, "-", "a second document begins here", "remove the line `---`"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_plain_words(text: str, expected: tuple[int, str, str, str]) -> None:
    line, marked, message, help = expected
    [found] = [d for d in diagnose(dossier(text)) if d.rule == "not-yaml"]
    start = found.place.column - 1
    assert (found.place.line, found.place.end_line) == (line, line)
    assert text.splitlines()[line - 1][start : found.place.end_column - 1] == marked
    assert message in found.message
    assert help in found.help
    assert not any(word in found.message for word in ("scanning", "parsing", "flow", "token"))


def test_where_a_quotation_mark_was_taken_for_the_end_of_a_text() -> None:
    text = 'notes:\n  one:\n    at: "Protesters left\n    body: "They left."\n'
    [found] = diagnose(dossier(text))
    [note] = found.notes
    assert note.place
    assert (note.place.file, note.place.line, note.place.column) == ("annotations/a.yml", 4, 11)


def test_the_line_that_a_wrong_indentation_would_belong_to() -> None:
    [found] = diagnose(dossier("actors:\nbbc:\n    name: BBC\n  cnn:\n    name: CNN\n"))
    assert [note.place.line for note in found.notes if note.place] == [2]


WORDS = st.sampled_from([
    *"\n\t:-[]{}'\"|>*&!@#,", "\n  ", "\n    ", "- ", ": ", "key", "a text"
])  # fmt: skip


@given(st.lists(WORDS, max_size=40).map("".join))
def test_any_slip_has_a_place_and_a_cure(text: str) -> None:
    _, found = read_document("a.yml", dedent(text).encode())
    for diagnostic in found:
        assert diagnostic.help
        assert diagnostic.place.line <= text.count("\n") + 1
