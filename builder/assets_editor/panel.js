/* The panel over the page, one at a time, and what is written in it: kept from the first letter on, until it is saved or thrown away. */
import { ask, button, highlight, inCode, make, root, traffic } from "./dom.js";
import { focusFirst } from "./form.js";
import { short } from "./words.js";

/**
 * @typedef {{what: string, how: string, of: any, typed: Record<string, string>}} Work what is being written: what it is
 *   called, the name of what opens it, of what, and what was typed into which field
 */

/** Time to go on typing before a preview is asked for, and in which a second click makes a double one; in milliseconds. */
export const PAUSE = 250;
export const toast = make("div", { class: "dossier-toast", role: "status" });

/** A word on what was done, here and on the page that follows. @param {string} text @param {string} [href] where it can be seen */
export const tell = (text, href) => {
  toast.replaceChildren(...inCode(text), ...(href && href.split("#")[0] !== location.pathname ? [" ", make("a", { href }, "See it")] : []));
  sessionStorage.setItem("dossier.told", JSON.stringify([text, href]));
};

// The browser keeps the focus in the panel and closes it on Escape

export const panel = make("dialog", { class: "dossier-panel", "aria-labelledby": "dossier_panel_title" });
const alarm = make("pre", { class: "dossier-alarm", role: "alert" });

/** @param {string} title @param {(Node | string)[]} contents */
export const show = (title, ...contents) => {
  keep();
  alarm.textContent = "";
  const heading = make("h2", { id: "dossier_panel_title" }, title);
  panel.replaceChildren(make("header", {}, heading, button("Close", () => panel.close(), { key: "Esc" })), ...contents, alarm);
  if (!panel.open) panel.showModal();
  focusFirst(panel);
};

/** @param {(Node | string)[]} contents */
export const remark = (...contents) => make("p", { class: "dossier-about" }, ...contents);

/** @param {string} words */
export const quoted = (words) => make("blockquote", {}, short(words));

panel.addEventListener("close", () => {
  interrupted = null;
  keep();
  highlight("words", []);
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

// What is kept outlives the browser; each piece has a key of its own, so that no tab writes over what another has kept.

/** @type {Work | null} */
let unfinished = null;
let heldAs = "";
/** The folder is part of the key: another dossier may be served at the same address another time. */
const KEPT = `dossier.kept ${root} `;
/** What the browser has no room for. @type {Map<string, Work>} */
const unstored = new Map();
export const kept = make("span", { class: "dossier-kept" });
/** What opens kept work, by its name. @type {Record<string, (of: any, typed: Record<string, string>) => unknown>} */
export const opens = {};

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

/** What waits for a record that it names: under which key, in which field, what its fields hold when that has an id; and what waits for it.
 *  @type {{key: string, field: string, typed: (id: string) => Record<string, string>, before: any} | null} */
let interrupted = null;

/** What is being written now goes on when the record that is opened next has been saved. @param {string} field @param {(id: string) => string} filled */
export const interrupt = (field, filled) => {
  const typed = unfinished?.typed;
  interrupted = { key: heldAs, field, before: interrupted, typed: (id) => ({ ...typed, [field]: filled(id) }) };
};

/** Goes on with what waits for a record, if anything does. @param {string} [id] none if the record was thrown away */
const goOn = async (id) => {
  const [key, work] = waiting().find(([key]) => key === interrupted?.key) ?? [];
  if (!key || !work || !interrupted) return panel.close();
  const { field, before, typed } = interrupted;
  interrupted = before;
  await takeUp(key, id ? { ...work, typed: typed(id) } : work);
  /** @type {HTMLElement | null} */ (panel.querySelector(`[name="${field}"]`))?.focus();
};

/** What is being written is saved, or thrown away. */
export const drop = () => {
  forget(heldAs);
  keep();
};

/** What is being written waits in the bar. */
export const keep = () => {
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
  const shown = panel.firstChild;
  await opens[work.how](work.of, work.typed);
  if (!panel.open || panel.firstChild === shown) {
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

// Forms

/**
 * A form in the panel; what is typed into it is kept.
 * @param {string} title
 * @param {Work} work
 * @param {{above?: (Node | string)[], rows: Node[], buttons?: Node[], submit?: string, leave?: string, request: string, done: string,
 *   asked: (values: Record<string, FormDataEntryValue>) => object, hasPreview?: boolean}} parts
 */
export const write = (title, work, { above = [], rows, buttons = [], submit = "Save", leave = "Discard", request, done, asked, hasPreview = false }) => {
  const where = make("small", {});
  const yaml = make("pre", { role: "group", "aria-label": "What will be written", tabindex: "0" });
  const discard = button(Object.keys(work.typed).length ? "Discard" : leave, () => { drop(); goOn(); });
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
    return answer.problem ?? "";
  };
  const check = async () => {
    const problem = await preview();
    if (panel.contains(form)) alarm.replaceChildren(...inCode(unfinished && !form.querySelector("[role=listbox]:not([hidden])") ? problem : ""));
  };
  let timer = 0;
  let isSaving = false;
  form.addEventListener("input", (event) => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    hold({ ...work, typed: { ...(unfinished ?? work).typed, [name]: value } });
    discard.textContent = "Discard";
    clearTimeout(timer);
    if (hasPreview) timer = window.setTimeout(check, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (isSaving) return; // pressed twice
    isSaving = true;
    const sent = { ...opened(), of: work.of }; // another form may be open when the answer comes
    await settle(await answered(true), done, sent);
    isSaving = false;
    if (hasPreview && panel.open && panel.contains(form)) preview(); // refused, perhaps for what the file has now
  });
  show(title, ...above, form);
  if (hasPreview) check();
};

/**
 * What the server has said of a change that was saved or refused.
 * @param {any} answer
 * @param {string} done
 * @param {{form?: HTMLFormElement | null, key?: string, of?: any}} [sent] the form it was sent from, under which key it is kept, and the record
 *   as it was opened. Another form may be open by now.
 */
export const settle = async (answer, done, { form, key = "", of } = {}) => {
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
  if (isOpen()) await goOn(answer.id);
};

/** What is open now, as it is sent. */
export const opened = () => ({ form: panel.querySelector("form"), key: heldAs });

/** Shows what the file has now of a record that was changed since it was opened: in the fields that were left alone,
 *  and beside those that were typed into; all of it, where that may not be all. Who saves then has seen it.
 *  @param {any} of @param {HTMLFormElement} form */
const meet = async (of, form) => {
  const now = await ask("record", { id: of.id });
  if (now.problem || now.text === of.text || !panel.contains(form)) return;
  for (const told of form.querySelectorAll(".dossier-now")) told.remove();
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name]"))) {
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
  const isAll = !now.others.length || form.querySelector("[name=text]");
  if (!isAll || !form.querySelector(".dossier-now")) form.prepend(make("div", { class: "dossier-now" }, "The file has now: ", make("pre", {}, now.text)));
  Object.assign(of, now);
  if (unfinished) hold({ ...unfinished, of });
  form.querySelector(".dossier-now")?.scrollIntoView({ block: "center" });
};
