"""Dossiers of any size, the same each time, and the same pages as plain Markdown for the peers.

An article has 30 paragraphs of 60 words with 120 mentions, three notes, a quote and a time expression. There are a hundred
actors and one more for every ten articles, each with an alias; twenty topics, and one more for every fifty. The peers' pages hold
the same text and links: the article with its notes and who is who in it, an actor with the sentences of the first
twenty articles that name it and links to all the others, a topic, and the lists.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PARAGRAPHS = 30
WORDS = 60
MENTIONS = 4  # in a paragraph
# What the builder shows, and what the peers' pages therefore hold.
SENTENCES_OF = 20
SECTIONS = ("articles", "actors", "background", "quotes", "sources")
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


def write_dossier(folder: Path, articles: int, *, exports: bool = False) -> None:
    """A dossier of `articles` articles in `folder`, its site with the files of data or without."""
    made = Made(articles)
    for name in ("seeds", "annotations/articles", "docs"):
        (folder / name).mkdir(parents=True)
    _write(
        folder / "mkdocs.yml",
        "site_name: Benchmark\nsite_url: https://example.org/\ntheme: material\n"
        f"plugins: [{{dossier: {{exports: {str(exports).lower()}}}}}]\n",
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
    """The same pages as plain Markdown: for stock MkDocs and Material, or for Hugo with a bare layout."""
    for name, page in _Markdown(Made(articles), hugo=hugo).pages():
        file = folder / ("content" if hugo else "docs") / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, page)
    if hugo:
        layouts = folder / "layouts/_default"
        layouts.mkdir(parents=True)
        layout = "<!doctype html><html><head><title>{{ .Title }}</title></head>\n<body>{{ .Content }}</body></html>\n"
        for name in ("single.html", "list.html"):
            _write(layouts / name, layout)
        config = 'baseURL = "https://example.org/"\ntitle = "Benchmark"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
        _write(folder / "hugo.toml", config)
        return
    config = "site_name: Benchmark\nsite_url: https://example.org/\ntheme: {name: material, font: false}\nplugins: [search]\n"
    sections = ", ".join(("index.md", *(f"{name}/index.md" for name in SECTIONS)))
    hidden = "".join(f"  /{name}/*.md\n  !/{name}/index.md\n" for name in SECTIONS)
    _write(folder / "mkdocs.yml", f"{config}nav: [{sections}]\nnot_in_nav: |\n{hidden}")


class _Markdown:
    """The pages of a dossier as an author without a builder would write them."""

    def __init__(self, made: Made, *, hugo: bool) -> None:
        self._made, self._hugo = made, hugo
        self._ids = {last: number for number, (_, last) in enumerate(made.actors)}
        # For each actor: the paragraphs that name it, by article.
        self._named: list[dict[int, list[int]]] = [{} for _ in made.actors]
        for article, text in enumerate(made.texts):
            for paragraph, words in enumerate(text, 1):
                for word in words.rstrip(".").split(" "):
                    if word in self._ids:
                        self._named[self._ids[word]].setdefault(article, []).append(paragraph)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every page by its name."""
        made, index = self._made, "_index" if self._hugo else "index"
        yield index, self._page("Benchmark", ["See the topics."])
        for number, text in enumerate(made.texts):
            yield f"articles/a{number}", self._page(f"Article {number}", self._article(number, text))
        for number, (first, last) in enumerate(made.actors):
            yield f"actors/actor-{number}", self._page(f"{first} {last}", self._actor(number))
        for number in range(made.topics):
            yield f"background/topic-{number}", self._page(f"Topic {number}", [self._body(10_000 + number)])
        actors = [
            f"- {self._link('actors', f'actor-{n}', f'{a} {b}')}: Somebody in this text."
            for n, (a, b) in enumerate(made.actors)
        ]
        articles = [
            f"- {self._link('articles', f'a{n}', f'Article {n}')}, 1 January 2020" for n in range(made.articles)
        ]
        topics = [f"- {self._link('background', f'topic-{n}', f'Topic {n}')}" for n in range(made.topics)]
        quotes = [f"- {self._speaker(n)}: “{self._quoted(n)}”" for n in range(made.articles)]
        sources = [f"- Report {n}. 2019." for n in range(50)]
        for name, rows in zip(SECTIONS, (articles, actors, topics, quotes, sources), strict=True):
            yield f"{name}/{index}", self._page(name.capitalize(), ["\n".join(rows)])

    def _page(self, title: str, parts: list[str]) -> str:
        return f"---\ntitle: {title}\n---\n# {title}\n\n" + "\n\n".join(parts) + "\n"

    def _link(self, folder: str, name: str, words: str) -> str:
        return f"[{words}]({f'/{folder}/{name}/' if self._hugo else f'../{folder}/{name}.md'})"

    def _article(self, number: int, text: list[str]) -> list[str]:
        notes = [f"- “{' '.join(text[note * 9 + 1].split()[:4])}”: A remark on this passage." for note in range(3)]
        notes += [
            f"- “A{number}p7”: 31 December 2019",
            f"- “{self._quoted(number)}”, said {self._speaker(number)}. Report 1. 2019.",
        ]
        who: dict[int, list[int]] = {}
        for paragraph, words in enumerate(text, 1):
            for word in words.rstrip(".").split(" "):
                if word in self._ids:
                    who.setdefault(self._ids[word], []).append(paragraph)
        rows = [
            f"- {self._actor_link(n)}: Somebody in this text. Mentions: {_numbers(found)}" for n, found in who.items()
        ]
        return [*map(self._linked, text), "## Notes", "\n".join(notes), "## Who is who", "\n".join(rows)]

    def _actor(self, number: int) -> list[str]:
        said = [f"- “{self._quoted(n)}”" for n in range(number, self._made.articles, 100)] if number < 100 else []
        parts = [
            "Somebody in this text.",
            self._body(number),
            *(["## Said", "\n".join(said)] if said else []),
            "## In the text",
        ]
        for shown, (article, paragraphs) in enumerate(self._named[number].items()):
            link = self._link("articles", f"a{article}", f"Article {article}")
            if shown < SENTENCES_OF:
                sentences = [f"- Paragraph {p}: {self._made.texts[article][p - 1]}" for p in dict.fromkeys(paragraphs)]
                parts.append(f"{link}, 1 January 2020\n\n" + "\n".join(sentences))
            else:
                parts.append(f"- {link}: {_numbers(paragraphs)}")
        return parts

    def _body(self, seed: int) -> str:
        body = self._made.body(seed).replace("\n      ", "\n").replace("[@", "(").replace("].", ").")
        body = re.sub(r"\[\[(actor-(\d+))\]\]", lambda m: self._actor_link(int(m[2])), body)
        return re.sub(r"\[\[(topic-\d+)\|([^\]]*)\]\]", lambda m: self._link("background", m[1], m[2]), body)

    def _actor_link(self, number: int) -> str:
        return self._link("actors", f"actor-{number}", " ".join(self._made.actors[number]))

    def _speaker(self, article: int) -> str:
        return self._actor_link(article % 100)

    def _quoted(self, article: int) -> str:
        return " ".join(self._made.texts[article][5].split()[:6])

    def _linked(self, paragraph: str) -> str:
        def link(word: str) -> str:
            bare = word.rstrip(".")
            if bare not in self._ids:
                return word
            return self._link("actors", f"actor-{self._ids[bare]}", bare) + word[len(bare) :]

        return " ".join(map(link, paragraph.split(" ")))


def _numbers(paragraphs: list[int]) -> str:
    return ", ".join(map(str, paragraphs))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
