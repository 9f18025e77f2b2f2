"""`dossier compare` and `dossier reanchor` on tiny dossiers, as an editor runs them."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from builder.cli import run
from builder.models import Article
from builder.parts import Selector
from builder.pipeline import render
from builder.revisions.correction import correction
from builder.revisions.reanchoring import rewritten
from builder.seed import parse_seed
from tests.dossiers import check, rules_of

OLD = """\
Protesters left the embassy on Friday. About 750 soldiers came.

The minister said that the talks had failed. He declined to comment on it any further.

Shops were closed along the main road.
"""
NEW = """\
It rained all day.

Protesters left the embassy on Friday. About 800 soldiers came.

Shops were closed along the main road. He declined to comment on it any further.
"""
NOTES = """\
# Notes.
notes:
  left:      # the first
    at: {exact: left, paragraph: 1}   # by hand
    body: They left.

  soldiers:
    at: About 750 soldiers
    body: Not all of them.
  failed:
    at: "talks had failed"
    body: They had not.
  declined:
    at: [comment, Shops were closed]
    body: As always.
actors:
  minister: {name: The minister, kind: person, at: [Protesters, {exact: talks, paragraph: 2}]}
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article(**keys: str) -> str:
    rows = {"file": "a.txt", "title": "The siege ends", "date": "2020-01-01", **keys}
    return "articles:\n  siege:\n" + "".join(f"    {key}: {value}\n" for key, value in rows.items())


def files(seed: str = NEW, **keys: str) -> dict[str, str | bytes]:
    return {"seeds/a.txt": seed, "annotations/article.yml": article(**keys), "annotations/notes.yml": NOTES}


def pages(files: Mapping[str, str | bytes]) -> dict[str, str]:
    site, _ = check(files)
    return {page.path: page.html for page in render(site)}


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


class Dossier:
    """A dossier on the disk, and what its commands print."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.capsys, self.monkeypatch = root, capsys, monkeypatch

    def write(self, files: Mapping[str, str | bytes]) -> None:
        write(self.root, files)

    def read(self, name: str = "annotations/notes.yml") -> str:
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str, answers: str = "") -> tuple[int, str]:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        status = run(["-C", str(self.root), *arguments])
        out, err = self.capsys.readouterr()
        return status, out + err

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--format", "json")[1])


@pytest.fixture
def replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """A dossier whose seed was replaced in place; the old text is kept as a file beside it."""
    dossier = Dossier(tmp_path, capsys, monkeypatch)
    dossier.write({**files(sha256=digest(OLD)), "old.txt": OLD})
    return dossier


@pytest.fixture
def versioned(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """A dossier with two versions, annotated on the first."""
    dossier = Dossier(tmp_path, capsys, monkeypatch)
    versions = (
        f"{{first: {{file: a.txt, date: 2020-01-01}}, later: {{file: b.txt, date: 2020-01-02, sha256: {digest(NEW)}}}}}"
    )
    dossier.write({**files(OLD, versions=versions), "seeds/b.txt": NEW})
    return dossier


FATES = {
    ("left", "at/0"): "kept",
    ("soldiers", "at/0"): "doubtful",
    ("failed", "at/0"): "lost",
    ("declined", "at/0"): "moved",
    ("declined", "at/1"): "kept",
    ("minister", "at/0"): "kept",
    ("minister", "at/1"): "lost",
}


@pytest.mark.parametrize(
    "names", [("siege", "later"), ("first", "siege/later"), ("a.txt", "b.txt"), ("seeds/a.txt", "later")]
)
def test_compare(versioned: Dossier, names: tuple[str, str]) -> None:
    found = versioned.json("compare", *names)
    assert {(row["record"], "/".join(map(str, row["path"]))): row["fate"] for row in found["annotations"]} == FATES
    assert found["summary"] == {"kept": 3, "moved": 1, "doubtful": 1, "lost": 2}
    assert [change["kind"] for change in found["changes"]] == ["inserted", "reworded", "deleted", "moved"]
    [soldiers] = [row for row in found["annotations"] if row["record"] == "soldiers"]
    assert soldiers["proposals"][0]["new"][0]["text"] == "About 800 soldiers"
    assert ["old", "750"] in soldiers["proposals"][0]["difference"]


def test_compare_as_text(versioned: Dossier) -> None:
    status, out = versioned.run("compare", "siege", "later")
    assert status == 1
    assert "+ paragraph 1: {+It rained all day.+}" in out
    assert "About [-750-]{+800+} soldiers came." in out
    assert "lost: failed (its sentence is gone)" in out
    assert "3 kept, 1 moved, 1 doubtful, 2 lost" in out
    assert versioned.run("compare", "siege", "first") == (0, "7 kept, 0 moved, 0 doubtful, 0 lost\n")


def test_compare_as_a_page(versioned: Dossier) -> None:
    versioned.write({"annotations/more.yml": "notes: {tag: {at: Friday, body: '<b>'}}\n", "seeds/b.txt": NEW + "<i>\n"})
    versioned.write(
        {"annotations/article.yml": versioned.read("annotations/article.yml").replace(digest(NEW), "0" * 64)}
    )
    versioned.run("compare", "siege", "later", "--html", str(versioned.root / "out/page.html"))
    page = versioned.read("out/page.html")
    assert "<del>750</del>" in page
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert "://" not in page
    assert "<b>doubtful</b> note soldiers: its words have changed" in page
    assert "Paragraph 2: <q>About <del>750</del> <ins>800</ins> soldiers</q>" in page


@pytest.mark.parametrize("name", ["nothing", "seeds/c.txt"])
def test_a_text_that_is_not_there(versioned: Dossier, name: str) -> None:
    status, out = versioned.run("compare", "siege", name)
    assert status == 2
    assert f"there is no text `{name}`" in out


def test_a_changed_seed_is_an_error(replaced: Dossier) -> None:
    assert "wrong-seed-digest" in rules_of(files(sha256=digest(OLD)))
    assert "wrong-seed-digest" not in rules_of(files(OLD, sha256=digest(OLD)))
    bad = f"{{later: {{file: b.txt, date: 2020-01-02, sha256: {digest(OLD)}}}}}"
    assert "wrong-seed-digest" in rules_of({**files(OLD, versions=bad), "seeds/b.txt": NEW})


def test_what_stands_is_carried_over_and_the_rest_becomes_an_orphan(replaced: Dossier) -> None:
    old = replaced.root / "old.txt"
    status, out = replaced.run("reanchor", "--from", str(old), "--accept", "kept,moved")
    assert status == 0
    assert "orphan: soldiers (its words have changed)" in out
    changes = {
        "{exact: left, paragraph: 1}": "{exact: left, paragraph: 2}",
        "at: About 750 soldiers": "at: {exact: About 750 soldiers, orphan: true}",
        'at: "talks had failed"': "at: {exact: talks had failed, orphan: true}",
        "{exact: talks, paragraph: 2}": "{exact: talks, paragraph: 2, orphan: true}",
    }
    expected = NOTES
    for before, after in changes.items():
        expected = expected.replace(before, after)
    assert replaced.read() == expected
    assert replaced.read("annotations/article.yml") == article(sha256=digest(NEW))
    found = rules_of({**files(sha256=digest(NEW)), "annotations/notes.yml": replaced.read()})
    assert found.count("orphan") == 3
    assert not {"selector-not-found", "wrong-seed-digest"} & set(found)


def test_done_is_done(replaced: Dossier) -> None:
    old = str(replaced.root / "old.txt")
    replaced.run("reanchor", "--from", old, "--accept", "kept,moved")
    after = replaced.read()
    assert "nothing to do" in replaced.run("reanchor", "--from", old, "--accept", "kept,moved")[1]
    assert replaced.read() == after


def test_an_editor_decides(replaced: Dossier) -> None:
    status, out = replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), answers="7\n1\nd\no\n")
    assert status == 0
    assert (
        "[1/3] 1 there, o keep as an orphan, d delete the note, with all that it says, q quit and write nothing" in out
    )
    text = replaced.read()
    assert "deleted: failed (its sentence is gone)" in out
    assert "at: About 800 soldiers" in text
    assert "failed:" not in text  # a note without a passage is nothing
    assert "{exact: talks, paragraph: 2, orphan: true}" in text


def test_the_choices_are_explained(replaced: Dossier) -> None:
    _, out = replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), answers="?\no\n?\no\no\n")
    assert "  a number: the passage is there now; its selector follows, and what the note says stays as it is\n" in out
    assert (
        out.count("  o: the note stays, in no place of the text; its selector keeps the words, with `orphan: true`")
        == 2
    )
    assert out.count("  d: delete the note, with all that it says\n") == 2


TALKS = """\
dates:
  the-day: {at: 3 February, date: 2020-02-03}
events:
  talks: {title: Talks, date: 2020-02-03, at: Talks opened}
  walkout: {title: A walkout, date: 2020-02-03}
  rain: {title: Rain, date: 2020-02-04}
mentions:
  town: {is: basra, at: the town}
notes:
  hours: {at: lasted eight hours, body: Eight hours.}
"""


def test_what_was_carried_over_to_other_words_is_to_be_looked_at_again(versioned: Dossier) -> None:
    text = "Talks opened at noon on {} February in the town of Basra.\n\nThe march itself lasted {} hours.\n"
    places = "places: {basra: {name: Basra}}\n"
    versions = "{first: {file: a.txt, date: 2020-01-01}, later: {file: b.txt, date: 2020-01-02}}"
    seeds = {"seeds/a.txt": text.format(3, "eight"), "seeds/b.txt": text.format(4, "nine")}
    records = {"annotations/notes.yml": TALKS, "annotations/places.yml": places}
    versioned.write({**seeds, **records, "annotations/article.yml": article(versions=versions)})
    out = versioned.run("reanchor", "--to", "later", answers="1\n" * 4)[1]
    [again] = re.findall("(?s)look at these again, the text says something else there now:\n(.*)", out)
    assert again.splitlines() == [
        "  annotations/notes.yml:2: date the-day: [-3-]{+4+} February",
        "  annotations/notes.yml:4: event talks: Talks opened at noon on [-3-]{+4+} February in the town of Basra.",
        "  annotations/notes.yml:10: note hours: lasted [-eight-]{+nine+} hours",
        "  annotations/notes.yml:5: event walkout: [-3-]{+4+} February",
    ]
    assert "warning[wrong-day]: the text says 4 February" in versioned.run("check")[1]


def test_one_of_several_passages_is_dropped(replaced: Dossier) -> None:
    _, out = replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), answers="o\no\nd\n")
    assert "d take the passage off the actor, which stays" in out
    assert "dropped: minister (its sentence is gone)" in out
    assert ", 1 dropped\n" in out
    assert "minister: {name: The minister, kind: person, at: [Protesters]}" in replaced.read()


@pytest.mark.parametrize("answers", ["1\nq\n", "1\n"])
def test_leaving_early_writes_nothing(replaced: Dossier, answers: str) -> None:
    status, out = replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), answers=answers)
    assert status == 1
    assert "nothing was written" in out
    assert replaced.read() == NOTES


def test_orphans_are_asked_about_again(replaced: Dossier) -> None:
    old = str(replaced.root / "old.txt")
    replaced.run("reanchor", "--from", old, "--accept", "kept,moved")
    replaced.run("reanchor", "--from", old, answers="1\no\no\n")
    assert "at: About 800 soldiers" in replaced.read()
    assert replaced.read().count("orphan: true") == 2


def test_an_orphan_is_not_looked_for_in_a_text_that_it_does_not_quote(replaced: Dossier) -> None:
    orphan = "notes: {old: {at: {exact: Friday, orphan: true}, body: Of another text.}}\n"
    replaced.write({"annotations/orphans.yml": orphan})
    replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), "--accept", "kept,moved")
    assert replaced.read("annotations/orphans.yml") == orphan


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param({"exact": "left"}, "left", id="it still says so"),
        pytest.param(
            {"exact": "came", "paragraph": 1}, {"exact": "came", "paragraph": "2"}, id="its paragraph's number"
        ),
        pytest.param({"exact": "o", "occurrence": 2, "paragraph": 3}, "further", id="nothing of it holds"),
        pytest.param({"exact": "gone", "article": "siege"}, {"exact": "further", "article": "siege"}, id="its article"),
        pytest.param({"paragraph": 2}, {"paragraph": "3"}, id="a paragraph"),
    ],
)
def test_a_selector_keeps_its_form_where_that_holds(selector: dict[str, Any], expected: Any) -> None:
    new = parse_seed("a.txt", NEW)
    words = expected if isinstance(expected, str) else expected.get("exact", NEW.split("\n\n")[2].strip())
    span = (NEW.index(words), NEW.index(words) + len(words))
    assert rewritten(Selector.model_validate(selector), new, (span,)) == expected


def test_another_text_than_the_one_annotated_is_refused(replaced: Dossier) -> None:
    replaced.write({"old.txt": OLD.replace("750", "7500")})
    status, out = replaced.run("reanchor", "--from", str(replaced.root / "old.txt"), "--accept", "kept")
    assert (status, replaced.read()) == (2, NOTES)
    assert "its digest is not the one on record" in out


def test_the_old_text_may_be_a_version(replaced: Dossier) -> None:
    assert "name it with `--from`" in replaced.run("reanchor")[1]
    versions = "{first: {file: first.txt, date: 2020-01-01}}"
    replaced.write({**files(sha256=digest(OLD), versions=versions), "seeds/first.txt": OLD})
    assert replaced.json("reanchor")["summary"] == {"kept": 3, "moved": 1, "doubtful": 1, "lost": 2}


def test_another_version_is_published(versioned: Dossier) -> None:
    status, _ = versioned.run("reanchor", "--to", "later", "--accept", "kept,moved")
    assert status == 0
    text = versioned.read("annotations/article.yml")
    assert text.startswith("articles:\n  siege:\n    file: b.txt\n    title: The siege ends\n    date: 2020-01-01\n")
    assert f"first: {{file: a.txt, date: 2020-01-01, sha256: {digest(OLD)}}}" in text
    assert text.endswith(f"    sha256: {digest(NEW)}\n")
    versioned.write({"seeds/a.txt": OLD.replace("750", "7500")})
    assert "error[wrong-seed-digest]: `a.txt` is not the text that was recorded here" in versioned.run("check")[1]


def test_a_corrected_text_keeps_the_day_of_its_first_publication(versioned: Dossier) -> None:
    stayed = "The protesters stayed at the gate of the embassy all night, in spite of the cold."
    days = {"a.txt": "2020-01-01", "b.txt": "2020-01-02", "c.txt": "2020-01-05"}
    states = ", ".join(f"of-{day}: {{file: {file}, date: {day}}}" for file, day in days.items())
    dossier = {
        **{f"seeds/{file}": f" date {day} A crowd\n\n{stayed}\n" for file, day in days.items()},
        "annotations/article.yml": article(versions=f"{{{states}}}"),
        "annotations/events.yml": "events:\n  rain: {title: It rains, date: 2020-01-02}\n",
        "annotations/notes.yml": "notes:\n  stayed: {at: protesters stayed, body: They did.}\n",
        "annotations/actors.yml": "actors:\n  crowd: {name: The protesters, kind: crowd}\n",
    }
    dossier |= {
        "seeds/b.txt": dossier["seeds/b.txt"] + "\nIt rained.\n",
        "seeds/c.txt": dossier["seeds/c.txt"] + "\nIt snowed.\n",
    }
    versioned.write(dossier)
    for day, byline, notice in (
        ("2020-01-02", "1 January 2020, corrected 2 January 2020", "was changed later"),
        ("2020-01-05", "1 January 2020, corrected 5 January 2020", "has been changed"),
        ("2020-01-01", "1 January 2020", "was changed later"),
    ):
        assert versioned.run("reanchor", "--to", f"of-{day}", "--accept", "kept,moved")[0] == 0
        files = {name: versioned.read(name) for name in dossier}
        assert rules_of(files) == ["uncited-statement"]
        found = pages(files)
        [said] = re.findall(r'<p class="byline">(.*?)</p>', found["articles/siege/"], re.DOTALL)
        assert " ".join(re.sub(r"<[^>]*>", "", said).split()) == byline
        assert f"This text {notice}" in found["articles/siege/"]
        assert re.search(rf"<p class=\"in-words\">[^<]*{byline}<span", found["articles/siege/"])
        assert ("Corrected 5 January 2020" in found["articles/siege/"]) == (day == "2020-01-05")
        assert re.search(rf"<p class=\"hint\">[^<]*{byline}<", found["articles/"])
        assert f", {byline}</p>" in found["actors/crowd/"]
        assert re.search(r'id="rain"[^>]* data-hindsight', found["timeline/"])


def test_an_article_dated_after_its_first_version_is_an_error() -> None:
    versions = "{first: {file: a.txt, date: 2020-01-01}, later: {file: b.txt, date: 2020-01-02}}"
    for date, expected in (("2020-01-02", 1), ("2020-01-01", 0), ("2020-01", 0)):
        dossier = {**files(OLD, versions=versions, date=date), "seeds/b.txt": NEW}
        assert rules_of(dossier).count("wrong-seed-date") == expected


def test_proposals_for_a_program(versioned: Dossier) -> None:
    found = versioned.json("reanchor", "--to", "later")
    assert found["written"] == []
    [soldiers] = [row for row in found["annotations"] if row["record"] == "soldiers"]
    assert soldiers["proposals"][0]["selector"] == "About 800 soldiers"
    assert soldiers["proposals"][0]["score"] > 0.85


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--accept", "doubtful"), "the others are for you to decide"),
        (("--accept", ""), "`--accept` takes `kept`, `moved` or `kept,moved`"),
        (("--to", "nothing"), "has no version `nothing`"),
        (("nobody",), "there is no article `nobody`"),
    ],
)
def test_called_wrongly(versioned: Dossier, arguments: tuple[str, ...], message: str) -> None:
    status, out = versioned.run("reanchor", *arguments)
    assert status == 2
    assert message in out


def test_a_dossier_that_cannot_be_read_is_left_alone(versioned: Dossier) -> None:
    versioned.write({"annotations/bad.yml": "notes: {bad: {at: Friday}}\n"})
    status, out = versioned.run("reanchor", "--to", "later", "--accept", "kept")
    assert status == 2
    assert "`dossier check` shows them" in out


def test_selectors_name_the_article_once_there_are_two(versioned: Dossier) -> None:
    second = "articles:\n  second: {file: c.txt, title: The second, date: 2020-01-02}\n"
    elsewhere = (
        "notes:\n  dogs: {at: Dogs barked, body: Loudly.}\n  cats: {at: {exact: Dogs, article: second}, body: x}\n"
    )
    versioned.write(
        {"seeds/c.txt": "Dogs barked.\n", "annotations/second.yml": second, "annotations/dogs.yml": elsewhere}
    )
    assert versioned.run("reanchor", "siege", "--unnamed") == (0, "written: annotations/notes.yml\n")
    text = versioned.read()
    assert "    at: {exact: left, paragraph: 1, article: siege}   # by hand\n" in text
    assert "    at: {exact: About 750 soldiers, article: siege}\n" in text
    assert "at: [{exact: comment, article: siege}, {exact: Shops were closed, article: siege}]" in text
    assert "{exact: talks, paragraph: 2, article: siege}" in text
    assert versioned.run("reanchor", "siege", "--unnamed")[1].startswith("nothing to do: no selector without an")
    assert versioned.read("annotations/dogs.yml") == elsewhere
    assert (
        "help: write `{exact: Dogs barked, article: second}`; the articles are `siege`, `second`"
        in (versioned.run("check")[1])
    )
    versioned.run("reanchor", "second", "--unnamed")
    assert versioned.run("check")[0] == 0


def test_a_reader_is_told_of_the_later_version(versioned: Dossier) -> None:
    names = ("annotations/article.yml", "annotations/notes.yml", "seeds/a.txt", "seeds/b.txt")
    page = pages({name: versioned.read(name) for name in names})["articles/siege/"]
    [notice] = re.findall(r'<details class="corrected" data-hindsight>.*?</details>', page, re.DOTALL)
    assert "4 passages differ in the version of 2 January 2020" in notice
    assert "<del>750</del> <ins>800</ins>" in notice
    assert re.findall(r'data-ref="([^"]+)"', notice) == ["soldiers", "failed", "minister"]
    assert 'articles/siege/#soldiers"' in notice


@pytest.mark.parametrize(
    "versions",
    [
        "{before: {file: b.txt, date: 2019-12-31}}",
        "{before: {file: b.txt, date: 2020-01-01}, this: {file: a.txt, date: 2020-01-01}}",
    ],
)
def test_a_reader_of_a_corrected_text_is_told_so(versions: str) -> None:
    page = pages({**files(OLD, versions=versions), "seeds/b.txt": NEW})["articles/siege/"]
    [notice] = re.findall(r'<details class="corrected">.*?</details>', page, re.DOTALL)
    assert "This text has been changed: 4 passages differ from the version of" in notice
    assert "<del>800</del> <ins>750</ins>" in notice
    assert re.findall(r'data-ref="([^"]+)"', notice) == ["soldiers", "failed", "minister"]


def test_only_annotations_on_words_that_differ_are_told_as_such() -> None:
    now = "The company came in October with 9 ships. They left at noon. It was cold. “We stay,” the head said.\n"
    before = now.replace("company", "firm").replace("9", "11").replace("It was cold. ", "").replace("noon", "night")
    records = """\
        mentions:
          firm: {is: shell, at: The company}
        actors:
          shell: {name: Shell, kind: organisation}
          head: {name: The head, kind: person, at: [noon, the head]}
        dates:
          october: {at: in October, date: 2019-10}
          noon: {at: at noon, date: 2019-10}
        notes:
          ships: {at: 9 ships, body: Small ones.}
          cold: {at: [cold, came], body: "In part: the sentence is new."}
          all: {at: {paragraph: 1}, body: All of it.}
          every: {at: {exact: They, every: true}, body: All of them.}
        quotes:
          stay: {speaker: head, at: We stay}
    """
    dossier = {**files(now, versions="{before: {file: b.txt, date: 2019-12-31}}"), "seeds/b.txt": before}
    page = pages({**dossier, "annotations/notes.yml": dedent(records)})["articles/siege/"]
    [told] = re.findall("<p>Annotations on words that are not in both: (.*)[.]</p>", page)
    assert re.findall(r'data-ref="([^"]+)"', told) == ["firm", "head", "noon", "ships", "cold", "all"]
    assert ">“The company”</a>" in told


ORPHANS = {
    **files(OLD),
    "annotations/notes.yml": """\
notes:
  gone: {at: {exact: "*<b>* tanks", orphan: true}, body: "They [[minister|had]] come."}
actors:
  minister: {name: The minister, kind: person, at: [{start: From, end: to, orphan: true}, {paragraph: 9, orphan: true}]}
""",
}


def test_orphans_are_listed_with_the_articles() -> None:
    page = pages(ORPHANS)["articles/"]
    listed = re.sub(r"<[^>]*>|\s+", " ", page[page.index('id="page_orphans"') :])
    assert "Context note Was on: *&lt;b&gt;* tanks They had come." in " ".join(listed.split())
    assert "The minister actor Was on: From … to" in " ".join(listed.split())
    assert "a whole paragraph" in listed
    assert "page_orphans" not in pages(files(OLD))["articles/"]


def test_a_quotation_without_its_passage_says_so() -> None:
    quotes = "quotes: {gone: {speaker: A Man, at: [{exact: We stay, orphan: true}%s], sources: []}}\n"
    page = pages({**files(OLD), "annotations/notes.yml": quotes % ""})["quotes/"]
    assert "The passage that gave these words is no longer in the text, or it is not certain where." in page
    assert "As the article gives it" not in page
    page = pages({**files(OLD), "annotations/notes.yml": quotes % ", talks had failed"})["quotes/"]
    assert "The passage that gave some of these words is no longer in the text, or it is not certain where." in page
    assert "As the article gives it" in page


def test_orphans_are_listed_with_the_method(tmp_path: Path) -> None:
    config = "site_name: Siege\ntheme: material\nplugins: [dossier]\n"
    write(tmp_path, {**ORPHANS, "mkdocs.yml": config, "docs/method.md": "# Method\n", "docs/index.md": "# Home\n"})
    assert run(["-C", str(tmp_path), "build"]) == 0
    method = (tmp_path / "site/method/index.html").read_text()
    assert 'id="page_orphans"' in method
    assert 'href="../actors/minister/"' in method
    assert "page_orphans" not in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(
    "versions",
    [
        "{}",
        "{first: {file: a.txt, date: 2020-01-01}}",
        "{first: {file: a.txt, date: 2020-01-01}, same: {file: c.txt, date: 2020-01-02}}",
    ],
)
def test_no_other_text_no_word_of_it(versions: str) -> None:
    site, _ = check({**files(OLD, versions=versions), "seeds/b.txt": NEW, "seeds/c.txt": OLD})
    [siege] = site.dossier.articles
    assert isinstance(siege, Article)
    assert correction(site.dossier, siege) is None
