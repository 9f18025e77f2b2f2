from builder.diagnostics import Example, Rule

RULE = Rule(
    id="bad-id",
    summary="an id is not made of small letters, digits and hyphens",
    why="""\
An id is the address of its record and part of other people's links. Capitals, blanks and accents are
written differently by different browsers and disks. `p1`, `p2`, … and `caption` are taken: they are the
parts of an article's page.
""",
    bad=Example("actors:\n  The_Crowd: {name: The crowd, kind: crowd}\n"),
    good=Example("actors:\n  the-crowd: {name: The crowd, kind: crowd}\n"),
)
