"""Both texts side by side, with the annotations whose words or places have changed; to decide on them, too."""

from __future__ import annotations

from bisect import bisect_right
from importlib import resources

from builder.render import Renderer
from builder.revisions.comparison import Comparison
from builder.revisions.fates import Fate
from builder.revisions.reanchoring import dropping
from builder.values import Anchored, Dossier, Site, grouped


def side_by_side(
    dossier: Dossier, comparison: Comparison, form: dict[str, str] | None = None, asked: tuple[int, ...] = ()
) -> str:
    """A page that needs nothing else; with a `form`, its data, the content of one that asks about passages."""
    style = "" if form else (resources.files("builder") / "assets_editor" / "compare.css").read_text("utf-8")
    starts = [sentence.start for sentence in comparison.alignment.olds]
    shown = [row for row in enumerate(comparison.passages) if row[1].verdict.fate is not Fate.KEPT or row[0] in asked]
    offsets = [comparison.old.view.view_offset(passage.verdict.spans[0][0]) for _, passage in shown]
    passages = grouped((bisect_right(starts, at) - 1, row) for at, row in zip(offsets, shown, strict=True))
    title, renderer = dossier.records[comparison.article].heading, Renderer(Site(dossier, Anchored({}, {}), {}))
    values = {"title": title, "comparison": comparison, "passages": passages, "dropping": dropping}
    return renderer.template("compare.html.j2", form=form, asked=asked, style=style, **values)
