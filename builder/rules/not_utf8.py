from builder.diagnostics import Example, Rule

RULE = Rule(
    id="not-utf8",
    summary="a file is not encoded as UTF-8",
    why="""\
Every letter beyond plain ASCII would be a guess: readers would meet `Ã©` where the author wrote `é`, and
no selector with such a letter would match. Save the file as UTF-8; most editors offer it under the name
*encoding*.
""",
    bad=Example(seeds={"a.txt": b"The caf\xe9 by the embassy was shut.\n"}),
    good=Example(seeds={"a.txt": "The café by the embassy was shut.\n"}),
)
