"""What search finds: everything in a small dossier, names and first words in a large one."""

from __future__ import annotations

from builder.page import SearchEntry
from builder.search import FULL_TEXT, SearchIndex

NAMES = "Kata'ib Hezbollah, the Hezbollah Brigades, Kataib Hizbollah, Khataeb Hizbollah, kataib hezbollah"
ACTOR = SearchEntry("", "Kata'ib Hezbollah · armed group", f"{NAMES} {'A militia. ' * 40}end", 8, NAMES)
NOTE = SearchEntry("left", "Context · note", "The text has no <total>.")


def rows(*texts: str) -> dict[str, str]:
    index = SearchIndex()
    for number, text in enumerate(texts):
        index.add(f"articles/a{number}/", (SearchEntry("", f"Article {number}", text), NOTE))
    index.add("actors/kataib/", (ACTOR,))
    return {row["location"]: row["text"] for row in index.rows()}


def test_a_small_dossier_is_searched_word_by_word() -> None:
    found = rows("One two three")
    assert found == {
        "articles/a0/": "One two three",
        "articles/a0/#left": "The text has no &lt;total&gt;.",
        "actors/kataib/": ACTOR.text,
    }


def test_a_large_one_by_every_name_and_the_first_words_of_each_text_whenever_it_became_large() -> None:
    text = "word " * (FULL_TEXT // 10)
    found = rows(text, text, text)
    assert found.keys() == {"articles/a0/", "articles/a1/", "articles/a2/", "actors/kataib/"}
    assert len({found[f"articles/a{number}/"] for number in range(3)}) == 1
    assert len(found["articles/a0/"]) < 100
    assert found["actors/kataib/"].startswith(f"{NAMES} A militia.")
    assert "end" not in found["actors/kataib/"]


def test_a_name_is_found_with_the_apostrophe_of_a_keyboard_and_of_a_phone() -> None:
    index = SearchIndex()
    index.add("actors/kataib/", (SearchEntry("", "Kata’ib Hezbollah", "Iran’s ally"),))
    (row,) = index.rows()
    assert (row["title"], row["text"]) == ("Kata'ib Hezbollah", "Iran's ally Kata’ib Hezbollah")
