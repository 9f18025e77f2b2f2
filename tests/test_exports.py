"""The data that leaves a dossier: complete, true to the text, valid to the validators of each format, always the same.

Small cases say what an export makes of a record; the two real dossiers go through the formats' own libraries.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import bibtexparser
import geojson
import icalendar
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from followthemoney import model
from frictionless import Package, system
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft3Validator, Draft4Validator, FormatChecker
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from schema_org import registry

from builder import cli, exports, pipeline
from builder.addresses import address
from builder.exports import schema_org, tables, web_annotation
from builder.exports.publication import Publication
from builder.files import read_inputs
from builder.models import Record, Source
from builder.seed import parse_seed
from builder.values import Site
from tests.conftest import ROOT
from tests.dossiers import check, dossier

BASE = "https://dossier.example/embassy/"
DOSSIERS = {"example": ROOT / "tests" / "example", "baghdad": ROOT}
SCHEMAS = Path(__file__).parent / "schemas"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@cache
def site_of(name: str) -> Site:
    site, diagnostics = pipeline.check(read_inputs(DOSSIERS[name]))
    assert not pipeline.has_errors(diagnostics)
    return pipeline.published(site)


@cache
def exported(name: str, base: str = BASE) -> dict[str, bytes]:
    return dict(exports.files(site_of(name), base))


def files_of(annotations: str, base: str = BASE, **options: str) -> dict[str, str]:
    """What a small case exports, by path below `data/`."""
    site, diagnostics = check(dossier(annotations, **options))
    assert not pipeline.has_errors(diagnostics), diagnostics
    found = exports.files(pipeline.published(site), base)
    return {path.removeprefix("data/"): content.decode() for path, content in found}


@pytest.fixture(params=DOSSIERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# All formats


def test_the_same_site_gives_the_same_bytes(name: str) -> None:
    again = pipeline.published(pipeline.check(read_inputs(DOSSIERS[name]))[0])
    assert dict(exports.files(again, BASE)) == exported(name)


def test_no_two_files_have_one_path(name: str) -> None:
    paths = [path for path, _ in exports.files(site_of(name), BASE)]
    assert len(set(paths)) == len(paths)


def test_each_format_makes_the_file_that_the_page_of_the_data_names(name: str) -> None:
    article = site_of(name).dossier.articles[0].id
    for export in exports.EXPORTS:
        assert f"data/{export.path.format(article=article)}" in exported(name)


def test_drafts_do_not_leave() -> None:
    files = files_of("actors: {nobody: {name: Nobody-at-all, kind: person, status: draft}}")
    assert not [path for path, content in files.items() if "obody" in content]


def test_every_link_of_the_page_of_the_data_leads_to_a_file(example_site: Path) -> None:
    page = (example_site / "data" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"]+)" download', page)
    assert len(links) == len(exports.EXPORTS) + 3  # three formats have a file for each of two articles
    for link in links:
        assert (example_site / "data" / unescape(link)).is_file(), link


def test_without_an_address_every_iri_leads_to_a_page_of_the_site(example_site: Path) -> None:
    path = "data/web-annotation/records/safe-to-walk.json"
    annotation = json.loads((example_site / path).read_text(encoding="utf-8"))
    iris = [annotation["id"], annotation["target"][0]["source"], annotation["target"][0]["scope"]]
    for iri in iris:
        target = urlsplit(urljoin(f"https://x.example/{path}", iri)).path.lstrip("/")
        assert (example_site / target).exists(), iri
    fragment = annotation["id"].partition("#")[2]
    assert f'id="{fragment}"' in (example_site / "articles" / "bridge" / "index.html").read_text(encoding="utf-8")


# The command


def test_one_file_goes_to_standard_output(example: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.run(["-C", str(example), "export", "csl-json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)[0]["id"] == "survey"


def test_one_file_gets_the_name_that_is_asked_for(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / "mine.json"
    assert cli.run(["-C", str(example), "export", "csl-json", str(out)]) == 0
    assert json.loads(out.read_text())[0]["id"] == "survey"
    assert capsys.readouterr().out == f"wrote {out}\n"


def test_several_files_need_a_folder(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-C", str(example), "export", "tei"]) == 2
    assert "`tei` has 2 files: name a folder" in capsys.readouterr().err
    assert cli.run(["-C", str(example), "export", "tei", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"wrote 2 files into {tmp_path / 'out'}\n"
    assert sorted(path.name for path in (tmp_path / "out" / "tei").iterdir()) == ["bridge.xml", "jisr.xml"]


def test_the_address_of_the_site_is_that_of_mkdocs(example: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    config = example / "mkdocs.yml"
    config.write_text(f"{config.read_text()}site_url: {BASE}\n")
    assert cli.run(["-C", str(example), "export", "geojson"]) == 0
    assert f'"url":"{BASE}places/old-bridge/"'.encode() in capfdbinary.readouterr().out


def test_a_dossier_with_errors_has_no_exports(example: Path, tmp_path: Path) -> None:
    (example / "annotations" / "wrong.yml").write_text("notes: {here: {at: no such words, body: Nothing.}}")
    assert cli.run(["-C", str(example), "export", "json", str(tmp_path / "out.json")]) == 1
    assert not (tmp_path / "out.json").exists()


# W3C Web Annotation


def _formats() -> FormatChecker:
    checker = FormatChecker([])
    checker.checks("uri")(lambda value: not isinstance(value, str) or bool(urlsplit(value).scheme))
    checker.checks("date-time")(
        lambda value: not isinstance(value, str) or bool(re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", value))
    )
    return checker


@cache
def musts(test: str) -> tuple[Draft4Validator, ...]:
    """The schemas that the W3C's suite holds an annotation, a collection or a page against."""
    folder = SCHEMAS / "web-annotation"
    definitions = [json.loads(path.read_text()) for path in sorted((folder / "definitions").iterdir())]
    resources = [(schema["id"], Resource.from_contents(schema, DRAFT4)) for schema in definitions]
    known: Registry[Any] = Registry().with_resources(resources)
    paths = json.loads((folder / test).read_text())["assertions"]
    schemas = [json.loads((folder / path).read_text()) for path in paths]
    return tuple(Draft4Validator(schema, registry=known, format_checker=_formats()) for schema in schemas)


def refused(found: Any, test: str) -> list[str]:
    """The ids of the schemas that refuse something."""
    return [validator.schema["id"] for validator in musts(test) if not validator.is_valid(found)]


ANNOTATION = "annotations/annotationMusts.test"


def read(name: str, path: str) -> Any:
    return json.loads(exported(name)[f"data/{path}"])


def collection_of(name: str, article: str) -> Iterator[dict[str, Any]]:
    """Every annotation of an article, page by page as a client would ask for them."""
    at = read(name, f"web-annotation/articles/{article}.json")["first"]
    while at:
        page = read(name, at.removeprefix(f"{BASE}data/"))
        yield from page["items"]
        at = page.get("next")


def all_annotations(name: str) -> list[dict[str, Any]]:
    return [item for article in site_of(name).dossier.seeds for item in collection_of(name, article)]


def shape(found: Any) -> str:
    """A value without what the schemas do not look at: its texts, but for the words of the model and what is an IRI."""
    if isinstance(found, dict):
        return str([f"{key}:{shape(value)}" for key, value in found.items()])
    if isinstance(found, list):
        return str(sorted({shape(item) for item in found}))
    is_word = isinstance(found, str) and found.isidentifier()
    return str(found) if is_word else f"{type(found).__name__} {str(found).startswith(BASE)}"


def test_the_w3c_schemas_accept_every_annotation(name: str) -> None:
    annotations = [{"@context": web_annotation.CONTEXT, **item} for item in all_annotations(name)]
    # What has the same keys and types is accepted with it.
    for annotation in {shape(annotation): annotation for annotation in annotations}.values():
        assert not refused(annotation, ANNOTATION), annotation["id"]


def test_the_w3c_schemas_accept_every_collection_and_page(name: str) -> None:
    for path, content in exported(name).items():
        if path.startswith("data/web-annotation/articles/"):
            kind = "pages/page" if "_" in path else "collection"
            assert not refused(json.loads(content), f"collections/{kind}Musts.test"), path


@pytest.mark.parametrize(
    ("change", "schema"),
    [
        ({"id": "not an iri"}, "3.1-annotationIdValidated.json"),
        ({"motivation": "musing", "target": None}, "3.2-targetObjectsRecognized.json"),
        ({"modified": "lately"}, "3.3.1-annotationModifiedValidated.json"),
        ({"rights": "free"}, "3.3.6-annotationRightsValidated.json"),
    ],
)
def test_the_w3c_schemas_refuse_what_is_wrong(change: dict[str, Any], schema: str) -> None:
    good = read("example", "web-annotation/records/safe-to-walk.json")
    assert schema in refused(good | change, ANNOTATION)


def test_every_target_is_where_its_selectors_say(name: str) -> None:
    for annotation in all_annotations(name):
        targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
        for target in targets:
            text = exported(name)[target["source"].removeprefix(BASE)].decode()
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            whole = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert [m.start() for m in re.finditer(f"(?={re.escape(whole)})", text)] == [start - len(quote["prefix"])]


def test_each_anchored_record_has_a_document_of_its_own_and_is_in_its_articles_collection(name: str) -> None:
    site = site_of(name)
    publication = Publication(site, BASE)
    collected = {json.dumps(item) for item in all_annotations(name)}
    for record in site.dossier.records.values():
        path = f"data/web-annotation/records/{record.id}.json"
        assert (path in exported(name)) == bool(publication.passages(record.id))
        if path in exported(name):
            document = json.loads(exported(name)[path])
            assert document.pop("@context") == web_annotation.CONTEXT
            assert json.dumps(document) in collected


def test_annotations_have_iris_of_their_own(name: str) -> None:
    ids = [annotation["id"] for annotation in all_annotations(name)]
    spread = {record.id for record in site_of(name).dossier.records.values()}
    assert len(set(ids)) == len(ids) or {id.partition("#")[2] for id in ids if ids.count(id) > 1} <= spread


def test_a_collection_counts_what_its_pages_hold(name: str) -> None:
    for article in site_of(name).dossier.seeds:
        assert read(name, f"web-annotation/articles/{article}.json")["total"] == len(list(collection_of(name, article)))


def test_a_long_collection_has_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_annotation, "PAGE_SIZE", 2)
    files = web_annotation.files(Publication(site_of("example"), BASE))
    found = {path: json.loads(content) for path, content in files}
    total = found["web-annotation/articles/bridge.json"]["total"]
    pages = [found[f"web-annotation/articles/bridge_{number}.json"] for number in range(1, -(-total // 2) + 1)]
    assert [page["startIndex"] for page in pages] == list(range(0, total, 2))
    assert [page.get("prev") for page in pages] == [None, *(page["id"] for page in pages[:-1])]
    assert [page.get("next") for page in pages] == [*(page["id"] for page in pages[1:]), None]


def test_the_motivation_says_why_an_annotation_is_there() -> None:
    kinds = ("context", "correction", "variant", "translation", "caution")
    notes = "".join(f"  {kind}: {{kind: {kind}, at: Iran, body: A note.}}\n" for kind in kinds)
    files = files_of(f"notes:\n{notes}")
    found = {kind: json.loads(files[f"web-annotation/records/{kind}.json"])["motivation"] for kind in kinds}
    assert found == {
        "context": "commenting",
        "correction": "editing",
        "variant": "classifying",
        "translation": "describing",
        "caution": "assessing",
    }


def test_an_annotation_keeps_citations_and_hindsight() -> None:
    files = files_of("""
        notes:
          later:
            at: Iran
            known_from: 2020-02-03
            sources: [{id: report, locator: p. 4}]
            body: "See [[siege|it]]. [@report, p. 5]"
    """)
    annotation = json.loads(files["web-annotation/records/later.json"])
    assert annotation["dcterms:available"] == "2020-02-03"
    assert annotation["dcterms:references"] == [
        {"id": f"{BASE}sources/#report", "dcterms:bibliographicCitation": "The siege in Baghdad, p. 4"}
    ]
    *said, record = [body["value"] for body in annotation["body"]]
    assert json.loads(record)["notes"]["later"]["sources"] == [{"id": "report", "locator": "p. 4"}]
    assert said == [
        "note",
        "context",
        "hindsight",
        f"See [it]({BASE}articles/siege/). ([The siege in Baghdad]({BASE}sources/#report), p. 5)",
    ]


def test_offsets_count_code_points_of_the_text_as_it_stands() -> None:
    files = files_of("notes: {n: {at: Iran, body: A note.}}", seed="\ufeff😀 e\u0301 \r\n\r\nIran\n")
    position = json.loads(files["web-annotation/records/n.json"])["target"][0]["selector"][1]
    assert (position["start"], position["end"]) == (9, 13)
    assert files["articles/siege.txt"][9:13] == "Iran"


@given(st.text(alphabet="ab \n", min_size=1, max_size=60), st.data())
def test_the_context_of_a_quotation_makes_it_unique(text: str, data: st.DataObject) -> None:
    seed = parse_seed("seeds/a.txt", text)
    if not seed.blocks:
        return
    start = data.draw(st.integers(seed.blocks[0].start, seed.blocks[-1].end - 1))
    end = data.draw(st.integers(start + 1, seed.blocks[-1].end))
    if seed.block_at(start) is None or seed.block_at(end - 1) is None:
        return
    prefix, suffix = web_annotation.context(seed, start, end)
    whole = prefix + text[start:end] + suffix
    assert [m.start() for m in re.finditer(f"(?={re.escape(whole)})", text)] == [start - len(prefix)]


# TEI


@cache
def tei_all() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "tei_all.rng"))


def tei_of(name: str) -> dict[str, Any]:
    return {
        article: etree.fromstring(exported(name)[f"data/tei/{article}.xml"]) for article in site_of(name).dossier.seeds
    }


def test_tei_is_valid(name: str) -> None:
    for root in tei_of(name).values():
        assert tei_all().validate(root), tei_all().error_log


def test_tei_has_the_articles_text(name: str) -> None:
    for article, root in tei_of(name).items():
        seed = site_of(name).dossier.seeds[article]
        found = [(p.get(XML_ID), p.text) for p in root.iterfind("t:text//t:p", TEI)]
        assert found == [(block.id, seed.text[block.start : block.end]) for block in seed.blocks]


def pointed(root: Any, pointer: str) -> str:
    """The words that a pointer of ours means, by the TEI Guidelines' definition of the schemes."""
    blocks = {p.get(XML_ID): p.text for p in root.iterfind("t:text//t:p", TEI)}
    if match := re.fullmatch(r"#string-range\((\w+),(\d+),(\d+)\)", pointer):
        return str(blocks[match[1]][int(match[2]) :][: int(match[3])])
    match = re.fullmatch(r"#range\(string-index\((\w+),(\d+)\),string-index\((\w+),(\d+)\)\)", pointer)
    assert match, pointer
    ids = list(blocks)
    between = ids[ids.index(match[1]) + 1 : ids.index(match[3])]
    return "".join(
        [blocks[match[1]][int(match[2]) :], *(blocks[id] for id in between), blocks[match[3]][: int(match[4])]]
    )


def test_tei_annotations_point_at_their_words(name: str) -> None:
    site = site_of(name)
    for article, root in tei_of(name).items():
        seed, anchored = site.dossier.seeds[article], site.anchored
        passages = [*anchored.anchors[article], *anchored.mentions[article]]
        expected = sorted("".join(seed.text[p.start : p.end].split()) for p in passages)
        targets = " ".join(a.get("target") for a in root.iterfind(".//t:annotation", TEI)).split()
        assert sorted("".join(pointed(root, target).split()) for target in targets) == expected


def test_tei_points_at_nothing_that_is_not_there(name: str) -> None:
    for root in tei_of(name).values():
        ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
        pointers = [
            value
            for e in root.iter()
            for key, value in e.attrib.items()
            if key in ("source", "where", "active", "passive")
        ]
        pointers += [e.get("target") for e in root.iterfind(".//t:ptr", TEI)]
        local = {pointer[1:] for value in pointers for pointer in value.split() if pointer.startswith("#")}
        assert local <= set(ids)
        assert local


def test_tei_keeps_citations_and_hindsight() -> None:
    files = files_of("""
        notes: {later: {at: Iran, known_from: 2020-02-03, body: 'A note. [@report]'}}
    """)
    root = etree.fromstring(files["tei/siege.xml"].encode())
    annotation = root.find(".//t:annotation", TEI)
    assert annotation.get("source") == "#report"
    assert annotation.find("t:note", TEI).get("type") == "hindsight"


def test_tei_carries_what_xml_can_carry() -> None:
    files = files_of(
        'actors: {"1-a": {name: \'A & <B> "C"\', kind: person}}', seed="A & <B>\r\nand \f ]]> Iran\r\n\r\nMore.\n"
    )
    root = etree.fromstring(files["tei/siege.xml"].encode())
    assert root.findtext("t:text//t:p", None, TEI) == "A & <B>\r\nand \ufffd ]]> Iran"


# schema.org


def nodes(found: Any) -> Iterator[dict[str, Any]]:
    """Every typed object within another."""
    if isinstance(found, dict):
        if "@type" in found:
            yield found
        found = list(found.values())
    for inner in found if isinstance(found, list) else ():
        yield from nodes(inner)


def lineage(kind: str) -> set[str]:
    """A type of schema.org and all that it is a kind of; fails for one that does not exist."""
    return {registry.CLASS_METADATA[kind].name, *registry.ancestry(kind)}


def test_schema_org_terms_exist_and_are_used_on_the_right_types(name: str) -> None:
    site = site_of(name)
    graph = described(site, list(site.dossier.records.values()), "glossary/")
    types = {node["@id"]: node["@type"] for node in graph}
    assert len(types) == len(graph)
    types |= {f"..{address(site, source)}": "CreativeWork" for source in site.dossier.of(Source)}
    for node in nodes(graph):
        for key, value in node.items():
            if key.startswith("@"):
                continue
            found = registry.PROPERTY_BY_SCHEMA[key]
            assert lineage(node["@type"]) & set(found.domains), (node["@type"], key)
            assert not found.superseded_by, key
            for one in value if isinstance(value, list) else [value]:
                assert_in_range(one, found.ranges, types, key)


def assert_in_range(value: Any, ranges: tuple[str, ...], types: dict[str, str], key: str) -> None:
    if isinstance(value, dict):
        kind = value.get("@type") or types[value["@id"]]
        assert lineage(kind) & set(ranges), (key, kind, ranges)
    elif isinstance(value, (int, float)):
        assert {"Number", "Text"} & set(ranges), key
    elif key not in (
        "author",
        "creator",
    ):  # a name may be a person's or an organisation's, and words can stand for either
        # A link may stand for a thing, and words where schema.org has no better value.
        assert {"Text", "URL", "Date", "DateTime"} & set(ranges) or "://" in value, (key, ranges)


def described(site: Site, records: list[Record], path: str) -> list[dict[str, Any]]:
    script = schema_org.script(site, records, path)
    graph: list[dict[str, Any]] = json.loads(re.sub(r"<[^>]*>", "", script))["@graph"]
    return graph


def descriptions(page: Path) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert len(found) <= 1
    whole = [json.loads(text) for text in found]
    return [node for one in whole for node in one.get("@graph", [one])]


@pytest.mark.parametrize("dossier", ["example", "baghdad"])
def test_each_record_is_described_on_its_page(dossier: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(f"{dossier}_site")
    shown: dict[str, dict[str, Any]] = {}
    for page in sorted(site.rglob("index.html")):
        path = f"https://x.example/{page.relative_to(site).parent.as_posix()}/"
        for node in descriptions(page):
            shown[urljoin(path, node["@id"])] = node
    records = site_of(dossier).dossier.records.values()
    graph = described(site_of(dossier), list(records), "glossary/")
    expected = {urljoin("https://x.example/glossary/", node["@id"]): node for node in graph}
    assert {iri: node["@type"] for iri, node in shown.items()} == {iri: n["@type"] for iri, n in expected.items()}
    kinds = {"NewsArticle", "Person", "Organization", "Place", "Event", "DefinedTermSet", "Quotation", "Claim"}
    assert kinds <= {node["@type"] for node in shown.values()} | {"Person"}


def test_only_an_original_is_given_as_the_speakers_own_words() -> None:
    site, _ = check(
        dossier(
            """
            quotes:
              reported: {speaker: The mayor, at: Anna crossed}
              printed: {speaker: The mayor, at: Anna crossed, original: {lang: de, text: Sie ging.}}
            """,
            seed="Anna crossed the bridge.",
        )
    )
    reported, printed = described(site, [site.dossier.records[name] for name in ("reported", "printed")], "quotes/")
    assert "text" not in reported
    assert (printed["text"], printed["inLanguage"]) == ("Sie ging.", "de")
    assert printed["creator"] == "The mayor", "neither surely a person nor surely an organisation"


def test_a_description_cannot_break_out_of_its_page() -> None:
    site, _ = check(dossier("actors: {evil: {name: '</script><script>alert(1)</script>', kind: person}}"))
    found = schema_org.script(site, [site.dossier.records["evil"]], "actors/evil/")
    assert found.count("<") == 2
    assert json.loads(re.sub(r"<[^>]*>", "", found))["name"] == "</script><script>alert(1)</script>"


# Sources


def csl_vocabulary(list_of: str) -> set[str]:
    """The names that CSL 1.0.2 has, as citeproc-py ships them."""
    import citeproc

    path = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles" / f"csl-{list_of}.rnc"
    return set(re.findall(r'"([\w-]+)"', path.read_text(encoding="utf-8")))


def test_csl_json_is_valid(name: str) -> None:
    items = read(name, "sources.json")
    schema = json.loads((SCHEMAS / "csl-data.json").read_text())
    schema["items"]["properties"]["type"]["enum"] = sorted(csl_vocabulary("types"))
    errors = list(Draft3Validator(schema).iter_errors(items))
    assert not errors, errors[:3]
    assert {key for item in items for key in item} - {"id", "type"} <= csl_vocabulary("variables") | {"language", "URL"}
    assert [item["id"] for item in items] == [source.id for source in site_of(name).dossier.of(Source)]


@pytest.mark.filterwarnings("ignore")  # citeproc-py's own
def test_a_citation_processor_reads_csl_json() -> None:
    items = CiteProcJSON(read("example", "sources.json"))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, items, formatter.plain)
    bibliography.register(Citation([CitationItem("survey")]))
    entry = str(bibliography.bibliography()[0])
    for words in ("The surveyors", "2021", "Survey of the old bridge", "https://example.org/survey"):
        assert words in entry


def test_bibtex_is_read_again(name: str) -> None:
    library = bibtexparser.parse_string(exported(name)["data/sources.bib"].decode())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [source.id for source in site_of(name).dossier.of(Source)]


def test_bibtex_escapes_what_means_something_to_tex() -> None:
    files = files_of("""
        sources:
          odd:
            type: book
            title: '50 % of A&B_{c} ~ ^ \\x $1 #2'
            author: [{family: Müller, given: Ö.}, {literal: A & Co}]
    """)
    entry = next(e for e in bibtexparser.parse_string(files["sources.bib"]).entries if e.key == "odd")
    title = r"{50 \% of A\&B\_\{c\} \textasciitilde{} \textasciicircum{} \textbackslash{}x \$1 \#2}"
    assert entry["title"] == title
    assert entry["author"] == r"Müller, Ö. and {A \& Co}"
    assert entry.entry_type == "book"


# Tables


def test_frictionless_accepts_the_package(name: str, tmp_path: Path) -> None:
    for path, content in exported(name).items():
        if path == "data/datapackage.json" or path.startswith("data/tables/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "fieldName", "rowNumber", "type", "note"])


def test_the_tables_have_every_record_and_every_passage(name: str) -> None:
    site = site_of(name)
    rows = {
        path: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for path, content in exported(name).items()
        if path.endswith(".csv")
    }
    for collection in exports.tables.KINDS:
        assert [row["id"] for row in rows[f"data/tables/{collection}.csv"]] == list(site.dossier.records_of(collection))
    for table, found in (("passages", site.anchored.anchors), ("occurrences", site.anchored.mentions)):
        expected = sum(map(len, found.values()))
        assert len(rows[f"data/tables/{table}.csv"]) == expected
        for row in rows[f"data/tables/{table}.csv"]:
            text = site.dossier.seeds[row["article"]].text[int(row["start"]) : int(row["end"])]
            assert row["text"] in (text, f"'{text}")


def test_the_tables_have_every_citation_with_its_locator() -> None:
    files = files_of("""
        notes: {n: {at: Iran, sources: [{id: report, locator: p. 4}], body: "Two. [@report, p. 5] Three. [@report]"}}
    """)
    rows = list(csv.reader(io.StringIO(files["tables/references.csv"])))
    assert [row for row in rows if row[0] == "n"] == [
        ["n", "body", "cite", "report", "p. 5"],
        ["n", "body", "cite", "report", ""],
        ["n", "sources.0.id", "sources", "report", "p. 4"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert tables.harmless(f"{start}1+1") == f"'{start}1+1"
    assert tables.harmless(-1.5) == -1.5


@given(st.text())
def test_an_apostrophe_is_all_that_a_cell_gets(text: str) -> None:
    assert tables.harmless(text) in (text, "'" + text)
    assert not str(tables.harmless(text)).startswith(tables.FORMULA)


def test_a_formula_in_a_name_is_harmless() -> None:
    files = files_of("actors: {evil: {name: '=HYPERLINK(\"http://evil.example\")', kind: person, role: '+1'}}")
    row = next(csv.DictReader(io.StringIO(files["tables/actors.csv"])))
    assert (row["name"], row["role"]) == ('\'=HYPERLINK("http://evil.example")', "'+1")


def test_the_whole_dossier_is_in_one_file(name: str) -> None:
    whole, site = read(name, "dossier.json"), site_of(name)
    for record in site.dossier.records.values():
        found = whole[record.collection][record.id]
        assert found.get("body") == record.body
        assert found.get("hindsight", False) == site.dossier.is_hindsight(record)
        assert [row["id"] for row in found.get("sources", ())] == [citation.id for citation in record.sources]
        for passage in found.get("at", ()):
            assert site.dossier.seeds[passage["article"]].text[passage["start"] : passage["end"]].strip()


# Places and times


def test_geojson_is_valid(name: str) -> None:
    collection = geojson.loads(exported(name)["data/places.geojson"].decode())
    assert collection.is_valid, collection.errors()
    assert [feature["id"] for feature in collection["features"]] == list(site_of(name).dossier.records_of("places"))


def test_geojson_has_longitude_first() -> None:
    feature = read("example", "places.geojson")["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-1.25, 52.5]}


def calendar_of(content: bytes) -> list[Any]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_icalendar_is_read_again(name: str) -> None:
    content = exported(name)["data/timeline.ics"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = calendar_of(content)
    events = list(site_of(name).dossier.records_of("events").values())
    assert [str(event["SUMMARY"]) for event in found] == [event.heading for event in events]
    assert not [event.errors for event in found if event.errors]
    assert len({event["UID"] for event in found}) == len(found)


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("date: 2019-12-27", "20191227", "20191228"),
        ('date: 2019-12-27, time: "19:20+03:00"', "20191227T162000Z", None),
        ('date: 2019-12-27, time: "19:20"', "20191227T192000", None),
        ("date: 2019-12", "20191201", "20200101"),
        ("date: 2019-12-27/2019-12-29", "20191227", "20191230"),
        ("date: ../2019-12-29", "20191229", "20191230"),
        ("date: 9999", "99990101", None),
    ],
)
def test_icalendar_says_when(when: str, start: str, end: str | None) -> None:
    files = files_of(f"events: {{e: {{title: E, {when}}}}}")
    event = calendar_of(files["timeline.ics"].encode())[0]
    assert event["DTSTART"].to_ical().decode() == start
    assert (event["DTEND"].to_ical().decode() if "DTEND" in event else None) == end


def test_icalendar_folds_between_characters_and_escapes() -> None:
    title = "Ünïcode; with, signs \\ and " + "ä" * 100
    files = files_of(
        f"events: {{e: {{title: '{title}', date: 2019, known_from: 2020-02-02, summary: 'It was. [@report]'}}}}"
    )
    event = calendar_of(files["timeline.ics"].encode())[0]
    assert str(event["SUMMARY"]) == title
    assert "Date: 2019." in event["DESCRIPTION"]
    assert "Known later: 2 February 2020." in event["DESCRIPTION"]
    assert "Sources: The siege in Baghdad" in event["DESCRIPTION"]
    assert "hindsight" in event["CATEGORIES"].to_ical().decode()


def test_timelinejs_has_what_it_needs(name: str) -> None:
    timeline = read(name, "timeline.json")
    assert timeline["title"]["text"]["headline"]
    events = timeline["events"]
    assert [event["unique_id"] for event in events] == list(site_of(name).dossier.records_of("events"))
    for event in events:
        assert event["text"]["headline"]
        for date in filter(None, [event["start_date"], event.get("end_date")]):
            assert list(date) == ["year", "month", "day"][: len(date)]
            assert all(isinstance(number, int) for number in date.values())


def test_timelinejs_escapes() -> None:
    files = files_of("events: {e: {title: 'A <b> & c', date: 2019-12-27, known_from: 2020-02-03, summary: <script>.}}")
    event = json.loads(files["timeline.json"])["events"][0]
    assert event["text"]["headline"] == f'<a href="{BASE}timeline/#e">A &lt;b&gt; &amp; c</a>'
    assert event["text"]["text"] == "<p>&lt;script&gt;.</p><p>Known later: 3 February 2020.</p>"
    assert event["group"] == "hindsight"


# FollowTheMoney and Atom


def test_followthemoney_accepts_every_entity(name: str) -> None:
    rows = [json.loads(line) for line in exported(name)["data/entities.ftm.json"].splitlines()]
    schemata = {row["id"]: model.get(row["schema"]) for row in rows}
    assert len(schemata) == len(rows)
    for row in rows:
        proxy = model.get_proxy(row, cleaned=False)
        proxy.schema.validate(row)  # raises
        for key, values in row["properties"].items():
            found = proxy.schema.get(key)
            assert found is not None, (row["schema"], key)
            if found.type.name == "entity":
                for value in values:
                    assert schemata[value].is_a(found.range), (row["id"], key, value)
            else:
                assert len(proxy.get(key)) == len(values), (row["id"], key, values, proxy.get(key))


def test_followthemoney_has_the_mentions() -> None:
    rows = [json.loads(line) for line in exported("example")["data/entities.ftm.json"].splitlines()]
    mention = next(row for row in rows if row["id"] == "bridge_names_harbour-authority")
    assert mention["schema"] == "Mention"
    assert mention["properties"]["name"] == ["Harbour Authority", "the authority"]


def test_the_feed_is_as_old_as_its_newest_entry() -> None:
    files = files_of("""
        actors:
          a: {name: Somebody, kind: person, updated: 2024-05-06, known_from: 2021}
          b: {name: Somebody else, kind: person}
    """)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.fromstring(files["changes.atom"].encode())
    assert feed.findtext("a:updated", None, atom) == "2024-05-06T00:00:00Z"
    entries = [
        (e.findtext("a:title", None, atom), e.findtext("a:updated", None, atom)) for e in feed.iterfind("a:entry", atom)
    ]
    assert entries == [("Somebody", "2024-05-06T00:00:00Z"), ("The siege ends", "2020-01-01T00:00:00Z")]
    assert [c.get("term") for c in feed.find("a:entry", atom).iterfind("a:category", atom)] == ["actors", "hindsight"]


@pytest.mark.parametrize("base", [BASE, ""])
def test_the_feed_has_what_rfc_4287_asks_for(name: str, base: str) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.fromstring(exported(name, base)["data/changes.atom"])
    assert feed.find("a:author/a:name", atom) is not None
    ids = [element.text for element in feed.iterfind(".//a:id", atom)]
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(id).scheme in ("https", "urn") for id in ids)
    for entry in (feed, *feed.iterfind("a:entry", atom)):
        for tag in ("id", "title", "updated"):
            assert len(entry.findall(f"a:{tag}", atom)) == 1
        assert entry.find("a:link[@rel='alternate']", atom) is not None
