"""What an editor did wrong, as a value: a place, a rule, a headline, notes and a cure.

A user's mistake is a `Diagnostic`; a mistake of ours is an exception. The form follows rustc's: the headline
names the fault, only `help` names the cure, and the span is the smallest that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# The article beside which the examples of the rules stand.
USUAL_SEED = "Protesters left the embassy.\n"
USUAL_ARTICLE = """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
"""
USUAL_ACTOR = "actors:\n  the-crowd:\n    name: The crowd\n    kind: crowd\n"

# Words that are written for each other: keys, kinds of record, values. The spelling has nothing to tell of them.
_SAME = """
    name term title label heading headline; role title job function;
    definition summary description bio biography about meaning explanation; body text content comment note;
    definition text; at text quote quotation words passage exact; says text claim statement;
    date day when year issued published; url link href website; kind type category; status draft published;
    also alias aliases aka; author authors speaker by who; place location where;
    coordinates location latitude longitude; publisher newspaper; actors people persons organisations;
    places locations; glossary terms definitions; background topics; events timeline; quotes quotations;
    notes comments; source sources citation citations reference references bibliography;
    organisation company party agency ngo; person man woman politician; state country nation; armed-group militia;
    military-unit army; city town village; webpage website web page; article-newspaper newspaper news;
    correction error mistake
"""
_SAME_WORDS = [frozenset(group.split()) for group in _SAME.split(";")]


class Severity(StrEnum):
    """An error would make a page wrong; a warning says what leaves it poorer."""

    ERROR = "error"
    WARNING = "warning"


class Unusable(Exception):
    """The folder cannot be used as it is; the message tells the user why and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of a source file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """A second place or a sentence that makes the fault understandable."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault, reported once."""

    rule: str
    severity: Severity
    message: str
    place: Place
    help: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A tiny dossier that a rule's documentation shows and the tests run, beside the usual article or its own."""

    annotations: str = ""
    article: str | None = None
    seeds: Mapping[str, str | bytes] = field(default_factory=dict)
    others: Mapping[str, str | bytes] = field(default_factory=dict)  # by their path

    @property
    def shown(self) -> dict[str, str | bytes]:
        """The files in which the rule's point lies, by name."""
        seeds = {f"seeds/{name}": text for name, text in self.seeds.items()}
        texts = {"annotations/article.yml": self.article, "annotations/a.yml": self.annotations}
        return {**seeds, **{file: text for file, text in texts.items() if text}, **self.others}

    @property
    def files(self) -> dict[str, str | bytes]:
        """All its files, by name."""
        usual = {"seeds/a.txt": USUAL_SEED} | (
            {"annotations/article.yml": USUAL_ARTICLE} if self.article is None else {}
        )
        return {**usual, **self.shown}


@dataclass(frozen=True)
class Rule:
    """A kind of mistake: what `dossier explain` prints, what the reference page lists and what the tests run.

    `why` says in Markdown what goes wrong for the reader if it is left. `check`, where there is one, looks at the
    whole linked site, `check_record` at a record of the site, and of the others at no more than their kind and status:
    it is not asked again until those change. The other rules are reported by the stage that meets the mistake.
    """

    id: str
    summary: str
    why: str
    bad: Example
    good: Example
    severity: Severity = Severity.ERROR
    check: Callable[[Any], Iterable[Diagnostic]] | None = field(default=None, compare=False)
    check_record: Callable[[Any, Any], Iterable[Diagnostic]] | None = field(default=None, compare=False)

    def at(self, place: Place, message: str, *, help: str = "", notes: Iterable[Note] = ()) -> Diagnostic:
        """The diagnostic of this rule at `place`."""
        return Diagnostic(self.id, self.severity, message, place, help, tuple(notes))


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known words that mean the same as `word`, or are most like it, best first; what "did you mean" offers."""
    from rapidfuzz import fuzz, process  # only a failing build needs it

    known = sorted(set(known))
    found = process.extract(word, known, scorer=fuzz.ratio, limit=limit, score_cutoff=65)
    return alike(word, known)[:limit] or [near for near, _, _ in found]


def alike(word: str, known: Iterable[str]) -> list[str]:
    """The known words for which `word` may have been written because it means much the same."""
    meant = {other for group in _SAME_WORDS if word.lower() in group for other in group}
    return [other for other in known if other in meant]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help text with the nearest known words, or nothing."""
    found = listed(f"`{near}`" for near in nearest(word, known))
    return f"did you mean {found}?" if found else ""


def listed(words: Iterable[str]) -> str:
    """Words to choose from: "one, two or three"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} or {last}" if most else last


def with_article(noun: str) -> str:
    """ "an actor", "a term"."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def counted(number: int, noun: str) -> str:
    """ "1 actor", "2 actors"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(words: str, limit: int = 60) -> str:
    """Words of the user's, as many as a message can hold."""
    return words if len(words) <= limit else words[: limit - 1] + "…"


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without doubles, by file and line, errors before warnings at one place."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.place, d.severity, d.rule, d.message)))
