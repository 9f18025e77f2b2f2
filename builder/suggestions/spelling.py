"""Names as words: what belongs to one, which are spellings or parts of each other, what short forms stand for.

English cues (titles, endings, prepositions) and likeness of letters; what they give is a proposal for an editor.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from builder.detect import TITLES
from builder.text import simplified

# Below these, likeness is chance: "Iran" and "Iraq" share three letters of four.
ALIKE = 78
SHORTEST = 5

_LEADING = frozenset(
    """
    A After All Although An And As At Because Before But By Dozens During Even Few For From Had Has Have He Her His
    How Hundreds I If In Into Is It Its Many Meanwhile More Most Mr Mrs Ms Much My No Not Now Of On Once One Only Or
    Other Our Over Several She Since So Some Such Than That The Their Then There These They This Those Though
    Thousands To Two Under Until Was We Were What When Where Which While Who Why With You Your and for of the
    """.split()
)
_TOKEN = re.compile(r"\S+")
# "Minister of the Interior" before Paul van der Berg.
_OFFICE = re.compile(rf"(?:(?:{'|'.join(TITLES)}) )+of (?:the )?(?:\S+ )+?(?=[A-Z]\S* (?:[a-z]+ )*[A-Z]\S*$)")
# What hangs on a person's name, and what says of somebody else who it is: "Ana Rey MP", "the Transport Minister".
HONOURS = frozenset("CBE KC MBE MEP MP MSP OBE PhD QC".split())
_OFFICES = frozenset("Ambassador Chancellor General Governor Mayor Minister President Secretary".split())
_JOINT = re.compile(r" and | of |['’]s |$")
# What firms have at the end of their names, and speakers leave out.
_FIRM_WORDS = """
    AG Airlines? Airways Brothers Company Co Corporation Corp GmbH Group Holdings Inc Industries Lines LLP Ltd
    Partners Plc Shipping Sons
    """.split()
# What says of itself that it is a name of many people, or of a place.
_GROUP_WORDS = """
    Agency Alliance Army Assembly Association Authority Bank Battalion Board Brigade Bureau Chronicle Coalition
    Commission Committee Congress Conservatives Corps Council Courier Court Department Federation Forces? Foundation
    Front Fund Gazette Government Guardian Greens Guards? Herald House Inspectorate Institute Journal Labour League
    Liberals Marines Militia Ministry Movement Navy News Observer Office Organi[sz]ation Parliament Party Police
    Post Press Radio Regiment Senate Service Society Times Tribune Trust Union University
    """.split()
_PLACE_WORDS = """
    Airport Avenue Bay Bridge City County Dam District Gulf Harbou?r Hills? Hotel Islands? Lago Lake Mount Mountains?
    Ocean Peninsula Port Province River Road Sea Square Strait Street Valley Village
    """.split()
# What makes another name of the words behind it: South Korea is not Korea.
_REGIONS = frozenset(
    """
    central east eastern great greater islamic lower new north northern south southern united upper us west western
    """.split()
)
# Words that say what bears a name: right before it, or in apposition: "Brandt Lines, a large shipping company,".
_KINDS = {
    "organisation": "agency|airline|bank|charity|company|firm|group|ministry|newspaper|party|union",
    "place": "city|island|lake|port|province|river|town|valley|village",
}
# What may stand before the noun that says it.
_HEAD = "(?:(?! (?:at|by|for|from|in|of|to|with) )[^,.;])*"
_KIND_CUES = {
    kind: re.compile(rf"\b(?i:{words}) \0|\0, (?:an?|the) {_HEAD}\b(?:{words})(?=[,.;]| (?:in|of|that|which|with)\b)")
    for kind, words in _KINDS.items()
}
# How much of the text around a name is looked at.
AROUND = 70
_FIRM = re.compile(rf"\b(?:{'|'.join(_FIRM_WORDS)})\b", re.IGNORECASE)
_GROUP = re.compile(rf"\b(?:{'|'.join(_FIRM_WORDS + _GROUP_WORDS)}|Red Cross)s?\b|&")
_ENDS_GROUP = re.compile(rf"{_GROUP.pattern}$")
_PLACE = re.compile(rf"\b(?:{'|'.join(_PLACE_WORDS)})\b")
# Words that begin many names and mean none of them: Iranian, National.
_ADJECTIVE = re.compile(r"(?:[ie]an|can|ish|ese|ic|al|ary)$")
_DERIVED = re.compile(r"(?:n|an|ian|ean|i|ish|ese|s)$")


class Core(NamedTuple):
    """The name within capitalised words: where it begins and ends, and whether a person's title led it in."""

    start: int
    end: int
    titled: bool


def cores(text: str, start: int, end: int, alone: Container[str] = ()) -> Iterator[Core]:
    """The names in capitalised words of a text: "Anna and Boris" are two. `alone`: known names."""
    words, offset, is_bare = text[start:end], start, not text.endswith("the ", 0, start)
    start = 0
    for joint in _JOINT.finditer(words):
        if not joint[0] or _parts_names(words, start, joint, alone, is_bare=is_bare):
            yield from filter(None, [core(words[start : joint.start()], offset + start)])
            start = joint.end()


def _parts_names(words: str, start: int, joint: re.Match[str], alone: Container[str], *, is_bare: bool) -> bool:
    """Whether the words on both sides are names of their own."""
    before, behind, all_before = words[start : joint.start()], words[joint.end() :], words[: joint.start()]
    if joint[0] == " of ":
        # "the SDU of President Ana Rey", "Judge Ana Rey of Castle Court", but the Minister of the Interior;
        # Ana Rey of Labour, but the Royal College of Surgeons
        titles = [word in TITLES for word in before.split()]
        is_titled = titles[:1] == [True] and not titles[-1]
        is_bearer = is_bare and is_like_a_persons(before) and not (any(titles) or before.startswith("The "))
        return behind.split(maxsplit=1)[0] in TITLES or is_titled or is_bearer
    if joint[0] != " and ":
        return before in alone
    # "Brandt Lines and Hale" are two, too; the Ministry of Trade and Industry is one.
    is_whole = is_group(f"{all_before} and {behind}") and not _ENDS_GROUP.search(all_before)
    return not is_whole or behind.startswith("the ")


def core(words: str, offset: int = 0) -> Core | None:
    """The name itself, without what only leads it in or hangs on it."""
    office = _OFFICE.match(words) if " of " in words else None
    tokens = [match.span() for match in _TOKEN.finditer(words, office.end() if office else 0)]
    titled = office is not None
    while tokens:
        token = words[slice(*tokens[0])].rstrip(".")
        following = words[slice(*tokens[1])].rstrip(".") if len(tokens) > 1 else ""
        is_title = bool(following) and TITLES.issuperset(token.split("-"))  # Lieutenant-Commander
        if not (is_title or token in _LEADING or (following in TITLES and len(tokens) > 2)):
            break
        titled = titled or is_title
        del tokens[0]
    if len(tokens) > 1 and words[slice(*tokens[-1])] in HONOURS:
        titled = tokens.pop() is not None
    if not tokens or (len(tokens) > 1 and words[slice(*tokens[-1])] in _OFFICES):
        return None
    start, end = tokens[0][0], tokens[-1][1]
    for hanging in (r"-[a-z][\w-]*$", r"['’]s?$"):  # Iran-backed, Iran's
        found = re.search(hanging, words[start:end])
        end -= len(found[0]) if found else 0
    return Core(offset + start, offset + end, titled) if any(map(str.isalpha, words[start:end])) else None


def likeness(one: str, other: str) -> int:
    """How likely two names are spellings of one (0 to 100): word by word, since one word may be quite another."""
    first, second = simplified(one).split(), simplified(other).split()
    if len(first) != len(second) or first == second:
        return 100 if first == second else 0
    ratios = []
    for left, right in zip(first, second, strict=True):
        if left != right and (min(len(left), len(right)) < SHORTEST or is_derived(left, right)):
            return 0
        ratios.append(fuzz.ratio(left, right))
    score = sum(ratios) / len(ratios)
    # A single word has nothing beside it that agrees.
    return round(score) if min(ratios) >= ALIKE - 10 and score >= (ALIKE if len(ratios) > 1 else ALIKE + 7) else 0


def is_part(part: str, name: str) -> bool:
    """Whether `part` is how a text names somebody or something again: by the last words of the name, or the first.

    Brandt Lines are Brandt, but the Karst Courier is not Karst.
    """
    short, long = simplified(part).split(), simplified(name).split()
    if not 0 < len(short) < len(long) or {"of", "the"} & set(long):
        return False
    is_shorter_group = is_group(" ".join(long).title()) and not (
        _FIRM.search(name) or is_group(" ".join(short).title())
    )
    if is_shorter_group or {long[0], long[-1]} - {*short} & _REGIONS:
        return False
    if long[: len(short)] == short:
        return is_own(short[0]) and not _ADJECTIVE.search(short[0])
    return long[-len(short) :] == short and any(map(is_own, short))


def is_own(word: str) -> bool:
    """Whether a word can be a name by itself, and does not only say of what sort the bearer is."""
    plain = word.capitalize()
    return len(word) > 2 and not (
        word.lower() in _REGIONS or plain in _LEADING | TITLES or _GROUP.fullmatch(plain) or _PLACE.fullmatch(plain)
    )


def short_forms(name: str) -> Iterator[str]:
    """The single words by which a text may name the bearer of a name again."""
    words = [re.sub("[’']s?$", "", word) for word in name.split()]
    yield from (word for word in {*words[:1], *words[-1:]} if word[:1].isupper() and is_part(word, name))


def is_derived(one: str, other: str) -> bool:
    """Whether one word is made from the other: "Iranian" from "Iran"."""
    short, long = sorted((simplified(one), simplified(other)), key=len)
    stem = short[:-1] if short[-1:] in ("a", "e", "o") else short
    return len(stem) >= 3 and long.startswith(stem) and bool(_DERIVED.match(long[len(stem) :]))


def stands_for(acronym: str, words: str) -> bool:
    """Whether the letters of `acronym` are the first letters of `words`, small words left out or not."""
    letters = acronym.replace(".", "").lower()
    parts = re.findall(r"\w+", simplified(words))
    return letters in (
        "".join(part[0] for part in parts),
        "".join(part[0] for part in parts if part not in ("of", "the", "and", "for", "in", "on", "to")),
    )


def kind_told(around: Iterable[tuple[str, str]]) -> str:
    """Of what kind the bearer of a name is, by the words before and behind one of its places; empty if none tells."""
    sides = [f"{before}\0{behind}" for before, behind in around]
    return next((kind for kind, cue in _KIND_CUES.items() if any(map(cue.search, sides))), "")


def is_group(name: str) -> bool:
    """Whether a name says by itself that many people are meant."""
    return bool(_GROUP.search(name))


def is_place(name: str) -> bool:
    """Whether a name says by itself that it is a place's."""
    return bool(_PLACE.search(name))


def is_like_a_persons(name: str) -> bool:
    """Whether a name has the form that most persons' names have: two or three words, none of which says otherwise."""
    words = name.split()
    return 2 <= len(words) <= 3 and not (is_group(name) or words[0].lower() in _REGIONS or name != name.title())
