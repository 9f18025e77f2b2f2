"""Hostile seeds and annotations: a clean diagnostic or an inert page, within bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.models import KINDS
from builder.parts import Model
from tests.browser import open_site
from tests.conftest import ROOT, built
from tests.dossiers import check
from tests.hostile.everywhere import everywhere
from tests.hostile.files import TEXTS

# What is no free text: ids, names of files, and values of a closed form that have cases of their own.
CLOSED = set(
    """id file url archived lang sha256 time status kind match precision medium type strength of in_ is_ at dismissed
    link place""".split()
)


@pytest.fixture(scope="module")
def report() -> dict[str, int | list[str]]:
    command = [sys.executable, "-m", "tests.hostile.run"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    found: dict[str, int | list[str]] = json.loads(made.stdout)
    return found


def test_every_case_ends_in_a_diagnostic_or_in_inert_pages(report: dict[str, int | list[str]]) -> None:
    assert report["faults"] == []
    assert report["cases"] > 400


def test_hardly_any_text_is_refused_so_that_its_page_is_looked_at(report: dict[str, int]) -> None:
    assert report["refused"] < len(TEXTS) / 8


def test_all_stays_below_a_gigabyte(report: dict[str, int]) -> None:
    assert report["peak"] < 10**9


def test_the_text_stands_in_every_field_of_every_kind_that_holds_text() -> None:
    site, _ = check(everywhere("harmless"))
    records = [*site.dossier.records.values(), site.dossier.head]
    assert {record.collection for record in site.dossier.records.values()} == set(KINDS)
    seen: dict[str, bool] = {}
    for record in records:
        _look(record, type(record).__name__, seen)
    assert [name for name, filled in seen.items() if not filled] == []


def _look(value: object, name: str, seen: dict[str, bool]) -> None:
    """Notes for each field of text, by the model that has it, whether some record has the text there."""
    if isinstance(value, Model):
        for field in type(value).model_fields:
            if field not in CLOSED:
                _look(getattr(value, field), f"{type(value).__name__}.{field}", seen)
    elif isinstance(value, (tuple, list)):
        for item in value:
            _look(item, name, seen)
    elif isinstance(value, dict):
        for item in value.values():
            _look(item, name, seen)
    elif isinstance(value, str):
        seen[name] = seen.get(name, False) or "harmless" in value


def chunks() -> list[str]:
    """The texts that would show a dialogue, a few thousand characters at a time: a title holds no more."""
    found = [""]
    for text in TEXTS:
        if "alert" in text and "\n" not in text and not text.startswith("["):
            if len(found[-1]) + len(text) > 4000:
                found.append("")
            found[-1] += f"{text}\n\n"
    return found


@pytest.mark.parametrize("text", chunks())
def test_a_real_browser_runs_none_of_it(browser: Browser, tmp_path: Path, text: str) -> None:
    """Without the pages' policy, which would stop what came through."""
    folder = tmp_path / "dossier"
    files = {
        **everywhere(text),
        "docs/index.md": "# Home\n",
        "mkdocs.yml": "site_name: Hostile\ntheme: material\nplugins: [search, dossier]\n",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(str(content))
    site_folder = built(folder, strict=False)
    dialogs: list[str] = []
    with open_site(browser, site_folder, bypass_csp=True) as site:
        site.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for page in sorted(site_folder.rglob("index.html")):
            site.page.goto(site.url + page.relative_to(site_folder).parent.as_posix() + "/")
            site.page.keyboard.press("Tab")
            assert site.page.locator("a[href^='javascript:' i]").count() == 0
        assert site.foreign == []
    assert dialogs == []
