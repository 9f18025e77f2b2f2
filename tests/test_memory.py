"""What is kept from one check to the next changes nothing that is found: edit by edit, with it and without."""

from builder import pipeline
from builder.memory import Memory
from builder.values import Inputs
from tests.dossiers import ARTICLE, SEED, check, dossier

ACTORS = "actors: {crowd: {name: Protesters, kind: crowd}, head: {name: The president, kind: person}}\n"
NOTES = "notes: {n: {at: embassy, body: x}}\n"
TALE = "background: {tale: {title: T, see: [crowd], body: '[Who](crowd-of-three) [crowd-of-three] is [@report].'}}\n"
MENTION = "mentions: {m: {at: {exact: president}, is: head}}\n"
EDITS = [
    dossier(ACTORS),
    dossier(ACTORS + NOTES),  # a selector that fails
    dossier("# a line more\n" + ACTORS + NOTES),
    dossier(ACTORS + NOTES.replace("embassy", "{exact: embassy, occurrence: 2}")),
    dossier(ACTORS + NOTES.replace("embassy", "{exact: embassy, every: true}")),
    dossier(ACTORS.replace("Protesters", "the protesters")),
    dossier(ACTORS.replace("Protesters", "the protesters"), seed=SEED.replace("Friday", "Monday the protesters")),
    dossier(ACTORS + MENTION),
    dossier(ACTORS.replace("kind: crowd", "kind: crowd, match: never") + MENTION),
    dossier(ACTORS + "dossier: {settings: {link: {actors: first}}}\n"),
    dossier(ACTORS.replace("The president", "Protesters")),  # two that claim a form
    dossier("# a line more\n" + ACTORS.replace("The president", "Protesters")),
    dossier(ACTORS + "dates: {d: {at: Friday, date: 2019-12-27}}\nglossary: {f: {term: Friday, definition: x}}\n"),
    dossier(ACTORS + "dates: {d: {at: On Friday, date: 2019-12-27}}\nglossary: {f: {term: Friday, definition: x}}\n"),
    dossier(ACTORS, article=ARTICLE.replace("siege:", "other: {file: b.txt, title: T, date: 2020-01-01}\n  siege:", 1)),
    dossier(ACTORS),
    # What is said of a record for the sake of others, which is not the record's own fault.
    dossier(ACTORS + TALE),  # `crowd` is there
    dossier(ACTORS.replace("kind: crowd", "kind: crowd, status: draft") + TALE),
    dossier(ACTORS.replace("kind: crowd", "kind: mob") + TALE),  # cannot be read
    dossier(ACTORS.replace("crowd: {name: Protesters, kind: crowd}, ", "") + TALE),
    dossier(ACTORS + TALE.replace("[crowd]", "[crowd-of-three]") + "places: {crowd-of-three: {name: Crowd}}\n"),
    dossier(ACTORS + TALE.replace("[crowd]", "[crowd-of-three]")),
]


def test_a_memory_changes_nothing() -> None:
    memory = Memory()
    for files in EDITS:
        site, found = pipeline.check(Inputs.of(files), memory)
        anew, expected = check(files)
        assert found == expected
        assert site.anchored.anchors == anew.anchored.anchors
        assert site.anchored.mentions == anew.anchored.mentions
