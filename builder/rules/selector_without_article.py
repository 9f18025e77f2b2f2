from builder.diagnostics import Example, Rule

_SEEDS = {"b.txt": "The crowd came.\n"}
_ANNOTATIONS = """\
articles:
  arrival: {file: b.txt, title: The crowd comes, date: 2019-12-31}
notes:
  how-many:
    body: The text does not say how many.
"""

RULE = Rule(
    id="selector-without-article",
    summary="a selector does not say which of several articles it means",
    why="""\
The same words may stand in many articles, today or after the next is added. An annotation that finds its
article by chance would wander from one to another.
""",
    bad=Example(f"{_ANNOTATIONS}    at: crowd came\n", seeds=_SEEDS),
    good=Example(f"{_ANNOTATIONS}    at: {{exact: crowd came, article: arrival}}\n", seeds=_SEEDS),
)
