"""After any sequence of edits the site is the one that a clean build gives, byte for byte."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builder import cli, lists, publish, values
from builder.exports import tables
from builder.pages import backlinks, common
from builder.traces import OF_DOSSIER, OF_PASSAGES, OF_SITE

# Sequences of edits in a test run, and edits in each; a longer run: `DOSSIER_EDITS=200`.
EDITS = int(os.environ.get("DOSSIER_EDITS", "4"))

SEED = """\
Anna Bell of the Guard came to Oldport on Friday. The Guard said it would stay, and Bell agreed.

"We shall not leave," said {who}. The harbour was closed.

{more}
"""
LOST = "notes:\n  closed: {at: [{exact: was closed, orphan: true, article: siege}], body: 'Not said.'}\n"
# What can be edited, and the states that each can be in; the first is where a sequence begins.
STATES: dict[str, list[str]] = {
    "name": ["Anna Bell", "Anne Bell", "Bell"],
    "also": ["[Bell]", "[]", "[Bell, harbour]", "[Guard]", "[Somebody Else]"],
    "body": [
        "Leads [[guard]]. [@report]",
        "Led [[guard]] at [[oldport]]. [@report]",
        "Word by word. [@book, p. 3]",
        "<b>Bold</b>",
        "Saw [captain-rook] there. [@report]",
        "Saw [him](/actors/captain-rook/) there. [@report]",
    ],
    "summary": ["", "A captain.", "A captain of [[guard|the Guard]]. [@book]"],
    "person": ["published", "draft"],
    "relation": ["[]", *(f"[{{is: leader of, of: guard, sources: [{source}]}}]" for source in ("report", "book"))],
    "known": ["", "2020-02-01", "2020-02-01\n    later: [{known_from: 2019-12, body: 'So. [@report]'}]"],
    "at": ["", "The harbour"],
    "updated": ["", "2020-02-02"],
    "same_as": ["{wikidata: Q1, viaf: v2}", "{viaf: v2, wikidata: Q1}"],
    "order": ["leader of: led by, part of: includes", "part of: includes, leader of: led by"],
    "guard": ["The Guard", "The Old Guard"],
    "place": [
        "{name: Oldport, coordinates: [53.1, 8.2]}",
        "{name: Oldport, kind: city, coordinates: [53.1, 8.2]}",
        "{name: Old Port}",
        "{name: Oldport, in: bell}",
    ],
    "kind": ["person", "state"],
    "note": ["We shall not leave", "The harbour", "Oldport", "no such words"],
    "of_note": ["siege", "second"],
    "quote": ["bell", "guard", "Somebody Else"],
    "event": ["2019-12-31", "2020-03-01", "gone"],
    "id": ["harbour-closed", "harbour-shut"],
    "captain": ["none", "Captain Rook", "Captain Rook, also: [Nobody]", "Captain Rook, also: [was]"],
    "file": [
        "",
        (
            "glossary: {friday: {term: Friday, definition: 'A day. [@paper]'}}\n"
            "sources: {paper: {type: book, title: A paper}}\n"
        ),
        "quotes:\n  agreed: {speaker: guard, at: [{exact: Bell agreed, article: siege}], sources: [report]}\n",
        LOST,
        LOST + LOST.removeprefix("notes:\n").replace("closed", "agreed"),
        "dates:\n  said: {date: 2019-12-30, at: [{paragraph: 3, article: siege}]}\n",
        *(
            f"mentions:\n  they: {{is: {who}, at: [{{exact: {words}, article: siege}}]}}\n"
            for who, words in (("guard", "We"), ("bell", "We"), ("bell", "closed"))
        ),
    ],
    "report": ["A report", "The Guard stays, issued: 2020-01-01", "The Guard stays"],
    "slip": ["none", "context", "correction"],  # the kind of a note on a date of another weekday
    "term": ["none", "harbour", "Friday", "keel"],
    "title": ["The Guard stays", "The Guard goes"],
    "link": ["all", "first", "none"],
    "who": ["Bell", "Anna Bell", "she"],
    "more": ["Nobody else spoke.", "Bell and the Guard spoke.", "Oldport slept.\n\nAnd slept.", "It was Sunday."],
    "second": ["none", "a", "b"],
    "home": ["Nothing to see.", "", "See [[bell]].", "See [[guard]] and [[oldport]]. [@report]"],
    "page": ["", "# About\n\nAbout [[bell|her]].", "# About us\n"],
    "picture": ["", "1", "2"],
    "site": ["site_name: Port", "site_name: Harbour", "site_name: Port\nuse_directory_urls: false"],
    "address": ["", "site_url: https://example.org/port/"],
    "exports": ["dossier: {exports: false}", "dossier"],
    "footer": ["", "<p>Mine</p>", "<p>Other</p>"],
}
START = {name: found[0] for name, found in STATES.items()}


def annotations(state: Mapping[str, str]) -> str:
    second = "  second: {file: second.txt, title: Second, date: 2020-01-02}\n" if state["second"] != "none" else ""
    of = ", article: siege" if second else ""
    at = f"[{{exact: {state['at']}{of}}}]" if state["at"] else "[]"
    of_note = f", article: {state['of_note']}" if second else ""
    slip = f"notes:\n  remark: {{at: [{{exact: {state['note']}{of_note}}}], body: 'As [[guard]] says.'}}\n"
    if state["slip"] != "none":
        slip += f"  slip: {{kind: {state['slip']}, at: [{{exact: Friday{of}}}], body: 'A slip. [@report]'}}\n"
        slip += f"dates:\n  day: {{date: 2020-01-01, at: [{{exact: Friday{of}}}]}}\n"
    known = f"\n    known_from: {state['known']}" if state["known"] else ""
    known += f"\n    updated: {state['updated']}" if state["updated"] else ""
    summary = f"\n    summary: {state['summary']!r}" if state["summary"] else ""
    event = f"title: The harbour is closed, date: {state['event']}, place: oldport, actors: [guard], sources: [report]"
    events = f"events:\n  {state['id']}: {{{event}}}\n" if state["event"] != "gone" else ""
    term = f"term: {{term: {state['term']}, definition: 'A word. [@book]'}}"
    captain = f"  captain-rook: {{name: {state['captain']}, kind: person, body: 'Led [[guard]]. [@report]'}}\n"
    captains = captain if state["captain"] != "none" else ""
    terms = f"glossary:\n  {term}\n" if state["term"] != "none" else ""
    return f"""\
dossier: {{title: Port, settings: {{link: {{actors: {state["link"]}}}, relations: {{{state["order"]}}}}}}}
articles:
  siege: {{file: siege.txt, title: {state["title"]}, date: 2020-01-01, sources: [report]}}
{second}actors:
  bell:
    name: {state["name"]}
    kind: {state["kind"]}
    also: {state["also"]}
    relations: {state["relation"]}
    status: {state["person"]}{known}{summary}
    body: {state["body"]!r}
{captains}  guard:
    name: {state["guard"]}
    also: [the Guard, Guard]
    kind: armed-group
    same_as: {state["same_as"]}
    at: {at}
    body: 'Guards [[oldport]]. [@report]'
places:
  oldport: {state["place"]}
background:
  port: {{title: The port, at: [{{exact: Oldport{of}}}], body: 'Where [[bell]] was. [@book]'}}
{slip}quotes:
  stay: {{speaker: {state["quote"]}, at: [{{exact: We shall not leave{of}}}], sources: [report]}}
claims:
  left: {{title: Did they leave?, positions: [{{by: bell, says: 'No. [@report]'}}], at: [{{exact: it would stay{of}}}]}}
sources:
  report: {{type: report, title: {state["report"]}, see: [book]}}
  book: {{type: book, title: A book, author: [A. Author]}}
{events}{terms}"""


def files(state: Mapping[str, str]) -> dict[str, str]:
    """The dossier in a state."""
    found = {
        "annotations/all.yml": annotations(state),
        "seeds/siege.txt": SEED.format(**state),
        "docs/robots.txt": "",
        "mkdocs.yml": f"{state['site']}\n{state['address']}\ntheme: {{name: material, custom_dir: overrides}}\n"
        f"plugins: [search, {{{state['exports']}}}]\n".replace("{dossier}", "dossier"),
        "overrides/partials/copyright.html": state["footer"],
    }
    if state["file"]:
        found["annotations/more.yml"] = state["file"]
    if state["second"] != "none":
        found["seeds/second.txt"] = f"Bell was seen in Oldport. {state['second']}"
    if state["home"]:
        found["docs/index.md"] = f"# Home\n\n{state['home']}\n"
    if state["page"]:
        found["docs/about.md"] = state["page"]
    if state["picture"]:
        found["docs/picture.svg"] = f"<svg>{state['picture']}</svg>"
    return found


@contextmanager
def short_lists() -> Iterator[None]:
    """What names a record often has pages of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lists, "PER_PAGE", 2)
        patched.setattr(common, "ARTICLES_SHOWN", 1)
        patched.setattr(common, "ROWS_SHOWN", 2)
        patched.setattr(backlinks, "ROWS", 2)
        yield


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    """Bring the files of a dossier into a state; what is as it should be is not touched."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in wanted and not name.startswith("site/"):
            path.unlink()
    for name, content in wanted.items():
        file = folder / name
        if not file.is_file() or file.read_text() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)


@contextmanager
def own_cache(folder: Path) -> Iterator[None]:
    before = os.environ["XDG_CACHE_HOME"]
    os.environ["XDG_CACHE_HOME"] = str(folder)
    try:
        yield
    finally:
        os.environ["XDG_CACHE_HOME"] = before


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def folders(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}


# What may happen to what a build leaves behind.


def nothing(cache: Path, site: Path, chance: random.Random) -> None: ...


def no_cache(cache: Path, site: Path, chance: random.Random) -> None:
    shutil.rmtree(cache, ignore_errors=True)


def flipped_cache(cache: Path, site: Path, chance: random.Random) -> None:
    for file in cache.rglob("values.sqlite"):
        held = bytearray(file.read_bytes())
        for _ in range(20 if held else 0):
            held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
        file.write_bytes(held)


def cut_cache(cache: Path, site: Path, chance: random.Random) -> None:
    for file in cache.rglob("values.sqlite"):
        file.write_bytes(file.read_bytes()[: chance.randint(0, file.stat().st_size)])


def damaged_site(cache: Path, site: Path, chance: random.Random) -> None:
    pages = sorted(site.rglob("*.html"))
    if pages:
        chance.choice(pages).write_text("damaged")
        chance.choice(pages).unlink()


def no_site(cache: Path, site: Path, chance: random.Random) -> None:
    shutil.rmtree(site, ignore_errors=True)


MISHAPS = (nothing, nothing, nothing, nothing, no_cache, flipped_cache, cut_cache, damaged_site, no_site)
Step = tuple[tuple[str, str], Callable[..., None]]


@st.composite
def steps(draw: st.DrawFn) -> Step:
    name = draw(st.sampled_from(sorted(STATES)))
    return (name, draw(st.sampled_from(STATES[name]))), draw(st.sampled_from(MISHAPS))


def check(sequence: list[Step], chance: random.Random, say: Callable[[], str]) -> None:
    state = dict(START)
    with tempfile.TemporaryDirectory() as name, short_lists():
        folder = Path(name)
        for (part, value), mishap in [(("name", START["name"]), nothing), *sequence]:
            state[part] = value
            mishap(folder / "cache", folder / "dossier/site", chance)
            write(folder / "dossier", files(state))
            with own_cache(folder / "cache"):
                status, said = cli.run(["-C", str(folder / "dossier"), "build"]), say()
            shutil.rmtree(folder / "clean", ignore_errors=True)
            write(folder / "clean", files(state))
            with own_cache(folder / "no-cache"):
                expected, shown = cli.run(["-C", str(folder / "clean"), "build"]), say()
            shutil.rmtree(folder / "no-cache")
            assert status == expected
            if status == 0:
                made, clean = contents(folder / "dossier/site"), contents(folder / "clean/site")
                assert sorted(made) == sorted(clean)
                assert [name for name in clean if made[name] != clean[name]] == []
                assert folders(folder / "dossier/site") == folders(folder / "clean/site")
            # The last line is about pages.
            assert said.splitlines()[: -1 if status == 0 else None] == shown.splitlines()[: -1 if status == 0 else None]


def one_by_one(*edits: tuple[str, str]) -> list[Step]:
    return [(edit, nothing) for edit in edits]


BODY = (("body", STATES["body"][1]), nothing)


@given(sequence=st.lists(steps(), min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
@settings(max_examples=EDITS, deadline=None, suppress_health_check=list(HealthCheck))
@example(
    sequence=[BODY, (("also", "[Bell, harbour]"), nothing), (("more", STATES["more"][1]), nothing)],
    chance=random.Random(1),
)
@example(
    sequence=[
        (("summary", "A captain."), nothing),
        (("place", "{name: Old Port}"), nothing),
        (("known", "2020-02-01"), nothing),
    ],
    chance=random.Random(2),
)
@example(
    sequence=[(("exports", "dossier"), nothing), BODY, (("body", START["body"]), damaged_site), BODY],
    chance=random.Random(3),
)
# Mappings that are equal and differ in order.
@example(
    sequence=one_by_one(("same_as", STATES["same_as"][1]), ("order", STATES["order"][1])),
    chance=random.Random(4),
)
# Data that is no longer there, or that no page shows.
@example(
    sequence=one_by_one(("exports", "dossier"), ("at", "The harbour"), ("at", ""), ("at", "The harbour")),
    chance=random.Random(5),
)
@example(
    sequence=one_by_one(("exports", "dossier"), ("updated", "2020-02-02"), ("updated", "")),
    chance=random.Random(6),
)
# Records that come and go, with the file in which they stand or within one.
@example(
    sequence=one_by_one(("captain", STATES["captain"][2]), ("captain", "none"), ("captain", STATES["captain"][1])),
    chance=random.Random(8),
)
@example(
    sequence=one_by_one(("report", STATES["report"][1]), ("report", STATES["report"][2])),
    chance=random.Random(20),
)
@example(
    sequence=one_by_one(("file", STATES["file"][5]), ("more", "It was Sunday.")),
    chance=random.Random(21),
)
# What is said of others by rules when a record comes, or when a note excuses them.
@example(
    sequence=one_by_one(
        ("summary", "A captain."), ("body", STATES["body"][4]), ("site", STATES["site"][1]), ("captain", "Captain Rook")
    ),
    chance=random.Random(11),
)
@example(
    sequence=one_by_one(
        ("slip", "correction"), ("site", STATES["site"][1]), *[("slip", slip) for slip in STATES["slip"][::-1]]
    ),
    chance=random.Random(12),
)
@example(
    sequence=one_by_one(
        ("second", "a"), *[("captain", STATES["captain"][n]) for n in (3, 0, 3)], ("exports", "dossier")
    ),
    chance=random.Random(13),
)
# A record that comes named in so many articles that it has a page of mentions at once.
@example(
    sequence=one_by_one(("summary", "A captain."), ("second", "a"), ("captain", STATES["captain"][3])),
    chance=random.Random(14),
)
@example(
    sequence=one_by_one(
        ("home", ""),
        ("exports", "dossier"),
        ("term", "keel"),
        *[("file", STATES["file"][n]) for n in (1, 0, 1, 3, 4, 3, 3)],
    ),
    chance=random.Random(9),
)
@example(
    sequence=one_by_one(
        ("page", STATES["page"][2]),
        ("exports", "dossier"),
        ("event", "gone"),
        ("event", "2020-03-01"),
        ("term", "keel"),
    ),
    chance=random.Random(10),
)
# A table that comes, changes, and goes; a mention in a text that moves it.
@example(
    sequence=one_by_one(("exports", "dossier"), *[("relation", STATES["relation"][n]) for n in (1, 2, 0, 2)]),
    chance=random.Random(14),
)
@example(
    sequence=one_by_one(
        ("file", STATES["file"][-1]),
        ("exports", "dossier"),
        ("who", "Anna Bell"),
        *[("file", STATES["file"][n]) for n in (-2, -3, 0, -1)],
    ),
    chance=random.Random(15),
)
# A page of mentions that comes, goes and comes again.
@example(
    sequence=one_by_one(
        ("address", STATES["address"][1]),
        ("second", "a"),
        *[("also", also) for also in ("[]", "[Bell]", "[]", "[Bell]")],
    ),
    chance=random.Random(7),
)
# A state in which a place lies, and which is none any more.
@example(
    sequence=one_by_one(
        ("summary", "A captain."), ("kind", "state"), ("place", STATES["place"][3]), ("kind", "person")
    ),
    chance=random.Random(16),
)
# Somebody who is named in words, and an actor who takes that name, or had it already.
@example(
    sequence=[(("quote", "Somebody Else"), no_cache), (("also", "[Somebody Else]"), nothing)],
    chance=random.Random(8),
)
@example(
    sequence=[
        (("also", "[Somebody Else]"), nothing),
        (("quote", "guard"), no_cache),
        (("quote", "Somebody Else"), nothing),
    ],
    chance=random.Random(9),
)
# An address of a record that goes.
@example(
    sequence=[
        (("summary", "A captain."), nothing),
        (("captain", STATES["captain"][1]), nothing),
        (("body", STATES["body"][-1]), no_cache),
        (("captain", "none"), nothing),
    ],
    chance=random.Random(18),
)
# What came later, of a day before the article.
@example(sequence=one_by_one(("summary", "A captain."), ("known", STATES["known"][2])), chance=random.Random(17))
def test_after_any_edits_the_site_is_that_of_a_clean_build(
    sequence: list[Step], chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    check(sequence, chance, lambda: capsys.readouterr().out)


@pytest.mark.parametrize(
    "edit",
    [
        {"body": STATES["body"][0].replace("Leads", "Led")},
        {"body": STATES["body"][1]},  # names one record more
        {"summary": STATES["summary"][2]},
        {"also": "[Bell, Friday]"},
        {"more": STATES["more"][1]},
        {"who": "Anna Bell"},
        {"note": "The harbour"},
        {"event": "gone"},
        {"captain": "Captain Rook"},
    ],
    ids=str,
)
@pytest.mark.parametrize("exports", STATES["exports"])
def test_an_edit_makes_the_pages_that_it_touches(
    edit: dict[str, str], exports: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = START | {"exports": exports, "summary": "A captain."}
    for state in (start, start | edit):
        write(tmp_path, files(state))
        assert cli.run(["-C", str(tmp_path), "build"]) == 0
    made, kept = re.findall(r"\d+", capsys.readouterr().out.splitlines()[-1].rpartition(": ")[2])
    assert int(made) < 12
    assert int(kept) > 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"also": "[]"}, {"also": "[Bell]"}),
        ({"also": "[Bell]"}, {"also": "[]"}),
        ({}, {"captain": "Captain Rook"}),
        ({"captain": "Captain Rook, also: [Nobody]"}, {}),
        ({}, {"file": STATES["file"][2]}),
        ({"file": STATES["file"][2]}, {}),
    ],
    ids=str,
)
def test_pages_come_and_go_without_a_whole_build(
    before: dict[str, str], after: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = START | {"summary": "A captain.", "second": "a. The Guard, too", "address": STATES["address"][1]}
    with short_lists():
        for state in (start | before, start | after):
            write(tmp_path, files(state))
            assert cli.run(["-C", str(tmp_path), "build"]) == 0
    made, kept = re.findall(r"\d+", capsys.readouterr().out.splitlines()[-1].rpartition(": ")[2])
    assert int(made) < 12
    assert int(kept) > 4


@pytest.mark.parametrize("name", ["annotations/notes.md", "annotations/notes.txt"])
def test_an_edit_of_a_file_that_is_not_read_makes_no_page(name: str, tmp_path: Path) -> None:
    for text in ("To be asked.\n", "actors:\n  ghost: {name: Ghost, kind: person}\n"):
        write(tmp_path, files(START) | {name: text})
        assert cli.run(["-C", str(tmp_path), "build"]) == 0
    assert (tmp_path / "site/actors/bell").is_dir()
    assert not (tmp_path / "site/actors/ghost").exists()


def test_a_body_makes_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for body in STATES["body"][:2]:
        write(tmp_path, files(START | {"summary": "A captain.", "body": body.replace(" at [[oldport]]", "")}))
        assert cli.run(["-C", str(tmp_path), "build"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.endswith(": 1 page made, 14 kept"), said


def test_a_body_makes_the_files_of_data_that_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, files(START | {"exports": "dossier"}))
    assert cli.run(["-C", str(tmp_path), "build"]) == 0
    renew, made = publish.renew, set[str]()
    table, found = tables._csv, list[str]()

    def renewed(folder: Path, wanted: Any, old: Path, new: Mapping[str, bytes]) -> Any:
        made.update(new)
        return renew(folder, wanted, old, new)

    monkeypatch.setattr(publish, "renew", renewed)
    monkeypatch.setattr(tables, "_csv", lambda one: found.append(one.name) or table(one))
    write(tmp_path, files(START | {"exports": "dossier", "body": STATES["body"][0].replace("Leads", "Led")}))
    assert cli.run(["-C", str(tmp_path), "build"]) == 0
    assert {name for name in made if name.startswith("data/")} == {"data/dossier.json", "data/tables/actors.csv"}
    assert found == ["actors"]


def test_whatever_is_gathered_from_the_whole_site_is_noted() -> None:
    """A new index over the site must be a map that tells of each look, or pages would not know that they rest on it."""
    handled = {*OF_DOSSIER, *OF_PASSAGES, *OF_SITE, "dossier", "day"}
    gathered: list[Any] = [values.Site, values.Anchored, values.Dossier]
    found = {name for kind in gathered for name, held in vars(kind).items() if isinstance(held, cached_property)}
    assert found <= handled
