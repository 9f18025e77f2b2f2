"""What every import shares: what it reads, what it makes of it, and how it says what it could not take.

An importer is a function from `Material` to records and remarks. It never guesses in silence: what it is not sure of is
a draft, and what a dossier has no place for is remarked with its line or number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from builder.filing import free_id
from builder.models import ID, RESERVED, Named
from builder.text import normalised
from builder.values import Site
from builder.yaml_reader import Plain

# Beyond these a file is an accident or an attack.
MAX_BYTES = 32_000_000
MAX_ITEMS = 20_000
SHOWN = 6
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Unreadable(Exception):
    """The file is not what it was said to be; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A passage as another program tells it: its words, what stands around them, its offsets, whose text it is.

    Offsets may count code points or UTF-16 units, as JavaScript does.
    """

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    source: str = ""

    @classmethod
    def within(cls, text: str, start: int, end: int) -> Target:
        """A passage of a document that comes with its annotations."""
        return cls(text[start:end], text[max(0, start - 32) : start], text[end : end + 32], start, end)


@dataclass(frozen=True, slots=True)
class Found:
    """A record to write. `where` is its line or number in the file. Of a name only the place is checked: it links
    itself. What is not `sure` becomes a draft."""

    where: str
    collection: str
    id: str
    record: dict[str, Plain]
    targets: tuple[Target, ...] = ()
    sure: bool = True
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not taken over, or not as it was, and why."""

    where: str
    what: str


Items = Iterator[Found | Remark]


@dataclass
class Material:
    """What an importer reads, and what it may ask of the dossier. `beside` is brat's text, a file of its own."""

    site: Site
    text: str
    beside: str = ""
    _left: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def _taken(self) -> set[str]:
        return {*self.site.dossier.origins, *self.site.dossier.unreadable}

    def id(self, words: str, instead: str) -> str:
        """An id that nothing else has: the one that is asked for, or one made from words."""
        is_free = ID.fullmatch(words) and not RESERVED.fullmatch(words) and words not in self._taken
        id = words if is_free else free_id(words, instead, self._taken)
        self._taken.add(id)
        return id

    def known(self, words: str) -> str | None:
        """The record that has these words for a name."""
        return self.forms.get(normalised(words).strip(" "))

    @cached_property
    def forms(self) -> dict[str, str]:
        """Every name of the dossier; an importer adds those that it makes."""
        named = (record for record in self.site.dossier.records.values() if isinstance(record, Named))
        return {normalised(form).strip(" "): record.id for record in named for form in record.forms}

    def outside(self, iri: str) -> str | None:
        """The record that an address means: one of this site's, or a record's identifier elsewhere."""
        tail = iri.rstrip("/").replace("#", "/").rpartition("/")[2]
        own = self.site.dossier.records.get(tail)
        if own and (f"/{own.collection}/" in f"/{iri}" or "/glossary/" in f"/{iri}"):
            return own.id
        return self._identifiers.get(iri.rstrip("/")) or self._identifiers.get(tail)

    @cached_property
    def _identifiers(self) -> dict[str, str]:
        named = (record for record in self.site.dossier.records.values() if isinstance(record, Named))
        return {value.rstrip("/"): record.id for record in named for value in record.same_as.values()}

    def leave(self, what: str, where: str) -> None:
        """Note that `what` is not taken over; `left` says so once for all places."""
        self._left.setdefault(what, []).append(where)

    def left(self) -> Iterator[Remark]:
        """What was left, each with the places."""
        for what, places in self._left.items():
            more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
            yield Remark(", ".join(dict.fromkeys(places[:SHOWN])) + more, what)


def clean(value: Any) -> Any:
    """A text, or all texts within a value, with U+FFFD for what no web page and no YAML can carry."""
    if isinstance(value, dict):
        return {clean(key): clean(held) for key, held in value.items()}
    if isinstance(value, list):
        return [clean(held) for held in value]
    return _UNFIT.sub("\ufffd", value) if isinstance(value, str) else value


def read_json(text: str) -> list[Any]:
    """The values in a file: one, or one a line. Raises `Unreadable`."""
    try:
        return [clean(json.loads(text))]
    except RecursionError:
        raise Unreadable("the JSON is nested too deeply") from None
    except ValueError as error:
        if not text.strip():
            raise Unreadable("the file is empty") from None
        try:
            return [clean(json.loads(line)) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise Unreadable(f"this is no JSON: {error}") from None


def listed(value: Any) -> list[Any]:
    """A value as JSON-LD has it: one, several or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def texts(values: Iterable[Any]) -> list[str]:
    """The texts among values, without blank ones."""
    return [value for value in values if isinstance(value, str) and value.strip()]


def harmless(markdown: str) -> str:
    """Somebody else's text as the body of a record: what looks like our links and citations is no link of ours."""
    return markdown.replace("[[", r"\[\[").replace("[@", r"\[@").strip()
