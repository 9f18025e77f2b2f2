from builder.diagnostics import Example, Rule, Severity

RULE = Rule(
    id="unread-file",
    severity=Severity.WARNING,
    summary="a file among the annotations is not read, or is empty",
    why="""\
A file whose name does not end in `.yml` or `.yaml` is passed over (`actors.yml.txt`, say, which some systems show as
`actors.yml`), and all that it says is missing from the site. Notes of your own may stand in files that end in `.md`.
A file without a word has mostly been emptied by accident: nothing else would tell that its records are gone.
""",
    bad=Example(others={"annotations/actors.yml.txt": "actors:\n  bbc: {name: BBC, kind: organisation}\n"}),
    good=Example(others={"annotations/actors.yml": "actors:\n  bbc: {name: BBC, kind: organisation}\n"}),
)
