"""What pure functions gave in the run before, so that a run after a small change works on little.

A stage asks the memory for a result by a key and tells what it is made from; if that is the same as before, the result
is the very same object. Without a memory everything is made anew: it changes how long a run takes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Results of the run before and of this one, the `known`; what a run does not ask for is forgotten after it."""

    def __init__(self, known: Mapping[Hashable, Any] | None = None) -> None:
        self._before: dict[Hashable, Any] = {}
        self.known: dict[Hashable, Any] = dict(known or {})

    def turn(self) -> None:
        """A new run begins."""
        self._before, self.known = self.known, {}

    def get(
        self, key: Hashable, made_from: object, make: Callable[[], T], lasts: Callable[[T], bool] = lambda _: True
    ) -> T:
        """What `make` gives, or gave for the same `key` when it was made from the same and is of a kind that lasts."""
        found: tuple[object, T] | None = self._before.get(key)
        if found is None or not (found[0] is made_from or found[0] == made_from) or not lasts(found[1]):
            found = (made_from, make())
        self.known[key] = found
        return found[1]

    def within(self, key: Hashable) -> Memory:
        """A memory for what is made within a result that is itself remembered; its runs are those that make it."""
        return self.get(("within", key), None, Memory)

    def known_within(self, key: Hashable) -> dict[Hashable, Any]:
        """What the memory for a key knows."""
        inner: Memory = self.known["within", key][1]
        return inner.known
