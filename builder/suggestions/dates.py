"""Time expressions without a date, and what English ones mean by the day on which the article appeared.

Newspapers count back from that day, so a weekday is the last one before it, unless the words look ahead. Proposals for
an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from builder import edtf
from builder.detect import COUNT, LEAD, NUMBERS
from builder.edtf import MONTHS, SEASONS, WEEKDAYS
from builder.models import TimeExpression
from builder.selectors import Span
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.text import normalised
from builder.values import grouped

_COUNTS = dict(zip(NUMBERS, (*range(1, 13), 20, 30, 40, 50), strict=True)) | {"a": 1, "an": 1, "a couple of": 2}
# What stands for a number that is not told.
_SOME = {"few": 3, "a few": 3, None: 5, "several": 5, "many": 10}
_SEASONS = {name: (number, month) for number, (name, month) in SEASONS.items()} | {"fall": (23, 9)}
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(MONTHS)
_DAYTIME = "morning|afternoon|evening|night"
# Up to then: mostly ahead.
_UNTIL = ("until", "till", "by", "before")
# “will close on Friday”, “is to meet them by May”: the clause before a time expression looks ahead of the article.
# A quotation is a clause of its own.
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|shall|would|could|may|might|(?:is|are|was|were) (?:to|due|set|expected|scheduled)"
    r"|expect(?:s|ed)?|plans?|hopes?|intends?|promise[ds]?)\b(?:(?![\"”»]\s)[^.;!?])*$"
)
# A date as EDTF, and why the words mean it; `{}` stands for "publication" and its day.
Meaning = tuple[str, str]


def dates(reading: Reading) -> Iterator[Suggestion]:
    """One proposal for all places of the same words. What only the context tells is dated up to the article's day."""
    dated = [(a, b) for a, b, record in reading.anchors if isinstance(record, TimeExpression)] + reading.linked
    found = [f for f in reading.found if f.sort == "time expression" and not f.is_in(dated)]
    spans = [(f.start, f.end) for f in found if not reading.is_dismissed(f.start, f.end)]
    by_words = grouped(((normalised(reading.words(*span)), _is_ahead(reading, span)), span) for span in spans)
    return (_dated(reading, same, is_ahead=ahead) for (_, ahead), same in by_words.items())


def _is_ahead(reading: Reading, span: Span) -> bool:
    """Whether the clause before the words looks ahead of the article."""
    block = reading.seed.block_at(span[0])
    return bool(block and _AHEAD.search(reading.seed.text, block.start, span[0]))


def _dated(reading: Reading, spans: list[Span], *, is_ahead: bool) -> Suggestion:
    words = reading.words(*spans[0])
    unknown = f"../{reading.article.date.latest or reading.article.date}"
    means = meaning(words, reading.day, is_ahead=is_ahead) if reading.day else None
    when, why = means or (unknown, "Only the text around it tells the date: to be completed.")
    record = {"at": one_or_list(reading.at(spans)), "date": when, "body": why}
    return Suggestion("time expression", reading.here(spans), words, why, 80 if means else 20, "dates", record)


def meaning(words: str, day: date, *, is_ahead: bool = False) -> Meaning | None:
    """What `words` mean in a text that appeared on `day`, and a sentence that says why; None where only the text
    around them can tell."""
    plain = " ".join(words.lower().replace("’", "'").removesuffix("'s").split())
    lead = _LEAD.match(plain)
    how, told = (lead["how"] or "", plain[lead.end() :]) if lead else ("", plain)
    weekday = WEEKDAYS[day.weekday()]
    publication = f"publication on {weekday} {day.day} {MONTHS[day.month - 1]} {day.year}"
    for pattern, read in _READERS:
        if match := pattern.fullmatch(told):
            which = match.groupdict().get("which")
            ahead = which in _NEXT or (which in (None, "this") and (is_ahead or how in (*_UNTIL, "as soon as")))
            try:
                when, why = read(match, day, ahead)
                return _open(how, when), why.format(publication)
            except (ValueError, OverflowError):  # 31 June, or a count that leads out of the calendar
                return None
    return None


def _open(how: str, when: str) -> str:
    """A date, or the time since then or until then; seasons have no sure end."""
    first, _, last = when.partition("/")
    is_since = how in ("since", "from", "after")
    if not (is_since or how in _UNTIL) or re.search(r"-2\d~", when) or (is_since and last):
        return when
    return f"{first}/.." if is_since else f"../{last or first}"


def _weekday(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    name = match["weekday"].capitalize()
    back = (day.weekday() - WEEKDAYS.index(name)) % 7
    if match["which"] in _NEXT or (back and (ahead or match["which"] == "this")):
        return _moved(day, "day", 7 - back), f"The {name} after {{}}."
    if not back and match["which"] != "last":
        return str(day), "The day of {}."
    return _moved(day, "day", -(back or 7)), f"The {name} before {{}}."


def _weekend(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    is_on = day.weekday() >= 5
    later = match["which"] in _NEXT or (not is_on and (ahead or match["which"] == "this"))
    saturday = day + timedelta(7 * (later - (match["which"] == "last" and is_on)) - (day.weekday() + 2) % 7)
    sunday = saturday + timedelta(1)
    when = "after" if saturday > day else "of" if sunday >= day else "before"
    return f"{saturday}/{sunday}", f"The weekend {when} {{}}."


def _overnight(_match: re.Match[str], day: date, _ahead: bool) -> Meaning:
    return f"{_moved(day, 'day', -1)}/{day}", "The night before {}."


def _near(match: re.Match[str], day: date, _ahead: bool) -> Meaning:
    offset = {"yesterday": -1, "tomorrow": 1}.get(match["near"], 0)
    return _moved(day, "day", offset), f"The day {('of', 'after', 'before')[offset]} {{}}."


def _ago(match: re.Match[str], day: date, _ahead: bool) -> Meaning:
    count, is_sure = _count(match["count"])
    about = "" if match["unit"] == "day" and is_sure else "~"
    return f"{_moved(day, match['unit'], -count)}{about}", "Counted back from {}."


def _span(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    """Several days, weeks, months or years up to publication, or from it on."""
    if not (match["which"] or ahead):
        raise ValueError  # "the worst in ten years", "within a week of that"
    count, is_sure = _count(match["count"])
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


def _unit(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    """The week, month or year before, of or after publication."""
    unit, offset = match["unit"], 0 if match["which"] == "this" else 1 if ahead else -1
    monday = day - timedelta(day.weekday() - 7 * offset)
    when = f"{monday}/{monday + timedelta(6)}" if unit == "week" else _moved(day, unit, offset)
    whole = edtf.parse(when)
    if not offset and match["part"] == "earlier":
        return f"{whole.earliest}/{day}", f"The {unit} of {{}}, up to that day."
    if not offset and match["part"] == "later":
        return f"{day}/{whole.latest}", f"The {unit} of {{}}, from that day on."
    about = "~" if match["part"] and unit != "week" else ""
    return f"{when}{about}", f"The {unit} {('of', 'after', 'before')[offset]} {{}}."


def _edge(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    """The start, the middle or the end of something that has a meaning by itself."""
    whole = re.sub(r"^(?:the )?(?=(?:week|month|year)$)", "this ", match["whole"])
    means = meaning(whole, day, is_ahead=ahead)
    if means is None or match["edge"] not in ("start", "beginning", "middle", "end", "close"):
        raise ValueError
    span = edtf.parse(means[0])
    first, last = span.days
    middle = first + (last - first) / 2
    when = {"start": first, "beginning": first, "middle": middle}.get(match["edge"], last)
    return f"{when}~", re.sub("^The ", f"The {match['edge']} of the ", means[1])


def _season(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    """A season north of the equator; seasons have no sure beginning."""
    number, first_month = _SEASONS[match["season"]]
    if match["year"]:
        return f"{match['year']}-{number}~", "As the text says."
    begun = day.year - (day.month < first_month)
    is_on = 12 * day.year + day.month < 12 * begun + first_month + 3
    is_beginning = match["which"] is None and day.month == first_month  # "by spring", in March
    later = (ahead and not is_beginning) or (match["which"] == "this" and not is_on)
    year = begun + later - (match["which"] in ("last", "past") and is_on)
    which = f"first {match['season']} after" if later else f"last {match['season']} up to"
    return f"{_year(year)}-{number}~", f"The {which} {{}}, as seasons are north of the equator."


def _calendar_day(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    month, number = _MONTH_NUMBERS[match["month"]], int(match["day"])
    this, today = (month, number), (day.month, day.day)
    year = day.year + (this < today if ahead else -(this > today))
    found = date(int(match["year"] or year), month, number)
    if match["weekday"] not in (None, WEEKDAYS[found.weekday()].lower()):
        raise ValueError  # one of the two is a slip
    why = f"The {'first such day from' if ahead else 'last such day up to'} {{}}."
    return str(found), "As the text says." if match["year"] else why


def _day_of_month(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    number = int(match["day"])
    month = _moved(day, "month", number < day.day if ahead else -(number > day.day))
    found = date.fromisoformat(f"{month}-{number:02}")
    return str(found), f"The {'first such day from' if ahead else 'last such day up to'} {{}}."


def _calendar(match: re.Match[str], day: date, ahead: bool) -> Meaning:
    month, why = _MONTH_NUMBERS.get(match["month"] or "", 0), "As the text says."
    if match["year"]:
        year = int(match["year"])
    elif ahead:
        year, why = day.year + (month < day.month + (match["which"] == "next")), "The first such month after {}."
    else:
        year, why = day.year - (month > day.month - (match["which"] == "last")), "The last such month up to {}."
    return _year(year) + (f"-{month:02}" if month else "") + ("~" if match["part"] else ""), why


def _decade(match: re.Match[str], _day: date, _ahead: bool) -> Meaning:
    return f"{match['decade']}X{'~' * bool(match['part'])}", "As the text says."


def _years(match: re.Match[str], _day: date, _ahead: bool) -> Meaning:
    return f"{match[1]}/{match[2]}", "As the text says."


def _year(number: int) -> str:
    return str(date(number, 1, 1).year).zfill(4)


_LEAD = re.compile(rf"(?:(?P<how>{LEAD}) )?(?:the )?")
_NEXT = ("next", "coming")
_WHICH = r"(?:(?P<which>last|past|previous|this|next|coming|recent) )"
_PART = r"(?:(?P<part>early|late|mid|earlier|later)[ -])?"
_DAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?"
Read = Callable[[re.Match[str], date, bool], Meaning]
_PATTERNS: tuple[tuple[str, Read], ...] = (
    (rf"{_WHICH}?(?P<weekday>{'|'.join(WEEKDAYS)})(?: (?:{_DAYTIME}))?", _weekday),
    (rf"{_WHICH}?weekend", _weekend),
    (r"overnight|last night", _overnight),
    (rf"(?P<near>yesterday|today|tomorrow|tonight)(?: (?:{_DAYTIME}))?|this (?:{_DAYTIME}|day)", _near),
    (rf"(?P<count>{COUNT}) (?P<unit>day|week|month|year|decade)s? ago", _ago),
    (rf"{_PART}{_WHICH}(?P<unit>week|month|year)", _unit),
    (rf"{_WHICH}?(?:(?P<count>{COUNT}) )?(?P<unit>day|week|month|year|decade)s", _span),
    (rf"{_PART}{_WHICH}?(?P<season>{'|'.join(_SEASONS)})(?:(?: of)? (?P<year>\d{{4}}))?", _season),
    (rf"{_DAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"{_DAY}(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (r"(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_of_month),
    (rf"{_WHICH}?{_PART}(?:(?P<month>{_MONTH}) ?)?(?P<year>\d{{4}})?", _calendar),
    (rf"{_PART}(?P<decade>\d{{3}})0s", _decade),
    (r"(\d{4})(?:[-–]| to | and )(\d{4})", _years),
    (r"(?P<edge>\w+) of (?P<whole>.+)", _edge),
)
_READERS = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _PATTERNS)
