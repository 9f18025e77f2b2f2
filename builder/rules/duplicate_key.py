"""A key given twice in one mapping would silently lose one of its values."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="duplicate-key",
    severity=Severity.ERROR,
    summary="a key is given twice in the same mapping",
    why="""\
YAML readers keep the last of the two and drop the other without a word: what an editor wrote first would
never reach the page.
""",
    bad=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege:
    file: a.txt
    title: The siege ends
    title: The crowd leaves
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
    title: The siege ends
    date: 2020-01-01
""",
        }
    ),
)
