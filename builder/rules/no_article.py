from builder.diagnostics import USUAL_ARTICLE, Example, Rule

RULE = Rule(
    id="no-article",
    summary="the dossier has no article",
    why="""\
Everything in a dossier surrounds an article's text. Without one there is no page to begin with and
nothing that an annotation could be anchored in.
""",
    bad=Example("actors:\n  the-crowd: {name: The crowd, kind: crowd}\n", article=""),
    good=Example("actors:\n  the-crowd: {name: The crowd, kind: crowd}\n", article=USUAL_ARTICLE),
)
