from builder.diagnostics import Example, Rule

RULE = Rule(
    id="duplicate-key",
    summary="a key is given twice in one place",
    why="""\
YAML readers keep the last of the two and drop the other without a word: what an editor wrote first would
never reach the page.
""",
    bad=Example("""\
actors:
  the-crowd:
    name: The crowd
    name: The protesters
    kind: crowd
"""),
    good=Example("""\
actors:
  the-crowd:
    name: The crowd
    kind: crowd
"""),
)
