"""The reader's instruments in a browser: cards, margin, layers, hindsight, copying, citing; paper, and no scripts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import OpenSite, open_files, open_site
from tests.conftest import ROOT

ARTICLE = "articles/baghdad-embassy/"
SEED = (ROOT / "seeds" / "000_b0805c3bfae88741.txt").read_text().removeprefix(" date 2020-01-01 ")
WIDE = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
ALL_LAYERS = {"actors", "places", "glossary", "dates", "events", "quotes", "claims", "background", "notes"}


@contextmanager
def reading(browser: Browser, folder: Path, address: str = ARTICLE, **options: Any) -> Iterator[OpenSite]:
    """A page of the site in a profile of its own, ready to be read; nothing may go wrong there."""
    with open_site(browser, folder, **{"viewport": WIDE, **options}) as site:
        site.page.goto(site.url + address)
        if options.get("java_script_enabled", True):
            site.page.wait_for_function("document.documentElement.dataset.scripts === 'ready'")
            # The notes take their places in the next frame.
            site.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        yield site
    site.assert_quiet()


def card(page: Page) -> Locator:
    return page.locator("#dossier_card")


def mention(page: Page, ref: str, number: int = 1) -> Locator:
    return page.locator(f"[id='{ref}_m{number}']")


def boxes(page: Page, selector: str) -> list[tuple[float, float]]:
    """The top and bottom of each visible element, from top to bottom."""
    found = page.eval_on_selector_all(
        selector,
        "all => all.filter(e => e.offsetParent).map(e => e.getBoundingClientRect()).map(r => [r.top, r.bottom])",
    )
    return sorted((top, bottom) for top, bottom in found)


def overlaps(found: list[tuple[float, float]]) -> list[float]:
    """Where one begins before the one above has ended, by more than a rounding."""
    return [top for (_, bottom), (top, _) in pairwise(found) if bottom > top + 0.6]


def sides(found: Locator) -> tuple[float, float]:
    """The left and right edge of an element."""
    box = found.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


# Cards


def test_a_card_opens_after_a_rest_and_stays_under_the_pointer(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        mention(site.page, "donald-trump").hover()
        expect(card(site.page)).not_to_be_visible()
        expect(card(site.page)).to_be_visible()
        expect(card(site.page).locator(".card-name")).to_contain_text("Donald Trump")
        card(site.page).hover()
        site.page.wait_for_timeout(600)
        expect(card(site.page)).to_be_visible()
        site.page.mouse.move(2, 2)
        expect(card(site.page)).not_to_be_visible()


def test_a_pointer_that_passes_opens_nothing(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        mention(site.page, "donald-trump").hover()
        site.page.mouse.move(2, 2)
        site.page.wait_for_timeout(500)
        expect(card(site.page)).not_to_be_visible()


def test_one_card_at_a_time(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        mention(site.page, "donald-trump").hover()
        expect(card(site.page)).to_contain_text("Donald Trump")
        mention(site.page, "ali-khamenei").hover()
        expect(card(site.page).locator(".card-name")).to_contain_text("Ali Khamenei")
        assert site.page.locator(":popover-open").count() == 1


def test_a_card_by_keyboard(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.page.keyboard.press("Tab")
        mention(site.page, "donald-trump").focus()
        expect(card(site.page)).to_be_visible()
        assert mention(site.page, "donald-trump").get_attribute("aria-describedby") == "dossier_card"
        site.page.keyboard.press("Tab")
        assert site.page.evaluate("document.activeElement.closest('.card') !== null"), "Tab goes into the card"
        site.page.keyboard.press("Escape")
        expect(card(site.page)).not_to_be_visible()
        expect(mention(site.page, "donald-trump")).to_be_focused()
        site.page.keyboard.press("Enter")
        site.page.wait_for_url("**/actors/donald-trump/")


def test_a_tap_opens_and_a_second_follows(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, **TOUCH) as site:
        mention(site.page, "ali-khamenei").tap()
        expect(card(site.page)).to_contain_text("Ali Khamenei")
        assert site.page.url.endswith(ARTICLE)
        site.page.locator("h1").tap()
        expect(card(site.page)).not_to_be_visible()
        mention(site.page, "ali-khamenei").tap()
        expect(card(site.page)).to_be_visible()
        mention(site.page, "ali-khamenei").tap()
        site.page.wait_for_url("**/actors/ali-khamenei/")


def test_a_card_lies_within_the_window(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, **TOUCH) as site:
        for link in site.page.locator("[data-article] a.mention[id]").all()[::7]:
            link.hover()
            expect(card(site.page)).to_be_visible()
            left, right = sides(card(site.page))
            assert 0 <= left < right <= PHONE["width"], link.inner_text()
            site.page.keyboard.press("Escape")


@pytest.mark.parametrize("address", ["actors/iran/", "timeline/", "claims/who-was-behind-the-storming/", ""])
def test_cards_open_on_every_page(browser: Browser, baghdad_site: Path, address: str) -> None:
    with reading(browser, baghdad_site, address) as site:
        for selector in ("main a.record[data-ref]", "main a[data-cite]"):
            for link in site.page.locator(selector).all()[:1]:
                link.hover()
                expect(card(site.page)).to_be_visible()
                assert (card(site.page).inner_text() or "").strip()
                site.page.keyboard.press("Escape")
                site.page.mouse.move(2, 2)


def test_a_citations_card_shows_the_source(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, "actors/iran/") as site:
        mark = site.page.locator("main a[data-cite]").first
        mark.hover()
        title = site.page.locator(f"[id='cite_{mark.get_attribute('data-cite')}'] cite").inner_text()
        expect(card(site.page)).to_contain_text(title)


def test_a_dates_card_tells_the_date(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.page.locator(".passage[data-refs~='friday-in-paragraph-7']").last.hover()
        expect(card(site.page)).to_contain_text("27 December 2019")


def test_the_mentions_of_an_actor_one_after_the_other(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        mention(site.page, "donald-trump").focus()
        site.page.keyboard.press("n")
        expect(mention(site.page, "donald-trump", 2)).to_be_focused()
        site.page.keyboard.press("p")
        expect(mention(site.page, "donald-trump", 1)).to_be_focused()
        expect(card(site.page)).to_contain_text("1 of")
        site.page.get_by_role("button", name="next mention").click()
        expect(card(site.page)).to_contain_text("2 of")
        expect(mention(site.page, "donald-trump", 2)).to_be_focused()


def test_a_click_on_a_date_shows_its_card_at_once(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        day = site.page.locator(".passage[data-refs~='friday-in-paragraph-7']").last
        day.click()
        expect(card(site.page)).to_contain_text("27 December 2019")
        day.click()
        expect(card(site.page)).to_contain_text("27 December 2019")


# Margin


def test_notes_stand_beside_the_text_and_never_overlap(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        tops = boxes(site.page, ".note")
        assert len(tops) > 60
        assert overlaps(tops) == []
        assert sides(site.page.locator("#p7"))[1] < sides(site.page.locator(".notes"))[0]
        disputed = site.page.locator(".notes").get_by_text("Who fired the tear gas? – Associated Press")
        expect(disputed.first).to_be_visible()  # the question, and whose position the passage gives


def test_notes_are_aligned_with_their_passages(browser: Browser, example_site: Path) -> None:
    with reading(browser, example_site, "articles/bridge/") as site:
        distances = site.page.eval_on_selector_all(
            ".note",
            """notes => notes.filter(n => n.offsetParent).map(note => {
                 const passage = document.querySelector(note.querySelector('.lemma').hash);
                 return Math.abs(note.getBoundingClientRect().top - passage.getClientRects()[0].top);
               })""",
        )
        assert distances
        assert max(distances) < 46  # two notes on the same words, the first of two lines


def test_an_opened_note_pushes_the_others_aside(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        for record in ("khataeb-with-kh", "in-retaliation", "who-fired-the-rockets"):
            site.page.locator(f".note[data-of='{record}'] .note-open").first.click()
        site.page.wait_for_timeout(400)
        expect(site.page.locator(".note[data-of='khataeb-with-kh']")).to_contain_text("Kata’ib Hezbollah")
        assert overlaps(boxes(site.page, ".note")) == []


def test_a_note_and_its_passage_light_each_other_up(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        note = site.page.locator(".note[data-of='khataeb-with-kh']")
        passage = site.page.locator(".passage[data-refs~='khataeb-with-kh']").first
        note.hover()
        assert "lit" in (passage.get_attribute("class") or "")
        site.page.mouse.move(2, 2)
        assert "lit" not in (passage.get_attribute("class") or "")
        passage.hover()
        assert "lit" in (note.get_attribute("class") or "")


def test_a_note_on_several_places_says_the_same_at_each(browser: Browser, example_site: Path) -> None:
    with reading(browser, example_site, "articles/bridge/") as site:
        texts: dict[str, list[str]] = {}
        told = "notes => notes.map(note => [note.dataset.of, note.querySelector('.note-text').textContent.trim()])"
        for record, text in site.page.eval_on_selector_all(".note", told):
            texts.setdefault(record, []).append(text)
        several = [found for found in texts.values() if len(found) > 1]
        assert several
        assert all(len(set(found)) == 1 and found[0] for found in several)


def test_a_passage_within_another_is_seen(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        colour = "passage => getComputedStyle(passage).backgroundColor"
        within = site.page.locator(".passage[data-refs*=' ']").first.evaluate(colour)
        around = site.page.locator(".passage:not([data-refs*=' '])").first.evaluate(colour)
        assert within != around


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_annotation_is_reachable(browser: Browser, baghdad_site: Path, viewport: dict[str, int]) -> None:
    with reading(browser, baghdad_site, viewport=viewport, reduced_motion="reduce") as site:
        for fold in site.page.locator(".fold").all() if viewport is PHONE else []:
            fold.click()
        for note in site.page.locator(".note").all():
            in_margin = note.get_attribute("data-layer") not in ("dates", "events")
            if in_margin or viewport is PHONE:
                note.locator(".note-open").click()
                expect(note.locator(".note-text")).to_be_visible()
            else:
                refs = f".passage[data-refs~='{note.get_attribute('data-of')}'][tabindex='0']"
                assert site.page.locator(refs).count(), "its words can be focused, and have a card"


def test_notes_are_folded_below_their_paragraph_where_it_is_narrow(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, viewport=PHONE) as site:
        assert boxes(site.page, ".note") == []
        fold = site.page.locator(".bar[data-block='p9'] .fold")
        fold.click()
        expect(fold).to_have_attribute("aria-expanded", "true")
        [(_, above)] = boxes(site.page, "#p9")
        [(below, _)] = boxes(site.page, "#p10")
        assert all(above < top and bottom < below for top, bottom in boxes(site.page, ".note"))
        width = site.page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= PHONE["width"], "nothing is wider than the phone"


def test_the_address_of_a_note_opens_it(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, f"{ARTICLE}#khataeb-with-kh", viewport=WIDE) as site:
        expect(site.page.locator(".note[data-of='khataeb-with-kh'] .note-text")).to_be_visible()


# Layers


def test_layers_are_hidden_remembered_and_shared(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        page = site.page
        page.locator(".layers").click()
        page.get_by_role("checkbox", name="Actors").uncheck()
        page.get_by_role("checkbox", name="Notes").uncheck()
        assert page.locator("a.mention[data-kind='actor'][href]").count() == 0
        assert page.locator("a.mention[data-kind='place'][href]").count() > 0
        expect(page.locator(".note[data-layer='notes']").first).not_to_be_visible()
        assert page.url.endswith("?without=actors,notes")
        page.goto(site.url + ARTICLE)
        page.wait_for_url("**/?without=actors,notes")
        assert page.locator("a.mention[data-kind='actor'][href]").count() == 0
        page.goto(f"{site.url}{ARTICLE}?without=places")
        assert page.locator("a.mention[data-kind='actor'][href]").count() > 0
        assert page.locator("a.mention[data-kind='place'][href]").count() == 0


def test_every_layer_can_be_hidden(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        boxes_of = site.page.locator("input[name='layer']")
        assert {box.get_attribute("value") for box in boxes_of.all()} == ALL_LAYERS
        site.page.locator(".layers").click()
        for box in boxes_of.all():
            box.uncheck()
        assert site.page.locator(".mention[href]").count() == 0
        assert site.page.locator(".passage:not(.off)").count() == 0
        assert boxes(site.page, ".note") == []


def test_the_bare_text_and_back(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        bare = site.page.get_by_role("button", name="Bare text")
        bare.click()
        expect(bare).to_have_attribute("aria-pressed", "true")
        assert site.page.locator(".mention[href], .passage:not(.off)").count() == 0
        bare.click()
        assert site.page.locator(".mention[href]").count() > 50
        assert site.page.url.endswith(ARTICLE)


# Hindsight


def test_hindsight_is_set_aside_on_every_page(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, "actors/qasem-soleimani/") as site:
        page, later = site.page, site.page.locator(".later-part").first
        expect(later.locator("p").first).to_be_visible()
        page.get_by_label("with what was known on 1 January 2020").check()
        expect(later.locator(":scope > p:not(.later-label)").first).not_to_be_visible()
        assert "hidden" in later.evaluate("part => getComputedStyle(part, '::before').content")
        page.goto(f"{site.url}timeline/")
        expect(page.get_by_label("with what was known on 1 January 2020")).to_be_checked()
        expect(page.locator("[id='soleimani-killed']")).not_to_contain_text("Baghdad airport", use_inner_text=True)
        assert "2026" not in page.locator("main").aria_snapshot(), "nor in a heading or the table of contents"
        assert "2020" in page.locator("main").aria_snapshot()
        page.get_by_label("with what is known now").check()
        expect(page.locator("[id='soleimani-killed'] h4, [id='soleimani-killed'] h3").first).to_be_visible()


def test_a_screen_reader_is_told_nothing_of_later(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, "actors/ali-khamenei/?view=day") as site:
        heard = site.page.locator("main").aria_snapshot()
    assert "1 January 2020" in heard
    assert "2026" not in heard
    assert "proxy forces" not in heard


def test_the_day_can_be_shared(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, "timeline/?view=day") as site:
        site.page.goto(f"{site.url}actors/qasem-soleimani/")
        expect(site.page.get_by_label("with what was known on 1 January 2020")).to_be_checked()


def test_a_card_keeps_hindsight_to_itself(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, "background/what-followed/?view=day") as site:
        for link in site.page.locator("main a.record[data-hindsight]").all():
            if link.is_visible():
                link.hover()
                expect(card(site.page)).to_contain_text("later", use_inner_text=True)
                assert link.inner_text() not in card(site.page).inner_text()
                break


# Copying and citing


def select(page: Page, start: str, end: str) -> None:
    """Selects from the beginning of one element to the end of another."""
    page.evaluate(
        """([start, end]) => {
             const from = document.querySelector(start), to = document.querySelector(end);
             getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
           }""",
        [start, end],
    )


def copied(page: Page) -> str:
    """What a copy of the selection puts on the clipboard."""
    text = page.evaluate(
        """() => {
             const clipboardData = new DataTransfer();
             const event = new ClipboardEvent('copy', {clipboardData, bubbles: true, cancelable: true});
             document.activeElement.dispatchEvent(event);
             return event.defaultPrevented ? event.clipboardData.getData('text/plain') : '';
           }"""
    )
    assert isinstance(text, str)
    return text


def test_copying_gives_the_seeds_characters(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        select(site.page, "#p7", "#p7")
        assert site.page.locator("#p7 .passage").count() > 5
        assert copied(site.page) == SEED.split("\n\n")[7]
        select(site.page, "#caption", "#p16")
        assert copied(site.page) == SEED


def test_copying_by_the_keyboard(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.context.grant_permissions(["clipboard-read", "clipboard-write"])
        select(site.page, "[id='khataeb-with-kh']", "#p8")
        site.page.keyboard.press("Control+c")
        text = site.page.evaluate("navigator.clipboard.readText()")
        whole = "\n\n".join(SEED.split("\n\n")[7:9])
        assert text == whole[whole.index("Khataeb Hizbollah") :]


def test_copying_passes_over_unfolded_notes(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, viewport=PHONE) as site:
        site.page.locator(".bar[data-block='p9'] .fold").click()
        select(site.page, "#p9", "#p10")
        assert copied(site.page) == "\n\n".join(SEED.split("\n\n")[9:11])
        site.page.locator(".notes-of[data-block='p9'] .note-open").first.click()
        select(site.page, ".notes-of[data-block='p9'] .note.open", ".notes-of[data-block='p9'] .note.open")
        assert copied(site.page) == "", "a note is copied as it stands"


def test_citing_a_paragraph(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.page.locator("#p7").hover()
        site.page.get_by_role("button", name="Cite paragraph 7").click()
        cite = site.page.get_by_role("dialog", name="Cite")
        expect(cite).to_contain_text("paragraph 7")
        words, bibtex, csl = (cite.locator("p[tabindex], pre").nth(n).inner_text() for n in range(3))
        assert words.endswith(f"{ARTICLE}#p7")
        assert bibtex.startswith("@article{baghdad-embassy-p7,")
        assert bibtex.count("{") == bibtex.count("}")
        assert json.loads(csl)["id"] == "baghdad-embassy-p7"
        address, _, fragment = (cite.locator("a").get_attribute("href") or "").partition("#:~:text=")
        assert address.startswith("https://")
        first, last = (unquote(part) for part in fragment.split(","))
        paragraph = " ".join(SEED.split("\n\n")[7].split())
        assert paragraph.startswith(first)
        assert paragraph.endswith(last)
        site.page.keyboard.press("Escape")
        expect(cite).not_to_be_visible()


# Paper, no scripts, no server


def test_on_paper_the_notes_are_numbered_endnotes(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.page.emulate_media(media="print")
        site.page.wait_for_timeout(100)
        for note in site.page.locator(".note").all():
            expect(note.locator(".note-text")).to_be_visible()
        marks = site.page.locator(".note-mark")
        assert marks.count() == site.page.locator(".note").count()
        expect(marks.first).to_be_visible()
        [(_, end)] = boxes(site.page, "[data-article]")
        assert all(top > end for top, _ in boxes(site.page, ".note"))
        expect(site.page.locator(".tools")).not_to_be_visible()
        site.page.emulate_media(media="screen")
        site.page.wait_for_timeout(100)
        assert boxes(site.page, ".note")[0][0] < end, "and back beside the text"


def test_without_scripts_everything_is_there(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site, java_script_enabled=False) as site:
        for selector in (".note .note-text", ".note-mark", ".later-part", "a.mention[href]"):
            assert site.page.locator(selector).count()
            expect(site.page.locator(selector).first).to_be_visible()
        expect(site.page.locator(".tools")).not_to_be_visible()
        site.page.locator("[data-article] .note-mark").nth(4).click()
        assert site.page.url.endswith("#note_5")
        site.page.locator("#note_5 .lemma").click()
        target = site.page.url.partition("#")[2]
        expect(site.page.locator(f"[id='{target}']")).to_be_in_viewport()


def test_from_a_folder(browser: Browser, baghdad_site: Path) -> None:
    with open_files(browser, baghdad_site, viewport=WIDE) as site:
        site.page.goto(f"{site.url}{ARTICLE}index.html")
        mention(site.page, "donald-trump").hover()
        expect(card(site.page)).to_be_visible()
        site.page.get_by_role("button", name="Bare text").click()
        assert site.page.locator(".mention[href]").count() == 0


SHIFTED = [
    ARTICLE,
    f"{ARTICLE}?view=day",
    f"{ARTICLE}?without=actors,notes",
    "timeline/",
    "actors/qasem-soleimani/?view=day",
]


@pytest.mark.parametrize("address", SHIFTED)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_shifts_while_loading(
    browser: Browser, baghdad_site: Path, viewport: dict[str, int], address: str
) -> None:
    with open_site(browser, baghdad_site, viewport=viewport) as site:
        processor = site.context.new_cdp_session(site.page)
        processor.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        site.page.goto(site.url + address)
        shifts = site.page.evaluate(
            """() => new Promise(done => {
                 const found = [];
                 const boxes = nodes => nodes.filter(node => node?.nodeType !== Node.TEXT_NODE);
                 const name = node => `${node?.nodeName}.${node?.className}`;
                 const add = e => found.push([e.value, boxes(e.sources.map(source => source.node)).map(name)]);
                 new PerformanceObserver(list => list.getEntries().forEach(add))
                   .observe({type: 'layout-shift', buffered: true});
                 setTimeout(() => done(found), 800);
               })"""
        )
        assert [boxes for _, boxes in shifts if boxes] == []
        # A line whose next words are still to come may break anew as they do, within its own paragraph.
        assert sum(value for value, _ in shifts) < 0.05


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_choices_of_the_timeline_stay_where_they_are(
    browser: Browser, baghdad_site: Path, viewport: dict[str, int]
) -> None:
    """A page on its way shows a list before all its choices, and the lists behind it, have come."""
    with reading(browser, baghdad_site, "timeline/", viewport=viewport) as site:
        lists = site.page.locator(".narrow select").all()
        whole = [choices.bounding_box() for choices in lists]
        assert len(whole) == 3
        for coming in ("option + option", ".narrow > span:nth-child(3)", ".narrow > span:nth-child(2)"):
            site.page.locator(coming).evaluate_all("parts => parts.forEach(part => part.remove())")
            lists = site.page.locator(".narrow select").all()
            assert [choices.bounding_box() for choices in lists] == whole[: len(lists)]


def test_search_shows_a_few_lines_of_what_it_finds(browser: Browser, baghdad_site: Path) -> None:
    with reading(browser, baghdad_site) as site:
        site.page.locator(".md-search__input").press_sequentially("embassy")
        found = site.page.locator(".md-search-result__article", has_text="A war of words over the embassy").first
        expect(found).to_contain_text("entered into a war of words")
        assert found.evaluate("found => found.scrollHeight > 3 * found.clientHeight"), "and more can be searched"


def test_the_article_with_everything_is_light(browser: Browser, baghdad_site: Path) -> None:
    """What a first visit transfers, compressed as servers do it."""
    weights: dict[str, int] = {}
    with open_site(browser, baghdad_site, viewport=WIDE) as site:
        site.page.on("response", lambda got: weights.update({got.url: len(gzip.compress(got.body(), 6))}))
        site.page.goto(site.url + ARTICLE)
        site.page.wait_for_load_state("networkidle")
    ours = {url: weight for url, weight in weights.items() if "/assets/dossier/" in url}
    assert sum(weights.values()) <= 130 * 1024
    assert 0 < sum(weight for url, weight in ours.items() if url.endswith(".js")) <= 20 * 1024
    assert 0 < sum(weight for url, weight in ours.items() if url.endswith(".css")) <= 15 * 1024


def test_a_policy_without_inline_scripts_is_enough(browser: Browser, example_site: Path) -> None:
    with open_site(browser, example_site, viewport=WIDE) as site:
        policy = {"Content-Security-Policy": "script-src 'self'"}

        def forbid(route: Any) -> None:
            response = route.fetch()
            route.fulfill(response=response, headers={**response.headers, **policy})

        site.page.route("**/articles/bridge/", forbid)
        site.page.goto(f"{site.url}articles/bridge/")
        mention(site.page, "harbour-authority").hover()
        expect(card(site.page)).to_be_visible()
        site.violations.clear()  # the theme's own inline scripts, which the pages' policy allows and this one does not
