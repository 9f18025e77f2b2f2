"""YAML's door: values as they stand there, each with its place; any bytes give values or diagnostics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.yaml_reader import read_document, read_settings, within


def data(text: str) -> object:
    document, found = read_document("a.yml", text.encode())
    assert not found
    return document.data


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "yes",
        "null",
        "~",
        "1e3",
        "012",
        "0o17",
        "12:30",
        "2020-01-01",
        "0x1F",
        ".inf",
        "=",
        "<<",
        "1_000",
    ],
)
def test_scalars_are_what_they_look_like(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


def test_an_empty_value_is_nothing() -> None:
    assert data("a:\nb: ''") == {"a": None, "b": ""}


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, id="a key twice"),
        pytest.param("a:\n  b: c: d\n", "not-yaml", 2, 7, id="a colon in a text"),
        pytest.param("a:\n\tb: 1\n", "not-yaml", 2, 1, id="a tab"),
        pytest.param("a: *x\n", "not-yaml", 1, 4, id="an alias of nothing"),
        pytest.param("a: [1, 2\n", "not-yaml", 1, 4, id="an open bracket"),
        pytest.param("a: 1\n---\nb: 2\n", "not-yaml", 2, 1, id="two documents"),
        pytest.param("a: !!python/object:os.system x\n", "not-yaml", 1, 4, id="a tag"),
        pytest.param("? [a, b]\n: c\n", "not-yaml", 1, 3, id="a key that is no word"),
        pytest.param("a: 1\nb: \x07\n", "not-yaml", 2, 4, id="a control character"),
        pytest.param("a: &x [*x]\n", "too-large", 1, 4, id="a value within itself"),
        pytest.param("a: " + "[" * 60 + "]" * 60, "too-large", 1, 43, id="too deep"),
    ],
)
def test_faults(text: str, rule: str, line: int, column: int) -> None:
    document, found = read_document("a.yml", text.encode())
    assert [(d.rule, d.place.file, d.place.line, d.place.column) for d in found] == [(rule, "a.yml", line, column)]
    assert document.data is None or rule != "too-large"


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.yaml_reader.MAX_BYTES", 4)
    assert data("a: b") == {"a": "b"}
    document, [fault] = read_document("a.yml", b"a: bc")
    assert document.data is None
    assert (fault.rule, fault.place.file, fault.help) == ("too-large", "a.yml", "split it into several files")
    assert fault.message == "the file has 5 bytes; the limit is 4"


def test_bytes_that_are_not_utf8() -> None:
    document, found = read_document("a.yml", b"a: 1\nb: caf\xe9\n")
    assert (document.file, document.data) == ("a.yml", None)
    assert [(d.rule, d.place.file, d.place.line, d.place.column) for d in found] == [("not-utf8", "a.yml", 2, 7)]


def test_a_bomb_of_aliases_is_defused() -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"{b}: &{b} [{', '.join(['*' + a] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    document, found = read_document("a.yml", "\n".join(rows).encode())
    assert document.data is None
    [fault] = found
    assert (fault.rule, fault.help) == ("too-large", "write them out")
    assert fault.message == "aliases stand for more than 10,000 values"


def test_a_few_aliases_are_a_convenience() -> None:
    assert data("a: &x {k: v}\nb: *x") == {"a": {"k": "v"}, "b": {"k": "v"}}


def test_places() -> None:
    text = "actors:\n  iran:\n    also: [Tehran, Persia]\n    body: |\n      See [[x]], see [[x]].\n    name: 'Iran'\n"
    text += "    url: '[[x]]'\n"
    document, _ = read_document("a.yml", text.encode())

    def place(*path: str | int, **options: object) -> tuple[int, int, int, int]:
        p = document.place(path, **options)  # type: ignore[arg-type]
        return p.line, p.column, p.end_line, p.end_column

    assert place("actors", "iran", key=True) == (2, 3, 2, 7)
    assert place("actors", "iran", "also", 1) == (3, 20, 3, 26)
    assert place("actors", "iran", "body", words="[[x]]", nth=1) == (5, 22, 5, 27)
    assert place("actors", "iran", "body", words="[[x]]") == (5, 11, 5, 16)
    assert place("actors", "iran", "name") == (6, 11, 6, 17)
    assert place("actors", "iran", "name", key=True) == (6, 5, 6, 9)
    for beyond in (2, "x"):
        assert place("actors", "iran", "also", beyond) == (3, 5, 3, 9)
        assert place("actors", "iran", "name", beyond, 0) == (6, 11, 6, 17)
    for words, nth in (("[[x]]", 2), ("Tehran", 0), ("Tehran", 1), ("name", 0), ("Iran", 0)):
        assert place("actors", "iran", "body", words=words, nth=nth) == (4, 11, 5, 28)
    assert place("actors", "iran", "name", "exact", 0) == (6, 11, 6, 17)


@given(st.binary(max_size=200) | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#,?\n \t%@`~<"), max_size=80).map(str.encode))
def test_any_bytes_give_values_or_diagnostics(raw: bytes) -> None:
    document, found = read_document("a.yml", raw)
    for diagnostic in [*found, *read_settings("a.yml", raw)[2]]:
        assert diagnostic.place.line >= 1
        assert diagnostic.place.column >= 1
    document.place(("a", 0, "b"))


def test_what_stands_at_a_path() -> None:
    assert within({"a": ["b", "c"]}, ("a", 1)) == "c"


def test_places_at_the_beginning() -> None:
    for text in ("x x x", "'x x'"):
        document, _ = read_document("a.yml", text.encode())
        assert document.place((), words="x", nth=1).column == text.index("x") + 3


def test_places_of_what_has_no_key() -> None:
    document, _ = read_document("a.yml", b"notes:\n  - {a: 1}\n  - b: 2\n    c: 3\n  - [d,\n    e]")
    places = [document.place(("notes", number)) for number in range(3)]
    assert [(p.line, p.column, p.end_line, p.end_column) for p in places] == [(2, 5, 2, 11), (3, 5, 3, 9), (5, 5, 5, 8)]


def test_records_around_one_that_is_no_yaml_are_read_however_far_they_are_indented() -> None:
    text = """\
actors:
    anna: {name: Anna}
    bad: {name: }}
      # a comment within it
    ben: {name: Ben}
places:
  one: {name: One}
  torn: [a]]
  two: {name: Two}
"""
    document, found = read_document("a.yml", text.encode())
    assert [(d.rule, d.place.line) for d in found] == [("not-yaml", 3), ("not-yaml", 8)]
    assert document is not None
    assert document.data == {
        "actors": {"anna": {"name": "Anna"}, "ben": {"name": "Ben"}},
        "places": {"one": {"name": "One"}, "two": {"name": "Two"}},
    }
