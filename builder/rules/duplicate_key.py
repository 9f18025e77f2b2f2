from builder.diagnostics import USUAL_ACTOR, Example, Rule

RULE = Rule(
    id="duplicate-key",
    summary="a key is given twice in one place",
    why="""\
YAML readers keep the last of the two and drop the other without a word: what an editor wrote first would
never reach the page.
""",
    bad=Example(USUAL_ACTOR.replace("    kind", "    name: The protesters\n    kind")),
    good=Example(USUAL_ACTOR),
)
