"""Pages that share their chrome are, byte for byte, what the theme makes of them one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder import cli, plugin


class ThemesOwn:
    """The theme's template as it is."""

    def __init__(self, environment: Any) -> None:
        self.render = environment.get_template("main.html").render


def built_pages(dossier: Path) -> dict[str, bytes]:
    assert cli.run(["build", "-C", str(dossier)]) == 0
    site = dossier / "site"
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in sorted(site.rglob("*.html"))}


def test_shared_chrome_is_the_themes_own(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example / "mkdocs.yml").write_text(
        "site_name: The harbour bridge\nsite_url: https://example.org/bridge/\ntheme: material\nplugins: [dossier]\n"
    )
    shared = built_pages(example)
    monkeypatch.setattr(plugin, "ChromeTemplate", ThemesOwn)
    own = built_pages(example)
    assert shared.keys() == own.keys()
    assert [name for name in own if shared[name] != own[name]] == []
    assert b"https://example.org/bridge/actors/harbour-authority/" in own["actors/harbour-authority/index.html"]
