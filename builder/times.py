"""Time expressions in English: where a text has one, and what it means by the day on which the article appeared.

One grammar finds and reads them. Whether "Friday" is the last one or the next, the words around it tell, or nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import regex

from builder import edtf
from builder.edtf import MONTHS, SEASONS, WEEKDAYS, Edtf

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_COUNTS = dict(zip(_NUMBERS, (*range(1, 13), 20, 30, 40, 50), strict=True)) | {"a": 1, "an": 1, "a couple of": 2}
# What stands for a number that is not told.
_SOME = {"few": 3, "a few": 3, "": 5, "several": 5, "many": 10}
_SEASONS = {name: number for number, (name, _) in SEASONS.items()} | {"fall": 23}
_NEXT = ("next", "coming")
_UNTIL = ("until", "till", "by", "before")  # mostly ahead
_FAR = 270  # days: of what is as far off, a writer tells the year
_SINCE = ("since", "from", "after")
_NOT_THEN = ("before", "by", "after", "as soon as", "about", "around", "toward", "towards")
# First month and number of months of what comes every year: seasons on either half of the earth, and a month late.
_YEARLY = {month.lower(): [(number, 1)] for number, month in enumerate(MONTHS, 1)}
_YEARLY |= {"christmas": [(12, 2)], "new year": [(12, 2)], "easter": [(3, 3)]}
_YEARLY |= {name: [(3 * n - 60, 4), ((3 * n - 55) % 12 + 1, 4)] for name, n in _SEASONS.items()}

_LEAD = (
    "as (?:early|late|soon|recently|far back|long ago) as|(?:early|late|earlier|later) (?:in|on)|over|in|at|since|until"
    "|till|by|from|during|through|throughout|within|before|after|about|around|towards?"
)
_UNITS = "(?:second|minute|hour|day|night|morning|afternoon|evening|weekend|week|month|year|decade|century)"
_UNIT = rf"(?P<unit>{_UNITS})(?P<many>s)?"
_COUNT = rf"(?P<count>an?|{'|'.join(_NUMBERS)}|(?:a )?few|a couple of|several|many|\d{{1,3}})"
_ANY_WHICH = "(?:last|past|previous|this|next|coming|recent|that|same|following)"
_WHICH = f"(?P<which>{_ANY_WHICH})"
_EARLY = "(?P<part>early|late|mid|earlier|later)[ -]"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DAYTIME = "(?: (?:morning|afternoon|evening|night))?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)"
# Small, "may", "march" and "fall" are other words.
_ANY_MONTH = rf"(?-i:{'|'.join(MONTHS)})"
_MONTH = f"(?P<month>{_ANY_MONTH})"
_ANY_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR = f"(?P<year>{_ANY_YEAR})"
_OF_YEAR = rf"(?:(?: of)?,? (?:{_YEAR}|(?P<whose>last|this|next) year))"
_ANY_SEASON = "(?:spring|summer|autumn|winter)"
_SEASON = f"(?P<season>{_ANY_SEASON})"
_NEAR = "yesterday|today|tomorrow|tonight|overnight|last night|this (?:day|night|morning|afternoon|evening)"
_TO = "(?:[-–]| to | and )"
_WHOLE = rf"(?:the )?(?:{_ANY_WHICH} )?(?:{_UNITS}|{_ANY_SEASON}|(?:{_ANY_MONTH} )?{_ANY_YEAR}|{_ANY_MONTH})"
# What means a time by itself.
_TIMES = (
    rf"(?P<near>{_NEAR}){_DAYTIME}|recently",
    rf"(?:{_SEASON}|{_WEEKDAY}|{_UNIT}) (?P<which>before last)",
    rf"(?:{_EARLY})?(?:the )?{_WHICH} (?:{_COUNT} )?{_UNIT}(?:['’]s)?",
    rf"(?:{_WEEKDAY},? )?(?:{_ORDINAL}|(?P<day>\d{{1,2}}))(?: of)? {_MONTH}{_OF_YEAR}?",
    rf"(?:{_WEEKDAY},? )?{_MONTH} (?:{_ORDINAL}|(?P<day>\d{{1,2}})){_OF_YEAR}?",
    rf"(?:{_WHICH} )?{_WEEKDAY}{_DAYTIME}",
    rf"(?:{_WHICH} )?(?:{_EARLY})?{_MONTH}{_OF_YEAR}",
    rf"(?:{_WHICH} (?:{_EARLY})?|{_EARLY}){_MONTH}(?! \d)",
    rf"{_EARLY}{_YEAR}",
    rf"(?:{_EARLY})?(?P<decade>(?:1[5-9]|20)\d)0s|\d{{1,2}}(?:st|nd|rd|th)[ -]century",
    rf"(?:{_EARLY})?{_WHICH} (?:{_SEASON}|(?P<season>fall))",
    r"(?:year|month|week)(?:[’']s |-)end|(?P<feast>(?-i:Christmas|Easter|New Year))(?:[’']s)?(?: Day| Eve)?",
    rf"(?:early|late|earlier|later) in the {_UNITS}",
    rf"(?P<edge>start|beginning|middle|half|quarter|end|turn|close) of (?P<whole>{_WHOLE})",
    rf"(?:{_COUNT} )?{_UNIT} (?P<away>ago|before|after|later|earlier)",
    rf"(?<=(?:over|at|during) the ){_UNIT}|(?:(?<=in )|for )(?P<unit>year|month|week|decade)(?P<many>s)",
    rf"(?<=in |within ){_COUNT} {_UNIT}",
)
# What does so behind a lead.
_LED = rf"(?:{_EARLY})?{_SEASON}{_OF_YEAR}?|(?P<unit>weekend)|{_ORDINAL}(?=[.,;:)”\"]|$| and\b)"
_TIME = regex.compile(
    rf"(?<!\w)(?:(?:(?P<how>{_LEAD})|(?P<beside>of|on|to|for|between|come)) )?(?P<the>the )?"
    rf"(?P<core>{'|'.join(_TIMES)}|(?P<led>{_LED})|(?P<number>{_YEAR}(?:{_TO}(?P<last>{_ANY_YEAR}))?)"
    rf"|(?P<bare>{_MONTH}(?P<others>{_TO}{_ANY_MONTH})?(?! \d)))(?!\w)",
    regex.IGNORECASE,
)
# Without a lead these are mostly names, or other words.
_DOUBTFUL_MONTHS = frozenset("April August June March May".split())
# A number behind these is a year only seldom.
_COUNTING = frozenset(("", *"over at within about around to for on come".split()))


def find(text: str, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Where time expressions begin and end in a part of a text, and where each begins without what leads it in."""
    for match in filter(_is_time, _TIME.finditer(text, low, high)):
        start = next(match.start(part) for part in ("how", "the", "core") if match[part])
        yield start, match.end(), match.start("core")


def _is_time(match: regex.Match[str]) -> bool:
    """Whether words that may mean a time do so behind what leads them in."""
    how = (match["how"] or match["beside"] or "").lower()
    if match["bare"]:
        return bool(how) or match["month"] not in _DOUBTFUL_MONTHS
    return how not in (_COUNTING if match["number"] else ("", "to") if match["led"] else ())


Groups = Mapping[str, str]


class Meaning(NamedTuple):
    """A date as EDTF, whether the text says it in full or it is counted from the text's day, and whether it is sure."""

    when: str
    is_said: bool
    is_sure: bool


def meaning(words: str, day: date, *, is_ahead: bool | None = None) -> Meaning | None:
    """What `words` mean in a text that appeared on `day`.

    `is_ahead`: whether the verbs beside them look ahead of that day, if they tell. None where only the text around the
    words can give them a date.
    """
    said = {**_said(words)}
    if "whose" in said:
        said["year"] = str(day.year + ("last", "this", "next").index(said["whose"]) - 1)
    how = said.get("how", "")
    if how in (*_UNTIL, "as soon as") or (how == "from" and is_ahead is None):
        is_ahead = None if is_ahead is False else True  # "by Monday ten had died"
    back, ahead = (_read(said, day, is_ahead=side) for side in (False, True))
    means = ahead if is_ahead else back
    is_sure = "year" not in said or said.get("season") != "winter"  # does it begin in that year, or end?
    if {"weekday", "day"} <= said.keys():
        means = back or ahead
    elif back and ahead and back != ahead and (is_ahead is None or (means or back)[0] > _FAR):
        means, is_sure = min(back, ahead), False
    is_said = {"year", "decade"} & said.keys() or re.search(r"\d", said.get("whole", ""))
    return Meaning(means[1], bool(is_said) and "whose" not in said, is_sure) if means else None


@lru_cache(maxsize=4096)
def _said(words: str) -> Groups:
    match = _TIME.fullmatch(" ".join(words.split()))
    return {k: text if k == "whole" else text.lower() for k, text in match.groupdict().items() if text} if match else {}


def may_mean(words: str, when: Edtf) -> bool:
    """Whether a date agrees with the year, the month, season or feast, and the day that `words` name, if they do.

    An approximate date agrees with all, and so do words of what came before, after or about then.
    """
    said = _said(words)
    how, (begin, _, end) = said.get("how"), when.text.partition("/")
    if when.approximate or how in _NOT_THEN or "others" in said or said.get("edge") == "turn":
        return True
    side = begin if how in ("since", "from") else end if how in ("until", "till") else ""
    part = edtf.parse(side) if side not in ("", "..") else when
    said = _said(said["whole"]) if "whole" in said else said
    (first, last), (low, high) = part.sort_key, (date.min, date.max)
    if whole := f"{said['decade'][:2]}{said['decade'][2].replace('0', 'X')}X" if "decade" in said else said.get("year"):
        low, high = edtf.parse("/".join(sorted((whole, said.get("last", whole))))).days
    is_coarse = part.precision == "year" and "year" in said
    name = next((said[key] for key in ("month", "season", "feast") if key in said and not is_coarse), "")
    begin_year = max(low.year, first.year)
    years = range(max(begin_year - 1, 1), min(high.year, last.year, begin_year + 8) + 1)
    named = _every_year(name, said.get("day"), years, part.precision) if name else [(low, high)]
    return any(low <= b and a <= high and first <= b and a <= last for a, b in named)


def _every_year(name: str, day: str | None, years: range, precision: str) -> Iterator[tuple[date, date]]:
    """From when to when what has a name comes in some years; a season as a date of that precision has it, or wider."""
    is_season = precision == "season" and name in _SEASONS
    for year, (month, count) in product(years, _YEARLY[name][: 1 if is_season else None]):
        with suppress(ValueError):  # 31 June
            begin = date(year, month, int(day or 1))
            yield begin, begin if day else edtf.parse(_moved(begin, "month", count - 1 - is_season)).days[1]


def _read(said: Groups, day: date, *, is_ahead: bool) -> tuple[int, str] | None:
    """How many days off is what words mean that look ahead, or back; and what they mean."""
    how, which = said.get("how", ""), said.get("which")
    ahead = which in _NEXT or (which in (None, "this") and is_ahead and how != "since")
    try:
        when = next(read for key, read in _READERS.items() if key in said)(said, day, ahead)
        first, last = edtf.parse(when).days
    except (LookupError, ValueError, OverflowError, StopIteration):  # 31 June, or a count that leaves the calendar
        return None
    begin, _, end = when.partition("/")
    when = f"../{end or begin}" if how in _UNTIL else f"{begin}/.." if how in _SINCE and not end else when
    return max(first - day, day - last).days, when


def _near(said: Groups, day: date, _ahead: bool) -> str:
    if said["near"] in ("overnight", "last night"):
        return f"{day - timedelta(1)}/{day}"
    return str(day + timedelta({"yesterday": -1, "tomorrow": 1}.get(said["near"], 0)))


def _counted(said: Groups, day: date, ahead: bool) -> str:
    """So many units before publication; or all of them up to it, or from it on."""
    if said.get("away", "ago") != "ago" or not ({"away", "which"} & said.keys() or ahead):
        raise ValueError  # from a day that only the text tells: "the worst in ten years", "a week later"
    words, unit = said.get("count", ""), said["unit"]
    count = _SOME.get(words) or _COUNTS.get(words) or int(words)
    when = _moved(day, unit, count if ahead and "away" not in said else -count)
    about = "~" * (words in _SOME or ("away" in said and unit != "day"))
    if "away" in said:
        return when + about
    return f"{day}/{when}{about}" if ahead else f"{when}{about}/{day}"


def _moved(day: date, unit: str, count: int) -> str:
    """So many units after a day, or before it, as exactly as the unit is."""
    if unit in ("day", "week"):
        return str(day + timedelta(count * (7 if unit == "week" else 1)))
    months = 12 * day.year + day.month - 1 + count * {"month": 1, "year": 12, "decade": 120}[unit]
    return str(date(months // 12, months % 12 + 1, 1))[: 7 if unit == "month" else 4]


def _edge(said: Groups, day: date, ahead: bool) -> str:
    """The start, the middle or the end of something that has a meaning by itself."""
    means = meaning(re.sub(r"^(?:the )?(?=(?:week|month|year)$)", "this ", said["whole"]), day, is_ahead=ahead)
    if means is None:
        raise ValueError
    first, last = edtf.parse(means.when).days
    edges = {"start": first, "beginning": first, "middle": first + (last - first) / 2, "end": last, "close": last}
    return f"{edges[said['edge']]}~"


def _dated(said: Groups, day: date, ahead: bool) -> str:
    """A day, a month or a season, of a year or of the nearest; a year; or from one year to another."""
    if "others" in said:
        raise ValueError
    when = said["year"] + _within(said) if "year" in said else _nearest(said, day, ahead)
    if {"weekday", "day"} <= said.keys() and WEEKDAYS[date.fromisoformat(when).weekday()].lower() != said["weekday"]:
        raise ValueError  # one of the two is a slip
    return when + "~" * ("part" in said or "season" in said) + (f"/{said['last']}" if "last" in said else "")


def _within(said: Groups) -> str:
    """What stands behind the year: a season, a month, a month and a day, or nothing."""
    season = f"-{_SEASONS[said['season']]}" if "season" in said else ""
    month = f"-{MONTHS.index(said['month'].capitalize()) + 1:02}" if "month" in said else ""
    return season + month + (f"-{int(said['day']):02}" if "day" in said else "")


def _unit(said: Groups, day: date, ahead: bool) -> str:
    unit, part = said["unit"], said.get("part")
    if unit != "weekend" and ("which" not in said or {"many", "count"} & said.keys()):
        return _counted(said, day, ahead)
    when = _nearest(said, day, ahead)
    first, last = edtf.parse(when).days
    if said.get("which") == "this" and part in ("earlier", "later"):
        return f"{first}/{day}" if part == "earlier" else f"{day}/{last}"
    return when + "~" * (part is not None and unit != "week")


def _nearest(said: Groups, day: date, ahead: bool) -> str:
    """Of what comes again and again the one that is meant: the last that has begun, unless the words say otherwise."""
    which, again = said.get("which"), _again(said, day)
    found = []
    for times in range(-3, 3):
        with suppress(ValueError, OverflowError):  # 29 February
            found.append(edtf.parse(again(times)))
    past = [one.text for one in found if one.days[1] < day]
    if which == "before last":
        return past[-2]
    if which in ("last", "past", "previous", "recent"):
        return past[-1]
    if which in _NEXT:
        return next(one.text for one in found if one.days[0] > day)
    if which not in (None, "this"):
        raise ValueError  # that Friday, the following week
    if which or ahead:
        return found[len(past)].text
    return [one.text for one in found if one.days[0] <= day][-1]


def _again(said: Groups, day: date) -> Callable[[int], str]:
    """When something that comes again and again is so many times from now."""
    monday, unit = day - timedelta(day.weekday()), said.get("unit", "")
    if "season" in said or "month" in said:
        return lambda times: f"{day.year + times}{_within(said)}"
    if "day" in said:
        return lambda times: f"{_moved(day, 'month', times)}{_within(said)}"
    if "weekday" in said:
        return lambda times: str(monday + timedelta(7 * times + WEEKDAYS.index(said["weekday"].capitalize())))
    if unit in ("month", "year"):
        return lambda times: _moved(day, unit, times)
    first, last = {"weekend": (5, 6), "week": (0, 6)}[unit]
    return lambda times: "/".join(str(monday + timedelta(7 * times + one)) for one in (first, last))


# By what was said, the first that applies.
_READERS: dict[str, Callable[[Groups, date, bool], str]] = {
    "near": _near,
    "away": _counted,
    "edge": _edge,
    "decade": lambda said, *_: f"{said['decade']}X{'~' * ('part' in said)}",
    **dict.fromkeys(("day", "season", "month", "year"), _dated),
    "weekday": _nearest,
    "unit": _unit,
}
