"""The site's source as a plain folder: Markdown, assets and data that MkDocs, ProperDocs and Zensical build alone.

Every page is `<path>/index.md`, so that a relative link means the same to an engine that takes it from the page and to
one that takes it from the source file. Pages made by us are one block of HTML, which Markdown leaves alone; pages
written by hand stay Markdown, their wiki-links, citations and root-absolute links made links to source files.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from builder.exports.publication import Publication
from builder.page import Page
from builder.values import Site

_ROOT_LINK = re.compile(r"(?<=\]\()/([^)\s#]*)(#[^)\s]*)?(?=\))")


def source_files(
    site: Site, pages: Iterable[Page], others: Mapping[str, bytes], config: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    """Every file of the folder. `others` lie below `docs/`, too: pages written by hand, assets, data."""
    written_config = f"# Made by `dossier export markdown`.\n{json.dumps(config, indent=2, ensure_ascii=False)}\n"
    yield "mkdocs.yml", written_config.encode()
    for page in pages:
        yield f"docs/{page.path}index.md", _made(page).encode()
    for name, content in others.items():
        yield f"docs/{name}", _written(site, name, content.decode()).encode() if name.endswith(".md") else content


def _made(page: Page) -> str:
    front = {"title": page.title, "description": page.description, "hide": list(page.hide)}
    matter = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items() if value)
    # Markdown makes blanks of tabs; a reference stays.
    html = page.html.replace("\t", "&#9;")
    return f"---\n{matter}---\n\n<div>\n{html}\n</div>\n"


def _written(site: Site, name: str, text: str) -> str:
    here = posixpath.dirname(name) or "."

    def to_file(match: re.Match[str]) -> str:
        path, fragment = match[1], match[2] or ""
        file = f"{path}index.md" if path.endswith("/") or not path else path
        return posixpath.relpath(file, here) + fragment

    return _ROOT_LINK.sub(to_file, Publication(site, "/").markdown(text)) + "\n" * text.endswith("\n")
