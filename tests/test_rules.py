"""Each rule through the front door: its own examples, and the cases that are easily got wrong."""

from __future__ import annotations

import pkgutil
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import rules
from builder.diagnostics import Rule, Severity
from builder.edtf import parse
from builder.prose import named, strays
from builder.rulebook import RULES, by_id
from builder.statements import paragraphs, uncited
from builder.times import may_mean
from tests.dossiers import ARTICLE, Files, diagnose, dossier, rules_of, verify

EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


# What holds for all of them


def test_every_rule_is_listed_once() -> None:
    modules = [module.name for module in pkgutil.iter_modules(rules.__path__)]
    assert sorted(rule.id.replace("-", "_") for rule in RULES) == sorted(modules)


def test_a_rule_is_found_by_its_id() -> None:
    assert [by_id(rule.id) for rule in RULES] == list(RULES)
    assert by_id("no-such-rule") is None


@EACH_RULE
def test_the_bad_example_breaks_the_rule(rule: Rule) -> None:
    found = [diagnostic for diagnostic in diagnose(rule.bad.files) if diagnostic.rule == rule.id]
    assert found
    assert {diagnostic.severity for diagnostic in found} == {rule.severity}


@EACH_RULE
def test_the_good_example_breaks_none(rule: Rule) -> None:
    assert diagnose(rule.good.files) == []


@EACH_RULE
def test_a_diagnostic_says_what_to_do(rule: Rule) -> None:
    for diagnostic in diagnose(rule.bad.files):
        assert diagnostic.help
        assert not diagnostic.message.endswith(".")


@EACH_RULE
def test_a_rule_is_documented(rule: Rule) -> None:
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert rule.why.strip().endswith(".")


def test_only_what_makes_a_dossier_poorer_is_a_warning() -> None:
    assert {rule.id for rule in RULES if rule.severity is Severity.WARNING} == {
        "cut-off-text",
        "draft-reference",
        "incomplete-source",
        "missing-digest",
        "open-question",
        "orphan",
        "relation-without-inverse",
        "removed-markup",
        "several-authors",
        "stray-markup",
        "uncited-statement",
        "unlinked-speaker",
        "unread-file",
        "unused-seed",
        "unused-source",
        "wrong-day",
    }


def test_the_default_dossier_of_the_cases_is_clean() -> None:
    assert rules_of(dossier()) == []


# Files that cannot be read


def test_what_is_no_yaml_hides_nothing_else() -> None:
    verify(
        """
        actors:
          iran:
            name: In short: Iran
        #                 ^ not-yaml
            kind: state
          iraq: {name: Iraq, kind: mob}
        #                          ^^^ wrong-value
          usa:
            name: "USA
        #         ^^^^ not-yaml
            kind: state
        notes:
          one: {at: nowhere, body: "See [[iran]], [[usa]] and [[bbc]]."}
        #           ^^^^^^^ selector-not-found
        #                                                     ^^^^^^^ dangling-reference
        """,
        more="actors:\n  eu: {name: EU, kind: organisation, see: [iran]}\n",
    )


@pytest.mark.parametrize("slip", [(" iraq:", " iraq"), ("  iraq:", " iraq:"), ("actors:", "actors"), ("    n", "\tn")])
def test_a_slip_in_where_records_begin_is_told_once(slip: tuple[str, str]) -> None:
    text = "actors:\n  iraq:\n    name: Iraq\n    kind: state\n  iran:\n    name: Iran\n    kind: state\n"
    assert rules_of(dossier(text.replace(*slip))) == ["not-yaml"]


def test_an_article_without_a_title_hides_nothing_in_its_text() -> None:
    files = dossier(
        "notes: {n: {at: nowhere, body: x}}", article="articles: {siege: {file: a.txt, date: 2020-01-01}}\n"
    )
    assert rules_of(files) == ["missing-key", "selector-not-found"]


def test_a_key_that_has_a_fault_hides_nothing_else_and_what_it_may_have_said_is_not_missed() -> None:
    verify(
        {
            "seeds/a.txt": "Protesters left. Iran spoke.",
            "annotations/a.yml": """\
dossier: {setings: {relations: {enemy of: enemy of}}}
          ^^^^^^^ unknown-key
articles:
  siege: {file: a.txt, tilte: The end, title: The siege ends, date: 2020-01-01}
                       ^^^^^ unknown-key
actors:
  iran: {name: Iran, kind: state, relations: [{is: enemy of, of: iraq}]}
  iraq: {name: Iran, kind: state, mtach: never, summary: Nothing., see: [nobody]}
                                  ^^^^^ unknown-key
                                                                         ^^^^^^ dangling-reference
quotes:
  gone: {speaker: iran, at: nowhere, soruces: [report], status: drat}
                            ^^^^^^^ selector-not-found
                                     ^^^^^^^ unknown-key
                                                                ^^^^ wrong-value
""",
        }
    )


def test_a_file_of_annotations_in_another_encoding() -> None:
    files = dossier() | {"annotations/b.yml": "actors:\n  café: {}\n".encode("latin-1")}
    [found] = diagnose(files)
    assert (found.rule, found.place.line, found.place.column) == ("not-utf8", 2, 6)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert (
        diagnose(dossier() | {"annotations/b.yml": b"\xef\xbb\xbfactors:\n  bbc: {name: BBC, kind: organisation}\n"})
        == []
    )


def test_a_text_with_a_colon_and_no_quotes() -> None:
    [found] = verify("""
        actors:
          bbc: {name: BBC, kind: organisation}
        notes:
          who:
            at: Protesters
            body: The text says: protesters
        #                      ^ not-yaml
        """)
    assert "needs quotes" in found.help


def test_a_text_that_a_comment_cuts_off() -> None:
    [found, _] = verify("""
        actors: #all
          bbc: {name: BBC, kind: organisation} #one
          cnn:
            name: CNN  # as the text has it
            kind: organisation
        notes:
          who:
            at: Protesters
            body: The #1 embassy
        #             ^^^^^^^^^^ cut-off-text
            see:
              - bbc #two
        #           ^^^^ cut-off-text
          quoted: {at: On Friday, body: "The #1 embassy"}
          block:
            at: said the BBC
            body: |
              The #1 embassy
        """)
    assert "quotes around the whole text" in found.help


def test_a_tab_in_the_indentation() -> None:
    [found] = verify("actors:\n\tbbc: {name: BBC, kind: organisation}\n^ not-yaml\n")
    assert found.help == "indent with spaces, never with tabs"


def test_an_invisible_character() -> None:
    verify("""
        actors:
          bbc: {name: B\x08BC, kind: organisation}
        #              ^ not-yaml
        """)


def test_a_key_twice_shows_both() -> None:
    [found] = verify("""
        actors:
          bbc:
            name: BBC
            kind: organisation
            name: British Broadcasting Corporation
        #   ^^^^ duplicate-key
        """)
    assert [note.place.line for note in found.notes if note.place] == [3]


def test_aliases_that_multiply() -> None:
    levels = "\n".join(f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 7))
    found = diagnose(dossier(f"x:\n  - &l0 [a]\n{levels}\n"))
    assert "too-large" in [diagnostic.rule for diagnostic in found]


# Records that are not what the format says


def test_a_kind_of_record_that_does_not_exist() -> None:
    [found] = verify("""
actor:
^^^^^ unknown-key
  bbc: {name: BBC, kind: organisation}
""")
    assert found.help == "did you mean `actors`?"


def test_an_unknown_key_within_a_relation() -> None:
    [found] = verify("""
        actors:
          bbc:
            name: BBC
            kind: organisation
            relations:
              - {is: part of, off: bbc, of: bbc}
        #                     ^^^ unknown-key
        """)
    assert "`of`" in found.help


def test_all_faults_of_a_record_at_once() -> None:
    verify("""
        events:
          evacuation:
        # ^^^^^^^^^^ missing-key
            kind: law
            tme: "18:00"
        #   ^^^ unknown-key
            titel: The embassy is evacuated
        #   ^^^^^ unknown-key
            known_from: 2019-02-30
        #               ^^^^^^^^^^ wrong-value
            sources: [report]
        """)


@pytest.mark.parametrize(
    ("below", "record", "kind", "cure"),
    [
        ("actors", "{term: militia, definition: A group.}", "a term", "`glossary:`"),
        ("actors", "{name: militia, definition: A group.}", "a term", "it needs `name:` and `kind:`"),
        ("actors", "{type: report, title: The militias}", "a source", "`sources:`"),
        ("actors", '{type: raport, title: The militias, url: "https://example.org"}', "a source", "`sources:`"),
        ("actors", "{name: Baghdad, kind: city}", "a place", "mend it as an actor: `city` is not a known `kind`"),
        ("glossary", "{name: The militia, kind: armed-group}", "an actor", "`actors:`"),
        ("notes", "{at: Protesters, is: crowd}", "a mention", "it needs `body:` and `at:`"),
        ("background", "{title: The end, date: 2020, body: Nothing.}", "an event", "no key `date` here"),
    ],
)
def test_a_record_below_the_wrong_key_is_one_fault(below: str, record: str, kind: str, cure: str) -> None:
    [found] = diagnose(dossier(f"{below}:\n  militia: {record}\n"))
    assert (found.place.line, found.place.column, found.place.end_column) == (2, 3, 10)
    assert found.message == f"`militia` looks like {kind}, and stands below `{below}:`"
    assert cure in found.help


@pytest.mark.parametrize(
    ("below", "record", "names"),
    [
        ("actors", "{naem: Acme, kind: organisation}", ["name"]),
        ("actors", "{title: Anna Moss, kind: person}", ["name"]),
        ("actors", "{name: Anna Moss, type: person}", ["kind"]),
        ("actors", "{name: Acme, kind: organisation, description: A firm.}", ["summary"]),
        ("actors", "{name: Acme, kind: company}", ["organisation"]),
        ("glossary", "{name: militia, text: A group.}", ["term", "definition"]),
        ("notes", "{quote: Protesters left, comment: They came back.}", ["at", "body"]),
        ("quotes", "{by: The crowd, text: Protesters left, source: report}", ["speaker", "at", "sources"]),
        ("sources", "{type: report, label: The end, link: 'https://example.org', see: [report]}", ["title", "url"]),
    ],
)
def test_a_word_in_the_place_of_the_one_that_is_meant_is_one_fault(below: str, record: str, names: list[str]) -> None:
    found = [one for one in diagnose(dossier(f"{below}:\n  some: {record}\n")) if one.severity is Severity.ERROR]
    assert [one.help for one in found] == [f"did you mean `{name}`?" for name in names]
    assert not any(one.rule == "missing-key" for one in found)


@pytest.mark.parametrize("value", ["no", "1e3", "012", "12:30", "null", "~"])
def test_a_scalar_is_the_text_it_looks_like(value: str) -> None:
    assert diagnose(dossier(f"actors:\n  someone: {{name: {value}, kind: person}}\n")) == []


def test_a_record_that_could_not_be_read_is_no_dangling_reference() -> None:
    verify("""
        actors:
          crowd: {name: The crowd, kind: crowd, see: [embassy]}
        places:
          embassy: {name: US embassy, kind: house}
        #                                   ^^^^^ wrong-value
        """)


@pytest.mark.parametrize(
    "written",
    [
        "actors:\n  bbc: {name: BBC, kind: crowd}\n  abc\n    name: ABC\n    kind: organisation\n",
        "actors:\n  abc  # the first\n    name: ABC\n    kind: organisation\n  bbc: {name: BBC, kind: crowd}\n",
        "actors:\n  bbc: {name: BBC, kind: crowd}\n  abc;\n    name: ABC\n",
        "actors:\n  bbc: {name: BBC, kind: crowd}\n  - abc:\n    name: ABC\n",
        "actors:\n  abc\n",
        "actors:\n  - abc:\n      name: ABC\n",
    ],
)
def test_a_record_whose_id_is_mistyped_is_no_dangling_reference(written: str) -> None:
    quote = "quotes: {gone: {speaker: abc, at: Protesters left the embassy., sources: [report]}}\n"
    assert rules_of(dossier(written, quotes=quote)) in (["not-yaml"], ["wrong-value"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ["unread-file"]), ("\n \n", ["unread-file"]), ("# Nobody as yet.\n", []), ("actors:\n", [])],
)
def test_a_file_that_was_emptied(text: str, expected: list[str]) -> None:
    assert rules_of(dossier(actors=text)) == expected


def test_what_an_unreadable_record_cites_is_not_unused() -> None:
    verify("""
        actors:
          crowd: {name: The crowd, kind: mob, sources: [letter]}
        #                                ^^^ wrong-value
        sources:
          letter: {type: document, title: A letter}
          other: {type: document, title: Another letter}
        # ^^^^^ unused-source
        """)


@pytest.mark.parametrize("id", ["The-Crowd", "the_crowd", "the crowd", "crowd!", "-crowd", "éclair", "p1", "caption"])
def test_what_cannot_be_an_id(id: str) -> None:
    assert rules_of(dossier(f'actors:\n  "{id}": {{name: Somebody, kind: crowd}}\n')) == ["bad-id"]


def test_what_names_the_right_id_of_a_bad_one_is_not_at_fault() -> None:
    [found] = verify("""
        actors:
          jane_Doe: {name: Jane Doe, kind: person}
        # ^^^^^^^^ bad-id
        mentions:
          the-president: {is: jane-doe, at: The president}
        """)
    assert found.help == "write `jane-doe`"


def test_a_record_that_is_not_indented_is_one_fault() -> None:
    [found] = verify("""
jane-doe:
^^^^^^^^ unknown-key
  name: Jane Doe
  kind: person
mentions:
  the-president: {is: jane-doe, at: The president}
""")
    assert found.help == "indent it below `actors:` or `places:`"


@pytest.mark.parametrize(
    ("record", "help"),
    [
        ("my-note:\n  at: Friday\n  body: A day.\n", "indent it below `notes:`"),
        ("my-note:\n  at: Friday\n  kind: contxt\n  body: A day.\n", "indent it below `notes:`"),
        ("actor:\n  bbc: {name: BBC, kind: organisation}\n", "did you mean `actors`?"),
        ("dosier:\n  title: The siege\n", "did you mean `dossier`?"),
    ],
)
def test_what_a_key_at_the_margin_is_meant_for(record: str, help: str) -> None:
    [found] = diagnose(dossier(record))
    assert (found.rule, found.help) == ("unknown-key", help)


def test_a_dash_that_is_missing_before_an_entry_is_one_fault() -> None:
    [found] = verify("""
        claims:
          who-came:
            title: Who came?
            sources: [report]
            positions:
              - by: The BBC
                says: Protesters.
                by: The president
        #       ^^ duplicate-key
                says: Nobody.
        """)
    assert found.help == "write `- ` before it, if it begins the next entry of the list, or keep one of the two"


def test_keys_in_the_column_of_their_ids_are_one_fault() -> None:
    [found] = verify("""
        actors:
          bbc:
          name: BBC
        # ^^^^ wrong-value
          kind: organisation
          cnn: {name: CNN, kind: organisation}
        notes:
          who: {at: said the BBC, body: "See [[bbc]] and [[cnn]]."}
        """)
    assert found.message == "`name` begins in the column of the ids, and is the key of an actor"


def test_a_kind_of_record_below_another_is_one_fault() -> None:
    [found] = verify("""
        actors:
          bbc: {name: BBC, kind: organisation}
          places:
        # ^^^^^^ wrong-value
            london: {name: London}
        notes:
          who: {at: said the BBC, body: "See [[london]]."}
        """)
    assert found.message == "`places:` stands below `actors:`"


@pytest.mark.parametrize("records", ["- {file: a.txt, title: T, date: 2020}", "{file: a.txt, title: T, date: 2020}"])
def test_an_article_without_an_id_is_one_fault(records: str) -> None:
    assert rules_of(dossier(article=f"articles:\n  {records}\n")) == ["wrong-value"]


@pytest.mark.parametrize(
    ("annotations", "help"),
    [
        ("actors: {bbc: {name: BBC, kind: organisation, later: It closed.}}", "needs `known_from:` and `body:`"),
        ("actors: {bbc: {name: BBC, kind: organisation, relations: [a part]}}", "needs `is:` and `of:`"),
        ("actors: {bbc: {name: BBC, kind: organisation, role: maker, of news}}", "a comma parts entries here"),
        ("actors: {bbc: {name: BBC, kind: organisation, foo: }}", "known keys: also"),
        ("actors: {bbc: {name: BBC, kind: organisation, draft: yes}}", "did you mean `status`?"),
        ("notes: {who: {at: Protesters, body: [[bbc]]}}", 'write `"[[bbc]]"`'),
        ("notes: {who: {at: Protesters, body: A note., sources: ['The siege in Baghdad']}}", "write `report`"),
        ("mentions: {who: {at: Protesters, is: The Crowd}}", "an id such as `the-crowd`"),
        ("sources: {it: {type: report, title: It, see: [report], lang: English}}", "such as `en-GB`"),
    ],
)
def test_the_cure_is_the_right_one(annotations: str, help: str) -> None:
    [found] = [one for one in diagnose(dossier(f"{annotations}\n")) if one.severity is Severity.ERROR]
    assert help in found.help


@pytest.mark.parametrize("id", ["p", "p1-2", "1979", "k1-air-base", "captions"])
def test_what_can_be_an_id(id: str) -> None:
    assert rules_of(dossier(f"actors:\n  {id}: {{name: Somebody, kind: crowd}}\n")) == []


def test_an_id_twice_in_two_files_shows_both() -> None:
    files = dossier(
        """
        places:
          bbc: {name: Broadcasting House, kind: building}
        """,
    )
    found = verify(
        files | {"annotations/b.yml": "actors:\n  bbc: {name: BBC, kind: organisation}\n# ^^^ duplicate-id\n"}
    )
    assert [note.place.file for note in found[0].notes if note.place] == ["annotations/a.yml"]


@pytest.mark.parametrize(
    ("written", "help"),
    [
        ("3/1/2021", "write 2021-03-01 or 2021-01-03"),
        ("31/12/2020", "write 2020-12-31"),
        ("01.03.2021", "write 2021-03-01"),
        ("2021/3/1", "write 2021-03-01"),
        ("2021-3-1", "write 2021-03-01"),
        ("20210301", "write 2021-03-01"),
        ("1 March 2021", "write 2021-03-01"),
        ("March 1st, 2021", "write 2021-03-01"),
        ("Mar 2021", "write 2021-03"),
        ("Autumn 2021", "write 2021-23"),
        ("2019-2021", "write 2019/2021"),
        ("2021-03-01 19:20", "write 2021-03-01, and the time below `time`"),
        ("2021-13-01", "the months are 01 to 12: write 2021-01-13"),
        ("2025-13-03", "the months are 01 to 12: write 2025-03-13"),
        ("2025-25-12", "the months are 01 to 12: write 2025-12-25"),
        ("2021-02-30", "February 2021 has 28 days"),
        ("2021-03-02/2021-03-01", "write 2021-03-01/2021-03-02"),
        ("Monday", "write a day as 2019-12-27, a month as 2019-12"),
    ],
)
def test_a_date_in_another_form_is_told_in_ours(written: str, help: str) -> None:
    [found] = diagnose(dossier(f"events:\n  one:\n    title: One\n    date: {written}\n    sources: [report]\n"))
    assert (found.rule, found.place.line, found.place.column) == ("wrong-value", 4, 11)
    assert found.help.startswith(help)


@pytest.mark.parametrize("date", ["2025-13", "2025-13-31", "2025-13-XX", "2025-25-14", "2025-14-31~"])
def test_month_and_day_are_swapped_only_where_that_is_a_day(date: str) -> None:
    [found] = diagnose(dossier(f"dates:\n  one: {{at: Friday, date: {date}}}\n"))
    assert found.help == "the months are 01 to 12"


# Articles and their texts


@pytest.mark.parametrize("file", ["b.txt", "../a.txt", "/etc/passwd", "seeds/a.txt", "../seeds/a.txt"])
def test_a_seed_that_is_not_below_the_folder(file: str) -> None:
    article = f"articles:\n  siege: {{file: {file}, title: The siege ends, date: 2020-01-01}}\n"
    assert "missing-seed" in rules_of(dossier(article=article))


def test_a_misspelt_seed_is_reported_once() -> None:
    verify(
        dossier(
            article="""\
articles:
  siege: {file: a.text, title: The siege ends, date: 2020-01-01}
#               ^^^^^^ missing-seed
"""
        )
    )


@pytest.mark.parametrize("seed", ["", "\n\n", " date 2020-01-01 \n", "\ufeff"])
def test_a_seed_without_text(seed: str) -> None:
    assert rules_of(dossier(seed=seed)) == ["seed-not-text"]


def test_a_seed_with_a_control_character_shows_where() -> None:
    [found] = verify("", seed="Protesters left.\n\nThe end\x00.\n       ^ seed-not-text\n")
    assert "U+0000" in found.message


def test_a_text_with_versions_is_recorded_by_one_of_two_digests() -> None:
    article = """\
articles:
  siege:
    file: a.txt
    title: The siege ends
    date: 2020-01-01
    sources: [report]
    versions:
#   ^^^^^^^^ missing-digest
      first: {file: a.txt, date: 2020-01-01}
      second: {file: b.txt, date: 2020-01-02}
sources:
  report: {type: report, title: The siege in Baghdad}
"""
    [found] = verify(dossier(article=article) | {"seeds/b.txt": "They left.\n"})
    digest = found.help.split("sha256: ")[1].strip("`")
    recorded = article.replace("file: a.txt, ", f"file: a.txt, sha256: {digest}, ")
    assert rules_of(dossier(article=recorded) | {"seeds/b.txt": "They left.\n"}) == []


def test_a_seed_that_no_article_uses() -> None:
    verify(dossier() | {"seeds/b.txt": "The crowd came.\n^ unused-seed\n"})


def test_a_dossier_without_anything() -> None:
    assert rules_of({}) == ["no-article"]


# Where annotations sit


def test_a_quotation_that_nearly_stands_there_shows_what_does() -> None:
    [found] = verify("""
        notes:
          who:
            at: the protestors had come
        #       ^^^^^^^^^^^^^^^^^^^^^^^ selector-not-found
            body: The text does not say how many.
        """)
    assert "the protesters had come" in found.help


def test_a_paragraph_that_does_not_exist() -> None:
    verify("""
        notes:
          who:
            at: {exact: Protesters, paragraph: 7}
        #                                      ^ selector-not-found
            body: The text does not say how many.
        """)


@pytest.mark.parametrize(
    ("selector", "marked", "help"),
    [
        (
            "{start: The protestors had, end: the embassy}",
            "The protestors had",
            "nearest words are `the protesters had`",
        ),
        ("{start: the protesters, end: to the embasy}", "to the embasy", "the nearest words are `to the embassy`"),
        ("{exact: the embassy, prefix: 'in '}", "'in '", "copy the selector"),
        ("{exact: the embassy, suffix: ' of'}", "' of'", "copy the selector"),
        ("{exact: Friday, paragraph: 1}", "1", "write `paragraph: 2`"),
        ("{exact: the embassy, occurrence: 3}", "3", "count them from 1"),
        ("“the protesters had come”", "“the protesters had come”", "the nearest words are `the protesters had come`"),
        ("{exact: the embassy, paragraph: 3}", "3", "counted from 1"),
        ("on Friday protesters had come", "on Friday protesters had come", "`On Friday the protesters had come`"),
        ("left the embassy soon", "left the embassy soon", "the nearest words are `left the embassy`"),
        ("[Friday, {exact: friday}]", "friday", "the nearest words are `Friday`"),
    ],
)
def test_the_part_of_a_selector_that_is_wrong_is_marked(selector: str, marked: str, help: str) -> None:
    line = f"    at: {selector}"
    [found] = diagnose(dossier(f"notes:\n  who:\n{line}\n    body: A note.\n"))
    assert line[found.place.column - 1 : found.place.end_column - 1] == marked
    assert help in found.help


@pytest.mark.parametrize(
    ("annotations", "rule", "help"),
    [
        ("notes: {kind: context, at: Friday, body: x}", "wrong-value", "write each note as `its-id:`"),
        ("glossary: {term: A word.}", "wrong-value", "write each term as `its-id:`"),
        ("glossary: {word: A word.}", "wrong-value", "it needs `term:` and `definition:`"),
        ("glossary: {word: {term: word, definition: x, also: One, sources: [report]}}", "wrong-value", "write `[One]`"),
        ("events: {e: {title: E, date: 2020, place: [[here]], sources: [report]}}", "wrong-value", "write `here`:"),
        ("notes: {n: {at: paragraph 2, body: x}}", "selector-not-found", "write `{paragraph: 2}`"),
        (
            "notes: {n: {at: Friday, body: 'x [@report p. 3]'}}",
            "dangling-reference",
            "before the page: `[@report, p. 3]`",
        ),
        *(
            (
                f"notes: {{n: {{at: Friday, body: x, sources: [{sources}]}}}}",
                "dangling-reference",
                f'with its source: `{{id: {id}, locator: "{page}"}}`',
            )
            for sources, id, page in (
                ("report, p. 3", "report", "p. 3"),
                ("report p. 3", "report", "p. 3"),
                ('"report, pp. 3, 4"', "report", "pp. 3, 4"),
                ("report, 3", "report", "3"),
                ("p. 3", "its-id", "p. 3"),
            )
        ),
        (
            "notes: {n: {at: Friday, body: <u>x</u> <form>y</form>}}",
            "removed-markup",
            "of HTML a body may hold headings",
        ),
        ("quotes: {q: {at: Friday, speaker: importer, sources: [report]}}", "dangling-reference", "blank or a capital"),
        (
            "actors: {bbc: {name: B, kind: state, also: [The BBC]}}\nmentions: {m: {at: Friday, is: The BBC}}",
            "dangling-reference",
            "write `bbc`",
        ),
        ("places:\n  p:\n    name: P\n    coordinates: 52,5, -1,2\n", "wrong-value", "write `[52.5, -1.2]`"),
        ("places: {p: {name: P, coordinates: [-52,5; 1,2]}}", "wrong-value", "write `[-52.5, 1.2]`"),
        ("actors: {a: {name: A, kind: state, sources: The Report}}", "wrong-value", "write `[the-report]`"),
        ("actors: {a: {name: A}}", "missing-key", "One of person, organisation, state"),
        ("actors: {a: {name: A, kind: }}", "wrong-value", "One of person, organisation, state"),
    ],
)
def test_a_likely_mistake_is_told_how_to_mend(annotations: str, rule: str, help: str) -> None:
    [found] = diagnose(dossier(annotations))
    assert (found.rule, help in found.help) == (rule, True), found


def test_words_within_a_word_are_not_found() -> None:
    verify("""
        notes:
          who:
            at: Protest
        #       ^^^^^^^ selector-not-found
            body: The text does not say how many.
        """)


def test_an_ambiguous_selector_says_what_tells_the_passages_apart() -> None:
    [found] = verify("""
        notes:
          which:
            at: the embassy
        #       ^^^^^^^^^^^ selector-ambiguous
            body: The embassy of the United States.
        """)
    assert [note.place.line for note in found.notes if note.place] == [1, 3]


def test_a_position_of_a_claim_has_selectors_too() -> None:
    verify("""
        claims:
          who-came:
            title: Who came?
            positions:
              - {by: The BBC, says: Protesters came., at: Rioters}
        #                                                 ^^^^^^^ selector-not-found
            sources: [report]
        """)


def test_a_form_that_two_records_claim_is_a_fault_where_the_text_has_it() -> None:
    verify("""
        actors:
          bbc: {name: BBC, kind: organisation}
          broadcaster: {name: Broadcaster, kind: organisation, also: [BBC]}
        #                                                             ^^^ shared-form
          cnn: {name: CNN, kind: organisation}
          network: {name: Network, kind: organisation, also: [CNN]}
        """)


def test_a_form_that_is_never_matched_is_not_claimed() -> None:
    verify("""
        actors:
          bbc: {name: BBC, kind: organisation}
          broadcaster: {name: Broadcaster, kind: organisation, match: never, also: [BBC]}
        """)


@pytest.mark.parametrize("date", ["2019-12-27", "2019-12-26/2019-12-28", "2019-12-26~", "2019-12", "2019-12-26/.."])
def test_a_date_that_may_be_the_weekday_of_the_text(date: str) -> None:
    assert rules_of(dossier(f"dates:\n  friday: {{at: On Friday, date: {date}}}\n")) == []


def test_a_date_of_another_weekday_than_the_text_names() -> None:
    [found, _] = verify("""
        dates:
          friday: {at: On Friday, date: 2019-12-26}
        #                               ^^^^^^^^^^ wrong-day
          some-day: {at: {exact: "On Friday the protesters"}, date: 2019-12-28/2020-01-01}
        #                                                           ^^^^^^^^^^^^^^^^^^^^^ wrong-day
        """)
    assert found.message == "the text says Friday, and the date 2019-12-26 is a Thursday"
    assert "the nearest are 2019-12-20 and 2019-12-27" in found.help


@pytest.mark.parametrize(
    ("words", "date", "expected"),
    [
        ("on Tuesday", "2020-12-31", ["wrong-day"]),
        ("on 27 December", "2018-12-27", ["wrong-day"]),
        ("on Tuesday", "2019-12-31", []),
        ("on 27 December 2018", "2018-12-27", []),
        ("on 27 December", "2019-12-29", []),  # what followed
        ("on Tuesday", "2021-01-02", []),  # it is another's day
        ("on 4 June", "2020-06-04", []),
        ("on Tuesday", "2020", []),
        ("on 28 February", "2004-02-29", []),
        ("on Tuesday 3 March 2015", "2015-03-03", []),  # it is a Tuesday in 2020, too
        ("on 3 January in the 1990s", "1992-01-03", []),
        ("on Tuesday 3 March five years ago", "2015-03-03", []),
    ],
)
def test_an_event_a_year_off_its_passage(words: str, date: str, expected: list[str]) -> None:
    event = f"events:\n  it: {{title: They left, date: {date}, sources: [report], at: They left {words}}}\n"
    assert rules_of(dossier(event, seed=f"They left {words} at noon.\n")) == expected


def test_signs_alone_are_no_name_of_anybody() -> None:
    [found] = diagnose(dossier("actors:\n  stranger: {name: '???', kind: person, see: ['...']}\n"))
    assert found.rule == "dangling-reference"
    assert "stranger" not in found.help


def test_the_year_that_is_meant_is_told() -> None:
    event = "events:\n  it: {title: It fell, date: 2020-12-31, sources: [report], at: fell on Tuesday}\n"
    [found] = diagnose(dossier(event, seed="It fell on Tuesday.\n"))
    assert "write 2019-12-31" in found.help


def test_what_came_later_came_after_the_article() -> None:
    verify("""
        notes:
          left:
            at: Protesters left
            sources: [report]
            body: They did.
            later:
            - {known_from: 2019-12-31, body: "A day before. [@report]"}
        #                  ^^^^^^^^^^ wrong-day
            - {known_from: 2020-01-01, body: "On the day. [@report]"}
            - {known_from: 2020, body: "In its year. [@report]"}
        """)


SECOND = "  second: {file: b.txt, title: The second, date: 2019-12-01}\n"


def test_what_came_after_the_first_article_is_later() -> None:
    later = "[{known_from: 2019-12-31, body: So.}]"
    note = f"notes:\n  n: {{at: {{exact: left, article: siege}}, body: They did., later: {later}}}\n"
    files = dossier(note, article=ARTICLE.replace("sources:\n", f"{SECOND}sources:\n", 1))
    assert "wrong-day" not in rules_of({**files, "seeds/b.txt": "The second.\n"})


@pytest.mark.parametrize(
    "author",
    ["Ann Lee, Jane Doe", "Ann Lee and Jane Doe", "Ann Lee, Jan de Vries, and Jane Doe", "Lee, Ann; Doe, Jane"],
)
def test_several_authors_in_one_name(author: str) -> None:
    article = f"articles:\n  siege:\n    file: a.txt\n    title: It ends\n    date: 2020-01-01\n    author: {author}\n"
    verify(dossier(article=f"{article}#           {'^' * len(author)} several-authors\n"))


@pytest.mark.parametrize(
    "author",
    [
        "Lee, Ann",
        "Martin Lee, Jr.",
        "Jan de Vries",
        "Ministry of Foreign Affairs, Iraq",
        "Department of Health and Human Services",
        "The New York Times, City Desk",
        "Lee & Doe",
        "Ann Lee & Sons Ltd",
        "[Ann Lee, Jane Doe]",
        "{family: Lee, given: Ann}",
    ],
)
def test_one_author(author: str) -> None:
    article = f"articles:\n  siege:\n    file: a.txt\n    title: It ends\n    date: 2020-01-01\n    author: {author}\n"
    assert rules_of(dossier(article=article)) == []


def test_a_note_may_say_that_the_text_names_the_wrong_weekday() -> None:
    verify("""
        dates:
          friday: {at: On Friday, date: 2019-12-26}
        notes:
          it-was-thursday: {kind: correction, at: Friday, body: It was a Thursday.}
        """)


@pytest.mark.parametrize(
    ("words", "date", "expected"),
    [
        ("4 February", "2020-02-03", ["wrong-day"]),
        ("on February 4th", "2020-02-03", ["wrong-day"]),
        ("Monday, 4 February 2020", "2020-02-03", ["wrong-day"]),  # once, though the weekday fits
        ("the 4th of February, 2019", "2020-02-04", ["wrong-day"]),
        ("31 June", "2020-06-30", ["wrong-day"]),
        ("on Friday", "0001-01-02", ["wrong-day"]),
        ("on Saturday", "9999-12-31", ["wrong-day"]),
        ("4 February", "2020-02-04", []),
        ("4 February", "2019-02-04", []),
        ("February 4, 2020", "2020-02-03/2020-02-05", []),
        ("4 February", "2019-12/2020-03", []),
        ("4 February", "2020-02-03~", []),
        ("4 February", "2020-02-05/..", []),
        ("the night after 4 February", "2020-02-05", []),
        ("February", "2020-02-03", []),
    ],
)
def test_a_date_of_another_day_than_the_text_names(words: str, date: str, expected: list[str]) -> None:
    annotations = f"dates:\n  day: {{at: {{exact: '{words}'}}, date: {date}}}\n"
    assert rules_of(dossier(annotations, seed=f"They left {words} at noon.\n")) == expected


def test_the_day_of_the_text_is_told() -> None:
    [found] = diagnose(
        dossier("dates:\n  day: {at: 4 February, date: 2020-02-03}\n", seed="They left on 4 February.\n")
    )
    assert found.message == "the text says 4 February, and the date is 3 February 2020"


# Words, dates that they may mean, and dates that they contradict.
SAID = [
    ("in 2009", "2009 2009-03-07 2009-03/2009-05 2005/2012 ../2012 2010~ 200X", "2010 2010/.. ../2008 201X"),
    ("between 2014 and 2016", "2014/2016 2015", "2013"),
    ("in 2016 and 1995", "1995 2016", "1994"),
    ("since 2018", "2018/.. 2018 2018-05/2024 ../2024 2012~/..", "2012/.. 2019/.. 2017/2018 2020"),
    ("since 2014", "2014/..", "2015/.."),
    ("until 2018", "../2018 2012/2018 2012/..", "../2012 2018/2019"),
    ("by 2018", "../2018 2017 2012", ""),
    ("after 2018", "2019 2018/..", ""),
    ("in October", "2023-10 2023-10-05 2023-09/2023-11 2023 2023-23", "2023-11 2023-11-25 2023-11/2023-12 2023-24"),
    ("since last October", "2023-10/.. 2023/..", "2023-11/.. 2022-11/2023-10"),
    ("until October", "../2023-10 2023-05/2023-10-08", "../2023-09 2023-10/2023-12"),
    ("October 2023", "2023-10 2023", "2022-10 2023-09 2022"),
    ("in October last year", "2022-10", "2022-09"),
    ("between March and May", "2023-04 2023-03/2023-05", ""),
    ("at the end of March 2020", "2020-03-31 2020-03", "2020-05 2019-03-31"),
    ("the summer of 1989", "1989-22 1989-22~ 1989-07 1989-12/1990-02 1990-01 1989", "1990 1990-07 1989-11 1989-24"),
    ("since the summer of 1989", "1989-22~/.. 1989-22/..", "1990/.. 1989-24/.."),
    ("last autumn", "2023-23 2023-09-10 2023-12-20 2024-04", "2023-07 2023-24 2023-22"),
    ("in the winter of 2019", "2019-01 2018-24 2019-24 2020-02", "2020-24 2018-01 2019-10 2020"),
    ("at Christmas", "2023-12-25 2023-12-25~ 2024-01-07 2023-12 2023", "2023-11-25 2023-11"),
    ("on Christmas Eve", "2023-12-24", "2023-02-24"),
    ("over Easter", "2023-04-09 2024-05-05", "2023-02"),
    ("New Year's Eve", "2019-12-31 2020-01-01", "2020-03-31"),
    ("around 2015", "2014 2015", ""),
    ("about 2015", "2016", ""),
    ("towards 2020", "2019-12", ""),
    ("at the turn of 2020", "2019-12-31 2020-01-01", ""),
    ("the 1900s", "1905 1950 190X", "1890 2001"),
    ("the 1990s", "1995 199X 1989/1991 1988/..", "2001 198X"),
    ("in the mid-1990s", "1995", "1989"),
    ("earlier in the month", "2020-01", ""),
    ("in recent years", "2012/2019", ""),
    ("the May talks", "2020-06", ""),
    ("Ward 2009", "2020", ""),
    ("six years after 2009", "2015", ""),
]


@pytest.mark.parametrize(("words", "dates", "others"), SAID)
def test_a_date_of_another_year_or_season_than_the_text_names(words: str, dates: str, others: str) -> None:
    told = [date for date in f"{dates} {others}".split() if rules_of(_dated(words, date)) == ["wrong-day"]]
    assert told == others.split()


def test_no_words_stop_the_check_of_a_date() -> None:
    dates = {date for _, dates, others in SAID for date in f"{dates} {others}".split()}
    dates |= {"0001-01-01", "9999-12-31", "9999/..", "../0001", "20XX", "2018-XX-XX"}
    found = dict.fromkeys((words, date) for words, _, _ in SAID for date in dates)
    assert {may_mean(words, parse(date)) for words, date in found} == {True, False}


def _dated(words: str, date: str) -> Files:
    return dossier(f'dates:\n  it: {{at: {{exact: "{words}"}}, date: {date}}}\n', seed=f"They left {words} at noon.\n")


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("exact: embassy", "“embassy” occurs in the text 2 times, but it is not certain which is meant"),
        ("exact: Protesters, suffix: stayed", "“Protesters” is in the text, but it is not certain that it is meant"),
        ("start: Friday, end: noon", "“Friday” is in the text, but it is not certain that it is meant"),
        ("exact: bass", "“bass” is no longer in the text"),
        ("paragraph: 2", "the paragraph is no longer in the text"),
    ],
)
def test_why_an_orphan_has_no_passage(selector: str, reason: str) -> None:
    [found] = diagnose(dossier(f"notes:\n  n: {{at: {{{selector}, orphan: true}}, body: x}}\n"))
    assert found.message == f"`n` has lost its passage: {reason}"


def test_a_drafts_orphan_is_no_warning() -> None:
    assert rules_of(dossier("notes: {n: {status: draft, at: {exact: gone, orphan: true}, body: x}}")) == []


# What refers to what


def test_a_reference_in_each_sort_of_field() -> None:
    verify("""
        actors:
          bbc:
            name: BBC
            kind: organisation
            body: A broadcaster [@reprot]; see [[embasy]] and [[embassy|the embassy]].
        #                       ^^^^^^^^^ dangling-reference
        #                                      ^^^^^^^^^^ dangling-reference
            relations:
              - {is: part of, of: nobody, sources: [report]}
        #                         ^^^^^^ dangling-reference
            see: [broadcaster, embassy]
        #         ^^^^^^^^^^^ dangling-reference
        places:
          embassy: {name: US embassy, kind: building}
        dossier:
          settings: {relations: {part of: includes}}
        """)


def test_the_second_of_two_equal_links_is_marked() -> None:
    verify("""
        background:
          embassy:
            title: The embassy
            sources: [report]
            body: |
              By `[[nobody]]` itself a link is no link, but
              here [[nobody]]
        #          ^^^^^^^^^^ dangling-reference
              and [[nobody]] are.
        #         ^^^^^^^^^^ dangling-reference
        """)


@pytest.mark.parametrize(
    ("reference", "help"),
    [
        ("us-embasy", "did you mean `us-embassy`? If not, add a record with this id"),
        ("US_Embassy", "write `us-embassy`: ids are small letters, digits and hyphens"),
        ("usembassy", "write `us-embassy`: ids are small letters, digits and hyphens"),
        ("us", "did you mean `us-embassy`? If not, add a record with this id"),
        ("torn-of", "did you mean `torn-off`? If not, add a record with this id"),  # which cannot be read
        ("the-american-embassy", "did you mean `us-embassy`? If not, add a record with this id"),
        ("The American Embassy", "write `us-embassy`: ids are small letters, digits and hyphens"),
        ("zzz", "add a record with this id, or take the reference away"),
        ("massey", "add a record with this id, or take the reference away"),
    ],
)
def test_the_cure_of_a_dangling_reference(reference: str, help: str) -> None:
    embassy = f"  us-embassy: {{name: US embassy, also: [The American embassy], see: [{reference}]}}\n"
    [found] = [
        d for d in diagnose(dossier(f"places:\n{embassy}  torn-off: {{name: [Torn]}}\n")) if d.rule != "wrong-value"
    ]
    assert (found.rule, found.help) == ("dangling-reference", help)


def test_the_nearest_id_is_of_the_kind_that_is_needed() -> None:
    [found] = verify("""
        actors:
          reports: {name: Reports, kind: organisation, sources: [repotr]}
        #                                                        ^^^^^^ dangling-reference
        """)
    assert found.help == "did you mean `report`? If not, add a record with this id below `sources:`"


def test_an_id_of_another_kind_is_not_proposed() -> None:
    [found] = verify("""
        actors:
          bridge: {name: The bridge, kind: crowd}
        events:
          closed: {title: The bridge is closed, date: 2021-03-01, place: old-bridge, sources: [report]}
        #                                                                ^^^^^^^^^^ dangling-reference
        """)
    assert found.help == "add a record with this id below `places:`, or take the reference away"


def test_a_citation_in_the_brackets_of_a_link() -> None:
    [found] = verify("""
        notes:
          which:
            at: Protesters left
            body: "They left [[@report]]."
        #                    ^^^^^^^^^^^ dangling-reference
        """)
    assert found.help == "a citation has one pair of brackets: `[@report]`"


def test_a_speaker_may_be_a_name_but_not_a_missing_id() -> None:
    verify("""
        quotes:
          first: {speaker: A passer-by, at: Protesters left, sources: [report]}
          second: {speaker: passer-by, at: On Friday, sources: [report]}
        #                   ^^^^^^^^^ dangling-reference
        """)


def test_who_is_named_in_words_although_an_actor_may_have_the_name() -> None:
    found = verify("""
        actors:
          ana: {name: Ana Lúcia Prado, also: [The mayor], kind: person}
          rui: {name: Rui Prado, kind: person}
          draft: {name: Somebody, kind: person, status: draft}
          lines: {name: Hale Lines, kind: organisation}
        quotes:
          first: {speaker: Ana Lúcia Prado, addressee: A passer-by, at: Protesters left, sources: [report]}
        #                  ^^^^^^^^^^^^^^^ unlinked-speaker
          second: {speaker: Somebody, addressee: Lines, at: On Friday, sources: [report]}
          third: {speaker: "Prado, a neighbour", addressee: Nuno Prado, at: the BBC, sources: [report]}
        claims:
          which:
            title: Did they?
            positions:
              - {by: ana, says: No, sources: [report]}
              - {by: Ms Prado, says: No, sources: [report]}
        #            ^^^^^^^^ unlinked-speaker
              - {by: the Mayor, says: No, sources: [report]}
        #            ^^^^^^^^^ unlinked-speaker
          draft-of-another: {title: Did they?, positions: [{by: Prado, says: No}], status: draft}
        """)
    assert [one.message for one in found[:2]] == [
        "`Ana Lúcia Prado` is named in words, and may be Ana Lúcia Prado (`ana`)",
        "`Ms Prado` is named in words, and may be Ana Lúcia Prado (`ana`) or Rui Prado (`rui`)",
    ]
    assert "say more than the name: `Ms Prado, a neighbour`" in found[1].help


def test_the_questions_of_a_proposal_in_what_is_published() -> None:
    quote, *_ = verify("""
        quotes:
          first: {speaker: Not yet known, at: Protesters left, sources: [report]}
        #                  ^^^^^^^^^^^^^ open-question
        glossary:
          tsb: {term: TSB, definition: To be written., sources: [report]}
        #                              ^^^^^^^^^^^^^^ open-question
        claims:
          whose: {title: Whose?, positions: [{by: Ann or Dan?, says: Mine., sources: [report]}]}
        #                                         ^^^^^^^^^^^ open-question
        dates:
          second: {at: Protesters, date: 2020-01-01, body: "Only the text tells: to be completed."}
        #                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ open-question
          third: {at: Protesters, date: 2020-01-01, body: "The nearest: to be confirmed. The Monday."}
        #                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ open-question
          fourth: {at: Protesters, date: 2020-01-01, body: It was to be confirmed. Not yet known to us.}
        """)
    assert quote.help == "answer it, or keep `first` a draft"


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("issued: 2020-01-01", "`publisher` (The Daily), `author` (Ann Lee, Jan Moe)"),
        ("author: Ann Lee", "`issued` (2020-01-01), `publisher` (The Daily); if that is not the day of publication"),
    ],
)
def test_all_that_the_article_says_more_than_its_source_is_told(keys: str, told: str) -> None:
    more = "publisher: The Daily, author: [Ann Lee, Jan Moe], sources: [paper]"
    article = f"articles:\n  siege: {{file: a.txt, title: The end, date: 2020-01-01, {more}}}\n"
    source = f"sources:\n  paper: {{type: article-newspaper, title: The end, {keys}}}\n"
    [found] = diagnose(dossier(article=article + source))
    assert found.help.partition(", mend")[0] == f"write what the article has: {told}"


def test_a_citation_of_what_is_no_source() -> None:
    [found] = verify("""
        places:
          embassy: {name: US embassy, kind: building}
        notes:
          which:
            at: Protesters left
            body: "They left [@embassy]."
        #                    ^^^^^^^^^^ wrong-kind
        """)
    assert found.message == "`embassy` is a place; a source is needed here"
    assert "[[embassy]]" in found.help


def test_a_link_may_lead_to_any_kind() -> None:
    verify("""
        notes:
          which:
            at: Protesters left
            body: See [[report]], [[siege]] and [[which]].
        """)


def test_a_place_lies_in_a_place_or_a_state() -> None:
    [found] = verify("""
        actors:
          udw: {name: Dockers, kind: organisation}
          iraq: {name: Iraq, kind: state}
        places:
          hall: {name: The hall, in: udw}
        #                            ^^^ wrong-kind
          gate: {name: The gate, in: iraq}
          door: {name: The door, in: hall}
        """)
    assert found.message == "`udw` is an organisation; a place or state is needed here"


def test_the_ends_of_a_passage_that_are_swapped() -> None:
    [found] = verify("""
        notes:
          which:
            at: {start: the embassy, end: Protesters}
        #                                 ^^^^^^^^^^ selector-not-found
            body: They did.
        """)
    assert found.help == "`Protesters` stands before `the embassy`: swap the two"


def test_no_place_lies_within_itself() -> None:
    found = verify("""
        places:
          hall: {name: The hall, in: hall}
        #                            ^^^^ wrong-kind
          gate: {name: The gate, in: door}
        #                            ^^^^ wrong-kind
          door: {name: The door, in: gate}
        #                            ^^^^ wrong-kind
          step: {name: The step, in: door}
        """)
    assert found[0].message == "`hall` would lie within itself"


def test_a_draft_may_refer_to_a_draft() -> None:
    verify("""
        places:
          embassy: {name: US embassy, status: draft, see: [compound]}
          compound: {name: The compound, status: draft, in: embassy}
          gate: {name: The gate, in: compound}
        #                            ^^^^^^^^ draft-reference
        """)


def test_a_relation_without_inverse_is_reported_once_with_its_other_uses() -> None:
    [found] = verify("""
        dossier:
          settings: {relations: {member of: members}}
        actors:
          bbc: {name: BBC, kind: organisation, relations: [{is: membr of, of: ebu}]}
        #                                                       ^^^^^^^^ relation-without-inverse
          rai: {name: RAI, kind: organisation, relations: [{is: membr of, of: ebu}]}
          ard: {name: ARD, kind: organisation, relations: [{is: member of, of: ebu}]}
          ebu: {name: EBU, kind: organisation}
        """)
    assert found.help == "did you mean `member of`?"
    assert [note.place.line for note in found.notes if note.place] == [5]


# What rests on what


def test_records_that_always_state_something() -> None:
    verify("""
        events:
          siege-ends: {title: The siege ends, date: 2020-01-01}
        # ^^^^^^^^^^ uncited-statement
          cited-in-its-text: {title: The siege ends, date: 2020-01-01, body: "They left. [@report]"}
          unfinished: {title: The siege ends, date: 2020-01-01, status: draft}
        quotes:
          somebody: {speaker: Somebody, at: Protesters left}
        # ^^^^^^^^ uncited-statement
          by-its-original: {speaker: Somebody, at: On Friday, original: {text: Friday, sources: [report]}}
        claims:
          who: {title: Who was it?, positions: [{by: Somebody, says: It was nobody.}]}
        # ^^^ uncited-statement
        """)


def test_records_that_state_something_in_words() -> None:
    verify("""
        actors:
          bare: {name: Somebody, kind: person}
          told: {name: Somebody else, kind: person, summary: He was there.}
        # ^^^^ uncited-statement
          rests: {name: A third, kind: person, summary: He was there., sources: [report]}
        glossary:
          sit-in: {term: sit-in, definition: A protest.}
        # ^^^^^^ uncited-statement
        notes:
          which: {at: Protesters left, body: A note speaks of the text itself.}
        dates:
          friday: {at: On Friday, date: 2019-12-27, body: The Friday before.}
        """)


def test_each_paragraph_without_a_citation_is_marked_by_its_first_words() -> None:
    verify("""
        background:
          embassy:
            title: The embassy
            body: |
              It stands by the river [@report].

              It opened in 2009, and it
        #     ^^^^^^^^^^^^^^^^^^^^^^^^^ uncited-statement
              is large.

              - It has guards [@report].
              - It has a *garden*.
        #       ^^^^^^^^^^^^^^^^^^ uncited-statement
        """)


def test_words_of_a_folded_text_are_marked_as_far_as_they_stand_in_one_line() -> None:
    verify("""
        background:
          embassy:
            title: The embassy
            body: >-
              It stands by the river [@report]. It opened
        #                                       ^^^^^^^^^ uncited-statement
              in 2009, they say.
        """)


def test_equal_words_are_told_apart() -> None:
    verify("""
        background:
          embassy:
            title: The embassy
            body: |
              It is large [@report].

              It is large
        #     ^^^^^^^^^^^ uncited-statement
        """)


def test_a_part_with_sources_of_its_own_needs_no_citation() -> None:
    verify("""
        claims:
          who:
            title: Who was it?
            positions:
              - {by: Somebody, says: It was nobody., sources: [report]}
              - {by: Another, says: It was somebody.}
        #                           ^^^^^^^^^^^^^^^^ uncited-statement
        """)


def test_what_became_known_later_needs_a_citation_too() -> None:
    verify("""
        places:
          embassy:
            name: US embassy
            body: It was empty [@report].
            later:
              - {known_from: 2020-01-05, body: It was full again.}
        #                                      ^^^^^^^^^^^^^^^^^^ uncited-statement
        """)


def test_a_source_is_used_by_a_field_or_a_citation_but_not_by_itself() -> None:
    verify("""
        actors:
          bbc: {name: BBC, kind: organisation, summary: "Founded in 1922 [@one].", sources: [{id: two, locator: p. 3}]}
        sources:
          one: {type: book, title: One}
          two: {type: book, title: Two}
          three: {type: book, title: Three, note: "Not the same as [@three] in print."}
        # ^^^^^ unused-source
        """)


# What would be published as it stands


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("They left [@report", "[@report"),
        ("They left [@report, p. 3. See [@report].", "[@report,"),
        ("They left [@report}.", "[@report}"),
        ("They left [@report\n\nand came back].", "[@report"),
        ("They left [ @report].", "[ @report]"),
        ("They left @report].", "@report]"),
        ("They left (@report, p. 3].", "@report,"),
        ("See [[siege", "[[siege"),
        ("See [[siege].", "[[siege]"),
        ("See [siege]].", "[siege]]"),
        ("See siege]].", "siege]]"),
        ("See [[siege|the end.", "[[siege|the"),
        ("See [[siege|]].", "[[siege|]]"),
        ("See [[]].", "[[]]"),
        ("See [ [siege]].", "[ [siege]]"),
        ("See [[siege|the [last] end]].", "[[siege|the"),
        ("They left {.later}.", "{.later}"),
        ("They left.[^1]", "[^1]"),
        ("!!! note\n    They left.", "!!! note"),
        ("They ~~came~~ left.", "~~came~~"),
        ("They **left.", "**left"),
        ("See [the siege](https://example.org/siege.", "](https://example.org/siege."),
        ("They left @report.", "@report"),
    ],
)
def test_a_slip_would_be_published_as_it_stands(body: str, marked: str) -> None:
    [found] = diagnose(dossier(f"notes:\n  who:\n    at: Protesters left\n    body: |-\n{indent(body, ' ' * 6)}\n"))
    line = found.place.line - 5
    assert found.rule == "stray-markup"
    assert body.splitlines()[line][found.place.column - 7 : found.place.end_column - 7] == marked
    assert found.help


@pytest.mark.parametrize(
    "body",
    [
        "They left [@report] [@report, p. 3; @report].",
        "They left [@report][@report][[siege]].",
        "See [[siege|the siege,\nat its end]] [@report,\np. 3].",
        "Written `[@report` and `[[siege`.",
        "~~~\n[@report\n[^1]\n~~~",
        r"He wrote \[@report and \[[siege, and \[@report].",
        "[[The] president said [sic]], [[sic] now](https://example.org), [1].",
        "[@somebody](https://example.org/@somebody), [the siege](https://example.org/siege_(2020)).",
        "[the [siege]](https://example.org 'A title') of 2**3 {men}, ***all*** **of them**",
        "Write to somebody@example.org] or not, to a@report or to @siege.",
        "See [siege], \\[the-siege] and [the-siege][report].\n\n[report]: https://example.org",
        "[a](#b), [a](/places/) [a](mailto:a@b.org) `[a](b)` \\[a](b) [a] (b)",
        "[a](/) [a](/articles/siege/#p1) [a](/sources/#report) [a](/quotes/page_2/) [a](/map.pdf) [a](/articles)",
        '<a href="/timeline/">a</a> <a href="https://example.org">a</a> <a href="//b.org">a</a> `<a href="b">`',
    ],
)
def test_what_is_meant_as_it_stands_is_no_slip(body: str) -> None:
    assert rules_of(dossier(f"notes:\n  who:\n    at: Protesters left\n    body: |-\n{indent(body, ' ' * 6)}\n")) == []


ELSEWHERE = (
    "a link to a record is written `[[id]]` or `[[id|words]]`; another page of this site is `/page/`, others `https://`"
)


@pytest.mark.parametrize(
    ("link", "help"),
    [
        ("[Port Merrow](port-merrow)", "did you mean `[[port-merrow]]`?"),
        ("[the [old] port](../places/port-merrow.md)", "did you mean `[[port-merrow]]`?"),
        ("[the port](<port-merrow/#now> 'A title')", "did you mean `[[port-merrow]]`?"),
        ("[the port](/actors/port-merrow/)", "did you mean `[[port-merrow]]`?"),
        ("<a href='port-merrow'>", "did you mean `[[port-merrow]]`?"),
        *((link, ELSEWHERE) for link in ("[the port](port)", "[the port](/places/port/)", "[the port](/port/#now)")),
        *((link, ELSEWHERE) for link in ("<a title=x href='/port'>", "<a href=port>")),
    ],
)
def test_a_link_within_the_site_leads_nowhere(link: str, help: str) -> None:
    [found] = verify(f"""
        places:
          port-merrow: {{name: Port Merrow}}
        notes:
          who:
            at: Protesters left
            body: To {link} (port).
        #            {"^" * len(link)} stray-markup
        """)
    assert (found.severity, found.help) == (Severity.WARNING, help)
    assert found.message == f"`{link}` would lead nowhere"


def test_a_link_to_a_page_written_by_hand() -> None:
    links = "[a](/about/), [b](/more/us/), [d](/to%20us/), [f](/%C3%BCber/) and [c](/us/)"
    pages = dict.fromkeys(["docs/about.md", "docs/more/us.md", "docs/to us.md", "docs/über.md"], "# Us\n")
    [found] = diagnose({**dossier(f"notes:\n  who: {{at: Protesters left, body: 'To {links}.'}}\n"), **pages})
    assert found.message == "`[c](/us/)` would lead nowhere"


def test_an_id_in_one_pair_of_brackets_is_meant_for_a_link() -> None:
    verify("""
        actors:
          red-cross: {name: Red Cross, kind: organisation}
        notes:
          who:
            at: Protesters left
            body: The [red-cross] was there, and the [cross].
        #             ^^^^^^^^^^^ stray-markup
        """)


def test_a_citation_that_is_not_closed_is_one_fault() -> None:
    verify("""
        actors:
          bbc:
            name: BBC
            kind: organisation
            summary: A broadcaster [@letter.
        #                          ^^^^^^^^ stray-markup
        sources:
          letter: {type: document, title: A letter}
        """)


def test_the_pages_written_by_hand_are_checked_like_bodies() -> None:
    page = "# Home\n\nSee [[siege]], [[sieg]] and `[[code]]`.\n\nIt says so [@report, p. 3] [@reprot] [@report.\n"
    found = diagnose({**dossier(""), "docs/index.md": page})
    places = [
        (d.rule, d.place.file, d.place.line, page.splitlines()[d.place.line - 1][d.place.column - 1 :]) for d in found
    ]
    assert places == [
        ("dangling-reference", "docs/index.md", 3, "[[sieg]] and `[[code]]`."),
        ("dangling-reference", "docs/index.md", 5, "[@reprot] [@report."),
        ("stray-markup", "docs/index.md", 5, "[@report."),
    ]
    assert [d.help.partition("?")[0] for d in found[:2]] == ["did you mean `siege`", "did you mean `report`"]


def test_a_page_written_by_hand_that_is_no_text() -> None:
    assert rules_of({**dossier(""), "docs/index.md": b"caf\xe9"}) == ["not-utf8"]


def test_a_link_in_a_field_that_holds_none() -> None:
    [found] = verify("""
        actors:
          bbc: {name: BBC, kind: organisation, role: "A broadcaster [@report]"}
        #                                                           ^^^^^^^^^ stray-markup
        """)
    assert "below `sources`" in found.help


def test_names_in_typographic_quotation_marks() -> None:
    [found, *_] = verify("""
        actors:
          tom: {name: “Tom Quayle”, kind: person, also: [“Ms Halvorsen”, Tom “the Docker”, ‘Quayle’, “A” and “B”]}
        #             ^^^^^^^^^^^^ stray-markup
        #                                                ^^^^^^^^^^^^^^ stray-markup
        #                                                                                  ^^^^^^^^ stray-markup
        glossary:
          sit-in: {term: „sit-in“, definition: “A protest.”, sources: [report]}
        #                ^^^^^^^^ stray-markup
        background:
          title: {title: “The end”}
        quotes:
          first: {speaker: “A passer-by”, at: Protesters left, sources: [report]}
        #                  ^^^^^^^^^^^^^ stray-markup
        """)
    assert found.help == "take them away, or write straight ones: YAML knows no others"


@given(st.text(st.sampled_from("[]@a|\\`({ \n"), max_size=60))
def test_strays_are_parts_of_the_text_and_no_links(text: str) -> None:
    links = [(name.start, name.start + len(name.words)) for name in named(text)]
    for start, end in strays(text):
        assert start < end <= len(text)
        assert not any(low <= start < high for low, high in links)


# Which sentences lack a citation


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("It opened in 2009.", ["It opened in 2009."]),
        ("It opened [@a].", []),
        ("It opened. [@a]", []),
        ("It opened [@a] in 2009; see [[embassy]].", []),
        ("It opened [@a]. See also [[embassy|the embassy]].", []),
        ("It opened [@a]. See [[embassy]]. It closed.", ["See [[embassy]]. It closed."]),
        ("He was seen in [[embassy]].", ["He was seen in [[embassy]]."]),
        ("It opened [@a; @b, p. 3] [@c].", []),
        ("It opened [@a]. It closed.", ["It closed."]),
        ("It opened. [@a] It closed.", ["It closed."]),
        ("It opened. [@a] [@b] “It closed,” he said.", ["“It closed,” he said."]),
        ("It opened. It closed [@a].", []),
        ('He called it "open" [@a]." Then he left.', ["Then he left."]),
        ("Mr. Smith [@a] met J. Brown.", []),
        ("Cited in code: `[@a]`.", ["Cited in code: `[@a]`."]),
        ("**It opened.**", ["**It opened.**"]),
        ("Two things are known:\n\n- one [@a]\n- two", ["two"]),
        ("# It opened\n\nIn 2009\n=======\n\nIt did [@a].", []),
        ("| year | what |\n|---|---|\n| 2009 | opened |", []),
        ("```\nIt opened.\n```\n\n    It opened.\n\n~~~\n[@a]\n~~~", []),
        ("- It opened [@a].\n\n    It closed.", ["It closed."]),
        ("> It opened,\n> and it closed.", ["It opened,\n> and it closed."]),
        ("sit-in\n:   A protest.", ["A protest."]),
        ("It opened in\n2009. It closed [@a].", []),
        ("---\n\n* * *", []),
        ("大使館は二〇〇九年に開いた。[@a]閉じた。", ["閉じた。"]),
        ("", []),
        ("\n\n  \n", []),
    ],
)
def test_what_lacks_a_citation(text: str, lacking: list[str]) -> None:
    assert [text[start:end] for start, end in uncited(text)] == lacking


@pytest.mark.parametrize("text", ["", "a", "\n", "```", "- ", "> ", "a\n\n\nb", ":\n:", "    a", "|\n-|-"])
def test_paragraphs_lie_within_the_text(text: str) -> None:
    for start, end in paragraphs(text):
        assert text[start:end].strip()


@pytest.mark.parametrize("file", ["sources.yml", "actors/people.yml", "dossier.yml", "article.yml"])
def test_a_file_that_cannot_be_read_is_one_fault(file: str) -> None:
    files: dict[str, str | bytes] = {}
    root = Path(__file__).parents[1]
    for folder in ("seeds", "annotations"):
        for path in sorted((root / folder).rglob("*.*")):
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    files[f"annotations/{file}"] = b"slip: [\n" + bytes(files[f"annotations/{file}"])
    assert rules_of(files) == ["not-yaml"]
