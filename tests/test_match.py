"""Names found in texts: whole words, the longest at a place, whatever the number of names."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from builder.head import Head
from builder.match import FormIndex
from builder.models import Actor, Record, Term
from builder.seed import parse_seed
from builder.text import normalised
from builder.values import Dossier
from tests.dossiers import check, dossier, rules_of, verify


def index(*records: Record) -> FormIndex:
    return FormIndex(Dossier(Head(), {record.id: record for record in records}, {}, {}))


def actor(id: str, *forms: str, match: str = "auto") -> Actor:
    return Actor.model_validate({"id": id, "name": forms[0], "also": forms[1:], "kind": "person", "match": match})


def term(id: str, *forms: str) -> Term:
    return Term.model_validate({"id": id, "term": forms[0], "also": forms[1:], "definition": "…"})


def mentions(text: str, *records: Record) -> list[tuple[str, str]]:
    seed = parse_seed("seeds/a.txt", text)
    found, shared = index(*records).mentions("a", seed, [], [], {})
    assert not shared
    return [(mention.ref, text[mention.start : mention.end]) for mention in found]


ANNA = actor("anna", "Anna")
ANNA_K = actor("anna-k", "Anna K")
IRAN = actor("iran", "Iran", "Tehran")
EMBASSY = term("embassy", "embassy", "US embassy")


def test_a_longer_form_that_is_no_whole_word_does_not_hide_a_shorter_one() -> None:
    assert mentions("Anna Karenina", ANNA, ANNA_K) == [("anna", "Anna")]


def test_the_longest_form_at_a_place_wins() -> None:
    assert mentions("Anna K came.", ANNA, ANNA_K) == [("anna-k", "Anna K")]


def test_possessive_endings_stay_outside() -> None:
    assert mentions("Iran’s and Tehran's", IRAN) == [("iran", "Iran"), ("iran", "Tehran")]


def test_nothing_is_matched_inside_a_word() -> None:
    assert mentions("Iranian, can’t, CAN’T, Iran_x", IRAN, actor("can", "can", "CAN")) == []
    assert mentions("Is all OK now?", actor("k", "K"), actor("o", "O")) == []


def test_a_hyphen_ends_a_word() -> None:
    assert mentions("pro-Tehran Iran-backed", IRAN) == [("iran", "Tehran"), ("iran", "Iran")]


def test_names_match_in_their_own_case_and_terms_in_any() -> None:
    assert mentions("The US Embassy of IRAN", IRAN, EMBASSY) == [("embassy", "US Embassy")]
    assert mentions("IRAN", actor("iran", "Iran", match="ignore-case")) == [("iran", "IRAN")]


def test_capitals_that_are_no_one_small_letter_move_nothing() -> None:
    for text in ("İ, ΟΔΟΣ", "ΟΔΟΣ, İ", "οδος: İ"):
        [(_, words)] = mentions(text, term("road", "οδος"))
        assert words.lower() == "οδος"


def test_never_means_explicit_only() -> None:
    assert mentions("Anna", actor("anna", "Anna", match="never")) == []


def test_forms_with_signs_around_them() -> None:
    assert mentions("The U.S. and (PMU).", actor("us", "U.S."), actor("pmu", "(PMU)")) == [
        ("us", "U.S."),
        ("pmu", "(PMU)"),
    ]


def test_typography_does_not_matter() -> None:
    assert mentions("Kata’ib\u00a0Hezbollah", actor("kh", "Kata'ib Hezbollah")) == [("kh", "Kata’ib\u00a0Hezbollah")]


def test_a_form_without_a_letter_is_no_name() -> None:
    assert mentions("Shout! Loud!", actor("shout", "Shout", "!", "Loud")) == [("shout", "Shout"), ("shout", "Loud")]


def test_names_that_touch_are_two_where_each_sign_is_a_word() -> None:
    assert mentions("王李", actor("wang", "王"), actor("li", "李")) == [("wang", "王"), ("li", "李")]


def test_a_form_does_not_reach_across_paragraphs() -> None:
    assert mentions("New\n\nYork, Iran", actor("ny", "New York"), IRAN) == [("iran", "Iran")]


def test_a_name_that_is_or_crosses_a_date_is_the_date() -> None:
    def found(name: str, *dates: tuple[int, int]) -> int:
        seed = parse_seed("seeds/a.txt", "On May 1, May Day.")
        return len(index(actor("may", name)).mentions("a", seed, [], dates, {})[0])

    assert found("May") == 2
    assert found("May", (3, 8)) == 2  # within the date
    assert found("May 1", (3, 8)) == 0
    assert found("May 1, May", (3, 8)) == 0
    assert found("On May", (3, 8)) == 0
    assert found("On May 1, May", (3, 8)) == 0
    assert found("1", (3, 8)) == 1
    assert found("May Day", (3, 10)) == 1  # beside the date


def test_a_name_beside_a_date_or_an_explicit_mention_is_a_name() -> None:
    seed, names = parse_seed("seeds/a.txt", "王一月李"), index(actor("wang", "王"), actor("li", "李"))
    assert len(names.mentions("a", seed, [], [(1, 3)], {})[0]) == 2
    assert len(names.mentions("a", seed, [(1, 3)], [], {})[0]) == 2


def test_the_words_of_an_explicit_mention_are_its_own() -> None:
    annotations = """\
        actors: {head: {name: The president, kind: person}, iran: {name: Iran, kind: state}}
        glossary: {president: {term: president, definition: x}}
        mentions: {m: {at: The president, is: head}}
        """
    site, _ = check(dossier(annotations))
    assert [(m.ref, m.explicit) for m in site.anchored.mentions["siege"]] == [("head", "m"), ("iran", None)]


def test_names_that_are_dates_link_nothing() -> None:
    annotations = "dates: {d: {at: Friday, date: 2019-12-27}}\nglossary: {f: {term: Friday, definition: x}}\n"
    site, _ = check(dossier(annotations, seed="They came on Friday."))
    assert site.anchored.mentions["siege"] == ()


def test_occurrences_are_whole_words() -> None:
    found = index(ANNA, EMBASSY).occurrences("Annabel, JoAnna, Anna: embassy embassyx")
    assert {span: [id for id, _ in claims] for span, claims in found.items()} == {
        (17, 21): ["anna"],
        (23, 30): ["embassy"],
    }


def test_first_only_links_the_first_in_the_article() -> None:
    seed = parse_seed("seeds/a.txt", "An embassy, the embassy.\n\nThat embassy.")
    found, _ = index(EMBASSY).mentions("a", seed, [], [], {})
    assert [mention.linked for mention in found] == [True, False, False]


def test_the_dossier_says_which_mentions_are_linked() -> None:
    for mode, linked in [("all", [True] * 3), ("first-in-paragraph", [True, False, True]), ("none", [])]:
        annotations = f"""\
            dossier: {{settings: {{link: {{glossary: {mode}}}}}}}
            glossary: {{embassy: {{term: embassy, definition: x}}}}
            """
        site, _ = check(dossier(annotations, seed="An embassy, the embassy.\n\nThat embassy."))
        assert [mention.linked for mention in site.anchored.mentions["siege"]] == linked


def test_two_records_that_claim_a_form_are_told() -> None:
    seed = parse_seed("seeds/a.txt", "Anna came.")
    found, shared = index(ANNA, actor("other", "Anna")).mentions("a", seed, [], [], {})
    assert not found
    assert [[id for id, _ in clash.claims] for clash in shared] == [["anna", "other"]]
    _, shared = index(ANNA, term("palindrome", "anna")).mentions("a", seed, [], [], {})
    assert [[id for id, _ in clash.claims] for clash in shared] == [["anna", "palindrome"]]


def test_each_article_tells_what_two_records_claim_in_it() -> None:
    article = "articles: {a: {file: a.txt, title: A, date: 2020-01-01}, b: {file: b.txt, title: B, date: 2020-01-01}}\n"
    names = {"x": "Ann", "y": "Ann", "z": "Bo", "w": "Bo"}
    actors = ", ".join(f"{id}: {{name: {name}, kind: person}}" for id, name in names.items())
    files = dossier(f"actors: {{{actors}}}", seed="Ann came.", article=article) | {"seeds/b.txt": "Bo left."}
    assert rules_of(files).count("shared-form") == 2


def test_of_mentions_that_begin_together_the_longest_is_first() -> None:
    annotations = """\
        actors: {head: {name: X, kind: person}, iran: {name: Y, kind: state}}
        mentions: {m: {at: The, is: iran}, o: {at: The president, is: head}}
        """
    site, _ = check(dossier(annotations))
    assert [mention.ref for mention in site.anchored.mentions["siege"]] == ["head", "iran"]


WORD = st.sampled_from(["Anna", "K", "Karenina", "of", "Iran", "US", "é", "U.S.", "O'Neil", "中", "the"])
FORM = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
TEXT = st.lists(
    st.sampled_from(
        [
            "Anna",
            "Kar",
            "K",
            "Karenina",
            "of",
            "Iran",
            "Iran's",
            "Iranian",
            "US",
            "é",
            "U.S.",
            "O'Neil",
            "中",
            ",",
            "-",
        ]
    )
).map(" ".join)


@given(st.lists(FORM, min_size=1, max_size=12, unique=True), TEXT)
def test_matches_equal_a_naive_scan(forms: list[str], text: str) -> None:
    records: Mapping[str, Actor] = {f"r{number}": actor(f"r{number}", form) for number, form in enumerate(forms)}
    view = normalised(text)
    occurrences = index(*records.values()).occurrences(view)
    found = {(start, end, id) for (start, end), claims in occurrences.items() for id, _ in claims}
    naive = {
        (at, at + len(record.name), id)
        for id, record in records.items()
        for at in range(len(view))
        if view.startswith(record.name, at) and is_whole(view, at, at + len(record.name))
    }
    assert found == naive


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond the span; a Chinese character is a word of its own."""

    def joins(at: int) -> bool:
        around = text[at - 1 : at + 1] if at else ""
        return len(around) == 2 and around.isalnum() and "中" not in around

    return not joins(start) and not joins(end)


def test_what_a_text_depends_on_is_not_where_a_form_is_written() -> None:
    """A new form for a record does not send every text to be searched again that has the old ones."""
    seed = parse_seed("seeds/a.txt", "Tehran answered.")
    longer = actor("iran", "Iran", "Islamic Republic", "Tehran")
    assert index(IRAN).within(seed) == index(longer).within(seed)
    clash = index(IRAN, actor("tehran", "Tehran")).within(seed)
    assert index(IRAN).within(seed) != clash
    assert index(longer, actor("tehran", "Tehran")).within(seed) != clash  # its report says where the form is written


def test_a_name_means_something_else_where_its_record_says_so() -> None:
    files = dossier("""\
        actors:
          iran: {name: Iran, kind: state, summary: "A state. [@report]", not_at: {exact: Iran, paragraph: 2}}
          iran-air: {name: Iran, kind: organisation, sources: [report], not_at: {exact: Iran, paragraph: 1}}
        """, seed="Iran spoke.\n\nIran flew.\n")  # fmt: skip
    site, found = check(files)
    assert not found
    assert [(m.ref, m.start) for m in site.anchored.mentions["siege"]] == [("iran", 0), ("iran-air", 13)]


def test_where_a_name_does_not_mean_its_record_must_be_in_the_text() -> None:
    verify("""\
        actors:
          iran: {name: Iran, kind: state, summary: "A state. [@report]", not_at: Persia}
        #                                                                        ^^^^^^ selector-not-found
        """)


def test_who_is_meant_is_no_fault_where_the_dossiers_own_record_cannot_be_read() -> None:
    claims = "actors: {a: {name: Anna, kind: person, also: [Friday]}, b: {name: Ben, kind: person, also: [Friday]}}\n"
    assert rules_of(dossier(claims)) == ["shared-form"]
    assert rules_of(dossier(claims + "dossier: {settings: 1}\n")) == ["wrong-value"]
