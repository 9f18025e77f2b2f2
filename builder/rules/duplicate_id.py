from builder.diagnostics import Example, Rule

_PLACES = "places:\n  embassy: {name: US embassy, kind: building}\n"

RULE = Rule(
    id="duplicate-id",
    summary="an id is given to two records",
    why="""\
`[[id]]` needs no prefix because an id means one record in the whole dossier, whatever its kind. With two
of them, a link would lead readers to one or the other by chance.
""",
    bad=Example(f"actors:\n  embassy: {{name: Embassy staff, kind: office}}\n{_PLACES}"),
    good=Example(f"actors:\n  embassy-staff: {{name: Embassy staff, kind: office}}\n{_PLACES}"),
)
