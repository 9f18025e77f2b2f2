"""XML as text: elements that escape what they are given. Only what XML 1.0 can carry is written."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# Characters that XML 1.0 cannot carry; each becomes one U+FFFD, so that offsets stay true.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BREAKS = {"\r": "&#13;"}


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


def text(words: str) -> Xml:
    """Escaped character data; a bare carriage return would be read as a line feed."""
    return Xml(escape(_FORBIDDEN.sub("\ufffd", words), _BREAKS))


def element(tag: str, /, *children: str | None, **attributes: str | None) -> Xml:
    """An element. `_` in the names of attributes stands for `:`; attributes without a value are left out."""
    pairs = "".join(
        f" {key.rstrip('_').replace('_', ':')}={quoteattr(_FORBIDDEN.sub(chr(0xFFFD), value), _BREAKS)}"
        for key, value in attributes.items()
        if value
    )
    inner = "".join(child if isinstance(child, Xml) else text(child) for child in children if child)
    return Xml(f"<{tag}{pairs}>{inner}</{tag}>" if inner else f"<{tag}{pairs}/>")


def lines(*elements: Xml | None) -> Xml:
    """Elements, each on a line of its own."""
    return Xml("".join(f"\n{found}" for found in elements if found) + "\n")


def document(root: Xml) -> bytes:
    """A whole document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()
