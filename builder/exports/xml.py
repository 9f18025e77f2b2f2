"""XML as text: elements that escape what they are given. Only what XML 1.0 can carry is written."""

from __future__ import annotations

import re

# Characters that XML 1.0 cannot carry become U+FFFD, one for one, so that offsets stay true. A bare carriage return
# would be read as a line feed, and in an attribute every break as a blank.
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPECIAL_IN_ATTRIBUTE = re.compile('[&<>"\x00-\x1f\ufffe\uffff]')
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


def _escaped(match: re.Match[str]) -> str:
    return _NAMED.get(match[0], "\ufffd")


def text(words: str) -> Xml:
    """Escaped character data."""
    return Xml(_SPECIAL.sub(_escaped, words))


def element(tag: str, /, *children: str | None, **attributes: str | None) -> Xml:
    """An element. `_` in the names of attributes stands for `:`; attributes without a value are left out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", ":")}="{_SPECIAL_IN_ATTRIBUTE.sub(_escaped, value)}"'
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
