"""`python -m tests.hostile.run`: every hostile case within bounds of time and memory; what went wrong, as JSON.

A case ends in diagnostics or in pages that are inert: no element and no attribute that the same pages have not when
all their texts are harmless, but for the few that Markdown may make; no address but of the kinds allowed.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from builder import exports, pipeline
from tests.dossiers import Files, check
from tests.hostile.everywhere import everywhere
from tests.hostile.files import TEXTS, cases

# None where coverage is measured, which takes several times as long and must not be interrupted.
SECONDS = 0 if "COVERAGE_RUN" in os.environ else 10
BYTES = 1_000_000_000

MARKDOWN = {
    *(("p",), ("em",), ("strong",), ("code",), ("pre",), ("blockquote",), ("hr",), ("br",), ("ul",), ("ol",), ("li",)),
    *((f"h{n}",) for n in range(1, 7)),
    *(("table",), ("thead",), ("tbody",), ("tr",), ("th",), ("td",), ("del",), ("sub",), ("sup",), ("b",), ("i",)),
    *(("dl",), ("dt",), ("dd",), ("abbr",), ("abbr", "title"), ("a",), ("a", "href"), ("a", "title"), ("a", "rel")),
    *(("sup", "class"), ("a", "data-cite"), ("a", "data-ref"), ("span",), ("div",), ("ol", "start"), ("details",)),
    *(("summary",), ("q",), ("s",), ("u",), ("kbd",), ("mark",), ("small",), ("cite",), ("bdi",), ("bdo",), ("ins",)),
}
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite", "ping")


def main() -> None:
    """Run all cases; a line for each fault."""
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    signal.signal(signal.SIGPROF, _late)
    harmless = set(_marks(_pages(everywhere("harmless"))))
    faults: list[str] = []
    count = refused = 0
    for name, files in cases():
        count += 1
        faults += _run(name, lambda files=files: _checked(files))
    for text in TEXTS:
        count += 1
        refused += _is_refused(everywhere(text))
        faults += _run(f"text {text[:60]!r}", lambda text=text: _inert(everywhere(text), harmless))
        faults += _run(f"words {text[:60]!r}", lambda text=text: _checked(everywhere(text, at=text)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    json.dump({"cases": count, "refused": refused, "faults": faults, "peak": peak}, sys.stdout)


def _run(name: str, case: Callable[[], list[str]]) -> list[str]:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return [f"{name}: {fault}" for fault in case()]
    except BaseException:  # noqa: BLE001  here a mistake of ours is the finding
        return [f"{name}: {traceback.format_exc(limit=-3)}"]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _late(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def _checked(files: Files) -> list[str]:
    """What is wrong with how a dossier is received: every diagnostic says where and what."""
    return [f"a diagnostic without words: {d}" for d in check(files)[1] if not (d.message and d.place.file)]


def _is_refused(files: Files) -> bool:
    return pipeline.has_errors(check(files)[1])


def _pages(files: Files) -> dict[str, LexborHTMLParser]:
    """The pages of a dossier, and none if it is refused; its data are made as well."""
    site, found = check(files)
    if pipeline.has_errors(found):
        return {}
    for _, content in exports.files(site, "https://example.org/"):
        assert content
    return {page.path: LexborHTMLParser(page.html) for page in pipeline.render(site)}


def _marks(pages: dict[str, LexborHTMLParser]) -> Iterator[tuple[str, ...]]:
    for page in pages.values():
        for element in page.css("*"):
            yield (element.tag,)
            yield from ((element.tag, name) for name in element.attributes)


def _inert(files: Files, harmless: set[tuple[str, ...]]) -> list[str]:
    pages = _pages(files)
    faults = [f"unheard of: {mark}" for mark in sorted(set(_marks(pages)) - harmless - MARKDOWN)]
    for path, page in pages.items():
        for element in page.css("*"):
            for name in ADDRESSES:
                address = element.attributes.get(name)
                if address and not is_allowed(address):
                    faults.append(f"{path}: {element.tag} {name}={address!r}")
    return faults


def is_allowed(address: str) -> bool:
    """Whether a browser takes an address for a relative one or for one of the kinds that may stand in a page."""
    start = re.sub(r"[\t\r\n]|^[\x00-\x20]+", "", address)[:40].lower()  # as a browser reads it (URL standard, 4.4)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", start)
    return (not scheme or scheme[1] in ("http", "https", "mailto")) and not start.startswith(("//", "\\\\"))


if __name__ == "__main__":
    main()
