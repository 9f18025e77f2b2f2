"""Quotations without a quote record, and who may have said them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.detect import Found
from builder.models import Quote, is_words
from builder.rules.open_question import SPEAKER
from builder.selectors import Span
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.yaml_reader import Plain

# What one does who says something.
SAYING = (
    r"\b(?P<verb>said|says?|saying|told|tells|wrote|writes|continued|posted|described|explained|(?:repl|den)(?:ied|ies)"
    r"|(?:tweet|add|ask|call|claim|respond|insist|vow)(?:ed|s)|(?:declar|announc|stat|argu)(?:ed|es)|accus(?:ed|es|ing)"
    r"|(?:warn|chant|shout)(?:ed|s|ing))\b"
)
_WHO = r"(?P<who>\w[^,.;:“”\"\n]{0,60}?)"
# “…,” Mr Trump tweeted; “…,” said Mr Trump; “…,” its head, Ann Rey, said; Mr Trump accused Tehran of “…”. Behind a
# full stop another speaks.
_BEHIND = re.compile(
    rf",?[”\"»]?,?\s*(?:(?P<office>(?:the|its|his|her|their) [^,.;:“”\"\n]{{1,60}}, (?=[A-Z]))??{_WHO}(?(office),) )?"
    rf"{SAYING}(?: (?P<inverted>\w[^,.;:“”\"\n]{{0,60}}))?"
)
# "Calloway, which has run it with Wenlow County since 2019, said": the subject stands before.
_ASIDE = re.compile(r", (?:which|who|whose|where)\b.*, ?$")
_SAYS = re.compile(rf",?(?: [^.,;:“”\"\n]{{1,60}},)? {SAYING}")
# All that stands between two halves of what one person says, if it is a sentence's end: “…,” he told us. “…”
_SAME = re.compile(r"[^.!?\n]*[.!?] +")
_BEFORE = re.compile(rf"{SAYING}[^.!?“”\"]*$")
_SENTENCES = re.compile(r".*[.!?][”\"’)]*\s", re.DOTALL)
_PRONOUN = re.compile(r"(?:he|she|they|it)\b", re.IGNORECASE)
_PRONOUN_SAYS = re.compile(r"\b(?:he|she|they) $")
_MEDIA = {"tweet": "tweet", "chant": "chant", "shout": "chant"}
# Letters between a subject and its verb; farther off, it is another verb's.
NEAR = 50
# Words between two halves of what one person says: “…,” he said in a speech. “…”
ASIDE = 6
CUE_WORDS = 8
# Who may have said a quotation, the verb, and the words of the text that say so.
Speaker = tuple[str, str, str]
NOBODY: Speaker = ("", "", "")


def quotations(reading: Reading) -> Iterator[Suggestion]:
    """Quotations without a record. Who says one half of a quotation says the other."""
    quoted = [(a, b) for a, b, record in reading.anchors if isinstance(record, Quote)]
    taken = reading.letters(quoted + reading.linked)
    speaker, previous = NOBODY, 0
    for found in [f for f in reading.found if f.sort == "quotation"]:
        start, end = _inside_marks(reading.seed.text, found)
        between = reading.seed.text[previous : found.start]
        if len(between.split()) > ASIDE and not _SAME.fullmatch(between):
            speaker = NOBODY
        if said := _said(reading, found):
            speaker = (_named(reading, said[0], found.start, speaker[0]), *said[1:])
        previous = found.end
        is_new = taken.count(1, start, end) * 2 < end - start
        if is_new and reading.is_whole(start, end) and not reading.is_dismissed(start, end):
            yield _quotation(reading, (start, end), *speaker)


def _quotation(reading: Reading, span: Span, who: str, verb: str, cue: str) -> Suggestion:
    record: dict[str, Plain] = {"speaker": who or SPEAKER}
    record |= {"medium": medium for stem, medium in _MEDIA.items() if verb.startswith(stem)}  # noqa: B035
    record["at"] = one_or_list(reading.at([span]))
    if reading.article.sources:  # the first of them is where the article stands itself
        record["sources"] = [reading.article.sources[0].id]
    cue = " ".join(cue.strip(' ,.”"»').split()[-CUE_WORDS:])
    why = f"the speaker is a guess from “{cue}”" if who else "who says it is to be completed"
    where = reading.here([span]), reading.words(*span), why, 70 if who else 40
    candidates = tuple(who[:-1].split(" or ")) if who.endswith("?") else ()
    return Suggestion("quotation", *where, "quotes", record, candidates=candidates)


def _inside_marks(text: str, found: Found) -> Span:
    """The words of a quotation without its marks and the comma that belongs to the sentence around it."""
    words = text[found.start : found.end].strip('“”„«»" \t').rstrip(",; ")
    begin = text.index(words, found.start)
    return begin, begin + len(words)


def _said(reading: Reading, quotation: Found) -> tuple[Span, str, str] | None:
    """The words for who speaks, behind a quotation or in the sentence before it; the verb, and all that says so."""
    text = reading.seed.text
    block = reading.seed.block_at(quotation.start)
    if block is None:
        return None
    named = list(reading.named.get(block.number, ()))
    is_sentence = text[: quotation.end].rstrip('”"»')[-1:] == "."
    behind = None if is_sentence else _BEHIND.match(text, quotation.end, block.end)
    if behind and (behind["who"] or behind["inverted"]):
        span = behind.span("who" if behind["who"] else "inverted")
        if text[span[1] : span[1] + 2] == ", ":  # “…,” said the judge, Ana Rey
            span = next((one for one in named if one[0] == span[1] + 2), span)
        return span, behind["verb"], text[quotation.end : behind.end("verb")]
    sentences = _SENTENCES.match(text, block.start, quotation.start)
    begin = sentences.end() if sentences else block.start
    before = _BEFORE.search(text, begin, quotation.start)
    if before is None:
        return None
    pronouns = _PRONOUN.match(text, begin), _PRONOUN_SAYS.search(text, begin, before.start())
    named += [pronoun.span() for pronoun in pronouns if pronoun]
    aside = _ASIDE.search(text, begin, before.start())
    verb = aside.start() if aside else before.start()
    near = max(begin, verb - NEAR)
    subject = max((s for s in named if near <= s[0] and s[1] <= verb), default=(begin, begin))
    return subject, before["verb"], text[begin : quotation.start]


def _named(reading: Reading, span: Span, before: int, last: str) -> str:
    """Whom the words at `span` name; "he" is who has just spoken, or else the only one whom the paragraph may mean."""
    if _PRONOUN.match(reading.seed.text, *span):
        who = last or _antecedent(reading, before)
    else:
        who = reading.who(*span) if span[0] < span[1] else ""
    if reading.is_actor(who):
        return who
    who = _in_full(reading, who[:1].upper() + who[1:])
    return who if is_words(who) else ""  # it would be read as an id


def _antecedent(reading: Reading, before: int) -> str:
    """Who has said something in the paragraph, or is alone named in it, before a place; nobody of several."""
    block = reading.seed.block_at(before)
    spans = sorted({*reading.linked, *((c.start, c.end) for c in reading.cores)})
    named = [(a, b) for a, b in spans if block and block.start <= a and b <= before and reading.may_be_person(a, b)]
    speaking = [(a, b) for a, b in named if _SAYS.match(reading.seed.text, b)]
    found = {reading.who(*one) for one in speaking} or {reading.who(*one) for one in named}
    return found.pop() if len(found) == 1 else ""


def _in_full(reading: Reading, who: str) -> str:
    """The name that the text gives more fully elsewhere; a question, where two persons have it."""
    if " " in who or not who:
        return who
    named = [(c.start, c.end) for c in reading.cores if reading.words(c.start, c.end).endswith(f" {who}")]
    full = sorted({reading.who(*span) for span in named})
    return " or ".join(full) + "?" * (len(full) > 1) if full else who
