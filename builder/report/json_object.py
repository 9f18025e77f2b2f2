"""Diagnostics as one JSON object, for scripts and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from builder.diagnostics import Diagnostic
from builder.report.wording import Sources, summary


def as_json(diagnostics: Sequence[Diagnostic], _sources: Sources, _records: int = 0) -> str:
    """All diagnostics and a summary. The keys are stable: other programs rely on them."""
    found = [
        {"rule": d.rule, "severity": str(d.severity), "message": d.message, **asdict(d.place), "help": d.help}
        for d in diagnostics
    ]
    return json.dumps({"diagnostics": found, "summary": summary(diagnostics)}, indent=2) + "\n"
