from builder.diagnostics import Example, Rule

RULE = Rule(
    id="duplicate-id",
    summary="an id is given to two records",
    why="""\
`[[id]]` needs no prefix because an id means one record in the whole dossier, whatever its kind. With two
of them, a link would lead readers to one or the other by chance.
""",
    bad=Example("""\
actors:
  embassy: {name: Embassy staff, kind: office}
places:
  embassy: {name: US embassy, kind: building}
"""),
    good=Example("""\
actors:
  embassy-staff: {name: Embassy staff, kind: office}
places:
  embassy: {name: US embassy, kind: building}
"""),
)
