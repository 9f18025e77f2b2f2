"""A selector must name its article where the dossier has several."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="selector-without-article",
    severity=Severity.ERROR,
    summary="a selector does not say which of several articles it means",
    why="""\
The same words may stand in many articles, today or after the next is added. An annotation that finds its
article by chance would wander from one to another.
""",
    bad=Example(
        {
            "seeds/a.txt": "The crowd came.\n",
            "seeds/b.txt": "The crowd left.\n",
            "annotations/a.yml": """\
articles:
  arrival: {file: a.txt, title: The crowd comes, date: 2019-12-31}
  siege: {file: b.txt, title: The siege ends, date: 2020-01-01}
notes:
  how-many:
    at: crowd left
    body: The text does not say how many.
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "The crowd came.\n",
            "seeds/b.txt": "The crowd left.\n",
            "annotations/a.yml": """\
articles:
  arrival: {file: a.txt, title: The crowd comes, date: 2019-12-31}
  siege: {file: b.txt, title: The siege ends, date: 2020-01-01}
notes:
  how-many:
    at: {exact: crowd left, article: siege}
    body: The text does not say how many.
""",
        }
    ),
)
