"""A dossier without an article has nothing to annotate."""

from builder.diagnostics import USUAL_ARTICLE, Example, Rule, Severity

RULE = Rule(
    id="no-article",
    severity=Severity.ERROR,
    summary="the dossier has no article",
    why="""\
Everything in a dossier surrounds an article's text. Without one there is no page to begin with and
nothing that an annotation could be anchored in.
""",
    bad=Example("actors:\n  the-crowd: {name: The crowd, kind: crowd}\n", article=""),
    good=Example("actors:\n  the-crowd: {name: The crowd, kind: crowd}\n", article=USUAL_ARTICLE),
)
