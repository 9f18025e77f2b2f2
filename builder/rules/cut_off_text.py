from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="cut-off-text",
    severity=Severity.WARNING,
    summary="a `#` cuts a text off: what stands behind it is a comment",
    why="""\
In YAML, a `#` behind a blank begins a comment, also within a sentence: of `The #1 embassy` nothing but `The` is
published. Quotes around the text keep all of it; a comment that is meant has a blank behind its `#`.
""",
    bad=Example("""\
notes:
  cut-off:
    at: Protesters left
    body: They chanted #1 and left.
"""),
    good=Example("""\
notes:
  whole:
    at: Protesters left  # the first words
    body: "They chanted #1 and left."
"""),
)
