"""WebAnno TSV 3, which INCEpTION exports: tokens a line, and a column for each feature of each layer.

Of the layers the named entities and the custom ones are taken over. What grammar says of words (parts of speech,
lemmas, dependencies) has no place in a dossier, nor have relations and chains. Offsets are UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.imports.entities import entity
from builder.imports.importing import Items, Material, Remark, Target, Unreadable
from builder.values import grouped

_TOKEN = re.compile(r"\d{1,9}-\d{1,9}(?:\.\d{1,9})?\t(\d{1,9})-(\d{1,9})\t([^\t]*)\t?(.*)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SEVERAL = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(.*)\[(\d{1,9})\]", re.DOTALL)
ENTITY = "NamedEntity"
# What may lie between two tokens.
GAP = 1000
# Where a token is written, where it begins and ends in the text, and its columns.
Token = tuple[str, int, int, list[str]]
GRAMMAR = ("lexmorph", "segmentation", "syntax", "transform", "coref", "semantics")


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer: its name, its first column, its features, and why it is left, if it is."""

    name: str
    column: int
    features: tuple[str, ...]
    left: str


def read(material: Material) -> Items:
    """Every annotation of the layers that a dossier has a place for."""
    lines = material.text.split("\n")
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise Unreadable("line 1 should be `#FORMAT=WebAnno TSV 3` and a digit: export as WebAnno TSV 3")
    layers = list(_layers(lines, material))
    text, tokens, remarks = _document(lines)
    yield from remarks
    for layer in layers:
        for where, start, end, values in _spans(layer, tokens, material):
            iri = values.pop("identifier", "")
            label = values.get("value", "") if layer.name == ENTITY else ", ".join(filter(None, values.values()))
            yield from entity(material, where, label or layer.name, Target.within(text, start, end), iri=iri)


def _layers(lines: list[str], material: Material) -> Iterator[_Layer]:
    column = 0
    for number, line in enumerate(lines, 1):
        if match := re.match(r"#T_(SP|RL|CH)=([^|\r]*)\|?([^\r]*)", line):
            features = match[3].split("|")
            slots = [index for index, feature in enumerate(features) if feature.startswith("ROLE_")]
            if slots:
                material.leave(
                    "slots, which point from one annotation to others, have no place in a dossier", f"line {number}"
                )
            left = "" if match[1] == "SP" and not any(f".{word}." in match[2] for word in GRAMMAR) else match[2]
            own = tuple(features[: slots[0]] if slots else features)
            yield _Layer(match[2].rpartition(".")[2], column, own, left)
            column += len(features)


def _document(lines: list[str]) -> tuple[str, list[Token], list[Remark]]:
    """The text, put together from the tokens, and these; offsets within the text are code points."""
    text, units = "", 0
    tokens: list[Token] = []
    remarks: list[Remark] = []
    for number, line in enumerate(lines, 1):
        where = f"line {number}"
        match = _TOKEN.fullmatch(line.rstrip("\r"))
        if match is None:
            if line.strip() and not line.startswith("#"):
                remarks.append(Remark(where, f"this is no token: {line[:80]}"))
            continue
        start, words, columns = int(match[1]), _plain(match[3]), match[4].split("\t")
        if "." in line.partition("\t")[0]:
            at = len(text) - (units - start)  # a part of the token before
            if words and text[at : at + len(words)] == words:
                tokens.append((where, at, at + len(words), columns))
            elif any(column not in ("_", "") for column in columns):
                remarks.append(Remark(where, "an annotation of no words, or of words that go on in the next token"))
            continue
        if not units <= start <= units + GAP:
            raise Unreadable(f"line {number}: the token begins at {start}, the one before ends at {units}")
        text += " " * (start - units)
        tokens.append((where, len(text), len(text) + len(words), columns))
        text += words
        units = start + len(words.encode("utf-16-le", "surrogatepass")) // 2
    return text, tokens, remarks


def _spans(layer: _Layer, tokens: list[Token], material: Material) -> Iterator[tuple[str, int, int, dict[str, str]]]:
    """The annotations of a layer: values with the same number are one, over all their tokens."""
    rows: list[tuple[str, tuple[Token, dict[str, str]]]] = []
    for token in tokens:
        where, _, _, columns = token
        cells = columns[layer.column : layer.column + len(layer.features)]
        if all(cell in ("_", "") for cell in cells):
            continue
        if layer.left:
            material.leave(f"the layer {layer.left} has no place in a dossier", where)
            continue
        found: dict[str, dict[str, str]] = {}
        for feature, cell in zip(layer.features, cells, strict=False):
            for index, value in enumerate(_SEVERAL.split(cell)):
                numbered = _NUMBERED.fullmatch(value)
                key = numbered[2] if numbered else f"{where} {index}"
                plain = _plain(numbered[1] if numbered else value)
                found.setdefault(key, {})[feature] = "" if plain in ("*", "_") else plain
        rows += [(key, (token, values)) for key, values in found.items()]
    for parts in grouped(rows).values():
        (where, start, _, _), values = parts[0]
        yield where, start, parts[-1][0][2], values


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)
