"""The articles' texts as files of their own: what the offsets of the other formats count in.

UTF-8 without a byte order mark; otherwise each is its seed, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.exports.publication import File, Publication


def files(publication: Publication) -> Iterator[File]:
    """A file for each article."""
    for id, seed in publication.dossier.seeds.items():
        yield f"articles/{id}.txt", seed.text.encode()
