"""From a passage as another program tells it to a selector of ours, by the project's own anchoring.

A passage is placed where its words stand exactly once, or where its offsets say which of them is meant. Nothing else
places it: what is much alike is named in the remark, and the annotation keeps its words as an orphan for `reanchor`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from builder.filing import in_article
from builder.imports.importing import Target, utf_16
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


class Placed(NamedTuple):
    """A selector as it is written, whether the place is certain, and why it is not."""

    selector: Plain
    span: tuple[str, int, int] | None = None
    doubt: str = ""


def place(site: Site, target: Target, chosen: str | None = None) -> Placed | None:
    """Where a passage is in the dossier; nothing for one that says neither words nor a place that there is.

    `chosen` is the article that the user has named.
    """
    article, doubt = (chosen, "") if chosen else _article(site, target.source)
    seed = site.dossier.seeds.get(article or "")
    found = _locate(seed, target) if seed else "no article is known by that address: name one with `--article`"
    if article and seed and isinstance(found, tuple):
        selector = in_article(site.dossier, article, describe(seed, *found))
        return Placed(selector, (article, *found), doubt or _doubt(seed, target, found))
    keys = {"exact": target.exact[:LONG], "prefix": target.prefix[-AROUND:], "suffix": target.suffix[:AROUND]}
    words = {key: " ".join(text.split()) for key, text in keys.items() if text.strip()}
    several = {"article": article} if article and len(site.dossier.articles) > 1 else {}
    return Placed({**words, "orphan": "true", **several}, None, str(found)) if "exact" in words else None


def _article(site: Site, source: str) -> tuple[str | None, str]:
    """The article that a source means, and why that is not certain."""
    if (match := _ADDRESS.search(source)) and match[1] in site.dossier.seeds:
        return match[1], ""
    for article in site.dossier.articles:
        if source and _bare(article.url or "") == _bare(source):
            return article.id, ""
    only = site.dossier.articles[0].id if len(site.dossier.articles) == 1 else None
    return only, f"it speaks of {source}" if source else ""


def _bare(address: str) -> str:
    """An address without what does not tell texts apart."""
    return re.sub(r"^https?://(?:www\.)?|[#?].*$|/+$", "", address)


def _locate(seed: Seed, target: Target) -> Span | str:
    """The one span that the target means, or why there is none."""
    if not target.exact.strip():
        return _by_offsets(seed, target)
    there = resolve(_selector(target.exact, target.prefix, target.suffix), seed)
    found = resolve(_selector(target.exact), seed) if isinstance(there, Miss) else there
    if isinstance(found, Miss):
        assert isinstance(there, Miss)
        near = f"; most alike is “{excerpt(seed, *there.candidates[0], around=0)}”" if there.candidates else ""
        return there.message + near
    spans = [span for span in found if normalised(seed.text[slice(*span)]) == normalised(target.exact).strip(" ")]
    meant = [span for span in spans if target.start in (span[0], utf_16(seed.text[: span[0]]))]
    for certain in (meant, spans):
        if len(certain) == 1:
            return certain[0]
    return f"the words occur {times(len(spans))}, and nothing says which is meant"


def _selector(exact: str, prefix: str = "", suffix: str = "") -> Selector:
    keys: dict[str, Any] = {"prefix": prefix[-AROUND:], "suffix": suffix[:AROUND], "exact": exact}
    if len(exact) > LONG:
        words = exact.split()
        keys |= {"exact": "", "start": " ".join(words[:10])[:LONG], "end": " ".join(words[-10:])[-LONG:]}
    return Selector.model_validate({"every": True, **{key: text for key, text in keys.items() if text.strip()}})


def _by_offsets(seed: Seed, target: Target) -> Span | str:
    """The span that the offsets say, without blanks around it."""
    start, end = target.start, target.end
    if start is not None and end is not None and 0 <= start < end <= len(seed.text):
        words = seed.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if is_bare(seed, start, end) and seed.block_at(start):
            return start, end
    return "it says no place that the text has"


def _doubt(seed: Seed, target: Target, span: Span) -> str:
    """Why a place that was found is not certain."""
    if not target.exact.strip():
        return "only its offsets say where it is"
    around = resolve(_selector(target.exact, target.prefix, target.suffix), seed)
    return "" if not isinstance(around, Miss) and span in around else "other words stand before or after it"
