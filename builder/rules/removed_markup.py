from builder.diagnostics import Example, Rule, Severity

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
    bad=Example("""\
notes:
  who-left:
    at: Protesters left
    body: They left <script>count()</script> before noon.
"""),
    good=Example("""\
notes:
  who-left:
    at: Protesters left
    body: They left *before noon*.
"""),
)
