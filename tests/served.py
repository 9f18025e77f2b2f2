"""A small dossier on the disk and the editor's server over it, without a socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from builder.server.app import Desk, create_app
from builder.server.workbench import Workbench

TOKEN = "the token of this run"
SEED = (
    "The crowd left on Friday. It was late.\n\nOn Friday the 😀 crowd of Baghdad had come.\n\nIt had not left before.\n"
)
FILES = {
    "annotations/article.yml": """\
articles: {siege: {file: a.txt, title: The siege, date: 2020-01-01, sources: [report]}}
sources:
  report: {type: report, title: A report}
""",
    "annotations/more/notes.yml": """\
# About this file
notes:
  # of the first
  late:
    kind: context
    at: It was late   # behind
    body: |
      So they say.

      # no comment

  # of the second
  early: {at: left before, body: "Or early?"}
actors:
  crowd: {name: The crowd, kind: crowd}
  # at the end of the actors
""",
}
DOCS = {
    "seeds/a.txt": SEED,
    "docs/index.md": "# Home\n",
    "mkdocs.yml": "site_name: S\ntheme: material\nplugins: [search, dossier]\n",
}


class Served:
    """A dossier, the server over it, and the files as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in {**DOCS, **FILES}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        self.bench = Workbench(folder)
        self.app = create_app(Desk(self.bench, lambda _: None), 8000, TOKEN)
        self.client = TestClient(self.app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)

    @property
    def files(self) -> dict[str, str]:
        """Everything in the dossier's folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes().decode() for path in found}

    def reset(self) -> None:
        """Begin again, without the costs of a new server."""
        for name in {*self.files} - {*DOCS}:
            (self.folder / name).unlink()
        for name, text in FILES.items():
            (self.folder / name).write_text(text)
        self.bench.refresh(["annotations"])
        self.bench._done.clear()

    def post(self, name: str, asked: object, **headers: Any) -> Any:
        """Ask as the page does."""
        given = {"x-dossier-token": TOKEN, "origin": "http://127.0.0.1:8000", **headers}
        return self.client.post(f"/_dossier/{name}", json=asked, headers=given)


def passage(words: str, block: str = "p1", offset: int = 0) -> dict[str, Any]:
    """Words in one block, as the page sends them."""
    end = {"block": block, "offset": offset + len(words)}
    return {"article": "siege", "start": {"block": block, "offset": offset}, "end": end, "words": words}


NOTE = {"form": "note", "passage": passage("The crowd"), "fields": {"body": "A remark."}, "write": True}
