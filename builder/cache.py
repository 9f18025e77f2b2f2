"""What a build leaves for the next one, in the user's own cache folder; safe to delete at any time.

It holds values pickled by this very builder, so it must never lie where others can write: not in the dossier, which
comes from pull requests, but in a folder of the user alone. Each value carries a digest; what is damaged, of another
builder or another Python is as good as not there. Without a cache a build gives the same and takes longer.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# How many dossiers are remembered; of more, those that were not built for longest are forgotten.
KEPT = 20


class Unknown(Exception):
    """What was asked cannot be told from what is kept: only a whole build can tell."""


def folder_for(root: Path) -> Path | None:
    """The folder of a dossier's cache; None where no safe one can be had."""
    import platformdirs

    above = platformdirs.user_cache_path("dossier")
    folder = above / hashlib.blake2b(os.fsencode(root.resolve()), digest_size=12).hexdigest()
    try:
        above.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        os.utime(folder)
        return folder if all(_is_private(one) for one in (above, folder)) else None
    except OSError:
        return None


def _is_private(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def forget_others(folder: Path) -> None:
    """Remove the caches of the dossiers that were not built for longest."""
    caches = [one for one in folder.parent.iterdir() if one.is_dir() and one != folder]
    for old in sorted(caches, key=lambda one: -one.stat().st_mtime)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def builder_digest() -> str:
    """What of the programs that build may make the same dossier another site: our own files, everything installed."""
    digest = hashlib.blake2b(f"{sys.version} {sys.platform}".encode(), digest_size=16)
    own = Path(__file__).parent
    for folder, folders, names in os.walk(own):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            file = os.path.join(folder, name)  # noqa: PTH118 (half the time)
            digest.update(os.fsencode(file))
            with open(file, "rb") as content:  # noqa: PTH123
                digest.update(content.read())
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")) and Path(place).is_dir():
            digest.update("\0".join(sorted(name for name in os.listdir(place) if name.endswith("-info"))).encode())  # noqa: PTH208
    return digest.hexdigest()


class Cache:
    """Values by their keys. Whatever goes wrong with it, a value is the one that was put there, or it is unknown."""

    def __init__(self, folder: Path, made_by: str) -> None:
        self._file = folder / "values.sqlite"
        self._made_by = made_by
        self._open: sqlite3.Connection | None = None

    def get(self, key: str) -> Any:
        """The value of a key. Raises `Unknown`."""
        try:
            found = self._database.execute("SELECT digest, value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            found = None
        if found is None or not isinstance(found[1], bytes) or self._digest(key, found[1]) != found[0]:
            raise Unknown
        return pickle.loads(found[1])  # noqa: S301

    def renew(self, values: Iterable[tuple[str, Any]]) -> None:
        """Keep these values and forget all others."""
        self.clear()
        self._write("CREATE TABLE kept (key TEXT PRIMARY KEY, digest BLOB, value BLOB) WITHOUT ROWID", values)

    def put(self, key: str, value: Any) -> None:
        """Keep one value more, or another one in its place."""
        self._write("", [(key, value)])

    def _write(self, first: str, values: Iterable[tuple[str, Any]]) -> None:
        pickled = ((key, pickle.dumps(value, 5)) for key, value in values)
        try:
            with self._database:
                self._database.execute("PRAGMA synchronous = OFF")  # what a crash damages is unknown
                self._database.execute(first)
                rows = ((key, self._digest(key, value), value) for key, value in pickled)
                self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        except sqlite3.Error:
            self.clear()

    def clear(self) -> None:
        """Forget everything."""
        if self._open:
            self._open.close()
            self._open = None
        for name in ("", "-journal", "-wal", "-shm"):
            Path(f"{self._file}{name}").unlink(missing_ok=True)

    @property
    def _database(self) -> sqlite3.Connection:
        self._open = self._open or sqlite3.connect(self._file)
        return self._open

    def _digest(self, key: str, value: bytes) -> bytes:
        made_by = hashlib.sha256(f"{self._made_by} {key}".encode()).digest()
        return hashlib.blake2b(value, digest_size=16, key=made_by).digest()
