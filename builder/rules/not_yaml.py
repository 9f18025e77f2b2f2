"""A file of annotations that does not follow YAML's grammar cannot be read at all."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="not-yaml",
    severity=Severity.ERROR,
    summary="a file of annotations is not YAML",
    why="""\
Nothing in the file can be used, so everything that it describes would be missing from the site. The
usual reasons are a text with `: ` in it and no quotes around it, a tab in the indentation, and a
quotation mark that closes too early.
""",
    bad=Example("""\
actors:
  the-crowd:
    name: The crowd
    kind: crowd
    role: In short: a crowd
"""),
    good=Example("""\
actors:
  the-crowd:
    name: The crowd
    kind: crowd
    role: "In short: a crowd"
"""),
)
