"""Sites built once for all tests, from copies of the dossiers, by the command that a user runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from builder import cli
from tests.browser import browser

__all__ = ["browser"]

ROOT = Path(__file__).parents[1]

# For `make mutation`, which runs the tests thousands of times, and needs no small example of what fails.
settings.register_profile(
    "mutation", derandomize=True, deadline=None, max_examples=20, phases=[Phase.explicit, Phase.generate]
)
# No test fails for want of speed. Where CI is set Hypothesis has a profile of its own that says so, too.
if "CI" not in os.environ:
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's cache, out of the way for the whole run."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    yield folder / "dossier"
    os.environ.pop("XDG_CACHE_HOME")
    if before:
        os.environ["XDG_CACHE_HOME"] = before


def copy_of(dossier: Path, target: Path) -> Path:
    """A copy of a dossier's own files, to build and break."""
    target.mkdir(parents=True)
    for name in ("annotations", "seeds", "docs"):
        shutil.copytree(dossier / name, target / name)
    shutil.copy(dossier / "mkdocs.yml", target)
    return target


def built(dossier: Path, *, strict: bool = True) -> Path:
    """The dossier's site, freshly built."""
    assert cli.run(["-C", str(dossier), "build", *(["--strict"] if strict else [])]) == 0
    return dossier / "site"


@pytest.fixture
def baghdad(tmp_path: Path) -> Path:
    """A copy of the Baghdad dossier."""
    return copy_of(ROOT, tmp_path / "baghdad")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the small dossier with two articles and every kind of record."""
    return copy_of(ROOT / "tests" / "example", tmp_path / "example")


@pytest.fixture(scope="session")
def baghdad_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the Baghdad dossier. Read it, do not change it."""
    return built(copy_of(ROOT, tmp_path_factory.mktemp("built") / "baghdad"))


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the small dossier. Read it, do not change it."""
    return built(copy_of(ROOT / "tests" / "example", tmp_path_factory.mktemp("built") / "example"))
