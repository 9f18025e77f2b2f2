from builder.diagnostics import USUAL_ACTOR, Example, Rule

RULE = Rule(
    id="wrong-value",
    summary="a value is not of the type that its field has",
    why="""\
Every scalar is read as the text it is and then by the field's own type. What does not fit, such as a
date that the calendar does not have or a kind of actor that does not exist, could only be shown as
nonsense.
""",
    bad=Example(USUAL_ACTOR.replace("kind: crowd", "kind: mob")),
    good=Example(USUAL_ACTOR),
)
