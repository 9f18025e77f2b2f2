from builder.diagnostics import Example, Rule

RULE = Rule(
    id="unknown-key",
    summary="a record has a key that its kind does not know",
    why="""\
What stands under an unknown key is shown nowhere: a misspelt `sumary` would leave the page without its
summary, and nobody would notice.
""",
    bad=Example("places:\n  us-embassy: {name: US embassy, knid: building}\n"),
    good=Example("places:\n  us-embassy: {name: US embassy, kind: building}\n"),
)
