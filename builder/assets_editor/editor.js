/* The editor in served pages: select words and annotate them, write and change records, and follow the files on the
   disk. Nothing of this is in a published site. The server answers below /_dossier/. */
import { ask, button, highlight, inCode, make, placeLink, read, token, traffic, version } from "./dom.js";
import { areaOf, creatable, rowOf } from "./form.js";
import { PAUSE, drop, interrupt, keep, kept, opened, opens, panel, quoted, remark, settle, show, tell, toast, write } from "./panel.js";
import { propose, proposedAt, proposedIn, weigh } from "./proposals.js";
import { article, passageOf, rangeOf, short, wholeWords } from "./words.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./words.js").Passage} Passage
 * @typedef {{id: string, noun: string, heading: string, how: string, href: string, file: string, line: number}} Here
 */

const path = decodeURIComponent(location.pathname.slice(1));
/** @type {Form[]} */
const forms = await read("forms");

/** What the page is made of, as soon as that is known. @type {any} */
const about = { source: "" };

// News from the server: the page is made anew, or something keeps it from being made

const problems = make("div", { class: "dossier-problems", role: "alert", hidden: "" });
let isStale = false;

/** Load the page anew if it has changed: once, not under the editor's hands, nor before an answer on what was done. */
const followDisk = () => {
  if (!isStale || traffic.isLeaving || traffic.unanswered || panel.open) return;
  if (traffic.isHeld) return toast.replaceChildren("The files have been changed since: reload this page, and choose again.");
  traffic.isLeaving = true;
  location.reload();
};
traffic.answered = followDisk;
panel.addEventListener("close", followDisk);

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @type {EventSource | undefined} */
let source;

const listen = () => {
  source = new EventSource(`/_dossier/events?${new URLSearchParams({ page: path, version })}`);
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    problems.hidden = !news.problems;
    const count = news.mistakes ? `${counted(news.mistakes, "mistake")}. ` : "";
    const shown = document.querySelector("main") ? "This page is the last good one." : "Nothing can be shown until this is mended.";
    const list = make("pre", { role: "group", "aria-label": "Mistakes", tabindex: "0" }, ...inCode(news.problems));
    problems.replaceChildren(make("details", { open: "" }, make("summary", {}, count + shown), list));
    deeds.U.disabled = !news.undo;
    deeds.U.title = news.undo ? `Take back: ${news.undo}` : "Nothing to take back";
    warned.hidden = !news.warnings;
    warned.textContent = counted(news.warnings, "warning");
    isStale ||= news.changed || news.token !== token; // another run of the server
    followDisk();
    refresh(); // also where the page stays as it is, after a dismissal
  });
};

const undo = async () => {
  const answer = await ask("undo", {});
  tell(answer.problem ?? `Taken back: ${answer.undone}`);
};

// New records, of words of the article or of none

/** @param {Form} form @param {Record<string, string>} given @param {boolean} [isNew] */
const rowsOf = (form, given, isNew = true) => {
  const fields = form.fields.filter((field) => !isNew || field.key !== "at");
  const isFirst = (/** @type {import("./form.js").Field} */ field) => field.first || Boolean(given[field.key]);
  const rows = (/** @type {boolean} */ first) => fields.filter((field) => isFirst(field) === first).map((field) => rowOf(field, given[field.key], isNew));
  const named = { key: "id", label: "The record's id", help: "Made from the words if it is left empty." };
  const others = [...rows(false), ...(isNew && form.name !== "position" ? [rowOf(named, given.id)] : [])];
  return [...rows(true), ...(others.length ? [make("details", {}, make("summary", {}, "More keys"), ...others)] : [])];
};

/** @param {{name: string, passage: Passage | null, source?: string}} of the source is that of the article with the words @param {Record<string, string>} [typed] */
const annotate = ({ name, source = about.source, ...of }, typed = {}) => {
  const form = forms.find((f) => f.name === name);
  if (!form) return;
  const passage = form.fields.some(({ key }) => key === "at") ? of.passage : null; // a source speaks of no words
  const words = short(passage?.words ?? "", Infinity).replace(/\n/g, " ");
  const sources = name === "quote" && source ? { sources: source } : {};
  const given = { ...(passage ? { name: words, term: words, is: words, ...sources } : {}), ...typed };
  const rows = rowsOf(form, given);
  if (name === "mention") rows.unshift(make("p", { class: "dossier-new" }, "Choose whom or what they mean, or create a new ", ...["actor", "place", "term"].map((kind) => button(kind, () => {
    const search = /** @type {HTMLInputElement} */ (panel.querySelector("[name=is]"));
    drop();
    annotate({ name: kind, passage }, { name: search.value, term: search.value });
  }))));
  const work = { what: `${form.label}${passage ? ` on “${short(words, 30)}”` : ""}`, how: "annotate", of: { name, passage, source }, typed };
  const asked = (/** @type {any} */ { id = "", ...fields }) => ({ form: name, passage, id, fields });
  if (passage?.article === article?.dataset.article && passage) highlight("words", [rangeOf(passage)]);
  write(form.label, work, { above: [remark(form.about), ...(passage ? [quoted(passage.words)] : [])], rows, request: "annotate", done: "Saved in", asked, hasPreview: true });
  if (passage) alreadyThere(passage, name);
};

for (const form of forms.filter(({ free }) => free)) creatable.set(form.collection, form);
panel.addEventListener("create", (event) => {
  const { form, words, field, filled } = /** @type {CustomEvent} */ (event).detail;
  interrupt(field, filled);
  annotate({ name: form, passage: null }, { name: words, term: words, title: words });
});

/** Says what of the same kind these words have already. @param {Passage} passage @param {string} noun */
const alreadyThere = async (passage, noun) => {
  const form = panel.querySelector("form");
  const found = await ask("here", passage);
  if (!panel.contains(form)) return; // another one was quicker
  const same = found.problem ? [] : found.filter((/** @type {Here} */ one) => one.noun === noun || (noun === "mention" && one.how === NAMED));
  if (same.length) form?.after(remark("There is already: ", ...same.flatMap((/** @type {Here} */ one) => [`${one.heading} `, ...deedsOn(one, passage), " "])));
};

/** What can be done with an annotation that is there: a name that was found by itself may mean something else. @param {Here} one @param {Passage} passage */
const deedsOn = ({ id, heading, how }, passage) => {
  const unlink = async () => settle(await ask("unlink", { id, passage, write: true }), "Not linked here: written in");
  return [button("Edit", () => amend({ id })), ...(how === NAMED ? [" ", button(`Not ${heading} here`, unlink)] : [])];
};

/** The kinds of record to choose from. @param {(form: Form) => unknown} isOffered @param {() => Passage | null} [passage] what they are of */
const choices = (isOffered, passage = () => selected) =>
  make("div", { class: "dossier-choices" }, ...forms.filter(isOffered).map((form) => button(form.label, () => annotate({ name: form.name, passage: passage() }), { key: form.shortcut, about: form.about })));

const create = () => {
  const about = selected ? quoted(selected.words) : remark("To annotate words, select them in the article. Pages of your own, such as the home page, are files below docs/.");
  show("New record", about, choices((form) => form.free));
};

// The tools that appear at selected words

/** @type {Passage | null} */
let selected = null;
let isDragging = false;
const tools = make("div", { class: "dossier-tools", role: "group", "aria-label": "Annotate the selected words", hidden: "" });
const partly = make("p", {});
const HINT = article ? "Select words to annotate them." : "";
const hint = make("span", { class: "dossier-hint", role: "status" }, HINT);

const look = () => {
  if (panel.open || isDragging || !article) return; // the panel's fields have selections of their own
  const selection = getSelection();
  const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const passage = range && passageOf(range);
  hint.textContent = range && !passage && String(range).trim() ? "Only words of the article's text can be annotated." : HINT;
  select(passage && wholeWords(passage));
  if (!range || !passage || !selected) return;
  const part = button(`Only “${short(passage.words, 40)}”`, () => {
    select(passage);
    part.setAttribute("aria-pressed", "true");
  });
  part.setAttribute("aria-pressed", "false");
  partly.replaceChildren(`“${short(selected.words, 60)}” `, part);
  partly.hidden = passage.words === selected.words;
  const box = range.getBoundingClientRect();
  const isBelow = box.bottom + 8 + tools.offsetHeight < innerHeight - bar.offsetHeight || box.top < tools.offsetHeight + 8;
  tools.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tools.offsetWidth - 8)) + scrollX}px`;
  tools.style.top = `${(isBelow ? box.bottom + 8 : box.top - tools.offsetHeight - 8) + scrollY}px`;
};

/** @param {Passage | null} passage */
const select = (passage) => {
  selected = passage;
  tools.hidden = !passage;
  highlight("words", passage ? [rangeOf(passage)] : []);
};

const setUpTools = () => {
  const offered = choices((form) => form.shortcut);
  offered.append(button("Other", create, { key: "Shift+N", about: "An event, background or another record that these words speak of." }));
  tools.append(partly, offered);
  tools.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  panel.addEventListener("close", () => { tools.hidden = true; }); // until words are selected again
  document.addEventListener("selectionchange", look);
  document.addEventListener("pointerdown", (event) => {
    isDragging = event.target instanceof Node && !tools.contains(event.target);
    tools.hidden ||= isDragging; // not in the way of the pointer
  }, { capture: true });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => {
    if (isDragging) setTimeout(look); // when the browser has settled the selection
    isDragging = false;
  });
  look(); // somebody may have been quicker
};

/** @param {KeyboardEvent} event */
const press = (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  if (panel.open || event.ctrlKey || event.metaKey || event.altKey || (at.closest("input, textarea, select") && !panel.contains(at))) return;
  const form = forms.find((f) => f.shortcut && f.shortcut === event.key);
  const marked = at.closest(MARKED) ?? ofNote(at);
  if (selected && event.key === "Escape") return getSelection()?.removeAllRanges(); // which closes a card, too
  if (form && selected) annotate({ name: form.name, passage: selected });
  else if (form && article && !marked) hint.textContent = `Select words of the article first, then press ${event.key} for a ${form.label.toLowerCase()}.`;
  else if (event.key === "e" && marked) open(marked);
  else if (event.key === "U") undo(); // the server knows whether there is anything
  else if (deeds[event.key] && !deeds[event.key].hidden) deeds[event.key].click();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation(); // the theme and the reading script have keys of their own
};

// Annotations that are there

/** How a link came about that no editor made. */
const NAMED = "named here";
const MARKED = ".mention, .passage, .note-mark";

/** The words of a note beside the text. @param {Element} at */
const ofNote = (at) => {
  const id = at.closest(".note")?.getAttribute("data-of");
  return id && document.querySelector(`.passage[data-refs~="${id}"]`);
};

const isEditing = () => localStorage.getItem("dossier.editing") !== "off";

/** @param {Element} marked */
const open = async (marked) => {
  const range = document.createRange();
  range.selectNodeContents(marked.matches(".note-mark") ? marked.previousElementSibling ?? marked : marked);
  const passage = passageOf(range);
  if (!passage) return;
  const found = await ask("here", passage);
  if (found.problem) return tell(found.problem);
  const rows = found.map((/** @type {Here} */ one) =>
    make("li", {}, `${one.noun} `, make("a", { href: one.href }, one.heading), ` (${one.how}) `, ...deedsOn(one, passage), " ", placeOf(`${one.file}:${one.line}`)));
  highlight("words", [range]);
  const anew = make("details", {}, make("summary", {}, "Annotate these words anew"), choices((form) => form.shortcut, () => passage));
  show("Annotations here", quoted(passage.words), make("ul", { class: "dossier-here" }, ...rows, ...proposedIn(range)), anew);
};

/** A place in a file, as a link into an editor and a button that copies it. @param {string} place */
const placeOf = (place) => {
  const copy = button("Copy", () => navigator.clipboard.writeText(place).then(() => { copy.textContent = "Copied"; }));
  return make("span", { class: "dossier-place" }, placeLink(place), " ", copy);
};

/** What a record's two forms share: nothing where the record has to stay. @param {any} record */
const removal = (record) => {
  if (record.stays) return [];
  const remove = button("Remove", async () => {
    const isSure = Boolean(remove.dataset.sure);
    const sent = { ...opened(), of: record };
    if (isSure) await settle(await ask("remove", { id: record.id, old: record.text, write: true }), "Removed from", sent);
    remove.dataset.sure = isSure ? "" : "yes"; // refused, it asks again
    remove.textContent = isSure ? "Remove" : "Remove? Shift+U takes it back.";
  });
  return [remove];
};

/** The form of a record that is there. @param {any} of the record as it was opened, or its id @param {Record<string, string>} [typed] */
const amend = async (of, typed = {}) => {
  const { id } = of;
  const record = await ask("record", { id });
  const form = forms.find((f) => f.name === record.form);
  if (record.problem || !form) return tell(record.problem);
  const others = record.others.length ? [remark(`It has more, which is written as YAML: ${record.others.join(", ")}.`)] : [];
  const known = of.text === undefined ? record : of;
  const rows = rowsOf(form, { ...known.fields, ...typed }, false);
  const asYaml = button("As YAML", () => rewrite(record));
  const work = { what: `${form.label} ${id}`, how: "amend", of: known, typed };
  const asked = (/** @type {object} */ fields) => ({ id, old: known.text, fields });
  write(`${form.label}: ${id}`, work, { above: [placeOf(`${record.file}:${record.line}`), ...others], rows, buttons: [asYaml, ...removal(known)], request: "amend", done: "Saved in", asked, hasPreview: true });
};

/** The text of a record, as it stood when it was opened. @param {any} record @param {Record<string, string>} [typed] */
const rewrite = (record, typed = {}) => {
  const what = `${record.id} as YAML`;
  const area = areaOf(typed.text ?? record.text, `The record ${record.id}`);
  const asked = (/** @type {any} */ { text }) => ({ id: record.id, old: record.text, new: text });
  write(what, { what, how: "rewrite", of: record, typed }, { rows: [area], buttons: removal(record), request: "rewrite", done: "Saved in", asked });
};

// The bar at the foot of the page

/** The bar's buttons by their keys. @type {Record<string, HTMLButtonElement>} */
const deeds = {
  N: button("New record", () => create(), { key: "Shift+N", title: "Write an event, background, a source, an actor, a place or a term." }),
  R: button("Edit this page", () => amend({ id: about.own }), { key: "Shift+R", title: "Change the record that this page is about." }),
  E: button("Edit on click", () => refresh(!isEditing()), { key: "Shift+E", title: "On: a click on an annotation opens it here (with the keyboard: e), and proposals are underlined. Off: links lead on, and Alt+click opens." }),
  P: button("", () => weigh(), { key: "Shift+P", title: "Names, quotations and dates that nothing covers yet, with a wavy line: accept or dismiss them one by one." }),
  U: button("Undo", undo, { key: "Shift+U", title: "Nothing to take back" }),
  "?": button("Help", () => help(), { key: "?", title: "What the buttons do." }),
};
const bar = make("div", { class: "dossier-bar", role: "toolbar", "aria-label": "Editor" });
const coverage = make("a", { href: "/_dossier/coverage", title: "What of the articles is not annotated yet, drafts, and what lacks a source." }, "Coverage");
const warned = make("a", { href: "/_dossier/coverage#warnings", title: "What dossier check warns of: nothing of it keeps the page from being made.", hidden: "" });
const versions = make("a", { href: "/_dossier/reanchor", title: "Where an article has been changed: carry its annotations over to the new text." }, "Versions");

const help = () => {
  const entry = (/** @type {Iterable<Node | string>} */ name, /** @type {string} */ about) => [make("dt", {}, ...name), make("dd", {}, about)];
  const buttons = [...Object.values(deeds), warned, coverage, versions].filter((part) => !part.hidden);
  show(
    "Editing in the page",
    make("dl", {}, ...buttons.flatMap((part) => entry(part.cloneNode(true).childNodes, part.title))),
    make("p", {}, "Select words of the article (without a mouse: F7 puts a cursor into the text), then press the key of an annotation:"),
    make("dl", {}, ...forms.filter((form) => form.shortcut).flatMap((form) => entry([`${form.label} `, make("kbd", {}, form.shortcut)], form.about))),
    make("p", {}, "Everything is written to the YAML files below annotations/, which you may edit by hand at any time. Pages of your own, such as the home page, are files below docs/."),
  );
};

/** Shows what is proposed now: nothing while there are mistakes. @param {boolean} [isOn] whether a click edits */
const refresh = async (isOn = isEditing()) => {
  if (isOn !== isEditing()) localStorage.setItem("dossier.editing", isOn ? "on" : "off");
  deeds.E.setAttribute("aria-pressed", String(isOn));
  const count = await propose(Boolean(problems.hidden), isOn);
  deeds.P.replaceChildren(`${counted(count, "proposal")} `, make("kbd", {}, "Shift+P"));
  deeds.P.hidden = !count;
};

// Begin

Object.assign(opens, { annotate, amend, rewrite });
document.body.append(make("div", { id: "dossier_editor" }, tools, panel, make("div", { class: "dossier-foot" }, problems, toast, bar)));
let clicked = 0;
for (const key of ["E", "P", "R"]) deeds[key].hidden = key !== "E" || !article;
deeds.U.disabled = true;
bar.append(hint, kept, ...Object.values(deeds), warned, coverage, versions);
window.addEventListener("keydown", press, { capture: true });
document.addEventListener("click", (event) => {
  const marked = event.target instanceof Element ? event.target.closest(MARKED) : null;
  const isWanted = event.altKey || (isEditing() && !event.ctrlKey && !event.metaKey && !event.shiftKey);
  const number = proposedAt(event);
  const isMarked = marked ? article?.contains(marked) : number >= 0;
  const isSelecting = !getSelection()?.isCollapsed;
  if (!isMarked || panel.open || !(isWanted || isSelecting)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  clearTimeout(clicked);
  // A double click selects the word, and the first of its clicks does not know yet.
  if (!isSelecting && event.detail < 2) clicked = window.setTimeout(() => marked ? open(marked) : weigh(number), PAUSE);
}, { capture: true });

keep();
const [told, seen] = JSON.parse(sessionStorage.getItem("dossier.told") ?? "[]");
if (told) tell(told, seen);
sessionStorage.removeItem("dossier.told");
if (article) setUpTools();
listen();
// A browser has few connections to a server: with one for each tab in the background, the next would wait for ever.
document.addEventListener("visibilitychange", () => {
  source?.close();
  if (!document.hidden) listen();
});

// What this page is made of: a record that can be edited, several, or a file; and the words that lead to drafts

Object.assign(about, await read("about", { page: path }));
deeds.R.hidden = !about.own;
deeds.R.firstChild?.replaceWith(article ? "Edit the article's head" : `Edit this ${about.noun}`);
if (about.file) hint.replaceChildren("This page is a file: ", placeOf(about.file));
for (const id of about.listed) {
  const entry = document.getElementById(id);
  const edit = button("Edit", () => amend({ id }));
  edit.setAttribute("aria-label", `Edit ${id}`);
  (entry?.querySelector("h2, h3, .name, p") ?? entry)?.append(" ", make("span", { class: "dossier-edit" }, edit));
}
for (const id of about.drafts) {
  document.querySelector(`.mention[data-ref="${id}"]`)?.setAttribute("data-draft", "");
  for (const note of document.querySelectorAll(`.note[data-of="${id}"]`)) {
    const mark = document.querySelector(`.note-mark[href="#${note.id}"]`);
    for (const at of [mark, note.querySelector(".note-open > :last-child")]) at?.setAttribute("data-draft", "");
    mark?.setAttribute("aria-label", `draft, ${mark.getAttribute("aria-label")}`);
  }
}
