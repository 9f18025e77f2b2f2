"""How things are put into words on the pages: kinds, languages, times; what names are sorted by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date as Day

from builder.edtf import Edtf
from builder.models import Event, Quote
from builder.parts import Person

COLLECTIONS = {
    "articles": "Articles",
    "actors": "Actors",
    "places": "Places",
    "background": "Background",
    "glossary": "Glossary",
    "events": "Events",
    "quotes": "Quotes",
    "claims": "Claims",
    "dates": "Dates in the text",
    "notes": "Notes",
    "mentions": "Explicit links",
    "sources": "Sources",
}
# The languages in which names and quotations most often come; others are named by their tag.
LANGUAGES = {
    "ar": "Arabic", "ckb": "Central Kurdish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "la": "Latin", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ru": "Russian", "sco": "Scots", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
# Catalogues that give identifiers of their own form: what each is called, and the address of an identifier.
CATALOGUES = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "geonames": ("GeoNames", "https://www.geonames.org/{}"),
    "viaf": ("VIAF", "https://viaf.org/viaf/{}"),
}
INEXACT = {"month", "season", "year", "decade", "century"}

# The types that dossiers use most; any other is headed by its CSL name.
SOURCE_TYPES = {
    "article-newspaper": "Newspaper articles and agency reports",
    "article-magazine": "Magazine articles",
    "article-journal": "Journal articles",
    "book": "Books",
    "broadcast": "Broadcasts",
    "entry-dictionary": "Dictionary entries",
    "entry-encyclopedia": "Encyclopedia entries",
    "legislation": "Legislation",
    "post": "Posts",
    "post-weblog": "Blog posts",
    "report": "Reports",
    "speech": "Speeches",
    "treaty": "Treaties",
    "webpage": "Web pages",
}


def plain_name(name: str) -> str:
    """A name in small letters without accents, apostrophes and other marks, as a reader may look for it."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\w\s-]", "", letters.casefold()).strip()


def sort_name(name: str) -> str:
    """What a name is sorted by."""
    return re.sub(r"^(?:the|an?) ", "", plain_name(name))


def kind_words(kind: str) -> str:
    """A kind as a reader reads it: `armed-group` is "armed group"."""
    return kind.replace("-", " ").replace("_", " ")


def source_heading(kind: str) -> str:
    """Under what the works of a CSL type are listed."""
    return SOURCE_TYPES.get(kind, kind_words(kind).capitalize())


def day_of(record: Quote | Event) -> tuple[Day, Day, str]:
    """Orders dated records by day; those without a date come last."""
    return (*(record.date.sort_key if record.date else (Day.max, Day.max)), record.time or "")


def authors(people: Sequence[Person]) -> str:
    """Authors as a bibliography lists them: the first by the family name."""
    if not people:
        return ""
    first = people[0]
    inverted = f"{first.family}, {first.given}" if first.family and first.given else str(first)
    names = [inverted, *map(str, people[1:])]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, and {names[-1]}"


def outside(catalogue: str, value: str) -> tuple[str, str]:
    """What a catalogue is called, and the address of what it has; an empty text where that is no web address."""
    label, pattern = CATALOGUES.get(catalogue, (catalogue.capitalize(), "{}"))
    address = value if value.startswith(("http://", "https://")) else pattern.format(value)
    return label, address if address.startswith(("http://", "https://")) else ""


def direction(text: str) -> str:
    """Whether a text begins from the right or from the left."""
    strong = next((b for b in map(unicodedata.bidirectional, text) if b in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def clock(time: str) -> str:
    """`19:20+03:00` as "19:20 (UTC+3)"."""
    local = re.split(r"[Z+-]", time)[0]
    zone = time[len(local) :].removeprefix("Z").replace("-", "−").removesuffix(":00")
    offset = re.sub(r"(?<=[+−])0", "", zone)
    return time if time == local else f"{local} (UTC{offset})"


def first_sentence(text: str) -> str:
    """The first sentence of a plain text."""
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def language(tag: str) -> str:
    """The name of a language, or its tag."""
    return LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower(), tag)


def machine_date(date: Edtf | None) -> str:
    """A date for the `datetime` attribute of HTML, which knows days, months and years; otherwise nothing."""
    known = date and date.precision in ("day", "month", "year") and re.fullmatch(r"\d{4}(-\d\d){0,2}", date.text)
    return date.text if date and known else ""


def precision(date: Edtf) -> str:
    """How exact a date is, where it is not to the day."""
    return f"to the {date.precision}" if date.precision in INEXACT else ""


# What every template may call.
WORDING = {
    "clock": clock,
    "collections": COLLECTIONS,
    "direction": direction,
    "kind_words": kind_words,
    "language": language,
    "machine_date": machine_date,
    "precision": precision,
}
