"""The page of `dossier compare`: both texts side by side, with the annotations whose words or places have changed."""

from __future__ import annotations

from bisect import bisect_right

from builder.render import Renderer
from builder.revisions.comparison import Comparison, Passage
from builder.revisions.fates import Fate
from builder.values import Anchored, Dossier, Passages, Site


def as_page(dossier: Dossier, title: str, comparison: Comparison) -> str:
    """One page that needs nothing else."""
    starts = [sentence.start for sentence in comparison.alignment.olds]
    passages: dict[int, list[Passage]] = {}
    for passage in comparison.passages:
        if passage.verdict.fate is not Fate.KEPT:
            offset = comparison.old.view.view_offset(passage.verdict.spans[0][0])
            passages.setdefault(bisect_right(starts, offset) - 1, []).append(passage)
    renderer = Renderer(Site(Anchored(dossier, Passages({}, {})), ()))
    return renderer.template("compare.html.j2", title=title, comparison=comparison, passages=passages, fates=list(Fate))
