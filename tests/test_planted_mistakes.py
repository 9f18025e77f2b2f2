"""Eleven mistakes in a copy of the Baghdad annotations: eleven diagnostics in one run, each where it was made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder import cli


def test_eleven_mistakes(baghdad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = baghdad / "annotations" / "extra.yml"
    extra.write_text(
        """\
actors:
  the-envoy: {name: The envoy, kind: diplomat, summary: "Somebody. [@ynet-ap]"}
  Bad_Id: {name: Nobody, kind: person, summary: "Nobody. [@ynet-ap]"}
  ali-khamenei: {name: Twice, kind: person, summary: "Twice. [@ynet-ap]"}
  rival: {name: Mr Trump, kind: person, summary: "A rival. [@ynet-ap]"}
events:
  undated: {title: When was it?, sources: [ynet-ap]}
  placed: {title: Where was it?, date: 2019-12-31, place: bagdad, sources: [ynet-ap]}
notes:
  nowhere: {kind: context, at: huddled in a save room, body: Not there.}
  anywhere: {kind: context, at: the embassy, body: Which?}
  key-twice:
    kind: context
    kind: caution
    at: tear gas during
    body: Twice.
background:
  unbacked: {title: A topic, colour: red, body: "A statement. [@ynet-ap]"}
  linked: {title: A topic, body: "See [[ali-khamenai]]. [@ynet-ap]"}
""",
        encoding="utf-8",
    )
    status = cli.run(["check", "-C", str(baghdad), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert status == 1
    assert [(d["rule"], d["line"], d["column"]) for d in found if d["file"] == "annotations/extra.yml"] == [
        ("wrong-value", 2, 38),
        ("bad-id", 3, 3),
        ("duplicate-id", 4, 3),
        ("shared-form", 5, 17),
        ("missing-key", 7, 3),
        ("dangling-reference", 8, 59),
        ("selector-not-found", 10, 32),
        ("selector-ambiguous", 11, 33),
        ("duplicate-key", 14, 5),
        ("unknown-key", 18, 30),
        ("dangling-reference", 19, 39),
    ]
    assert len(found) == 11
