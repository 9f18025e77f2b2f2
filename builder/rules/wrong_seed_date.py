"""The seed's own header and the article's record disagree on the date."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="wrong-seed-date",
    severity=Severity.ERROR,
    summary="an article's `date` differs from the date in its seed's header",
    why="""\
The date decides what is hindsight: with a wrong one, readers are told that something could be known
which could not, or the reverse. A seed is never edited, so it is the record that must agree.
""",
    bad=Example(
        {
            "seeds/a.txt": """\
 date 2020-01-01 A crowd at the gate - AP

Protesters left the embassy.
""",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-02}
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": """\
 date 2020-01-01 A crowd at the gate - AP

Protesters left the embassy.
""",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
""",
        }
    ),
)
