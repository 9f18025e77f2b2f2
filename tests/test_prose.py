"""Links and citations in editors' Markdown: what counts as one."""

from __future__ import annotations

import pytest

from builder import pipeline
from tests.dossiers import check, dossier, rules_of


def note(body: str) -> dict[str, str | bytes]:
    """A dossier with a note whose text is `body`."""
    lines = "".join(f"      {line}\n" if line else "\n" for line in body.split("\n"))
    return dossier("places: {iran: {name: Iran}}\nnotes:\n  n:\n    at: the embassy. The\n    body: |\n" + lines)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("[[iran]]", ["iran"]),
        ("See [[iran|the\nstate]].", ["iran"]),
        ("So it is [@report;\n@report, p. 3].", ["report", "report"]),
        ("So [@report,\np. 3] it is.", ["report"]),
        ("No [[iran|the\n\nstate]].", []),
        ("`[[iran]]` and \\\\[[iran]] and ``[@report]``", ["iran"]),
        ("A [@report](https://example.org/) link.", []),
    ],
)
def test_what_a_text_names(body: str, named: list[str]) -> None:
    site, _ = check(note(body))
    assert [reference.target for reference in site.references if reference.source == "n"] == named


def test_a_link_over_the_end_of_a_line_leads_there() -> None:
    files = note("See [[iran|the\nstate]].")
    assert rules_of(files) == []
    pages = {page.path: page for page in pipeline.render(check(files)[0])}
    html = pages["articles/siege/"].html
    assert ">the\nstate</a>" in html
    assert "[[iran" not in html
