from builder.diagnostics import USUAL_ARTICLE, USUAL_SEED, Example, Rule

_DIGEST = "f210475d7cb4f4ad41b49a6f6f2728ad826c5b7b473b78f1cdc5ff5392bf0151"
_ARTICLE = USUAL_ARTICLE.replace("}", f", sha256: {_DIGEST}}}")

RULE = Rule(
    id="wrong-seed-digest",
    summary="a seed is not the text whose digest was recorded",
    why="""\
Annotations were written for one text, letter by letter. In another, a note may sit on a sentence that says something
else, or on a look-alike of one that is gone. `dossier reanchor` compares the two texts, carries over what stands as it
did, and asks about the rest.
""",
    bad=Example(article=_ARTICLE, seeds={"a.txt": "Protesters left the embassy at noon.\n"}),
    good=Example(article=_ARTICLE, seeds={"a.txt": USUAL_SEED}),
)
