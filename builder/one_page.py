"""The dossier as one HTML file, for a USB stick, an attachment, a printer: no script, no other file."""

from __future__ import annotations

from builder.book import Book, chapter_id
from builder.exports.xml import Xml, element, lines

# Should anything foreign have got in, a browser still loads and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def href(path: str, fragment: str) -> str:
    """The link to a chapter, or a place in it; ids are told apart by their chapter's."""
    return f"#{chapter_id(path)}{f'--{fragment}' if fragment else ''}"


def made(book: Book) -> bytes:
    """The file."""
    head = book.publication.dossier.head
    about = [head.subtitle, head.description, ", ".join(head.editors), head.licence and f"Licence: {head.licence}"]
    front = [element("h1", book.publication.title), *(element("p", words) for words in about if words)]
    nav = element("nav", element("h2", "Contents"), book.contents(href))
    chapters = [
        element("section", chapter.xhtml, **{"class": "chapter", "id": href(chapter.path, "")[1:]})
        for chapter in book.chapters
    ]
    style = Xml(book.style.replace("</", "<\\/"))
    head_rows = lines(
        Xml('<meta charset="utf-8">'),
        Xml(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Xml('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", book.publication.title),
        Xml(f"<style>\n{style}</style>"),
    )
    body = element("body", lines(element("header", lines(*front)), nav, element("main", lines(*chapters))))
    return f"<!doctype html>\n{element('html', element('head', head_rows), body, lang=head.lang)}\n".encode()
