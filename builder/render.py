"""Jinja's one door: the environment in which every page is rendered, and what templates may ask of the site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import suppress
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from builder.addresses import address, of_anchor
from builder.bibliography import reference
from builder.bodies import Bodies, citation_mark
from builder.models import Record, Source, is_words
from builder.parts import Citation
from builder.values import Site
from builder.wording import WORDING

T = TypeVar("T")


class Compiled(FileSystemBytecodeCache):
    """Templates, compiled once and kept where Python keeps what it compiles, if it does."""

    def __init__(self, made_by: str) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), "%s.jinja")
        self._made_by = f"{jinja2.__version__} {made_by}"
        self._code: dict[tuple[str, str], Any] = {}

    def get_source_checksum(self, source: str) -> str:
        """Tell apart all that bears on a template's code."""
        return super().get_source_checksum(f"{self._made_by} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the template's code, if it is there."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template's code, at least in this process."""
        self._code[bucket.key, bucket.checksum] = bucket.code
        with suppress(OSError):
            super().dump_bytecode(bucket)


_OPTIONS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
}
_COMPILED = Compiled(str(_OPTIONS))


class Renderer:
    """Renders templates for one site; its public methods are what the templates call."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.bodies = Bodies(site)
        self._kept: dict[Hashable, Any] = {}

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("builder"), bytecode_cache=_COMPILED, autoescape=True, **_OPTIONS
        )
        names = ("body", "inline", "href", "link", "who", "cites", "get", "reference")
        environment.globals |= {name: getattr(self, name) for name in names}
        environment.globals |= {"site": self.site, "dossier": self.site.dossier, "of_anchor": of_anchor, **WORDING}
        return environment

    def offer(self, **values: Any) -> None:
        """Give all templates something to ask."""
        self._environment.globals |= values

    def template(self, name: str, **values: Any) -> str:
        """The HTML of a template in `builder/templates`."""
        return self._environment.get_template(name).render(values)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once a site."""
        kept: T = self.site.once(self._kept, key, make)
        return kept

    def each_once(self, what: str, ids: Collection[str], make: Callable[[str], T]) -> dict[str, T]:
        """The same for many ids: what `make` gives for each."""
        kept = self.site.each_once(self._kept, [(what, id) for id in ids], lambda key: make(key[1]))
        return dict(zip(ids, kept, strict=True))

    def get(self, id: str) -> Record | None:
        """The record of an id, if it is published."""
        return self.site.dossier.records.get(id)

    def body(self, text: str | None) -> Markup:
        """A Markdown body."""
        return Markup(self.bodies.html(text) if text else "")

    def inline(self, text: str | None) -> Markup:
        """A Markdown sentence, without a paragraph around it."""
        return Markup(self.bodies.inline(text) if text else "")

    def href(self, record: Record) -> str:
        """The address of a record."""
        return address(self.site, record)

    def link(self, id: str, text: str | None = None) -> Markup:
        """A link to a record; the words alone if there is none of that id."""
        return self.once(("link", id, text), lambda: self._link(id, text))

    def _link(self, id: str, text: str | None) -> Markup:
        record = self.get(id)
        if record is None:
            return Markup("<span>{}</span>").format(text or id)
        later = Markup(" data-hindsight") if self.site.dossier.is_hindsight(record) else ""
        pattern = Markup('<a class="record" data-ref="{}" data-kind="{}"{} href="{}">{}</a>')
        return pattern.format(id, record.noun, later, self.href(record), text or record.heading)

    def who(self, text: str | None) -> Markup:
        """A link to an actor, or the name of somebody without a record."""
        if text is None:
            return Markup("")
        return Markup("{}").format(text) if is_words(text) else self.link(text)

    def cites(self, citations: Iterable[Citation | str]) -> Markup:
        """Marks of citation for a record's `sources`."""
        rows = [c if isinstance(c, Citation) else Citation(id=c) for c in citations]
        return Markup("".join(citation_mark(c.id, c.locator or "") for c in rows if self.get(c.id)))

    def reference(self, id: str) -> Markup:
        """A source as an entry of a bibliography, linked to its place in the list of sources and to the work."""
        record = self.get(id)
        if not isinstance(record, Source):
            return Markup("{}").format(id)
        return self.once(("reference", id), lambda: reference(record, self.href(record)))
