"""Reanchoring in the page of `dossier serve`: what it asks, what it writes, what it refuses."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from starlette.testclient import TestClient

from builder.server.app import Desk, create_app
from builder.server.workbench import Workbench
from tests.browser import watched
from tests.test_annotate_browser import serving
from tests.test_reanchor import NEW, NOTES, OLD, digest, files, write

TOKEN = "the token of this run"
CONFIG = "site_name: S\ntheme: material\nplugins: [search, dossier]\n"
VERSIONS = (
    f"{{first: {{file: a.txt, date: 2020-01-01}}, later: {{file: b.txt, date: 2020-01-02, sha256: {digest(NEW)}}}}}"
)


class Served:
    """A dossier with two versions, and the server over it."""

    def __init__(self, root: Path) -> None:
        write(
            root, {**files(OLD, versions=VERSIONS), "seeds/b.txt": NEW, "mkdocs.yml": CONFIG, "docs/index.md": "# S\n"}
        )
        self.root, self.bench = root, Workbench(root)
        app = create_app(Desk(self.bench, lambda _: None), 8000, TOKEN)
        self.client = TestClient(app, base_url="http://127.0.0.1:8000")

    def page(self, query: str = "?article=siege&to=later") -> str:
        return self.client.get(f"/_dossier/reanchor{query}").text

    def asked(self) -> dict[str, Any]:
        """What the page's form is about."""
        [found] = re.findall(r'data-asked="([^"]*)"', self.page())
        return dict(json.loads(html.unescape(found)))

    def post(self, asked: dict[str, Any], **choices: str) -> tuple[int, dict[str, Any]]:
        return self.ask("reanchor", {**asked, "choices": choices})

    def ask(self, name: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"x-dossier-token": TOKEN, "origin": "http://127.0.0.1:8000"}
        answer = self.client.post(f"/_dossier/{name}", json=asked, headers=headers)
        return answer.status_code, answer.json()

    @property
    def annotations(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / "annotations").iterdir()}

    @property
    def notes(self) -> str:
        return self.annotations["notes.yml"].decode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.bench.close()


def chosen(page: str) -> dict[str, list[str]]:
    """The choices that a page gives, by the record."""
    notes = re.findall(
        r"<(?:fieldset|details) class=\"fate.*?</b> \w+ ([\w-]+):(.*?)</(?:fieldset|details)>", page, re.DOTALL
    )
    return {id: re.findall(r'type="radio" name="(\d+)" value="(\w+)"', rest) for id, rest in notes}


def test_the_page_asks_what_is_doubtful_or_lost(served: Served) -> None:
    found = chosen(served.page())
    assert {id: [value for _, value in values] for id, values in found.items()} == {
        "soldiers": ["1", "o", "d"],
        "failed": ["o", "d"],
        "declined": [],
        "minister": ["o", "d"],
    }
    assert "Delete the note, with all that it says" in served.page()
    assert "Take the passage off the actor, which stays" in served.page()
    assert "later" in served.page("")
    assert "no such version" in served.page("?article=siege&to=../../etc/passwd")
    assert "nothing to do" not in served.page("?article=siege&to=later")


def test_words_that_stand_twice_in_a_sentence_are_told_apart(tmp_path: Path) -> None:
    root = tmp_path / "twice"
    old = "Friday, 14 May: more than six hundred dockers stopped work at dawn on Friday, after the talks.\n"
    new = "Friday, 14 May: more than seven hundred dockers stopped work at five on Friday, after the talks.\n"
    notes = 'notes:\n  met:\n    at: {exact: Friday, prefix: "on "}\n    body: They met.\n'
    write(root, {**files(old, versions=VERSIONS.replace(digest(NEW), digest(new))), "seeds/b.txt": new})
    write(root, {"annotations/notes.yml": notes, "mkdocs.yml": CONFIG, "docs/index.md": "# S\n"})
    bench = Workbench(root)
    app = create_app(Desk(bench, lambda _: None), 8000, TOKEN)
    page = TestClient(app, base_url="http://127.0.0.1:8000").get("/_dossier/reanchor?article=siege&to=later").text
    bench.close()
    shown = re.findall(r"<q>([^<]*<mark>Friday</mark>[^<]*)</q>", page)
    assert sorted(shown) == sorted(
        [f"<mark>Friday</mark>{new[6:-1]}", new[:-1].replace("on Friday", "on <mark>Friday</mark>")]
    )


def test_an_editor_decides_in_the_page(served: Served) -> None:
    numbers = {id: values[0][0] for id, values in chosen(served.page()).items() if values}
    choices = {numbers["soldiers"]: "1", numbers["failed"]: "d", numbers["minister"]: "o"}
    status, told = served.post(served.asked(), **choices)
    assert status == 200
    assert told["done"] == (
        "5 passages carried over to `seeds/b.txt`, 1 left as an orphan; 1 deleted: `failed`; "
        "1 to look at again: `soldiers`. Shift+U takes it back."
    )
    assert "at: About 800 soldiers" in served.notes
    assert "failed:" not in served.notes
    assert "{exact: talks, paragraph: 2, orphan: true}" in served.notes
    assert "About 800 soldiers" in served.client.get("/articles/siege/").text
    assert not served.bench.problems


ORPHANS = {"1": "o", "2": "o", "6": "o"}


def test_what_was_carried_over_is_taken_back_in_all_files(served: Served) -> None:
    before = served.annotations
    served.post(served.asked(), **ORPHANS)
    assert len(served.annotations.items() ^ before.items()) == 4
    assert served.ask("undo", {}) == (200, {"undone": "the carry-over of siege to seeds/b.txt"})
    assert served.annotations == before
    assert "About 750 soldiers" in served.client.get("/articles/siege/").text
    assert served.ask("undo", {})[1]["problem"] == "there is nothing to undo"


def test_nothing_is_taken_back_where_one_of_the_files_has_changed_since(served: Served) -> None:
    served.post(served.asked(), **ORPHANS)
    (served.root / "annotations/notes.yml").write_text(served.notes + "# by hand\n")
    after = served.annotations
    status, told = served.ask("undo", {})
    assert status == 409
    assert "annotations/notes.yml has been changed since" in told["problem"]
    assert served.annotations == after


def test_orphans_are_offered_where_a_text_has_their_words(served: Served) -> None:
    write(served.root, files(OLD, versions=VERSIONS, sha256=digest(OLD)))
    served.bench.refresh(["annotations"])
    assert re.findall(r"to=(\w*)\">", served.page("")) == ["later"]
    lost = "notes: {gone: {at: {exact: Nobody at all, orphan: true}, body: Of no text.}}\n"
    write(served.root, {"annotations/lost.yml": lost})
    served.bench.refresh(["annotations"])
    assert "orphans that quote" not in served.page("")
    assert "nothing to do" in served.page("?article=siege&old=later")
    write(served.root, {"annotations/lost.yml": lost.replace("Nobody at all", "It rained all day")})
    served.bench.refresh(["annotations"])
    assert re.findall(r"orphans that quote <code>(\w+)", served.page("")) == ["later"]


@pytest.mark.parametrize("choices", [{}, {"1": "9"}, {"1": "-1"}])
def test_what_is_not_decided_is_not_written(served: Served, choices: dict[str, str]) -> None:
    status, told = served.post(served.asked(), **choices)
    assert (status, told["problem"]) == (422, "decide on `soldiers` first")
    assert served.notes == NOTES


def test_a_decision_on_what_has_changed_since_is_refused(served: Served) -> None:
    asked = served.asked()
    (served.root / "annotations/notes.yml").write_text(NOTES.replace("They left.", "They did."))
    status, told = served.post(asked, **ORPHANS)
    assert status == 409
    assert "changed since" in told["problem"]
    assert "orphan" not in served.notes


def test_a_changed_seed_is_carried_over_where_the_old_text_is_at_hand(tmp_path: Path) -> None:
    served = Served(tmp_path)
    (tmp_path / "seeds/b.txt").write_text(OLD)
    (tmp_path / "seeds/a.txt").write_text(NEW)
    versions = "{old: {file: b.txt, date: 2020-01-01}}"
    write(tmp_path, files(NEW, sha256=digest(OLD), versions=versions))
    served.bench.refresh(["annotations", "seeds"])
    assert "wrong-seed-digest" in served.bench.problems
    assert "About 800 soldiers" not in served.client.get("/articles/siege/").text
    assert set(chosen(served.page("?article=siege"))) == {"soldiers", "failed", "declined", "minister"}
    served.bench.close()


def test_where_no_text_has_changed_the_page_says_how_one_would(tmp_path: Path) -> None:
    served = Served(tmp_path)
    write(tmp_path, files(OLD, sha256=digest(OLD)))
    served.bench.refresh(["annotations", "seeds"])
    page = served.page("")
    assert "save it as a new file in <code>seeds/</code>" in page
    assert "?article=" not in page
    write(tmp_path, files(NEW, sha256=digest(OLD)))
    served.bench.refresh(["annotations", "seeds"])
    told = served.page("?article=siege")
    assert "save a copy of it in <code>seeds/</code>, and list that below <code>versions</code>" in told
    assert "--from" not in told
    served.bench.close()


def test_with_the_keyboard_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.bench.close()
    with serving(tmp_path) as url, watched(browser, url) as site:
        page = site.page
        late: list[Route] = []

        def hold(route: Route) -> None:
            late.append(route)

        page.route("**/_dossier/reanchor.js", hold)
        page.goto(f"{url}_dossier/reanchor")
        page.get_by_role("link", name="publish later").press("Enter")
        decide = page.get_by_role("button", name="Carry over")
        expect(decide).to_be_disabled()  # without its script the form would lose what is chosen
        late.pop().continue_()
        expect(decide).to_be_enabled()
        expect(page.get_by_role("banner")).to_be_visible()
        expect(page.get_by_role("toolbar", name="Editor")).to_be_visible()
        decide.press("Enter")  # nothing is sent before all is decided
        assert served.notes == NOTES
        for group, choice in (("soldiers", "0.90"), ("failed", "orphan"), ("minister", "orphan")):
            page.get_by_role("group", name=group).get_by_role("radio", name=choice).press("Space")
        with page.expect_navigation():
            decide.press("Enter")
        expect(page.locator("#p2")).to_contain_text("About 800 soldiers")
        assert "at: About 800 soldiers" in served.notes
        told = "5 passages carried over to seeds/b.txt, 2 left as orphans; 1 to look at again: soldiers. Shift+U takes"
        expect(page.locator(".dossier-toast")).to_contain_text(told)
        page.keyboard.press("Shift+U")
        expect(page.locator("#p1")).to_contain_text("About 750 soldiers")
        expect(page.locator(".dossier-toast")).to_contain_text("Taken back: the carry-over")
        assert served.notes == NOTES
        site.assert_quiet()


def test_what_is_not_decided_yet_comes_into_view(browser: Browser, tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.bench.close()
    with serving(tmp_path) as url, watched(browser, url) as site:
        site.page.set_viewport_size({"width": 1000, "height": 400})
        site.page.goto(f"{url}_dossier/reanchor?article=siege&to=later")
        site.page.get_by_role("button", name="Carry over").click()
        asked = site.page.get_by_role("group").filter(has=site.page.locator(":focus"))
        expect(asked.get_by_role("radio").first).to_be_focused()
        header = site.page.get_by_role("banner").bounding_box() or {}
        assert (asked.bounding_box() or {})["y"] >= header["y"] + header["height"]
        site.assert_quiet()


def test_choices_are_not_lost_to_a_change_of_the_files(browser: Browser, tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.bench.close()
    with serving(tmp_path) as url, watched(browser, url) as site:
        site.page.goto(f"{url}_dossier/reanchor?article=siege&to=later")
        expect(site.page.get_by_role("button", name="Carry over")).to_be_enabled()
        orphan = site.page.get_by_role("group", name="failed").get_by_role("radio", name="orphan")
        orphan.check()
        (tmp_path / "annotations/notes.yml").write_text(NOTES + "# by hand\n")
        expect(site.page.get_by_text("The files have been changed since")).to_be_visible()
        expect(orphan).to_be_checked()
        site.assert_quiet()
