from builder.diagnostics import USUAL_ACTOR, Example, Rule

RULE = Rule(
    id="missing-key",
    summary="a record lacks a key that its kind requires",
    why="""\
The page would have a hole: an actor without a name cannot be linked from the text, an event without a
date has no place on the timeline.
""",
    bad=Example(USUAL_ACTOR.replace("    name: The crowd\n", "")),
    good=Example(USUAL_ACTOR),
)
