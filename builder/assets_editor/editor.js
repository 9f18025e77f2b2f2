/* The editor in served pages: select words and annotate them, write and change records, and follow the files on the
   disk. Nothing of this is in a published site. The server answers below /_dossier/. */
import { ask, button, highlight, inCode, make, placeLink, read, root, token, traffic, version } from "./dom.js";
import { areaOf, focusFirst, rowOf } from "./form.js";
import { article, passageOf, rangeOf, short, wholeWords } from "./words.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./words.js").Passage} Passage
 * @typedef {{id: string, noun: string, heading: string, how: string, href: string, file: string, line: number}} Here
 * @typedef {{id: string, sort: string, why: string, collection: string, record: string,
 *   what: string, choices: string[], question: string, candidates: {meant: string, heading: string, id?: string}[], places: {block: string, start: number, end: number, words: string, before: string, after: string}[]}} Proposal
 * @typedef {{what: string, how: string, of: any, typed: Record<string, string>}} Work what is being written: what it is
 *   called, the name of what opens it, of what, and what was typed into which field
 */

/** Time to go on typing before a preview is asked for, and in which a second click makes a double one; in milliseconds. */
const PAUSE = 250;
const path = decodeURIComponent(location.pathname.slice(1));
/** @type {Form[]} */
const forms = await read("forms");

// News from the server: the page is made anew, or something keeps it from being made

const problems = make("div", { class: "dossier-problems", role: "alert", hidden: "" });
const toast = make("div", { class: "dossier-toast", role: "status" });
let isStale = false;

/** Load the page anew if it has changed: once, not under the editor's hands, nor before an answer on what was done. */
const followDisk = () => {
  if (!isStale || traffic.isLeaving || traffic.unanswered || panel.open) return;
  if (traffic.isHeld) return toast.replaceChildren("The files have been changed since: reload this page, and choose again.");
  traffic.isLeaving = true;
  sessionStorage.setItem("dossier.scroll", JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
};
traffic.answered = followDisk;

/** @type {EventSource | undefined} */
let source;

const listen = () => {
  source = new EventSource(`/_dossier/events?${new URLSearchParams({ page: path, version })}`);
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    problems.hidden = !news.problems;
    const hide = button("Hide", () => { problems.hidden = true; });
    const count = news.mistakes ? `${news.mistakes} mistake${news.mistakes === 1 ? "" : "s"}. ` : "";
    const shown = document.querySelector("main") ? "This page is the last good one." : "Nothing can be shown until this is mended.";
    const list = make("pre", { role: "group", "aria-label": "Mistakes", tabindex: "0" }, ...inCode(news.problems));
    problems.replaceChildren(make("p", {}, make("b", {}, count + shown), " ", hide), list);
    undoing.disabled = !news.undo;
    undoing.title = news.undo ? `Take back: ${news.undo}` : "Nothing to take back yet";
    warned.hidden = !news.warnings;
    warned.textContent = `${news.warnings} warning${news.warnings === 1 ? "" : "s"}`;
    isStale ||= news.changed || news.token !== token; // another run of the server
    followDisk();
    propose(!news.problems); // also where the page stays as it is, after a dismissal
  });
};

const restore = () => {
  const [page, x, y] = JSON.parse(sessionStorage.getItem("dossier.scroll") ?? "[]");
  if (page === location.pathname) addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }));
  sessionStorage.removeItem("dossier.scroll");
  const [text, href] = JSON.parse(sessionStorage.getItem("dossier.told") ?? "[]");
  if (text) tell(text, href);
  sessionStorage.removeItem("dossier.told");
};

/** A word on what was done, here and on the page that follows. @param {string} text @param {string} [href] where it can be seen */
export const tell = (text, href) => {
  toast.replaceChildren(...inCode(text), ...(href && href.split("#")[0] !== location.pathname ? [" ", make("a", { href }, "See it")] : []));
  sessionStorage.setItem("dossier.told", JSON.stringify([text, href]));
};

// The panel: one at a time, over the page; the browser keeps the focus in it and closes it on Escape

const panel = make("dialog", { class: "dossier-panel", "aria-labelledby": "dossier_panel_title" });
const alarm = make("pre", { class: "dossier-alarm", role: "alert" });

/** @param {string} title @param {(Node | string)[]} contents */
const show = (title, ...contents) => {
  keep();
  alarm.textContent = "";
  const close = button("Close", () => panel.close(), "Esc");
  panel.replaceChildren(make("header", {}, make("h2", { id: "dossier_panel_title" }, title), close), ...contents, alarm);
  tools.hidden = true;
  if (!panel.open) panel.showModal();
  focusFirst(panel);
};

/** @param {string} words */
const quoted = (words) => make("blockquote", {}, short(words));

panel.addEventListener("close", () => {
  keep();
  highlight("words", []);
  followDisk();
});
// Words to which the focus comes back show no card.
addEventListener("focusin", (event) => { if (panel.contains(/** @type {Node} */ (event.relatedTarget))) event.stopPropagation(); }, { capture: true });
panel.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) panel.querySelector("form")?.requestSubmit();
  const at = /** @type {HTMLElement} */ (event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choices = [...(at.closest(".dossier-choices, .dossier-here")?.querySelectorAll("a, button") ?? [])];
  if (step && choices.length) {
    event.preventDefault();
    /** @type {HTMLElement} */ (choices.at((choices.indexOf(at) + step) % choices.length)).focus();
  }
  event.stopPropagation();
});

// What was typed and not saved is kept, from the first letter on, until it is saved or thrown away. It outlives the
// browser; each piece has a key of its own, so that no tab writes over what another has kept.

/** @type {Work | null} */
let unfinished = null;
let heldAs = "";
/** The folder is part of the key: another dossier may be served at the same address another time. */
const KEPT = `dossier.kept ${root} `;
/** What the browser has no room for. @type {Map<string, Work>} */
const unstored = new Map();
const kept = make("span", { class: "dossier-kept" });

/** @param {Work} work what is being written now */
const hold = (work) => {
  unfinished = work;
  heldAs ||= `${KEPT}${Date.now()} ${Math.random()}`;
  unstored.delete(heldAs);
  try {
    localStorage.setItem(heldAs, JSON.stringify(work));
  } catch {
    unstored.set(heldAs, work);
  }
};

/** @param {string} key */
const forget = (key) => {
  localStorage.removeItem(key);
  unstored.delete(key);
};

/** What is being written is saved, or thrown away. */
const drop = () => {
  forget(heldAs);
  keep();
};

/** What is being written waits in the bar. */
const keep = () => {
  unfinished = null;
  heldAs = "";
  showKept();
};

const waiting = () => {
  const stored = Object.entries(localStorage).filter(([key]) => key.startsWith(KEPT)).map(([key, text]) => /** @type {[string, Work]} */ ([key, JSON.parse(text)]));
  return [...stored, ...unstored].filter(([key]) => key !== heldAs).sort(([one], [other]) => (one < other ? -1 : 1));
};

const showKept = () => kept.replaceChildren(...waiting().map(([key, work]) => button(`Unfinished: ${work.what}`, () => takeUp(key, work))));

/** What waits of a record that was saved is at an end, if it is what was saved. @param {string} id */
const end = async (id) => {
  const ofIt = waiting().filter(([, { how, of }]) => (how === "amend" || how === "rewrite") && of.id === id);
  const saved = ofIt.length ? await ask("record", { id }) : {};
  for (const [key, { how, typed }] of ofIt) {
    const fields = how === "rewrite" ? { text: saved.text } : saved.fields ?? {};
    if (Object.entries(typed).every(([name, text]) => text.trim() === (fields[name] ?? "").trim())) forget(key);
  }
  showKept();
};

/** @param {string} key @param {Work} work */
const takeUp = async (key, work) => {
  await opens[work.how](work.of, work.typed);
  if (!panel.open) {
    const typed = Object.entries(work.typed).map(([name, text]) => `${name}: ${text}`).join("\n");
    const discard = button("Discard", () => { drop(); panel.close(); });
    show(`Unfinished: ${work.what}`, make("p", {}, "What this was about is gone, or on another page. You wrote:"), make("pre", {}, typed), make("footer", {}, discard));
  }
  forget(key);
  hold(work); // under a key of this tab's own
  showKept();
};

addEventListener("storage", showKept); // other tabs
addEventListener("beforeunload", (event) => {
  if (!unstored.size) return;
  event.preventDefault(); // the browser asks
  setTimeout(() => { traffic.isLeaving = false; }); // whoever stays
});

/**
 * A form in the panel; what is typed into it is kept.
 * @param {string} title
 * @param {Work} work
 * @param {{above?: (Node | string)[], rows: Node[], buttons?: Node[], submit?: string, leave?: string, request: string, done: string,
 *   asked: (values: Record<string, FormDataEntryValue>) => object, hasPreview?: boolean}} parts
 */
const write = (title, work, { above = [], rows, buttons = [], submit = "Save", leave = "Discard", request, done, asked, hasPreview = false }) => {
  const where = make("small", {});
  const yaml = make("pre", { role: "group", "aria-label": "What will be written", tabindex: "0" });
  const discard = button(Object.keys(work.typed).length ? "Discard" : leave, () => { drop(); panel.close(); });
  const save = make("button", { type: "submit" }, submit, " ", make("kbd", {}, "Ctrl+Enter"));
  const form = make("form", {}, ...rows, ...(hasPreview ? [where, yaml] : []), make("footer", {}, save, ...buttons, discard));
  /** @param {boolean} isToWrite */
  const answered = (isToWrite) => ask(request, { ...asked(Object.fromEntries(new FormData(form))), write: isToWrite });
  const preview = async () => {
    const answer = await answered(false);
    const empty = [...form.querySelectorAll("[name]:invalid")].map((field) => `\`${field.getAttribute("name")}\``);
    const missing = empty.length ? `Still to be filled in: ${empty.join(", ")}. ` : "";
    const told = answer.yaml ? `What will be written to \`${answer.file}\`:` : missing ? "" : answer.hint ?? "";
    where.replaceChildren(...inCode(missing + told));
    yaml.textContent = answer.yaml ?? "";
    alarm.replaceChildren(...inCode((unfinished && !form.querySelector("[role=listbox]:not([hidden])") && answer.problem) || ""));
  };
  let timer = 0;
  let isSaving = false;
  form.addEventListener("input", (event) => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    hold({ ...work, typed: { ...(unfinished ?? work).typed, [name]: value } });
    discard.textContent = "Discard";
    clearTimeout(timer);
    if (hasPreview) timer = window.setTimeout(preview, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (isSaving) return; // pressed twice
    isSaving = true;
    const sent = { form, key: heldAs, of: work.of };
    await settle(await answered(true), done, sent);
    isSaving = false;
  });
  show(title, ...above, form);
  if (hasPreview) preview();
};

/**
 * What the server has said of a change that was saved or refused.
 * @param {any} answer
 * @param {string} done
 * @param {{form?: Element | null, key?: string, of?: any}} [sent] the form it was sent from, under which key it is kept, and the record
 *   as it was opened. Another form may be open by now.
 */
const settle = async (answer, done, { form, key = "", of } = {}) => {
  const isOpen = () => !form || panel.contains(form);
  if (answer.problem && !isOpen()) return tell(answer.problem);
  if (isOpen()) alarm.replaceChildren(...inCode(answer.problem ?? ""));
  if (answer.problem) alarm.scrollIntoView({ block: "nearest" });
  if (answer.problem) return of?.fields && form && meet(of, form);
  forget(key);
  if (isOpen()) keep();
  await end(answer.id);
  const [first, ...more] = answer.warnings;
  const warned = first ? `, with ${more.length ? `${more.length + 1} warnings, first` : "a warning"}: ${first}` : "";
  const stays = answer.draft ? " It is a draft: not published as yet." : "";
  tell(`${done} ${answer.file}:${answer.line}${warned}.${stays} Shift+U takes it back.`, answer.href);
  if (isOpen()) panel.close();
};

/** What is open now. */
const opened = () => ({ form: panel.querySelector("form"), key: heldAs });

/** Shows what the file has now of a record that was changed since it was opened: in the fields that were left alone,
 *  and beside those that were typed into; all of it, where that may not be all. Who saves then has seen it.
 *  @param {any} of @param {Element} form */
const meet = async (of, form) => {
  const now = await ask("record", { id: of.id });
  if (now.problem || now.text === of.text || !panel.contains(form)) return;
  for (const told of panel.querySelectorAll(".dossier-now")) told.remove();
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("form [name]"))) {
    const [was, is] = [of, now].map(({ text, fields }) => ({ text, ...fields })[field.name] ?? "");
    const take = button("Take it", () => {
      field.value = is;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      told.remove();
    });
    const told = make("div", { class: "dossier-now" }, "The file has now: ", take, make("pre", {}, is || "nothing"));
    if (was === is || is === field.value) continue;
    if (unfinished?.typed[field.name] === undefined) field.value = is;
    else field.closest(".dossier-row")?.after(told);
  }
  if (now.others.length || !form.querySelector(".dossier-now")) form.prepend(make("div", { class: "dossier-now" }, "The file has now: ", make("pre", {}, now.text)));
  Object.assign(of, now);
  if (unfinished) hold({ ...unfinished, of });
  panel.querySelector(".dossier-now")?.scrollIntoView({ block: "center" });
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

/** @param {{name: string, passage: Passage | null}} of @param {Record<string, string>} [typed] */
const annotate = ({ name, ...of }, typed = {}) => {
  const form = forms.find((f) => f.name === name);
  if (!form) return;
  const passage = form.fields.some(({ key }) => key === "at") ? of.passage : null; // a source speaks of no words
  const words = short(passage?.words ?? "", Infinity).replace(/\n/g, " ");
  const given = { ...(passage ? { name: words, term: words, is: words } : {}), ...typed };
  const rows = rowsOf(form, given);
  if (name === "mention") rows.unshift(make("p", { class: "dossier-new" }, "Choose whom or what they mean, or create a new ", ...["actor", "place", "term"].map((kind) => button(kind, () => {
    const search = /** @type {HTMLInputElement} */ (panel.querySelector("[name=is]"));
    drop();
    annotate({ name: kind, passage }, { name: search.value, term: search.value });
  }))));
  const work = { what: `${form.label}${passage ? ` on “${short(words, 30)}”` : ""}`, how: "annotate", of: { name, passage }, typed };
  const asked = (/** @type {any} */ { id = "", ...fields }) => ({ form: name, passage, id, fields });
  const about = make("p", { class: "dossier-about" }, form.about);
  if (passage?.article === article?.dataset.article && passage) highlight("words", [rangeOf(passage)]);
  write(form.label, work, { above: [about, ...(passage ? [quoted(passage.words)] : [])], rows, request: "annotate", done: "Saved in", asked, hasPreview: true });
  if (passage) alreadyThere(passage, name);
};

/** Says what of the same kind these words have already. @param {Passage} passage @param {string} noun */
const alreadyThere = async (passage, noun) => {
  const form = panel.querySelector("form");
  const found = await ask("here", passage);
  if (!panel.contains(form)) return; // another one was quicker
  const same = found.problem ? [] : found.filter((/** @type {Here} */ one) => one.noun === noun || (noun === "mention" && one.how === NAMED));
  if (same.length) alarm.before(make("p", { class: "dossier-about" }, "There is already: ", ...same.flatMap((/** @type {Here} */ one) => [`${one.heading} `, ...deedsOn(one, passage), " "])));
};

/** What can be done with an annotation that is there: a name that was found by itself may mean something else. @param {Here} one @param {Passage} passage */
const deedsOn = ({ id, heading, how }, passage) => {
  const unlink = async () => settle(await ask("unlink", { id, passage, write: true }), "Not linked here: written in");
  return [button("Edit", () => amend(id)), ...(how === NAMED ? [" ", button(`Not ${heading} here`, unlink)] : [])];
};

/** The kinds of record to choose from. @param {(form: Form) => unknown} isOffered @param {() => Passage | null} [passage] what they are of */
const choices = (isOffered, passage = () => selected) =>
  make("div", { class: "dossier-choices" }, ...forms.filter(isOffered).map((form) => button(form.label, () => annotate({ name: form.name, passage: passage() }), form.shortcut, form.about)));

const create = () => {
  const more = "To annotate words, select them in the article. The home page and other pages of your own are files below docs/.";
  show("New record", selected ? quoted(selected.words) : make("p", { class: "dossier-about" }, more), choices((form) => form.free));
};

// The tools that appear at selected words

/** @type {Passage | null} */
let selected = null;
let isDragging = false;
const tools = make("div", { class: "dossier-tools", role: "group", "aria-label": "Annotate the selected words", hidden: "" });
const partly = make("p", {});
const hint = make("span", { class: "dossier-hint", role: "status" });
const HINT = "Select words to annotate them.";

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
  const other = button("Other", create, "Shift+N", "An event, background or another record that these words speak of.");
  const offered = choices((form) => form.shortcut);
  offered.append(other);
  tools.append(partly, offered);
  tools.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
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
  const note = /** @type {HTMLElement | null} */ (at.closest(".note[data-of]"));
  return note && document.querySelector(`.passage[data-refs~="${note.dataset.of}"]`);
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
  const rows = found.map((/** @type {Here} */ one) => {
    const page = make("a", { href: one.href }, one.heading);
    return make("li", {}, `${one.noun} `, page, ` (${one.how}) `, ...deedsOn(one, passage), " ", placeOf(`${one.file}:${one.line}`));
  });
  for (const [number, one] of proposed.entries()) {
    if (one.range.compareBoundaryPoints(Range.START_TO_END, range) <= 0 || one.range.compareBoundaryPoints(Range.END_TO_START, range) >= 0) continue;
    rows.push(make("li", {}, `proposal “${short(one.words, 60)}” (${one.proposal.sort}) `, button("Open", () => weigh(number))));
  }
  highlight("words", [range]);
  const anew = make("details", {}, make("summary", {}, "Annotate these words anew"), choices((form) => form.shortcut, () => passage));
  show("Annotations here", quoted(passage.words), make("ul", { class: "dossier-here" }, ...rows), anew);
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

/** The form of a record that is there. @param {string} id @param {Record<string, string>} [typed] @param {any} [of] the record as it was opened */
const amend = async (id, typed = {}, of) => {
  const record = await ask("record", { id });
  const form = forms.find((f) => f.name === record.form);
  if (record.problem || !form) return tell(record.problem);
  const others = record.others.length ? [make("p", { class: "dossier-about" }, `It has more, which is written as YAML: ${record.others.join(", ")}.`)] : [];
  const known = of ?? record;
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

// Proposals: faint underlines, to be accepted or dismissed

/** Their places in the order of the text. @type {{proposal: Proposal, range: Range, words: string}[]} */
let proposed = [];
/** @type {Proposal[]} */
let proposals = [];

/** @param {boolean} [isShown] */
const propose = async (isShown = Boolean(problems.hidden)) => {
  if (!article) return;
  proposals = isShown ? await read("suggestions", { article: article.dataset.article ?? "" }) : [];
  proposed = proposals.flatMap((proposal) => proposal.places.map(({ block, start, end, words }) => {
    const range = rangeOf({ start: { block, offset: start }, end: { block, offset: end } });
    return { proposal, range, words };
  }));
  proposed.sort((one, other) => one.range.compareBoundaryPoints(Range.START_TO_START, other.range));
  highlight("proposed", isEditing() ? proposed.map(({ range }) => range) : []);
  deeds.P.replaceChildren(`${proposals.length} proposal${proposals.length === 1 ? "" : "s"} `, make("kbd", {}, "Shift+P"));
  deeds.P.hidden = !proposals.length;
};

/** The proposal at a point of the screen. @param {MouseEvent} event */
const proposedAt = (event) => proposed.findIndex(({ range }) =>
  [...range.getClientRects()].some((box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom));

/** Where one goes on: at the place that was looked at last, while it is in view, else at the first in view. */
const following = () => {
  const { page, place } = JSON.parse(sessionStorage.getItem("dossier.weighed") ?? "{}");
  const last = page === path && place ? rangeOf(place) : document.createRange(); // at the top of the page
  const { top } = last.getBoundingClientRect();
  const isGoingOn = 0 < top && top < innerHeight;
  const isNext = (/** @type {Range} */ range) => isGoingOn ? range.compareBoundaryPoints(Range.START_TO_START, last) >= 0 : range.getBoundingClientRect().top > 0;
  return Math.max(0, proposed.findIndex(({ range }) => isNext(range)));
};

/** Shows a proposal; the next one where none is given. @param {number} [number] @param {Record<string, string>} [typed] */
const weigh = (number = following(), typed = {}) => {
  const one = proposed[number];
  if (!one) return tell("This is proposed no more.");
  const { proposal, range } = one;
  const { collection, id, places } = proposal;
  sessionStorage.setItem("dossier.weighed", JSON.stringify({ page: path, place: passageOf(range) }));
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  highlight("words", [range]);
  const area = areaOf(typed.text ?? proposal.record, `The record ${id}`);
  const dismissed = [...new Set(places.map((place) => place.words))];
  const count = proposed.filter(({ words }) => dismissed.includes(words)).length;
  const many = count > 1 ? ` (${count} places)` : "";
  const leave = async () => {
    const sent = opened();
    settle(await ask("dismiss", { words: dismissed, write: true }), "Not proposed again: noted in", sent);
  };
  const dismiss = Object.assign(button(`Dismiss everywhere${many}`, leave), { title: `Never propose this again, wherever it stands: ${dismissed.join(", ")}` });
  const at = proposals.indexOf(proposal);
  const next = button("Next", () => weigh(proposed.findIndex((other) => other.proposal === proposals[(at + 1) % proposals.length])));
  const answers = proposal.candidates.map(({ meant, heading, id }) => button(heading, () => {
    const written = /** @type {HTMLTextAreaElement} */ (area.querySelector("textarea"));
    written.value = written.value.replace(proposal.question, () => meant);
    written.dispatchEvent(new Event("input", { bubbles: true }));
    written.form?.requestSubmit();
  }, undefined, id));
  const asked = answers.length ? [make("div", { class: "dossier-choices", role: "group", "aria-label": "Who is meant?" }, ...answers)] : [];
  const choice = { key: "kind", label: "What it is", help: "", options: proposal.choices, first: true, value: proposal.what };
  const kind = proposal.choices.length ? [rowOf(choice, typed.kind)] : [];
  const inText = places.map(({ before, words, after }) => make("blockquote", {}, before, make("mark", {}, short(words)), after));
  const heading = places.length > 1 ? [make("p", {}, `In ${places.length} places of this article:`)] : [];
  const shown = [...heading, make("div", { class: "dossier-places", role: "group", "aria-label": "Where it stands", tabindex: "0" }, ...inText)];
  const work = { what: `Proposal ${id}`, how: "weigh", of: id, typed };
  write(`Proposal ${at + 1} of ${proposals.length}: ${proposal.sort}`, work, {
    above: [...shown, make("p", {}, ...inCode(proposal.why)), make("code", {}, `${collection}: ${id}`), ...asked],
    rows: [...kind, area], buttons: [dismiss, next], submit: "Accept", leave: "Close", request: "accept", done: "Accepted in", hasPreview: kind.length > 0,
    asked: ({ text: record, kind: what = "" }) => ({ collection, id, record, what: what === proposal.what ? "" : what }),
  });
};

// The bar at the foot of the page

/** What opens kept work. @type {Record<string, (of: any, typed: Record<string, string>) => unknown>} */
const opens = {
  annotate, rewrite,
  amend: (of, typed) => amend(of.id, typed, of),
  weigh: (id, typed) => weigh(proposed.findIndex(({ proposal }) => proposal.id === id), typed),
};

/** @param {string} label @param {() => void} act @param {string} key @param {string} title */
const deed = (label, act, key, title) => Object.assign(button(label, act, key), { title });

/** The bar's buttons by their keys. @type {Record<string, HTMLButtonElement>} */
const deeds = {
  N: deed("New record", () => create(), "Shift+N", "Write an event, background, a source, an actor, a place or a term."),
  R: deed("Edit this page", () => amend(about.own), "Shift+R", "Change the record that this page is about."),
  E: deed("Edit on click", () => setEditing(!isEditing()), "Shift+E", "On: a click on an annotation opens it here (with the keyboard: e), and proposals are underlined. Off: links lead on, and Alt+click opens."),
  P: deed("", () => weigh(), "Shift+P", "Names, quotations and dates that nothing covers yet, with a wavy line: accept or dismiss them one by one."),
  U: deed("Undo", undo, "Shift+U", "Nothing to take back yet"),
  "?": deed("Help", () => help(), "?", "What the buttons do."),
};
const undoing = deeds.U;
const bar = make("div", { class: "dossier-bar", role: "toolbar", "aria-label": "Editor" });
const coverage = make("a", { href: "/_dossier/coverage", title: "What of the articles is not annotated yet, drafts, and what lacks a source." }, "Coverage");
const warned = make("a", { href: "/_dossier/coverage#warnings", title: "What dossier check warns of: nothing of it keeps the page from being made.", hidden: "" });
const versions = make("a", { href: "/_dossier/reanchor", title: "Where an article has been changed: carry its annotations over to the new text." }, "Versions");

const help = () => {
  const entry = (/** @type {Iterable<Node | string>} */ name, /** @type {string} */ about) => [make("dt", {}, ...name), make("dd", {}, about)];
  const buttons = [...Object.values(deeds), warned, coverage, versions].filter((part) => !part.hidden);
  const kinds = forms.filter((form) => form.shortcut).flatMap((form) => entry([`${form.label} `, make("kbd", {}, form.shortcut)], form.about));
  show(
    "Editing in the page",
    make("dl", {}, ...buttons.flatMap((part) => entry(part.cloneNode(true).childNodes, part.title))),
    make("p", {}, "Select words of the article (without a mouse: F7 puts a cursor into the text), then press the key of an annotation:"),
    make("dl", {}, ...kinds),
    make("p", {}, "Everything is written to the YAML files below annotations/, which you may edit by hand at any time. Pages of your own, such as the home page, are files below docs/."),
  );
};

/** @param {boolean} on */
const setEditing = (on) => {
  localStorage.setItem("dossier.editing", on ? "on" : "off");
  deeds.E.setAttribute("aria-pressed", String(on));
  propose();
};

// Begin

document.body.append(make("div", { id: "dossier_editor" }, tools, panel, make("div", { class: "dossier-foot" }, problems, toast, bar)));
let clicked = 0;
deeds.E.setAttribute("aria-pressed", String(isEditing()));
for (const key of ["E", "P", "R"]) deeds[key].hidden = key !== "E" || !article;
undoing.disabled = true;
hint.textContent = article ? HINT : "";
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
restore();
if (article) setUpTools();
listen();
// A browser has few connections to a server: with one for each tab in the background, the next would wait for ever.
document.addEventListener("visibilitychange", () => {
  source?.close();
  if (!document.hidden) listen();
});
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

// What this page is made of: a record that can be edited, several, or a file; and the words that lead to drafts

const about = await read("about", { page: path });
deeds.R.hidden = !about.own;
deeds.R.firstChild?.replaceWith(article ? "Edit the article's head" : `Edit this ${about.noun}`);
if (about.file) hint.replaceChildren("This page is a file: ", placeOf(about.file));
for (const id of about.listed) {
  const entry = document.getElementById(id);
  const edit = button("Edit", () => amend(id));
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
