"""Two records claim the same words of the text."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="shared-form",
    severity=Severity.ERROR,
    summary="two records claim the same surface form, and the text has it",
    why="""\
A link in the article would lead to one of the two by chance, and tell readers that somebody else is
meant. Say at the passage who is meant, with an entry under `mentions`, or take the form away from one of
the records.
""",
    bad=Example(
        {
            "seeds/a.txt": "The president spoke of Iran.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
actors:
  donald-trump: {name: Donald Trump, kind: person, also: [The president]}
  barham-salih: {name: Barham Salih, kind: person, also: [The president]}
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "The president spoke of Iran.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
actors:
  donald-trump: {name: Donald Trump, kind: person, also: [The president]}
  barham-salih: {name: Barham Salih, kind: person, also: [The president]}
mentions:
  who-spoke: {is: donald-trump, at: The president}
""",
        }
    ),
)
