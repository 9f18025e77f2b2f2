"""Completion in an editor: the schema takes what the builder takes, and knows the dossier's ids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft7Validator

from builder import cli
from builder.files import read_inputs, skeleton
from builder.parse import parse
from builder.schema import SCHEMA_FILE, as_text, json_schema
from builder.values import Inputs
from tests.conftest import ROOT
from tests.dossiers import dossier, rules_of


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, by which editors read: `2019` is a number, `no` and `2019-12-27` are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern in (
    ("null", "~|null|"),
    ("bool", "true|false"),
    ("int", "[-+]?[0-9]+"),
    ("float", r"[-+]?[0-9]+\.[0-9]*"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)


def faults(schema: dict[str, Any], text: str) -> list[str]:
    """The paths of what an editor would underline in red."""
    found = Draft7Validator(schema).iter_errors(yaml.load(text, Core))
    return ["/".join(map(str, error.absolute_path)) for error in found]


BAGHDAD = json_schema(parse(read_inputs(ROOT))[0])


def test_the_schema_in_the_repository_is_up_to_date() -> None:
    expected = as_text(parse(read_inputs(ROOT))[0])
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == expected, "`make schema`, and commit it"


@pytest.mark.parametrize(
    "settings", [(ROOT / ".vscode/settings.json").read_text(), skeleton()[".vscode/settings.json"]]
)
def test_opening_the_folder_in_an_editor_finds_the_schema(settings: str) -> None:
    assert json.loads(settings)["yaml.schemas"] == {SCHEMA_FILE: ["annotations/**/*.yml", "annotations/**/*.yaml"]}


FILES = [*sorted((ROOT / "annotations").rglob("*.yml")), ROOT / "tests/example/annotations/all.yml"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_the_builder_takes_is_not_underlined(file: Path) -> None:
    assert faults(BAGHDAD, file.read_text(encoding="utf-8")) == []


NOTE = "notes: {n: {at: %s, body: A.}}"
GOOD = [
    NOTE % "words",
    NOTE % "{exact: words, paragraph: 1}",
    NOTE % "[words, {start: a, end: b}]",
    NOTE % "1914",
    "events: {e: {title: 1914, date: 1914, place: not-yet-written, actors: [nobody, {id: iran}], sources: [new]}}",
    "quotes: {q: {speaker: A crowd, at: words, date: 2019-12}}",
    "sources: {s: {type: report, title: A report, author: Somebody, issued: 2019}}",
]
BAD = [
    (NOTE % "{exat: words}", "notes/n/at"),
    (NOTE % "words, colour: red", "notes/n"),
    ("notes: {n: {body: A.}}", "notes/n"),
    ("notes: {N: {at: words, body: A.}}", "notes"),
    ("actors: {a: {name: A, kind: diplomat}}", "actors/a/kind"),
    ("mentions: {m: {is: The crowd, at: words}}", "mentions/m/is"),
    ("mention: {}", ""),
]


@pytest.mark.parametrize("text", GOOD)
def test_short_forms_and_ids_to_come_are_taken(text: str) -> None:
    assert faults(BAGHDAD, text) == []
    assert set(rules_of(dossier(text, seed="words a b 1914"))) <= {
        "dangling-reference",
        "uncited-statement",
        "unused-source",
    }


@pytest.mark.parametrize(("text", "place"), BAD)
def test_what_the_builder_refuses_is_underlined(text: str, place: str) -> None:
    assert faults(BAGHDAD, text) == [place]
    assert set(rules_of(dossier(text, seed="words"))) & {
        "unknown-key",
        "missing-key",
        "bad-id",
        "wrong-value",
        "dangling-reference",
    }


def offered(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, str]:
    """The ids that completion offers for a field, each with what it says of it."""
    node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
    own = {node["const"]: node["description"]} if "const" in node else {}
    options = (*node.get("allOf", ()), *node.get("anyOf", ()))
    return own | {id: text for option in options for id, text in offered(schema, option).items()}


def test_a_field_offers_the_ids_of_its_kinds_with_their_names() -> None:
    text = "actors: {iran: {name: Iran, kind: state}}\nglossary: {siege-term: {term: siege, definition: A.}}"
    schema = json_schema(parse(Inputs.of(dossier(text)))[0])
    fields = {name: schema["$defs"][name]["properties"] for name in ("Mention", "Quote", "Citation", "Event", "Actor")}
    iran = {"iran": "actor: Iran"}
    assert offered(schema, fields["Mention"]["is"]) == {**iran, "siege-term": "term: siege"}
    assert offered(schema, fields["Quote"]["speaker"]) == iran
    assert offered(schema, fields["Citation"]["id"]) == {"report": "source: The siege in Baghdad"}
    assert offered(schema, fields["Event"]["place"]) == {}
    assert set(offered(schema, fields["Actor"]["see"]["items"])) == {"iran", "siege-term", "siege", "report"}


def test_hover_shows_what_a_key_means_above_what_its_id_means() -> None:
    """The YAML extension shows the title and the description that it meets first, and those of values come first."""
    fields = {name: BAGHDAD["$defs"][name]["properties"] for name in ("Mention", "Event", "Quote", "Citation")}
    named = {
        "The record that is meant.": fields["Mention"]["is"],
        "Where it happened.": fields["Event"]["place"],
        "The source's id.": fields["Citation"]["id"],
        "Related records, by their ids.": fields["Quote"]["see"]["items"],
    }
    assert {(field["title"], field["description"]) for field in named.values()} == {(text, text) for text in named}
    assert all(option.keys() & {"$ref", "description"} for field in named.values() for option in field["anyOf"])


def test_the_command_prints_it(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-C", str(example), "schema"]) == 0
    assert capsys.readouterr().out == as_text(parse(read_inputs(example))[0])
