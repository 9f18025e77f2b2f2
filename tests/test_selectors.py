"""Where an annotation sits: exactly where its selector says, or nowhere and the editor hears why."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builder.parts import Selector
from builder.seed import Seed, parse_seed
from builder.selectors import Miss, as_written, describe, resolve
from tests.dossiers import check, diagnose, dossier, rules_of

TEXT = """ date 2020-01-01 A fire at the US embassy - AP

Iran and the US traded “threats” on Friday. The Iranian side denied it.

The US said on Friday that Iran’s hand was seen. “They will pay,” he said. “Happy New Year!”

Anna Karenina met Anna at the US embassy\u00a0gates."""


def seed(text: str = TEXT) -> Seed:
    return parse_seed("seeds/a.txt", text)


def found(at: str | dict[str, Any], text: str = TEXT) -> list[str] | str:
    """The words that a selector finds, or why it finds none."""
    selector = Selector(exact=at) if isinstance(at, str) else Selector(**at)
    result = resolve(selector, seed(text))
    return result.message if isinstance(result, Miss) else [text[start:end] for start, end in result]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ('"threats"', ["“threats”"]),
        ("Iran's hand", ["Iran’s hand"]),
        ("US embassy gates", ["US embassy\u00a0gates"]),
        ({"exact": "Friday", "paragraph": 2}, ["Friday"]),
        ({"exact": "Friday", "prefix": "threats” on"}, ["Friday"]),
        ({"exact": "Friday", "suffix": " that Iran"}, ["Friday"]),
        ({"exact": "Friday", "every": True}, ["Friday", "Friday"]),
        ({"exact": "Friday", "occurrence": 2}, ["Friday"]),
        ({"exact": "Anna", "paragraph": 3, "occurrence": 2}, ["Anna"]),
        ({"exact": "Iran", "suffix": "ian side"}, ["Iran"]),
        ({"exact": "Iran", "paragraph": 1}, ["Iran"]),
        ({"exact": "embassy", "caption": True}, ["embassy"]),
        ({"caption": True}, ["A fire at the US embassy - AP"]),
        ({"paragraph": 3}, ["Anna Karenina met Anna at the US embassy\u00a0gates."]),
        ({"start": "They will pay", "end": "Happy New Year!"}, ["They will pay,” he said. “Happy New Year!"]),
        ({"start": "denied it.", "end": "The US said"}, ["denied it.\n\nThe US said"]),
        ({"start": "the US", "end": "gates", "prefix": "met Anna at "}, ["the US embassy\u00a0gates"]),
        ({"start": "Friday", "end": "seen", "paragraph": 2}, ["Friday that Iran’s hand was seen"]),
        ({"exact": "threats", "prefix": 'traded " '}, ["threats"]),  # a blank too much
        ({"exact": "denied it", "suffix": " ."}, ["denied it"]),
        ("denied it. The US", ["denied it.\n\nThe US"]),
        (" Karenina ", ["Karenina"]),
    ],
)
def test_found(at: str | dict[str, Any], words: list[str]) -> None:
    assert found(at) == words


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("Friday", "the words occur twice"),
        ("Saturday", "the words do not occur in the text"),
        ("friday", "the words occur only with other capitals"),
        ("rania", "this is only a part of a longer word"),
        ({"exact": "Friday", "paragraph": 3}, "the words do not occur there, but in paragraph 1"),
        ({"exact": "anna karenina", "paragraph": 3}, "the words occur only with other capitals"),
        ({"exact": "friday", "paragraph": 3}, "the words do not occur there; elsewhere they do, with other capitals"),
        ({"exact": "Friday", "prefix": "Monday, "}, "`Friday` occurs twice, but not with this before it"),
        ({"exact": "Friday", "occurrence": 3}, "the words occur twice, not 3 times"),
        ({"paragraph": 9}, "there is no paragraph 9: the article has 3"),
        ({"start": "They will pay", "end": "denied it"}, "the words of `end` do not follow"),
        ("*", "the words do not occur in the text"),
        ("\u200b", "the words do not occur in the text"),
    ],
)
def test_not_found(at: str | dict[str, Any], why: str) -> None:
    assert str(found(at)).startswith(why)


@pytest.mark.parametrize(
    ("start", "end", "text", "words"),
    [
        ("a", "b", "b b b a b", "a b"),
        ("b", "a b c d", "a b c d a b c d.", "b c d a b c d"),
        ("a", "a b", "a b", "a b"),
        ("a b", "b", "a b c b", "a b"),
    ],
)
def test_from_the_first_words_to_the_next_last_ones(start: str, end: str, text: str, words: str) -> None:
    assert found({"start": start, "end": end, "occurrence": 1}, text) == [words]


def test_a_blank_does_not_matter_at_the_beginning_of_the_text_either() -> None:
    assert found({"exact": "b", "prefix": "a"}, "a b") == ["b"]


def test_words_that_overlap_are_two() -> None:
    assert found({"exact": "中中", "every": True}, "中中中") == ["中中", "中中"]


def test_a_passage_that_is_gone_does_not_hide_the_next() -> None:
    site, _ = check(dossier("notes: {n: {at: [{exact: gone, orphan: true}, {exact: left}], body: x}}"))
    assert [(anchor.record, anchor.start) for anchor in site.anchored.anchors["siege"]] == [("n", 11)]


def test_a_text_without_letters_is_like_no_words() -> None:
    assert found("x-y", "—") == "the words do not occur in the text"


def test_other_capitals_in_the_paragraph_come_before_the_same_ones_elsewhere() -> None:
    text = "River wall\n\nThe river wall fell, because it was old.\n\nThe US saw."
    assert found({"exact": "river wall", "paragraph": 1}, text) == "the words occur only with other capitals"
    assert str(found({"exact": "US", "paragraph": 2}, text)).endswith("but in paragraph 3"), "`because` is another word"


def test_what_stands_at_the_beginning_of_the_text_stands_after_nothing() -> None:
    assert "but not with this after it" in found({"exact": "Friday", "suffix": " date"})


def test_no_words_of_another_paragraph_describe_a_passage() -> None:
    assert describe(seed("two\n\ntwo three"), 0, 3) == Selector(exact="two", paragraph=1)


def test_where_no_words_tell_passages_apart_their_block_does_and_then_their_number() -> None:
    two = " date 2020-01-01 two\n\ntwo\n\n" + "ja, " * 30 + "two"
    assert as_written(describe(seed(two), 17, 20)) == {"exact": "two", "caption": "true"}
    assert as_written(describe(seed(two), 22, 25)) == {"exact": "two", "paragraph": "1"}
    assert as_written(describe(seed(two), 27 + 4 * 14, 29 + 4 * 14)) == {
        "exact": "ja",
        "paragraph": "2",
        "occurrence": "15",
    }


LONG = "one-one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, one, two, four"


@pytest.mark.parametrize(
    ("text", "words", "selector"),
    [
        ("Iranian side, Iranian hand", "Iran", {"exact": "Iran", "suffix": "ian side"}),
        ("a b\n\nc\n\nd\n\na b\n\nc\n\ne", "a b\n\nc", {"exact": "a b c", "occurrence": 1}),
        ("ab " * 49 + "ab", "ab " * 49 + "ab", {"exact": "ab " * 49 + "ab"}),
        ("a b c d e f g h i j k l m", "a b c d e f g h i j k l", {"exact": "a b c d e f g h i j k l"}),
        (f"{LONG}.", LONG, {"start": "one-one, two, three, four", "end": "twelve, thirteen, one, two, four"}),
    ],
)
def test_the_shortest_selector(text: str, words: str, selector: dict[str, Any]) -> None:
    assert describe(seed(text), 0, len(words)).model_dump(exclude_defaults=True) == selector


def test_a_part_of_a_word_is_described_with_the_rest_of_it() -> None:
    assert describe(seed("Iranian, Persian"), 4, 7) == Selector(exact="ian", prefix="Iran")


def test_what_no_selector_means_is_said() -> None:
    with pytest.raises(ValueError, match=r"^a passage begins and ends with a letter or sign of the text$"):
        describe(seed("a b"), 1, 2)
    with pytest.raises(ValueError, match=r"^the passage cannot be described$"):
        describe(seed(), 1, 5)  # in the header


def test_words_at_the_very_beginning_are_elsewhere() -> None:
    assert str(found({"exact": "Iran", "paragraph": 2}, "Iran came.\n\nIt left.")).endswith("but in paragraph 1")


def test_letters_that_are_two_in_another_case_move_nothing() -> None:
    text = "İ, he said on FRIDAY."
    miss = resolve(Selector(exact="friday"), seed(text))
    assert isinstance(miss, Miss)
    assert miss.message == "the words occur only with other capitals"
    assert [text[start:end] for start, end in miss.candidates] == ["FRIDAY"]


def test_a_passage_is_proposed_in_the_article_that_the_selector_names() -> None:
    article = "articles: {a: {file: a.txt, title: A, date: 2020-01-01}, b: {file: a.txt, title: B, date: 2020-01-01}}\n"
    notes = "notes: {n: {at: {exact: Iran, article: b}, body: x}}"
    [fault] = [d for d in diagnose(dossier(notes, seed="Iran came, then Iran left.", article=article)) if d.notes]
    [first, _] = [note.text.rpartition("at: ")[2] for note in fault.notes]
    assert first == '{exact: Iran, suffix: " came", article: b}'
    again = notes.replace("{exact: Iran, article: b}", first)
    assert "selector-ambiguous" not in rules_of(dossier(again, seed="Iran came, then Iran left.", article=article))


def test_of_several_articles_one_is_named() -> None:
    article = "articles: {a: {file: b.txt, title: A, date: 2020-01-01}, b: {file: a.txt, title: B, date: 2020-01-01}}\n"
    notes = """
        notes:
          n: {at: [{exact: Iran, paragraph: 1}], body: x}
          o: {at: [came, It], body: x}
        claims:
          c: {title: Who?, positions: [{by: X, says: x, at: left}, {by: Y, says: y}]}
        """
    files = dossier(notes, seed="Iran came. It left.", article=article, more="mentions: {m: {at: It, is: n}}")
    found = diagnose({**files, "seeds/b.txt": "Tehran."})
    fault, other = [d for d in found if d.rule == "selector-without-article"]
    assert fault.message == "the dossier has several articles, and the selector names none"
    at_once = "or let `dossier reanchor b --unnamed` do it for all"
    assert fault.help == f"write `{{exact: Iran, paragraph: 1, article: b}}`, {at_once}; the articles are `a`, `b`"
    assert (fault.place.file, fault.place.line, fault.place.column) == ("annotations/a.yml", 2, 12)
    assert [note.text for note in fault.notes] == ["3 more in this file: line 3, 5"]
    assert (other.place.file, other.notes) == ("annotations/more.yml", ())
    assert other.help == "write `{exact: It, article: b}`; the articles are `a`, `b`"


def test_each_place_of_a_mention_has_an_address_of_its_own() -> None:
    annotations = """
        actors: {iran: {name: Iran, kind: state, at: [{exact: It, every: true}]}}
        mentions: {m: {at: Tehran, is: iran}, o: {at: {exact: again, every: true}, is: iran}}
        """
    site, _ = check(dossier(annotations, seed="Iran came. It left. It came again, again to Tehran."))
    assert [m.explicit for m in site.anchored.mentions["siege"]] == [None, "iran", "iran_2", "o", "o_2", "m"]


def test_a_text_without_header_has_no_caption() -> None:
    assert found({"caption": True}, "One.") == "the article has no picture caption"


WORDS = st.sampled_from(
    [
        "the",
        "US",
        "Iran",
        "Iran’s",
        "“no”",
        "e\u0301tat",
        "a",
        "—",
        "Friday,",
        "said",
        "السلام",
        "中文",
        "x-y",
        "😀",
        "said\u00a0so",
    ]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=6)


@given(PARAGRAPHS.map("\n\n".join), st.data())
def test_describe_a_passage_as_a_selector_anchor_it_and_get_it_back(text: str, data: st.DataObject) -> None:
    one = seed(text)
    view = one.view
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    assume(view.text[start:end].strip(" ") == view.text[start:end])
    span = view.source_span(start, end)
    assert resolve(describe(one, *span), one) == (span,)


@given(st.lists(WORDS, min_size=4, max_size=60), st.data())
def test_a_selector_survives_an_edit_nearby_or_says_that_it_does_not(words: list[str], data: st.DataObject) -> None:
    first, last = sorted((data.draw(st.integers(0, len(words) - 1)), data.draw(st.integers(0, len(words) - 1))))
    before, quote, after = " ".join(words[:first]), " ".join(words[first : last + 1]), " ".join(words[last + 1 :])
    text = f"{before} {quote} {after}"
    start = len(before) + 1
    selector = describe(seed(text), start, start + len(quote))
    assume(selector.occurrence is None)  # a number counts what stands before, edits included
    at = data.draw(st.sampled_from([i for i, letter in enumerate(text) if letter in " \u00a0"]))
    assume(not start - len(selector.prefix or "") - 1 <= at <= start + len(quote) + len(selector.suffix or ""))
    more = " " + " ".join(data.draw(st.lists(WORDS, min_size=1, max_size=5)))
    found = resolve(selector, seed(text[:at] + more + text[at:]))
    moved = start + len(more) * (at < start)
    if isinstance(found, Miss):
        assert found.ambiguous
    else:
        assert found == ((moved, moved + len(quote)),)


@given(PARAGRAPHS.map("\n\n".join), WORDS)
def test_every_occurrence_is_found_as_a_naive_scan_finds_it(text: str, words: str) -> None:
    one = seed(text)
    result = resolve(Selector(exact=words, every=True), one)
    spans = set() if isinstance(result, Miss) else set(result)
    naive = {(at, at + len(words)) for at in range(len(text)) if text.startswith(words, at)}
    assert spans >= {
        (start, end)
        for start, end in naive
        if not (text[start - 1 : start].isalnum() and text[start].isalnum())
        and not (text[end - 1].isalnum() and (text[end : end + 1].isalnum() or text[end : end + 1] == "\u0301"))
    }


def test_no_word_of_another_paragraph_tells_passages_apart() -> None:
    text = "Closed to traffic\n\nThe mayor left.\n\nThen the board spoke. The mayor said no."
    assert describe(seed(text), 19, 28).model_dump(exclude_defaults=True) == {"exact": "The mayor", "suffix": " left"}
