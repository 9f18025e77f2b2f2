"""Weaving: whatever is annotated, the text comes back out, every link is whole and every passage can be reached."""

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.seed import Seed, parse_seed
from builder.values import Anchor, MentionSpan
from builder.weave import TextChanged, attributes, extract, prove, weave

TEXT = "The <US> said “no” & Iran\r\nsaid 'yes'.\n\nA second  paragraph: 😀 é e\u0301 \u0627\u0644."


def page(seed: Seed, anchors: list[Anchor], mentions: list[MentionSpan]) -> str:
    links = {mention.ref: attributes(mention.ref, "actor", f"/actors/{mention.ref}/") for mention in mentions}
    woven = "\n".join(weave(seed, anchors, mentions, links))
    return f'<html><body><article data-article="a">{woven}</article><p id="p9">not the text</p></body></html>'


def passage(start: int, end: int, record: str) -> Anchor:
    return Anchor("a", record, start, end)


def mention(start: int, end: int, ref: str, explicit: str | None = None) -> MentionSpan:
    return MentionSpan("a", ref, start, end, 1, explicit=explicit)


def woven(text: str, anchors: list[Anchor], mentions: list[MentionSpan]) -> str:
    """The first paragraph, with only what matters: `[ref …]` for a link, `{refs …}` for a passage."""
    html = page(parse_seed("seeds/a.txt", text), anchors, mentions)
    inner = re.search(r"<p id=\"p1\"[^>]*>(.*?)</p>", html, re.DOTALL)
    assert inner
    short = re.sub(r'<a class="note-mark"[^>]*></a>', "", inner[1])
    short = re.sub(r'<a [^>]*data-ref="([^"]+)"[^>]*>', r"[\1 ", short).replace("</a>", "]")
    short = re.sub(r'<span id="[^"]*"></span>', "", short)
    return re.sub(r'<span [^>]*data-refs="([^"]+)"[^>]*>', r"{\1 ", short).replace("</span>", "}")


@pytest.mark.parametrize(
    ("anchors", "mentions", "expected"),
    [
        pytest.param([], [mention(0, 3, "x")], "[x abc]def", id="a link"),
        pytest.param([], [mention(0, 1, "x"), mention(2, 3, "y")], "[x a]b[y c]def", id="two links"),
        pytest.param([passage(0, 2, "n"), passage(4, 6, "m")], [], "{n ab}cd{m ef}", id="two passages"),
        pytest.param([passage(0, 6, "n")], [mention(0, 3, "x")], "{n [x abc]def}", id="a link in a passage"),
        pytest.param([passage(1, 2, "n")], [mention(0, 3, "x")], "[x a{n b}c]def", id="a passage in a link"),
        pytest.param(
            [passage(2, 5, "n")],
            [mention(0, 3, "x")],
            "[x ab{n c}]{n de}f",
            id="a passage across a link's end",
        ),
        pytest.param([passage(0, 3, "n")], [mention(0, 3, "x")], "{n [x abc]}def", id="the same words"),
        pytest.param([passage(0, 4, "n"), passage(2, 6, "m")], [], "{n ab}{n m cd}{m ef}", id="passages that cross"),
        pytest.param(
            [passage(0, 6, "n")],
            [mention(0, 2, "x"), mention(4, 6, "y")],
            "{n [x ab]cd[y ef]}",
            id="two links in a passage",
        ),
        pytest.param([], [mention(0, 6, "x"), mention(2, 4, "y")], "[x ab][y cd][x ef]", id="a mention in a mention"),
        pytest.param([], [mention(0, 4, "x"), mention(2, 6, "y")], "[x abcd][y ef]", id="mentions that cross"),
        pytest.param(
            [],
            [mention(0, 4, "x"), mention(0, 4, "y")],
            "{y [x abcd]}ef",
            id="two mentions in the same words",
        ),
    ],
)
def test_spans(anchors: list[Anchor], mentions: list[MentionSpan], expected: str) -> None:
    assert woven("abcdef", anchors, mentions) == expected


def test_the_text_comes_back() -> None:
    seed = parse_seed("seeds/a.txt", TEXT)
    html = page(seed, [passage(4, 30, "n")], [mention(5, 7, "us")])
    assert extract(html, "a") == [(block.id, TEXT[block.start : block.end]) for block in seed.blocks]
    prove(html, "a", seed)


def test_every_sign_of_a_block() -> None:
    seed = parse_seed("seeds/a.txt", ' date 2020-01-01 A fire\n\nab <c> def = g\r\n"h"\n\nplain b c')
    anchors = [passage(26, 32, "n"), passage(26, 29, "o"), passage(33, 34, "p")]
    mentions = [mention(28, 36, "x", "e"), mention(28, 36, "y"), mention(46, 51, "z")]
    links = {mention.ref: attributes(mention.ref, "actor", f"/{mention.ref}/?a&b") for mention in mentions}
    html = "\n".join(weave(seed, anchors, mentions, links, {"o", "p"}.__contains__))
    assert re.sub("(?<=>)(?=<)", "\n", html).split("\n") == [
        '<figure class="caption">',
        '<figcaption id="caption" dir="auto">A fire</figcaption>',
        "</figure>",
        '<p id="p1" dir="auto">a<span class="passage" id="n" data-refs="n o">',
        '<span id="o">',
        "</span>b </span>",
        '<a class="mention" id="x_m1" data-ref="x" data-kind="actor" href="/x/?a&amp;b">',
        '<span id="e">',
        "</span>",
        '<span class="passage" id="y_m1" data-refs="n o y">&lt;</span>',
        '<span class="passage" data-refs="n y">c&gt; </span>',
        '<span class="passage" data-refs="y">d</span>',
        '<span class="passage" id="p" data-refs="p y">e</span>',
        '<span class="passage" data-refs="y">f </span>',
        "</a>",
        '<a class="note-mark" href="#note_2" aria-label="note 2" data-note="2">',
        "</a>",
        '<a class="note-mark" href="#note_1" aria-label="note 1" data-note="1">',
        "</a>",
        '<a class="note-mark" href="#note_3" aria-label="note 3" data-note="3">',
        "</a>= g&#13;",
        '"h"</p>',
        '<p id="p2" dir="auto">',
        '<a class="mention" id="z_m1" data-ref="z" data-kind="actor" href="/z/?a&amp;b">plain</a> b c</p>',
    ]


def test_a_passage_over_two_paragraphs_begins_in_one_and_ends_in_the_other() -> None:
    html = "\n".join(weave(parse_seed("seeds/a.txt", "abc\n\ndef"), [passage(1, 7, "n")], [], {}))
    assert re.sub("(?<=n>)(?=<)", "\n", html).split("\n") == [
        '<p id="p1" dir="auto">a<span class="passage" id="n" data-refs="n">bc</span>',
        "</p>",
        '<p id="p2" dir="auto"><span class="passage" data-refs="n">de</span>',
        '<a class="note-mark" href="#note_1" aria-label="note 1" data-note="1"></a>f</p>',
    ]


def test_a_note_is_linked_where_its_passage_ends_and_never_within_a_link() -> None:
    html = page(parse_seed("seeds/a.txt", "abcdef"), [passage(0, 4, "n"), passage(1, 2, "m")], [mention(0, 3, "x")])
    assert re.search(
        r'c</span></a><a class="note-mark" href="#note_2".*d</span><a class="note-mark" href="#note_1"', html
    )
    html = page(parse_seed("seeds/a.txt", "abcdef"), [passage(2, 5, "n")], [mention(0, 3, "x")])
    assert html.count('href="#note_1"') == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("said", "sayd"),
        ("&amp;", "&"),
        ("  ", " "),
        ("A second", "<b>a</b> second"),
        ("</p>", " </p>"),
        ('id="p2"', 'id="p3"'),
    ],
)
def test_a_changed_text_ends_the_build(old: str, new: str) -> None:
    seed = parse_seed("seeds/a.txt", TEXT)
    html = page(seed, [], [])
    assert old in html
    if extract(html.replace(old, new), "a") == extract(html, "a"):
        assert new == "&"  # the same text, written otherwise
        return
    with pytest.raises(TextChanged):
        prove(html.replace(old, new), "a", seed)


def test_what_has_changed_is_told() -> None:
    seed = parse_seed("seeds/a.txt", TEXT)
    html = page(seed, [], [])

    def told(changed: str) -> str:
        with pytest.raises(TextChanged) as found:
            prove(changed, "a", seed)
        return str(found.value)

    assert told(html.replace("said", "sayd", 1)) == (
        "seeds/a.txt: p1, character 11: 'id “no” & Iran\\r\\nsaid' became 'yd “no” & Iran\\r\\nsaid'"
    )
    assert told(html.replace("\u0627\u0644.", "")) == "seeds/a.txt: p2, character 28: '\u0627\u0644.' became ''"
    assert told(re.sub('<p id="p2".*?</p>', "", html)) == "seeds/a.txt: the page has 1 blocks, the seed 2"
    assert told(html.replace("<p ", '<p id="p0">more</p><p ', 1)).startswith("seeds/a.txt: p1, character 0: 'The")
    assert told(html.replace("</article>", '<p id="p3">more</p></article>')).endswith("has 3 blocks, the seed 2")
    assert told(html.replace("</article>", "")) == "seeds/a.txt: the page has 0 blocks, the seed 2"
    assert told(html.replace('data-article="a"', "")) == "seeds/a.txt: the page has 0 blocks, the seed 2"


def test_a_link_says_what_it_leads_to() -> None:
    assert attributes("x", "actor", "/x/") == ' data-ref="x" data-kind="actor" href="/x/"'
    assert (
        attributes("x", "actor", "/x/", hindsight=True) == ' data-ref="x" data-kind="actor" data-hindsight href="/x/"'
    )


def test_only_the_article_is_looked_at() -> None:
    seed = parse_seed("seeds/a.txt", TEXT)
    other = '<article data-article="b"><p id="p1">another</p></article>'
    own = page(seed, [], [])
    again = '<article data-article="a"><p id="p1">a card of it</p></article>'
    assert extract(f"<p id='p0'>first</p>{other}{own}{other}{again}", "a") == extract(own, "a")
    assert extract(own[own.index("<article") :], "a") == extract(own, "a")


def test_passages_of_what_could_not_be_known_are_marked_if_all_are() -> None:
    seed = parse_seed("seeds/a.txt", "abcdef")
    anchors = [passage(0, 4, "n"), passage(2, 6, "m")]
    html = "\n".join(weave(seed, anchors, [], {}, {"m"}.__contains__))
    assert re.findall(r'data-refs="([^"]+)"( data-hindsight)?>', html) == [
        ("n", ""),
        ("n m", ""),
        ("m", " data-hindsight"),
    ]


@pytest.mark.parametrize(
    ("anchors", "mentions", "expected"),
    [
        pytest.param(
            [], [mention(0, 6, "x"), mention(2, 4, "y", "e")], "x_m1 ab y_m1 e cd ef", id="once, where it begins"
        ),
        pytest.param(
            [], [mention(0, 4, "x", "e"), mention(0, 4, "a")], "a_m1 x_m1 e abcd ef", id="the explicit one is linked"
        ),
        pytest.param([passage(0, 4, "n"), passage(2, 6, "m")], [], "n ab m cd ef", id="of passages, too"),
        pytest.param([passage(2, 5, "n")], [mention(0, 3, "x")], "x_m1 ab n c de f", id="of one that a link cuts"),
    ],
)
def test_each_place_has_its_id_once(anchors: list[Anchor], mentions: list[MentionSpan], expected: str) -> None:
    html = "\n".join(weave(parse_seed("seeds/a.txt", "abcdef"), anchors, mentions, defaultdict(str)))
    found = re.sub(r'<[^>]*id="([^"]+)"[^>]*>|<[^>]+>', r" \1 ", html.partition(">")[2])
    assert " ".join(found.split()) == expected


def spans(text: str) -> st.SearchStrategy[list[tuple[int, int]]]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    return st.lists(ends, max_size=8)


@given(st.data())
def test_any_spans_weave_into_sound_html(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab <&>\"'\né😀\u0301\r"), min_size=1).filter(str.strip))
    seed = parse_seed("seeds/a.txt", text)
    low, high = seed.blocks[0].start, seed.blocks[-1].end
    anchors = [passage(a, b, f"n{i}") for i, (a, b) in enumerate(data.draw(spans(text)))]
    anchors = [a for a in anchors if any(a.start < b.end and b.start < a.end for b in seed.blocks)]
    mentions = [mention(a, b, f"m{i}") for i, (a, b) in enumerate(data.draw(spans(text)))]
    mentions = [m for m in mentions if any(m.start < b.end and b.start < m.end for b in seed.blocks)]
    html = page(seed, anchors, mentions)
    prove(html, "a", seed)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    reachable = set(" ".join(re.findall(r'data-refs="([^"]*)"', html)).split()) | set(
        re.findall(r'data-ref="([^"]*)"', html)
    )
    assert reachable == {a.record for a in anchors} | {m.ref for m in mentions}
    inside = [a.fragment for a in anchors if any(b.start <= a.start < b.end for b in seed.blocks)]
    assert set(inside) <= set(ids)
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", html, re.DOTALL), "a link in a link"
    ends_inside = [n for n, a in enumerate(anchors, 1) if any(b.start < a.end <= b.end for b in seed.blocks)]
    assert sorted(map(int, re.findall(r'data-note="(\d+)"', html))) == ends_inside, (
        "each passage leads to its note once"
    )
    assert low <= high
