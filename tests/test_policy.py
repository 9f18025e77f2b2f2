"""The Content-Security-Policy of the pages: it is everywhere, it binds, and nothing of ours offends it.

That the browser reports nothing while features are used, every browser test says at its end (`tests/browser.py`).
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from builder.policy import with_policy
from tests.browser import AFTERMATH, open_site

HOSTILE = """
<script>window.taken = "script"</script>
<script src="data:text/javascript,window.taken='data'"></script>
<script src="http://127.0.0.1:9/taken.js"></script>
<img src="missing.png" onerror="window.taken = 'handler'">
<a id="trap" href="javascript:window.taken='address'">here</a>
<iframe srcdoc="<script>parent.taken = 'frame'</script>"></iframe>
<form action="http://127.0.0.1:9/"><button id="send">send</button></form>
<p id="styled" style="color: rgb(1, 2, 3)">styled</p>
"""
# Which rule of the policy stops the form.
SENT = """() => new Promise((resolve) => {
  document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  document.getElementById("send").click();
})"""


def policy_of(page: Path) -> str:
    found = LexborHTMLParser(page.read_text()).css('meta[http-equiv="Content-Security-Policy"]')
    assert len(found) == 1, page
    return found[0].attributes["content"] or ""


def test_every_page_has_it_before_all_that_it_binds(baghdad_site: Path) -> None:
    for page in baghdad_site.rglob("*.html"):
        head = page.read_text().partition("<head>")[2].split()
        assert head[:3] == ["<meta", 'charset="utf-8">', "<meta"], page
        assert "default-src 'none'" in policy_of(page), page


def test_it_names_every_script_that_stands_in_the_page(baghdad_site: Path) -> None:
    for page in baghdad_site.rglob("*.html"):
        policy = policy_of(page)
        for script in LexborHTMLParser(page.read_text()).css("script:not([src]):not([type])"):
            digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, page


def test_it_holds_no_other_host_and_nothing_unsafe(baghdad_site: Path) -> None:
    for page in baghdad_site.rglob("*.html"):
        assert not {"http:", "https:", "*", "'unsafe-inline'", "'unsafe-eval'"} & set(policy_of(page).split()), page


def test_what_has_got_into_a_page_does_nothing(browser: Browser, baghdad_site: Path, tmp_path: Path) -> None:
    """Were the sanitiser to fail, the browser would still refuse."""
    folder = shutil.copytree(baghdad_site, tmp_path / "site")
    page = folder / "method" / "index.html"
    page.write_text(page.read_text().replace("</article>", f"{HOSTILE}</article>", 1))
    with open_site(browser, folder) as site:
        site.page.goto(f"{site.url}method/")
        site.page.locator("#trap").evaluate("link => link.click()")
        assert site.page.evaluate("window.taken") is None
        assert site.page.locator("#styled").evaluate("p => getComputedStyle(p).color") != "rgb(1, 2, 3)"
        assert site.page.evaluate(SENT) == "form-action"
        assert site.foreign == []
        for directive in ("script-src", "style-src", "form-action"):
            assert [told for told in site.violations if directive in told], directive
        site.violations.clear()


@pytest.mark.parametrize("dossier", ["baghdad_site", "example_site"])
def test_no_page_offends_it(browser: Browser, dossier: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(dossier)
    with open_site(browser, folder) as site:
        for page in sorted(folder.rglob("*.html")):
            site.page.goto(site.url + page.relative_to(folder).as_posix())
    site.assert_quiet()


ASKED = "'\"></style></script><img src=x onerror=alert(1)><script>alert(2)</script>"


def test_what_a_reader_asks_for_is_never_taken_for_html(browser: Browser, example_site: Path) -> None:
    """In addresses and in the search; without the policy, which would stop what came through."""
    dialogs: list[str] = []
    with open_site(browser, example_site, bypass_csp=True) as site:
        site.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for page in sorted(example_site.rglob("index.html")):
            text = quote(ASKED)
            site.page.goto(
                f"{site.url}{page.relative_to(example_site).as_posix()}?view={text}&q={text}&h={text}#{text}"
            )
        site.page.locator("input[data-md-component=search-query]").fill(ASKED)
        site.page.locator(".md-search-result__meta").wait_for(state="attached")
        site.page.wait_for_timeout(AFTERMATH)
        assert site.page.locator("[onerror]").count() == 0
        assert site.foreign == []
    assert dialogs == []


def test_a_page_of_another_theme_stays_as_it_is() -> None:
    assert with_policy("<html><body>no head of the theme's</body></html>").count("Content-Security-Policy") == 0
