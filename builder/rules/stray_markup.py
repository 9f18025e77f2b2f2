from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from builder.diagnostics import Diagnostic, Example, Place, Rule, Severity, shortened
from builder.marks import Prose
from builder.models import Record
from builder.prose import named, strays, without_links
from builder.rules import Dossier, Site
from builder.rules.unlinked_speaker import in_words

_LINK = "a link is written `[[id]]` or `[[id|words]]`; before a bracket that is meant, write a backslash: `\\[`"
_CITATION = (
    "a citation is written `[@source]` or `[@source, p. 3]`; before a bracket that is meant, write a backslash: `\\[`"
)
_MESSAGE = "`{}` would be published as it stands"
# Within the site, as Markdown and as HTML. Pictures are another rule's.
_TARGET = r"(?![A-Za-z][A-Za-z0-9+.-]*:|//|[#<])(?P<{}>[^\s)<>\"']{{1,400}}+)"
_WITHIN = re.compile(
    r"(?<![!\\])\[(?:[^\[\]\n]|\[[^\[\]\n]*\]|\n(?![ \t]*\n))*\]"
    rf"\(\s*<?{_TARGET.format('target')}[^)\n]{{0,400}}+\)|<a\s[^<>]{{0,400}}?\bhref=[\"']?{_TARGET.format('raw')}[^<>]*>",
)
_ELSEWHERE = (
    "a link to a record is written `[[id]]` or `[[id|words]]`; another page of this site is `/page/`, others `https://`"
)
# The folders of the site besides those of pages written by hand: of records' pages, and others.
_OF_RECORDS = frozenset("articles actors places background claims".split())
_FOLDERS = _OF_RECORDS | {"", *"timeline glossary quotes sources network data".split()}
# Markdown that other programs know, and what to do here instead.
_UNKNOWN = tuple(
    (re.compile(pattern, re.MULTILINE | re.DOTALL), help)
    for pattern, help in (
        (r"\{:? ?[.#][a-z][^}\n]*\}?", "take it out: a body has no attributes in braces"),
        (r"\[\^[^\]\s]+\]", "cite a source, `[@source]`, or say it in the text: a body has no footnotes"),
        (r"^(?:!!!|\?\?\?\+?) \w+", "write a paragraph: a body has no boxes"),
        (r"~~\w[^~\n]*~~", "take out the `~~`: a body strikes nothing out"),
        (r"(?<![\w*])\*\*(?=\w)(?!.*?(?:\*\*|\n\s*\n))\w*", "close it with `**`"),
        (r"\]\((?:https?:|/)[^\s)]*(?![^)]*\))", "close the address with `)`"),
    )
)
# An id in one pair of brackets, or a source's in none. A single word in brackets may be an editor's own.
_BARE_ID = re.compile(
    r"(?<![\[\\\w])(?:\[(?P<linked>[a-z0-9]+(?:-[a-z0-9]+)+)\](?![\[(:])|@(?P<cited>[a-z0-9][a-z0-9-]*)(?![\w@]))"
)
# A text that is between typographic quotation marks as a whole.
_QUOTED = re.compile(r"[“”„«»‘‚‹›][^“”„«»‘‚‹›]*[“”«»‘’‹›]")
# They are shown as they stand.
_PLAIN = ("name", "title", "term", "role")


def check(site: Site, record: Record) -> Iterator[Diagnostic]:
    """Every sign in a body that Markdown does not read, and every link in a field that holds none."""
    for found in record.texts:
        if isinstance(found.mark, Prose):
            for start, end, help in _strays(found.text, site.dossier):
                place = site.dossier.place_within(record.id, found.path, found.text, start, end)
                yield RULE.at(place, _MESSAGE.format(found.text[start:end]), help=help)
            for link in _WITHIN.finditer(without_links(found.text)) if "](" in found.text or "<a" in found.text else ():
                target = link["target"] or link["raw"]
                if not _is_address(target, site.dossier):
                    place = site.dossier.place_within(record.id, found.path, found.text, *link.span())
                    ids = [part.partition(".")[0] for part in re.split("[/?#]", target)]
                    meant = [f"did you mean `[[{id}]]`?" for id in ids if id in site.dossier.records]
                    yield RULE.at(place, f"`{link[0]}` would lead nowhere", help=(meant or [_ELSEWHERE])[0])
    yield from _links_in_plain_texts(site.dossier, record)
    for path, name in _names(record):
        if _QUOTED.fullmatch(name):
            message = f"the quotation marks of `{shortened(name)}` are taken for a part of the name"
            help = "take them away, or write straight ones: YAML knows no others"
            yield RULE.at(site.dossier.place(record.id, *path), message, help=help)


def _is_address(target: str, dossier: Dossier) -> bool:
    """Whether a target may be an address within the site. A way from this page is none: others show the record, too."""
    path = unquote(re.split("[?#]", target)[0])
    folder, _, below = path[1:].partition("/")
    id = below.partition("/")[0]
    if not path.startswith("/") or "." in path:
        return path.startswith("/")  # a file, of which only the disk knows
    if folder in _OF_RECORDS and id and "_" not in id:
        record = dossier.records.get(id)
        return id in dossier.unreadable or bool(record and record.collection == folder)
    return folder in _FOLDERS or folder in dossier.pages


def _names(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where a record says what it, or somebody without a record, is called."""
    yield from (((key,), name) for key in ("name", "term") if (name := vars(record).get(key)))
    yield from ((("also", number), form) for number, form in enumerate(vars(record).get("also", ())))
    yield from ((found.path, found.text) for found in in_words(record))


def broken(place: Place, words: str) -> Diagnostic:
    """What to say of `words`, which are meant for a link or a citation and are none."""
    return RULE.at(place, _MESSAGE.format(words), help=_CITATION if "@" in words else _LINK)


def _strays(text: str, dossier: Dossier) -> Iterator[tuple[int, int, str]]:
    for start, end in strays(text):
        yield start, end, _CITATION if "@" in text[start:end] else _LINK
    unknown, bare = _other_signs(text)
    yield from unknown
    for start, end, id, is_linked in bare:
        record = dossier.records.get(id)
        if record and record.collection == "sources":
            yield start, end, f"a citation is written `[@{id}]`"
        elif record and is_linked and f"{text[start:end]}:" not in text:
            yield start, end, f"a link has two pairs of brackets: `[[{id}]]`"


@lru_cache(maxsize=65536)
def _other_signs(text: str) -> tuple[tuple[tuple[int, int, str], ...], tuple[tuple[int, int, str, bool], ...]]:
    """Where Markdown of other programs stands, and what may be ids: with the help, and with the id and its bracket."""
    if not any(sign in text for sign in ("{", "[", "@", "!!!", "???", "~~", "**")):
        return (), ()
    rest = without_links(text)
    unknown = tuple((*found.span(), help) for pattern, help in _UNKNOWN for found in pattern.finditer(rest))
    ids = [found for found in _BARE_ID.finditer(rest) if not any(a <= found.start() < b for a, b in strays(text))]
    return unknown, tuple((*found.span(), found["linked"] or found["cited"], bool(found["linked"])) for found in ids)


def _links_in_plain_texts(dossier: Dossier, record: Record) -> Iterator[Diagnostic]:
    for key in _PLAIN:
        text = vars(record).get(key) or ""
        for name in named(text) if "[" in text else ():
            place = dossier.place_within(record.id, (key,), text, name.start, name.start + len(name.words))
            help = "write it in the `summary` or the `body`"
            help += ", or list the source below `sources`" if name.how == "cite" else ""
            yield RULE.at(place, f"`{key}` holds no links: `{name.words}` would be published as it stands", help=help)


_PLACES = """\
places:
  us-embassy:
    name: US embassy
    body: It stands by the river [@usip-2020]. It opened in 2009 [@usip-2020].
sources:
  usip-2020: {type: report, title: The siege in Baghdad}
"""

RULE = Rule(
    id="stray-markup",
    severity=Severity.WARNING,
    summary="a link, a citation or another sign is not complete and would be published as it stands",
    why="""\
A bracket that is not closed, or closed once too often, makes no link: the reader sees `[@usip-2020` in the middle of a
sentence and no source. The same goes for Markdown that only other programs know, and for links in fields that hold a
plain name. A link to a file beside this one, `[the port](port-merrow)`, leads nowhere: the site has
no such file. Nor has it a page for an address such as `/actors/nobody/`.
""",
    bad=Example(_PLACES.replace("].", ".", 1)),
    good=Example(_PLACES),
    check_record=check,
)
