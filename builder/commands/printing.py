"""What several commands print, on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from builder.report.excerpt import visible


def show_lines(lines: Iterable[str]) -> None:
    """Print lines for a terminal, without what in an editor's or author's words would act on it."""
    sys.stdout.writelines(f"{visible(line)}\n" for line in lines)


def show_json(value: dict[str, Any]) -> None:
    """Print one object."""
    sys.stdout.write(f"{json.dumps(value, indent=2, ensure_ascii=False)}\n")
