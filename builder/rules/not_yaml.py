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
    bad=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege:
    file: a.txt
    title: The siege: how it ended
    date: 2020-01-01
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege:
    file: a.txt
    title: "The siege: how it ended"
    date: 2020-01-01
""",
        }
    ),
)
