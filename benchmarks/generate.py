"""Dossiers of any size, the same each time, and the same pages as plain Markdown for the peers.

An article has 30 paragraphs of 60 words with 120 mentions, three notes, a quote and a time expression. For every ten
articles there is an actor (two aliases each), for every fifty a topic.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PARAGRAPHS = 30
WORDS = 60
MENTIONS = 4  # in a paragraph
_ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pl pr r s sh sk sl st t th tr v w z".split()
_NUCLEI = "a e i o u ai ea ee ou".split()
_CODAS = "b d g k l ll m n nd ng nt p r rd rn s sh st t th x".split()


@dataclass(frozen=True)
class Made:
    """What the generator made up: names by actor, texts by article."""

    articles: int
    seed: int = 7

    @cached_property
    def random(self) -> random.Random:
        """One source of chance, so that a size always gives the same files."""
        return random.Random(self.seed)

    def syllables(self, count: int) -> str:
        """A made-up word."""
        pick = self.random.choice
        return "".join(pick(_ONSETS) + pick(_NUCLEI) + pick(_CODAS) for _ in range(count))

    @cached_property
    def vocabulary(self) -> list[str]:
        """Common words, none of which is a name."""
        return sorted({self.syllables(self.random.choice((1, 1, 2))) for _ in range(4000)})

    @cached_property
    def actors(self) -> list[tuple[str, str]]:
        """First and last names."""
        count = 100 + self.articles // 10
        names: dict[str, str] = {}
        while len(names) < count:
            last = f"{self.syllables(2).capitalize()}{len(names) % 7 * 'o'}"
            names.setdefault(last, self.syllables(1).capitalize())
        return [(first, last) for last, first in names.items()]

    @cached_property
    def topics(self) -> int:
        """How many topics there are."""
        return 20 + self.articles // 50

    @cached_property
    def texts(self) -> list[list[str]]:
        """The paragraphs of each article."""
        return [
            [self._paragraph(number, position) for position in range(PARAGRAPHS)] for number in range(self.articles)
        ]

    def _paragraph(self, article: int, position: int) -> str:
        words = self.random.choices(self.vocabulary, k=WORDS - MENTIONS)
        for place in self.random.sample(range(5, len(words)), MENTIONS):
            first, last = self.random.choice(self.actors)
            words[place] = self.random.choice((f"{first} {last}", last, last))
        words[0] = f"A{article}p{position}"
        return " ".join(words) + "."

    def body(self, seed: int) -> str:
        """Two paragraphs about nothing that link and cite."""
        chance = random.Random(seed)
        parts = []
        for _ in range(2):
            words = chance.choices(self.vocabulary, k=60)
            words[20] = f"[[actor-{chance.randrange(len(self.actors))}]]"
            words[40] = f"[[topic-{chance.randrange(self.topics)}|the matter]]"
            parts.append(f"{' '.join(words)} [@source-{chance.randrange(50)}].")
        return "\n\n      ".join(parts)


def write_dossier(folder: Path, articles: int) -> None:
    """A dossier of `articles` articles in `folder`."""
    made = Made(articles)
    for name in ("seeds", "annotations/articles", "docs"):
        (folder / name).mkdir(parents=True)
    _write(
        folder / "mkdocs.yml",
        "site_name: Benchmark\nsite_url: https://example.org/\ntheme: material\nplugins: [dossier]\n",
    )
    _write(folder / "docs/index.md", "# Benchmark\n\nSee [[topic-0]].\n")
    for number, text in enumerate(made.texts):
        _write(folder / f"seeds/a{number}.txt", "\n\n".join(text))
        _write(folder / f"annotations/articles/a{number}.yml", "".join(_article(number, text)))
    _write(folder / "annotations/actors.yml", "actors:\n" + "".join(_actors(made)))
    _write(folder / "annotations/topics.yml", "background:\n" + "".join(_topics(made)))
    sources = (f"  source-{n}: {{type: report, title: Report {n}, issued: 2019}}\n" for n in range(50))
    _write(folder / "annotations/sources.yml", "sources:\n" + "".join(sources))


def _article(number: int, text: list[str]) -> Iterator[str]:
    yield f"articles:\n  a{number}: {{file: a{number}.txt, title: Article {number}, date: 2020-01-01}}\nnotes:\n"
    for note in range(3):
        words = " ".join(text[note * 9 + 1].split()[:4])
        yield f"  note-{number}-{note}: {{at: {{exact: {words}, article: a{number}}}, body: A remark on this passage.}}\n"
    quoted = " ".join(text[5].split()[:6])
    yield f"quotes:\n  quote-{number}: {{speaker: actor-{number % 100}, at: {{exact: {quoted}, article: a{number}}}, sources: [source-1]}}\n"
    yield f"dates:\n  date-{number}: {{at: {{exact: A{number}p7, article: a{number}}}, date: 2019-12-31}}\n"


def _actors(made: Made) -> Iterator[str]:
    for number, (first, last) in enumerate(made.actors):
        yield f"  actor-{number}:\n    name: {first} {last}\n    kind: person\n    also: [{last}]\n"
        yield f"    summary: Somebody in this text. [@source-{number % 50}]\n    body: |\n      {made.body(number)}\n"


def _topics(made: Made) -> Iterator[str]:
    for number in range(made.topics):
        yield f"  topic-{number}:\n    title: Topic {number}\n    order: {number}\n    body: |\n      {made.body(10_000 + number)}\n"


def write_markdown(folder: Path, articles: int, *, hugo: bool) -> None:
    """The same pages as plain Markdown, every mention linked: for stock MkDocs and Material, or for Hugo with a bare layout."""
    made = Made(articles)
    content = folder / ("content" if hugo else "docs")
    ids = {last: number for number, (_, last) in enumerate(made.actors)}
    pages = {"index": "# Benchmark\n"} if not hugo else {"_index": "---\ntitle: Benchmark\n---\n"}
    for number, text in enumerate(made.texts):
        paragraphs = "\n\n".join(_linked(paragraph, ids, hugo=hugo) for paragraph in text)
        pages[f"articles/a{number}"] = (
            f"---\ntitle: Article {number}\n---\n# Article {number}\n\n{paragraphs}\n\n- A remark.\n"
        )
    for number, (first, last) in enumerate(made.actors):
        pages[f"actors/actor-{number}"] = (
            f"---\ntitle: {first} {last}\n---\n# {first} {last}\n\n{_plain(made.body(number))}\n"
        )
    for number in range(made.topics):
        pages[f"background/topic-{number}"] = (
            f"---\ntitle: Topic {number}\n---\n# Topic {number}\n\n{_plain(made.body(10_000 + number))}\n"
        )
    for name, page in pages.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        _write(content / f"{name}.md", page)
    if hugo:
        layouts = folder / "layouts/_default"
        layouts.mkdir(parents=True)
        layout = "<!doctype html><html><head><title>{{ .Title }}</title></head>\n<body>{{ .Content }}</body></html>\n"
        for name in ("single.html", "list.html"):
            _write(layouts / name, layout)
        config = 'baseURL = "https://example.org/"\ntitle = "Benchmark"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
        _write(folder / "hugo.toml", config)
    else:
        config = "site_name: Benchmark\nsite_url: https://example.org/\ntheme: {name: material, font: false}\nplugins: [search]\n"
        _write(
            folder / "mkdocs.yml", config + "nav: [index.md]\nnot_in_nav: |\n  /articles/\n  /actors/\n  /background/\n"
        )


def _linked(paragraph: str, ids: dict[str, int], *, hugo: bool) -> str:
    def link(word: str) -> str:
        bare = word.rstrip(".")
        if bare not in ids:
            return word
        target = f"/actors/actor-{ids[bare]}/" if hugo else f"../actors/actor-{ids[bare]}.md"
        return f"[{bare}]({target}){word[len(bare) :]}"

    return " ".join(map(link, paragraph.split(" ")))


def _plain(body: str) -> str:
    return body.replace("\n      ", "\n").replace("[[", "").replace("]]", "").replace("[@", "(").replace("].", ").")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
