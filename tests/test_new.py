"""A new dossier from any text: the text byte for byte, valid, and built at once."""

from __future__ import annotations

import io
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from builder import cli
from builder.files import skeleton
from builder.models import Source
from builder.schema import as_text
from builder.starter import new_dossier
from tests.dossiers import check, diagnose

TEXT = "Bridge closed\n\nMayor Jane Doe closed the bridge on Monday, the TSB said.\n\n“It is not safe,” Ms Doe said.\n"
TODAY = date(2020, 1, 1)
SKELETON = skeleton()


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "old-bridge.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def new(folder: Path, text: Path | str) -> int:
    return cli.run(["new", str(folder), "--from", str(text)])


def test_a_dossier_from_a_file_is_valid_and_builds_at_once(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "bridge", text) == 0
    assert str(tmp_path / "bridge" / "annotations" / "actors.yml") in capsys.readouterr().out.splitlines()
    assert (tmp_path / "bridge/seeds/old-bridge.txt").read_bytes() == text.read_bytes()
    assert cli.run(["-C", str(tmp_path / "bridge"), "check"]) == 0
    told = capsys.readouterr()
    assert (
        "`the-article` is the article `old-bridge`, and has no `issued`" in told.out + told.err
    )  # the text tells no day
    assert "1 warning in 1 file" in told.out + told.err
    assert cli.run(["-C", str(tmp_path / "bridge"), "build", "--drafts"]) == 0
    article = tmp_path / "bridge/site/articles/old-bridge/index.html"
    assert 'data-ref="jane-doe"' in article.read_text(encoding="utf-8")
    assert "old-bridge/" in (tmp_path / "bridge/site/index.html").read_text(encoding="utf-8")
    # What there is to say of the text is its source; the home page has no navigation of itself alone at its side.
    page = LexborHTMLParser(article.read_text(encoding="utf-8"))
    assert page.css(".cite-this .rests-on")
    assert not page.css(".about, [href='#page_about']")
    home = LexborHTMLParser((tmp_path / "bridge/site/index.html").read_text(encoding="utf-8"))
    assert [nav.attributes.get("hidden", "shown") for nav in home.css(".md-sidebar--primary")] == [None]
    # Every page leads to every kind of page, in a bar at the top.
    assert '<nav class="md-tabs"' in article.read_text(encoding="utf-8")


def test_the_home_page_is_headed_with_the_title_whatever_signs_it_has(tmp_path: Path) -> None:
    title = "*Old* <b>bridge</b> [[nobody]] &amp; \\`it_s_` {#x} [closed](x) #"
    (tmp_path / "a.txt").write_text(f"{title}\n\nNobody passes.\n")
    assert new(tmp_path / "bridge", tmp_path / "a.txt") == 0
    assert cli.run(["-C", str(tmp_path / "bridge"), "build"]) == 0
    home = LexborHTMLParser((tmp_path / "bridge/site/index.html").read_text(encoding="utf-8"))
    assert [heading.text() for heading in home.css("h1")] == [title]
    assert not home.css(".md-header b, .md-nav b, main p b")


def test_the_first_proposals_stand_in_the_files_as_drafts_below_their_explanation(text: Path, tmp_path: Path) -> None:
    assert new(tmp_path / "bridge", text) == 0
    actors = (tmp_path / "bridge/annotations/actors.yml").read_text(encoding="utf-8")
    explained, _, written = actors.partition("\nactors:\n")
    assert all(line.startswith("#") for line in explained.strip().splitlines())
    assert written == "  jane-doe:\n    name: Jane Doe\n    kind: person\n    also: [Doe]\n    status: draft\n"
    quotes = (tmp_path / "bridge/annotations/quotes.yml").read_text(encoding="utf-8")
    assert "speaker: jane-doe" in quotes.partition("\nquotes:\n")[2]


def test_what_is_known_of_the_article_stands_in_its_place() -> None:
    site = check(made(TEXT, "old-bridge"))[0]
    (article,) = site.dossier.articles
    assert (article.id, article.file, article.title, str(article.date)) == (
        *("old-bridge", "old-bridge.txt", "Bridge closed", "2020-01-01"),
    )
    assert article.sha256 == sha256(TEXT.encode()).hexdigest()
    assert site.dossier.head.title == "Bridge closed"


@pytest.mark.parametrize(("text", "dates"), [(TEXT, 0), (f" date 2019-05-07 {TEXT}", 1)])
def test_time_expressions_wait_for_the_articles_date(text: str, dates: int) -> None:
    site = check(made(text))[0]
    assert len(site.dossier.records_of("dates")) == dates
    assert str(site.dossier.articles[0].date) == ("2019-05-07" if dates else "2020-01-01")
    # As a source it bears no date that is only today's.
    assert str(site.dossier.of(Source)[0].issued) == ("2019-05-07" if dates else "None")


def test_the_comments_teach_what_is_valid() -> None:
    """Each example in the comments, as it would be without its `#`."""
    examples: dict[str, str | bytes] = {"seeds/a.txt": "Nothing."}
    for name, text in SKELETON.items():
        if name.startswith("annotations/"):
            lines = [line[2:] for line in text.splitlines() if line.startswith(("#   ", "# " + Path(name).stem + ":"))]
            head = f"{Path(name).stem}:\n" if lines and lines[0].startswith(" ") else ""
            examples[name] = head + "\n".join([*lines, "# the end\n"])
    examples["annotations/articles.yml"] = (
        "articles: {a: {file: a.txt, title: A, date: 2021-03-02, sources: [a-source]}}"
    )
    found = {diagnostic.rule for diagnostic in diagnose(examples)}
    assert found <= {"selector-not-found", "uncited-statement"}
    assert len(check(examples)[0].dossier.records) == 12


def test_standard_input_makes_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert new(tmp_path / "The Bridge", "-") == 0
    assert (tmp_path / "The Bridge/seeds/the-bridge.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("there", ["mkdocs.yml", "annotations/a.yml", "seeds/a.txt", "docs/index.md"])
def test_nothing_is_ever_overwritten(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str
) -> None:
    folder = tmp_path / "bridge"
    (folder / there).parent.mkdir(parents=True)
    (folder / there).write_text("mine")
    assert new(folder, text) == 2
    assert "is there already" in capsys.readouterr().err
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / there]
    assert (folder / there).read_text() == "mine"


def test_the_text_may_lie_in_the_folder_already(text: Path, tmp_path: Path) -> None:
    assert new(tmp_path, text) == 0
    assert (tmp_path / "seeds/old-bridge.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xff\xfe", "is not UTF-8"),
        (
            b"\xef\xbb\xbfZ\xc3\xbc\x92",
            "a.txt:1:3: error[not-utf8]: byte 0x92 is not UTF-8",
        ),  # behind a byte order mark
        (b" \n", "holds no text"),
        (b"A\x00B", "cannot stand on a web page"),
        (b"PK\x03\x04\x84", "help: save it as plain text (UTF-8)"),  # a file of a word processor
        (None, "cannot be read"),
    ],
)
def test_what_is_no_text_makes_no_dossier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes | None, why: str
) -> None:
    if raw is not None:
        (tmp_path / "a.txt").write_bytes(raw)
    assert new(tmp_path / "new", tmp_path / "a.txt") == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def made(text: str, name: str = "a") -> dict[str, str | bytes]:
    """The files of a new dossier."""
    files, found = new_dossier(text.encode(), name, TODAY, SKELETON)
    assert not found, found
    return dict(files)


@settings(deadline=None, max_examples=50)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=80).filter(str.strip), st.text(max_size=12)
)
@example("no\n\nNo.", "caption")
@example("- 'a': [x] #\n\nNo.", "the-article")
@example("SAMPLEVILLE, today. The mayor of Sampleville", "a")
@example("\ufeffA\r\n\r\nB", "中文")
def test_any_text_under_any_name_makes_a_valid_dossier(text: str, name: str) -> None:
    files, found = new_dossier(text.encode(), name, TODAY, SKELETON)
    if found:
        assert {diagnostic.rule for diagnostic in found} == {"seed-not-text"}
        return
    (seed,) = (file for file in files if file.startswith("seeds/"))
    assert files[seed] == text.encode()
    site, diagnostics = check(dict(files))
    assert {diagnostic.rule for diagnostic in diagnostics} <= {"incomplete-source"}
    assert files["annotations.schema.json"].decode() == as_text(site.dossier)
