"""Where a new record goes and how it is called: its selector as an editor writes it, a free id, a file of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from itertools import chain, count

from builder.models import RESERVED
from builder.parts import Selector
from builder.selectors import as_written
from builder.text import slug
from builder.values import Dossier, Site
from builder.yaml_reader import Plain


def in_article(dossier: Dossier, article: str, selector: Selector) -> Plain:
    """A selector in an article, as it stands in a file: it names the article where there are several."""
    several = {"article": article} if len(dossier.articles) > 1 else {}
    return as_written(selector.model_copy(update=several))


def free_id(words: str, instead: str, taken: Container[str]) -> str:
    """An id made from words, or from others if those have no letters, which nothing has yet."""
    base = slug(words) or instead
    numbered = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(id for id in numbered if id not in taken and not RESERVED.fullmatch(id))


def home(site: Site, collection: str, article: str = "") -> str:
    """The file for a new record: where most of its kind are, those of this article counting before all others."""
    here = {passage.author for passage in site.anchored.in_article(article)}
    files: Counter[str] = Counter()
    for id in site.dossier.records_of(collection):
        files[site.dossier.origins[id].document.file] += 1_000_000 if id in here else 1
    return files.most_common(1)[0][0] if files else f"annotations/{collection}.yml"
