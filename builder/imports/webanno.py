"""WebAnno TSV 3, which INCEpTION exports: tokens a line, and a column for each feature of each layer.

Of the layers the named entities and the custom ones are taken over. What grammar says of words (parts of speech,
lemmas, dependencies) has no place in a dossier, nor have relations and chains. Offsets are UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from builder.imports.entities import entity
from builder.imports.importing import Items, Material, Target, Unreadable, utf_16

_TOKEN = re.compile(r"\d{1,9}-\d{1,9}(\.\d{1,9})?\t(\d{1,9})-\d{1,9}\t([^\t]*)\t?(.*)")
_LAYER = re.compile(r"#T_(SP|RL|CH)=([^|]*)\|?(.*)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SEVERAL = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(.*)\[(\d{1,9})\]", re.DOTALL)
ENTITY = "NamedEntity"
# What may lie between two tokens.
GAP = 1000
GRAMMAR = ("lexmorph", "segmentation", "syntax", "transform", "coref", "semantics")


class _Layer(NamedTuple):
    """A layer: its name, its first column, its features, and why it is left, if it is."""

    name: str
    column: int
    features: tuple[str, ...]
    left: str


class _Token(NamedTuple):
    """Where a token is written, where it begins and ends in the text, and its columns."""

    where: str
    start: int
    end: int
    columns: list[str]


def read(material: Material) -> Items:
    """Every annotation of the layers that a dossier has a place for."""
    lines = [line.rstrip("\r") for line in material.text.split("\n")]
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise Unreadable("line 1 should be `#FORMAT=WebAnno TSV 3` and a digit: export as WebAnno TSV 3")
    layers = list(_layers(lines, material))
    text, tokens = _document(lines, material)
    for layer in layers:
        for where, start, end, values in _spans(layer, tokens, material):
            iri = values.pop("identifier", "")
            label = values.get("value", "") if layer.name == ENTITY else ", ".join(filter(None, values.values()))
            yield from entity(material, where, label or layer.name, Target.within(text, start, end), iri=iri)


def _layers(lines: list[str], material: Material) -> Iterator[_Layer]:
    column = 0
    for number, line in enumerate(lines, 1):
        if match := _LAYER.match(line):
            features = match[3].split("|")
            slots = [index for index, feature in enumerate(features) if feature.startswith("ROLE_")]
            if slots:
                what = "slots, which point from one annotation to others, have no place in a dossier"
                material.leave(what, f"line {number}")
            is_left = match[1] != "SP" or any(f".{word}." in match[2] for word in GRAMMAR)
            own = tuple(features[: slots[0]] if slots else features)
            yield _Layer(match[2].rpartition(".")[2], column, own, match[2] if is_left else "")
            column += len(features)


def _document(lines: list[str], material: Material) -> tuple[str, list[_Token]]:
    """The text, put together from the tokens, and these; offsets within the text are code points."""
    text, units = "", 0
    tokens: list[_Token] = []
    for number, line in enumerate(lines, 1):
        where = f"line {number}"
        match = _TOKEN.fullmatch(line)
        if match is None:
            if line.strip() and not line.startswith("#"):
                material.remark(where, f"this is no token: {line[:80]}")
            continue
        start, words, columns = int(match[2]), _plain(match[3]), match[4].split("\t")
        if match[1]:
            at = len(text) - (units - start)  # a part of the token before
            if words and text[at : at + len(words)] == words:
                tokens.append(_Token(where, at, at + len(words), columns))
            elif any(column not in ("_", "") for column in columns):
                material.remark(where, "an annotation of no words, or of words that go on in the next token")
            continue
        if not units <= start <= units + GAP:
            raise Unreadable(f"line {number}: the token begins at {start}, the one before ends at {units}")
        text += " " * (start - units)
        tokens.append(_Token(where, len(text), len(text) + len(words), columns))
        text += words
        units = start + utf_16(words)
    return text, tokens


def _spans(layer: _Layer, tokens: list[_Token], material: Material) -> Iterable[tuple[str, int, int, dict[str, str]]]:
    """The annotations of a layer: values with the same number are one, over all their tokens."""
    spans: dict[str, tuple[str, int, int, dict[str, str]]] = {}
    for token in tokens:
        cells = token.columns[layer.column : layer.column + len(layer.features)]
        if all(cell in ("_", "") for cell in cells):
            continue
        if layer.left:
            material.leave(f"the layer {layer.left} has no place in a dossier", token.where)
            continue
        for feature, cell in zip(layer.features, cells, strict=False):
            for index, value in enumerate(_SEVERAL.split(cell)):
                numbered = _NUMBERED.fullmatch(value)
                key = numbered[2] if numbered else f"{token.where} {index}"
                plain = _plain(numbered[1] if numbered else value)
                where, start, _, values = spans.get(key) or (token.where, token.start, token.end, {})
                values.setdefault(feature, "" if plain in ("*", "_") else plain)
                spans[key] = where, start, token.end, values
    return spans.values()


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)
