"""The lock files: complete, in step with pyproject.toml and with each other, and bound to no machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-audit.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def pinned(lock: str) -> dict[str, str]:
    """The releases that a lock names, by package."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def unmet(requirements: list[str], lock: str) -> list[str]:
    """The requirements that a lock leaves out, or holds at a release outside their range."""
    releases = pinned(lock)
    return [requirement for requirement in requirements if not is_met(Requirement(requirement), releases)]


def is_met(want: Requirement, releases: dict[str, str]) -> bool:
    """Whether a release of that package is named, and one that will do."""
    release = releases.get(canonicalize_name(want.name))
    return release is not None and want.specifier.contains(release)


def test_what_the_builder_needs_is_locked() -> None:
    assert unmet(PROJECT["dependencies"], "requirements.lock") == []


def test_what_the_tests_need_is_locked() -> None:
    assert unmet(PROJECT["optional-dependencies"]["dev"], "requirements-dev.lock") == []


def test_what_fuzzing_and_the_audit_need_is_locked() -> None:
    assert unmet(PROJECT["optional-dependencies"]["audit"], "requirements-audit.lock") == []


def test_both_locks_name_the_same_releases() -> None:
    runtime, dev = map(pinned, LOCKS[:2])
    assert runtime == {name: dev.get(name) for name in runtime}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_release_has_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    unhashed = [line for line in text.splitlines() if "==" in line and not line.endswith("\\")]
    assert unhashed == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert re.findall(r"://|--index|--find-links|--trusted| @ ", (ROOT / lock).read_text()) == []
