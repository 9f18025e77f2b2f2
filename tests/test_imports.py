"""What comes in from other programs: placed where it says and nowhere else, certain or a draft, and nothing unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import cli, exports, pipeline
from builder.exports import web_annotation as export
from builder.files import read_inputs
from builder.imports import Outcome, imported
from builder.imports.importing import MAX_ITEMS, Material, Target, Unreadable
from builder.imports.placing import place
from builder.models import KINDS, Named
from builder.seed import parse_seed
from builder.text import normalised
from builder.values import Inputs, Site
from builder.yaml_editor import add_records
from tests.conftest import ROOT
from tests.dossiers import check, diagnose, dossier

FILES = Path(__file__).parent / "imports"
BASE = "https://dossier.example/embassy/"
ARTICLE = "articles: {text: {file: a.txt, title: A text, date: 2020-01-01}}\n"


def site_of(annotations: str = "", seed: str = "", article: str = ARTICLE) -> Site:
    return check(dossier(annotations, seed=seed, article=article) if seed else dossier(annotations))[0]


def read(name: str, text: str, site: Site | None = None, *beside: str, chosen: str | None = None) -> Outcome:
    return imported(name, Material(site or site_of(), text, *beside), chosen)


def read_file(name: str, file: str, site: Site, beside: str = "") -> Outcome:
    others = [(FILES / beside).read_text()] if beside else []
    return read(name, (FILES / file).read_text(encoding="utf-8"), site, *others)


def model_of(collection: str, id: str, row: dict[str, Any]) -> Any:
    return KINDS[collection].model_validate({**row, "id": id})


def remarks(outcome: Outcome) -> str:
    return "\n".join(f"{remark.where}: {remark.what}" for remark in outcome.remarks)


def words_at(site: Site, outcome: Outcome, collection: str) -> dict[str, list[str]]:
    """The words on which each imported record sits, in a dossier that holds it."""
    seed = site.dossier.seeds["text"].text
    article = ARTICLE
    files = dossier(add_records("", outcome.records), seed=seed, article=article)
    again, diagnostics = check(files)
    assert not pipeline.has_errors(diagnostics), diagnostics
    found: dict[str, list[str]] = {}
    for anchor in again.anchored.anchors["text"]:
        found.setdefault(anchor.record, []).append(" ".join(seed[anchor.start : anchor.end].split()))
    return {id: found.get(id, []) for id in outcome.records.get(collection, {})}


# There and back


@pytest.mark.parametrize("name", ["baghdad", "example"])
def test_what_is_exported_as_w3c_and_imported_again_is_the_same_annotation(name: str) -> None:
    inputs = read_inputs({"baghdad": ROOT, "example": ROOT / "tests" / "example"}[name])
    site = pipeline.published(pipeline.check(inputs)[0])
    annotations = list(annotations_of(site))
    files = files_of(site)
    anchored = {id for id in site.dossier.records if f"data/web-annotation/records/{id}.json" in files}
    rest = {collection: {} for collection in KINDS}
    for origin in {id: o for id, o in site.dossier.origins.items() if id not in anchored}.values():
        collection, id = origin.path
        rest[collection][id] = origin.document.data[collection][id]
    head = json.dumps({"dossier": site.dossier.head_origin.document.data["dossier"]})
    text = add_records("", {key: found for key, found in rest.items() if found})
    bare = Inputs(inputs.seeds, {"annotations/head.yml": head.encode(), "annotations/rest.yml": text.encode()})
    outcome = read("web-annotation", json.dumps(annotations), pipeline.check(bare)[0])
    assert outcome.count == len(anchored)
    assert outcome.drafts == 0
    both = replace(
        bare, annotations={**bare.annotations, "annotations/in.yml": add_records("", outcome.records).encode()}
    )
    again, diagnostics = pipeline.check(both)
    assert not pipeline.has_errors(diagnostics)
    for id in anchored:
        assert again.dossier.records[id] == site.dossier.records[id]
    assert sorted(map(json.dumps, annotations_of(again))) == sorted(map(json.dumps, annotations))


def test_where_a_name_means_something_else_comes_back() -> None:
    at = {"exact": "The president", "paragraph": "1"}
    row = {"name": "Iran", "kind": "state", "at": at, "not_at": "Iran", "sources": ["report"]}
    annotations = list(annotations_of(site_of(add_records("", {"actors": {"iran": row}}))))
    outcome = read("web-annotation", json.dumps(annotations))
    assert model_of("actors", "iran", outcome.records["actors"]["iran"]) == model_of("actors", "iran", row)


def files_of(site: Site) -> dict[str, bytes]:
    return dict(exports.files(site, BASE))


def annotations_of(site: Site) -> Iterator[dict[str, Any]]:
    for path, content in files_of(site).items():
        if path.startswith("data/web-annotation/articles/") and "_" in path:
            yield from json.loads(content)["items"]


def test_of_a_collection_without_its_pages_the_user_is_told_where_they_are() -> None:
    site = site_of("notes: {n: {kind: caution, at: Iran, body: A note.}}")
    with pytest.raises(Unreadable, match=r"in a collection, whose pages lie beside it$"):
        read("web-annotation", files_of(site)["data/web-annotation/articles/siege.json"].decode())


def test_an_annotation_whose_words_another_program_has_changed_is_read_as_anybodys() -> None:
    site = site_of("notes: {n: {kind: caution, at: Iran, body: A note.}}")
    annotation = json.loads(files_of(site)["data/web-annotation/records/n.json"])
    words = next(body for body in annotation["body"] if body.get("purpose") == "describing")
    words["value"] = "Another note."
    outcome = read("web-annotation", json.dumps(annotation))
    assert outcome.records["notes"]["iran"] == {"kind": "caution", "body": "Another note.", "at": "Iran"}


@pytest.mark.parametrize("positions", [["a"], "abc", {"a": 1}, None])
def test_a_record_that_somebody_has_sealed_is_read_with_care(positions: object) -> None:
    site = site_of("notes: {n: {kind: caution, at: Iran, body: A note.}}")
    annotation = json.loads(files_of(site)["data/web-annotation/records/n.json"])
    sealed = annotation["body"][-1]
    claim = {"claims": {"x": {"title": "T", "positions": positions, "at": [{"exact": "nowhere"}]}}}
    sealed["value"] = json.dumps(claim | {"seal": json.loads(sealed["value"])["seal"]})
    outcome = read("web-annotation", json.dumps(annotation))
    assert "claims" not in outcome.records


def test_a_passage_that_another_program_has_moved_is_where_it_moved_to() -> None:
    site = site_of("notes: {n: {kind: caution, at: Iran, body: A note.}}")
    annotation = json.loads(files_of(site)["data/web-annotation/records/n.json"])
    annotation["target"] = [{"selector": {"type": "TextQuoteSelector", "exact": "said the BBC"}}]
    assert read("web-annotation", json.dumps(annotation)).records["notes"]["n"]["at"] == "said the BBC"


def test_sources_come_back_as_they_went() -> None:
    site = pipeline.published(pipeline.check(read_inputs(ROOT))[0])
    sources = site.dossier.records_of("sources")
    for name, path in (("csl-json", "data/sources.json"), ("bibtex", "data/sources.bib")):
        outcome = read(name, files_of(site)[path].decode(), site_of())
        found = {id: model_of("sources", id, row) for id, row in outcome.records["sources"].items()}
        assert list(found) == list(sources)
        for id, source in sources.items():
            for field in ("type", *"title author publisher issued url accessed archived lang strength".split()):
                assert getattr(found[id], field) == getattr(source, field), (name, id, field)
        again = read(name, files_of(site)[path].decode(), site)
        assert again.count == 0, [*again.records["sources"]]


def test_the_tables_of_actors_come_back() -> None:
    site = pipeline.published(pipeline.check(read_inputs(ROOT))[0])
    for collection in ("actors", "places", "glossary"):
        outcome = read("csv", files_of(site)[f"data/tables/{collection}.csv"].decode())
        found = {id: model_of(collection, id, row) for id, row in outcome.records[collection].items()}
        for id, record in site.dossier.records_of(collection).items():
            assert isinstance(record, Named)
            for field in ("heading", "also", "native", "same_as", "kind", "role", "coordinates", "in_"):
                assert getattr(found[id], field, None) == getattr(record, field, None), (id, field)


# Files that other people's programs made


def test_recogitos_passages_are_found() -> None:
    site = site_of(seed=(FILES / "odyssey.txt").read_text())
    for annotation in json.loads((FILES / "recogito.json").read_text()):
        target = annotation["target"][0] if isinstance(annotation["target"], list) else annotation["target"]
        quote = target["selector"][0]
        placed = place(site, Target(quote["exact"], quote["prefix"], quote["suffix"]))
        assert placed is not None
        assert placed.span is not None
        assert not placed.doubt
        assert site.dossier.seeds["text"].text[placed.span[1] : placed.span[2]] == quote["exact"]


def test_the_w3cs_example_is_an_orphan_in_another_text() -> None:
    outcome = read_file("web-annotation", "w3c.json", site_of(seed=(FILES / "odyssey.txt").read_text()))
    note = outcome.records["notes"]["anotation"]
    assert note["at"] == {"exact": "anotation", "prefix": "this is an", "suffix": "that has some", "orphan": "true"}
    assert (note["body"], note["status"]) == ("<http://example.org/comment1>", "draft")
    there = read_file("web-annotation", "w3c.json", site_of(seed="Look: this is an anotation that has some letters.\n"))
    assert there.records["notes"]["anotation"]["at"] == "anotation"


def test_highlights_without_words_are_said() -> None:
    outcome = read_file("web-annotation", "recogito.json", site_of(seed=(FILES / "odyssey.txt").read_text()))
    assert outcome.count == 0
    assert "annotation 5: a highlight that says nothing: “d to marry him. But as years we”" in remarks(outcome)


def test_recogitos_places_are_drafts_of_places() -> None:
    body = {"type": "SpecificResource", "purpose": "identifying", "value": "https://pleiades.stoa.org/places/579885"}
    annotation = {"type": "Annotation", "body": [body], "target": _target("Baghdad", "the embassy in ")}
    site = site_of(seed="They left the embassy in Baghdad.\n")
    outcome = read("web-annotation", json.dumps([annotation]), site)
    assert outcome.records == {
        "places": {
            "baghdad": {
                "name": "Baghdad",
                "kind": "other",
                "same_as": {"pleiades": "https://pleiades.stoa.org/places/579885"},
                "status": "draft",
            }
        }
    }


def test_hypothesis_notes_are_on_their_passages() -> None:
    seed = (FILES / "frankenstein.txt").read_text()
    url = "https://ebeshero.github.io/Pittsburgh_Frankenstein/Frankenstein_1818.html"
    site = site_of(seed=seed, article=ARTICLE.replace("}}", f", url: '{url}'}}}}"))
    outcome = read_file("hypothesis", "hypothesis.jsonl", site)
    found = words_at(site, outcome, "notes")
    assert found["air-pump"] == ["air-pump"]
    (clerval,) = found["clerval-was-no-natural-philosopher"]
    assert clerval.startswith("Clerval was no natural philosopher. His imagination was too vivid for the minutiae of")
    assert clerval.endswith("Languages were his principal study;")
    notes = outcome.records["notes"]
    assert notes["air-pump"]["updated"] == "2017-10-06"
    assert "status" not in notes["air-pump"]
    assert notes["admirable"]["at"]["orphan"] == "true"
    assert notes["admirable"]["status"] == "draft"
    assert "annotation 4: “admirable”: not placed" in remarks(outcome)
    assert "annotation 5: a reply, which has no passage of its own: The OED dates" in remarks(outcome)
    assert "annotation 2: the tag “language” is not taken over" in remarks(outcome)


def test_what_speaks_of_another_text_is_a_draft() -> None:
    outcome = read_file("hypothesis", "hypothesis.jsonl", site_of(seed=(FILES / "frankenstein.txt").read_text()))
    assert outcome.records["notes"]["air-pump"]["status"] == "draft"
    assert "a draft, because it speaks of https://ebeshero.github.io/" in remarks(outcome)


def test_brats_entities_and_relations() -> None:
    site = site_of(seed=(FILES / "brat.txt").read_text())
    outcome = read_file("brat", "brat.ann", site, "brat.txt")
    assert outcome.records["actors"] == {
        "sony": {"name": "Sony", "kind": "organisation", "status": "draft"},
        "ericsson": {
            "name": "Ericsson",
            "kind": "organisation",
            "relations": [{"is": "Origin", "of": "sweden"}],
            "status": "draft",
        },
    }
    assert outcome.records["places"]["sweden"]["kind"] == "country"
    assert words_at(site, outcome, "notes") == {"merge-org-joint-venture": ["joint venture"]}
    assert remarks(outcome) == "line 4: events have no place in a dossier"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T9\tOrganization 0 5000\tSony", "the text has no characters 0 to 5000"),
        ("T9\tOrganization 0 4\tEricsson", "the words are “Ericsson”, but the text has “Sony” there"),
        ("T9\tOrganization 0 4;14 27\tSony joint venture", "a passage in several pieces"),
        ("T9\tOrganization zero four\tSony", "this is no text-bound annotation"),
        ("#1\tAnnotatorNotes T7\tWho?", "this is about nothing that is taken over"),
        ("R1\tOrigin Arg1:T3 Arg2:T4", "a relation that does not begin at a new actor"),
        ("?", "this is no line of brat's"),
    ],
)
def test_what_brat_cannot_say_here_is_said(line: str, said: str) -> None:
    outcome = read("brat", line, site_of(seed="Sony formed a joint venture.\n"), "Sony formed a joint venture.\n")
    assert outcome.count == 0
    assert f"line 1: {said}" in remarks(outcome)


def test_brats_comments_and_identifiers_stay_with_their_words() -> None:
    text = "T1\tPerson 0 4\tSony\n#1\tAnnotatorNotes T1\tWho is [[this]]?\nN1\tReference T1 Wikidata:Q41187\tSony\n"
    outcome = read("brat", text, site_of(seed="Sony formed it.\n"), "Sony formed it.\n")
    assert outcome.records["actors"]["sony"]["same_as"] == {"wikidata": "Q41187"}
    assert outcome.records["actors"]["sony"]["body"] == r"Who is \[\[this]]?"


@pytest.mark.parametrize(
    ("file", "collection", "words"),
    [
        ("webanno-span.tsv", "actors", {"this-is-a-test": []}),
        ("webanno-emoji.tsv", "notes", {"span": ["😊"]}),
        ("webanno-slots.tsv", "notes", {"simplespan-is": ["is"], "simplespan-a": ["a"]}),
    ],
)
def test_webannos_spans(file: str, collection: str, words: dict[str, list[str]]) -> None:
    raw = (FILES / file).read_text(encoding="utf-8")
    seed = "".join(f"{line[6:]}\n" for line in raw.splitlines() if line.startswith("#Text="))
    site = site_of(seed=seed)
    assert words_at(site, read_file("webanno-tsv", file, site), collection) == words


def test_webannos_stacked_spans_on_parts_of_tokens() -> None:
    site = site_of(seed="aaaaaa bbbbbb cccccc\n")
    outcome = read_file("webanno-tsv", "webanno-stacked.tsv", site)
    found = words_at(site, outcome, "notes")
    assert {words[0] for words in found.values()} == {
        "aaaaaa",
        "aaaaaa bbbbbb",
        "aaaaaa bbb",
        "aaa bbbbbb",
        "aaa bbbbbb ccc",
        "aaa bbb",
        "bbb",
        "bbbb",
        "b",
    }
    assert remarks(outcome).count("an annotation of no words") == 3


def test_webannos_slots_and_grammar_are_said() -> None:
    outcome = read_file("webanno-tsv", "webanno-slots.tsv", site_of(seed="This is a test .\n"))
    assert "line 4: slots, which point from one annotation to others" in remarks(outcome)
    assert "SurfaceForm has no place in a dossier" in remarks(outcome)


def test_zoteros_sources() -> None:
    outcome = read_file("csl-json", "zotero.json", site_of())
    first = outcome.records["sources"]["adamsversetranslationabbo2004"]
    assert first["title"] == "A verse translation of Abbo of St. Germain's Bella Parisiacae urbis"
    assert first["publisher"] == "The Journal of Medieval Latin"
    assert (first["issued"], first["accessed"]) == ("2004", "2013-08-30")
    assert "item 2: `editor` has no field in a source" in remarks(outcome)


def test_biblatex() -> None:
    outcome = read_file("bibtex", "biblatex.bib", site_of())
    record = outcome.records["sources"]["online-record"]
    assert record["author"] == [{"family": "Family", "given": "Given"}, {"family": "von Researcher", "given": "Sam"}]
    assert (record["type"], record["issued"]) == ("webpage", "2024-03/2024-05")
    assert "line 7: it has no title" in remarks(outcome)
    assert "line 12: `related` has no field in a source" in remarks(outcome)


def test_a_table_of_countries() -> None:
    outcome = read_file("csv", "countries.csv", site_of("actors: {iraq: {name: Iraq, kind: state}}"))
    assert outcome.records["actors"]["palestine-state-of"]["name"] == "Palestine, State of"
    assert outcome.drafts == outcome.count == 3
    assert "line 3: `iraq` has the name “Iraq” already" in remarks(outcome)
    assert "the column `code` is no field" in remarks(outcome)


def test_a_table_of_places() -> None:
    outcome = read("csv", "name;latitude;longitude;kind\nA;1.5;-2;city\nB;1;2;city;more\n;;;\n")
    assert outcome.records["places"]["a"]["coordinates"] == ["1.5", "-2"]
    assert "line 3: it has more cells than there are columns" in remarks(outcome)


def test_values_in_a_cell_are_parted_by_bars_or_semicolons() -> None:
    table = "name,kind,also,native\nA,person,B; C,fa: د; ar: ع\nD,person,E; F | G,\n"
    actors = read("csv", table).records["actors"]
    assert actors["a"]["also"] == ["B", "C"]
    assert actors["a"]["native"] == {"fa": "د", "ar": "ع"}
    assert actors["d"]["also"] == ["E; F", "G"]


KNOWN = "person, organisation, state, government, armed-group, military-unit, office, crowd"


@pytest.mark.parametrize("also", [["B; C"], ["B", "C; D"], ["B"]])
def test_a_semicolon_within_a_name_comes_back_from_a_table(also: list[str]) -> None:
    site = site_of(add_records("", {"actors": {"a": {"name": "A", "kind": "person", "also": also}}}))
    table = files_of(site)["data/tables/actors.csv"].decode()
    assert read("csv", table).records["actors"]["a"]["also"] == also


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("csv", "name,kind\nA,building", f"line 2: left out: `building` is not a known `kind` (one of {KNOWN})"),
        ("csv", "name,kind\nA,persn", "line 2: left out: `persn` is not a known `kind` (did you mean `person`?)"),
        (
            "csv",
            'name,coordinates\nA,"54,2"',
            (
                "line 2: left out: coordinates are [latitude, longitude] in degrees: -90 to 90, then -180 to 180"
                " (`coordinates`: Latitude and longitude, decimal degrees, WGS 84.)"
            ),
        ),
        (
            "bibtex",
            "@book{a, title={A}, year={in press}}",
            "line 1: `issued` is left out: `in press` is not a date in the form year-month-day",
        ),
        (
            "csl-json",
            '[{"type": "book", "title": "A", "issued": {"literal": "in press"}}]',
            "item 1: `issued` is left out: `in press` is not a date in the form year-month-day",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_told_as_the_check_tells_it(name: str, text: str, said: str) -> None:
    assert remarks(read(name, text)) == said


def test_an_address_of_bibtex_is_the_url() -> None:
    text = r"@misc{a, title={A}, howpublished={Web page, \url{https://a.org/b_c}}, note={See \url{https://b.org}}}"
    row = read("bibtex", text).records["sources"]["a"]
    assert (row["publisher"], row["url"], row["note"]) == ("Web page", "https://a.org/b_c", "See https://b.org")
    row = read("bibtex", r"@misc{a, title={A}, howpublished={\url{https://a.org}}}").records["sources"]["a"]
    assert "publisher" not in row
    assert row["url"] == "https://a.org"


def test_fields_of_bibtex_may_stand_in_capitals() -> None:
    row = read("bibtex", "@BOOK{a, TITLE={A}, Author={One, Ann and Two, Bob}}").records["sources"]["a"]
    assert [person["family"] for person in row["author"]] == ["One", "Two"]


def test_what_bibtex_says_in_other_words() -> None:
    outcome = read(
        "bibtex",
        r"""
        @inproceedings{a, title = {A}, subtitle = {B}, booktitle = {Proceedings}, date = {2020-02},
          author = {One, Two, Three, Four, Five},
          addendum = {Archived copy: \url{https://archive.example/x}}}
        @article{b, title = {
        """,
    )
    assert outcome.records["sources"]["a"] == {
        "type": "paper-conference",
        "title": "A: B",
        "author": [{"literal": "One, Two, Three, Four, Five"}],
        "publisher": "Proceedings",
        "issued": "2020-02",
        "archived": "https://archive.example/x",
    }
    assert "line 5: this entry cannot be read: it has no end" in remarks(outcome)


# Where a passage is


def _target(exact: str, prefix: str = "", suffix: str = "", **more: Any) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    position = [{"type": "TextPositionSelector", **more}] if more else []
    return {"source": "", "selector": [quote, *position]}


@pytest.mark.parametrize(
    ("target", "at", "doubt"),
    [
        (Target("Iran"), "Iran", ""),
        (Target("the  embassy", "left "), {"exact": "the embassy", "prefix": "left "}, ""),
        (Target("the embassy", start=16), {"exact": "the embassy", "prefix": "left "}, ""),
        (Target("spoke of", "nobody "), "spoke of", "other words stand before or after it"),
        (Target("Iran", source="https://elsewhere.example/"), "Iran", "it speaks of https://elsewhere.example/"),
        (Target(start=52, end=56), "Iran", "only its offsets say where it is"),
        (Target("the embassy"), None, "the words occur twice, and nothing says which is meant"),
        (Target("Irak"), None, "the words do not occur in the text; most alike is"),
        (Target("iran"), None, "the words occur only with other capitals; most alike is “…Iran…”"),
    ],
)
def test_a_passage_is_placed_where_it_is_certain(target: Target, at: Any, doubt: str) -> None:
    placed = place(site_of(), target)
    assert placed is not None
    assert placed.doubt.startswith(doubt)
    assert bool(placed.doubt) == bool(doubt)
    if at is None:
        assert placed.span is None
        assert placed.selector["orphan"] == "true"
    else:
        assert placed.selector == at


@settings(max_examples=100)
@given(st.text(alphabet="ab 😀.\n", min_size=2, max_size=40), st.data())
def test_a_passage_is_placed_on_its_own_words_or_in_doubt(text: str, data: st.DataObject) -> None:
    if not parse_seed("seeds/a.txt", text).blocks:
        return
    site = site_of(seed=text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    target = Target.within(text, start, end)
    for given_target in (target, replace(target, start=None, end=None)):
        placed = place(site, given_target)
        if placed and placed.span and not placed.doubt:
            words = text[placed.span[1] : placed.span[2]]
            assert normalised(words) == normalised(target.exact).strip(" ")
            assert start <= placed.span[1] < placed.span[2] <= end


def test_offsets_may_count_utf_16_units() -> None:
    site = site_of(seed="😀 one and one\n")
    placed = place(site, Target("one", start=11))
    assert placed is not None
    assert placed.span == ("text", 10, 13)


def test_of_several_articles_the_address_says_which() -> None:
    articles = "".join(f"  {id}: {{file: a.txt, title: A, date: 2020-01-01}}\n" for id in ("one", "two"))
    site = check(dossier(article=f"articles:\n{articles}"))[0]
    annotation = {"type": "Annotation", "bodyValue": "A note.", "target": _target("Iran")}
    there = annotation | {"target": annotation["target"] | {"source": "https://a.example/data/articles/two.txt"}}
    assert read("web-annotation", json.dumps(there), site).records["notes"]["iran"]["at"] == {
        "exact": "Iran",
        "article": "two",
    }
    unknown = read("web-annotation", json.dumps(annotation), site)
    assert unknown.drafts == 1
    assert "no article is known by that address: name one with `--article`" in remarks(unknown)
    assert read("web-annotation", json.dumps(annotation), site, chosen="one").drafts == 0


# What an annotation becomes


@pytest.mark.parametrize(
    ("annotation", "collection", "record"),
    [
        ({"bodyValue": "A note."}, "notes", {"kind": "context", "body": "A note."}),
        (
            {
                "motivation": "editing",
                "body": {"type": "TextualBody", "value": "<p>No &amp; yes</p>", "format": "text/html"},
            },
            "notes",
            {"kind": "correction", "body": "No & yes"},
        ),
        (
            {"motivation": "identifying", "body": "https://a.example/actors/bbc/"},
            "mentions",
            {"is": "bbc"},
        ),
        (
            {
                "body": {
                    "type": "SpecificResource",
                    "purpose": "linking",
                    "source": "http://www.wikidata.org/entity/Q9531",
                }
            },
            "mentions",
            {"is": "bbc"},
        ),
        (
            {"body": {"type": "Choice", "items": [{"type": "TextualBody", "value": "[[gone]] [@gone]"}]}},
            "notes",
            {"kind": "context", "body": r"\[\[gone]] \[@gone]"},
        ),
    ],
)
def test_what_a_web_annotation_becomes(annotation: dict[str, Any], collection: str, record: dict[str, Any]) -> None:
    site = site_of("actors: {bbc: {name: BBC, kind: organisation, same_as: {wikidata: Q9531}}}")
    outcome = read("web-annotation", json.dumps({**annotation, "type": "Annotation", "target": _target("Iran")}), site)
    assert list(outcome.records[collection].values()) == [record | {"at": "Iran"}]


def test_importing_twice_adds_nothing() -> None:
    annotation = {"type": "Annotation", "bodyValue": "A note.", "target": _target("Iran")}
    first = read("web-annotation", json.dumps(annotation))
    again = read("web-annotation", json.dumps(annotation), site_of(add_records("", first.records)))
    assert again.count == 0
    assert "annotation 1: `iran` says the same already" in remarks(again)


# The command


def test_the_command_writes_a_file_and_reports(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Mine & yours.json"
    notes = [{"type": "Annotation", "bodyValue": "A note.", "target": _target("safe to walk")}]
    file.write_text(json.dumps([*notes, {"type": "Annotation", "target": _target("safe to walk")}]))
    command = ["-C", str(example), "import", "web-annotation", str(file), "--article", "bridge"]
    assert cli.run(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "annotation 2: a highlight that says nothing: “safe to walk”",
        "annotations/imported-mine-yours.yml: 1 note",
    ]
    assert "body: A note." in (example / "annotations" / "imported-mine-yours.yml").read_text()
    assert cli.run(["-C", str(example), "check"]) == 0
    capsys.readouterr()
    assert cli.run(command) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "annotation 1: `safe-to-walk-2` says the same already"
    assert told[-1] == "nothing to write: all is there already or left out, as said above"


def test_what_would_break_the_dossier_is_shown(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,kind,also,in\nThe bank,,,nowhere\nA quay,,Old Bridge,\nA shore,,,\n")
    assert cli.run(["-C", str(example), "import", "csv", str(file)]) == 1
    out = capsys.readouterr().out
    assert "annotations/imported-a.yml: 3 places" in out
    assert "error[dangling-reference]: no place or actor has the id `nowhere`" in out
    assert cli.run(["-C", str(example), "check"]) == 1


def test_a_dossier_with_errors_takes_nothing_in(example: Path, tmp_path: Path) -> None:
    (example / "annotations" / "wrong.yml").write_text("notes: {here: {at: no such words, body: Nothing.}}")
    file = tmp_path / "a.csv"
    file.write_text("term,definition\nquay,A shore.\n")
    assert cli.run(["-C", str(example), "import", "csv", str(file)]) == 1
    assert not list((example / "annotations").glob("imported*"))


# Broken and hostile files


BROKEN = {
    "web-annotation": ["", "no json", "{}", "[]", "[" * 100_000, '{"a":' * 5000 + "1" + "}" * 5000, "[1, null, true]"],
    "hypothesis": ["", "nothing", '{"rows": []}', "[3]"],
    "brat": ["T1\tPerson 0 4\tSony"],
    "webanno-tsv": ["", "1-1\t0-4\tThis\t_\t", "#FORMAT=WebAnno TSV 3.3\n1-1\t999999-1000003\tThis\t_\t"],
    "csv": ["", "a,b\n1,2", "name\na\rb", f"name\n{'x' * 200_000}"],
    "csl-json": ["", "[]", "{"],
    "bibtex": ["", "% nothing"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BROKEN.items() for text in texts])
def test_a_file_that_is_not_of_the_format_is_refused(name: str, text: str) -> None:
    with pytest.raises(Unreadable):
        read(name, text)


def test_more_than_anybody_has_annotated_is_refused() -> None:
    with pytest.raises(Unreadable, match="split it"):
        read("web-annotation", json.dumps([{"type": "Annotation", "target": "x"}] * (MAX_ITEMS + 1)))


def test_signs_that_no_page_can_carry_are_replaced() -> None:
    annotation = {"type": "Annotation", "bodyValue": "A\x00 \ud800 note.", "target": _target("Iran")}
    assert read("web-annotation", json.dumps(annotation)).records["notes"]["iran"]["body"] == "A\ufffd \ufffd note."


def test_the_user_is_told_what_cannot_be_read(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.ann"
    for raw, said in (
        (b"\xff", "a.ann: byte 0xff is not UTF-8: save it as plain text (UTF-8)"),
        (b"T1\tPerson 0 4\tSony", "brat keeps the text in a file of the same name that ends in .txt"),
    ):
        file.write_bytes(raw)
        assert cli.run(["-C", str(example), "import", "brat", str(file)]) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("builder.commands.import_.MAX_BYTES", "split it"),
        ("builder.commands.import_.MAX_ANNOTATIONS", "more than 9 bytes: split it"),
    ],
)
def test_what_is_too_large_is_refused(
    limit: str, said: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("term,definition\nquay,A shore.\n")
    monkeypatch.setattr(limit, 9)
    assert cli.run(["-C", str(example), "import", "csv", str(file)]) == 2
    assert said in capsys.readouterr().err
    assert not list((example / "annotations").glob("imported*"))


def test_a_text_beside_its_annotations_is_read_with_them(example: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.ann").write_text("T1\tPerson 0 4\tAnna")
    (tmp_path / "a.txt").write_text("Anna left.")
    assert cli.run(["-C", str(example), "import", "brat", str(tmp_path / "a.ann"), "--article", "bridge"]) == 0
    assert "Anna" in capsys.readouterr().out
    assert cli.run(["-C", str(example), "import", "brat", str(tmp_path / "a.ann"), "--article", "none"]) == 2
    assert "there is no article `none`: it is one of " in capsys.readouterr().err


def test_a_collection_is_read_with_its_pages(
    example: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PAGE_SIZE", 1)
    folder, items = "data/web-annotation/articles/", []
    for name, content in files_of(pipeline.check(read_inputs(example))[0]).items():
        if name.startswith(f"{folder}bridge"):
            (tmp_path / name.removeprefix(folder)).write_bytes(content)
            items += json.loads(content).get("items", [])
    assert cli.run(["-C", str(example), "import", "web-annotation", str(tmp_path / "bridge.json")]) == 0
    found = re.findall(r"annotation (\d+): `.*` says the same already", capsys.readouterr().out)
    assert len(items) > 10
    assert found == [str(number) for number, item in enumerate(items, 1) if "generator" not in item]


def test_a_collection_with_too_many_pages_is_refused(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("builder.commands.import_.MAX_BYTES", 9)
    for name in ("c.json", "c_1.json", "c_2.json"):
        (tmp_path / name).write_text("[{}]\n")
    assert cli.run(["-C", str(example), "import", "web-annotation", str(tmp_path / "c.json")]) == 2
    assert "with the 2 beside it, has more than" in capsys.readouterr().err


WORDS = st.sampled_from(
    """id type target source selector exact prefix suffix start end body value purpose format items first motivation
    TextQuoteSelector TextPositionSelector Annotation TextualBody tagging identifying Iran text uri tags rows title
    author issued date-parts family name references https://a.example/actors/iran/""".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=8) | st.sampled_from("\ud800\x00\u2028"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)
SITE = site_of("actors: {iran: {name: Iran, kind: state}}")


@settings(max_examples=50)
@given(st.sampled_from(["web-annotation", "hypothesis", "csl-json"]), VALUES)
def test_any_json_gives_records_that_fit_or_is_refused(name: str, value: Any) -> None:
    named = dict.fromkeys(("target", "body", "uri", "text", "author", "issued", "URL", "type", "note"), value)
    whole = [named | {"title": value}, named | {"title": "A title"}, value]
    for given_value in (whole, value):
        try:
            outcome = read(name, json.dumps(given_value), SITE)
        except Unreadable:
            continue
        found = (
            diagnose(dossier(add_records("", outcome.records) + "actors: {iran: {name: Iran, kind: state}}\n"))
            if outcome.count
            else []
        )
        assert not [d for d in found if d.rule in ("wrong-value", "unknown-key", "missing-key", "not-yaml", "bad-id")]


@settings(max_examples=50)
@given(
    st.sampled_from(["brat", "webanno-tsv", "csv", "bibtex"]),
    st.lists(
        st.sampled_from(
            ["T1\tPerson 0 4\tIran", "#FORMAT=WebAnno TSV 3.3", "#T_SP=a.B|value", "1-1\t0-4\tIran\tPER[1]\t"]
        )
        | st.sampled_from(["name,kind,also", "A,person,B | C", "@misc{a, title={A}}", "@book{", "}", '"', "\\", "\x00"])
        | st.text(max_size=12),
        max_size=8,
    ),
)
def test_any_text_gives_records_or_is_refused(name: str, lines: list[str]) -> None:
    try:
        outcome = read(name, "\n".join(lines), SITE, "Iran and more\n")
    except Unreadable:
        return
    if outcome.count:
        add_records("", outcome.records)
    assert all(isinstance(remark.where, str) and remark.what for remark in outcome.remarks)
