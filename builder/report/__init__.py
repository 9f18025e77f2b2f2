"""Diagnostics as people and as machines read them, one format a file.

Every format is a function from (diagnostics, the files' texts, the number of records) to the text to print.
The columns of a `Place` count code points; only the text format turns them into cells of a terminal.
"""

from builder.report.explanation import explain
from builder.report.github import as_github
from builder.report.json_object import as_json
from builder.report.sarif import as_sarif
from builder.report.text import as_text, uncoloured
from builder.report.wording import Format, plain_line

__all__ = ["FORMATS", "explain", "plain_line", "uncoloured"]

FORMATS: dict[str, Format] = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
