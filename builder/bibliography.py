"""Sources as a reader meets them: in a few words, and as an entry of a bibliography (fields are CSL's)."""

from __future__ import annotations

from markupsafe import Markup

from builder.models import Source
from builder.wording import authors, language

# Types of works that stand for themselves; the others are parts of a newspaper, a site, a series.
WHOLE = {"bill", "book", "dataset", "document", "legal_case", "legislation", "manuscript", "map", "motion_picture",
         "periodical", "regulation", "report", "standard", "thesis", "treaty"}  # fmt: skip


def short(source: Source) -> str:
    """Publisher (or author, or title) and date."""
    name = source.publisher or ", ".join(map(str, source.author)) or source.title
    return f"{name}, {source.issued.label}" if source.issued else name


def entry(source: Source) -> Markup:
    """An entry after the Chicago Manual of Style: author, title, publisher, date; the title leads to the work."""
    parts = [
        authors(source.author),
        _title(source),
        _published(source),
        f"In {language(source.lang)}" if source.lang else "",
        Markup('<a href="{}" rel="external">Archived copy</a>').format(source.archived) if source.archived else "",
    ]
    return Markup(" ").join(part if _ends(part) else Markup("{}.").format(part) for part in parts if part)


def _title(source: Source) -> Markup:
    """A work's title in italics; that of a part of something larger in quotation marks."""
    pattern = "<cite>{}</cite>" if source.type in WHOLE else '“<cite class="part">{}</cite>”'
    if not source.url:
        return Markup(pattern).format(source.title)
    lang = Markup(' hreflang="{}"').format(source.lang) if source.lang else ""
    link = Markup('<a class="work" href="{}"{} rel="external">{}</a>').format(source.url, lang, source.title)
    return Markup(pattern).format(link)


def _published(source: Source) -> Markup:
    """The publisher and the date; where the work is part of something larger, that is named in italics."""
    pattern = "{}" if source.type in WHOLE else "<i>{}</i>"
    publisher = Markup(pattern).format(source.publisher) if source.publisher else ""
    return Markup(", ").join(filter(None, (publisher, source.issued.label if source.issued else "")))


def _ends(part: str) -> bool:
    return Markup(part).striptags().rstrip("”").endswith((".", "?", "!", "…"))


def reference(source: Source, href: str) -> Markup:
    """The entry and a link to all that rests on the source."""
    more = Markup('<a class="source" data-ref="{}" data-kind="source" href="{}">what rests on it</a>').format(
        source.id, href
    )
    return entry(source) + Markup(" ") + more
