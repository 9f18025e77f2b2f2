"""A key that the format does not have is a slip of the pen."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="unknown-key",
    severity=Severity.ERROR,
    summary="a record has a key that its kind does not know",
    why="""\
What stands under an unknown key is shown nowhere: a misspelt `sumary` would leave the page without its
summary, and nobody would notice.
""",
    bad=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, titel: The siege ends, title: The siege ends, date: 2020-01-01}
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
""",
        }
    ),
)
