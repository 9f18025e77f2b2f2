from builder.diagnostics import Example, Rule

_SEEDS = {"a.txt": "The president spoke of Iran.\n"}
_ACTORS = """\
actors:
  donald-trump: {name: Donald Trump, kind: person, also: [The president]}
  barham-salih: {name: Barham Salih, kind: person, also: [The president]}
"""

RULE = Rule(
    id="shared-form",
    summary="two records claim the same surface form, and the text has it",
    why="""\
A link in the article would lead to one of the two by chance, and tell readers that somebody else is
meant. Say at the passage who is meant, with an entry under `mentions`, or take the form away from one of
the records.
""",
    bad=Example(_ACTORS, seeds=_SEEDS),
    good=Example(f"{_ACTORS}mentions:\n  who-spoke: {{is: donald-trump, at: The president}}\n", seeds=_SEEDS),
)
