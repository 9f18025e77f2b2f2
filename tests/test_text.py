"""The text as a reader sees it, and the way back to its own offsets."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.text import folded, is_inside_word, is_plain, normalise, normalised, simplified, slug, split_words

PIECES = st.sampled_from(
    "a|B| |  |\n\n|\r\n|\u00a0|\u200b|\u00ad|\ufeff|’|“|—|é|e\u0301|Å|\u212b|각|\u1100\u1161\u11a8|\uac00\u11a8".split(
        "|"
    )
    + "سید|\u200c|क्ष|😀|中|x\u0302\u0323|-|'|\"|\u0301".split("|")
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“quoted”", '"quoted"'),
        ("Iran’s", "Iran's"),
        ("2019–2020", "2019-2020"),
        ("a\u00a0b", "a b"),
        ("a\r\n  b", "a b"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("co\u00adoperate", "cooperate"),
        ("a \u200b b", "a b"),
        ("\u1112\u1161\u11ab", "\ud55c"),
    ],
)
def test_what_reads_the_same_compares_equal(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("Iran", "iran"), ("resume", "résumé"), ("m²", "m2"), ("ﬁre", "fire")])
def test_letters_and_case_must_agree(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(TEXTS)
def test_normal_forms_compare_equal(text: str) -> None:
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(unicodedata.normalize("NFC", text))


@example("A\u200b\u0300")  # an invisible character between a letter and its mark
@example("\u0300\u2060\u0327")
@given(TEXTS)
def test_a_normalised_text_is_its_own_view(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(TEXTS)
def test_pieces_tile_the_view_and_keep_their_order(text: str) -> None:
    view = normalise(text)
    position = source = 0
    for piece in view.pieces:
        assert piece.view == position
        assert piece.source >= source
        position += piece.length
        source = piece.source + piece.source_length
    assert position == len(view.text)
    assert source <= len(text)


@given(TEXTS, st.data())
@example("a  b", None)
def test_a_span_of_the_view_reads_the_same_in_the_source(text: str, data: st.DataObject | None) -> None:
    view = normalise(text)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(view.text))) if data else len(view.text)
    low, high = view.source_span(start, end)
    assert 0 <= low < high <= len(text)
    # A character made of several is never split, so a span's source reads as the span or a little more of one letter.
    assert view.text[start:end] in normalised(text[low:high])
    if all(piece.matches for piece in view.pieces):
        assert normalised(text[low:high]) == view.text[start:end]


@given(TEXTS)
def test_every_source_offset_has_its_place_in_the_view(text: str) -> None:
    view = normalise(text)
    offsets = [view.view_offset(at) for at in range(len(text) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(view.text) for offset in offsets)


@given(TEXTS)
def test_words_and_gaps_make_up_the_text(text: str) -> None:
    view = normalised(text)
    parts = split_words(view)
    assert "".join(parts) == view
    assert len(parts) % 2 == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pro-Tehran protesters", ["pro", "Tehran", "protesters"]),
        ("Iran's", ["Iran", "s"]),
        ("دەوڵەت سید", ["دەوڵەت", "سید"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("東京都", ["東", "京", "都"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert split_words(text)[1::2] == words


def test_inside_a_word() -> None:
    assert is_inside_word("Iranian", 4)
    assert not is_inside_word("Iran-backed", 4)
    assert not is_inside_word("Iran", 0)
    assert not is_inside_word("Iran", 4)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("Ayatollah Ali Khamenei", "ayatollah-ali-khamenei"),
        ("Kata’ib Ḥizb-Allāh", "kataib-hizb-allah"),
        ("U.S. “embassy”, 2020", "u-s-embassy-2020"),
        ("one two three four five six", "one-two-three-four-five"),
        ("ﬁre Ⅳ", "fire-iv"),
        ("بغداد", ""),
        ("International Telecommunications Administration", "international-telecommunications"),
        ("The United Nations Institute of Disarmament", "the-united-nations-institute-of"),
        (f"{'a' * 37} bc", f"{'a' * 37}-bc"),
        (f"{'a' * 37} bcd", "a" * 37),
        ("b" * 41, "b" * 40),
    ],
)
def test_an_id_made_from_words(words: str, id: str) -> None:
    assert slug(words) == id


@pytest.mark.parametrize("text", ["ab", "a  ", "e\u0301", "a\u200b"])
def test_the_end_of_the_view_is_the_end_of_the_source(text: str) -> None:
    view = normalise(text)
    end = view.pieces[-1].source + view.pieces[-1].source_length
    assert (view.source_start(len(view.text)), view.source_end(len(view.text))) == (end, end)
    assert view.view_offset(end) == len(view.text)
    assert view.source_end(0) == view.source_start(0) == 0


def test_plain_texts_have_their_words_as_they_are() -> None:
    assert is_plain("Iran’s état")
    assert not is_plain("e\u0301tat")
    assert not is_plain("co\u00adoperate")


def test_small_letters_move_nothing() -> None:
    assert folded("Éa ΟΔΟΣ") == "éa οδοσ"
    assert folded("İΟΔΟΣ") == "İοδοσ"


def test_names_are_compared_without_marks() -> None:
    assert simplified("Abū Mahdī al-Muhandis’") == "abu mahdi al muhandis"
