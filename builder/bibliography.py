"""Sources as a reader meets them: in a few words, and as an entry of a bibliography (fields are CSL's)."""

from __future__ import annotations

from markupsafe import Markup

from builder.models import Source


def short(source: Source) -> str:
    """Publisher (or author, or title) and date."""
    name = source.publisher or ", ".join(map(str, source.author)) or source.title
    return f"{name}, {source.issued.label}" if source.issued else name


def entry(source: Source) -> Markup:
    """Author, title, publisher, date; the title leads to the work."""
    authors = ", ".join(map(str, source.author))
    lang = Markup(' hreflang="{}"').format(source.lang) if source.lang else ""
    title = (
        Markup('<a class="work" href="{}"{} rel="external">{}</a>').format(source.url, lang, source.title)
        if source.url
        else source.title
    )
    parts = [
        authors,
        Markup("<cite>{}</cite>").format(title),
        source.publisher,
        source.issued.label if source.issued else None,
    ]
    if source.archived:
        parts.append(Markup('<a href="{}" rel="external">archived copy</a>').format(source.archived))
    return Markup(", ").join(part for part in parts if part)


def reference(source: Source, href: str) -> Markup:
    """The entry and a link to all that rests on the source."""
    more = Markup('<a class="source" data-ref="{}" data-kind="source" href="{}">what rests on it</a>').format(
        source.id, href
    )
    return entry(source) + Markup(". ") + more
