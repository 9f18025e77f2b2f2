"""Both texts side by side, with the annotations whose words or places have changed; to decide on them, too."""

from __future__ import annotations

from bisect import bisect_right

from builder.render import Renderer
from builder.revisions.comparison import Comparison, Passage
from builder.revisions.fates import Fate
from builder.values import Anchored, Dossier, Passages, Site


def as_page(
    dossier: Dossier, comparison: Comparison, form: dict[str, str] | None = None, asked: tuple[int, ...] = ()
) -> str:
    """One page that needs nothing else. With a `form`, its data, it asks about the passages of the numbers `asked`."""
    starts = [sentence.start for sentence in comparison.alignment.olds]
    passages: dict[int, list[tuple[int, Passage]]] = {}
    for number, passage in enumerate(comparison.passages):
        if passage.verdict.fate is not Fate.KEPT or number in asked:
            offset = comparison.old.view.view_offset(passage.verdict.spans[0][0])
            passages.setdefault(bisect_right(starts, offset) - 1, []).append((number, passage))
    renderer = Renderer(Site(Anchored(dossier, Passages({}, {})), ()))
    title = dossier.records[comparison.article].heading
    values = {"title": title, "comparison": comparison, "passages": passages, "fates": list(Fate)}
    return renderer.template("compare.html.j2", form=form, asked=asked, **values)
