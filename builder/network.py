"""Who has to do with whom, as drawings: the network of a dossier's actors, and the portrait of one of them.

Both read from left to right as the relations do: who leads, belongs to or is named by whom. The network is laid out by
`graphlay`, in layers (docs/decisions/index.md); a portrait has three columns and needs no library.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from builder.connections import Tie, own_ties, ties_to
from builder.drawing import LINE, Box, lines_of, width_of
from builder.models import Actor, Record, is_later
from builder.values import Site, grouped

# A drawing of more actors than this is no longer read: the best connected are drawn.
ACTORS_SHOWN = 60
# On a portrait, at each side.
NEIGHBOURS_SHOWN = 12
SPACING = {"node_gap": 14, "layer_gap": 56, "dummy_gap": 12, "isolated_gap": 14}
MARGIN = 4
# The longest line of a name, and of a relation's words, in characters.
NAME, WORDS = 26, 30
# Between the columns of a portrait, and between the boxes of one.
GAP, BETWEEN = 46, 8
# The words of a relation are set smaller than the names: their size, and from line to line.
SMALL, SMALL_LINE = 11.5, 15


class Node(NamedTuple):
    """A record's name in its box."""

    record: Record
    lines: tuple[str, ...]
    box: Box
    words: tuple[tuple[str, bool], ...] = ()  # on a portrait: lines of how the two are related, and which are hindsight
    later: bool = False


class Line(NamedTuple):
    """What joins two nodes: a path of SVG, and the relations as words."""

    path: str
    words: str
    later: bool = False


class Link(NamedTuple):
    """Two actors by their ids, and all relations between them, each with the actor that has it."""

    ends: tuple[str, str]
    ties: list[tuple[Actor, Tie]]


class Network(NamedTuple):
    """A drawing, and the relations that it shows. `others`: how many related actors it leaves out."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...] = ()
    others: int = 0


def are_related(site: Site) -> bool:
    """Whether any actors are, so that there is a network."""
    ties = ((actor, tie.other) for actor in site.dossier.of(Actor) for tie in own_ties(site, actor))
    return any(isinstance(other, Actor) and other.id != actor.id for actor, other in ties)


def network(site: Site) -> Network:
    """The network of the dossier's actors, or of the best connected of them."""
    links = list(_links(site))
    near = grouped(ends for link in links for ends in (link.ends, link.ends[::-1]))
    shown = _best_connected(near)
    return _laid_out(site, tuple(link for link in links if {*link.ends} <= shown), len(near))


def portrait(site: Site, actor: Actor) -> Network | None:
    """An actor between those who have a relation to it and those to whom it has one; nothing if these are too few."""
    left, right = (
        grouped((tie.other.id, tie) for tie in ties if tie.other.id != actor.id)
        for ties in (ties_to(site, actor), own_ties(site, actor))
    )
    if len(left.keys() | right.keys()) < 2:
        return None
    return _in_columns(site, actor, [list(side.values())[:NEIGHBOURS_SHOWN] for side in (left, right)])


def _best_connected(near: Mapping[str, Collection[str]]) -> set[str]:
    """The actor with the most relations, then time and again the next best of those related to one already taken."""
    shown: set[str] = set()
    reached: set[str] = set()
    while len(shown) < min(ACTORS_SHOWN, len(near)):
        best = min(near.keys() - shown, key=lambda id: (id not in reached, -len(near[id]), id))
        shown.add(best)
        reached.update(near[best])
    return shown


def _is_later(site: Site, tie: Tie) -> bool:
    """Whether a relation, or who is at its other end, is hindsight."""
    return bool(site.dossier.later(tie.relation) or site.dossier.later(tie.other))


def _links(site: Site) -> Iterator[Link]:
    """Every two actors that are related, in the order of the files."""
    ties = ((actor, tie) for actor in site.dossier.of(Actor) for tie in own_ties(site, actor))
    rows = grouped((frozenset((actor.id, tie.other.id)), (actor, tie)) for actor, tie in ties)
    for found in rows.values():
        source, other = found[0][0], found[0][1].other
        if source.id != other.id and isinstance(other, Actor):
            yield Link((source.id, other.id), found)


def _laid_out(site: Site, links: tuple[Link, ...], related: int) -> Network:
    from graphlay import Graph, layout

    actors = {id: site.dossier.records[id] for link in links for id in link.ends}
    nodes = {id: _node(actor, later=site.dossier.is_hindsight(actor)) for id, actor in actors.items()}
    graph = Graph()
    for id, node in nodes.items():
        graph.node(id, width=node.box.width, height=node.box.height)
    for link in links:
        graph.edge(*link.ends)
    drawing = layout(graph, options={"spacing": SPACING, "routing": {"style": "diagonal"}})
    bends = [[(point["x"], point["y"]) for point in edge["points"]] for edge in drawing.edges]
    boxes = {id: nodes[id].box.around(*middle) for id, middle in drawing.positions().items()}
    corners = [corner for box in boxes.values() for corner in box.corners]
    (left, right), (top, bottom) = ((min(row), max(row)) for row in zip(*corners, *chain(*bends), strict=True))
    across, down = MARGIN - left, MARGIN - top
    size = round(right + across + MARGIN), round(bottom + down + MARGIN)
    moved = tuple(nodes[id]._replace(box=box.moved(across, down)) for id, box in boxes.items())
    paths = ([(x + across, y + down) for x, y in row] for row in bends)
    lines = tuple(_line(site, link, path) for link, path in zip(links, paths, strict=True))
    return Network(*size, moved, lines, links, related - len(nodes))


def _node(record: Record, words: Sequence[tuple[str, bool]] = (), *, later: bool) -> Node:
    """A record's name, and the words below it, in a box that has no place yet."""
    name = lines_of(record.heading, NAME)
    width = max([*map(width_of, name), *(width_of(line, SMALL) for line, _ in words)])
    box = Box(0, 0, round(width + 16), LINE * len(name) + SMALL_LINE * len(words) + 9)
    return Node(record, name, box, tuple(words), later)


def _line(site: Site, link: Link, points: list[tuple[float, float]]) -> Line:
    early = [row for row in link.ties if not _is_later(site, row[1])]
    words = (f"{actor.name}: {tie.label} {tie.other.heading}{_until(site, tie)}" for actor, tie in early or link.ties)
    path = "M" + " ".join(f"{round(x)},{round(y)}" for x, y in points)
    return Line(path, "; ".join(words), not early)


def _until(site: Site, tie: Tie) -> str:
    """That a relation was over when the article appeared."""
    end = tie.relation.to
    return f" (until {end.label})" if end and not is_later(end, site.dossier.day) else ""


def _in_columns(site: Site, actor: Actor, columns: list[list[list[Tie]]]) -> Network:
    """The actor in the middle, its neighbours in a column at each side."""
    middle = _node(actor, later=False)
    own = middle.box
    drafts = [[_neighbour(site, ties) for ties in column] for column in columns]
    widths = [round(max((node.box.width for node in column), default=0)) for column in drafts]
    heights = [round(sum(node.box.height + BETWEEN for node in column)) - BETWEEN for column in drafts]
    height = max(*heights, own.height) + 2 * MARGIN
    start = MARGIN + (widths[0] + GAP if columns[0] else 0)
    own = own.moved(start, (height - own.height) / 2)
    nodes, lines = [middle._replace(box=own)], []
    for side, column in enumerate(drafts):
        x, y = (MARGIN, start + own.width + GAP)[side], (height - heights[side]) / 2
        for draft in column:
            node = draft._replace(box=Box(x, round(y), widths[side], draft.box.height))
            nodes.append(node)
            lines.append(Line(_curve(*((own, node.box) if side else (node.box, own))), "", node.later))
            y += node.box.height + BETWEEN
    width = start + own.width + (GAP + widths[1] if columns[1] else 0) + MARGIN
    return Network(round(width), round(height), tuple(nodes), tuple(lines))


def _neighbour(site: Site, ties: list[Tie]) -> Node:
    """Who is related to the actor of a portrait; hindsight if all that relates them is."""
    labels = {tie.relation.is_ + _until(site, tie): _is_later(site, tie) for tie in ties}
    words = [(line, later) for label, later in labels.items() for line in lines_of(label, WORDS)]
    return _node(ties[0].other, words, later=all(labels.values()))


def _curve(start: Box, end: Box) -> str:
    """From the right edge of a box to the left edge of another."""
    x, y, to_x, to_y = start.x + start.width, start.y + start.height / 2, end.x, end.y + end.height / 2
    half = (x + to_x) / 2
    return f"M{x:.0f},{y:.0f}C{half:.0f},{y:.0f} {half:.0f},{to_y:.0f} {to_x:.0f},{to_y:.0f}"
