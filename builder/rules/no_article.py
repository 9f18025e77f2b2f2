"""A dossier without an article has nothing to annotate."""

from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="no-article",
    severity=Severity.ERROR,
    summary="the dossier has no article",
    why="""\
Everything in a dossier surrounds an article's text. Without one there is no page to begin with and
nothing that an annotation could be anchored in.
""",
    bad=Example(
        {
            "annotations/a.yml": """\
actors:
  the-crowd: {name: The crowd, kind: crowd}
""",
        }
    ),
    good=Example(
        {
            "seeds/a.txt": "Protesters left the embassy.\n",
            "annotations/a.yml": """\
articles:
  siege: {file: a.txt, title: The siege ends, date: 2020-01-01}
actors:
  the-crowd: {name: The crowd, kind: crowd}
""",
        }
    ),
)
