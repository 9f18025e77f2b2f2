"""What becomes of a passage when its text changes: nothing is put in a wrong place, and little is asked in vain."""

from __future__ import annotations

import re
import sys
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.parts import Selector
from builder.revisions.alignment import align
from builder.revisions.comparison import compare, difference
from builder.revisions.fates import Fate, Verdict, judge
from builder.revisions.sentences import is_weighty, sentences
from builder.seed import Seed, parse_seed
from builder.selectors import describe
from tests.dossiers import check, dossier

OLD = dedent("""\
    Protesters left the embassy on Friday. The president spoke of Iran, and about 750 soldiers arrived in Kuwait.

    “We will not leave,” the general said. He declined to comment. The minister said the talks had failed in Baghdad.

    A spokesman said the army had lost the town. The minister said the talks had begun in Kirkuk.

    He declined to comment. Shops along the main road were closed, and nobody could say when they would open again.
    """)


def seed(text: str) -> Seed:
    return parse_seed("a.txt", text, captioned=False)


def verdict(new: str, quote: str, *, old: str = OLD, nth: int = 0) -> tuple[Verdict, str]:
    """What becomes of the `nth` place of `quote`, and the words of the first proposal."""
    before, after = seed(old), seed(new)
    start = [match.start() for match in re.finditer(re.escape(quote), old)][nth]
    found = judge(align(before, after), describe(before, start, start + len(quote)))
    assert found is not None
    return found, after.text[slice(*found.proposals[0].spans[0])] if found.proposals else ""


def changed(*replacements: tuple[str, str]) -> str:
    text = OLD
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text


GENERAL = "“We will not leave,” the general said. "
MINISTER = "The minister said the talks had failed in Baghdad."
CASES = [
    pytest.param(OLD, "the general", "kept", "the general", id="nothing changed"),
    pytest.param(changed(("A spokes", "It rained. A spokes")), "lost the town", "kept", "lost the town", id="more"),
    pytest.param(OLD.translate(str.maketrans("“”", '""')), "We will not", "kept", "We will not", id="quotation marks"),
    pytest.param(OLD.replace("\n", "\r\n").replace(" ", "\u00a0"), "about 750", "kept", "about\u00a0750", id="spaces"),
    pytest.param(changed(("could say", "could really say")), "main road", "kept", "main road", id="a word"),
    pytest.param(changed(("closed", "clossed")), "open again", "kept", "open again", id="a typo beside it"),
    pytest.param(changed(("Shops", "Sohps")), "main road", "doubtful", "main road", id="the first word may be a name"),
    pytest.param(changed(("750", "800")), "The president spoke", "doubtful", "The president spoke", id="a number"),
    pytest.param(changed(("Kuwait", "Qatar")), "The president spoke", "doubtful", "The president spoke", id="a name"),
    pytest.param(changed(("Friday", "Monday")), "Protesters left", "doubtful", "Protesters left", id="a date"),
    pytest.param(changed(("had lost", "had not lost")), "A spokesman", "doubtful", "A spokesman", id="a negation"),
    pytest.param(changed(("will not", "will")), "the general said", "doubtful", "the general said", id="none any more"),
    pytest.param(changed(("Iran", "Irann")), "Iran", "doubtful", "Irann", id="a name respelled"),
    pytest.param(changed(("750", "800")), "about 750 soldiers", "doubtful", "about 800 soldiers", id="its own number"),
    pytest.param(changed(("main road", "old main road")), "main", "doubtful", "main", id="a word right beside it"),
    pytest.param(changed((MINISTER, "")), "talks had failed", "lost", "", id="a look-alike is left"),
    pytest.param(
        changed((MINISTER, ""), ("Shops", f"{MINISTER} Shops")), "talks had failed", "moved", "talks had failed",
        id="a sentence moved",
    ),
    pytest.param(
        changed((GENERAL, ""), ("Shops", f"{GENERAL}Shops")),
        "the general", "moved", "the general", id="a sentence moved to another paragraph",
    ),
    pytest.param(
        changed(("A spokesman said the army had lost the town. ", ""), ("Shops", "It rained. Shops")),
        "spokesman", "lost", "", id="a sentence gone, another come",
    ),
    pytest.param(changed(("He declined to comment. ", "")), "declined", "lost", "", id="one of two alike"),
    pytest.param(
        changed(("He declined to comment. ", ""), ("A spokesman", "He declined to comment. A spokesman")),
        "declined", "doubtful", "declined", id="one of two alike, elsewhere",
    ),
    pytest.param(changed(("Shops along", "The shops along")), "closed", "kept", "closed", id="not the first word now"),
    pytest.param(changed(("Shops along", "The shops along")), "Shops", "doubtful", "shops", id="its own capital"),
    pytest.param(changed(("A spokesman", "a spokesman")), "A spokesman", "doubtful", "a spokesman", id="in other case"),
    pytest.param(OLD.split("\n\n", 1)[1], "Protesters left", "lost", "", id="a paragraph is gone"),
    pytest.param("", "Protesters left", "lost", "", id="everything is gone"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "quote", "fate", "words"), CASES)
def test_fate(new: str, quote: str, fate: str, words: str) -> None:
    found, place = verdict(new or "Nothing of it.\n", quote)
    assert (found.fate, place) == (fate, words), found


def test_a_typo_mended_in_a_look_alike_does_not_make_it_the_one_that_is_gone() -> None:
    mended = "The talks had failed again in the old town hall."
    old = f"It began at noon. {mended} She left. {mended.replace('failed', 'faild')} It ended late.\n"
    assert (
        verdict(f"It began at noon. She left. {mended} It ended late.\n", "had failed", old=old)[0].fate
        is Fate.DOUBTFUL
    )


def test_a_new_sentence_with_the_same_words_is_not_the_one_that_was_reworded() -> None:
    new = changed(("The minister said the talks had failed", "The minister said that the talk had failed"))
    new += f"\n{MINISTER}\n"
    assert verdict(new, "talks had failed")[0].fate is Fate.DOUBTFUL


def test_a_passage_over_sentences() -> None:
    quote = "left the embassy on Friday. The president"
    assert verdict(changed(("Iran,", "Iran —")), quote)[0].fate is Fate.KEPT
    assert verdict(changed(("Friday. ", "Friday. It rained. ")), quote)[0].fate is Fate.DOUBTFUL
    assert verdict(changed(("The president", "The President")), quote)[0].fate is Fate.DOUBTFUL


def test_a_name_may_look_like_any_word_at_the_beginning_of_a_sentence() -> None:
    old = "May said the budget was passed after a long debate in the house.\n\nIt may and will be so.\n"
    assert verdict(old.replace("May", "Will"), "long debate", old=old)[0].fate is Fate.DOUBTFUL


def test_a_short_sentence_elsewhere_may_be_anybodys() -> None:
    old = "She left.\n\nIt rained on the town all day long.\n\nThe shops were closed until the evening.\n"
    new = "It rained on the town all day long.\n\nThe shops were closed until the evening. She left.\n"
    assert verdict(new, "left", old=old)[0].fate is Fate.DOUBTFUL


def test_a_short_sentence_in_other_company_may_be_anybodys() -> None:
    old = "Protesters left the embassy on Friday. She left.\n"
    new = "Shops along the main road were closed. She left. It rained.\n"
    assert verdict(new, "She left", old=old)[0].fate is Fate.DOUBTFUL


def test_a_repeated_sentence_is_known_by_what_stands_beside_it() -> None:
    old = "It began. He left. It rained. They sat. He left. It ended.\n"
    assert verdict(old.replace("They sat", "They sang"), "left", old=old)[0].fate is Fate.KEPT
    assert (
        verdict("It began. She wept. He left. They sat. He left. It ended.\n", "left", old=old)[0].fate is Fate.DOUBTFUL
    )


def test_what_is_left_of_a_passage_is_proposed() -> None:
    old = "About 750 soldiers came. He declined to comment."
    found, words = verdict("About 750 soldiers came.", "soldiers came. He declined", old=old)
    assert (found.fate, found.reason, words) == (Fate.DOUBTFUL, "part of it is gone", "soldiers came.")


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        (("5 February", "3 February"), "kept"),
        (("Ruth Hale", "Rosa Hale"), "doubtful"),
        (("We wrote to them", "We never wrote to them"), "doubtful"),
        (("We wrote to them on 5 February", "The letter was of 5 February"), "doubtful"),
        (("“Nobody wrote back.”", "It rained. “Nobody wrote back.”"), "doubtful"),
    ],
)
def test_a_short_sentence_that_occurs_once_is_known_by_its_company_but_for_its_numbers(
    change: tuple[str, str], fate: str
) -> None:
    old = "The crane was old.\n\n“We wrote to them on 5 February,” said Ruth Hale. “Nobody wrote back.”\n\nIt fell.\n"
    assert verdict(old.replace(*change), "Nobody wrote back", old=old)[0].fate == fate


@pytest.mark.parametrize(
    ("new", "quote", "reason"),
    [
        (changed(("750", "800")), "The president", "a name, number, date or negation around it has changed"),
        (changed(("750", "800")), "about 750", "its words have changed"),
        (changed(("main road", "old main road")), "main", "the words beside it have changed"),
        (changed((MINISTER, "")), "talks had failed", "its sentence is gone"),
    ],
)
def test_reasons(new: str, quote: str, reason: str) -> None:
    assert verdict(new, quote)[0].reason == reason


@pytest.mark.parametrize(
    ("selector", "new", "fate"),
    [
        pytest.param({"paragraph": 3}, f"Now.\n\n{OLD}", "kept", id="a paragraph with another number"),
        pytest.param(
            {"paragraph": 3}, changed(("A spokesman", "It rained. A spokesman")), "doubtful", id="one that grew"
        ),
        pytest.param({"exact": "said", "every": True}, OLD.replace("Shops", "The shops"), "kept", id="every place"),
        pytest.param({"exact": "said", "every": True}, f"{OLD}\nNobody said so.\n", "doubtful", id="a place more"),
        pytest.param({"exact": "said", "every": True}, "They spoke.\n", "lost", id="no place"),
        pytest.param({"exact": "nowhere"}, OLD, None, id="nowhere"),
    ],
)
def test_other_selectors(selector: dict[str, object], new: str, fate: str | None) -> None:
    found = judge(align(seed(OLD), seed(new)), Selector.model_validate(selector))
    assert (found and found.fate) == fate


def test_a_caption_is_a_text_like_any_other() -> None:
    old, new = (parse_seed("a.txt", f" date 2020-01-01 A crowd at the gate{x}\n\nThey left.\n") for x in ("", " - AP"))
    found = judge(align(old, new), Selector(exact="at the gate", caption=True))
    assert found is not None
    assert found.fate is Fate.DOUBTFUL


def test_sentences() -> None:
    text = (
        "Mr. Smith of the U.S. Army left at 5 p.m. on Friday. “Why?” he asked. It cost $1,000.50! 他走了。我也走了。\n"
    )
    [found] = sentences(parsed := seed(text))
    assert [parsed.view.text[s.start : s.end] for s in found] == [
        "Mr. Smith of the U.S. Army left at 5 p.m. on Friday.",
        '"Why?" he asked.',
        "It cost $1,000.50!",
        "他走了。",
        "我也走了。",
    ]
    assert [found[1].words, found[2].words] == [("Why", "?", "he", "asked"), ("It", "cost", "$", "1,000.50")]


@pytest.mark.parametrize("word", ["Iran", "US", "7th", "1,000", "not", "two", "she", "yesterday", "$", "не", "伊"])
def test_words_that_must_agree(word: str) -> None:
    assert is_weighty(word)


@pytest.mark.parametrize("word", ["embassy", "said", "again", "mañana"])
def test_words_that_may_differ(word: str) -> None:
    assert not is_weighty(word)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("Saddam Huseein fell", "Saddam Hussein fell", ["Huseein", "Hussein"], id="a typo"),
        pytest.param("about 750 men", "about 12 men", ["750", "12"], id="a number"),
        pytest.param("cut 1,400 jobs", "cut 1,200 jobs", ["1,400", "1,200"], id="a number with separators"),
        pytest.param("1\u202f400.5, 3", "1\u202f200.5, 3", ["1\u202f400.5", "1\u202f200.5"], id="and with blanks"),
        pytest.param("the old man left", "the young woman left", ["old man", "young woman"], id="words side by side"),
        pytest.param(
            "caf\u0065\u0301 noir", "caf\u0065\u0302 noir", ["cafe\u0301", "cafe\u0302"], id="a letter and its mark"
        ),
        pytest.param("我也走了", "我不走了", ["也", "不"], id="words without blanks"),
        pytest.param("", "all", ["all"], id="all of it"),
    ],
)
def test_difference(old: str, new: str, words: list[str]) -> None:
    found = difference(old, new)
    assert "".join(text for kind, text in found if kind != "new") == old
    assert "".join(text for kind, text in found if kind != "old") == new
    assert [text for kind, text in found if kind != "same"] == words


def test_a_comparison_shows_every_change_once() -> None:
    new = changed((MINISTER, ""), ("750", "800"), ("He declined to comment. Shops", f"It rained. {MINISTER} Shops"))
    site, _ = check(dossier("notes: {}", seed=OLD))
    found = compare(site.dossier, "siege", seed(OLD), seed(new))
    assert sorted(row.kind for row in found.changes) == ["deleted", "inserted", "moved", "reworded"]
    assert [row.new for row in found.rows if row.new and not row.away] == sorted(
        row.new for row in found.rows if row.new and not row.away
    )
    assert [row.old for row in found.rows if row.old and (row.kind != "moved" or row.away)] == [
        found.old.view.source_span(sentence.start, sentence.end) for sentence in found.alignment.olds
    ]


# --- For all texts --------------------------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        "He declined to comment.",
        "The talks had failed in Baghdad.",
        "The talks had begun in Kirkuk.",
        "The talks had not failed in Baghdad.",
        "About 750 soldiers came.",
        "About 800 soldiers came.",
        "“Why?” she asked.",
        "…",
        "no end",
        "It rained and it rained and it rained.",
    ]
)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5).map("\n\n".join)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_what_is_carried_over_has_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    before, after = seed(old), seed(new)
    alignment = align(before, after)
    words = [match.span() for match in re.finditer(r"\S+", old)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 9, len(words) - 1)))
    start, end = words[first][0], words[last][1]
    found = judge(alignment, describe(before, start, end))
    assert found is not None
    assert found.spans == ((start, end),)
    for proposal in found.proposals:
        assert 0 <= proposal.spans[0][0] < proposal.spans[0][1] <= len(new)
    if found.fate in (Fate.KEPT, Fate.MOVED):
        there = new[slice(*found.proposals[0].spans[0])]
        assert re.findall(r"\w+", there) == re.findall(r"\w+", old[start:end])
    if old == new and re.search(r"\w", old[start:end]):
        assert found.fate is Fate.KEPT
        assert found.proposals[0].spans == found.spans


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_an_alignment_uses_each_sentence_once(old: str, new: str) -> None:
    found = align(seed(old), seed(new))
    assert len({pair.old for pair in found.pairs}) == len({pair.new for pair in found.pairs}) == len(found.pairs)
    for pair in found.pairs:
        if pair.sure:
            assert found.olds[pair.old].weighty == found.news[pair.new].weighty


def test_a_text_without_an_end_is_cut_where_it_was_cut_before() -> None:
    words = [f"word{number * number % 997}" for number in range(3000)]
    old, new = seed(" ".join(words)), seed(" ".join(["more", *words[:1500], "between", *words[1500:]]))
    alignment = align(old, new)
    assert sum(pair.same for pair in alignment.pairs) > 0.9 * len(alignment.olds)


def calls(old: str, new: str) -> int:
    """How many calls it takes to align two texts and to judge a passage over the whole of the old one."""
    before, after = (seed(f"Alpha opened it. {text} Omega closed it.\n") for text in (old, new))
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        judge(align(before, after), Selector(start="Alpha opened", end="closed it"))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a", "a", id="a word of one letter"),
        pytest.param("a ", "b ", id="letters"),
        pytest.param("!", "?", id="signs"),
        pytest.param("He left the town. ", "He left the town. ", id="a sentence"),
        pytest.param("He left the town. ", "He has left the town. ", id="a sentence reworded"),
        pytest.param("He left {} towns. ", "He left {}1 towns. ", id="sentences alike"),
        pytest.param("and the town{} ", "and the town{}1 ", id="no end"),
        pytest.param("Town{} fell.\n\n", "Town{}1 fell.\n\n", id="paragraphs"),
    ],
)
def test_work_grows_with_the_text_and_not_faster(old: str, new: str) -> None:
    short, long = (
        calls(*("".join(part.format(n) for n in range(count)) for part in (old, new))) for count in (300, 1200)
    )
    assert long < 4 * short * 1.3


def test_a_look_alike_whose_full_stop_was_missing_is_a_rival() -> None:
    rest = "The harbour was closed on the day after the storm, and no ship came in."
    gone, alike = (
        "We are not after wars, but we defend what is ours and the peace",
        "We are not after wars, but we defend what is ours and the sea",
    )
    old = f"It began. {alike} {rest} It rained. {gone}. It ended.\n"
    new = f"It began. {rest} It rained. {alike}. It ended.\n"
    assert verdict(new, "after wars", old=old, nth=1)[0].fate is Fate.DOUBTFUL


def test_a_negation_far_off_in_a_long_sentence_is_seen() -> None:
    old = f"It began and {'on the long road by the old river and the bridge ' * 8}they went to the town.\n"
    assert verdict(old.replace("went to", "never went to"), "It began", old=old)[0].fate is Fate.DOUBTFUL
    assert verdict(old.replace("went to", "hurried to"), "It began", old=old)[0].fate is Fate.KEPT


def test_a_short_sentence_reworded_may_be_anybodys() -> None:
    old = "Protesters left the embassy on Friday. He declined to say. Shops along the main road were closed.\n"
    assert verdict(old.replace("declined", "delcined"), "to say", old=old)[0].fate is Fate.DOUBTFUL


def test_a_passage_may_begin_and_end_with_signs_of_other_sentences() -> None:
    old = "He declined to comment. …\n\n“Why?” she asked. It rained.\n\n… He left.\n"
    assert verdict(f"So.\n\n{old}", "…\n\n“Why?” she", old=old)[1] == "…\n\n“Why?” she"
    assert verdict(f"So.\n\n{old}", "It rained.\n\n…", old=old)[1] == "It rained.\n\n…"
