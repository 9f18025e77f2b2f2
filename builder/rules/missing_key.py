from builder.diagnostics import Example, Rule

RULE = Rule(
    id="missing-key",
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
