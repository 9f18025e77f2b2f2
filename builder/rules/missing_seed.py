from builder.diagnostics import USUAL_ARTICLE, Example, Rule

RULE = Rule(
    id="missing-seed",
    summary="the file of an article does not exist below `seeds/`",
    why="""\
The article's page is the seed, word for word: without the file there is nothing to show and nothing to
anchor in. The path is taken from the folder `seeds/` and must stay within it.
""",
    bad=Example(article="articles:\n  siege: {file: b.txt, title: The siege ends, date: 2020-01-01}\n"),
    good=Example(article=USUAL_ARTICLE),
)
