"""The dossier as an EPUB 3 (W3C, 2023): a chapter a file, for e-readers. The same dossier gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from builder.book import Book, chapter_id
from builder.exports.xml import Xml, document, element, lines

XHTML = "application/xhtml+xml"


def href(path: str, fragment: str) -> str:
    """The link to a chapter, or a place in it."""
    return f"{chapter_id(path)}.xhtml{f'#{fragment}' if fragment else ''}"


def made(book: Book) -> bytes:
    """The file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(book):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def _files(book: Book) -> Iterator[tuple[str, bytes]]:
    rootfile = element("rootfile", **{"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    namespace = "urn:oasis:names:tc:opendocument:xmlns:container"
    yield "mimetype", b"application/epub+zip"
    yield (
        "META-INF/container.xml",
        document(element("container", element("rootfiles", rootfile), version="1.0", xmlns=namespace)),
    )
    yield "EPUB/package.opf", document(_package(book))
    yield "EPUB/book.css", book.style.encode()
    nav = element("nav", element("h1", book.publication.title), book.contents(href), epub_type="toc")
    yield "EPUB/nav.xhtml", _page(book, book.publication.title, nav)
    for chapter in book.chapters:
        yield f"EPUB/{href(chapter.path, '')}", _page(book, chapter.title, chapter.xhtml)


def _page(book: Book, title: str, content: Xml) -> bytes:
    head = lines(element("title", title), element("link", rel="stylesheet", href="book.css"))
    lang = book.publication.dossier.head.lang
    spaces = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns_epub": "http://www.idpf.org/2007/ops"}
    return document(
        element("html", element("head", head), element("body", content), **spaces, lang=lang, xml_lang=lang)
    )


def _package(book: Book) -> Xml:
    head, identifier = book.publication.dossier.head, uuid5(NAMESPACE_URL, book.publication.title).urn
    metadata = lines(
        element("dc:identifier", identifier, id="identifier"),
        element("dc:title", book.publication.title),
        element("dc:language", head.lang),
        *(element("dc:creator", editor) for editor in head.editors),
        element("dc:description", head.description) if head.description else None,
        element("dc:rights", head.licence) if head.licence else None,
        element("meta", f"{book.changed}T00:00:00Z", property="dcterms:modified"),
    )
    style = element("item", id="style", href="book.css", **{"media-type": "text/css"})
    nav = element("item", id="nav", href="nav.xhtml", properties="nav", **{"media-type": XHTML})
    items = [
        element(
            "item",
            id=f"c-{chapter_id(chapter.path)}",
            href=href(chapter.path, ""),
            properties="svg" if "<svg" in chapter.xhtml else None,
            **{"media-type": XHTML},
        )
        for chapter in book.chapters
    ]
    spine = [element("itemref", idref=f"c-{chapter_id(chapter.path)}") for chapter in book.chapters]
    parts = (
        element("metadata", metadata, xmlns_dc="http://purl.org/dc/elements/1.1/"),
        element("manifest", lines(style, nav, *items)),
        element("spine", lines(element("itemref", idref="nav"), *spine)),
    )
    named = {"unique-identifier": "identifier", "version": "3.0", "xmlns": "http://www.idpf.org/2007/opf"}
    return element("package", lines(*parts), **named)
