"""From a passage as another program tells it to a selector of ours, by the project's own anchoring.

A passage is placed where its words stand exactly once, or where its offsets say which of them is meant. Nothing else
places it: what is much alike is named in the remark, and the annotation keeps its words as an orphan for `reanchor`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from builder.filing import in_article
from builder.imports.importing import Target
from builder.parts import Selector
from builder.seed import Seed
from builder.selectors import Miss, Span, describe, excerpt, is_bare, resolve, times
from builder.text import normalised
from builder.values import Site
from builder.yaml_reader import Plain

# More words than that are looked for by their beginning and end.
LONG = 2000
AROUND = 200
_ADDRESS = re.compile(r"(?:^|/)articles/([a-z0-9][a-z0-9-]*)(?:\.txt|/|#.*|$)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A selector as it is written, whether the place is certain, and why it is not."""

    selector: Plain
    span: tuple[str, int, int] | None = None
    doubt: str = ""


def place(site: Site, target: Target, chosen: str | None = None) -> Placed | None:
    """Where a passage is in the dossier; nothing for one that says neither words nor a place that there is.

    `chosen` is the article that the user has named.
    """
    article, doubt = _article(site, target.source, chosen)
    seed = site.dossier.seeds.get(article or "")
    span: Span | None = None
    if seed is None:
        doubt = "no article is known by that address: name one with `--article`"
    else:
        found = _locate(seed, target)
        span, doubt = (found, doubt) if isinstance(found, tuple) else (None, found)
        if span and not target.exact.strip():
            doubt = doubt or "only its offsets say where it is"
        elif span:
            around = resolve(_selector(target.exact, target.prefix, target.suffix), seed)
            fits = not isinstance(around, Miss) and span in around
            doubt = doubt or ("" if fits else "other words stand before or after it")
    if span and article and seed:
        return Placed(in_article(site.dossier, article, describe(seed, *span)), (article, *span), doubt)
    keys = {"exact": target.exact[:LONG], "prefix": target.prefix[-AROUND:], "suffix": target.suffix[:AROUND]}
    words = {key: " ".join(text.split()) for key, text in keys.items() if text.strip()}
    several = {"article": article} if article and len(site.dossier.articles) > 1 else {}
    return Placed({**words, "orphan": "true", **several}, None, doubt) if "exact" in words else None


def _article(site: Site, source: str, chosen: str | None) -> tuple[str | None, str]:
    """The article that a source means, and why that is not certain."""
    if chosen:
        return chosen, ""
    if (match := _ADDRESS.search(source)) and match[1] in site.dossier.seeds:
        return match[1], ""
    for article in site.dossier.articles:
        if source and _bare(article.url or "") == _bare(source):
            return article.id, ""
    if len(site.dossier.articles) == 1:
        return site.dossier.articles[0].id, f"it speaks of {source}" if source else ""
    return None, ""


def _bare(address: str) -> str:
    """An address without what does not tell texts apart."""
    return re.sub(r"^https?://(?:www\.)?|[#?].*$|/+$", "", address)


def _locate(seed: Seed, target: Target) -> Span | str:
    """The one span that the target means, or why there is none."""
    if not target.exact.strip():
        return _by_offsets(seed, target)
    miss: Miss | None = None
    for prefix, suffix in ((target.prefix, target.suffix), ("", "")):
        found = resolve(_selector(target.exact, prefix, suffix), seed)
        if isinstance(found, Miss):
            miss = miss or found
            continue
        spans = [span for span in found if normalised(seed.text[slice(*span)]) == normalised(target.exact).strip(" ")]
        there = [span for span in spans if target.start in (*_counts(seed, span[0]),)]
        if len(spans) == 1 or len(there) == 1:
            return (there if len(there) == 1 else spans)[0]
        return f"the words occur {times(len(spans))}, and nothing says which is meant"
    assert miss is not None
    near = f"; most alike is “{excerpt(seed, *miss.candidates[0], around=0)}”" if miss.candidates else ""
    return miss.message + near


def _selector(exact: str, prefix: str, suffix: str) -> Selector:
    keys: dict[str, Any] = {"prefix": prefix[-AROUND:], "suffix": suffix[:AROUND], "exact": exact}
    if len(exact) > LONG:
        words = exact.split()
        keys |= {"exact": "", "start": " ".join(words[:10])[:LONG], "end": " ".join(words[-10:])[-LONG:]}
    return Selector.model_validate({"every": True, **{key: text for key, text in keys.items() if text.strip()}})


def _counts(seed: Seed, offset: int) -> Iterator[int]:
    """An offset in code points and in UTF-16 units."""
    yield offset
    yield len(seed.text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _by_offsets(seed: Seed, target: Target) -> Span | str:
    """The span that the offsets say, without blanks around it."""
    start, end = target.start, target.end
    if start is not None and end is not None and 0 <= start < end <= len(seed.text):
        words = seed.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if is_bare(seed, start, end) and seed.block_at(start):
            return start, end
    return "it says no place that the text has"
