"""Carrying annotations over to a changed text in the page: both texts side by side, and a choice for each passage."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from builder.diagnostics import Severity
from builder.files import Unusable, write_together
from builder.models import Article
from builder.page import Page
from builder.revisions.page import as_page
from builder.revisions.reanchoring import Decision, by_fate, edited
from builder.revisions.task import Task, Texts
from builder.server.overview import in_code
from builder.server.requests import Met, Reanchor, Refused, Versions
from builder.server.workbench import Workbench

PATH = "_dossier/reanchor/"
TITLE = "Versions"
HOW_TO = (
    "To carry annotations over to a changed text, save it as a new file in `seeds/`, list it in the article's record, "
    "such as `versions: {corrected: {file: new.txt, date: 2020-01-02}}`, and come back to this page."
)
_ROW = Markup('<li><a href="/_dossier/reanchor?article={}&amp;old={}&amp;to={}">{}</a></li>')


def page(bench: Workbench, asked: Versions) -> str | None:
    """What can be carried over; or, where an article is named, its texts side by side with the choices."""
    if not asked.article:
        return _overview(bench)
    try:
        texts, task = _task(bench, asked)
    except (Refused, Unusable) as error:
        return _shown(bench, Markup("<p>{}</p>").format(in_code(str(error))))
    data = {**asked.model_dump(), "mark": _mark(bench, task)}
    return as_page(texts.dossier, task.comparison, data, tuple(task.open))


def _overview(bench: Workbench) -> str | None:
    texts, rows = Texts(bench.site.dossier, bench.inputs), []
    for article in bench.site.dossier.articles:
        kinds = [("", "", "the text that is published, which has been changed")]
        for id, version in article.versions.items():
            if version.file != article.file:
                kinds += [("", id, f"publish {id} ({version.date.label})"), (id, "", f"orphans that quote {id}")]
        found = [(*versions, what) for *versions, what in kinds if _has_work(texts, article, *versions)]
        rows += [_ROW.format(article.id, old, to, f"{article.title}: {what}") for old, to, what in found]
    content = Markup("<p>{}</p>\n<ul>{}</ul>").format(in_code(HOW_TO), Markup("\n").join(rows))
    return _shown(bench, content)


def _has_work(texts: Texts, article: Article, old: str, to: str) -> bool:
    try:
        return texts.task(article, f"{article.id}/{old}" if old else None, to or None) is not None
    except Unusable:  # there is no text to carry anything over from
        return False


def _shown(bench: Workbench, content: Markup) -> str | None:
    return bench.show(Page(PATH, "reanchor", TITLE, f"<h1>{TITLE}</h1>\n{content}"))


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
        decisions[number] = _decided(decisions[number], asked.choices.get(str(number), ""))
    changed = edited(texts, task, decisions)
    annotations = {**bench.inputs.annotations, **{file: text.encode() for file, (_, text) in changed.items()}}
    errors = [d for d in bench.check(replace(bench.inputs, annotations=annotations))[1] if d.severity is Severity.ERROR]
    if errors:
        raise Refused(bench.shown(errors, replace(bench.inputs, annotations=annotations)))
    write_together(bench.root, changed)
    bench.refresh(["annotations"])
    return {"files": sorted(changed), "href": f"/articles/{task.article.id}/"}


def _decided(decision: Decision, choice: str) -> Decision:
    proposals = decision.passage.verdict.proposals
    if choice in ("orphan", "drop"):
        return replace(decision, spans=None, drop=choice == "drop")
    if not choice.isdecimal() or int(choice) >= len(proposals):
        raise Refused(f"decide on `{decision.passage.record.id}` first")
    return replace(decision, spans=proposals[int(choice)].spans)
