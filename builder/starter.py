"""A new dossier around an article's text: files that are valid, build at once and whose comments teach the format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as Day
from hashlib import sha256
from html import escape

from builder.anchor import anchor
from builder.diagnostics import Diagnostic
from builder.link import link
from builder.models import ID, RESERVED
from builder.parse import parse
from builder.schema import SCHEMA_FILE, as_text
from builder.seed import Seed, read_seed
from builder.suggestions import drafts, suggest
from builder.text import slug
from builder.values import Inputs, Site
from builder.yaml_editor import rename_key, set_value

# A first line of at most this many letters that does not end like a sentence is taken for the headline.
LONGEST_HEADLINE = 120
# The source that the skeleton has: the article itself.
SOURCE = "the-article"


def new_dossier(
    raw: bytes, name: str, today: Day, skeleton: Mapping[str, str]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of a dossier around the text in `raw`, called `name`, or what is wrong with the text.

    A text that carries no date is dated `today`, and its time expressions wait until the editor has set the date.
    """
    id = slug(name)
    if not ID.fullmatch(id) or RESERVED.fullmatch(id) or id == SOURCE:
        id = "article"
    seed, found = read_seed(f"seeds/{id}.txt", raw)
    if seed is None:
        return {}, found
    title = _headline(seed) or re.sub(r"[\W_]+", " ", name).strip().capitalize() or "An article"
    texts = _filled(skeleton, id, title, sha256(raw).hexdigest(), seed.header_date, today)
    annotations = {file: text for file, text in texts.items() if file.startswith("annotations/")}
    site = _site(annotations, seed.file, raw)
    suggestions = [s for s in suggest(site) if seed.header_date or s.collection != "dates"]
    texts |= drafts(site, annotations, suggestions)
    texts[SCHEMA_FILE] = as_text(_site({file: texts[file] for file in annotations}, seed.file, raw).dossier)
    return {seed.file: raw, **{file: text.encode() for file, text in texts.items()}}, []


def _filled(
    skeleton: Mapping[str, str], id: str, title: str, digest: str, date: str | None, today: Day
) -> dict[str, str]:
    """The skeleton with what is known of the article in its places; as a work it bears no date that nobody has seen."""
    texts = dict(skeleton)
    for file, path, value in (
        ("annotations/dossier.yml", ("dossier", "title"), title),
        ("annotations/articles.yml", ("articles", "article", "file"), f"{id}.txt"),
        ("annotations/articles.yml", ("articles", "article", "sha256"), digest),
        ("annotations/articles.yml", ("articles", "article", "title"), title),
        ("annotations/articles.yml", ("articles", "article", "date"), date or str(today)),
        ("annotations/sources.yml", ("sources", SOURCE, "title"), title),
        *([("annotations/sources.yml", ("sources", SOURCE, "issued"), date)] if date else []),
    ):
        texts[file] = set_value(texts[file], path, value)
    texts["annotations/articles.yml"] = rename_key(texts["annotations/articles.yml"], ("articles", "article"), id)
    # The rest of this file is MkDocs' own YAML, with tags.
    named, _, rest = texts["mkdocs.yml"].partition("\n")
    shown = title.translate({ord("<"): "‹", ord(">"): "›"})  # the theme takes the name for HTML
    texts["mkdocs.yml"] = f"{set_value(named, ('site_name',), shown)}\n{rest}"
    home = texts["docs/index.md"].replace("[[article]]", f"[[{id}]]")
    texts["docs/index.md"] = home.replace("# Title", f"# {_as_markdown(title)}", 1)
    return texts


def _as_markdown(words: str) -> str:
    """Words as a page of Markdown has them, in which no sign means anything."""
    return re.sub(r"[\\`*_{}\[\]#]", r"\\\g<0>", escape(words, quote=False))


def _headline(seed: Seed) -> str:
    """The headline, if the text seems to begin with one."""
    first, *others = [seed.words(block.start, block.end) for block in seed.blocks]
    is_headline = (
        others and seed.caption is None and len(first) <= LONGEST_HEADLINE and not first.endswith((".", "”", '"'))
    )
    return first if is_headline else ""


def _site(annotations: Mapping[str, str], seed: str, raw: bytes) -> Site:
    inputs = Inputs({seed: raw}, {file: text.encode() for file, text in annotations.items()})
    dossier, _ = parse(inputs)
    return link(dossier, anchor(dossier)[0])
