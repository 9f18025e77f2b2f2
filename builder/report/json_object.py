"""Diagnostics as one JSON object, for scripts and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from builder.diagnostics import Diagnostic
from builder.report.wording import Sources, summary


def as_json(diagnostics: Sequence[Diagnostic], _sources: Sources, _records: int = 0) -> str:
    """All diagnostics and a summary. The keys are stable: other programs rely on them."""
    whole = {"diagnostics": [_diagnostic(d) for d in diagnostics], "summary": summary(diagnostics)}
    return json.dumps(whole, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        **asdict(diagnostic.place),
        "help": diagnostic.help,
    }
