from builder.diagnostics import Example, Rule, Severity

_SEEDS = {"a.txt": "Protesters left the embassy.\n", "b.txt": "Protesters left the embassy at noon.\n"}
_ARTICLE = """\
articles:
  siege:
    file: a.txt
    title: The siege ends
    date: 2020-01-01
    versions:
      first: {file: a.txt, date: 2020-01-01}
      second: {file: b.txt, date: 2020-01-02}
"""

RULE = Rule(
    id="missing-digest",
    severity=Severity.WARNING,
    summary="an article has versions, and the text that it publishes has no `sha256`",
    why="""\
Where there are several states of a text, one may be put in another's place unseen, and an annotation that counts ("the
second time") then sits on other words. With the digest on record, that is an error, and `dossier reanchor` can mend it.
""",
    bad=Example(article=_ARTICLE, seeds=_SEEDS),
    good=Example(
        article=f"{_ARTICLE}    sha256: f210475d7cb4f4ad41b49a6f6f2728ad826c5b7b473b78f1cdc5ff5392bf0151\n",
        seeds=_SEEDS,
    ),
)
