"""Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from builder import __version__
from builder.diagnostics import Diagnostic, Place, Rule
from builder.report.wording import Sources, whole_message
from builder.rulebook import RULES

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX = {rule.id: number for number, rule in enumerate(RULES)}


def as_sarif(diagnostics: Sequence[Diagnostic], _sources: Sources, _records: int = 0) -> str:
    """One run of the tool `dossier` with all its rules and what they found."""
    driver = {"name": "dossier", "version": __version__, "rules": [_rule(rule) for rule in RULES]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(d) for d in diagnostics]}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(rule.why.split())},
        "help": {"text": rule.why, "markdown": rule.why},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    remarks = [note for note in diagnostic.notes if note.place is None]
    related = [
        {"id": number} | _location(note.place) | {"message": {"text": note.text}}
        for number, note in enumerate(diagnostic.notes, 1)
        if note.place is not None
    ]
    result = {
        "ruleId": diagnostic.rule,
        "ruleIndex": _INDEX[diagnostic.rule],
        "level": str(diagnostic.severity),
        "message": {"text": whole_message(diagnostic, remarks)},
        "locations": [_location(diagnostic.place)],
    }
    return result | ({"relatedLocations": related} if related else {})


def _location(place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    artifact = {"uri": quote(place.file, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
