"""What every import shares: what it reads, what it makes of it, and how it says what it could not take.

An importer is a function from `Material` to records. It never guesses in silence: what it is not sure of is a draft,
and what a dossier has no place for is remarked with its line or number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class Found(NamedTuple):
    """A record to write. `where` is its line or number in the file. Of a name only the place is checked: it links
    itself. What is not `sure` becomes a draft."""

    where: str
    collection: str
    id: str
    record: dict[str, Plain]
    targets: tuple[Target, ...] = ()
    sure: bool = True
    is_name: bool = False


class Remark(NamedTuple):
    """What was not taken over, or not as it was, and why."""

    where: str
    what: str


Items = Iterator[Found]


class Material:
    """What an importer reads, what it may ask of the dossier, and where it remarks what it could not take.

    `beside` are the texts of files that belong to it: brat's text, the pages of a collection.
    """

    def __init__(self, site: Site, text: str, *beside: str) -> None:
        self.site, self.text, self.beside = site, clean(text), list(map(clean, beside))
        self.remarks: list[Remark] = []
        self._left: dict[str, list[str]] = {}
        self._taken = {*site.dossier.origins, *site.dossier.unreadable}
        named = [record for record in site.dossier.records.values() if isinstance(record, Named)]
        self._forms = {_form(form): record.id for record in named for form in record.forms}
        self._identifiers = {value.rstrip("/"): record.id for record in named for value in record.same_as.values()}

    def id(self, words: str, instead: str) -> str:
        """An id that nothing else has: the one that is asked for, or one made from words."""
        is_free = ID.fullmatch(words) and not RESERVED.fullmatch(words) and words not in self._taken
        id = words if is_free else free_id(words, instead, self._taken)
        self._taken.add(id)
        return id

    def known(self, words: str) -> str | None:
        """The record that has these words for a name."""
        return self._forms.get(_form(words))

    def name(self, words: str, id: str) -> None:
        """Note a name of a record that an importer makes."""
        self._forms[_form(words)] = id

    def outside(self, iri: str) -> str | None:
        """The record that an address means: one of this site's, or a record's identifier elsewhere."""
        tail = iri.rstrip("/").replace("#", "/").rpartition("/")[2]
        own = self.site.dossier.records.get(tail)
        if own and (f"/{own.collection}/" in f"/{iri}" or "/glossary/" in f"/{iri}"):
            return own.id
        return self._identifiers.get(iri.rstrip("/")) or self._identifiers.get(tail)

    def remark(self, where: str, what: str) -> None:
        """Say that something is not taken over, or not as it was, and why."""
        self.remarks.append(Remark(where, what))
        if len(self.remarks) > MAX_ITEMS:
            raise Unreadable(f"more than {MAX_ITEMS} annotations cannot be taken over as they are: split it")

    def leave(self, what: str, where: str) -> None:
        """Note that `what` is not taken over; `left` says so once for all places."""
        self._left.setdefault(what, []).append(where)

    def left(self) -> Iterator[Remark]:
        """What was left, each with the places."""
        for what, places in self._left.items():
            more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
            yield Remark(", ".join(dict.fromkeys(places[:SHOWN])) + more, what)


def _form(words: str) -> str:
    return normalised(words).strip(" ")


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
    except ValueError as error:
        try:
            return [clean(json.loads(line)) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise Unreadable(f"this is no JSON: {error}") from None


def listed(value: Any) -> list[Any]:
    """A value as JSON-LD has it: one, several or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def texts(values: Any) -> list[str]:
    """The texts among one or several values, without blank ones."""
    return [value for value in listed(values) if isinstance(value, str) and value.strip()]


def harmless(markdown: str) -> str:
    """Somebody else's text as the body of a record: what looks like our links and citations is no link of ours."""
    return markdown.replace("[[", r"\[\[").replace("[@", r"\[@").strip()


def utf_16(text: str) -> int:
    """The length of a text in the units that JavaScript and Java count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
