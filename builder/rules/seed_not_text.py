from builder.diagnostics import USUAL_SEED, Example, Rule

RULE = Rule(
    id="seed-not-text",
    summary="a seed is empty or holds characters that HTML cannot carry",
    why="""\
The site promises that what a reader selects and copies is the seed. Control characters do not survive
the way through a browser, so the promise could not be kept; an empty file has no text to read.
""",
    bad=Example(seeds={"a.txt": "Protesters left\x07 the embassy.\n"}),
    good=Example(seeds={"a.txt": USUAL_SEED}),
)
