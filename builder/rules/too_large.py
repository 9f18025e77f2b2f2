from builder.diagnostics import Example, Rule

RULE = Rule(
    id="too-large",
    summary="a file of annotations is too long, nested too deep or multiplies itself by aliases",
    why="""\
A few lines of YAML can stand for millions of values and stop the build, or the machine it runs on. The
limits lie far above what a dossier needs, and a file may always be split into several.
""",
    bad=Example(f"actors:\n  iran: {{name: Iran, kind: state, see: {'[' * 41}siege{']' * 41}}}\n"),
    good=Example("actors:\n  iran: {name: Iran, kind: state, see: [siege]}\n"),
)
