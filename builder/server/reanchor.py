"""Carrying annotations over to a changed text in the page: both texts side by side, and a choice for each passage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from markupsafe import Markup

from builder.files import Unusable
from builder.models import Article
from builder.page import Page
from builder.revisions.page import side_by_side
from builder.revisions.reanchoring import by_fate, counted, decided, doubtful, edited, told
from builder.revisions.task import Task, Texts
from builder.server.overview import in_code
from builder.server.requests import Met, Reanchor, Refused, Versions
from builder.server.workbench import Workbench

PATH = "_dossier/reanchor/"
TITLE = "Versions"
HOW_TO = (
    "To carry annotations over to another text, save it as a new file in `seeds/`, list it in the article's record, "
    "such as `versions: {corrected: {file: new.txt, date: 2020-01-02}}`, and come back to this page."
)
_ROW = Markup('<li><a href="/_dossier/reanchor?article={}&amp;old={}&amp;to={}">{}{}</a></li>')


def page(bench: Workbench, asked: Versions) -> str | None:
    """What can be carried over; or, where an article is named, its texts side by side with the choices."""
    try:
        content = _choices(bench, asked) if asked.article else _overview(bench)
    except (Refused, Unusable) as error:
        content = f"<h1>{TITLE}</h1>\n<p>{in_code(str(error))}</p>"
    return bench.show(Page(PATH, "reanchor", TITLE, content, hide=("navigation", "toc")))


def _overview(bench: Workbench) -> str:
    rows = [
        _ROW.format(article.id, old, to, f"{article.title}: ", in_code(what))
        for article in bench.site.dossier.articles
        for old, to, what in _to_do(bench, article)
    ]
    listed = f"<ul>{Markup().join(rows)}</ul>" if rows else "<p>There is nothing to carry over.</p>"
    return f"<h1>{TITLE}</h1>\n{listed}\n<p>{in_code(HOW_TO)}</p>"


def _to_do(bench: Workbench, article: Article) -> Iterator[tuple[str, str, str]]:
    """From which version to which one something can be carried over, and what, in words."""
    digest = hashlib.sha256(bench.inputs.seeds.get(f"seeds/{article.file}", b"")).hexdigest()
    if article.sha256 not in (None, digest):
        yield "", "", "the text that is published, which has been changed"
        return
    others = {id: version for id, version in article.versions.items() if version.file != article.file}
    for id, version in others.items():
        yield "", id, f"publish `{id}` ({version.date.label})"
    for id in others if article.sha256 else ():
        with suppress(Unusable):  # a text that cannot be read quotes nothing
            if Texts(bench.site.dossier, bench.inputs).task(article, f"{article.id}/{id}", None):
                yield id, "", f"orphans that quote `{id}`"


def _choices(bench: Workbench, asked: Versions) -> str:
    texts, task = _task(bench, asked)
    data = {**asked.model_dump(), "mark": _mark(bench, task)}
    return side_by_side(texts.dossier, task.comparison, form=data, asked=tuple(task.open))


def _task(bench: Workbench, asked: Versions) -> tuple[Texts, Task]:
    texts = Texts.of(bench.inputs)
    article = texts.article(asked.article)
    if not {asked.old, asked.to} <= {"", *article.versions}:
        raise Met(f"`{article.id}` has no such version any more")
    task = texts.task(article, f"{article.id}/{asked.old}" if asked.old else None, asked.to or None)
    if task is None:
        raise Refused(f"nothing to do: `{article.id}` is annotated on the text that it publishes")
    return texts, task


def _mark(bench: Workbench, task: Task) -> str:
    """A mark of everything that a decision rests on."""
    rows = (sorted(bench.inputs.annotations.items()), task.comparison.old.text, task.comparison.new.text)
    return hashlib.blake2b(repr(rows).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def carry_over(bench: Workbench, asked: Reanchor) -> dict[str, Any]:
    """Write all files or none, as the editor has decided, unless that brings an error."""
    bench.refresh(["annotations", "seeds"])
    texts, task = _task(bench, asked)
    if asked.mark != _mark(bench, task):
        raise Met("the files have been changed since: reload the page")
    decisions = by_fate(task)
    for number in task.open:
        decision = decided(decisions[number].passage, asked.choices.get(str(number), ""))
        if decision is None:
            raise Refused(f"decide on `{decisions[number].passage.record.id}` first")
        decisions[number] = decision
    again = dict.fromkeys(record.id for record, _ in doubtful(task, decisions, texts.dossier))
    changes, done = edited(texts, task, decisions), told(task, decisions) + counted("to look at again", again)
    if changes:
        bench.save(f"the carry-over of {task.article.id} to {task.comparison.new.file}", bench.tried(changes))
        done += ". Shift+U takes it back"
    return {"done": f"{done}.", "href": f"/articles/{task.article.id}/"}
