"""Seeds are read as what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.seed import parse_seed, read_seed


def blocks(text: str, captioned: bool | None = None) -> list[tuple[str, str]]:
    seed = parse_seed("seeds/a.txt", text, captioned)
    return [(block.id, text[block.start : block.end]) for block in seed.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\n\nTwo.", [("p1", "One."), ("p2", "Two.")], id="blank lines"),
        pytest.param("One.\r\n\r\nTwo.\r\n", [("p1", "One."), ("p2", "Two.")], id="CR LF"),
        pytest.param("One.\r\rTwo.", [("p1", "One."), ("p2", "Two.")], id="CR alone"),
        pytest.param("One.\nTwo.\n", [("p1", "One."), ("p2", "Two.")], id="no blank lines: each line"),
        pytest.param("Hard\nwrapped.\n\nTwo.", [("p1", "Hard\nwrapped."), ("p2", "Two.")], id="wrapped lines"),
        pytest.param("One line", [("p1", "One line")], id="one line"),
        pytest.param("\n\n One. \n \t\n\nTwo.\n\n", [("p1", "One."), ("p2", "Two.")], id="white space around"),
        pytest.param(" date 2020-01-01 A fire - AP\n\nOne.", [("caption", "A fire - AP"), ("p1", "One.")], id="header"),
        pytest.param(
            " date 2020-01-01 A fire - AP\nOne.\nTwo.",
            [("caption", "A fire - AP"), ("p1", "One."), ("p2", "Two.")],
            id="header, lines",
        ),
        pytest.param(" date 2020-01-01\n\nOne.", [("p1", "One.")], id="header without caption"),
        pytest.param("A date 2020-01-01 in the text", [("p1", "A date 2020-01-01 in the text")], id="no header"),
        pytest.param("مرحبا.\n\nשלום.", [("p1", "مرحبا."), ("p2", "שלום.")], id="right to left"),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected


def test_an_article_can_say_whether_it_has_a_caption() -> None:
    assert blocks("A fire\n\nOne.", captioned=True) == [("caption", "A fire"), ("p1", "One.")]
    assert blocks(" date 2020-01-01 One.\n\nTwo.", captioned=False) == [("p1", "One."), ("p2", "Two.")]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    seed, found = read_seed("seeds/a.txt", b"\xef\xbb\xbfOne.")
    assert seed is not None
    assert (seed.text, found) == ("One.", [])


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])) | st.text("ab \n\r\t"))
def test_blocks_hold_the_whole_text(text: str) -> None:
    seed = parse_seed("seeds/a.txt", text)
    position = seed.text.find(seed.header_date) + len(seed.header_date) if seed.header_date else 0
    for block in seed.blocks:
        assert not text[position : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        position = block.end
    assert not text[position:].strip()
