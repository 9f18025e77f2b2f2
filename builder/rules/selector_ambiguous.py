"""A selector that matches more than one passage does not say which it means."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="selector-ambiguous",
    severity=Severity.ERROR,
    summary="a selector matches several passages of the article",
    why="""\
The annotation would sit at one of them by chance. Say which is meant by what stands before or after it
(`prefix`, `suffix`), by its `paragraph` or its `occurrence`, or say that `every: true` is meant.
""",
    bad=Example(
        {
            "seeds/a.txt": "The crowd came. The crowd left.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
notes:
  how-many:
    at: The crowd
    body: The text does not say how many.
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "The crowd came. The crowd left.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
notes:
  how-many:
    at: {exact: The crowd, suffix: left}
    body: The text does not say how many.
""",
        }
    ),
)
