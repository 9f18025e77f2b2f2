"""The kinds of page, written out. A new kind is a file here, a template, and a word in the list.

Each says which pages there are; a page is made only when it is asked for, so that a preview makes what is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from builder.page import Planned
    from builder.pages.common import Views

    PageKind: TypeAlias = Callable[[Views], Iterator[Planned]]

PAGE_KINDS = "article articles actors network places background claims glossary timeline quotes sources data".split()


def of_kind(kind: str, views: Views) -> list[Planned]:
    """The pages of a kind. It is imported when somebody asks: after an edit most are not touched."""
    pages: PageKind = import_module(f"builder.pages.{kind}").pages
    return list(pages(views))
