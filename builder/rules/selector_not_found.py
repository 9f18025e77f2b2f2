from builder.diagnostics import USUAL_SEED, Example, Rule

_NOTE = "notes:\n  how-many:\n    body: The text does not say how many.\n"

RULE = Rule(
    id="selector-not-found",
    summary="a selector matches nothing in the article",
    why="""\
The annotation would be lost, or put where a guess says. Quotation marks, dashes, blanks and line breaks
compare equal in all their forms; letters and case must be the article's own, and words are matched
whole.
""",
    bad=Example(f"{_NOTE}    at: The protesters left\n", seeds={"a.txt": USUAL_SEED}),
    good=Example(f"{_NOTE}    at: Protesters left\n", seeds={"a.txt": USUAL_SEED}),
)
