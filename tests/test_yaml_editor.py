"""Edits in place: the values are as meant, and no byte outside the edit has moved."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.yaml_editor import add_record, add_records, extend, remove, rename_key, set_text, set_value
from builder.yaml_reader import read_document
from builder.yaml_writer import Uneditable


def data(text: str) -> Any:
    document, found = read_document("a.yml", text.encode())
    assert not found, found
    return document.data


SET = [
    pytest.param("a: old # why\n", ("a",), "new", "a: new # why\n", id="a comment behind stays"),
    pytest.param("a: 'old'\n", ("a",), "it's", "a: 'it''s'\n", id="quotes stay quotes"),
    pytest.param('a: "old"\n', ("a",), 'a "b"', 'a: "a \\"b\\""\n', id="double quotes stay"),
    pytest.param("a: old\n", ("a",), "b: c", 'a: "b: c"\n', id="quotes where the text needs them"),
    pytest.param("a: old\n", ("a",), 'b: "c"', "a: 'b: \"c\"'\n", id="the quotes that need no escapes"),
    pytest.param("a: old\n", ("a",), "2020-01-01", "a: 2020-01-01\n", id="a date is a text"),
    pytest.param("a: [b, c] # d\n", ("a", 1), "x, y", 'a: [b, "x, y"] # d\n', id="an entry of a list in flow"),
    pytest.param("a: {b: c}\n", ("a", "d"), "e", "a: {b: c, d: e}\n", id="a key more, in flow"),
    pytest.param("a: {}\n", ("a", "d"), "e", "a: {d: e}\n", id="the first key, in flow"),
    pytest.param("a: {b}\n", ("a", "b"), "e", "a: {b: e}\n", id="a value for a bare key in flow"),
    pytest.param("a:\n    b: c\n# d\n", ("a", "e"), "f", "a:\n    b: c\n    e: f\n# d\n", id="a key more, in block"),
    pytest.param("- b: c\n- d", (0, "e"), "f", "- b: c\n  e: f\n- d", id="a key more, behind a dash"),
    pytest.param("a: # why\nb: c\n", ("a",), "x", "a: x # why\nb: c\n", id="a value where there was none"),
    pytest.param("a:\n", ("a",), "x", "a: x\n", id="a value where there was nothing at all"),
    pytest.param("- # why\n- b\n", (0,), "x", "- x # why\n- b\n", id="an entry where there was none"),
    pytest.param("at: words # c\n", ("at",), {"exact": "w"}, "at: {exact: w} # c\n", id="words become a selector"),
    pytest.param("at:\n  # w\n  - x\nb: c\n", ("at",), "x", "at: x\n  # w\nb: c\n", id="a block becomes words"),
    pytest.param("at:\n- x\n- y\n", ("at",), ["z"], "at:\n- z\n", id="block stays block"),
    pytest.param("- exact: x\n  prefix: y\n", (0,), {"exact": "z"}, "- exact: z\n", id="a mapping behind a dash"),
    pytest.param("a: | # c\n  old\n\nb: d\n", ("a",), "x\ny\n", "a: | # c\n  x\n  y\n\nb: d\n", id="literal stays"),
    pytest.param("a: >-\n    old\n    text\nb: d", ("a",), "new", "a: >-\n  new\nb: d", id="folded stays"),
    pytest.param("a: |+\n  x\n\nb: d\n", ("a",), "y", "a: |-\n  y\nb: d\n", id="the blank lines of a block"),
    pytest.param("a: >2+\r\n   x\r\n\r\nb: d\n", ("a",), "y", "a: >-\r\n  y\nb: d\n", id="mixed line ends"),
    pytest.param("a: old # c\nb: d\n", ("a",), "x\ny\n", "a: | # c\n  x\n  y\nb: d\n", id="a text becomes a block"),
    pytest.param("a: |\r\n  x\r\nb: y\r\n", ("a",), "p\nq\n", "a: |\r\n  p\r\n  q\r\nb: y\r\n", id="CR LF"),
    pytest.param("a: &x 1\nb: 2\n", ("a",), "3", "a: &x 3\nb: 2\n", id="an anchor that nothing uses"),
    pytest.param("a: &x # c\nb: 2\n", ("a",), "3", "a: &x 3 # c\nb: 2\n", id="an anchor of nothing"),
    pytest.param("- &x\n- 2\n", (0,), "3", "- &x 3\n- 2\n", id="an anchor of nothing behind a dash"),
    pytest.param("a: {b , c: d}\n", ("a", "b"), "e", "a: {b : e, c: d}\n", id="a blank behind a bare key"),
    pytest.param("a: &x {k: v}\nb: *x\n", ("b",), "3", "a: &x {k: v}\nb: 3\n", id="an alias is replaced"),
    pytest.param("a: &x # c\n  k: v\n", ("a", "k"), "w", "a: &x # c\n  k: w\n", id="within an anchored block"),
    pytest.param("a:\n  &x k: v\n", ("a", "n"), "w", "a:\n  &x k: v\n  n: w\n", id="below a key with an anchor"),
    pytest.param("\ufeffa: b", ("c",), "d", "\ufeffa: b\nc: d", id="a byte order mark, and no line end"),
    pytest.param("a: |\n  b", ("c",), "d", "a: |-\n  b\nc: d", id="a block cut off by the end of the file"),
    pytest.param("a: b", ("a",), "x\ny\n", "a: |\n  x\n  y\n", id="a block at the end of the file"),
    pytest.param("a: b\n", ("a",), "x\n\n\n", 'a: "x\\n\\n\\n"\n', id="line breaks that a block cannot hold"),
    pytest.param("a: b\n", ("a",), "\u2028", 'a: "\\u2028"\n', id="an invisible character is shown"),
]


@pytest.mark.parametrize(("text", "path", "value", "expected"), SET)
def test_set_value(text: str, path: tuple[str | int, ...], value: Any, expected: str) -> None:
    assert set_value(text, path, value) == expected


SET_TEXT = [
    pytest.param("a:\n- b\nc: d\n", "x: y\nz: # w\n  - v\n", "a:\n  x: y\n  z: # w\n    - v\nc: d\n", id="of a list"),
    pytest.param("a:\n  b: c\n  # w\nd: e\n", "x: y # z\n", "a:\n  x: y # z\n  # w\nd: e\n", id="of a mapping"),
    pytest.param("a: {b: c} # w\n", "x: y\nz: v", "a:\n  x: y\n  z: v # w\n", id="of a mapping in flow"),
    pytest.param("a: # w\n  b: c\nd: e\n", "{x: y}", "a: {x: y} # w\nd: e\n", id="of a mapping, in flow"),
    pytest.param("a:\n  b: c\n", "x: |\n  y\n", "a:\n  x: |\n    y\n", id="at the end of the file"),
]


@pytest.mark.parametrize(("text", "new", "expected"), SET_TEXT)
def test_set_text(text: str, new: str, expected: str) -> None:
    assert set_text(text, ("a",), new) == expected


EXTEND = [
    pytest.param("a: [b] # c\n", ("a",), "a: [b, x, y] # c\n", id="in flow"),
    pytest.param("a: []\n", ("a",), "a: [x, y]\n", id="of none"),
    pytest.param("a:\n- b # c\n# d\ne: f\n", ("a",), "a:\n- b # c\n- x\n- y\n# d\ne: f\n", id="in block"),
    pytest.param("a:\n  - b: |\n      c", ("a",), "a:\n  - b: |-\n      c\n  - x\n  - y", id="behind a block"),
    pytest.param("a: b\n", ("a",), "a: [b, x, y]\n", id="a value by itself"),
    pytest.param("a: {b: c}\n", ("a", "d", "e"), "a: {b: c, d: {e: [x, y]}}\n", id="with what is missing"),
]


@pytest.mark.parametrize(("text", "path", "expected"), EXTEND)
def test_extend(text: str, path: tuple[str | int, ...], expected: str) -> None:
    assert extend(text, path, ["x", "y"]) == expected


REMOVE = [
    pytest.param("a: b\nc: d # e\nf: g\n", ("c",), "a: b\nf: g\n", id="with the comment behind"),
    pytest.param("a: b\n\n# x\n\n# of c\n# it\nc: d\nf: g\n", ("c",), "a: b\n\n# x\n\nf: g\n", id="comments above"),
    pytest.param("a:\n  b: c\n  # deep\n# of d\nd: e\n", ("a",), "# of d\nd: e\n", id="comments within"),
    pytest.param("a: b\n\nc: d\n\ne: f\n", ("c",), "a: b\n\ne: f\n", id="one blank line of two"),
    pytest.param("a: b\n\nc: d\n", ("c",), "a: b\n", id="the last one, with the blank line before"),
    pytest.param("a: {b: c, d: e, f: g}\n", ("a", "d"), "a: {b: c, f: g}\n", id="in flow"),
    pytest.param("a: [b, c]\n", ("a", 1), "a: [b]\n", id="the last in flow"),
    pytest.param("a: # w\n  b: # x\n    c: d\n", ("a", "b", "c"), "a: # w\n  b: {} # x\n", id="the only one"),
    pytest.param("# of a\na:\n  # of b\n  b: c\n", ("a", "b"), "# of a\n", id="the last of its kind"),
    pytest.param("a: # w\n  b: c # d\n# of e\ne: f\n", ("a", "b"), "# w\n# of e\ne: f\n", id="a comment at its kind"),
    pytest.param("a:\n  # w\n\n  b: c\n\n  # x\n", ("a", "b"), "  # w\n\n  # x\n", id="comments apart from it"),
    pytest.param("e: f\n\na:\n  b: c\n\ng: h\n", ("a", "b"), "e: f\n\ng: h\n", id="its kind's blank lines"),
    pytest.param("e: f\n\na:\n  b: c\n", ("a", "b"), "e: f\n", id="the last kind"),
    pytest.param("a: {b: c} # w\ne: f\n", ("a", "b"), "a: {} # w\ne: f\n", id="a kind in flow"),
    pytest.param("  a:\n    b: c\n  d: e\n", ("a", "b"), "  d: e\n", id="a kind that is indented"),
    pytest.param("a: &x\n  b: c\n", ("a", "b"), "a: &x {}\n", id="a kind with an anchor"),
    pytest.param("{a: {b: c}, d: e}\n", ("a", "b"), "{a: {}, d: e}\n", id="a file in flow"),
    pytest.param("- a: b\n- c\n", (0, "a"), "- {}\n- c\n", id="the only one behind a dash"),
    pytest.param("- a: b\n  c: d\n- e\n", (0, "a"), "- c: d\n- e\n", id="the first behind a dash"),
    pytest.param("- a\n# of b\n- b\n- c", (1,), "- a\n- c", id="an entry of a list"),
    pytest.param("a: b\r\n# c\r\nc: |\r\n  d\r\n\r\ne: f\r\n", ("c",), "a: b\r\n\r\ne: f\r\n", id="CR LF"),
]


@pytest.mark.parametrize(("text", "path", "expected"), REMOVE)
def test_remove(text: str, path: tuple[str | int, ...], expected: str) -> None:
    assert remove(text, path) == expected


NOTE = {"at": {"exact": "Friday", "paragraph": "7"}, "body": "One.\n\nTwo.\n"}
WRITTEN = "at: {exact: Friday, paragraph: 7}\n    body: |\n      One.\n\n      Two.\n"
ADD = [
    pytest.param("notes:\n  a: {at: x}\n", "notes:\n  a: {at: x}\n  n:\n    " + WRITTEN, id="at the end"),
    pytest.param("", "notes:\n  n:\n    " + WRITTEN, id="to an empty file"),
    pytest.param("# only\n", "# only\n\nnotes:\n  n:\n    " + WRITTEN, id="to a file of comments"),
    pytest.param("dates: {}\n", "dates: {}\n\nnotes:\n  n:\n    " + WRITTEN, id="with its key"),
    pytest.param("notes:\n# c\n", "notes:\n  n:\n    " + WRITTEN + "# c\n", id="to an empty collection"),
    pytest.param(
        "notes:\n  a: x\n\n  b: y\n\n# z\nq: r",
        "notes:\n  a: x\n\n  b: y\n\n  n:\n    " + WRITTEN + "\n# z\nq: r",
        id="spaced as the others",
    ),
    pytest.param(
        "notes: {m: {at: x}} # c\n",
        'notes: {m: {at: x}, n: {at: {exact: Friday, paragraph: 7}, body: "One.\\n\\nTwo.\\n"}} # c\n',
        id="to a collection in flow",
    ),
    pytest.param("notes: {} # c\n", "notes: # c\n  n:\n    " + WRITTEN, id="to a collection in flow that is empty"),
]


@pytest.mark.parametrize(("text", "expected"), ADD)
def test_add_record(text: str, expected: str) -> None:
    assert add_record(text, "notes", "n", NOTE) == expected


@pytest.mark.parametrize(("text", "expected"), ADD)
def test_several_records_are_added_as_one_after_the_other(text: str, expected: str) -> None:
    again = {"at": "left", "body": "So.\n"}
    one_by_one = add_record(add_record(expected, "notes", "o", again), "dates", "d", again)
    assert add_records(text, {"notes": {"n": NOTE, "o": again}, "places": {}, "dates": {"d": again}}) == one_by_one
    with pytest.raises(Uneditable):
        add_records(expected, {"notes": {"o": again, "n": again}})


def test_rename_key() -> None:
    text = "a: 1\n'b': &x {c: 2} # d\nsee: *x\n"
    assert rename_key(text, ("b",), "it's") == text.replace("'b'", "'it''s'")
    assert rename_key("a: {b: 1}", ("a", "b"), "x: y") == 'a: {"x: y": 1}'
    assert rename_key("&x a: 1\n", ("a",), "b") == "&x b: 1\n"


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda: set_value("a: &x 1\nb: *x\n", ("a",), "2"), id="a value that others share"),
        pytest.param(lambda: set_value("a: &x {k: 1}\nb: *x\n", ("b", "k"), "2"), id="within an alias"),
        pytest.param(lambda: remove("a: &x 1\nb: *x\n", ("a",)), id="what others need"),
        pytest.param(lambda: remove("a: 1\n", ("b",)), id="what is not there"),
        pytest.param(lambda: remove("a: 1\nc: 2\n", ("b",)), id="what is not there beside others"),
        pytest.param(lambda: set_value("a: 1\n", ("b", "c"), "2"), id="below what is not there"),
        pytest.param(lambda: set_value("a: 1\n", ("a", "c"), "2"), id="below a text"),
        pytest.param(lambda: rename_key("a: 1\nb: 2\n", ("a",), "b"), id="a name that is taken"),
        pytest.param(lambda: add_record("notes:\n  n: 1\n", "notes", "n", {}), id="a record that is there"),
        pytest.param(lambda: set_value("a: [\n", ("a",), "2"), id="a file that cannot be read"),
    ],
)
def test_what_cannot_be_done_in_place_is_refused(edit: Any) -> None:
    with pytest.raises(Uneditable):
        edit()


# --- Random files ---------------------------------------------------------------------------------------------------
# A file is written line group by line group, so that a test knows which lines an edit may touch.

TEXTS = st.text(st.sampled_from("ab é:#-'\"\n,{}[]&*|>%@\\ 😀\u2028"), max_size=12) | st.sampled_from(
    ["no", "12:30", "2020-01-01", "~", "", " x ", "one two " * 20 + "end", "- a", "x\n  y\n", "\nx", "&a b", "# no"]
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqrs"), inner, max_size=3),
    max_leaves=5,
)
WRITINGS = [
    ["{}: plain words"],
    ["{}: plain # behind"],
    ["{}: 'single ''quoted'''"],
    ['{}: "double\\n"   # behind'],
    ["{}: several", "  lines of", "  plain text"],
    ["{}: | # at the header", "  literal", "", "   text: [", ""],
    ["{}: >-", "    folded", "    text", "", "    again"],
    ["{}: {{p: q, r: [s, 't']}} # behind"],
    ["{}: [", "  one, # inside", "  two", "]"],
    ["{}:", "- one", "- p: q", "  r: s"],
    ["{}:", "  # within", "  - one", "", "  -", "    - two", "  # at its end"],
    ["{}:", "  p: q", "  # within", "  r:", "    s: t"],
    ["{}: &{} anchored"],
    ["{}:   # nothing"],
    ["{}: ''"],
]


@dataclass
class Case:
    chunks: list[str]  # the file, group by group
    paths: list[tuple[str, ...]]  # the entry that each group is

    @property
    def text(self) -> str:
        return "".join(self.chunks)


@st.composite
def files(draw: st.DrawFn) -> Case:
    """Two collections of a few records, with comments, blank lines, and entries in every style."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    indent = " " * draw(st.sampled_from([2, 4]))
    case = Case([], [])

    def write(path: tuple[str, ...], lines: list[str]) -> None:
        above = draw(st.sampled_from([[], [], [""], ["# above"], ["", "# apart", "", "# above"]]))
        lines = [indent * (len(path) - 1) + line if line else "" for line in (*above, *lines)]
        case.chunks.append("".join(line + newline for line in lines))
        case.paths.append(path)

    number = 0
    for collection in ("notes", "dates"):
        write((collection,), [f"{collection}:"])
        for record in range(draw(st.integers(1, 2))):
            write((collection, f"r{record}"), [f"r{record}:"])
            for key in draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=3, unique=True)):
                number += 1
                writing = draw(st.sampled_from(WRITINGS))
                write((collection, f"r{record}", key), [line.format(key, f"x{number}") for line in writing])
    if draw(st.booleans()):
        case.chunks[-1] = case.chunks[-1].rstrip("\r\n")
    return case


def entries(case: Case) -> st.SearchStrategy[int]:
    return st.sampled_from([index for index, path in enumerate(case.paths) if len(path) == 3])


def around(case: Case, index: int) -> tuple[str, str]:
    return "".join(case.chunks[:index]), "".join(case.chunks[index + 1 :])


@settings(deadline=None)  # the first example of a run pays for imports
@given(st.data())
def test_a_value_is_set_and_nothing_else_is_touched(draw: st.DataObject) -> None:
    case = draw.draw(files())
    index, value = draw.draw(entries(case)), draw.draw(VALUES)
    path = case.paths[index]
    result = set_value(case.text, path, value)
    before, after = around(case, index)
    assert result.startswith(before)
    assert result.endswith(after)
    expected = data(case.text)
    expected[path[0]][path[1]][path[2]] = value
    assert data(result) == expected
    outside = [line for line in case.chunks[index].split("\n") if line.strip().startswith("# a")]
    assert all(line in result for line in outside)


@settings(deadline=None)  # the first example of a run pays for imports
@given(st.data())
def test_a_key_is_added_and_nothing_else_is_touched(draw: st.DataObject) -> None:
    case = draw.draw(files())
    path = case.paths[draw.draw(entries(case))][:2]
    value = draw.draw(VALUES)
    result = set_value(case.text, (*path, "new"), value)
    expected = data(case.text)
    expected[path[0]][path[1]]["new"] = value
    assert data(result) == expected
    assert is_insertion(case.text, result)


@settings(deadline=None)  # the first example of a run pays for imports
@given(st.data())
def test_a_record_is_added_and_nothing_else_is_touched(draw: st.DataObject) -> None:
    case = draw.draw(files())
    record = draw.draw(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1, max_size=3))
    collection = draw.draw(st.sampled_from(["notes", "dates", "quotes"]))
    result = add_record(case.text, collection, "new", record)
    expected = data(case.text)
    expected.setdefault(collection, {})["new"] = record
    assert data(result) == expected
    assert is_insertion(case.text, result)


def is_insertion(before: str, after: str) -> bool:
    """Whether `after` is `before` with one stretch more, but for the `-` of a block cut off by the end of the file."""
    if not before.endswith("\n"):
        after = after.replace("|-", "|") if before.count("|-") == 0 else after
    same = 0
    while same < len(before) and before[same] == after[same]:
        same += 1
    return after.endswith(before[same:])


@settings(deadline=None)  # the first example of a run pays for imports
@given(st.data(), st.sampled_from([2, 3]))
def test_an_entry_is_removed_and_nothing_else_is_touched(draw: st.DataObject, depth: int) -> None:
    case = draw.draw(files())
    path = case.paths[draw.draw(entries(case))][:depth]
    result = remove(case.text, path)
    expected = data(case.text)
    parent = expected[path[0]] if depth == 2 else expected[path[0]][path[1]]
    del parent[path[-1]]
    if not expected[path[0]]:
        del expected[path[0]]
    assert data(result) == expected
    assert data(add_record(result, path[0], "new", NOTE))[path[0]]["new"] == NOTE
    gone = [index for index, other in enumerate(case.paths) if other[:depth] == path]
    outside = [chunk for index, chunk in enumerate(case.chunks) if index not in gone[1:]]
    assert result.count("# apart") == "".join(outside).count("# apart")
    first = gone[0] - (path[0] not in expected)  # its kind goes with it
    assert result.startswith("".join(case.chunks[:first]).rstrip("\r\n :"))
    assert result.endswith("".join(case.chunks[gone[-1] + 1 :]).lstrip("\r\n"))


@settings(deadline=None)  # the first example of a run pays for imports
@given(st.data())
def test_a_key_is_renamed_and_nothing_else_is_touched(draw: st.DataObject) -> None:
    case = draw.draw(files())
    path = case.paths[draw.draw(entries(case))]
    new = draw.draw(TEXTS.filter(lambda text: text not in "abcde"))
    result = rename_key(case.text, path, new)
    expected = data(case.text)
    record = expected[path[0]][path[1]]
    expected[path[0]][path[1]] = {new if key == path[2] else key: value for key, value in record.items()}
    assert repr(data(result)) == repr(expected)
    assert rename_key(result, (*path[:2], new), path[2]).replace("'", "").replace('"', "") == case.text.replace(
        "'", ""
    ).replace('"', "")


def test_a_dossier_in_its_usual_dress() -> None:
    text = dedent("""\
        # Notes on the text.
        notes:
          spelling:
            kind: variant
            at: Saddam Huseein   # as printed
            body: "The text has *Huseein*."

          # The day is inferred.
          friday:
            at: {exact: Friday, paragraph: 7}
            body: >-
              The Friday before
              publication.
        """)
    selector = {"exact": "Saddam Huseein", "suffix": "'s government"}
    moved = set_value(text, ("notes", "spelling", "at"), selector)
    line = '    at: {exact: Saddam Huseein, suffix: "\'s government"}   # as printed\n'
    assert moved == text.replace("    at: Saddam Huseein   # as printed\n", line)
    orphan = set_value(moved, ("notes", "friday", "orphan"), "true")
    assert orphan == moved + "    orphan: true\n"
    assert remove(orphan, ("notes", "friday")) == moved[: moved.index("\n  # The day")]
