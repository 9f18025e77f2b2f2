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
        headers = {"x-dossier-token": TOKEN, "origin": "http://127.0.0.1:8000"}
        answer = self.client.post("/_dossier/reanchor", json={**asked, "choices": choices}, headers=headers)
        return answer.status_code, answer.json()

    @property
    def notes(self) -> str:
        return (self.root / "annotations/notes.yml").read_text()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.bench.close()


def chosen(page: str) -> dict[str, list[str]]:
    """The choices that a page gives, by the record."""
    notes = re.findall(r"<details class=\"note.*?</b> ([\w-]+):(.*?)</details>", page, re.DOTALL)
    return {id: re.findall(r'type="radio" name="(\d+)" value="(\w+)"', rest) for id, rest in notes}


def test_the_page_asks_what_is_doubtful_or_lost(served: Served) -> None:
    found = chosen(served.page())
    assert {id: [value for _, value in values] for id, values in found.items()} == {
        "soldiers": ["0", "orphan", "drop"],
        "failed": ["orphan", "drop"],
        "declined": [],
        "minister": ["orphan", "drop"],
    }
    assert "later" in served.page("")
    assert "no such version" in served.page("?article=siege&to=../../etc/passwd")
    assert "nothing to do" not in served.page("?article=siege&to=later")


def test_an_editor_decides_in_the_page(served: Served) -> None:
    numbers = {id: values[0][0] for id, values in chosen(served.page()).items() if values}
    choices = {numbers["soldiers"]: "0", numbers["failed"]: "drop", numbers["minister"]: "orphan"}
    status, told = served.post(served.asked(), **choices)
    assert (status, told["files"]) == (200, ["annotations/article.yml", "annotations/notes.yml"])
    assert "at: About 800 soldiers" in served.notes
    assert "failed:" not in served.notes
    assert "{exact: talks, paragraph: 2, orphan: true}" in served.notes
    assert "About 800 soldiers" in served.client.get("/articles/siege/").text
    assert not served.bench.problems


@pytest.mark.parametrize("choices", [{}, {"1": "9"}, {"1": "-1"}])
def test_what_is_not_decided_is_not_written(served: Served, choices: dict[str, str]) -> None:
    status, told = served.post(served.asked(), **choices)
    assert (status, told["problem"]) == (422, "decide on `soldiers` first")
    assert served.notes == NOTES


def test_a_decision_on_what_has_changed_since_is_refused(served: Served) -> None:
    asked = served.asked()
    (served.root / "annotations/notes.yml").write_text(NOTES.replace("They left.", "They did."))
    status, told = served.post(asked, **{"1": "orphan", "2": "orphan", "6": "orphan"})
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
        expect(page.get_by_role("button")).to_be_disabled()  # without its script the form would lose what is chosen
        late.pop().continue_()
        expect(page.get_by_role("button")).to_be_enabled()
        page.get_by_role("button").press("Enter")  # nothing is sent before all is decided
        assert served.notes == NOTES
        for group, choice in (("soldiers", "0.90"), ("failed", "orphan"), ("minister", "orphan")):
            note = page.locator("details", has=page.get_by_text(f"{group}:"))
            note.get_by_role("radio", name=choice).press("Space")
        with page.expect_navigation():
            page.get_by_role("button").press("Enter")
        expect(page.locator("#p2")).to_contain_text("About 800 soldiers")
        assert "at: About 800 soldiers" in served.notes
        site.assert_quiet()
