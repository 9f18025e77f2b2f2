"""A selector whose words the article does not have sits nowhere."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="selector-not-found",
    severity=Severity.ERROR,
    summary="a selector matches nothing in the article",
    why="""\
The annotation would be lost, or put where a guess says. Quotation marks, dashes, blanks and line breaks
compare equal in all their forms; letters and case must be the article's own, and words are matched
whole.
""",
    bad=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
notes:
  who-left:
    at: The protesters left
    body: The text does not say how many.
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
notes:
  who-left:
    at: Protesters left
    body: The text does not say how many.
""",
        }
    ),
)
