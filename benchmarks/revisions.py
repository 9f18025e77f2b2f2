"""Realistic revisions of articles with known truth: what becomes of annotations, here and by the published scoring.

    python -m benchmarks.revisions [REVISIONS [SEEDS [LEAST_EDITS MOST_EDITS]]]     # 300 1 2 8; the peer with one seed only

Texts are the repository's own seed and made-up news in which sentences are alike on purpose. Each revision makes some
edits: sentences inserted, deleted, moved; words inserted and left out; typos, names, numbers and negations changed; a
sentence deleted whose look-alike stays; quote styles, spaces, normal forms, line ends. Everything is drawn from a fixed
seed, and words carry their identity through the edits, so that the truth is known and not judged.
"""

from __future__ import annotations

import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.generate import Made
from benchmarks.quote_scoring import match_quote
from builder.parts import Selector
from builder.revisions.alignment import align
from builder.revisions.fates import BY_ITSELF, Fate, judge
from builder.seed import parse_seed
from builder.selectors import Miss, describe, resolve

Span = tuple[int, int]
CONTEXT = 32  # letters before and after a quotation, as the Hypothesis client stores them

PEOPLE, PLACES, BODIES, ADVERBS = (
    row.split("|")
    for row in (
        "Anna Kovář|Omar Haddad|Jürgen Weiss|Mary O'Neill|Li Wen|Samir al-Nasser|Rosa Peña|Tom Hale|Ayşe Demir",
        "Tarsk|Velm|Port Orla|Zürich|Kesh|Brannik|Sant'Elia|Lower Dunmar",
        "the interior ministry|the opposition|the port authority|the Coast Guard|a spokesman|the union|the council",
        "again|quietly|in a statement|according to local radio|later|as before|with some delay|reportedly",
    )
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FORMS = (
    "{Body} said {n} people were hurt in {place} on {day}.",
    "{person} said the talks in {place} had failed, and {body} would not return to them.",
    "“We will not leave {place},” {person} told reporters on {day}.",
    "Witnesses in {place} described crowds running from the harbour as smoke rose over the old customs house.",
    "{person}, who leads {body}, denied the report.",
    "He declined to comment.",
    "About {n} soldiers arrived in {place} on {day}, according to {body}.",
    "“It is a warning, and nobody should mistake it for anything else,” said {person}.",
    "The strike, now in its {n}th day, has closed most shops along the main road between {place} and {place2}.",
    "{Body} blamed {person} for the delay, which cost the city ${n}m.",
    "Earlier this year {body} had warned that the bridge at {place} could not carry such traffic.",
    "Neither {person} nor {person2} was present when the vote was taken.",
    "Residents said they had heard nothing from {body} since {day}.",
    "The price of bread in {place} has risen by {n}% in a month, and bakers expect it to rise further.",
)


@dataclass(frozen=True)
class Word:
    """A word with its punctuation. `id` and what it `was` stay with it through every edit."""

    id: int
    text: str
    was: str

    @property
    def core(self) -> tuple[str, str]:
        """The punctuation that leads and trails."""
        bare = self.text.strip("“”\"'‘’.,;:!?()…—-$%")
        before, _, after = self.text.partition(bare) if bare else ("", "", "")
        return before, after


Sentence = list[Word]
Text = list[list[Sentence]]  # paragraphs of sentences


@dataclass
class Case:
    """A text under revision. `grave`: ids of words in whose sentence a name, number, date or negation has changed."""

    random: random.Random
    text: Text
    grave: set[int] = field(default_factory=set)
    next_id: int = 0
    said: set[str] = field(default_factory=set)

    def sentence(self, words: str) -> Sentence:
        """Words with identities of their own."""
        found = [Word(self.next_id + number, word, word) for number, word in enumerate(words.split())]
        self.next_id += len(found)
        return found

    def news(self) -> Sentence:
        """A made-up sentence; only a short one may say what another said before."""
        while True:
            words = self._made_up()
            if words not in self.said or len(words.split()) < 6:
                self.said.add(words)
                return self.sentence(words)

    def _made_up(self) -> str:
        r = self.random
        body = r.choice(BODIES)
        people, places = r.sample(PEOPLE, 2), r.sample(PLACES, 2)
        return r.choice(FORMS).format(
            Body=body[0].upper() + body[1:], body=body, person=people[0], person2=people[1],
            place=places[0], place2=places[1], day=r.choice(DAYS), n=r.randint(2, 900),
        )  # fmt: skip

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in their order."""
        return [sentence for paragraph in self.text for sentence in paragraph]

    def pick(self) -> tuple[list[Sentence], int]:
        """A sentence, by chance: its paragraph, and its number there."""
        return self.random.choice([(paragraph, n) for paragraph in self.text for n in range(len(paragraph))])

    def find(self, fits: Callable[[Word], bool]) -> tuple[Sentence, int] | None:
        """A word that fits, by chance: its sentence, and its number there; None if the sentences tried have none."""
        for _ in range(10):
            paragraph, number = self.pick()
            numbers = [n for n, word in enumerate(paragraph[number]) if fits(word)]
            if numbers:
                return paragraph[number], self.random.choice(numbers)
        return None

    def rewrite(self, sentence: Sentence, number: int, text: str, *, grave: bool) -> None:
        """Change one word."""
        sentence[number] = replace(sentence[number], text=text)
        if grave:
            self.grave |= {word.id for word in sentence}


# --- Edits. Each takes a case and changes its text; where it finds nothing to do, it does nothing. -----------------------


def insert_sentence(case: Case) -> None:
    paragraph, number = case.pick()
    paragraph.insert(number + case.random.randint(0, 1), case.news())


def delete_sentence(case: Case) -> None:
    paragraph, number = case.pick()
    del paragraph[number]


def move_sentence(case: Case) -> None:
    paragraph, number = case.pick()
    taken = paragraph.pop(number)
    target = case.random.choice(case.text)
    target.insert(case.random.randint(0, len(target)), taken)


def move_paragraph(case: Case) -> None:
    taken = case.text.pop(case.random.randrange(len(case.text)))
    case.text.insert(case.random.randint(0, len(case.text)), taken)


def mistype(case: Case) -> None:
    """A letter more, less or elsewhere: a typo made or mended."""
    found = case.find(lambda word: len(word.text) > 4 and word.text.isalpha() and word.text.islower())
    if found:
        text = found[0][found[1]].text
        at = case.random.randint(1, len(text) - 2)
        before, letter, after, rest = text[:at], text[at], text[at + 1], text[at + 2 :]
        typo = case.random.choice((before + after + rest, before + letter + text[at:], before + after + letter + rest))
        if typo != text:
            case.rewrite(*found, typo, grave=False)


def respell(case: Case) -> None:
    """A name written otherwise, wherever it stands."""
    found = case.find(lambda word: word.text[:1].isupper() and len(word.text) > 3 and word.text.isalpha())
    if found:
        name = found[0][found[1]].text
        new = name[:2] + case.random.choice("aeiou") + name[2:]  # longer each time, so that no edit undoes another
        for sentence in case.sentences:
            for number, word in enumerate(sentence):
                if re.sub(r"\W", "", word.text) == name:
                    case.rewrite(sentence, number, word.text.replace(name, new), grave=True)


def renumber(case: Case) -> None:
    found = case.find(lambda word: any(letter.isdigit() for letter in word.text))
    if found:
        text = found[0][found[1]].text
        new = re.sub(r"\d+", lambda match: str(int(match.group()) + case.random.choice((1, 2, 10))), text, count=1)
        case.rewrite(*found, new, grave=True)


def negate(case: Case) -> None:
    paragraph, number = case.pick()
    words = paragraph[number]
    case.grave |= {word.id for word in words}
    words.insert(case.random.randint(1, len(words)), *case.sentence("not"))


def insert_words(case: Case) -> None:
    paragraph, number = case.pick()
    words = paragraph[number]
    at = case.random.randint(1, len(words) - 1) if len(words) > 1 else 1
    words[at:at] = case.sentence(case.random.choice(ADVERBS))


def leave_out(case: Case) -> None:
    """A word that says little is cut."""
    little = set("the a an most now some old main such further again local angry recent only more".split())
    found = case.find(lambda word: word.text in little)
    if found and found[1]:
        del found[0][found[1]]


EDITS = (
    insert_sentence, insert_sentence, delete_sentence, delete_sentence, move_sentence, move_paragraph, mistype, mistype,
    respell, renumber, negate, insert_words, insert_words, leave_out,
)  # fmt: skip

# --- Dress: what changes every letter's place and nothing that is said. ---------------------------------------------------


DRESSES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.translate(str.maketrans("“”‘’", "\"\"''")),
    lambda text: text.translate(str.maketrans("“”", "‘’")),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: re.sub(r" - ", " — ", text),
)
BLANKS = (" ", " ", " ", "\u00a0", "  ")
BREAKS = ("\n\n", "\n\n", "\r\n\r\n", "\n\n\n")


@dataclass(frozen=True)
class Written:
    """A text as it stands in a file, and where each word stands in it."""

    text: str
    spans: dict[int, Span]


def write(text: Text, dress: Callable[[str], str], blank: str, paragraph_break: str) -> Written:
    """Write a text out in one dress."""
    out, length = [], 0
    spans: dict[int, Span] = {}
    for number, paragraph in enumerate(filter(any, text)):
        for position, word in enumerate(word for sentence in paragraph for word in sentence):
            lead = blank if position else paragraph_break if number else ""
            written = dress(word.text)
            start = length + len(lead)
            before, after = word.core
            spans[word.id] = (start + len(dress(before)), start + len(written) - len(dress(after)))
            out += [lead, written]
            length = start + len(written)
    return Written("".join(out), spans)


# --- Truth. ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Truth:
    """Where an annotation's words are now: `sure` if nothing about them is in question, None for a place if gone.

    `same`: where a sentence has come into the very place of the old one and reads the same, between the sentences that
    stood there or others that read the same; nobody could tell the two apart, and either is right.
    """

    span: Span | None
    sure: bool
    same: tuple[Span, ...] = ()


def truth(ids: list[int], case: Case, old: list[Sentence], new: Written) -> Truth:
    """What became of the words `ids` of the old sentences."""
    same = tuple(_same(ids, case, old, case.sentences, new))
    order = {word.id: (number, word) for number, word in enumerate(word for s in case.sentences for word in s)}
    left = [id for id in ids if id in order]
    if not left:
        return Truth(None, sure=False, same=same)
    numbers = [order[id][0] for id in left]
    whole = len(left) == len(ids) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    changed = any(order[id][1].text != order[id][1].was for id in left) or bool(case.grave & set(ids))
    # Moved apart: the most that stands together is the place.
    start, end = new.spans[left[0]][0], new.spans[left[-1]][1]
    if not whole and (end < start or end - start > 3 * sum(b - a + 1 for a, b in (new.spans[id] for id in left))):
        start, end = new.spans[left[0]]
    return Truth((start, end), whole and not changed, same)


def _same(ids: list[int], case: Case, old: list[Sentence], now: list[Sentence], new: Written) -> Iterator[Span]:
    """Where others stand that read as the words did, between sentences that read the same, or the very same ones."""
    number, sentence = next((n, s) for n, s in enumerate(old) if any(word.id == ids[0] for word in s))
    first = [word.id for word in sentence].index(ids[0])
    reads, there = _reads(old), _reads(now)
    for j, other in enumerate(now):
        is_same = there[j + 1] == reads[number + 1] and first + len(ids) <= len(other) and other[0].id != sentence[0].id
        if is_same and all(
            there[j + side] == reads[number + side] or _is_kept(case, old, number + side - 1, now, j + side - 1)
            for side in (0, 2)
        ):
            yield new.spans[other[first].id][0], new.spans[other[first + len(ids) - 1].id][1]


def _is_kept(case: Case, old: list[Sentence], i: int, now: list[Sentence], j: int) -> bool:
    """Whether a sentence is the very one that it was, and says what it said."""
    if not (0 <= i < len(old) and 0 <= j < len(now)):
        return False
    ids = {word.id for word in old[i]}
    return len(ids & {word.id for word in now[j]}) > len(ids) // 2 and not ids & case.grave


def _reads(sentences: list[Sentence]) -> list[tuple[str, ...]]:
    """What each sentence says, with nothing before the first and after the last."""
    return [(), *(tuple(word.text for word in sentence) for sentence in sentences), ()]


@dataclass(frozen=True)
class Revision:
    """Two states of a text, and its annotations: their span in the old one, and the truth."""

    old: str
    new: str
    annotations: list[tuple[Span, Truth]]


def revisions(
    count: int, annotations: int = 40, seed: int = 2020, edits: tuple[int, int] = (2, 8)
) -> Iterator[Revision]:
    """Revisions with their annotations, the same each time; each text has between `edits` of them made."""
    chance = random.Random(seed)
    for number in range(count):
        case = Case(chance, [])
        case.text = _own(case) if number % 3 == 0 else _made_up(case)
        doomed = _with_look_alike(case)
        old = write(case.text, DRESSES[0], " ", "\n\n")
        before = [list(sentence) for sentence in case.sentences]
        chosen = [list(ids) for ids in _choose(case, annotations, doomed)]
        case.text = [[s for s in paragraph if s[0].id != doomed[0]] for paragraph in case.text]
        for edit in chance.choices(EDITS, k=chance.randint(*edits)):
            edit(case)
        case.text = [[sentence for sentence in paragraph if sentence] for paragraph in case.text]
        new = write(case.text, chance.choice(DRESSES), chance.choice(BLANKS), chance.choice(BREAKS))
        known = [((old.spans[ids[0]][0], old.spans[ids[-1]][1]), truth(ids, case, before, new)) for ids in chosen]
        yield Revision(old.text, new.text, known)


def _own(case: Case) -> Text:
    """The repository's article."""
    seed = next((Path(__file__).parent.parent / "seeds").glob("*.txt")).read_text("utf-8")
    paragraphs = seed.split("\n\n")[1:]
    return [
        [case.sentence(s) for s in re.split(r"(?<=[.!?][”\"]) (?=[A-Z“])|(?<=[.!?]) (?=[A-Z“\"\d])", p.strip())]
        for p in paragraphs
    ]


def _made_up(case: Case) -> Text:
    return [[case.news() for _ in range(case.random.randint(1, 4))] for _ in range(case.random.randint(8, 16))]


def _with_look_alike(case: Case) -> list[int]:
    """Put a sentence like another one elsewhere in the text; the words of the one that is going to be deleted."""
    paragraph, number = case.pick()
    original = paragraph[number]
    words = [word.text for word in original]
    number = case.random.randrange(len(words))
    words[number] = case.random.choice((case.random.choice(PLACES), "others", "had", words[number] + "s"))
    twin = case.sentence(" ".join(words))
    other = case.random.choice(case.text)
    other.insert(case.random.randint(0, len(other)), twin)
    return [word.id for word in original]


def _choose(case: Case, count: int, doomed: list[int]) -> Iterator[list[int]]:
    """Words that an editor might annotate: names, phrases, sentences, passages over two sentences."""
    yield doomed
    yield doomed[1:4] or doomed
    for _ in range(count - 2):
        paragraph = case.random.choice([p for p in case.text if p])
        words = [word.id for word in case.random.choice(paragraph)]
        kind = case.random.random()
        if kind < 0.15:
            yield words
        elif kind < 0.25:
            words = [word.id for sentence in paragraph for word in sentence]
            start = case.random.randrange(len(words))
            yield words[start : start + case.random.randint(8, 30)]
        else:
            start = case.random.randrange(len(words))
            yield words[start : start + case.random.randint(1, 5)]


# --- The measure. ------------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What one method did. `stands`: annotations whose words stand, with nothing about them in question."""

    annotations: int = 0
    stands: int = 0
    placed: int = 0  # of those that stand: put in the right place without a question
    found: int = 0  # ... or proposed there first
    doubtful: int = 0
    lost: int = 0
    misplaced: int = 0  # put in a wrong place without a word
    retyped: int = 0  # put where the same sentence was typed anew in its own place: not to be told apart
    unasked: int = 0  # put in its place without a word, though its words or what bears on them had changed

    def add(self, truth: Truth, place: Span | None, proposed: Span | None) -> None:
        """Count one annotation: where it was put, or else what was proposed."""
        self.annotations += 1
        self.stands += truth.sure
        if place is not None:
            right = _meets(place, truth.span)
            is_same = any(_meets(place, span) for span in truth.same)
            self.misplaced += not right and not is_same
            self.retyped += not right and is_same
            self.unasked += right and not truth.sure
        if truth.sure:
            self.placed += place is not None and _meets(place, truth.span)
            self.found += _meets(place or proposed, truth.span)
            self.doubtful += place is None and proposed is not None
            self.lost += place is None and proposed is None

    def share(self, count: int) -> float:
        """A count, as a share of the annotations that stand."""
        return count / max(self.stands, 1)


def _meets(one: Span | None, other: Span | None) -> bool:
    """Whether two spans are the same passage: at least half of both together is in both."""
    if one is None or other is None:
        return False
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both * 2 >= max(one[1], other[1]) - min(one[0], other[0])


def measure(made: Iterable[Revision], *, peer: bool = True) -> dict[str, Tally]:
    """The figures of each method on the same revisions."""
    found = {name: Tally() for name in ("dossier", "selectors alone", "Hypothesis")}
    for revision in made:
        old, new = parse_seed("old.txt", revision.old), parse_seed("new.txt", revision.new)
        alignment = align(old, new)
        for (start, end), known in revision.annotations:
            selector = describe(old, start, end)
            verdict = judge(alignment, selector)
            assert verdict is not None
            first = verdict.proposals[0].spans[0] if verdict.proposals else None
            decided = verdict.fate in BY_ITSELF
            proposed = first if verdict.fate is Fate.DOUBTFUL else None
            found["dossier"].add(known, first if decided else None, proposed)
            there = resolve(selector, new)
            found["selectors alone"].add(known, None if isinstance(there, Miss) else there[0], None)
            if peer:
                before, after = revision.old[max(0, start - CONTEXT) : start], revision.old[end : end + CONTEXT]
                match = match_quote(revision.new, revision.old[start:end], before, after, start)
                found["Hypothesis"].add(known, (match.start, match.end) if match else None, None)
    return found


def cost(letters: int = 1_000_000, annotations: int = 10_000, edits: int = 300) -> tuple[float, int]:
    """Seconds of processor time to compare a long text with its revision, and how many annotations are kept or moved."""
    case = Case(random.Random(5), [])
    words = Made(10).vocabulary
    length = 0
    while length < letters:
        sentences = [" ".join(case.random.choices(words, k=case.random.randint(6, 30))) + "." for _ in range(3)]
        case.text.append([case.sentence(sentence[0].upper() + sentence[1:]) for sentence in sentences])
        length += sum(map(len, sentences)) + 4
    before = write(case.text, DRESSES[0], " ", "\n\n")
    chosen = list(_choose(case, annotations, [word.id for word in case.text[0][0]]))
    for edit in case.random.choices(EDITS, k=edits):
        edit(case)
    after = write(case.text, DRESSES[0], " ", "\n\n")
    spans = [(before.spans[ids[0]][0], before.spans[ids[-1]][1]) for ids in chosen]
    selectors = [_in_context(before.text, *span) for span in spans]
    begin = time.process_time()
    alignment = align(parse_seed("old.txt", before.text), parse_seed("new.txt", after.text))
    verdicts = [judge(alignment, selector) for selector in selectors]
    seconds = time.process_time() - begin
    return seconds, sum(verdict is not None and verdict.fate in BY_ITSELF for verdict in verdicts)


def _in_context(text: str, start: int, end: int) -> Selector:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Selector(exact=text[start:end], prefix=before or None, suffix=after or None)


COUNTS = {
    "silent misplacements": "misplaced",
    "the same sentence, typed anew in its place": "retyped",
    "changed names, numbers, words taken silently": "unasked",
}
SHARES = {
    "found: placed, or proposed first": "found",
    "  of which placed without a question": "placed",
    "needlessly doubtful": "doubtful",
    "needlessly lost": "lost",
}


def main() -> None:
    """Print the methods side by side, then the cost."""
    count, seeds, least, most = (*map(int, sys.argv[1:]), *(300, 1, 2, 8)[len(sys.argv) - 1 :])
    made = (one for seed in range(2020, 2020 + seeds) for one in revisions(count, seed=seed, edits=(least, most)))
    found = measure(made, peer=seeds == 1)
    ours = found["dossier"]
    print(f"{ours.annotations:,} annotations, of which {ours.stands:,} stand with nothing about them changed\n")
    print(f"{'':46}" + "".join(f"{name:>17}" for name in found))
    for label, name in COUNTS.items():
        print(f"{label:46}" + "".join(f"{getattr(tally, name):17,}" for tally in found.values()))
    for label, name in SHARES.items():
        print(f"{label:46}" + "".join(f"{tally.share(getattr(tally, name)):17.2%}" for tally in found.values()))
    seconds, carried = cost()
    print(f"\n10,000 annotations on a text of 1 MB: {seconds:.1f} s, {carried:,} carried over without a question")


if __name__ == "__main__":
    main()
