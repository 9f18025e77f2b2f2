"""`dossier export markdown`: other engines build the same site from it, without this builder and without a warning."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from builder import cli, pipeline
from builder.files import read_inputs
from builder.source_folder import source_files
from builder.weave import prove
from tests.conftest import ROOT, copy_of
from tests.dossiers import check, dossier

ENGINES = {
    "mkdocs": ["mkdocs", "build", "--strict", "--quiet"],
    "properdocs": ["properdocs", "build", "--strict", "--quiet"],
    "zensical": ["zensical", "build", "--strict"],
}
# What engines say of themselves, whatever they build.
QUIET = {"NO_MKDOCS_2_WARNING": "true", "DISABLE_MKDOCS_2_WARNING": "true"}


@pytest.fixture(scope="session", params=["example", "baghdad"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source of a site, and the site as the builder makes it."""
    built: Path = request.getfixturevalue(f"{request.param}_site")
    folder = tmp_path_factory.mktemp("markdown") / request.param
    assert cli.run(["-C", str(built.parent), "export", "markdown", str(folder)]) == 0
    return folder, built


def facts(page: Path, path: str) -> tuple[list[object], list[object], str]:
    """What a page says, whatever surrounds it: its links by where they lead, its marks, its words."""
    main = html.fromstring(page.read_text(encoding="utf-8")).xpath('//article[contains(@class, "md-content__inner")]')[
        0
    ]
    links = [
        (a.get("data-ref"), urljoin(f"https://x.example/{path}", a.get("href")))
        for a in main.iter("a")
        if a.get("href") and "headerlink" not in a.get("class", "")
    ]
    marks = [
        (e.get("id"), e.get("data-refs"), e.get("data-kind"), "data-hindsight" in e.attrib)
        for e in main.iter()
        if isinstance(e.tag, str)
        and ("data-refs" in e.attrib or "data-hindsight" in e.attrib or "data-ref" in e.attrib)
    ]
    return links, marks, " ".join(main.text_content().split())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_builds_the_same_pages(engine: str, exported: tuple[Path, Path]) -> None:
    folder, built = exported
    command = [str(Path(sys.executable).parent / ENGINES[engine][0]), *ENGINES[engine][1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | QUIET, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower(), done.stdout + done.stderr
    site, _ = pipeline.check(read_inputs(built.parent))
    made = list(pipeline.published(site).dossier.seeds)
    for id in made:
        page = (folder / "site" / "articles" / id / "index.html").read_text(encoding="utf-8")
        prove(page, id, site.dossier.seeds[id])
    for path in pipeline.plan(pipeline.published(site)):
        page, other = built / path / "index.html", folder / "site" / path / "index.html"
        assert facts(other, path) == facts(page, path), path


def test_a_page_written_by_hand_keeps_its_links(exported: tuple[Path, Path]) -> None:
    folder, _ = exported
    text = (folder / "docs" / "index.md").read_text(encoding="utf-8")
    assert "(timeline/index.md)" in text
    assert "[[" not in text
    assert "[@" not in text


def test_the_folder_needs_no_plugin(exported: tuple[Path, Path]) -> None:
    config = (exported[0] / "mkdocs.yml").read_text(encoding="utf-8")
    assert json.loads(config.partition("\n")[2])["plugins"] == ["search"]


def test_links_of_written_pages_lead_to_source_files() -> None:
    site, _ = check(dossier("actors: {iran: {name: Iran, kind: state}}"))
    text = "[[iran]] [[iran|it]] [[gone]] [@report, p. 3; @report] [all](/actors/) [home](/#a) `[[iran]]`"
    files = dict(source_files(site, [], {"guide/a.md": text.encode(), "b.png": b"\x89"}, {}))
    assert files["docs/b.png"] == b"\x89"
    assert files["docs/guide/a.md"].decode() == (
        "[Iran](../actors/iran/index.md) [it](../actors/iran/index.md) gone "
        "([The siege in Baghdad](../sources/index.md#report), p. 3; "
        "[The siege in Baghdad](../sources/index.md#report)) [all](../actors/index.md) [home](../index.md#a) `[[iran]]`"
    )


def test_a_tab_in_the_text_stays_a_tab(tmp_path: Path) -> None:
    folder = copy_of(ROOT / "tests" / "example", tmp_path / "tabs")
    seed = folder / "seeds" / "jisr.txt"
    seed.write_text(f"{seed.read_text(encoding='utf-8').rstrip()}\tend\n", encoding="utf-8")
    assert cli.run(["-C", str(folder), "export", "markdown", str(tmp_path / "out")]) == 0
    command = [str(Path(sys.executable).parent / "mkdocs"), "build", "--quiet"]
    subprocess.run(command, cwd=tmp_path / "out", env=os.environ | QUIET, capture_output=True, check=True)
    page = (tmp_path / "out" / "site" / "articles" / "jisr" / "index.html").read_text(encoding="utf-8")
    prove(page, "jisr", pipeline.check(read_inputs(folder))[0].dossier.seeds["jisr"])
