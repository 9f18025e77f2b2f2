"""Words that an editor has linked in one place and the text says again."""

from __future__ import annotations

from collections.abc import Iterator

from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list


def repeated(reading: Reading) -> Iterator[Suggestion]:
    """For words with an explicit mention, a mention of the same record where they stand without one."""
    for mention, spans in reading.again:
        words = reading.words(*spans[0])
        record = {"is": mention.ref, "at": one_or_list(reading.at(spans)), "status": "draft"}
        why = f"the same words mean `{mention.ref}` elsewhere in the text: here, too?"
        yield Suggestion("mention", reading.here(spans), words, why, 70, "mentions", record, mention.ref)
