from builder.diagnostics import USUAL_ARTICLE, Example, Rule

_SEEDS = {"a.txt": " date 2020-01-01 A crowd at the gate - AP\n\nProtesters left the embassy.\n"}

RULE = Rule(
    id="wrong-seed-date",
    summary="an article's `date` is not that of its seed's header, or is later than a version's",
    why="""\
The date decides what is hindsight: with a wrong one, readers are told that something could be known
which could not, or the reverse. A seed is never edited, so it is the record that must agree. The seed
of a corrected text may carry the date of its version instead; the article keeps the date of its first publication.
""",
    bad=Example(article="articles:\n  siege: {file: a.txt, title: The siege ends, date: 2020-01-02}\n", seeds=_SEEDS),
    good=Example(article=USUAL_ARTICLE, seeds=_SEEDS),
)
