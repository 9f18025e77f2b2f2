/* Proposals of an article: faint underlines, to be accepted or dismissed. */
import { ask, button, highlight, inCode, make, read } from "./dom.js";
import { areaOf, rowOf } from "./form.js";
import { opened, opens, settle, tell, write } from "./panel.js";
import { article, passageOf, rangeOf, short } from "./words.js";

/**
 * @typedef {import("./words.js").Passage} Passage
 * @typedef {{id: string, sort: string, why: string, collection: string, record: string, what: string, choices: string[], question: string,
 *   candidates: {meant: string, heading: string, id?: string}[], places: (Passage & {before: string, after: string})[]}} Proposal
 */

/** Their places in the order of the text. @type {{proposal: Proposal, range: Range, words: string}[]} */
let proposed = [];
/** @type {Proposal[]} */
let proposals = [];

/** Asks for the proposals and underlines them; says how many there are. @param {boolean} isShown @param {boolean} isUnderlined */
export const propose = async (isShown, isUnderlined) => {
  proposals = isShown && article ? await read("suggestions", { article: article.dataset.article ?? "" }) : [];
  proposed = proposals.flatMap((proposal) => proposal.places.map((place) => ({ proposal, range: rangeOf(place), words: place.words })));
  proposed.sort((one, other) => one.range.compareBoundaryPoints(Range.START_TO_START, other.range));
  highlight("proposed", isUnderlined ? proposed.map(({ range }) => range) : []);
  return proposals.length;
};

/** Which proposal is at a point of the screen, -1 if none is. @param {MouseEvent} event */
export const proposedAt = (event) => proposed.findIndex(({ range }) =>
  [...range.getClientRects()].some((box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom));

/** What is proposed for some of the words in a range, as rows of a list. @param {Range} range */
export const proposedIn = (range) => proposed.flatMap((one, number) => {
  const isOutside = one.range.compareBoundaryPoints(Range.START_TO_END, range) <= 0 || one.range.compareBoundaryPoints(Range.END_TO_START, range) >= 0;
  return isOutside ? [] : [make("li", {}, `proposal “${short(one.words, 60)}” (${one.proposal.sort}) `, button("Open", () => weigh(number)))];
});

/** Where one goes on: at the place that was looked at last, while it is in view, else at the first in view. */
const following = () => {
  const { page, place } = JSON.parse(sessionStorage.getItem("dossier.weighed") ?? "{}");
  const last = page === location.pathname && place ? rangeOf(place) : document.createRange(); // at the top of the page
  const { top } = last.getBoundingClientRect();
  const isGoingOn = 0 < top && top < innerHeight;
  const isNext = (/** @type {Range} */ range) => isGoingOn ? range.compareBoundaryPoints(Range.START_TO_START, last) >= 0 : range.getBoundingClientRect().top > 0;
  return Math.max(0, proposed.findIndex(({ range }) => isNext(range)));
};

/** Shows a proposal; the next one where none is given. @param {number} [number] @param {Record<string, string>} [typed] */
export const weigh = (number = following(), typed = {}) => {
  const one = proposed[number];
  if (!one) return tell("This is proposed no more.");
  const { range, proposal, proposal: { collection, id, places } } = one;
  sessionStorage.setItem("dossier.weighed", JSON.stringify({ page: location.pathname, place: passageOf(range) }));
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  highlight("words", [range]);
  const area = areaOf(typed.text ?? proposal.record, `The record ${id}`);
  /** @param {string} label @param {(string | Passage)[]} words @param {string} title @param {{key?: string}} [kept] */
  const dismissal = (label, words, title, kept = {}) => button(label, async () => {
    const sent = { ...opened(), ...kept };
    settle(await ask("dismiss", { words, write: true }), "Not proposed again: noted in", sent);
  }, { title });
  const all = [...new Set(places.map((place) => place.words))];
  const count = proposed.filter(({ words }) => all.includes(words)).length;
  const dismiss = dismissal(`Dismiss everywhere${count > 1 ? ` (${count} places)` : ""}`, all, `Never propose this again, wherever it stands: ${all.join(", ")}`);
  const at = proposals.indexOf(proposal);
  const next = button("Next", () => weigh(proposed.findIndex((other) => other.proposal === proposals[(at + 1) % proposals.length])));
  const answers = proposal.candidates.map(({ meant, heading, id }) => button(heading, () => {
    const written = /** @type {HTMLTextAreaElement} */ (area.querySelector("textarea"));
    written.value = written.value.replace(proposal.question, () => meant);
    written.dispatchEvent(new Event("input", { bubbles: true }));
    written.form?.requestSubmit();
  }, { about: id }));
  const asked = answers.length ? [make("div", { class: "dossier-choices", role: "group", "aria-label": "Who is meant?" }, ...answers)] : [];
  const choice = { key: "kind", label: "What it is", help: "", options: proposal.choices, first: true, value: proposal.what };
  const kind = proposal.choices.length ? [rowOf(choice, typed.kind)] : [];
  const inText = places.map(({ before, after, ...place }) => make("div", {},
    make("blockquote", {}, before, make("mark", {}, short(place.words)), after),
    dismissal("Not here", [place], "Do not propose it in this place, but go on proposing it elsewhere.", { key: "" }))); // what was typed may be of the others
  const heading = places.length > 1 ? [make("p", {}, `In ${places.length} places of this article:`)] : [];
  const standing = make("div", { class: "dossier-places", role: "group", "aria-label": "Where it stands", tabindex: "0" }, ...inText);
  const work = { what: `Proposal ${id}`, how: "weigh", of: id, typed };
  write(`Proposal ${at + 1} of ${proposals.length}: ${proposal.sort}`, work, {
    above: [...heading, standing, make("p", {}, ...inCode(proposal.why)), make("code", {}, `${collection}: ${id}`), ...asked],
    rows: [...kind, area], buttons: [dismiss, next], submit: "Accept", leave: "Close", request: "accept", done: "Accepted in", hasPreview: kind.length > 0,
    asked: ({ text: record, kind: what = "" }) => ({ collection, id, record, what: what === proposal.what ? "" : what }),
  });
};
opens.weigh = (id, typed) => weigh(proposed.findIndex(({ proposal }) => proposal.id === id), typed);
