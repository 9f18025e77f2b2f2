"""Which two texts a command means, and what of a dossier has to be carried over from one to the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Severity
from builder.files import Unusable, read_text
from builder.models import Article
from builder.parse import parse
from builder.revisions.comparison import Comparison, compare
from builder.revisions.fates import BY_ITSELF
from builder.rules import wrong_seed_digest
from builder.seed import Seed, read_seed
from builder.values import Dossier, Inputs
from builder.yaml_reader import Path as Yaml


class NotAtHand(Unusable):
    """The text that was annotated is nowhere in the dossier."""


@dataclass(frozen=True)
class Text:
    """A text that was named, its SHA-256 digest, and the article that it is a state of, if the dossier says so."""

    article: str | None
    seed: Seed
    digest: str


@dataclass(frozen=True)
class Task:
    """What is to be carried over, and what the article's record says afterwards."""

    article: Article
    comparison: Comparison
    keys: dict[Yaml, str]

    @property
    def open(self) -> list[int]:
        """The numbers of the passages that an editor has to decide on; orphans are all of them."""
        passages = self.comparison.passages
        return [n for n, passage in enumerate(passages) if not self.keys or passage.verdict.fate not in BY_ITSELF]


@dataclass(frozen=True)
class Texts:
    """The texts of a dossier, and any file's."""

    dossier: Dossier
    inputs: Inputs

    @classmethod
    def of(cls, inputs: Inputs) -> Texts:
        """The dossier's texts. Raises `Unusable` where records cannot be read: they would be left out unseen."""
        dossier, found = parse(inputs)
        if any(d.severity is Severity.ERROR and d.rule != wrong_seed_digest.RULE.id for d in found):
            raise Unusable("the dossier has errors: `dossier check` shows them, mend them first")
        return cls(dossier, inputs)

    def article(self, id: str | None) -> Article:
        """The article of that id, or the only one. Raises `Unusable`."""
        articles = [article for article in self.dossier.articles if id in (None, article.id)]
        if id is not None and not articles:
            raise Unusable(f"there is no article `{id}`")
        if len(articles) != 1:
            ids = ", ".join(f"`{article.id}`" for article in articles)
            raise Unusable(f"say which article is meant by its id, or the id of one of its versions: {ids}")
        return articles[0]

    def named(self, name: str, article: str | None = None) -> Text:
        """The text called `name`: an article's, a version's, or any file; of `article` if that is given.

        Raises `Unusable`.
        """
        states = set(self._states(name))
        if len(states) > 1:
            ids = " or ".join(sorted(f"`{of}/{name}`" for of, _ in states))
            raise Unusable(f"several articles have a text `{name}`: say {ids}")
        of, file = next(iter(states), (None, name))
        if of and article not in (None, of):
            raise Unusable(f"`{name}` is a text of `{of}`, not of `{article}`")
        if file not in self.inputs.seeds and not Path(file).is_file():
            raise Unusable(f"there is no text `{name}`: neither an article, nor a version of one, nor a file")
        raw = self.inputs.seeds[file] if file in self.inputs.seeds else read_text(Path(file))
        seed, found = read_seed(file, raw, self.article(of).caption if of else None)
        if seed is None:
            raise Unusable(f"{file} cannot be compared: {found[0].message}")
        return Text(of, seed, hashlib.sha256(raw).hexdigest())

    def _states(self, name: str) -> Iterator[tuple[str, str]]:
        for article in self.dossier.articles:
            files = {article.id: article.file} | {f"{article.id}/{id}": v.file for id, v in article.versions.items()}
            for full, file in files.items():
                if name in (full, full.partition("/")[2] or full, file, f"seeds/{file}"):
                    yield article.id, f"seeds/{file}"

    def comparison(self, old: str, new: str) -> Comparison:
        """Two texts compared. Raises `Unusable`."""
        before, after = self.named(old), self.named(new)
        article = before.article or after.article or self.article(None).id
        if after.article not in (None, article):
            raise Unusable(f"{old} and {new} are of two articles: `{article}` and `{after.article}`")
        return compare(self.dossier, article, before.seed, after.seed)

    def task(self, article: Article, old: str | None, version: str | None) -> Task | None:
        """What is to be carried over to the text published, or to the `version` to publish; None if nothing is.

        Where the text annotated is the text published, only orphans are left. They quote an older text, and nothing
        says which, so all of them are asked about. Raises `Unusable`.
        """
        if version and version not in article.versions:
            raise Unusable(f"`{article.id}` has no version `{version}`: list it below `versions` first")
        new = self.named(f"{article.id}/{version}" if version else article.id, article.id)
        file = article.versions[version].file if version else article.file
        now = {"file": file, "sha256": new.digest}
        keys: dict[Yaml, str] = {(key,): value for key, value in now.items() if value != getattr(article, key)}
        orphans = (selector for _, _, selector in self.dossier.orphans)
        if not keys and article.id not in map(self.dossier.article_of, orphans):
            return None
        name = old or (article.id if version else self._annotated(article, keys))
        annotated = self.named(name, article.id)
        if keys and article.sha256 not in (None, annotated.digest):
            message = "is not the text that was annotated: its digest is not the one on record"
            raise Unusable(f"{annotated.seed.file} {message}")
        found = compare(self.dossier, article.id, annotated.seed, new.seed, orphans_only=not keys)
        if keys:  # the digest on record was that of the old text, which keeps one
            for id, one in article.versions.items():
                if f"seeds/{one.file}" == annotated.seed.file and one.sha256 is None:
                    keys["versions", id, "sha256"] = annotated.digest
        return Task(article, found, keys) if keys or found.passages else None

    def _annotated(self, article: Article, keys: dict[Yaml, str]) -> str:
        """The text that was annotated: the version with the digest on record, or, for orphans, the only other one."""
        ids = [f"{article.id}/{id}" for id, version in article.versions.items() if version.file != article.file]
        found = [id for id in ids if not keys or self.named(id).digest == article.sha256]
        if len(found) != 1:
            help = f"save a copy of it in `seeds/`, and list that below `versions` of `{article.id}`"
            raise NotAtHand(f"the text that was annotated is not at hand: {help}")
        return found[0]
