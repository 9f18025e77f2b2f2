"""What to say of a value that is not of its field's type, in place of what pydantic says."""

from __future__ import annotations

import re
from typing import Any

from builder.diagnostics import nearest, shortened

_HOLDS_KEYS = ("holds keys and values", "write `key: value` below it, indented")
_CURES = {
    "string_type": ("is a text", ""),
    "int_parsing": ("is a whole number", ""),
    "float_parsing": ("is a number", ""),
    "bool_parsing": ("is yes or no", "write `true` or `false`"),
    "tuple_type": ("is a list", "write `[one, two]`, or each on a line of its own after `- `"),
    "dict_type": _HOLDS_KEYS,
    "model_type": _HOLDS_KEYS,
    "model_attributes_type": _HOLDS_KEYS,
    "greater_than_equal": ("is at least 1", ""),
    "string_too_short": ("must not be empty", ""),
    "string_too_long": ("is too long", ""),
    "missing": ("has too few entries", ""),
    "too_short": ("has too few entries", ""),
    "too_long": ("has too many entries", ""),
}
_PATTERNS = {
    "time": "a time is written 19:20 or 19:20+03:00",
    "lang": "a language is a BCP 47 tag, such as `en-GB` or `fa`",
    "native": "a language is a BCP 47 tag, such as `ar` or `fa`",
    "sha256": "a SHA-256 digest has 64 hexadecimal digits",
}


def wrong(key: str, fault: Any) -> tuple[str, str]:
    """Headline and cure for the value of `key`, from what pydantic says of it (`fault`)."""
    value = shown(fault["input"])
    if fault["input"] is None:
        return f"`{key}` is empty", "give it a value or remove the key"
    if fault["type"] == "value_error":
        error = fault["ctx"]["error"]
        return str(error), getattr(error, "help", "")
    if fault["type"] in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        near = nearest(str(fault["input"]), allowed)
        help = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(allowed)}"
        return f"{value} is not a known `{key}`", help
    if fault["type"] == "string_pattern_mismatch":
        return f"{value} does not have the form of `{key}`", _PATTERNS.get(key, "")
    what, help = _CURES.get(fault["type"], (f"is wrong: {fault['msg'].lower()}", ""))
    subject = f"each entry of `{key}`" if fault["loc"] and isinstance(fault["loc"][-1], int) else f"`{key}`"
    message = f"{subject} {what}, not {value}" if what.startswith("is a") else f"`{key}` {what}"
    return message, _rewritten(fault) or help


def _rewritten(fault: Any) -> str:
    """How to write a value that has brackets too many or too few."""
    value = fault["input"]
    if fault["type"] == "tuple_type" and isinstance(value, str) and re.fullmatch(r"[\w '’.,-]{1,80}", value):
        return f"write `[{value}]`, or each on a line of its own after `- `"
    while fault["type"] == "string_type" and isinstance(value, list) and len(value) == 1:
        [value] = value
        if isinstance(value, str):
            return f"write `{value}`: brackets make a list, and links with `[[…]]` belong in a `body` or `summary`"
    return ""


def shown(value: Any) -> str:
    """A value of the user's, as a message names it."""
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    return f"`{shortened(str(value), 40)}`"
