"""Pages that share their chrome are, byte for byte, what the theme makes of them one by one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from builder import cli, plugin
from builder.render import Compiled


def built_pages(dossier: Path) -> dict[str, bytes]:
    site = dossier / "site"
    shutil.rmtree(site, ignore_errors=True)
    assert cli.run(["build", "-C", str(dossier)]) == 0
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in sorted(site.rglob("*")) if page.is_file()}


def test_shared_chrome_is_the_themes_own(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example / "mkdocs.yml").write_text(
        "site_name: The harbour bridge\nsite_url: https://example.org/bridge/\ntheme: material\nplugins: [dossier]\n"
    )
    shared = built_pages(example)
    monkeypatch.setattr(plugin, "is_shared", lambda _: False)
    own = built_pages(example)
    assert shared.keys() == own.keys()
    assert [name for name in own if name != "sitemap.xml.gz" and shared[name] != own[name]] == []
    assert b"https://example.org/bridge/actors/harbour-authority/" in own["actors/harbour-authority/index.html"]


@pytest.mark.parametrize(
    "nav", ["", "nav: [index.md, Data: data/index.md, {More: [actors/index.md, data/index.md]}]"], ids=["", "nav"]
)
def test_a_site_may_go_without_the_files_of_data(nav: str, example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = example / "mkdocs.yml"
    config.write_text(f"site_name: Bridge\ntheme: material\nplugins: [{{dossier: {{exports: false}}}}]\n{nav}\n")
    names = built_pages(example)
    assert cli.run(["build", "-C", str(example)]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert [name for name in names if name.startswith("data/")] == []
    assert b'href="data/' not in names["index.html"]
    assert "actors/harbour-authority/index.html" in names


class _Counting(Environment):
    compiled = 0

    def compile(self, *told: Any, **more: Any) -> Any:
        self.compiled += 1
        return super().compile(*told, **more)


@pytest.mark.parametrize("folder", ["there", "not/there"])
def test_a_template_is_compiled_once_and_anew_when_anything_differs(folder: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()

    def compiles(text: str, made_by: str) -> bool:
        """Whether a new process compiles the template."""
        cache = Compiled(made_by)
        cache.directory = str(tmp_path / folder)
        environment = _Counting(loader=DictLoader({"page": text}), bytecode_cache=cache, autoescape=True)
        assert environment.get_template("page").render() == text
        return environment.compiled > 0

    assert compiles("one", "1")
    assert compiles("one", "1") is (folder != "there")
    assert compiles("one", "2")
    assert compiles("two", "2")
