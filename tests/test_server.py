"""The editor's server: who may ask it, what it writes, and that nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.files import read_inputs
from builder.models import KINDS
from builder.server import forms, run
from builder.server.forms import FORMS, shown, value
from builder.server.guard import LARGEST
from builder.server.run import teller
from builder.yaml_reader import read_document
from tests.served import DOCS, FILES, NOTE, SEED, TOKEN, Served, passage


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.bench.close()


@pytest.fixture
def served(shared: Served) -> Served:
    shared.reset()
    return shared


def test_a_page_is_shown_with_the_editor_in_it(served: Served) -> None:
    page = served.client.get("/articles/siege/")
    assert page.status_code == 200
    assert TOKEN in page.text
    assert 'src="/_dossier/editor.js"' in page.text
    assert served.client.get("/articles/siege").url.path == "/articles/siege/"
    assert served.client.get("/_dossier/editor.js").status_code == 200
    coverage = served.client.get("/_dossier/coverage").text
    assert "paragraphs" in coverage
    assert ">The siege</a></h2>" in coverage
    assert served.client.get("/assets/dossier/reading.js").status_code == 200
    assert served.client.get("/data/dossier.json").json()
    assert any(
        entry["location"] == "articles/siege/"
        for entry in served.client.get("/search/search_index.json").json()["docs"]
    )


# Who may ask


def test_only_this_machine_reaches_it() -> None:
    with run._bound(0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


REFUSED_HEADERS = [
    pytest.param({"host": "evil.example"}, 403, id="another host, as after DNS rebinding"),
    pytest.param({"host": "127.0.0.1:8001"}, 403, id="another port"),
    pytest.param({"host": ""}, 403, id="no host"),
    pytest.param({"origin": "http://evil.example"}, 403, id="another origin"),
    pytest.param({"origin": "https://127.0.0.1:8000"}, 403, id="another scheme"),
    pytest.param({"origin": "http://127.0.0.1:8001"}, 403, id="another server on this machine"),
    pytest.param({"origin": "null"}, 403, id="an origin of nowhere"),
    pytest.param({"sec-fetch-site": "cross-site"}, 403, id="from another site"),
    pytest.param({"sec-fetch-site": "same-site"}, 403, id="from another port"),
    pytest.param({"x-dossier-token": ""}, 403, id="no token"),
    pytest.param({"x-dossier-token": TOKEN[:-1]}, 403, id="not the token"),
    pytest.param({"x-dossier-token": b"\xe9"}, 403, id="no token at all like it"),
    pytest.param({"content-type": "text/plain"}, 415, id="what a form can send"),
]


@pytest.mark.parametrize(("headers", "status"), REFUSED_HEADERS)
@pytest.mark.parametrize("name", ["annotate", "undo"])
def test_others_change_nothing(served: Served, name: str, headers: dict[str, Any], status: int) -> None:
    assert served.post("annotate", NOTE).status_code == 200
    before = served.files
    asked = {**NOTE, "id": "other"} if name == "annotate" else {}
    assert served.post(name, asked, **headers).status_code == status
    assert served.files == before


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_other_methods_change_nothing(served: Served, method: str) -> None:
    answer = served.client.request(method, "/_dossier/annotate", headers={"x-dossier-token": TOKEN})
    assert answer.status_code in (404, 405)
    assert served.files == {**DOCS, **FILES}


def test_others_read_nothing(served: Served) -> None:
    for headers in (
        {"host": "evil.example"},
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ):
        assert TOKEN not in served.client.get("/articles/siege/", headers=headers).text
    # Whoever follows a link from elsewhere comes in; no frame shows the page, and nothing keeps it.
    link = served.client.get("/articles/siege/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert link.status_code == 200
    assert (link.headers["x-frame-options"], link.headers["cache-control"]) == ("DENY", "no-store")


@pytest.mark.parametrize(
    "path",
    [
        "/../mkdocs.yml",
        "/..%2fmkdocs.yml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/%00",
        "/annotations/article.yml",
        "/seeds/a.txt",
        "/_dossier/../mkdocs.yml",
        "/_dossier/..%2fapp.py",
        "/assets/%ff",
    ],
)
def test_nothing_outside_the_site_is_served(served: Served, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "site_name" not in answer.text


MALFORMED = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{", id="no JSON"),
    pytest.param(b"[" * 100_000, id="deep"),
    pytest.param(b'"\\ud800"', id="half a character"),
    pytest.param(b"\xff\xfe", id="no UTF-8"),
    pytest.param(b"[]", id="no object"),
    pytest.param(json.dumps({**NOTE, "file": "../x.yml"}).encode(), id="a key too many"),
    pytest.param(json.dumps({**NOTE, "passage": {}}).encode(), id="a key too few"),
    pytest.param(json.dumps({**NOTE, "write": "yes"}).encode(), id="a text for a switch"),
    pytest.param(json.dumps({**NOTE, "id": "x" * 1000}).encode(), id="a long id"),
    pytest.param(json.dumps({**NOTE, "fields": {"body": "\0"}}).encode(), id="a control character"),
    pytest.param(json.dumps({**NOTE, "fields": {"body": 1}}).encode(), id="a number for a text"),
    pytest.param(json.dumps({**NOTE, "fields": {str(n): "" for n in range(99)}}).encode(), id="many fields"),
    pytest.param(
        json.dumps({**NOTE, "passage": {**NOTE["passage"], "start": {"block": "p1", "offset": -1}}}).encode(),
        id="before the text",
    ),  # type: ignore[dict-item]
]


@pytest.mark.parametrize("body", MALFORMED)
def test_what_is_malformed_changes_nothing(served: Served, body: bytes) -> None:
    headers = {"x-dossier-token": TOKEN, "content-type": "application/json"}
    for name in ("annotate", "accept", "dismiss", "rewrite", "amend", "remove", "here", "record"):
        assert served.client.post(f"/_dossier/{name}", content=body, headers=headers).status_code == 400
    assert served.files == {**DOCS, **FILES}


def test_what_is_huge_changes_nothing(served: Served) -> None:
    assert served.post("annotate", {**NOTE, "fields": {"body": "x" * (LARGEST + 1)}}).status_code == 413
    assert served.client.get("/_dossier/find", params={"q": "x" * 10_000, "kinds": "actors"}).json() == []
    assert served.files == {**DOCS, **FILES}


def test_a_request_of_unknown_length_changes_nothing(served: Served) -> None:
    headers = {"x-dossier-token": TOKEN, "content-type": "application/json"}
    pieces = iter([json.dumps(NOTE).encode()])
    assert served.client.post("/_dossier/annotate", content=pieces, headers=headers).status_code == 411
    assert served.files == {**DOCS, **FILES}


REFUSED = [
    pytest.param("annotate", {**NOTE, "form": "secret"}, 422, id="a form that there is not"),
    pytest.param("annotate", {**NOTE, "fields": {"body": "x", "path": "/etc"}}, 422, id="a field that there is not"),
    pytest.param("annotate", {**NOTE, "fields": {}}, 422, id="a note without a body"),
    pytest.param("annotate", {**NOTE, "fields": {"body": "[[nobody]]"}}, 422, id="a link to nothing"),
    pytest.param("annotate", {**NOTE, "id": "../../x"}, 422, id="an id that is a path"),
    pytest.param("annotate", {**NOTE, "id": "late"}, 422, id="an id that is taken"),
    pytest.param("annotate", {**NOTE, "passage": passage(" ", offset=3)}, 422, id="only a blank"),
    pytest.param("annotate", {**NOTE, "passage": passage("Not there")}, 409, id="words that are not there"),
    pytest.param("annotate", {**NOTE, "passage": passage("The crowd", "p9")}, 409, id="no such paragraph"),
    pytest.param("annotate", {**NOTE, "passage": passage("x", offset=9999)}, 409, id="behind the text"),
    pytest.param("annotate", {**NOTE, "passage": {**passage("x"), "article": "../a"}}, 409, id="no such article"),
    pytest.param("rewrite", {"id": "../notes", "old": "", "new": "x: y", "write": True}, 409, id="no such record"),
    pytest.param(
        "rewrite",
        {"id": "early", "old": '{at: left before, body: "Or early?"}', "new": "body: [", "write": True},
        422,
        id="no YAML",
    ),
    pytest.param(
        "rewrite",
        {"id": "early", "old": '{at: left before, body: "Or early?"}', "new": "{body: x}", "write": True},
        422,
        id="no place",
    ),
    pytest.param(
        "rewrite", {"id": "early", "old": "x", "new": "{at: left, body: x}", "write": True}, 409, id="from an old state"
    ),
    pytest.param(
        "remove", {"id": "report", "old": "{type: report, title: A report}", "write": True}, 422, id="what others need"
    ),
    pytest.param("undo", {}, 409, id="nothing to undo"),
    pytest.param("accept", {"collection": "../x", "id": "x", "record": "a: b", "write": True}, 422, id="no kind"),
    pytest.param("accept", {"collection": "notes", "id": "../x", "record": "a: b", "write": True}, 422, id="no id"),
    pytest.param("accept", {"collection": "notes", "id": "x", "record": "[", "write": True}, 422, id="no mapping"),
    pytest.param(
        "accept",
        {"collection": "actors", "id": "crowd", "record": "name: x", "write": True},
        422,
        id="is there already",
    ),
]


@pytest.mark.parametrize(("name", "asked", "status"), REFUSED)
def test_what_is_wrong_is_told_and_not_written(served: Served, name: str, asked: object, status: int) -> None:
    answer = served.post(name, asked)
    assert answer.status_code == status
    assert answer.json()["problem"]
    assert served.files == {**DOCS, **FILES}


# What is written


def test_a_trial_writes_nothing(served: Served) -> None:
    answer = served.post("annotate", {**NOTE, "write": False}).json()
    assert answer["problem"] == ""
    assert answer["yaml"].splitlines()[-2:] == ["  at: The crowd", "  body: A remark."]
    assert served.files == {**DOCS, **FILES}


def test_a_trial_does_not_ask_for_fields_that_are_still_empty(served: Served) -> None:
    claim = {
        **NOTE,
        "write": False,
        "form": "position",
        "fields": {"claim": "Is it so?", "by": "crowd", "says": "", "at": ""},
    }
    assert served.post("annotate", claim).json()["problem"] == ""
    assert "`says` is missing" in served.post("annotate", {**claim, "write": True}).json()["problem"]
    assert served.post("annotate", {**claim, "fields": {"claim": "", "by": "crowd"}}).json()["problem"] == ""
    half = {**claim["fields"], "says": "", "sources": "{at: p. 3}"}
    problem = served.post("annotate", {**claim, "fields": half}).json()["problem"]
    assert "`id` is missing" in problem
    assert "`says` is missing" not in problem


def test_lines_that_are_not_written_yet_have_no_number(served: Served) -> None:
    asked = {**NOTE, "fields": {"body": "[[nobody]]"}}
    for write in (False, True):
        problem = served.post("annotate", {**asked, "write": write}).json()["problem"]
        assert re.search(r"--> annotations/more/notes\.yml\n", problem)
        assert re.search(r"^ +\| +body: \"\[\[nobody]]\"$", problem, re.MULTILINE)


def test_a_proposal_is_made_into_what_it_is(served: Served) -> None:
    record = "name: Smith\nkind: person\nstatus: draft\n"
    accepted = {"collection": "actors", "id": "smith", "record": record, "what": "place", "write": True}
    assert served.post("accept", accepted).json()["problem"] == ""
    assert served.files["annotations/places.yml"] == "places:\n  smith:\n    name: Smith\n    status: draft\n"
    assert "no kind of record `x`" in served.post("accept", {**accepted, "what": "x"}).json()["problem"]


def test_a_proposed_name_goes_to_the_record(served: Served) -> None:
    accepted = {"collection": "actors", "id": "crowd", "record": "{also: [crowd of Baghdad]}", "write": True}
    assert served.post("accept", accepted).json()["problem"] == ""
    assert "crowd: {name: The crowd, kind: crowd, also: [crowd of Baghdad]}" in str(served.files)


def test_an_edit_is_shown_at_once_and_taken_back_byte_for_byte(served: Served) -> None:
    answer = served.post("annotate", NOTE).json()
    place = {"file": "annotations/more/notes.yml", "id": "the-crowd"}
    assert answer.items() >= place.items()
    assert served.files[place["file"]].splitlines()[answer["line"] - 1] == "  the-crowd:"
    assert "A remark." in served.client.get("/articles/siege/").text
    assert served.post("undo", {}).json() == {"undone": "the-crowd in annotations/more/notes.yml"}
    assert served.files == {**DOCS, **FILES}
    assert "A remark." not in served.client.get("/articles/siege/").text


def test_a_new_file_goes_again(served: Served) -> None:
    day = {"form": "date", "passage": passage("Friday", offset=18), "fields": {"date": "2019-12-27"}, "write": True}
    assert served.post("annotate", day).json()["file"] == "annotations/dates.yml"
    assert served.files["annotations/dates.yml"] == (
        'dates:\n  friday:\n    at: {exact: Friday, prefix: "on "}\n    date: 2019-12-27\n'
    )
    assert served.post("undo", {}).status_code == 200
    assert served.files == {**DOCS, **FILES}


def test_a_proposal_is_written_as_the_editor_has_left_it(served: Served) -> None:
    proposals = served.client.get("/_dossier/suggestions", params={"article": "siege"}).json()
    (baghdad,) = (p for p in proposals if p["places"][0]["words"] == "Baghdad")
    around = {"before": "On Friday the 😀 crowd of ", "after": " had come."}
    assert baghdad["places"] == [{**passage("Baghdad", "p2", 25), **around}]
    (friday,) = (p for p in proposals if p["sort"] == "time expression")
    assert "status" not in friday["record"]
    assert "status: draft" in baghdad["record"]
    asked = {"collection": "places", "id": "baghdad", "record": "# a city\nname: Baghdad # here\nstatus: draft"}
    assert served.post("accept", {**asked, "write": True}).status_code == 200
    assert served.files["annotations/places.yml"] == (
        "places:\n  baghdad:\n    # a city\n    name: Baghdad # here\n    status: draft\n"
    )
    assert served.client.get("/_dossier/suggestions", params={"article": "../a"}).json() == []


def test_a_new_file_stands_where_it_would_be_read(served: Served) -> None:
    (served.folder / "annotations/early.yml").write_text("")
    served.bench.refresh(["annotations/early.yml"])
    day = {"form": "date", "passage": passage("Friday", offset=18), "fields": {"date": "2019-12-27"}, "write": True}
    assert served.post("annotate", day).json()["file"] == "annotations/dates.yml"
    assert list(served.bench.inputs.annotations) == list(read_inputs(served.folder).annotations)


def test_a_file_that_is_not_read_is_told_while_it_is_there(served: Served) -> None:
    file = served.folder / "annotations/actors.txt"
    for told in (True, False):
        file.write_text("") if told else file.unlink()
        assert served.bench.refresh(["annotations/actors.txt"])
        assert ("unread-file" in [found.rule for found in served.bench.warnings]) == told


def test_a_record_without_words_of_an_article(served: Served) -> None:
    fields = {"title": "The crowd comes", "date": "2019-12-31", "actors": "crowd, {id: crowd, role: 'it, too'}"}
    answer = served.post("annotate", {"form": "event", "fields": fields, "write": True}).json()
    assert served.files[answer["file"]] == (
        "events:\n  the-crowd-comes:\n    title: The crowd comes\n    date: 2019-12-31\n"
        '    actors: [crowd, {id: crowd, role: "it, too"}]\n'
    )
    assert answer["href"] == "/timeline/#the-crowd-comes"
    about = served.client.get("/_dossier/about", params={"page": "timeline/"}).json()
    assert about["listed"] == ["the-crowd-comes"]
    assert served.post("annotate", {"form": "note", "fields": {"body": "x"}, "write": True}).status_code == 422


def test_what_is_saved_with_warnings_says_so(served: Served) -> None:
    event = {"form": "event", "fields": {"title": "Before", "date": "2019"}, "write": True}
    assert served.post("annotate", event).json()["warnings"] == ["the event `before` rests on no source"]
    orphan = {"title": "After", "date": "2019", "at": "{exact: no more, orphan: true}"}
    warnings = served.post("annotate", {**event, "fields": orphan}).json()["warnings"]
    assert warnings[0] == "the event `after` rests on no source"
    assert [("no more" in warning, "before" in warning) for warning in warnings[1:]] == [(True, False)]
    cited = {"title": "Between", "date": "2019", "sources": "report"}
    assert served.post("annotate", {**event, "fields": cited}).json()["warnings"] == []


def test_a_warning_that_others_have_already_is_told_again(served: Served) -> None:
    (served.folder / "annotations/who.yml").write_text("actors: {ruth: {name: Ruth, kind: person, status: draft}}\n")
    served.bench.refresh(["annotations/who.yml"])
    for number in range(2):
        asked = {**NOTE, "id": f"n{number}", "fields": {"body": "So says [[ruth]]."}}
        (warning,) = served.post("annotate", asked).json()["warnings"]
        assert warning.startswith("`ruth` is a draft")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("The crowd", "crowd"), ("UHTW", "union"), ("Union", "Union"), ("crowd", "crowd"), ("A neighbour", "A neighbour")],
)
def test_who_is_named_exactly_is_the_record(served: Served, typed: str, meant: str) -> None:
    two = "one: {name: Union, kind: organisation}, other: {name: Unions, kind: organisation, also: [Union]}"
    union = "union: {name: Harbour Workers, kind: organisation, also: [UHTW], status: draft}"
    (served.folder / "annotations/who.yml").write_text(f"actors: {{{two}, {union}}}\n")
    served.bench.refresh(["annotations/who.yml"])
    quote = {**NOTE, "form": "quote", "fields": {"speaker": typed, "sources": "A report"}}
    answer = served.post("annotate", quote).json()
    assert f"speaker: {meant}\n" in answer["yaml"]
    assert "sources: [report]" in answer["yaml"]
    claim = {**NOTE, "form": "position", "fields": {"claim": "Is it?", "by": "Some", "says": "y"}}
    assert served.post("annotate", claim).json()["id"] == "is-it"
    claim["fields"]["by"] = typed
    answer = served.post("annotate", claim).json()
    assert (answer["id"], f"by: {meant}" in answer["yaml"]) == ("is-it", True)
    opened = served.post("record", {"id": "the-crowd"}).json()
    asked = {"id": "the-crowd", "old": opened["text"], "fields": {**opened["fields"], "addressee": typed}}
    assert f"addressee: {meant}" in served.post("amend", asked).json()["yaml"]


def test_only_the_keys_that_a_form_changes_are_written(served: Served) -> None:
    opened = served.post("record", {"id": "late"}).json()
    assert (opened["form"], opened["stays"]) == ("note", False)
    assert opened["fields"] == {"kind": "context", "at": "It was late", "body": "So they say.\n\n# no comment\n"}
    asked = {"id": "late", "old": opened["text"], "write": True}
    fields = {**opened["fields"], "kind": "caution", "sources": "report", "title": ""}
    assert served.post("amend", {**asked, "fields": fields}).status_code == 200
    name = "annotations/more/notes.yml"
    expected = (
        FILES[name].replace("context", "caution").replace("# no comment\n", "# no comment\n    sources: [report]\n")
    )
    assert served.files[name] == expected
    # From the old state: told, and nothing is lost.
    assert served.post("amend", {**asked, "fields": {"kind": "context"}}).status_code == 409
    assert served.files[name] == expected


def test_each_change_is_told_with_its_line(served: Served) -> None:
    def line(name: str, asked: dict[str, Any]) -> Any:
        answer = served.post(name, {**asked, "write": True}).json()
        return answer["line"], served.files[answer["file"]].split("\n")[answer["line"] - 1].strip()

    assert line("dismiss", {"words": ["crowd"]}) == (1, "dossier: {settings: {dismissed: [crowd]}}")
    (served.folder / "annotations/dossier.yml").write_text("dossier:\n  settings:\n    dismissed:\n      - crowd\n")
    assert line("dismiss", {"words": ["Friday"]}) == (5, "- Friday")
    early = served.post("record", {"id": "early"}).json()
    assert early["line"] == 13
    assert line(
        "amend",
        {"id": "late", "old": served.post("record", {"id": "late"}).json()["text"], "fields": {"kind": "caution"}},
    ) == (5, "kind: caution")
    assert line("annotate", NOTE) == (15, "the-crowd:")
    assert line("remove", {"id": "early", "old": early["text"]})[0] == 12  # with its comment
    assert "not_at" in line("unlink", {"id": "crowd", "passage": passage("The crowd")})[1]


def test_the_last_record_of_its_kind_can_go(served: Served) -> None:
    name = "annotations/more/notes.yml"
    asked = {"id": "crowd", "old": "{name: The crowd, kind: crowd}", "write": True}
    assert served.post("remove", asked).status_code == 200
    assert served.files[name] == FILES[name].replace("actors:\n  crowd: {name: The crowd, kind: crowd}\n", "")
    for id in ("late", "early"):
        old = served.post("record", {"id": id}).json()["text"]
        assert served.post("remove", {"id": id, "old": old, "write": True}).status_code == 200
    assert served.files[name] == "# About this file\n  # at the end of the actors\n"
    assert served.post("annotate", NOTE).status_code == 200


@pytest.mark.parametrize("rest", ["    role: 'they\n\n  came'\n", "   # odd\n    role: came\n", "    see: *those\n"])
def test_an_answer_leaves_the_rest_as_it_is_written(served: Served, rest: str) -> None:
    name, staff = "annotations/z.yml", "actors:\n  staff: {name: Staff, kind: crowd, see: &those [crowd]}\n"
    text = f"{staff}  people:\n    name: People\n{rest}    kind: person\n    status: draft\n"
    (served.folder / name).write_text(text)
    served.bench.refresh([name])
    old = served.post("record", {"id": "people"}).json()["text"]
    answer = served.post("amend", {"id": "people", "old": old, "fields": {"kind": "crowd"}, "write": True})
    assert (answer.status_code, served.files[name]) == (200, text.replace("kind: person", "kind: crowd"))


@pytest.mark.parametrize("half", ["~", "a", "[a]"])
def test_nothing_is_added_beside_what_is_half_written(served: Served, half: str) -> None:
    name, term = "annotations/glossary.yml", {"form": "term", "fields": {"term": "Siege", "definition": "A word."}}
    (served.folder / name).write_text(f"glossary: {half}\n")
    served.bench.refresh([name])
    answer = served.post("annotate", {**NOTE, **term})
    assert (answer.status_code, served.files[name]) == (422, f"glossary: {half}\n")


def test_a_file_goes_with_its_last_record(served: Served) -> None:
    name, text = "annotations/more/places.yml", "places:\n  oldport: {name: Oldport}\n"
    (served.folder / name).write_text(text)
    served.bench.refresh([name])
    answer = served.post("remove", {"id": "oldport", "old": "{name: Oldport}", "write": True})
    assert (answer.status_code, name in served.files) == (200, False)
    assert "unread-file" not in [found.rule for found in served.bench.warnings]
    assert served.post("undo", {}).status_code == 200
    assert served.files[name] == text


def test_comments_within_a_list_are_not_lost(served: Served) -> None:
    name = "annotations/more/notes.yml"
    text = FILES[name].replace(
        "    at: It was late   # behind", "    at:\n      - It was late   # behind\n      - left"
    )
    (served.folder / name).write_text(text)
    served.bench.refresh([name])
    opened = served.post("record", {"id": "late"}).json()
    asked = {"id": "late", "old": opened["text"], "fields": {"at": "It was"}, "write": True}
    answer = served.post("amend", asked)
    assert (answer.status_code, "comments within `at`" in answer.json()["problem"]) == (422, True)
    assert served.files[name] == text


def test_what_a_form_shows_reads_back_as_it_was() -> None:
    """Every value of a real dossier, of every kind of record."""
    count = 0
    for file, raw in read_inputs(Path(__file__).parents[1]).annotations.items():
        for collection, records in (read_document(file, raw)[0].data or {}).items():
            form = next((f for f in FORMS.values() if f.model is KINDS.get(collection)), None)
            for record in (records or {}).values() if form else ():
                for key, text in shown(form, record).items():
                    assert value(form, key, text, record[key]) == record[key]
                    count += 1
    assert count > 1000


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the retired teacher Dilip Sen, 71", ["the retired teacher Dilip Sen, 71"]),
        ("one, two\n\n three: four #5 ", ["one, two", "three: four #5"]),
        ("{exact: one, occurrence: 2}\n[two]", [{"exact": "one", "occurrence": "2"}, "[two]"]),
        ('"We stay," they said', ['"We stay," they said']),
        ("'\"Never\"'", ['"Never"']),
    ],
)
def test_passages_have_a_line_each(text: str, meant: list[Any]) -> None:
    form = FORMS["actor"]
    assert value(form, "at", text) == meant
    assert value(form, "at", shown(form, {"at": meant})["at"]) == meant
    described = next(f for f in forms.described() if f["name"] == "actor")
    field = next(f for f in described["fields"] if f["key"] == "at")
    assert (field["long"], "one a line" in field["help"]) == (True, True)


@pytest.mark.parametrize("form", ["source", "article"])
def test_an_author_has_a_line_so_that_a_comma_parts_nobody(form: str) -> None:
    text = "Smith, John\n{family: Sen, given: Dilip}"
    meant = ["Smith, John", {"family": "Sen", "given": "Dilip"}]
    assert value(FORMS[form], "author", text) == meant
    assert value(FORMS[form], "author", shown(FORMS[form], {"author": meant})["author"]) == meant
    assert value(FORMS[form], "author", "Smith, John", "Smith") == "Smith, John"


FOUND_IN_ORDER = """\
actors:
  by-role: {name: A person, kind: person, role: May}
  by-alias: {name: B person, kind: person, also: [Mayo]}
  inside: {name: Dismay, kind: person}
  at-a-word: {name: Lord May, kind: person}
  at-first: {name: May Day, kind: person}
  not-at-all: {name: Other, kind: person}
"""


def test_records_are_found_by_name_then_by_another_form_then_by_role(served: Served) -> None:
    (served.folder / "annotations/who.yml").write_text(FOUND_IN_ORDER)
    served.bench.refresh(["annotations/who.yml"])

    def found(query: str) -> list[str]:
        rows = served.client.get("/_dossier/find", params={"q": query, "kinds": "actors"}).json()
        return [row["id"] for row in rows]

    assert found("may") == ["at-first", "at-a-word", "inside", "by-alias", "by-role"]
    assert found("Mayo") == ["by-alias"]
    assert len(found("")) == 7


def test_fields_say_how_several_are_written() -> None:
    fields = {field["key"]: field for form in forms.described() if form["name"] == "actor" for field in form["fields"]}
    assert [key for key in fields if fields[key]["first"]] == ["name", "kind", "role", "also", "summary"]
    assert fields["also"]["help"] == "Each is matched automatically; several are parted by commas."
    assert "`key: value`" in fields["same_as"]["help"]
    helps = {(form["name"], field["key"]): field["help"] for form in forms.described() for field in form["fields"]}
    as_written = "2019-12-27, 2019-12 or 2019; about: 2019~; from one to another: 2019-12-27/2019-12-29."
    assert helps["event", "date"] == as_written
    assert helps["note", "body"] == "`[[id]]` links to a record, `[@source]` cites."
    assert helps["article", "date"] == f"What is later is hindsight; {as_written}"


def test_passages_are_written_as_a_list(served: Served) -> None:
    opened = served.post("record", {"id": "crowd"}).json()
    fields = {**opened["fields"], "at": "It was late\nOn Friday the 😀 crowd"}
    answer = served.post("amend", {"id": "crowd", "old": opened["text"], "fields": fields, "write": True})
    assert answer.status_code == 200
    assert "at: [It was late, On Friday the 😀 crowd]" in served.files["annotations/more/notes.yml"]
    bad = {**NOTE, "form": "place", "fields": {"name": "A quay", "at": "{exact"}}
    assert (
        "is neither words nor a mapping such as {exact: words, occurrence: 2}"
        in served.post("annotate", {**bad, "passage": None}).json()["problem"]
    )


def test_a_dismissal_is_remembered_in_the_annotations(served: Served) -> None:
    assert served.post("dismiss", {"words": ["Baghdad", "Friday"], "write": True}).status_code == 200
    assert served.files["annotations/dossier.yml"] == "dossier: {settings: {dismissed: [Baghdad, Friday]}}\n"
    proposals = served.client.get("/_dossier/suggestions", params={"article": "siege"}).json()
    assert not {"Baghdad", "Friday"} & {place["words"] for p in proposals for place in p["places"]}
    assert served.post("undo", {}).status_code == 200
    assert served.files == {**DOCS, **FILES}


def proposed(served: Served, words: str) -> dict[str, Any]:
    """What is proposed for some words."""
    found = served.client.get("/_dossier/suggestions", params={"article": "siege"}).json()
    return next(proposal for proposal in found if words in {place["words"] for place in proposal["places"]})


def test_a_proposal_is_dismissed_in_one_place_and_goes_on_in_the_others(served: Served) -> None:
    one, other = proposed(served, "Friday")["places"]
    assert served.post("dismiss", {"words": [passage("Friday", offset=18)], "write": True}).json()["id"] == "Friday"
    assert 'dismissed: [{exact: Friday, prefix: "on "}]' in served.files["annotations/dossier.yml"]
    left = proposed(served, "Friday")
    assert left["places"] == [other]
    assert left["record"].startswith('at: {exact: Friday, prefix: "On "}')
    assert one["start"] == {"block": "p1", "offset": 18}
    told = served.post("dismiss", {"words": [{**passage("Friday"), "words": "Monday"}], "write": True})
    assert told.status_code == 409


def test_a_name_is_unlinked_in_one_place_and_not_proposed_again(served: Served) -> None:
    asked = {"id": "crowd", "passage": passage("The crowd left"), "write": True}
    assert [(one["id"], one["how"]) for one in served.post("here", asked["passage"]).json()] == [
        ("crowd", "named here")
    ]
    assert served.post("unlink", asked).status_code == 200
    assert "{name: The crowd, kind: crowd, not_at: [The crowd]}" in served.files["annotations/more/notes.yml"]
    assert served.post("here", asked["passage"]).json() == []
    proposals = served.client.get("/_dossier/suggestions", params={"article": "siege"}).json()
    assert "The crowd" not in {place["words"] for p in proposals for place in p["places"]}
    assert served.post("unlink", asked).status_code == 409
    assert served.post("undo", {}).status_code == 200
    assert served.files == {**DOCS, **FILES}


def test_offsets_are_code_points(served: Served) -> None:
    found = served.post("here", passage("crowd of Baghdad", "p2", 16)).json()
    assert [one["id"] for one in found] == []
    answer = served.post("annotate", {**NOTE, "passage": passage("crowd of Baghdad", "p2", 16)}).json()
    assert "at: crowd of Baghdad" in answer["yaml"]


def test_two_saves_that_meet(served: Served) -> None:
    opened = served.post("record", {"id": "late"}).json()
    first = {"id": "late", "old": opened["text"], "new": opened["text"].replace("context", "caution"), "write": True}
    second = {**first, "new": opened["text"].replace("So they say", "So it is")}
    assert served.post("rewrite", first).status_code == 200
    before = served.files
    assert served.post("rewrite", second).status_code == 409
    assert served.post("remove", {"id": "late", "old": opened["text"], "write": True}).status_code == 409
    assert served.files == before


def test_a_save_by_hand_that_meets_one_from_the_page(served: Served) -> None:
    opened = served.post("record", {"id": "early"}).json()
    name = opened["file"]
    by_hand = FILES[name].replace("Or early?", "Or later?")
    (served.folder / name).write_text(by_hand)
    assert (
        served.post(
            "rewrite", {"id": "early", "old": opened["text"], "new": "{at: left, body: x}", "write": True}
        ).status_code
        == 409
    )
    assert served.files[name] == by_hand
    # An addition needs nothing of what was changed, and joins it.
    assert served.post("annotate", NOTE).status_code == 200
    assert "Or later?" in served.files[name]
    (served.folder / name).write_text(served.files[name] + "# by hand\n")
    assert served.post("undo", {}).status_code == 409
    assert served.files[name].endswith("# by hand\n")
    # It stands in the way of no earlier one.
    assert "there is nothing to undo" in served.post("undo", {}).text


def test_what_cannot_be_taken_back_now_can_be_later(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    before = served.files
    assert served.post("annotate", NOTE).status_code == 200
    with monkeypatch.context() as full:
        full.setattr(os, "replace", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
        full.setattr(Path, "replace", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
        assert "No space left" in served.post("undo", {}).json()["problem"]
    assert served.post("undo", {}).status_code == 200
    assert served.files == before


def test_a_write_that_is_overtaken(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "annotations/more/notes.yml"
    monkeypatch.setattr(served.bench, "refresh", lambda _: False)
    (served.folder / name).write_text(FILES[name] + "# by hand\n")
    assert served.post("annotate", NOTE).status_code == 409
    assert served.files[name] == FILES[name] + "# by hand\n"


# Random edits, in the page and by hand

TEXTS = st.text(st.sampled_from("ab é:#-'\"\n,{}[]&*|>%@\\ 😀"), min_size=1, max_size=20)
BY_HAND = ("annotations/article.yml", "annotations/more/notes.yml")


class Hands:
    """Two hands at one dossier: each move says what it must leave as it was."""

    def __init__(self, served: Served, numbers: Iterator[int]) -> None:
        self.served = served
        self.numbers = numbers
        self.undoable: list[tuple[dict[str, str], dict[str, str]]] = []  # before and after each edit of the page
        self.comments: set[str] = set()  # written by hand; none may ever be lost

    def annotate(self, draw: st.DataObject) -> None:
        offset = draw.draw(st.integers(0, len(SEED) - 1))
        start, _, _ = SEED[offset:].partition("\n\n")[0].partition(" ")
        block = SEED[:offset].count("\n\n") + 1
        before_block = SEED[:offset].rfind("\n\n") + 2 if block > 1 else 0
        form = draw.draw(st.sampled_from(["note", "date", "actor", "term", "quote", "position", "mention"]))
        keys = {
            "note": ["body"],
            "date": ["date", "body"],
            "actor": ["name", "role"],
            "term": ["term", "definition"],
            "quote": ["speaker"],
            "position": ["claim", "by", "says"],
            "mention": ["is"],
        }[form]
        known = {"date": "2019-12-27", "is": "crowd", "speaker": "crowd", "by": "crowd"}
        fields = {key: known.get(key) or draw.draw(TEXTS) for key in keys}
        fields |= {"kind": "person"} if form == "actor" else {}
        asked = {"form": form, "fields": fields, "passage": passage(start, f"p{block}", offset - before_block)}
        before, after = self.change("annotate", {**asked, "write": True})
        for name, text in after.items():
            assert is_longer(before.get(name, ""), text)

    def create(self, draw: st.DataObject) -> None:
        """A record of no words, made in the page."""
        form, key = draw.draw(
            st.sampled_from([("event", "title"), ("topic", "title"), ("source", "title"), ("place", "name")])
        )
        fields = {key: draw.draw(TEXTS), "sources": draw.draw(st.sampled_from(["", "report", "report, {id: report}"]))}
        fields |= {"event": {"date": "2019"}, "source": {"type": "book"}}.get(form, {})
        before, after = self.change("annotate", {"form": form, "fields": fields, "write": True})
        for name, text in after.items():
            assert is_longer(before.get(name, ""), text)

    def amend(self, draw: st.DataObject) -> None:
        """Some fields of a form changed: the other keys of the record, and all other records, are as they were."""
        opened = self.open(draw)
        key = draw.draw(st.sampled_from(sorted(opened["fields"]) or ["summary"]) | st.just("summary"))
        fields = {**opened["fields"], key: draw.draw(TEXTS | st.just(""))}
        before, after = self.change(
            "amend", {"id": opened["id"], "old": opened["text"], "fields": fields, "write": True}
        )
        for name, text in after.items():
            old, new = (flat(read_document("", t.encode())[0].data) for t in (before[name], text))
            assert {path[1:3] for path, _ in old.items() ^ new.items()} == {(opened["id"], key)}

    def rewrite(self, draw: st.DataObject) -> None:
        opened = self.open(draw)
        new = draw.draw(st.sampled_from(["{0}\nsummary: {1}", "{0}\n# {1}", "{1}", "{0}", "{{at: left, body: {1}}}"]))
        text = draw.draw(TEXTS)
        asked = {"id": opened["id"], "old": opened["text"], "new": new.format(opened["text"], text), "write": True}
        before, after = self.change("rewrite", asked)
        for name, written in after.items():
            old = before.get(name, "")
            assert opened["text"].split("\n")[0] in old
            assert len(shared_edges(old, written)) == 2

    def remove(self, draw: st.DataObject) -> None:
        opened = self.open(draw)
        before, after = self.change("remove", {"id": opened["id"], "old": opened["text"], "write": True})
        for name, text in after.items():
            rest = iter(before[name].split("\n"))  # whole lines go: the record's, and its collection's above comments
            assert is_longer(text, before[name]) or all(line in rest for line in text.split("\n"))

    def dismiss(self, draw: st.DataObject) -> None:
        before, after = self.change("dismiss", {"words": [draw.draw(TEXTS)], "write": True})
        for name, text in after.items():
            assert is_longer(before.get(name, ""), text)

    def unlink(self, _draw: st.DataObject) -> None:
        before, after = self.change("unlink", {"id": "crowd", "passage": passage("The crowd"), "write": True})
        for name, text in after.items():
            assert is_longer(before[name], text)

    def undo(self, _draw: st.DataObject) -> None:
        before = self.served.files
        status = self.served.post("undo", {}).status_code
        old, new = self.undoable.pop() if self.undoable else ({}, {})
        if status != 200:
            assert self.served.files == before
            return
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        for name in {*before, *self.served.files}:
            expected = old.get(name) if name in changed else before.get(name)
            assert self.served.files.get(name) == expected

    def write_by_hand(self, draw: st.DataObject) -> None:
        """A comment, at the end or before a top-level key; the server has not heard of it when it is asked next."""
        path = self.served.folder / draw.draw(st.sampled_from(BY_HAND))
        comment = f"# by hand {next(self.numbers)}"
        lines = path.read_text().split("\n")
        tops = [number for number, line in enumerate(lines) if line[:1].isalpha()]
        at = draw.draw(st.sampled_from([*tops, len(lines) - 1]))
        path.write_text("\n".join([*lines[:at], comment, *lines[at:]]))
        self.comments.add(comment)
        if draw.draw(st.booleans()):
            self.served.bench.refresh([path.relative_to(self.served.folder).as_posix()])

    def break_by_hand(self, draw: st.DataObject) -> None:
        """A file that cannot be read is left alone until it is mended."""
        path = self.served.folder / BY_HAND[1]
        whole = path.read_text()
        path.write_text(whole + "\nnotes: [\n")
        self.served.bench.refresh([BY_HAND[1]])
        broken = self.served.files
        assert self.served.post("annotate", NOTE).status_code == 422
        assert self.served.files == broken
        path.write_text(whole)
        self.served.bench.refresh([BY_HAND[1]])

    def meet(self, draw: st.DataObject) -> None:
        """Two pages open the same record; the second to save is told."""
        opened = self.open(draw)
        text, more = opened["text"], f"see: [early{next(self.numbers) % 2 * ', crowd'}]"
        asked = {"id": opened["id"], "old": text, "write": True}
        new = f"{text[:-1]}, {more}}}" if text.startswith("{") else f"{text}\n{more}"
        _, after = self.change("rewrite", {**asked, "new": new})
        if after:
            written = self.served.files
            assert self.served.post("rewrite", {**asked, "new": "x: y"}).status_code == 409
            assert self.served.files == written

    def open(self, draw: st.DataObject) -> dict[str, Any]:
        ids = sorted(set(self.served.bench.site.dossier.origins) - {"siege", "report"})
        opened: dict[str, Any] = self.served.post(
            "record", {"id": draw.draw(st.sampled_from(ids or ["report"]))}
        ).json()
        return opened

    def change(self, name: str, asked: object) -> tuple[dict[str, str], dict[str, str]]:
        """The files before, and those that the change has changed."""
        before = self.served.files
        answer = self.served.post(name, asked)
        after = self.served.files
        assert answer.status_code in (200, 409, 422), answer.text
        changed = {file: after.get(file, "") for file in {*before, *after} if after.get(file) != before.get(file)}
        assert len(changed) == (answer.status_code == 200)
        if changed:
            self.undoable.append((before, after))
        return before, changed

    def check(self) -> None:
        """Every file loads, and nothing that was written by hand is lost."""
        everything = "\n".join(self.served.files.values())
        assert all(f"{comment}\n" in everything for comment in self.comments)
        for name, text in self.served.files.items():
            if name.endswith(".yml") and name.startswith("annotations/"):
                assert read_document(name, text.encode())[1] == []
        assert self.served.files.items() >= DOCS.items()


def flat(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Every value within a value, by the way to it."""
    if not value or not isinstance(value, (dict, list)):
        return {path: value or str(value)}
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    return {at: found for step, held in steps for at, found in flat(held, (*path, step)).items()}


def shared_edges(one: str, other: str) -> tuple[str, str]:
    """What two texts begin with, and what they then end with."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[:start], one[len(one) - end :]


def is_longer(short: str, long: str) -> bool:
    """Whether `long` is `short` with one stretch put in; a collection in flow that is empty is written so."""
    short, long = short.replace(": {}", ":"), long.replace(": {}", ":")
    return sum(map(len, shared_edges(short, long))) == len(short)


MOVES = [
    Hands.annotate,
    Hands.annotate,
    Hands.create,
    Hands.amend,
    Hands.rewrite,
    Hands.remove,
    Hands.dismiss,
    Hands.unlink,
    Hands.undo,
    Hands.write_by_hand,
    Hands.break_by_hand,
    Hands.meet,
]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_thousand_edits_lose_nothing(shared: Served, draw: st.DataObject) -> None:
    shared.reset()
    hands = Hands(shared, count())
    for _ in range(25):
        draw.draw(st.sampled_from(MOVES))(hands, draw)
        hands.check()


def test_the_terminal_is_told_what_happened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served = Served(tmp_path)
    say = teller()
    notes = tmp_path / "annotations/more/notes.yml"
    served.bench.refresh({"docs/index.md"}, theme=True)
    say(served.bench)
    notes.write_text(notes.read_text().replace("It was late ", "It was early "))
    served.bench.refresh({"annotations/more/notes.yml"})
    say(served.bench)
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("docs/index.md: the pages show it now (")
    assert last == "annotations/more/notes.yml: the pages stay as they were: the errors above come first"


def test_a_fault_of_a_page_written_by_hand_is_told_until_it_is_mended(tmp_path: Path) -> None:
    served = Served(tmp_path)
    home = tmp_path / "docs/index.md"
    before = home.read_text()
    home.write_text(f"{before}\nSee [[nobody]].\n")
    served.bench.refresh({"docs/index.md"}, theme=True)
    assert "no record has the id `nobody`" in served.bench.problems
    assert "docs/index.md:" in served.bench.problems
    home.write_text(f"{before}\nSee no more.\n")
    served.bench.refresh({"docs/index.md"}, theme=True)
    assert served.bench.problems == ""
    assert "See no more." in str(served.bench.page(""))


def test_settings_that_make_no_site_are_told_over_the_last_good_page(served: Served) -> None:
    path = served.folder / "mkdocs.yml"
    path.write_text("site_name: S\ntheme material\nplugins: [dossier]\n")
    served.bench.refresh(["mkdocs.yml"], theme=True)
    told, page = served.bench.problems, served.client.get("/articles/siege/")
    path.write_text(DOCS["mkdocs.yml"])
    served.bench.refresh(["mkdocs.yml"], theme=True)
    assert "this is not YAML" in told
    assert "mkdocs.yml:2:1" in told
    assert page.status_code == 200
    assert served.bench.problems == ""


def test_a_proposal_that_is_still_a_question_is_not_accepted(served: Served) -> None:
    asked = {"collection": "mentions", "id": "late-crowd", "record": "is: crowd or report?\nat: The crowd"}
    told = served.post("accept", {**asked, "write": True})
    assert told.status_code == 422
    assert told.json() == {"problem": "who is meant is still a question: choose `crowd` or `report`, or dismiss it"}
    told = served.post("accept", {**asked, "record": "is: crowd?\nat: The crowd", "write": True})
    assert told.json() == {"problem": "who is meant is still a question: choose `crowd`, or dismiss it"}


def test_what_others_name_is_not_removed_and_they_are_told(served: Served) -> None:
    records = "".join(f"  n{number}: {{name: N{number}, kind: crowd, see: [n0]}}\n" for number in range(7))
    (served.folder / "annotations/more.yml").write_text(f"actors:\n{records}")
    served.bench.refresh(["annotations"])
    asked = {"id": "n0", "old": "{name: N0, kind: crowd, see: [n0]}", "write": True}
    lines = ", ".join(f"annotations/more.yml:{line}" for line in range(3, 8))
    assert served.post("remove", asked).json() == {"problem": f"`n0` is still named elsewhere: change {lines} … first"}


@pytest.mark.parametrize(
    ("key", "said", "stays"),
    [("status", "", False), ("status", "published", False), ("kind", "crowd", False), ("role", "", True)],
)
def test_the_question_of_a_guess_goes_once_it_is_answered(served: Served, key: str, said: str, stays: bool) -> None:
    guess = "kind: organisation  # a guess: person, organisation or place?"
    text = f"name: Lomax  # and Pryde\n{guess}\nrole: A firm\nstatus: draft"
    (served.folder / "annotations/firms.yml").write_text(
        f"actors:\n  lomax:\n    {text.replace(chr(10), chr(10) + '    ')}\n"
    )
    served.bench.refresh(["annotations"])
    fields = {**served.post("record", {"id": "lomax"}).json()["fields"], key: said}
    assert served.post("amend", {"id": "lomax", "old": text, "fields": fields, "write": True}).status_code == 200
    written = served.files["annotations/firms.yml"]
    assert ("# a guess" in written, "# and Pryde" in written) == (stays, True)


@pytest.mark.parametrize("typed", [{"native": "f"}, {"same_as": "w"}, {"see": "{a}"}, {"also": "? a"}])
def test_a_key_without_a_value_is_still_being_typed(served: Served, typed: dict[str, str]) -> None:
    asked = {"form": "actor", "fields": {"name": "A", "kind": "person", **typed}}
    [key] = typed
    told = f"`{key}` is not complete: behind a key stand a colon, a blank and its value"
    assert served.post("annotate", asked).json() == {"problem": "", "hint": told}
    assert served.post("annotate", {**asked, "write": True}).json() == {"problem": told}


def test_a_record_with_a_mistake_is_mended_in_its_file(served: Served) -> None:
    old = served.post("record", {"id": "crowd"}).json()["text"]
    path = served.folder / "annotations/more/notes.yml"
    path.write_text(path.read_text().replace("kind: crowd", "kind: crwd"))
    served.bench.refresh({"annotations/more/notes.yml"})
    told = {"problem": "`crowd` has a mistake in annotations/more/notes.yml: mend it there first"}
    assert served.post("record", {"id": "crowd"}).json() == told
    assert served.post("remove", {"id": "crowd", "old": old, "write": True}).json() == told


def test_a_proposal_in_block_style_goes_into_a_file_in_flow_style(served: Served) -> None:
    states = "actors: {iran: {name: Iran, kind: state}, iraq: {name: Iraq, kind: state}%s}\n"
    (served.folder / "annotations/states.yml").write_text(states % "")
    served.bench.refresh(["annotations"])
    proposals = served.client.get("/_dossier/suggestions", params={"article": "siege"}).json()
    (baghdad,) = (p for p in proposals if p["places"][0]["words"] == "Baghdad")
    assert baghdad["record"] == (
        "name: Baghdad\nkind: organisation  # a guess: person, organisation or place?\nstatus: draft"
    )
    asked = {key: baghdad[key] for key in ("collection", "id", "record")}
    assert served.post("accept", {**asked, "write": True}).json()["problem"] == ""
    written = states % ", baghdad: {name: Baghdad, kind: organisation, status: draft}"
    assert served.files["annotations/states.yml"] == written
