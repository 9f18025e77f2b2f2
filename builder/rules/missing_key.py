"""A key that every record of a kind needs is not there."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="missing-key",
    severity=Severity.ERROR,
    summary="a record lacks a key that its kind requires",
    why="""\
The page would have a hole: an actor without a name cannot be linked from the text, an event without a
date has no place on the timeline.
""",
    bad=Example("""\
actors:
  the-crowd:
    kind: crowd
"""),
    good=Example("""\
actors:
  the-crowd:
    name: The crowd
    kind: crowd
"""),
)
