from builder.diagnostics import Example, Rule, Severity

_NOTE = "notes:\n  who-left:\n    at: Protesters left\n    body: They left {}.\n"

RULE = Rule(
    id="removed-markup",
    severity=Severity.WARNING,
    summary="a body holds HTML that is not allowed and was taken out",
    why="""\
The published site runs nothing that an annotation brings along and asks no other host for anything. What
remains after the removal may not be what the editor meant; Markdown says most things without HTML. Headings from
`<h2>`, paragraphs, lists, tables, quotations, links and marks within a sentence (`<em>`, `<sup>`, `<ruby>`, …) may
stay, with `lang`, `dir`, `title` and `class`.
""",
    bad=Example(_NOTE.format("<script>count()</script> before noon")),
    good=Example(_NOTE.format("*before noon*")),
)
