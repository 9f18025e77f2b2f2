from builder.diagnostics import Example, Rule

_NOTE = "notes:\n  how-many:\n    body: The text does not say how many.\n"
_SEEDS = {"a.txt": "The crowd came. The crowd left.\n"}

RULE = Rule(
    id="selector-ambiguous",
    summary="a selector matches several passages of the article",
    why="""\
The annotation would sit at one of them by chance. Say which is meant by what stands before or after it
(`prefix`, `suffix`), by its `paragraph` or its `occurrence`, or say that `every: true` is meant.
""",
    bad=Example(f"{_NOTE}    at: The crowd\n", seeds=_SEEDS),
    good=Example(f"{_NOTE}    at: {{exact: The crowd, suffix: left}}\n", seeds=_SEEDS),
)
