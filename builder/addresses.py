"""Addresses: where every record stands on the site. They are a contract with other people's links.

Addresses are root-absolute here (`/actors/iran/#…`); `relative` makes them relative to a page when it is finished,
so that a site works below any folder and from a USB stick.
"""

from __future__ import annotations

import re

from builder.lists import page_numbers, page_path
from builder.models import Record
from builder.values import Anchor, MentionSpan, Site

OWN_PAGE = {
    "articles": "/articles/",
    "actors": "/actors/",
    "places": "/places/",
    "background": "/background/",
    "claims": "/claims/",
}
IN_LIST = {
    "glossary": "/glossary/",
    "events": "/timeline/",
    "quotes": "/quotes/",
    "sources": "/sources/",
}
# A root-absolute address of a folder, with what follows it.
_FOLDER = re.compile(r"""( href="/(?:[^"#?]*/)?)(["#?])""")


def address(site: Site, record: Record) -> str:
    """The address of a record: its page, its place in a list, or its passage in the article."""
    collection, id = type(record).collection, record.id
    if collection in OWN_PAGE:
        return f"{OWN_PAGE[collection]}{id}/"
    if collection in IN_LIST:
        return f"{page_path(IN_LIST[collection], page_numbers(site.dossier).get(id, 1))}#{id}"
    anchor = next(site.anchored.of_record(id), None)
    if anchor is not None:
        return of_anchor(anchor)
    mention = site.anchored.explicit.get(id)
    return of_mention(mention) if mention else "/"


def of_mentions(record: Record) -> str:
    """The folder of all that names a record, where that is more than its own place has room for."""
    return f"{(OWN_PAGE | IN_LIST)[record.collection]}{record.id}/mentions/"


def of_anchor(anchor: Anchor) -> str:
    """The address of a passage."""
    return f"/articles/{anchor.article}/#{anchor.fragment}"


def of_mention(mention: MentionSpan) -> str:
    """The address of a mention."""
    return f"/articles/{mention.article}/#{mention.fragment}"


def relative(html: str, page: str, *, directory_urls: bool = True) -> str:
    """`html` with its root-absolute addresses made relative to the page at `page`, such as `actors/iran/`.

    Without `directory_urls` a folder's address names its `index.html`, as a file system needs.
    """
    if not directory_urls:
        html = _FOLDER.sub(r"\1index.html\2", html)
    root = "../" * page.count("/") or "./"
    return html.replace(' href="/', f' href="{root}').replace(' src="/', f' src="{root}')


def harmless(text: str) -> str:
    """Escaped text, such that it holds nothing that `relative` takes for an address."""
    return text.replace('="', "=&quot;") if '="' in text else text
