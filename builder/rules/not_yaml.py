from builder.diagnostics import USUAL_ACTOR, Example, Rule

RULE = Rule(
    id="not-yaml",
    summary="a file of annotations, or `mkdocs.yml`, is not YAML",
    why="""\
Nothing in the file can be used, so everything that it describes would be missing from the site. The
usual reasons are a text with `: ` in it and no quotes around it, a tab in the indentation, and a
quotation mark that closes too early.
""",
    bad=Example(USUAL_ACTOR + "    role: In short: a crowd\n"),
    good=Example(USUAL_ACTOR + '    role: "In short: a crowd"\n'),
)
