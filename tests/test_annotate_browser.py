"""From selecting words to the page with the new annotation: the editor in a real browser, on the real server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from builder.yaml_reader import read_document
from tests.browser import watched
from tests.test_audits import axe

SEED = """\
The president spoke of Iran on Friday. The crowd left the embassy in Baghdad.

“We will stay,” said the crowd on Friday. The embassy was 😀 quiet.

Mr Smith came later. He denied it.
"""
ANNOTATIONS = """\
# The article and who is in it.
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01, sources: [report]}

actors:
  iran: {name: Iran, kind: state, also: [Islamic Republic], summary: "A state. [@report]"}
  donald-trump: {name: Donald Trump, kind: person, summary: "The president. [@report]"}

notes:
  # a remark that stays
  quiet:
    kind: context
    at: The embassy was 😀 quiet   # behind
    body: It was.

claims:
  who:
    title: Who was it?
    positions:
      - {by: iran, says: Not us., at: denied it, sources: [report]}

sources:
  report: {type: report, title: A report}
"""
FILE = "annotations/all.yml"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`dossier serve` on a free port, until it is interrupted; gives its address."""
    command = [sys.executable, "-m", "builder", "-C", str(folder), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    assert process.stdout
    try:
        address = next(filter(None, (re.search(r"http://\S+", line) for line in process.stdout)))[0]
        yield address
    finally:
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("served") / "dossier"
    for name, text in {
        "seeds/a.txt": SEED,
        FILE: ANNOTATIONS,
        "docs/index.md": "# Home\n",
        "mkdocs.yml": "site_name: Served\ntheme: material\nplugins: [search, dossier]\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with serving(folder) as url:
        yield folder, url
    shutil.rmtree(folder)


@pytest.fixture
def article(browser: Browser, server: tuple[Path, str]) -> Iterator[Page]:
    """The article's page; afterwards everything that was done in it is taken back, byte for byte."""
    folder, url = server
    with watched(browser, url) as site:
        site.page.goto(f"{url}articles/siege/")
        site.page.wait_for_selector(".dossier-bar")
        token = site.page.locator("script[data-token]").get_attribute("data-token")
        yield site.page
    while written(folder) != {FILE: ANNOTATIONS}:
        headers = {"content-type": "application/json", "x-dossier-token": str(token)}
        urlopen(Request(f"{url}_dossier/undo", b"{}", headers)).close()
    site.errors = [e for e in site.errors if "422" not in e and "409" not in e]  # refusals, which the panel tells
    site.assert_quiet()


def written(folder: Path) -> dict[str, str]:
    """The files of annotations."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in (folder / "annotations").iterdir()}


def select(page: Page, start: tuple[str, int], end: tuple[str, int]) -> None:
    """Select from a UTF-16 offset in one block to one in another, as a mouse would."""
    page.evaluate(
        """([start, end]) => {
            const at = ([id, offset]) => {
                const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    if (offset <= node.data.length) return [node, offset];
                    offset -= node.data.length;
                }
            };
            getSelection().setBaseAndExtent(...at(start), ...at(end));
        }""",
        [start, end],
    )
    page.wait_for_selector(".dossier-tools button:visible")


def select_words(page: Page, words: str, block: str, nth: int = 0) -> None:
    """Select the nth occurrence of words in a block."""
    text = page.locator(f"#{block}").evaluate("block => block.textContent")
    assert isinstance(text, str)
    at = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    before, inside = (len(part.encode("utf-16-le")) // 2 for part in (text[:at], words))
    select(page, (block, before), (block, before + inside))


def is_insertion(before: dict[str, str], after: dict[str, str]) -> None:
    """One file holds more than before, in one place; nothing else has changed."""
    ((old, new),) = [(before.get(name, ""), text) for name, text in after.items() if text != before.get(name)]
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    assert new.endswith(old[start:])


def save(page: Page) -> None:
    """Save what the panel holds, and wait for the page that shows it."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_selector(".dossier-bar")


PASSAGES: dict[str, Callable[[Page], None]] = {
    "once": lambda page: select_words(page, "Mr Smith", "p3"),
    "several times": lambda page: select_words(page, "Friday", "p2"),
    "across a paragraph break": lambda page: select(page, ("p1", 70), ("p2", 13)),
    "inside an annotation": lambda page: select_words(page, "quiet", "p2"),
}
WORDS = {
    "once": "Mr Smith",
    "several times": "Friday",
    "across a paragraph break": "Baghdad.“We will stay",
    "inside an annotation": "quiet",
}


def mention(page: Page, _number: int) -> str:
    page.keyboard.press("m")
    page.keyboard.type("tru")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[name=is]")).to_have_value("donald-trump")
    return ".mention[data-ref=donald-trump]"


def created(kind: str, key: str, fields: dict[str, str] | None = None) -> Callable[[Page, int], str]:
    """Fill in the form of a new record to which the words are linked, reached from the form of mentions."""

    def fill(page: Page, number: int) -> str:
        page.keyboard.press("m")
        page.locator(".dossier-new button", has_text=kind).click()
        page.fill(f"[name={key}]", f"Name {number}")
        for name, value in (fields or {}).items():
            (page.select_option if name == "kind" else page.fill)(f"[name={name}]", value)
        return f".mention[data-ref=name-{number}]"

    return fill


def passage(key: str, fields: dict[str, str], id: str) -> Callable[[Page, int], str]:
    """Fill in the form that a key opens, for a record that marks the words as a passage."""

    def fill(page: Page, number: int) -> str:
        page.keyboard.press(key)
        if "id" in fields:
            page.locator("dialog form > details summary").click()
        for name, value in fields.items():
            page.fill(f"dialog [name={name}]", value.format(number))
        return f".passage[data-refs~={id.format(number)}]"

    return fill


KINDS = {
    "mention": mention,
    "new actor": created("actor", "name", {"kind": "person"}),
    "new place": created("place", "name"),
    "new term": created("term", "term", {"definition": "What it means. [@report]"}),
    "note": passage("n", {"body": "A remark.", "id": "new-{}"}, "new-{}"),
    "quote": passage("q", {"speaker": "iran", "sources": "report", "id": "new-{}"}, "new-{}"),
    "date": passage("d", {"date": "2019-12-27", "id": "new-{}"}, "new-{}"),
    "position on a claim": passage("c", {"claim": "who", "by": "The crowd", "says": "Us.", "sources": "report"}, "who"),
    "position on a new claim": passage(
        "c", {"claim": "Is {} so?", "by": "iran", "says": "No.", "sources": "report"}, "is-{}-so"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_from_words_to_the_page(article: Page, server: tuple[Path, str], kind: str) -> None:
    for number, (where, select_them) in enumerate(PASSAGES.items()):
        before = written(server[0])
        select_them(article)
        marked = KINDS[kind](article, number)
        save(article)
        is_insertion(before, written(server[0]))
        shown = article.locator(marked).evaluate_all("found => found.map(e => e.textContent)")
        assert WORDS[where] in "".join(shown), where


def test_an_annotation_is_opened_changed_and_removed(article: Page, server: tuple[Path, str]) -> None:
    article.locator(".passage[data-refs~=quiet]").click()
    expect(article.locator(".dossier-here li")).to_contain_text("annotations/all.yml:11")
    article.locator(".dossier-here button", has_text="Edit").click()
    article.locator("dialog button", has_text="As YAML").click()
    text = article.locator("dialog textarea")
    expect(text).to_have_value("kind: context\nat: The embassy was 😀 quiet   # behind\nbody: It was.")
    text.fill(text.input_value().replace("It was.", "It was not."))
    save(article)
    assert written(server[0]) == {FILE: ANNOTATIONS.replace("It was.", "It was not.")}
    article.locator(".note[data-of=quiet] .note-open").focus()
    article.keyboard.press("e")
    article.locator(".dossier-here button", has_text="Edit").click()
    article.locator("dialog button", has_text="Remove").click()
    with article.expect_navigation():
        article.locator("dialog button", has_text="Remove? Shift+U takes it back.").click()
    article.wait_for_selector(".dossier-bar")
    expect(article.locator(".passage[data-refs~=quiet]")).to_have_count(0)
    with article.expect_navigation():
        article.keyboard.press("Shift+U")
    expect(article.locator(".passage[data-refs~=quiet]")).to_have_count(1)
    expect(article.locator(".dossier-toast")).to_have_text("Taken back: quiet in annotations/all.yml")


def test_a_name_that_means_something_else_in_one_place_is_unlinked_there(
    article: Page, server: tuple[Path, str]
) -> None:
    for reach in (lambda: article.locator(".mention[data-ref=iran]").click(), lambda: press_on(article, "Iran", "m")):
        reach()
        with article.expect_navigation():
            article.locator("dialog button", has_text="Not Iran here").click()
        article.wait_for_selector(".dossier-bar")
        expect(article.locator(".mention[data-ref=iran]")).to_have_count(0)
        assert 'also: [Islamic Republic], summary: "A state. [@report]", not_at: [Iran]}' in written(server[0])[FILE]
        with article.expect_navigation():
            article.keyboard.press("Shift+U")
        expect(article.locator(".mention[data-ref=iran]")).to_have_count(1)


def press_on(page: Page, words: str, key: str) -> None:
    """Select words of the first paragraph, and press the key of an annotation."""
    select_words(page, words, "p1")
    page.keyboard.press(key)


def click_on(page: Page, words: str, block: str) -> None:
    """Click where some words stand."""
    select_words(page, words, block)
    box = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    page.evaluate("getSelection().removeAllRanges()")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def expect_underlined(page: Page, words: str, *, is_so: bool = True) -> None:
    """Some words come to be underlined as a proposal; or others do and they do not."""
    page.wait_for_function(
        """([words, isSo]) => {
            const underlined = [...(CSS.highlights.get("dossier-proposed") ?? [])].map(String);
            return underlined.length && underlined.includes(words) === isSo;
        }""",
        arg=[words, is_so],
    )


def test_a_proposal_is_a_faint_underline_and_one_click_from_accepted(article: Page, server: tuple[Path, str]) -> None:
    expect_underlined(article, "Smith")
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    expect(article.locator("dialog")).to_contain_text("27 December 2019, counted from publication")
    expect(article.locator("dialog textarea")).to_have_value(re.compile("date: 2019-12-27"))
    buttons = article.locator("dialog footer button")
    expect(buttons).to_have_text(["Accept Ctrl+Enter", "Dismiss everywhere (2 places)", "Next", "Close"])
    expect(buttons.nth(1)).to_have_attribute("title", "Never propose this again, wherever it stands: Friday")
    article.locator("dialog textarea").press("End")
    article.keyboard.type(" ")
    expect(buttons.nth(3)).to_have_text("Discard")
    save(article)
    assert written(server[0])["annotations/dates.yml"].startswith("dates:\n  friday:\n")
    expect(article.locator(".passage[data-refs~=friday]")).to_have_count(2)
    expect_underlined(article, "Friday", is_so=False)


def test_a_proposal_within_an_annotation_is_opened_from_there(article: Page, server: tuple[Path, str]) -> None:
    remark = "notes:\n  talk: {at: The president spoke of Iran on Friday., body: He did.}\n"
    with article.expect_navigation():
        (server[0] / FILE).write_text(ANNOTATIONS.replace("notes:\n", remark))
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    expect(article.locator("dialog h2")).to_have_text("Annotations here")
    offered = article.locator(".dossier-here li", has_text="proposal")
    expect(offered).to_have_text("proposal “Friday” (time expression) Open")
    offered.get_by_role("button", name="Open").click()
    expect(article.locator("dialog textarea")).to_have_value(re.compile("date: 2019-12-27"))
    article.keyboard.press("Escape")
    (server[0] / FILE).write_text(ANNOTATIONS)


def test_a_proposal_is_made_into_what_it_is(article: Page, server: tuple[Path, str]) -> None:
    expect_underlined(article, "Smith")
    click_on(article, "Smith", "p3")
    what = article.get_by_label("What it is")
    expect(what).to_have_value("person")
    what.select_option("term")
    expect(article.get_by_label("What will be written")).to_contain_text("term: Smith")
    save(article)
    assert "smith" in yaml_of(written(server[0])["annotations/glossary.yml"])["glossary"]


@pytest.mark.parametrize(
    ("keys", "meant"), [([], "jane-smith"), (["Enter"], "john-smith"), (["ArrowDown", "Enter"], "jane-smith")]
)
def test_who_is_meant_is_chosen_by_one_click_or_enter(
    article: Page, server: tuple[Path, str], keys: list[str], meant: str
) -> None:
    smiths = "".join(
        f"  {n.lower()}-smith: {{name: {n} Smith, kind: person, status: draft}}\n" for n in ("John", "Jane")
    )
    with article.expect_navigation():
        (server[0] / FILE).write_text(ANNOTATIONS.replace("actors:\n", f"actors:\n{smiths}").replace("It was.", "So."))
    expect_underlined(article, "Smith")
    click_on(article, "Smith", "p3")
    choices = article.get_by_role("group", name="Who is meant?").get_by_role("button")
    expect(choices).to_have_text(["John Smith john-smith", "Jane Smith jane-smith"])
    expect(choices.first).to_be_focused()
    expect(article.locator("dialog footer button", has_text="Dismiss")).to_be_visible()
    with article.expect_navigation():
        for key in keys:
            article.keyboard.press(key)
        if not keys:
            choices.last.click()
    assert written(server[0])["annotations/mentions.yml"] == f"mentions:\n  smith:\n    is: {meant}\n    at: Smith\n"
    article.wait_for_selector(".dossier-bar")
    (server[0] / FILE).write_text(ANNOTATIONS)


def test_a_proposal_shows_each_of_its_places(article: Page) -> None:
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    panel = article.locator("dialog")
    expect(panel).to_contain_text("In 2 places of this article:")
    expect(panel.locator("blockquote")).to_have_text(
        ["The president spoke of Iran on Friday.", "“We will stay,” said the crowd on Friday."]
    )
    expect(panel.locator("blockquote mark")).to_have_text(["Friday", "Friday"])
    dismiss = panel.get_by_role("button", name="Dismiss")
    expect(dismiss).to_have_text("Dismiss everywhere (2 places)")


def test_a_proposal_is_dismissed_in_one_of_its_places(article: Page, server: tuple[Path, str]) -> None:
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    article.get_by_role("button", name="Not here").nth(1).click()
    expect(article.locator(".dossier-toast")).to_contain_text("Not proposed again")
    unwanted = [{"exact": "Friday", "prefix": "crowd on "}]
    assert yaml_of(written(server[0])["annotations/dossier.yml"]) == {"dossier": {"settings": {"dismissed": unwanted}}}
    click_on(article, "Friday", "p1")
    expect(article.locator("dialog blockquote")).to_have_text(["The president spoke of Iran on Friday."])
    expect(article.locator("dialog textarea")).to_have_value(re.compile('at: {exact: Friday, prefix: "Iran on "}'))


def test_what_was_typed_of_a_proposal_outlives_its_dismissal_in_one_place(article: Page) -> None:
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    article.locator("dialog textarea").press("End")
    article.keyboard.type(" # mine")
    article.get_by_role("button", name="Not here").nth(1).click()
    expect(article.locator(".dossier-toast")).to_contain_text("Not proposed again")
    expect(article.locator(".dossier-kept")).to_have_text("Unfinished: Proposal friday")


def test_proposals_go_on_from_where_one_was(article: Page) -> None:
    expect_underlined(article, "Friday")
    article.keyboard.press("Shift+P")
    heading = article.locator("dialog h2")
    for number in (1, 2, 3):
        expect(heading).to_contain_text(f"Proposal {number} of ")
        article.locator("dialog button", has_text="Next").click()
    expect(heading).to_contain_text("Proposal 4 of ")
    article.keyboard.press("Escape")
    article.keyboard.press("Shift+P")
    expect(heading).to_contain_text("Proposal 4 of ")


def test_proposals_are_counted_once(article: Page) -> None:
    expect_underlined(article, "Friday")  # in two places
    count = len(article.evaluate("fetch('/_dossier/suggestions?article=siege').then((answer) => answer.json())"))
    expect(article.get_by_role("button", name="proposals")).to_contain_text(f"{count} proposals")
    article.keyboard.press("Shift+P")
    seen = set()
    for number in range(1, count + 1):
        expect(article.locator("dialog h2")).to_contain_text(f"Proposal {number} of {count}: ")
        seen.add(article.locator("dialog > code").inner_text())
        article.locator("dialog button", has_text="Next").click()
    assert len(seen) == count
    expect(article.locator("dialog h2")).to_contain_text(f"Proposal 1 of {count}: ")


def test_a_proposal_is_dismissed_for_good(article: Page, server: tuple[Path, str]) -> None:
    expect_underlined(article, "Friday")
    article.keyboard.press("Shift+P")
    while "Friday" not in article.locator("dialog blockquote").first.inner_text():
        article.locator("dialog button", has_text="Next").click()
    article.locator("dialog button", has_text="Dismiss").click()
    expect(article.locator(".dossier-toast")).to_contain_text("Not proposed again")
    assert yaml_of(written(server[0])["annotations/dossier.yml"]) == {
        "dossier": {"settings": {"dismissed": ["Friday"]}}
    }
    expect_underlined(article, "Friday", is_so=False)
    article.reload()
    expect_underlined(article, "Friday", is_so=False)


def test_words_are_whole_unless_a_part_is_asked_for(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "bassy in Bagh", "p1")
    expect(article.locator(".dossier-tools")).to_contain_text("“embassy in Baghdad”")
    article.locator(".dossier-tools button", has_text="Only “bassy in Bagh”").click()
    article.keyboard.press("n")
    expect(article.locator("dialog blockquote")).to_have_text("bassy in Bagh")
    article.keyboard.press("Escape")
    select_words(article, "bassy in Bagh", "p1")
    article.keyboard.press("n")
    expect(article.locator("dialog blockquote")).to_have_text("embassy in Baghdad")


def test_what_was_typed_outlives_escape_and_a_reload(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("n")
    expect(article.locator("[name=body]")).to_be_focused()
    article.keyboard.type("Half a rem")
    article.keyboard.press("Escape")
    article.reload()
    kept = article.locator(".dossier-kept button")
    expect(kept).to_have_text("Unfinished: Note on “Mr Smith”")
    kept.click()
    expect(article.locator("[name=body]")).to_have_value("Half a rem")
    expect(kept).to_have_count(0)
    article.locator("[name=body]").focus()
    article.keyboard.press("End")
    article.keyboard.type("ark.")
    save(article)
    assert "body: Half a remark.\n" in written(server[0])[FILE]
    expect(kept).to_have_count(0)
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("n")
    article.keyboard.type("Nothing")
    article.locator("dialog button", has_text="Discard").click()
    expect(kept).to_have_count(0)


def begin_a_note(page: Page, typed: str) -> None:
    """Type a remark on some words, and leave it open."""
    select_words(page, "Mr Smith", "p3")
    page.keyboard.press("n")
    expect(page.locator("[name=body]")).to_be_focused()
    page.keyboard.type(typed)


def another_tab(page: Page) -> Page:
    """The same page once more."""
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.wait_for_selector(".dossier-bar")
    return tab


def test_what_was_typed_outlives_its_tab_until_it_is_discarded(article: Page) -> None:
    tab = another_tab(article)
    begin_a_note(tab, "Half a remark")
    tab.close()  # at once, as a browser that crashes
    kept = article.locator(".dossier-kept button")
    expect(kept).to_have_text("Unfinished: Note on “Mr Smith”")
    article.reload()
    kept.click()
    expect(article.locator("[name=body]")).to_have_value("Half a remark")
    tab = another_tab(article)
    expect(tab.locator(".dossier-kept button")).to_have_count(1)
    article.locator("dialog button", has_text="Discard").click()
    for page in (article, tab):
        expect(page.locator(".dossier-kept button")).to_have_count(0)


def test_no_tab_writes_over_what_another_keeps(article: Page) -> None:
    begin_a_note(article, "One")
    tab = another_tab(article)
    begin_a_note(tab, "Two")
    tab.keyboard.press("Escape")
    tab.locator(".dossier-kept button").first.click()
    expect(tab.locator("[name=body]")).to_have_value("One")
    tab.locator("[name=body]").press("End")
    tab.keyboard.type(" more")
    article.keyboard.type(" or less")
    for page in (article, tab):
        page.keyboard.press("Escape")
    kept, bodies = tab.locator(".dossier-kept button"), []
    for _ in range(3):
        expect(kept).to_have_count(3)
        kept.nth(0).click()
        bodies.append(tab.locator("[name=body]").input_value())
        expect(kept).to_have_count(2)
        tab.keyboard.press("Escape")
    assert sorted(bodies) == ["One more", "One or less", "Two"]


@pytest.mark.parametrize("form", ["fields", "yaml"])
def test_unfinished_work_is_not_saved_over_a_change_made_meanwhile(
    article: Page, server: tuple[Path, str], form: str
) -> None:
    file, dialog = server[0] / FILE, article.locator("dialog")
    article.locator(".passage[data-refs~=quiet]").click()
    dialog.get_by_role("button", name="Edit").click()
    if form == "yaml":
        dialog.get_by_role("button", name="As YAML").click()
    text = dialog.locator("[name=body], [name=text]")
    text.fill(text.input_value().replace("It was.", "Typed."))
    article.keyboard.press("Escape")
    by_hand = ANNOTATIONS.replace("It was.", "By hand.").replace("kind: context", "kind: caution")
    with article.expect_navigation():
        file.write_text(by_hand)
    article.locator(".dossier-kept button").click()
    expect(text).to_have_value(re.compile("Typed"))
    article.keyboard.press("Control+Enter")
    told = article.locator(".dossier-now")
    expect(told).to_contain_text("The file has now:")
    expect(told.locator("pre")).to_contain_text("By hand.")
    expect(article.locator(".dossier-alarm")).to_contain_text("quiet has been changed since you opened it")
    assert written(server[0]) == {FILE: by_hand}
    expect(text).to_have_value(re.compile("Typed"))
    save(article)
    kept = "context" if form == "yaml" else "caution"  # a field that was left alone keeps what the file has
    typed = ANNOTATIONS.replace("It was.", "Typed.").replace("kind: context", f"kind: {kept}")
    assert written(server[0]) == {FILE: typed}
    expect(article.locator(".dossier-kept button")).to_have_count(0)
    with article.expect_navigation():
        article.keyboard.press("Shift+U")
    assert written(server[0]) == {FILE: by_hand}
    file.write_text(ANNOTATIONS)


def test_what_the_file_has_now_can_be_taken_instead(article: Page, server: tuple[Path, str]) -> None:
    file, title = server[0] / FILE, article.locator("dialog [name=title]")
    article.set_viewport_size({"width": 390, "height": 500})
    expect(article.get_by_role("button", name="Edit the article's head")).to_be_visible()
    article.keyboard.press("Shift+R")
    title.fill("Typed")
    file.write_text(ANNOTATIONS.replace("The siege ends", "By hand"))
    until(lambda: b"By hand" in urlopen(f"{server[1]}articles/siege/").read())
    article.keyboard.press("Control+Enter")
    told = article.locator(".dossier-now pre")
    expect(told).to_have_text("By hand")
    expect(told).to_be_in_viewport()
    file.write_text(ANNOTATIONS.replace("The siege ends", "By hand again"))
    until(lambda: b"By hand again" in urlopen(f"{server[1]}articles/siege/").read())
    article.keyboard.press("Control+Enter")
    expect(told).to_have_text("By hand again")
    article.get_by_role("button", name="Take it").click()
    expect(title).to_have_value("By hand again")
    expect(article.get_by_role("button", name="Take it")).to_have_count(0)
    article.get_by_role("button", name="Discard").click()
    file.write_text(ANNOTATIONS)


@pytest.mark.parametrize("form", ["fields", "yaml"])
def test_what_the_file_has_now_is_shown_once_and_in_the_preview(
    article: Page, server: tuple[Path, str], form: str
) -> None:
    file, dialog = server[0] / FILE, article.locator("dialog")
    more = ANNOTATIONS.replace("body: It was.", "body: It was.\n    later: [{known_from: 2021, body: It is no more.}]")
    with article.expect_navigation():
        file.write_text(more)
    article.wait_for_selector(".dossier-bar")
    article.locator(".passage[data-refs~=quiet]").click()
    dialog.get_by_role("button", name="Edit").click()
    if form == "yaml":
        dialog.get_by_role("button", name="As YAML").click()
    text = dialog.locator("[name=body], [name=text]")
    text.fill(text.input_value().replace("It was.", "Typed."))
    file.write_text(more.replace("kind: context", "kind: caution"))
    until(lambda: b"Caution" in urlopen(f"{server[1]}articles/siege/").read())
    article.keyboard.press("Control+Enter")
    expect(article.locator(".dossier-now pre")).to_contain_text("kind: caution")
    expect(article.locator(".dossier-now")).to_have_count(1)
    if form == "fields":
        expect(dialog.get_by_label("What will be written")).to_have_text("body: Typed.")
    expect(article.locator(".dossier-alarm")).to_contain_text("quiet has been changed since you opened it")
    dialog.get_by_role("button", name="Discard").click()
    file.write_text(ANNOTATIONS)


def test_saving_a_record_ends_its_unfinished_work_if_that_was_saved(article: Page) -> None:
    kept = article.locator(".dossier-kept button")
    expect(article.get_by_role("button", name="Edit the article's head")).to_be_visible()
    for typed, count in (("A Paper", 1), ("The Paper", 2)):
        article.keyboard.press("Shift+R")
        article.fill("dialog [name=publisher]", typed)
        article.keyboard.press("Escape")
        expect(kept).to_have_count(count)
    article.keyboard.press("Shift+R")
    article.fill("dialog [name=publisher]", "The Paper")
    save(article)
    expect(kept).to_have_count(1)
    kept.click()
    expect(article.locator("dialog [name=publisher]")).to_have_value("A Paper")
    article.get_by_role("button", name="Discard").click()


def test_what_was_typed_for_one_dossier_is_not_offered_in_another(article: Page) -> None:
    begin_a_note(article, "Half a remark")

    def as_another(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-root="[^"]*', r"\g<0>-of-others", answer.text()))

    tab = article.context.new_page()
    tab.route("**/articles/siege/", as_another)
    tab.goto(article.url)
    tab.wait_for_selector(".dossier-bar")
    expect(tab.locator(".dossier-kept button")).to_have_count(0)


def test_what_cannot_be_taken_up_again_is_shown_and_can_be_discarded(article: Page, server: tuple[Path, str]) -> None:
    expect_underlined(article, "Friday")
    click_on(article, "Friday", "p1")
    article.locator("dialog textarea").press("End")
    article.keyboard.type(" # mine")
    article.goto(f"{server[1]}actors/iran/")
    kept = article.locator(".dossier-kept button")
    kept.click()
    expect(article.locator("dialog")).to_contain_text("on another page. You wrote:")
    expect(article.locator("dialog pre").first).to_contain_text("# mine")
    article.keyboard.press("Escape")
    kept.click()
    article.locator("dialog button", has_text="Discard").click()
    expect(kept).to_have_count(0)


def test_the_browser_asks_before_it_leaves_what_it_has_no_room_to_keep(article: Page) -> None:
    article.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    begin_a_note(article, "Half a remark")
    article.keyboard.press("Escape")
    with article.expect_event("dialog") as asked:
        article.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    article.locator(".dossier-kept button").click()
    expect(article.locator("[name=body]")).to_have_value("Half a remark")
    article.locator("dialog button", has_text="Discard").click()


def test_what_cannot_be_annotated_is_said(article: Page) -> None:
    article.keyboard.press("n")
    told = "Select words of the article first, then press n for a note."
    expect(article.locator(".dossier-hint")).to_have_text(told)
    expect(article.get_by_role("button", name="Undo")).to_be_disabled()
    article.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    expect(article.locator(".dossier-hint")).to_have_text("Only words of the article's text can be annotated.")


@pytest.mark.parametrize(
    ("kind", "fields", "address"),
    [
        ("Event", {"title": "The crowd comes", "date": "2019-12-31", "sources": "report"}, "timeline/#the-crowd-comes"),
        ("Background", {"title": "Why it came", "body": "For a reason. [@report]"}, "background/why-it-came/"),
        ("Source", {"type": "book", "title": "A book"}, "sources/#a-book"),
        ("Place", {"name": "A quay"}, "places/a-quay/"),
    ],
)
def test_a_record_without_words_is_written_and_changed_in_the_page(
    article: Page, server: tuple[Path, str], kind: str, fields: dict[str, str], address: str
) -> None:
    article.keyboard.press("Shift+N")
    article.locator("dialog .dossier-choices button", has_text=kind).click()
    for name, value in fields.items():
        (article.select_option if name == "type" else article.fill)(f"dialog [name={name}]", value)
    before = written(server[0])
    article.keyboard.press("Control+Enter")
    warned = ", with a warning: no record cites the source a-book." if kind == "Source" else ". Shift+U takes it back."
    expect(article.locator(".dossier-toast")).to_contain_text(warned)
    article.locator(".dossier-toast a").click()
    article.wait_for_url(f"**/{address}")
    is_insertion(before, written(server[0]))
    id = address.strip("/").rpartition("/")[2].strip("#")
    if "#" in address:
        edit = article.get_by_role("button", name=f"Edit {id}")
        assert edit.evaluate("edit => getComputedStyle(edit).fontSize") == "12px"
        edit.click()
    else:
        article.get_by_role("button", name="Edit this").click()
    heading = article.locator("dialog [name=title], dialog [name=name]")
    expect(heading).to_have_value(fields.get("title") or fields["name"])
    heading.fill("Another heading")
    save(article)
    expect(article.locator("main")).to_contain_text("Another heading")


def test_a_preview_says_what_is_missing(article: Page) -> None:
    press_on(article, "embassy", "Shift+N")
    expect(article.locator("dialog blockquote")).to_have_text("embassy")
    article.locator("dialog .dossier-choices button", has_text="Source").click()
    told, yaml = article.locator("dialog form > small"), article.locator("dialog pre[aria-label]")
    expect(told).to_have_text("Still to be filled in: type, title. ")
    expect(yaml).to_be_empty()
    expect(article.locator("dialog blockquote")).to_have_count(0)  # a source speaks of no words of the article
    article.select_option("dialog [name=type]", "book")
    expect(told).to_have_text(f"Still to be filled in: title. What will be written to {FILE}:")
    expect(yaml).to_have_text("source:\n  type: book")
    article.fill("dialog [name=title]", "A book")
    expect(told).to_have_text(f"What will be written to {FILE}:")
    expect(article.locator(".dossier-alarm")).to_be_empty()


def test_arrow_keys_move_among_the_kinds_of_record_and_not_the_page(article: Page) -> None:
    article.keyboard.press("Shift+N")
    choices = article.locator("dialog .dossier-choices button")
    for key, focused in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowDown", 0)):
        article.keyboard.press(key)
        expect(choices.nth(focused)).to_be_focused()
    article.get_by_role("button", name="Close").focus()
    article.keyboard.press("ArrowDown")
    article.wait_for_timeout(200)  # as long as scrolling would need to begin
    assert article.evaluate("scrollY") == 0


def test_the_head_of_the_article_is_changed_in_the_page(article: Page, server: tuple[Path, str]) -> None:
    expect(article.get_by_role("button", name="Edit the article's head")).to_be_visible()
    article.keyboard.press("Shift+R")
    expect(article.get_by_role("button", name="As YAML")).to_be_visible()
    expect(article.get_by_role("button", name="Remove")).to_have_count(0)  # the only article
    expect(article.locator("label[for=dossier_file] code").first).to_have_text("seeds/")
    article.fill("dialog [name=title]", "The siege: an end")
    article.fill("dialog [name=publisher]", "The Paper")
    expect(article.locator("dialog pre[aria-label]")).to_contain_text("publisher: The Paper")
    save(article)
    expect(article.locator("h1")).to_contain_text("The siege: an end")
    head = "{file: a.txt, title: 'The siege: an end', date: 2020-01-01, sources: [report], publisher: The Paper}"
    assert head.replace("'", '"') in written(server[0])[FILE]


def test_words_within_a_link_are_selected_by_dragging_and_by_a_double_click(article: Page) -> None:
    box = article.locator("#p1 .mention[data-ref=iran]").bounding_box()
    assert box
    left, middle, right = box["x"] + 1, box["y"] + box["height"] / 2, box["x"] + box["width"] - 1
    article.mouse.move(right, middle)
    article.mouse.down()
    article.mouse.move(left, middle, steps=5)
    expect(article.locator(".dossier-tools")).to_be_hidden()
    article.mouse.up()
    expect(article.locator(".dossier-tools")).to_be_visible()
    article.keyboard.press("Escape")
    expect(article.locator(".dossier-tools")).to_be_hidden()
    article.mouse.dblclick((left + right) / 2, middle)
    expect(article.locator(".dossier-tools")).to_be_visible()
    article.wait_for_timeout(300)  # as long as a single click would need to open the panel
    expect(article.locator("dialog")).to_be_hidden()
    assert article.evaluate("String(getSelection())") == "Iran"


def test_a_record_is_found_by_keys_alone(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    expect(article.locator("[name=speaker]")).to_be_focused()
    article.keyboard.type("Smith")
    article.locator("[name=sources]").focus()
    article.keyboard.press("Control+a")
    article.keyboard.press("Delete")
    expect(article.locator("[role=option]:visible")).to_have_text("A report source, report")
    article.keyboard.press("Enter")
    expect(article.locator("[name=sources]")).to_have_value("report")
    save(article)
    quotes = yaml_of(written(server[0])["annotations/quotes.yml"])
    assert quotes == {"quotes": {"denied": {"speaker": "Smith", "at": "denied", "sources": ["report"]}}}


def test_what_is_marked_in_a_list_is_meant_when_saving_at_once(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("m")
    article.keyboard.type("tru")
    expect(article.locator("[role=option]")).to_have_count(1)
    save(article)
    assert "is: donald-trump" in str(written(server[0]))


def test_enter_in_an_open_list_sends_nothing(article: Page, server: tuple[Path, str]) -> None:
    press_on(article, "embassy", "c")
    article.fill("[name=claim]", "Is it so?")
    article.locator("[name=by]").press_sequentially("tr")
    expect(article.locator("[role=option][aria-selected=true]")).to_have_text("Donald Trump actor, person")
    article.keyboard.press("Enter")
    expect(article.locator("[name=by]")).to_have_value("donald-trump")
    article.fill("[name=by]", "")
    article.locator("[name=by]").press_sequentially("Iran itself")
    expect(article.locator("[role=option]:visible")).not_to_have_count(0)
    article.keyboard.press("Enter")
    expect(article.locator("[role=option]:visible")).to_have_count(0)
    expect(article.locator(".dossier-alarm")).to_be_empty()
    assert written(server[0]) == {FILE: ANNOTATIONS}


@pytest.mark.parametrize(("typed", "key"), [("Islamic Republic", "Tab"), ("Iran", "Tab"), ("Islam", "Enter")])
def test_who_is_typed_by_name_is_the_record(article: Page, typed: str, key: str) -> None:
    press_on(article, "embassy", "q")
    speaker = article.locator("[name=speaker]")
    expect(speaker).to_be_focused()
    article.keyboard.type(typed)
    if key == "Enter":
        expect(article.locator("[role=option][aria-selected=true]")).to_have_text("Iran actor, state")
    article.keyboard.press(key)
    expect(speaker).to_have_value("iran")
    expect(article.get_by_label("What will be written")).to_contain_text("speaker: iran")
    article.get_by_role("button", name="Discard").click()


def test_a_press_on_a_button_lands_though_a_long_list_was_open(article: Page, server: tuple[Path, str]) -> None:
    crowd = "".join(f"  smith-{n}: {{name: Smith {n}, kind: person, status: draft}}\n" for n in range(12))
    with article.expect_navigation():
        (server[0] / FILE).write_text(ANNOTATIONS.replace("actors:\n", f"actors:\n{crowd}").replace("It was.", "So."))
    article.set_viewport_size({"width": 1000, "height": 420})
    select_words(article, "Smith", "p3")
    article.keyboard.press("m")
    expect(article.locator("[role=option]:visible")).to_have_count(12)
    button = article.locator(".dossier-new button", has_text="place")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    article.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    article.mouse.down()
    article.wait_for_timeout(100)  # as long as a hand takes
    article.mouse.up()
    expect(article.locator("dialog h2")).to_have_text("Place")
    article.keyboard.press("Escape")
    (server[0] / FILE).write_text(ANNOTATIONS)


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        (", p. 9. So.", "[@report, p. 9. So.]"),
        (", p. 9]. So.", "[@report, p. 9]. So."),
        ("]. So.", "[@report]. So."),
        (". So.", "[@report]. So."),
        (" and", "[@report] and"),
    ],
)
def test_a_locator_goes_into_the_citation_and_all_else_behind_it(article: Page, typed: str, becomes: str) -> None:
    press_on(article, "embassy", "n")
    article.keyboard.type("[@rep")
    expect(article.locator("[role=option]:visible")).to_have_count(1)
    article.keyboard.press("Enter")
    article.keyboard.type(typed)
    expect(article.locator("[name=body]")).to_have_value(becomes)
    article.get_by_role("button", name="Discard").click()


def test_an_answer_that_comes_late_opens_no_list(article: Page) -> None:
    press_on(article, "embassy", "c")
    article.fill("[name=claim]", "Is it so?")
    field, options = article.locator("[name=by]"), article.locator("[role=option]:visible")
    field.focus()
    expect(options).not_to_have_count(0)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    article.route("**/_dossier/find?*", hold)
    with article.expect_request("**/_dossier/find?*"):
        article.keyboard.type("A")
    article.keyboard.press("Enter")
    expect(options).to_have_count(0)
    with article.expect_response("**/_dossier/find?*"):
        waiting[0].continue_()
    article.wait_for_timeout(200)  # as long as a list would need to open
    expect(options).to_have_count(0)


def test_an_answer_that_comes_late_closes_no_other_form(article: Page, server: tuple[Path, str]) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if '"write":true' in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    press_on(article, "embassy", "n")
    article.keyboard.type("The first.")
    article.route("**/_dossier/annotate", hold)
    with article.expect_request(lambda request: '"write":true' in (request.post_data or "")):
        article.keyboard.press("Control+Enter")
    article.keyboard.press("Escape")
    article.keyboard.press("Shift+N")
    article.get_by_role("button", name="Background").click()
    article.fill("[name=title]", "The second")
    with article.expect_response("**/_dossier/annotate"):
        waiting[0].continue_()
    expect(article.locator(".dossier-toast")).to_contain_text("Saved in")
    expect(article.locator("[name=title]")).to_have_value("The second")
    article.unroute("**/_dossier/annotate")
    article.keyboard.press("Escape")
    expect(article.locator(".dossier-kept")).to_have_text("Unfinished: Background on “embassy”")
    article.get_by_role("button", name="Unfinished: Background").click()
    expect(article.locator("[name=title]")).to_have_value("The second")
    article.get_by_role("button", name="Discard").click()
    assert "The first." in written(server[0])[FILE]


def test_a_list_of_records_hides_no_hint_and_sets_names_apart(article: Page) -> None:
    press_on(article, "embassy", "c")
    option = article.locator("[role=option]:visible").first
    expect(option.locator("b")).to_have_text("Who was it?")
    expect(option.locator("small")).to_have_text("claim")
    help = article.locator("#dossier_claim_help")
    expect(help).to_have_text("Choose a claim, or write the title of a new one.")
    assert help.evaluate("""help => {
        const { left, top, height } = help.getBoundingClientRect();
        return help.contains(document.elementFromPoint(left + 2, top + height / 2));
    }""")


def test_tab_leaves_a_list_longer_than_its_box_for_the_next_field(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    expect(article.locator("[name=speaker]")).to_be_focused()
    options = article.locator("[role=listbox]:visible")
    expect(options).to_be_visible()
    assert options.evaluate("list => { list.style.maxHeight = '2em'; return list.scrollHeight > list.clientHeight; }")
    article.keyboard.press("Tab")
    expect(article.locator("[name=date]")).to_be_focused()
    expect(options).to_be_hidden()


def test_records_and_sources_are_offered_within_a_text(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("n")
    body, options = article.locator("[name=body]"), article.locator("[role=option]:visible")
    expect(body).to_be_focused()
    article.keyboard.type("By [[")
    expect(options).to_have_count(5)  # all but the source
    article.keyboard.type("tru")
    expect(options).to_have_text(["Donald Trump actor, person"])
    article.keyboard.press("Enter")
    expect(body).to_have_value("By [[donald-trump]]")
    article.keyboard.type(" and [@")
    expect(options).to_have_text(["A report source, report"])
    article.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(article.locator("dialog")).to_be_visible()
    article.keyboard.type("a")
    options.click()
    expect(body).to_have_value("By [[donald-trump]] and [@report]")
    expect(body).to_be_focused()
    article.keyboard.type(".")
    article.keyboard.press("Enter")
    article.keyboard.type("Again [@report; @rep")
    expect(options).to_have_count(1)
    save(article)  # what is marked is meant
    assert "Again [@report; @report]" in written(server[0])[FILE]


def test_a_quotation_rests_on_the_article_and_its_speaker_is_found_by_alphabet(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    expect(article.locator("[name=sources]")).to_have_value("report")
    expect(article.locator("[role=option]:visible b")).to_have_text(["Donald Trump", "Iran"])


def test_who_is_quicker_than_the_list_picks_from_it_all_the_same(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    speaker = article.locator("[name=speaker]")
    expect(speaker).to_be_focused()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    article.route("**/_dossier/find?q=trump&*", hold)
    with article.expect_request("**/_dossier/find?q=trump&*"):
        article.keyboard.type("trump")
        article.keyboard.press("Enter")
    expect(speaker).to_have_value("trump")
    late.pop().continue_()
    expect(speaker).to_have_value("donald-trump")
    expect(article.locator("dialog")).to_be_visible()


def test_what_is_picked_takes_the_place_of_all_that_is_typed_by_then(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    speaker = article.locator("[name=speaker]")
    speaker.press_sequentially("trum")
    expect(article.locator("[role=option][aria-selected=true] b")).to_have_text("Donald Trump")
    late: list[Route] = []
    article.route("**/_dossier/find*", lambda route: late.extend([route]))
    speaker.press_sequentially("p of")
    article.get_by_role("option", name="Donald Trump").click()
    expect(speaker).to_have_value("donald-trump")
    for route in late:
        route.continue_()


def test_enter_takes_nobody_who_only_has_a_word_in_common(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("m")
    words, options = article.locator("[name=is]"), article.locator("[role=option]:visible")
    words.fill("")
    words.press_sequentially("Margret Trump")
    expect(options).to_have_text(["Donald Trump actor, person"])
    words.press("Enter")
    expect(words).to_have_value("Margret Trump")
    article.keyboard.press("Control+Enter")
    expect(article.locator(".dossier-alarm")).to_contain_text("no record yet")


def test_what_is_typed_behind_a_record_is_another_one(article: Page) -> None:
    article.keyboard.press("Shift+N")
    article.get_by_role("button", name="Event").click()
    actors = article.locator("[name=actors]")
    for name, value in (("ira", "iran"), ("trump", "iran, donald-trump"), (", Iran", "iran, donald-trump, iran")):
        actors.press_sequentially(name)
        expect(article.locator("[role=option][aria-selected=true]")).to_be_visible()
        actors.press("Enter")
        expect(actors).to_have_value(value)


@pytest.mark.parametrize("key", ["Enter", "Control+Enter"])
def test_nobody_is_picked_from_a_list_of_fewer_letters(article: Page, server: tuple[Path, str], key: str) -> None:
    iraq = "actors:\n  iraq: {name: Iraq, kind: state, status: draft}\n"
    with article.expect_navigation():
        (server[0] / FILE).write_text(ANNOTATIONS.replace("actors:\n", iraq).replace("It was.", "So."))
    article.wait_for_selector(".dossier-bar")
    press_on(article, "embassy", "q")
    speaker = article.locator("[name=speaker]")
    speaker.press_sequentially("ira")
    expect(article.locator("[role=option][aria-selected=true] b")).to_have_text("Iran")
    late: list[Route] = []
    article.route("**/_dossier/find*", lambda route: late.extend([route]))
    speaker.press("q")
    speaker.press(key)
    expect(speaker).to_have_value("iraq")
    for route in late:
        route.continue_()
    if key == "Enter":
        expect(article.get_by_label("What will be written")).to_contain_text("speaker: iraq")
        article.get_by_role("button", name="Discard").click()
    else:
        expect(article.locator(".dossier-toast")).to_contain_text("Saved in")
        assert "speaker: iraq" in written(server[0])["annotations/quotes.yml"]
        (server[0] / "annotations/quotes.yml").unlink()
    (server[0] / FILE).write_text(ANNOTATIONS)


def test_of_several_sources_that_at_the_cursor_is_searched(article: Page) -> None:
    press_on(article, "embassy", "q")
    sources = article.locator("[name=sources]")
    sources.fill("rep, other")
    for _ in ", other":
        sources.press("ArrowLeft")
    sources.press("o")
    expect(article.locator("[role=option][aria-selected=true]")).to_have_text("A report source, report")
    sources.press("Enter")
    expect(sources).to_have_value("report, other")
    article.get_by_role("button", name="Discard").click()


def test_the_line_of_a_note_in_the_margin_names_no_sources(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("n")
    article.keyboard.type("They deny it.")
    article.fill("[name=sources]", "report")
    save(article)
    expect(article.locator(".note", has_text="They deny it.").locator(".teaser")).to_have_text("They deny it.")


def test_what_is_named_and_no_record_yet_is_written_on_the_way(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("q")
    article.keyboard.type("iran")
    article.keyboard.press("Enter")
    sources = article.locator("[name=sources]")
    sources.fill("report, Handbook of")
    sources.press_sequentially(" cranes")
    article.get_by_role("option", name="“Handbook of cranes” a new source").click()
    expect(article.get_by_role("heading", name="Source", exact=True)).to_be_visible()
    expect(article.locator("[name=title]")).to_have_value("Handbook of cranes")
    article.locator("[name=type]").select_option("book")
    article.keyboard.press("Control+Enter")
    expect(article.get_by_role("heading", name="Quote")).to_be_visible()
    expect(article.locator("[name=speaker]")).to_have_value("iran")
    expect(sources).to_have_value("report, handbook-of-cranes")
    save(article)
    files = written(server[0])
    assert "handbook-of-cranes:\n    type: book\n    title: Handbook of cranes" in "".join(files.values())
    assert "sources: [report, handbook-of-cranes]" in "".join(files.values())
    expect(article.locator(".dossier-kept button")).to_have_count(0)


def test_what_is_begun_waits_where_a_record_on_the_way_is_left(article: Page) -> None:
    select_words(article, "denied", "p3")
    article.keyboard.press("n")
    article.keyboard.type("As said [@Handbook")
    offer = article.get_by_role("option", name="“Handbook” a new source")
    offer.click()
    article.get_by_role("button", name="Discard").click()
    body = article.locator("[name=body]")
    expect(body).to_have_value("As said [@Handbook")
    body.press("End")
    article.keyboard.type("s")
    article.get_by_role("option", name="“Handbooks” a new source").click()
    expect(article.get_by_role("heading", name="Source", exact=True)).to_be_visible()
    article.get_by_role("button", name="Close").click()
    article.get_by_role("button", name="Unfinished: Note").click()
    expect(body).to_have_value("As said [@Handbooks")


def test_a_record_on_the_way_may_need_another(article: Page) -> None:
    press_on(article, "embassy", "q")
    article.keyboard.type("Crane driver")
    article.get_by_role("option", name="“Crane driver” a new actor").click()
    article.locator("[name=kind]").select_option("person")
    summary = article.locator("[name=summary]")
    summary.press_sequentially("Drives. [@Handbook")
    article.get_by_role("option", name="“Handbook” a new source").click()
    article.locator("[name=type]").select_option("book")
    article.keyboard.press("Control+Enter")
    expect(summary).to_have_value("Drives. [@handbook]")
    expect(summary).to_be_focused()
    article.keyboard.press("Control+Enter")
    expect(article.get_by_role("heading", name="Quote")).to_be_visible()
    expect(article.locator("[name=speaker]")).to_have_value("crane-driver")
    expect(article.locator("[name=speaker]")).to_be_focused()
    article.get_by_role("button", name="Discard").click()
    expect(article.locator(".dossier-kept button")).to_have_count(0)


def test_a_record_on_the_way_is_named_even_where_nothing_was_typed(article: Page, server: tuple[Path, str]) -> None:
    quotes = server[0] / "annotations/quotes.yml"
    with article.expect_navigation():
        quotes.write_text("quotes:\n  stay: {speaker: The crowd, at: We will stay, sources: [report]}\n")
    article.wait_for_selector(".dossier-bar")
    article.locator(".passage[data-refs~=stay]").click()
    article.locator(".dossier-here button", has_text="Edit").first.click()
    expect(article.locator("[name=speaker]")).to_have_value("The crowd")
    article.get_by_role("button", name="Close").focus()
    article.locator("[name=speaker]").focus()
    article.get_by_role("option", name="“The crowd” a new actor").click()
    article.locator("[name=kind]").select_option("organisation")
    article.keyboard.press("Control+Enter")
    expect(article.locator("[name=speaker]")).to_have_value("the-crowd")
    article.get_by_role("button", name="Discard").click()
    quotes.unlink()
    (server[0] / FILE).write_text(ANNOTATIONS)


def test_what_waits_for_a_record_and_is_gone_by_then_is_shown(article: Page, server: tuple[Path, str]) -> None:
    article.locator(".passage[data-refs~=quiet]").click()
    article.locator(".dossier-here button", has_text="Edit").click()
    article.locator("[name=body]").press("End")
    article.keyboard.type(" [@Handbook")
    article.get_by_role("option", name="“Handbook” a new source").click()
    (server[0] / FILE).write_text(re.sub(r"(?s)notes:.*?(?=claims:)", "", ANNOTATIONS))
    until(lambda: b"It was." not in urlopen(f"{server[1]}articles/siege/").read())
    article.locator("[name=type]").select_option("book")
    article.keyboard.press("Control+Enter")
    expect(article.locator("dialog h2")).to_have_text("Unfinished: Note quiet")
    expect(article.locator("dialog pre").first).to_have_text("body: It was. [@handbook]")
    article.get_by_role("button", name="Discard").click()
    (server[0] / FILE).write_text(ANNOTATIONS)


def test_a_record_on_the_way_is_not_sent_as_it_opens(article: Page, server: tuple[Path, str]) -> None:
    article.keyboard.press("Shift+N")
    article.locator("dialog .dossier-choices button", has_text="Event").click()
    article.locator("[name=place]").press_sequentially("quay")
    expect(article.get_by_role("option", name="“quay” a new place")).to_be_visible()
    article.keyboard.press("ArrowDown")
    article.keyboard.press("Control+Enter")
    expect(article.get_by_role("heading", name="Place", exact=True)).to_be_visible()
    article.wait_for_timeout(200)  # as long as a place needs to be written
    assert written(server[0]) == {FILE: ANNOTATIONS}


def test_a_quotation_is_begun_before_it_is_known_what_the_page_is_made_of(article: Page) -> None:
    late: list[Route] = []
    article.route("**/_dossier/about*", lambda route: late.extend([route]))
    article.reload()
    article.wait_for_selector(".dossier-bar")
    press_on(article, "embassy", "q")
    expect(article.get_by_role("heading", name="Quote")).to_be_visible()
    late.pop().continue_()


def test_an_unfinished_quotation_rests_on_its_own_article_on_every_page(
    article: Page, server: tuple[Path, str]
) -> None:
    two = """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01, sources: [report]}
  other: {file: b.txt, title: Another, date: 2020-01-02, sources: [paper]}
sources:
  report: {type: report, title: A report}
  paper: {type: report, title: A paper}
"""
    (server[0] / "seeds/b.txt").write_text("Another text.\n")
    with article.expect_navigation():
        (server[0] / FILE).write_text(two)
    article.wait_for_selector(".dossier-bar")
    expect(article.get_by_role("button", name="Edit the article's head")).to_be_visible()
    press_on(article, "embassy", "q")
    article.keyboard.type("Someone")
    article.get_by_role("button", name="Close").click()
    article.goto(f"{server[1]}articles/other/")
    expect(article.get_by_role("button", name="Edit the article's head")).to_be_visible()
    article.get_by_role("button", name="Unfinished: Quote").click()
    expect(article.locator("[name=speaker]")).to_have_value("Someone")
    expect(article.locator("[name=sources]")).to_have_value("report")
    article.get_by_role("button", name="Discard").click()
    article.goto(f"{server[1]}articles/siege/")
    (server[0] / FILE).write_text(ANNOTATIONS)
    (server[0] / "seeds/b.txt").unlink()


def test_records_are_offered_within_yaml(article: Page) -> None:
    article.get_by_role("button", name="Edit the article's head").click()
    article.get_by_role("button", name="As YAML").click()
    text = article.locator("dialog textarea")
    text.press("End")
    article.keyboard.type("# [[ira|who]]")
    for _ in "|who]]":
        article.keyboard.press("ArrowLeft")
    article.keyboard.type("n")
    expect(article.locator("[role=option]:visible")).to_have_text(["Iran actor, state"])
    article.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(re.escape("# [[iran|who]]")))


def test_words_to_be_linked_are_searched_and_can_become_a_record(article: Page) -> None:
    select_words(article, "Iran", "p1")
    article.keyboard.press("m")
    expect(article.locator("[name=is]")).to_have_value("Iran")
    expect(article.locator("[role=option]")).to_have_text("Iran actor, state")
    article.locator(".dossier-new button", has_text="place").click()
    expect(article.locator("[name=name]")).to_have_value("Iran")


def test_what_is_typed_replaces_the_words_and_a_record_has_to_be_chosen(
    article: Page, server: tuple[Path, str]
) -> None:
    press_on(article, "embassy", "m")
    field, told = article.locator("[name=is]"), article.locator("dialog form > small")
    how = "choose a record from the list, or create an actor, a place or a term of that name"
    expect(told).to_have_text(f"embassy is no record yet: {how}")
    expect(article.get_by_label("What will be written")).to_be_empty()
    for reach in ("keys", "pointer"):
        article.get_by_role("button", name="Close").focus()
        field.click() if reach == "pointer" else field.focus()
        article.keyboard.type(reach)
        expect(field).to_have_value(reach)
    expect(told).to_have_text(f"pointer is no record yet: {how}")
    article.keyboard.press("Control+Enter")
    expect(article.locator(".dossier-alarm")).to_have_text(f"pointer is no record yet: {how}")
    assert written(server[0]) == {FILE: ANNOTATIONS}


def test_what_holds_by_itself_is_one_entry_and_is_not_written(article: Page, server: tuple[Path, str]) -> None:
    press_on(article, "embassy", "n")
    article.keyboard.type("A remark.")
    article.locator("dialog form > details summary").click()
    status = article.locator("[name=status]")
    assert sorted(status.locator("option").all_inner_texts()) == ["draft", "published"]
    assert status.evaluate("status => status.selectedOptions[0].text") == "published"
    status.select_option("draft")
    expect(article.get_by_label("What will be written")).to_contain_text("status: draft")
    status.select_option("published")
    expect(article.get_by_label("What will be written")).not_to_contain_text("status")
    status.select_option("draft")
    article.keyboard.press("Control+Enter")
    expect(article.locator(".dossier-toast")).to_contain_text("It is a draft: not published as yet. Shift+U")


def test_while_there_are_errors_nothing_is_proposed(article: Page, server: tuple[Path, str]) -> None:
    count = article.get_by_role("button", name="proposals")
    expect(count).to_be_visible()
    (server[0] / FILE).write_text(ANNOTATIONS.replace("kind: context", "kind: contxt"))
    expect(article.locator(".dossier-problems")).to_contain_text("1 mistake. ")
    expect(count).to_be_hidden()
    (server[0] / FILE).write_text(ANNOTATIONS)
    expect(count).to_be_visible()


def test_a_draft_says_so_and_a_file_says_where_it_is(article: Page, server: tuple[Path, str]) -> None:
    (server[0] / FILE).write_text(ANNOTATIONS.replace("kind: state,", "kind: state, status: draft,"))
    expect(article.locator(".mention[data-ref=iran][data-draft]")).to_have_count(1)
    (server[0] / FILE).write_text(ANNOTATIONS.replace("kind: context", "kind: context\n    status: draft"))
    mark = article.get_by_role("link", name="draft, note 1")  # at the passage
    expect(mark).to_be_visible()
    assert mark.evaluate("mark => getComputedStyle(mark, '::before').content") == '"draft"'
    expect(article.locator(".note[data-of=quiet] .note-open [data-draft]")).to_have_count(1)
    expect(article.locator(".mention[data-draft], .note-mark:visible")).to_have_count(1)
    (server[0] / FILE).write_text(ANNOTATIONS)
    expect(article.locator("[data-draft]")).to_have_count(0)
    article.goto(server[1])
    expect(article.locator(".dossier-hint")).to_contain_text("This page is a file: docs/index.md")


AXE_OF_EDITOR = """
    () => axe.run("#dossier_editor", { resultTypes: ["violations"] }).then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)))
"""


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_the_editor_has_no_fault_that_axe_finds(article: Page, scheme: str) -> None:
    article.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)

    article.evaluate(axe())

    def is_clean() -> None:
        assert article.evaluate(AXE_OF_EDITOR) == []

    is_clean()
    for key in ("m", "n", "q"):
        select_words(article, "Smith", "p3")
        is_clean()
        article.keyboard.press(key)
        expect(article.locator("dialog form")).to_be_visible()
        is_clean()
        article.get_by_role("button", name="Close").click()
        expect(article.locator("dialog")).to_be_hidden()
    for key in ("Shift+N", "Shift+R", "Shift+P", "?"):
        article.keyboard.press(key)
        expect(article.locator("dialog")).to_be_visible()
        is_clean()
        article.keyboard.press("Escape")
        expect(article.locator("dialog")).to_be_hidden()


def yaml_of(text: str) -> object:
    return read_document("", text.encode())[0].data


def test_links_lead_on_where_clicks_do_not_edit(article: Page) -> None:
    article.keyboard.press("Shift+E")
    article.locator(".mention[data-ref=iran]").first.click()
    article.wait_for_url("**/actors/iran/")
    article.go_back()
    expect(article.get_by_role("toolbar", name="Editor")).to_be_visible()
    article.locator(".mention[data-ref=iran]").first.click(modifiers=["Alt"])
    expect(article.locator("dialog")).to_contain_text("Iran")


def test_the_panel_keeps_the_focus_and_closes_on_escape(article: Page) -> None:
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("n")
    for _ in range(12):
        article.keyboard.press("Tab")
        where = article.evaluate(
            "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
        )
        assert where
    article.keyboard.press("Escape")
    expect(article.locator("dialog")).not_to_be_visible()


def test_escape_leaves_no_card_open(article: Page) -> None:
    card = article.locator("#dossier_card")
    article.locator(".mention[data-ref=iran]").hover()
    expect(card).to_be_visible()
    select_words(article, "Friday", "p1")
    article.keyboard.press("Escape")
    expect(article.locator(".dossier-tools")).to_be_hidden()
    expect(card).to_be_hidden()
    article.locator(".mention[data-ref=iran]").click()
    expect(article.locator("dialog")).to_be_visible()
    article.keyboard.press("Escape")
    expect(article.locator("dialog")).to_be_hidden()
    article.wait_for_timeout(200)  # as long as words with the focus need to show one
    expect(card).to_be_hidden()


def test_no_card_comes_when_the_panel_was_quicker(article: Page) -> None:
    article.keyboard.press("Tab")
    article.evaluate(
        """() => {
            const name = document.querySelector(".mention[data-ref=iran]");
            name.focus();
            name.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }));
        }"""
    )
    expect(article.locator("dialog")).to_be_visible()
    article.wait_for_timeout(200)  # as long as words with the focus need to show one
    expect(article.locator("#dossier_card")).to_be_hidden()


def test_saving_twice_in_a_hurry_saves_once(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("n")
    article.fill("[name=body]", "Once.")
    with article.expect_navigation():
        article.evaluate("for (const _ of [1, 2]) document.querySelector('dialog form').requestSubmit()")
    article.wait_for_selector(".dossier-bar")
    assert written(server[0])[FILE].count("Once.") == 1


def test_a_mistake_is_told_in_the_panel_and_not_written(article: Page, server: tuple[Path, str]) -> None:
    select_words(article, "Mr Smith", "p3")
    article.keyboard.press("n")
    article.fill("[name=body]", "See [[nobody]].")
    alarm = article.locator(".dossier-alarm")
    expect(alarm).to_contain_text("error[dangling-reference]")
    expect(alarm.locator("code").first).to_have_text("nobody")
    article.keyboard.press("Control+Enter")
    article.wait_for_function("() => performance.getEntriesByType('resource').some(e => e.responseStatus === 422)")
    expect(alarm).to_contain_text("error[dangling-reference]")
    assert written(server[0]) == {FILE: ANNOTATIONS}


def test_an_edit_by_hand_is_shown_and_a_mistake_over_the_last_good_page(
    article: Page, server: tuple[Path, str]
) -> None:
    file = server[0] / FILE
    article.evaluate("scrollTo(0, 150)")
    with article.expect_navigation():
        file.write_text(ANNOTATIONS.replace("It was.", "By hand."))
    expect(article.locator(".note-text", has_text="By hand.")).to_be_attached()
    article.wait_for_function("() => scrollY === 150")
    file.write_text(ANNOTATIONS.replace("body: It was.", "bdy: It was."))
    told = article.locator(".dossier-problems")
    expect(told).to_contain_text("1 mistake. This page is the last good one.")
    expect(told).to_contain_text("error[unknown-key]: there is no key bdy here")
    expect(told).to_contain_text("annotations/all.yml:14:5")
    place = told.get_by_role("link", name="annotations/all.yml:14:5")
    expect(place).to_have_attribute("href", f"vscode://file{server[0].resolve()}/annotations/all.yml:14:5")
    told.locator("pre").focus()
    article.keyboard.press("Tab")
    expect(told.locator("pre a").first).to_be_focused()
    expect(told).to_contain_text("help: did you mean body?")
    told_apart = "getComputedStyle(document.querySelector('.dossier-problems code')).outlineStyle"
    assert article.evaluate(told_apart) == "dotted"
    expect(article.locator(".note-text", has_text="By hand.")).to_be_attached()
    with article.expect_navigation():
        file.write_text(ANNOTATIONS)
    expect(told).to_be_hidden()


def test_mistakes_are_counted_and_the_last_is_reached_by_keys(article: Page, server: tuple[Path, str]) -> None:
    (server[0] / FILE).write_text(ANNOTATIONS + "".join(f"  r{n}: {{type: report, titel: T}}\n" for n in range(9)))
    told, listed = article.locator(".dossier-problems"), article.get_by_role("group", name="Mistakes")
    expect(told).to_contain_text("9 mistakes. This page is the last good one.")
    article.locator(".dossier-problems summary").focus()
    article.keyboard.press("Tab")
    expect(listed).to_be_focused()
    article.keyboard.press("End")
    article.wait_for_function(
        "list => list.scrollTop > 0 && list.scrollTop + list.clientHeight >= list.scrollHeight - 1",
        arg=listed.element_handle(),
    )
    expect(article.locator(".dossier-problems summary")).to_be_in_viewport()
    (server[0] / FILE).write_text(ANNOTATIONS)
    expect(told).to_be_hidden()


def test_a_tab_in_the_background_lets_go_and_catches_up(article: Page, server: tuple[Path, str]) -> None:
    turn = """isHidden => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    article.evaluate(turn, arg=True)
    (server[0] / FILE).write_text(ANNOTATIONS.replace("It was.", "By hand."))
    other = article.context.new_page()
    other.goto(article.url)
    expect(other.locator(".note-text", has_text="By hand.")).to_be_attached()
    other.close()
    expect(article.locator(".note-text", has_text="By hand.")).not_to_be_attached()
    with article.expect_navigation():
        article.evaluate(turn, arg=False)
    expect(article.locator(".note-text", has_text="By hand.")).to_be_attached()
    with article.expect_navigation():
        (server[0] / FILE).write_text(ANNOTATIONS)


def test_a_connection_that_breaks_off_loads_nothing_anew(article: Page) -> None:
    def break_off(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body="retry: 300\n\n")

    article.route("**/_dossier/events?*", break_off, times=1)
    with article.expect_response("**/_dossier/events?*"):
        article.reload()
    loaded: list[object] = []

    def note(frame: object) -> None:
        loaded.append(frame)

    article.on("framenavigated", note)
    expect_underlined(article, "Smith")  # after the first news
    article.wait_for_timeout(300)  # as long as a load would need to begin
    assert loaded == []


def test_a_page_of_an_earlier_run_is_loaded_anew(article: Page) -> None:
    def as_of_an_earlier_run(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-token="[^"]*', 'data-token="earlier', answer.text()))

    article.route("**/articles/siege/", as_of_an_earlier_run, times=1)
    article.reload()
    expect(article.locator("script[data-token]:not([data-token=earlier])")).to_have_count(1)


def test_settings_are_followed_however_often_an_editor_replaces_their_file(
    article: Page, server: tuple[Path, str]
) -> None:
    file = server[0] / "mkdocs.yml"
    for name in ("Once", "Twice", "Served"):
        fresh = file.with_suffix(".new")
        fresh.write_text(file.read_text().replace(file.read_text().split("\n")[0], f"site_name: {name}"))
        fresh.replace(file)
        expect(article.locator(".md-header__title")).to_contain_text(name)


def test_coverage_has_a_page(article: Page, server: tuple[Path, str]) -> None:
    article.goto(f"{server[1]}_dossier/coverage")
    expect(article.locator("h1")).to_have_text("Coverage")
    article.locator("a", has_text="without annotation").first.click()
    article.wait_for_url("**/articles/siege/#p*")


def test_warnings_are_counted_in_the_bar_and_listed_first_on_the_page_of_coverage(
    article: Page, server: tuple[Path, str]
) -> None:
    count = article.get_by_role("link", name="warning")
    expect(count).to_be_hidden()
    (server[0] / FILE).write_text(ANNOTATIONS.replace("body: It was.", "body: It was, says [donald-trump]."))
    expect(count).to_have_text("1 warning")
    count.click()
    article.wait_for_url("**/_dossier/coverage#warnings")
    heading = article.locator("h1 + h2")
    expect(heading).to_have_text("1 warning")
    expect(heading).to_be_in_viewport()
    row = article.locator("h1 + h2 + p + ul li")
    expect(row).to_contain_text("[donald-trump]")
    expect(row.locator("a")).to_have_text("annotations/all.yml:14")
    (server[0] / FILE).write_text(ANNOTATIONS)
    expect(heading).to_have_text("The siege ends")
    expect(count).to_be_hidden()


def test_coverage_follows_a_change_made_while_it_was_loaded(article: Page, server: tuple[Path, str]) -> None:
    folder, url = server

    def change_first(route: Route) -> None:
        (folder / FILE).write_text(ANNOTATIONS.replace("body: It was.", "body: It was, says [donald-trump]."))
        until(lambda: b"1 warning" in urlopen(f"{url}_dossier/coverage").read())
        route.continue_()

    article.route("**/_dossier/events?*", change_first, times=1)
    article.goto(f"{url}_dossier/coverage")
    expect(article.locator("h1 + h2")).to_have_text("1 warning")
    (folder / FILE).write_text(ANNOTATIONS)
    expect(article.locator("h1 + h2")).to_have_text("The siege ends")


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the server does by itself."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_nothing_of_the_editor_is_published(example_site: Path) -> None:
    for path in example_site.rglob("*"):
        if path.is_file():
            assert b"_dossier/" not in path.read_bytes(), path
            assert not path.name.startswith("editor."), path
