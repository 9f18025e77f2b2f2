"""What the text still lacks, as records to add: the right ones, once, and as drafts."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder import cli, edtf
from builder.marks import marked
from builder.suggestions import Suggestion, drafts, suggest
from builder.text import normalised
from builder.times import may_mean
from builder.turning import CHOICES, turned
from builder.yaml_reader import read_document
from builder.yaml_writer import Uneditable, flow
from tests.dossiers import Files, check, dossier, rules_of

BAGHDAD = next(Path("seeds").glob("*.txt")).read_text(encoding="utf-8")
ARTICLE = "articles:\n  siege: {file: a.txt, title: The siege, date: 2020-01-01}\n"  # a Wednesday


def proposals(text: str, annotations: str = "") -> list[Suggestion]:
    """What is proposed for a text beside some annotations."""
    return suggest(check(dossier(annotations, seed=text, article=ARTICLE))[0])


NEW = [
    pytest.param(
        "He met Anna Karenina. Later Mrs Karenina left.",
        ["actors anna-karenina: {name: Anna Karenina, kind: person, also: [Karenina]}"],
        id="one name, two forms",
    ),
    pytest.param(
        "He met President Adil Salih. Salih left.",
        ["actors adil-salih: {name: Adil Salih, kind: person, also: [Salih]}"],
        id="a surname at the beginning of a sentence",
    ),
    pytest.param(
        "He met Khataeb Hizbollah, and Kataib Hizbollah.",
        ["actors kataib-hizbollah: {name: Kataib Hizbollah, kind: person?, also: [Khataeb Hizbollah]}"],
        id="two spellings",
    ),
    pytest.param(
        "He was in Basra, near Basra, the Basra-backed and the Basran.",
        ["places basra: {name: Basra}"],
        id="a place, and what is made from its name",
    ),
    pytest.param(
        "The company Brandt Lines left.",
        ["actors brandt-lines: {name: Brandt Lines, kind: organisation}"],
        id="what the word before a name says",
    ),
    pytest.param(
        "The Air Mobilisation Forces (AMF) left; the AMF said so.",
        ["actors air-mobilisation-forces: {name: Air Mobilisation Forces, kind: organisation, also: [AMF]}"],
        id="an acronym behind its words",
    ),
    pytest.param(
        "An IED (improvised explosive device) lay there.",
        ["glossary ied: {term: improvised explosive device, also: [IED], definition: To be written.}"],
        id="an acronym before its words",
    ),
    pytest.param(
        "The AP was there.",
        ["glossary ap: {term: AP, definition: To be written.}"],
        id="an acronym alone",
    ),
    pytest.param(
        "He came to Basra. Basra slept. There was no light in Basra, and Basra slept.",
        ["places basra: {name: Basra}"],
        id="one is in places alone",
    ),
    pytest.param(
        "The mayor of Oldport left, residents of San Mateo said.",
        ["places oldport: {name: Oldport}", "places san-mateo: {name: San Mateo}"],
        id="a place has a mayor",
    ),
    pytest.param(
        "They swam. Lago Verde dries up.",
        ["places lago-verde: {name: Lago Verde}"],
        id="a lake",
    ),
    pytest.param(
        "Then Green Future (GF) left.",
        ["actors green-future: {name: Green Future, kind: organisation, also: [GF]}"],
        id="an acronym is an organisation's",
    ),
    pytest.param(
        "A ship sank off Lindsey, says the Marlow Gazette.",
        ["places lindsey: {name: Lindsey}", "actors marlow-gazette: {name: Marlow Gazette, kind: organisation}"],
        id="a newspaper, and a coast",
    ),
    pytest.param(
        "“We go,” said Ana Prado.",
        ["quotes we-go: {speaker: Ana Prado, at: We go}", "actors ana-prado: {name: Ana Prado, kind: person}"],
        id="who speaks",
    ),
    pytest.param(
        "They liked Ana Prado, 43, at once.",
        ["actors ana-prado: {name: Ana Prado, kind: person}"],
        id="who has an age",
    ),
    pytest.param(
        "He met the Instituto del Agua.",
        ["actors instituto-del-agua: {name: Instituto del Agua, kind: organisation?}"],
        id="small words in a name",
    ),
    pytest.param(
        "The Dockers' Union (DU) left. The DU spoke German and wrote in English.",
        ["actors dockers-union: {name: Dockers' Union, kind: organisation, also: [DU]}"],
        id="an apostrophe, and no language",
    ),
    pytest.param(
        "They took the Saint Brendan to Velmora, then Norrgard & Sons left.",
        [
            "actors saint-brendan: {name: Saint Brendan, kind: organisation?}",
            "places velmora: {name: Velmora}",
            "actors norrgard-sons: {name: Norrgard & Sons, kind: organisation}",
        ],
        id="a ship is no person",
    ),
    pytest.param(
        "They sued Hale Halcyon, the town's largest bank, and Lieutenant-Commander Ana Rey y Vega, at Gate 4.",
        [
            "actors hale-halcyon: {name: Hale Halcyon, kind: organisation}",
            "actors ana-rey-y-vega: {name: Ana Rey y Vega, kind: person}",
        ],
        id="an apposition, a double title",
    ),
    pytest.param(
        "A minister resigned. Minister of the Interior Paul van der Berg met Sgt. Tom Quist. Van der Berg told us.",
        [
            "actors paul-van-der-berg: {name: Paul van der Berg, kind: person, also: [Van der Berg]}",
            "actors tom-quist: {name: Tom Quist, kind: person}",
        ],
        id="offices and ranks",
    ),
    pytest.param(
        "Neither the Karst Courier nor the Lenz Water Authority saw the Lenz valley. The Authority left Karst.",
        [
            "actors karst-courier: {name: Karst Courier, kind: organisation}",
            "actors lenz-water-authority: {name: Lenz Water Authority, kind: organisation}",
            "places lenz: {name: Lenz}",
            "actors karst: {name: Karst, kind: organisation?}",
        ],
        id="what is called after a place is not the place",
    ),
    pytest.param(
        "Swiss prosecutors and Spanish firefighters came with the Swiss firm Brunner AG. They like Brunner.",
        ["actors brunner-ag: {name: Brunner AG, kind: organisation, also: [Brunner]}"],
        id="peoples are no names, firms are shortened",
    ),
    pytest.param(
        "The Sailors' and Dockers' Union (SDU) left. The SDU met the Office for Aid in Asia (OAA).",
        [
            "actors sailors-and-dockers-union: {name: Sailors' and Dockers' Union, kind: organisation, also: [SDU]}",
            "actors office-for-aid-in-asia: {name: Office for Aid in Asia, kind: organisation, also: [OAA]}",
        ],
        id="a joint name is one, whatever its parts are",
    ),
    pytest.param(
        "The NRP of Prime Minister Ivo Drag met Judge Ana Rey of Castle Court. Rey's Civic Union likes Rey.",
        [
            "glossary nrp: {term: NRP, definition: To be written.}",
            "actors ivo-drag: {name: Ivo Drag, kind: person}",
            "actors ana-rey: {name: Ana Rey, kind: person, also: [Rey]}",
            "actors castle-court: {name: Castle Court, kind: organisation}",
            "actors civic-union: {name: Civic Union, kind: organisation}",
        ],
        id="whose office or party it is",
    ),
    pytest.param(
        "The Transport Minister, Al Crewe, met Hanne Brix MP, in Ulm and Bonn. In Kyme it rained.",
        [
            "actors al-crewe: {name: Al Crewe, kind: person?}",
            "actors hanne-brix: {name: Hanne Brix, kind: person}",
            "places ulm: {name: Ulm}",
            "places bonn: {name: Bonn}",
            "places kyme: {name: Kyme}",
        ],
        id="an office, an honour, two places",
    ),
    pytest.param(
        "He was in Lesk. She heard Radio Lesk in Lesk East.",
        [
            "places lesk: {name: Lesk}",
            "actors radio-lesk: {name: Radio Lesk, kind: organisation}",
            "places lesk-east: {name: Lesk East}",
        ],
        id="a town is not its station, nor a part of it",
    ),
    pytest.param(
        "They saw Harrow Quays, which is a firm, and Cole & Hope.",
        [
            "actors harrow-quays: {name: Harrow Quays, kind: organisation?}",
            "actors cole-hope: {name: Cole & Hope, kind: organisation}",
        ],
        id="firms are no persons",
    ),
    pytest.param(
        "The mayor, Ana Rao of Labour, left. The Chamber of Commerce met the Royal College of Surgeons.",
        [
            "actors ana-rao: {name: Ana Rao, kind: person?}",
            "actors chamber-of-commerce: {name: Chamber of Commerce, kind: organisation?}",
            "actors royal-college-of-surgeons: {name: Royal College of Surgeons, kind: organisation?}",
        ],
        id="whose party it is",
    ),
    pytest.param(
        "They met Lomax and Pryde, a firm that Owen Pryde runs. Then Lomax and Pryde left; Pryde stayed.",
        [
            "actors lomax-and-pryde: {name: Lomax and Pryde, kind: organisation}",
            "actors owen-pryde: {name: Owen Pryde, kind: person?}",
        ],
        id="a firm of two partners, one of whom may be somebody else",
    ),
    pytest.param(
        "He saw Hart and Pryde. Owen Pryde left.",
        ["actors hart: {name: Hart, kind: organisation?}", "actors owen-pryde: {name: Owen Pryde, kind: person?}"],
        id="a part of what may be a joint name",
    ),
    pytest.param(
        "Ana Hart met Owen Pryde. Hart and Pryde left.",
        [
            "actors ana-hart: {name: Ana Hart, kind: person?, also: [Hart]}",
            "actors owen-pryde: {name: Owen Pryde, kind: person?, also: [Pryde]}",
        ],
        id="two persons who have been named in full",
    ),
    pytest.param(
        "He likes Hamas. Hamas and Hezbollah, the armed group, left.",
        [
            "actors hamas: {name: Hamas, kind: organisation?}",
            "actors hezbollah: {name: Hezbollah, kind: organisation}",
        ],
        id="two organisations, one of which stands alone elsewhere",
    ),
    pytest.param(
        "They met Acme and Mark Tilley. He likes Acme.",
        ["actors acme: {name: Acme, kind: organisation?}", "actors mark-tilley: {name: Mark Tilley, kind: person?}"],
        id="no given name, for it stands alone elsewhere",
    ),
    pytest.param(
        "They met Joan and Mark Tilley.",
        [
            "actors joan-tilley: {name: Joan Tilley, kind: person?, also: [Joan]}",
            "actors mark-tilley: {name: Mark Tilley, kind: person?}",
        ],
        id="a given name before another and their family name",
    ),
    pytest.param(
        "It rained near Ulm and Ana Hart. The Karst Courier and Owen Pryde knew, and so did Mr Lomax and Joan Crane.",
        [
            "places ulm: {name: Ulm}",
            "places ana-hart: {name: Ana Hart}",
            "actors karst-courier: {name: Karst Courier, kind: organisation}",
            "actors owen-pryde: {name: Owen Pryde, kind: person?}",
            "actors lomax: {name: Lomax, kind: person}",
            "actors joan-crane: {name: Joan Crane, kind: person?}",
        ],
        id="no given names",
    ),
    pytest.param(
        "It was a BIG PRICE. The talks ended. He left.",
        [],
        id="nobody's names",
    ),
]


@pytest.mark.parametrize(("text", "expected"), NEW)
def test_a_new_name(text: str, expected: list[str]) -> None:
    """Each proposed record on a line, with a question mark where the text does not tell of what kind it is."""
    assert list(map(shown, proposals(text))) == expected


def shown(proposal: Suggestion) -> str:
    document, _ = read_document("", proposal.yaml.encode())
    (record,) = document.data[proposal.collection].values()
    assert record.pop("status") == "draft"
    if "# a guess: person, organisation or place?" in proposal.yaml:
        record["kind"] += "?"
    return f"{proposal.collection} {proposal.id}: {flow(record)}"


KNOWN = """
    actors:
      donald-trump: {name: Donald Trump, kind: person}
      kataib-hezbollah: {name: "Kata'ib Hezbollah", kind: armed-group}
      united-nations: {name: United Nations, kind: organisation}
      iran: {name: Iran, kind: state, also: [Radio Iran]}
      hale-lines: {name: Hale Lines, kind: organisation}
      the-crowd: {name: The crowd, kind: crowd, at: {exact: angry men, paragraph: 1}}
"""
LINKED = [
    pytest.param("He met Trump.", "mention", "Trump", "donald-trump", id="the end of a name"),
    pytest.param("Hale said so.", "mention", "Hale", "hale-lines", id="the beginning of a name and of a sentence"),
    pytest.param("He met Khataeb Hizbollah.", "spelling", "Khataeb Hizbollah", "kataib-hezbollah", id="a spelling"),
    pytest.param("He met the UN.", "acronym", "UN", "united-nations", id="first letters"),
    pytest.param("The United Nations (UNO) left.", "acronym", "UNO", "united-nations", id="other letters, in brackets"),
    pytest.param("Then the angry men left.", "mention", "angry men", "the-crowd", id="words linked elsewhere"),
]


@pytest.mark.parametrize(("text", "sort", "words", "ref"), LINKED)
def test_a_link_to_a_known_record(text: str, sort: str, words: str, ref: str) -> None:
    (proposal,) = proposals(f"Some angry men.\n\n{text}", KNOWN)
    assert (proposal.sort, proposal.words, proposal.ref) == (sort, words, ref)
    if words == "angry men":
        assert (proposal.collection, proposal.record["is"], proposal.record["status"]) == ("mentions", ref, "draft")
    else:
        assert proposal.yaml == f"actors:\n  {ref}:\n    also: [{words}]\n"


@pytest.mark.parametrize(
    "text",
    [
        *("He met an Iraqi, an Iranian, a Donald.", "He met Iraq.", "He met South Trump.", "He heard Radio Iraq."),
        *("He met Mr Hale.", "Lines said so.", "United they stand."),
    ],
)
def test_likeness_by_chance_links_nothing(text: str) -> None:
    assert all(proposal.ref is None for proposal in proposals(f"Some angry men.\n\n{text}", KNOWN))


def test_a_name_that_means_something_else_is_not_proposed() -> None:
    iran = "actors:\n  iran: {{name: Iran, kind: state, also: [Tehran]{}}}\n"
    assert [p.ref for p in proposals("He met Tehran.", iran.format(", match: never"))] == ["iran"]
    assert proposals("He met Tehran.", iran.format(", not_at: Tehran")) == []


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on Friday", "2019-12-27"),
        ("on Wednesday", "2020-01-01"),
        ("last Wednesday", "2019-12-25"),
        ("next Friday", "2020-01-03"),
        ("over the weekend", "2019-12-28/2019-12-29"),
        ("next weekend", "2020-01-04/2020-01-05"),
        ("overnight", "2019-12-31/2020-01-01"),
        ("yesterday", "2019-12-31"),
        ("tomorrow", "2020-01-02"),
        ("this morning", "2020-01-01"),
        ("three days ago", "2019-12-29"),
        ("two weeks ago", "2019-12-18~"),
        ("a month ago", "2019-12~"),
        ("12 years ago", "2008~"),
        ("last week", "2019-12-23/2019-12-29"),
        ("next month", "2020-02"),
        ("last year", "2019"),
        ("on 29 December", "2019-12-29"),
        ("on January 1st, 1999", "1999-01-01"),
        ("in 2003", "2003"),
        ("since March 2003", "2003-03/.."),
        ("until 2003", "../2003"),
        ("in years", "../2020-01-01"),
        ("on 31 June", "../2020-01-01"),
        # Vague ones
        ("last summer", "2019-22~"),
        ("this summer", "2020-22~"),
        ("next summer", "2020-22~"),
        ("last winter", "2018-24~"),
        ("this winter", "2019-24~"),
        ("in the spring", "2019-21~"),
        ("until spring", "../2020-21~"),
        ("since the spring", "2019-21~/.."),
        ("in the summer of 2014", "2014-22~"),
        ("last fall", "2019-23~"),
        ("earlier this week", "2019-12-30/2020-01-01"),
        ("later this year", "2020-01-01/2020-12-31"),
        ("late last year", "2019~"),
        ("in recent weeks", "2019-11-27~/2020-01-01"),
        ("over the past few months", "2019-10~/2020-01-01"),
        ("in the last two years", "2018/2020-01-01"),
        ("in the coming days", "2020-01-01/2020-01-06~"),
        ("a few days ago", "2019-12-29~"),
        ("in December", "2019-12"),
        ("last January", "2019-01"),
        ("by March", "../2020-03"),
        ("in mid-December", "2019-12~"),
        ("in early 2019", "2019~"),
        ("since the late 1990s", "199X~/.."),
        ("days later", "../2020-01-01"),
        ("for years", "../2020-01-01"),
        # With more than a preposition before them, or the hour behind
        ("as early as last April", "2019-04"),
        ("as soon as April", "2020-04"),
        ("since Monday evening", "2019-12-30/.."),
        ("early on Tuesday", "2019-12-31"),
        ("yesterday afternoon", "2019-12-31"),
        ("before Friday", "../2020-01-03"),
        ("after 3 May", "2019-05-03/.."),
        ("from 1999 to 2001", "1999/2001"),
        ("throughout 2019", "2019"),
        ("by the end of the month", "../2020-01-31~"),
        ("at the start of last year", "2019-01-01~"),
        ("by spring", "../2020-21~"),
        ("by Christmas", "../2020-01-01"),
        ("on Friday 27 December", "2019-12-27"),
        ("on Friday 29 December", "../2020-01-01"),  # it was a Sunday
        ("the following week", "../2020-01-01"),
        ("twelve years ago", "2008~"),
        ("within ten days", "../2020-01-01"),
        ("in the 19th century", "../2020-01-01"),
        ("on the 18th", "2019-12-18"),
        ("since the winter before last", "2017-24~/.."),
        ("the week before last", "2019-12-16/2019-12-22"),
        ("on the Friday before last", "2019-12-20"),
        ("the night before last", "../2020-01-01"),
        ("since the spring of last year", "2019-21~/.."),
        ("in March last year", "2019-03"),
        ("on 3 May of last year", "2019-05-03"),
    ],
)
def test_a_time_expression_is_counted_from_the_articles_day(words: str, date: str) -> None:
    (proposal,) = proposals(f"It happened {words}.")
    assert (proposal.collection, proposal.record["date"]) == ("dates", date)
    assert words.removeprefix("on ") == proposal.words
    assert edtf.parse(date)
    assert may_mean(proposal.words, edtf.parse(date.replace("~", ""))) or "31 June" in words


@pytest.mark.parametrize(
    ("text", "date"),  # with a question mark where it is a guess
    [
        ("They will meet on Saturday.", "2020-01-04"),
        ("On Thursday the High Court will hear it.", "2020-01-02"),
        ("It wants to bring them in on 1 June.", "2020-06-01"),
        ("A hearing is scheduled for 3 April.", "2020-04-03"),
        ("The next ferry sails on 9 February.", "2020-02-09"),
        ("On December 30, 1200 people marched.", "2019-12-30"),
        ("The fair, from 1 March, is the last.", "2020-03-01/.."),
        ("They closed it from 1 May.", "2019-05-01/.."),
        ("They may go by the weekend.", "../2020-01-05"),
        ("The firm, which lost money in May, begins to cut jobs in June.", "2019-05, 2020-06"),
        ("The plant will close, the company said on Friday.", "2019-12-27"),
        ("A march planned for Sunday, 5 January was called off.", "2020-01-05"),
        ("No talks on Friday.", "2020-01-03?"),
        ("They will discuss the strike of 27 December.", "2019-12-27?"),
        ("They will discuss Monday’s strike.", "2019-12-30?"),
        ("They were to meet on Friday.", "2020-01-03?"),
        ("They would not speak on Monday.", "2019-12-30?"),
        ("By Monday ten had died.", "../2019-12-30?"),
        ("Correction, 3 January: the name was wrong.", "2020-01-03?"),
        ("They fought in the winter of 2014.", "2014-24~?"),
        ("They are to meet on 3 February.", "2020-02-03"),
        ("It could rain in April.", "2020-04"),
        ("They plan to meet within ten days.", "2020-01-01/2020-01-11"),
        ("They met on Saturday and will not meet again.", "2019-12-28"),
        ("They will meet. They met on Saturday.", "2019-12-28"),
        ("“They will not meet,” Ann Lee said on Saturday.", "2019-12-28"),
        ('"We will meet on Saturday," they said.', "2020-01-04?"),
        ("They told us that “they will meet” on Saturday.", "2019-12-28"),
    ],
)
def test_the_verbs_beside_a_time_tell_whether_it_is_ahead(text: str, date: str) -> None:
    found = [p for p in proposals(text) if p.collection == "dates"]
    assert ", ".join(f"{p.record['date']}{'?' * (not p.is_complete)}" for p in found) == date


@pytest.mark.parametrize(
    ("words", "date", "is_sure"),
    [
        ("“No offer by June, no season,” Ann Lee said.", "../2020-06", False),
        ('"Since the spring we wait," they said.', "2019-21~/..", False),
        ("“We came in March 2017,” they said on Friday.", "2017-03", True),
    ],
)
def test_nobody_knows_from_when_a_speaker_counts(words: str, date: str, *, is_sure: bool) -> None:
    found = next(proposal for proposal in proposals(words) if proposal.collection == "dates")
    assert (found.record["date"], found.score > 50, "as if the speaker" in found.why.lower()) == (
        *(date, is_sure, not is_sure),
    )


def test_a_name_that_two_may_bear_is_given_to_neither() -> None:
    text = "Tom Harding, chairman, met Edith Harding. Harding said no."
    assert [p.record.get("also") for p in proposals(text) if p.sort == "name"] == [None, None]
    known = "actors: {tom: {name: Tom Harding, kind: person}, edith: {name: Edith Harding, kind: person}}"
    [asked] = proposals(text, known)
    assert (asked.words, asked.record["at"]) == ("Harding", {"exact": "Harding", "prefix": "Harding. "})
    assert (asked.ref, asked.record["is"]) == (None, "tom or edith?")
    assert asked.why.endswith("which is meant, `tom` or `edith`?")


CALLOWAYS = "actors: {ruth: {name: Ruth Calloway, kind: person}, peter: {name: Peter Calloway, kind: person}}\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ms Calloway said no. Mr Calloway left. He met Calloway.", [1, 1, 1]),
        ("Ms Calloway said no. They saw Ms Calloway.", [2]),
        ("Mrs. Calloway said no. Mr. Calloway left.", [1, 1]),
        ("They saw Calloway. He met Calloway.", [2]),
    ],
)
def test_places_of_a_shared_name_are_asked_for_one_by_one_unless_they_are_alike(text: str, places: list[int]) -> None:
    asked = proposals(text, CALLOWAYS)
    assert [len(proposal.occurrences) for proposal in asked] == places
    assert {proposal.candidates for proposal in asked} == {("ruth", "peter")}


def test_who_is_meant_in_one_place_is_asked_in_the_others_still() -> None:
    told = CALLOWAYS + "mentions: {first: {is: ruth, at: {exact: Calloway, occurrence: 1}}}\n"
    [asked] = proposals("Ms Calloway said no. Mr Calloway left.", told)
    assert (asked.candidates, asked.record["at"]) == (("ruth", "peter"), {"exact": "Calloway", "prefix": "Mr "})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("He met Otto Hale. Hale said no.", "hale-lines?"),  # or else Otto
        ("He met Donald.", "donald-trump?"),  # there are many
    ],
)
def test_whether_a_part_of_a_name_means_the_same_is_asked(text: str, asked: str) -> None:
    [found] = [proposal for proposal in proposals(f"Some angry men.\n\n{text}", KNOWN) if proposal.sort == "mention"]
    assert (found.record["is"], found.why[-1]) == (asked, "?")


def test_a_part_of_a_joint_name_is_asked_for_where_a_known_person_bears_it() -> None:
    [asked] = [
        p for p in proposals("He saw Hart and Pryde.", "actors: {owen: {name: Owen Pryde, kind: person}}") if p.asks
    ]
    assert (asked.words, asked.record["is"]) == ("Pryde", "owen?")


def test_only_names_of_drafts_are_written_as_names_and_no_question_is() -> None:
    files = dossier(
        "actors:\n  trump: {name: Donald Trump, kind: person}\n"
        "  hale: {name: Hale Lines, kind: organisation, status: draft}\n",
        seed="He met Trump. Hale said no. He met Donald.",
    )
    texts = write(files)
    assert "name: Hale Lines, kind: organisation, status: draft, also: [Hale]" in texts["annotations/a.yml"]
    assert texts["annotations/mentions.yml"] == (
        "mentions:\n  trump-2:\n    is: trump\n    at: Trump\n    status: draft\n"
    )


@pytest.mark.parametrize("text", ["It may fall.", "They march in the fall of the city.", "He saw spring water."])
def test_other_words_are_no_time_expression(text: str) -> None:
    assert proposals(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We go,” Mr Trump tweeted.", "donald-trump"),
        ("“We go,” said Mr Trump.", "donald-trump"),
        ("Mr Trump accused them of “going”.", "donald-trump"),
        ("Donald Trump came. “We go,” he said.", "donald-trump"),
        ("“We go,” Mr Trump said. “We stay,” he added. “So be it.”", "donald-trump"),
        ("“We go,” said Boris Johnson.", "Boris Johnson"),
        ("“We go,” Mr Trump said of Mr Johnson. “We stay,” he added.", "donald-trump"),
        ("“We go,” officials said.", "Officials"),
        ("Mr Trump accused them of “going”. Boris Johnson said nothing.", "donald-trump"),
        ("“We go,” 750 said.", "Not yet known"),
        ("They spoke of “going”.", "Not yet known"),
        ("Mr Trump came.\n\nKarl Holt wove. Holt said that he hoped. “We go,” he said.", "Karl Holt"),
        ("Mr Trump, who has met Boris Johnson since 2019, said “we go”.", "donald-trump"),
        ("Mr Trump came.\n\nIt was late. “We go,” he said.", "Not yet known"),
        ("Mr Trump met Mr Holt. “We go,” he said.", "Not yet known"),
        ("Ms Holt, the head of Acme, denied that she had left. “We go,” she said.", "Not yet known"),
        ("Karl Holt came.\n\nMr Holt was late. “We go,” Holt said.", "Karl Holt"),
        ("“We go.” Mr Trump said nothing.", "Not yet known"),
        ("“We go,” said its spokesman, Karl Holt.", "Karl Holt"),
        ("“We go,” its president, Dr Karl Holt, said.", "Karl Holt"),
        ("“Going” had been heard, but they would not say by whom.", "Not yet known"),
        ("Bob Ray left. For his lawyers, Penrose Lyle, he said “we go”.", "Not yet known"),
        ("Holt's lawyer, Ann Rey, said it of Bob. “We go,” she said.", "Ann Rey"),
        ("Ann Rey, a farmer of sixty, said it of Bob. “We go,” she said.", "Ann Rey"),
        ("“We go,” Mr Trump told many people in the big hall of the town. “We stay.”", "donald-trump"),
        ("Karl Holt met Ruth Holt.\n\n“We go,” Holt said.", "Karl Holt or Ruth Holt?"),
    ],
)
def test_the_speaker_of_a_quotation_is_a_guess(text: str, speaker: str) -> None:
    found = proposals(text, "actors:\n  donald-trump: {name: Donald Trump, kind: person, also: [Trump]}")
    assert {p.record["speaker"] for p in found if p.sort == "quotation"} == {speaker}


def test_each_place_of_a_proposal_is_named() -> None:
    (proposal,) = proposals("It rained on Monday.\n\nOn Monday it snowed.")
    assert proposal.yaml == dedent("""\
        dates:
          monday:
            at: {exact: Monday, every: true}
            date: 2019-12-30
            status: draft
        """)
    assert proposal.why == "30 December 2019, counted from publication on Wednesday 1 January 2020."
    assert [(place.start, place.end) for place in proposal.occurrences] == [(13, 19), (25, 31)]


@pytest.mark.parametrize(
    "text", ["“On Monday we met,” he said.", "All of it on 4 May, the fourth.", "That day it rained."]
)
def test_a_date_to_be_confirmed_says_so_and_nothing_of_the_date_itself(text: str) -> None:
    (proposal,) = [p for p in proposals(text) if p.sort == "time expression"]
    question = str(proposal.record["body"])
    assert question.endswith(": to be confirmed.")
    assert proposal.why.startswith(question)
    assert "publication" not in question


ASKING = """\
“On Monday we met,” the TSB wrote. That day it rained, and on 4 May. The IED (improvised explosive device) lay there.

Ann Penhale and Dan Penhale came. “We will stay here,” Penhale said.

All of it on 3 July, the third. From the crowd came “no, not again”.
"""


@pytest.mark.parametrize("text", [ASKING, BAGHDAD], ids=["asking", "baghdad"])
def test_whatever_the_builder_says_in_words_of_its_own_is_a_question_once_it_is_published(text: str) -> None:
    asked = set()
    for proposal in proposals(text):
        draft = flow({k: v for k, v in proposal.record.items() if k != "status"})
        kinds = CHOICES if proposal.collection in CHOICES.values() and not proposal.instead else [""]
        for what in kinds:
            collection = CHOICES.get(what, proposal.collection)
            try:
                record = turned(draft, what) if what else draft
            except Uneditable:
                continue
            files = dossier(f"{collection}:\n  {proposal.id}: {record}\n", seed=text, article=ARTICLE)
            site, diagnostics = check(files)
            written = [found.text for found in marked(site.dossier.records[proposal.id])]
            own = [words for words in written if normalised(words) not in normalised(text)]
            assert len(own) == sum(d.rule == "open-question" for d in diagnostics), record
            asked.update(own)
    assert len(asked) == (6 if text == ASKING else 3)


def test_names_are_found_in_all_articles_together() -> None:
    files = dossier(
        seed="He met Boris Johnson.",
        article=ARTICLE + "  later: {file: b.txt, title: Later, date: 2020-01-02}\n",
        people="actors:\n  kataib: {name: Kataib Hezbollah, kind: armed-group}\n",
    ) | {"seeds/b.txt": "He met Boris Johnson and Khataeb Hizbollah."}
    boris, kataib = suggest(check(files)[0])
    assert [place.article for place in boris.occurrences] == ["siege", "later"]
    assert kataib.instead == {"is": "kataib", "at": {"exact": "Khataeb Hizbollah", "article": "later"}}


@pytest.mark.parametrize(
    "dismissed", ["[Boris]", "[{exact: Boris, paragraph: 1}]", "[{exact: met Boris, article: siege}]"]
)
def test_what_is_dismissed_is_not_proposed_again(dismissed: str) -> None:
    settings = f"dossier: {{settings: {{dismissed: {dismissed}}}}}"
    assert [p.words for p in proposals("He met Boris.")] == ["Boris"]
    assert proposals("He met Boris.", settings) == []
    elsewhere = [place.start for p in proposals("He met Boris.\n\nHe saw Boris.", settings) for place in p.occurrences]
    assert elsewhere == ([] if dismissed == "[Boris]" else [22])


KATAIB = "actors: {kataib: {name: Kataib Hizbollah, kind: armed-group}}"


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("Boris", "not_at", [{"exact": "Boris", "paragraph": "1", "every": "true"}]),
        ("ABC", "not_at", [{"exact": "ABC", "paragraph": "1", "every": "true"}]),
        ("Khataeb Hizbollah", "at", {"exact": "Khataeb Hizbollah", "prefix": "saw "}),
    ],
)
def test_a_name_that_is_dismissed_in_one_place_will_not_be_found_there(words: str, key: str, value: object) -> None:
    settings = f"dossier: {{settings: {{dismissed: [{{exact: {words}, paragraph: 1}}]}}}}"
    (proposal,) = proposals(f"He met {words}.\n\nHe saw {words}.", f"{settings}\n{KATAIB}")
    assert proposal.record[key] == value
    assert not proposal.instead


@pytest.mark.parametrize(
    "gone", ["prefix: 'was '", "occurrence: 4", "article: nowhere", "orphan: true", "paragraph: 9"]
)
@pytest.mark.parametrize("words", ["Boris", "Khataeb Hizbollah"])
def test_where_a_name_was_dismissed_in_a_text_that_has_changed_says_nothing(words: str, gone: str) -> None:
    settings = f"dossier: {{settings: {{dismissed: [{{exact: {words}, {gone}}}]}}}}"
    (proposal,) = proposals(f"He met {words}.", f"{settings}\n{KATAIB}")
    assert proposal.record == proposals(f"He met {words}.", KATAIB)[0].record


def test_an_id_is_of_one_record_and_of_no_part_of_a_page() -> None:
    annotations = "actors: {boris: {name: Somebody, kind: person}}\nnotes: {n: {at: came, body: Boris-2.}}"
    found = proposals("Then Boris came to Caption. “Boris,” he said.", annotations)
    assert [(proposal.words, proposal.id) for proposal in found] == [
        ("Boris", "boris-2"),
        ("Caption", "caption-2"),
        ("Boris", "boris-3"),
    ]


def test_what_is_dismissed_in_one_article_is_proposed_in_the_others() -> None:
    files = dossier(
        "dossier: {settings: {dismissed: [{exact: Boris, article: later}]}}",
        seed="He met Boris.",
        article=ARTICLE + "  later: {file: b.txt, title: Later, date: 2020-01-02}\n",
    ) | {"seeds/b.txt": "He met Boris."}
    for article in ("", "siege"):
        (boris,) = suggest(check(files)[0], article)
        assert [place.article for place in boris.occurrences] == ["siege"]
        assert boris.record["not_at"] == [{"exact": "Boris", "article": "later", "every": "true"}]


PIECES = [
    *[
        "Donald Trump",
        "Mr Trump",
        "Trump",
        "US President Anna Karenina",
        "Karenina",
        "US",
        "(PMU)",
        "al-Sadr",
        "O'Neill",
    ],
    *["Population Mobilisation Forces (PMU)", "Khataeb Hizbollah", "Kataib Hizbollah", "in Baghdad", "Iran", "Iranian"],
    *[
        "Iran-backed",
        "said",
        "“We will go,”",
        '"Death"',
        "“open",
        "”",
        '"',
        "He",
        "BIG PRICE",
        "an improvised bomb (IB)",
    ],
    *[
        "on Friday",
        "over the weekend",
        "two weeks ago",
        "in years",
        "29 December",
        "since 2003",
        "that day's",
        "caption",
    ],
    *[
        ".",
        ",",
        "\n\n",
        "\n",
        " ",
        "\u200b",
        "e\u0301",
        "😀",
        "’s",
        "[",
        "{",
        "#",
        ": ",
        "- ",
        "|",
        "مرحبا",
        "中文",
        "\xa0",
    ],
]
TEXTS = st.builds(
    lambda pieces, blank: blank.join(pieces), st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "])
)


@settings(deadline=None)  # the first example of a run pays for imports
@given(TEXTS.filter(str.strip))
@example("Trump said: Donald Trump")
@example("Donald Trumpon Friday")
@example('"\xa0Death"')
def test_what_is_written_is_valid_and_not_proposed_again(text: str) -> None:
    files = dossier(seed=text, article=ARTICLE)
    written = write(files)
    assert set(rules_of(written)) == set()
    before, after = ({(p.sort, o) for p in suggest(check(f)[0]) for o in p.occurrences} for f in (files, written))
    assert not before & after


def write(files: Files) -> Files:
    """The dossier with all proposals added."""
    site = check(files)[0]
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    return {**files, **drafts(site, texts, suggest(site))}


def test_proposals_go_to_the_files_of_their_kind_and_touch_nothing_else() -> None:
    files = dossier(
        "actors: {iran: {name: Iran, kind: state}} # states\n", seed="Iran, Basra.", where="# none yet\nplaces:\n"
    )
    assert write(files)["annotations/a.yml"] == (
        "actors: {iran: {name: Iran, kind: state}, basra: {name: Basra, kind: organisation, status: draft}} # states\n"
    )


def make(folder: Path, text: str) -> Path:
    """A dossier on the disk."""
    for name, content in dossier(seed=text, article=ARTICLE).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(str(content), encoding="utf-8")
    return folder


def test_the_command_shows_writes_and_is_quiet_then(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, "He met Boris.\n\nBoris left.")
    assert cli.run(["-C", str(tmp_path), "suggest"]) == 0
    assert capsys.readouterr().out == dedent("""\
        seeds/a.txt:1:8: name: Boris
          named once; the text does not tell what it is (60 of 100)
          1:8: He met Boris.

        actors:
          boris:
            name: Boris
            kind: organisation  # a guess: person, organisation or place?
            status: draft

        1 proposal: paste what you want, or `--write` adds all as drafts
        not to be proposed again: list the words below `dossier`, `settings`, `dismissed`
        """)
    assert cli.run(["-C", str(tmp_path), "suggest", "--write"]) == 0
    assert "1 proposal written as drafts to annotations/actors.yml" in capsys.readouterr().out
    assert (tmp_path / "annotations/actors.yml").read_text() == (
        "actors:\n  boris:\n    name: Boris\n"
        "    kind: organisation  # a guess: person, organisation or place?\n    status: draft\n"
    )
    assert cli.run(["-C", str(tmp_path), "suggest"]) == 0
    assert capsys.readouterr().out == "nothing to propose\n"


def test_the_command_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, "He met Boris.")
    assert cli.run(["-C", str(tmp_path), "suggest", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["suggestions"]
    assert {key: found[key] for key in ("sort", "words", "score", "record", "add")} == {
        "sort": "name",
        "words": "Boris",
        "score": 60,
        "record": None,
        "add": {
            "collection": "actors",
            "id": "boris",
            "record": {"name": "Boris", "kind": "organisation", "status": "draft"},
        },
    }
    (place,) = found["occurrences"]
    assert [place[key] for key in ("article", "start", "end", "file", "line", "column", "context")] == [
        *["siege", 7, 12, "seeds/a.txt", 1, 8, "He met Boris."]
    ]


def test_nothing_is_written_to_a_dossier_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, "He met Boris.")
    (tmp_path / "annotations/a.yml").write_text("actors: [\n")
    assert cli.run(["-C", str(tmp_path), "suggest", "--write"]) == 1
    assert "not-yaml" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "annotations").iterdir()) == ["a.yml", "article.yml"]


def test_nothing_in_a_text_acts_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, "He met Boris \u202eGrey on Friday.")
    for command in ("suggest", "check"):
        assert cli.run(["-C", str(tmp_path), command]) == 0
        said = capsys.readouterr().out
        assert "Boris" in said
        assert "\u202e" not in said
