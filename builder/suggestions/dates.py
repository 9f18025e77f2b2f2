"""Time expressions without a date, and what English ones mean by the day on which the article appeared.

Newspapers count back from that day, so a weekday is the last one before it, unless the words look ahead. Proposals for
an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from builder import edtf
from builder.detect import COUNT
from builder.edtf import MONTHS, SEASONS, WEEKDAYS
from builder.models import TimeExpression
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.text import normalised
from builder.values import grouped

_COUNTS = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))
_COUNTS |= {"a": 1, "an": 1, "a couple of": 2}
# What stands for a number that is not told.
_SOME = {"few": 3, "a few": 3, None: 5, "several": 5, "many": 10}
_SEASONS = {name: (number, month) for number, (name, month) in SEASONS.items()} | {"fall": (23, 9)}
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(MONTHS)
_DAYTIME = "morning|afternoon|evening|night|day"
# A date as EDTF, and why the words mean it; `{}` stands for "publication" and its day.
Meaning = tuple[str, str]


def dates(reading: Reading) -> Iterator[Suggestion]:
    """One proposal for all places of the same words. What only the context tells is dated up to the article's day."""
    dated = [(a, b) for a, b, record in reading.anchors if isinstance(record, TimeExpression)] + reading.linked
    found = [(f.start, f.end) for f in reading.found if f.sort == "time expression"]
    open_ones = [
        s for s in found if not any(a <= s[0] and s[1] <= b for a, b in dated) and not reading.is_dismissed(*s)
    ]
    for spans in grouped((normalised(reading.words(*span)), span) for span in open_ones).values():
        words = reading.words(*spans[0])
        unknown = f"../{reading.article.date.latest or reading.article.date}"
        means = meaning(words, reading.day) if reading.day else None
        when, why = means or (unknown, "Only the text around it tells the date: to be completed.")
        record = {"at": one_or_list(reading.at(spans)), "date": when, "body": why}
        yield Suggestion("time expression", reading.here(spans), words, why, 80 if means else 20, "dates", record)


def meaning(words: str, day: date) -> Meaning | None:
    """What `words` mean in a text that appeared on `day`, and a sentence that says why; None where only the text
    around them can tell."""
    plain = " ".join(words.lower().replace("’", "'").removesuffix("'s").split())
    for pattern, read in _READERS:
        if match := re.fullmatch(pattern, plain, re.IGNORECASE):
            try:
                when, why = read(match, day)
            except (ValueError, OverflowError):  # 31 June, or a count that leads out of the calendar
                return None
            weekday = WEEKDAYS[day.weekday()]
            return when, why.format(f"publication on {weekday} {day.day} {MONTHS[day.month - 1]} {day.year}")
    return None


def _weekday(match: re.Match[str], day: date) -> Meaning:
    name = match["weekday"].capitalize()
    back = (day.weekday() - WEEKDAYS.index(name)) % 7
    if match["which"] in ("this", "next", "coming"):
        return _moved(day, "day", -back % 7 if match["which"] == "this" else 7 - back), f"The {name} after {{}}."
    if not back and match["which"] != "last":
        return str(day), "The day of {}."
    return _moved(day, "day", -(back or 7)), f"The {name} before {{}}."


def _weekend(match: re.Match[str], day: date) -> Meaning:
    which, is_on = match["which"], day.weekday() >= 5
    later = which in ("next", "coming") or (which == "this" and not is_on)
    saturday = day + timedelta(7 * (later - (which == "last" and is_on)) - (day.weekday() + 2) % 7)
    sunday = saturday + timedelta(1)
    when = "after" if saturday > day else "of" if sunday >= day else "before"
    return f"{saturday}/{sunday}", f"The weekend {when} {{}}."


def _ago(match: re.Match[str], day: date) -> Meaning:
    count, is_sure = _count(match["count"])
    about = "" if match["unit"] == "day" and is_sure else "~"
    return f"{_moved(day, match['unit'], -count)}{about}", "Counted back from {}."


def _span(match: re.Match[str], day: date) -> Meaning:
    """Several days, weeks, months or years up to publication, or from it on."""
    count, is_sure = _count(match["count"])
    ahead = match["which"] in ("next", "coming")
    when = _moved(day, match["unit"], count if ahead else -count) + ("" if is_sure else "~")
    return (f"{day}/{when}", "Counted from {}.") if ahead else (f"{when}/{day}", "Counted back from {}.")


def _count(words: str | None) -> tuple[int, bool]:
    """The number that words tell, and whether they tell it; else a likely one."""
    if words in _SOME:
        return _SOME[words], False
    return _COUNTS.get(words or "") or int(words or ""), True


def _moved(day: date, unit: str, count: int) -> str:
    """So many units after a day, or before it, as exactly as the unit is."""
    if unit in ("day", "week"):
        return str(day + timedelta(count * (7 if unit == "week" else 1)))
    if unit == "month":
        year, month = divmod(12 * day.year + day.month - 1 + count, 12)
        return f"{_year(year)}-{month + 1:02}"
    return _year(day.year + count * (10 if unit == "decade" else 1))


def _unit(match: re.Match[str], day: date) -> Meaning:
    """The week, month or year before, of or after publication."""
    unit, offset = match["unit"], {"this": 0, "next": 1, "coming": 1}.get(match["which"], -1)
    monday = day - timedelta(day.weekday() - 7 * offset)
    when = f"{monday}/{monday + timedelta(6)}" if unit == "week" else _moved(day, unit, offset)
    whole = edtf.parse(when)
    if not offset and match["part"] == "earlier":
        return f"{whole.earliest}/{day}", f"The {unit} of {{}}, up to that day."
    if not offset and match["part"] == "later":
        return f"{day}/{whole.latest}", f"The {unit} of {{}}, from that day on."
    about = "~" if match["part"] and unit != "week" else ""
    return f"{when}{about}", f"The {unit} {('of', 'after', 'before')[offset]} {{}}."


def _season(match: re.Match[str], day: date) -> Meaning:
    """A season north of the equator; seasons have no sure beginning."""
    number, first_month = _SEASONS[match["season"]]
    if match["year"]:
        return f"{match['year']}-{number}~", "As the text says."
    begun = day.year - (day.month < first_month)
    is_on = 12 * day.year + day.month < 12 * begun + first_month + 3
    ahead = match["which"] in ("next", "coming") or re.match(r"(?:until|till|by) ", match[0], re.IGNORECASE)
    later = bool(ahead) or (match["which"] == "this" and not is_on)
    year = begun + later - (match["which"] in ("last", "past") and is_on)
    which = f"first {match['season']} after" if later else f"last {match['season']} up to"
    return f"{_year(year)}-{number}~", f"The {which} {{}}, as seasons are north of the equator."


def _calendar_day(match: re.Match[str], day: date) -> Meaning:
    month, number = _MONTH_NUMBERS[match["month"]], int(match["day"])
    if match["year"]:
        return str(date(int(match["year"]), month, number)), "As the text says."
    year = day.year if (month, number) <= (day.month, day.day) else day.year - 1
    return str(date(year, month, number)), "The last such day up to {}."


def _calendar(match: re.Match[str], day: date) -> Meaning:
    how, month, why = match["how"], _MONTH_NUMBERS.get(match["month"] or "", 0), "As the text says."
    if match["year"]:
        year = int(match["year"])
    elif how in ("next", "until", "by"):
        year, why = day.year + (month < day.month + (how == "next")), "The first such month after {}."
    else:
        year, why = day.year - (month > day.month - (how == "last")), "The last such month up to {}."
    when = _year(year) + (f"-{month:02}" if month else "") + ("~" if match["part"] else "")
    return _open(how, when), why


def _decade(match: re.Match[str], _day: date) -> Meaning:
    return _open(match["how"], f"{match['decade']}X{'~' * bool(match['part'])}"), "As the text says."


def _open(how: str | None, when: str) -> str:
    """A date, or the time since then or until then."""
    return {"since": f"{when}/..", "from": f"{when}/..", "until": f"../{when}", "by": f"../{when}"}.get(how or "", when)


def _year(number: int) -> str:
    return str(date(number, 1, 1).year).zfill(4)


_LEAD = r"(?:(?:over|on|in|at|since|until|by|for|during) )?(?:the )?"
_WHICH = r"(?:(?P<which>last|past|previous|this|next|coming|recent) )"
_PART = r"(?:(?P<part>early|late|mid|earlier|later)[ -])?"
_READERS: tuple[tuple[str, Callable[[re.Match[str], date], Meaning]], ...] = (
    (rf"{_LEAD}{_WHICH}?(?P<weekday>{'|'.join(WEEKDAYS)})", _weekday),
    (rf"{_LEAD}{_WHICH}?weekend", _weekend),
    (r"overnight|last night", lambda _, day: (f"{_moved(day, 'day', -1)}/{day}", "The night before {}.")),
    (r"yesterday", lambda _, day: (_moved(day, "day", -1), "The day before {}.")),
    (r"tomorrow", lambda _, day: (_moved(day, "day", 1), "The day after {}.")),
    (rf"today|tonight|this (?:{_DAYTIME})", lambda _, day: (str(day), "The day of {}.")),
    (rf"(?P<count>{COUNT}) (?P<unit>day|week|month|year|decade)s? ago", _ago),
    (rf"{_LEAD}{_PART}{_WHICH}(?P<unit>week|month|year)", _unit),
    (rf"{_LEAD}{_WHICH}(?:(?P<count>{COUNT}) )?(?P<unit>day|week|month|year|decade)s", _span),
    (rf"{_LEAD}{_PART}{_WHICH}?(?P<season>{'|'.join(_SEASONS)})(?:(?: of)? (?P<year>\d{{4}}))?", _season),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?:(?P<how>[a-z]+) )??{_PART}(?:(?P<month>{_MONTH}) ?)?(?P<year>\d{{4}})?", _calendar),
    (rf"(?P<how>[a-z]+) (?:the )?{_PART}(?P<decade>\d{{3}})0s", _decade),
)
