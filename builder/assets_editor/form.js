/* Fields of a form: a label in plain words, the key as the file has it, and the records that may be meant. */
import { inCode, make, read } from "./dom.js";

/**
 * @typedef {{key: string, label: string, help: string, first?: boolean, required?: boolean, options?: string[],
 *   value?: string, refers?: string[], words?: boolean, long?: boolean, many?: boolean}} Field
 * @typedef {{name: string, label: string, shortcut: string, about: string, collection: string, free: boolean,
 *   fields: Field[]}} Form
 * @typedef {{id: string, noun: string, heading: string, hint: string, fits: "exactly" | "partly" | ""}} Found
 * @typedef {{words: string, start: number, end: number, kinds: string, closing: string, isFree?: boolean, isMany?: boolean}} Typed the
 *   words that may mean a record, from where to where, of which kinds (of any if none), what is put behind its id, and
 *   whether they would do as well, and whether others may follow
 */

/** The forms of records that can be written on the way, by their collection. @type {Map<string, Form>} */
export const creatable = new Map();

/** None if no server answers, which is told to who saves. @param {Record<string, string>} asked @returns {Promise<Found[]>} */
const find = (asked) => read("find", asked).catch(() => []);

let isPressed = false;
for (const name of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(name, () => { isPressed = name === "pointerdown"; }, { capture: true });

/** A field with its label and what it is for. @param {Field} field @param {string} [given] @param {boolean} [isNew] */
export const rowOf = (field, given, isNew = true) => {
  const id = `dossier_${field.key}`;
  const required = field.required ? "" : undefined;
  const attributes = { name: field.key, id, "aria-describedby": field.help ? `${id}_help` : undefined, required };
  const preset = (isNew && field.first && field.value) || "";
  // What holds where nothing is written stands for nothing, unless the file or the form says it in so many words.
  const options = (field.options ?? []).map((option) => make("option", { value: option === field.value && option !== (given || preset) ? "" : option }, option));
  if (!field.value) options.unshift(make("option", { value: "" }, "—"));
  const input = field.options?.length
    ? make("select", attributes, ...options)
    : field.long ? make("textarea", { ...attributes, rows: "3" }) : make("input", { ...attributes, autocomplete: "off", spellcheck: "false" });
  input.value = given ?? preset;
  const label = make("label", { for: id }, ...inCode(field.label), " ", make("code", {}, field.key), ...(field.required || preset ? [] : [" ", make("small", {}, "optional")]));
  const around = make("div", { class: "dossier-row" }, input);
  if (input instanceof HTMLTextAreaElement) around.append(offerWithin(input, field.label));
  else if (input instanceof HTMLInputElement && field.refers?.length) {
    around.append(offer(input, field.label, inField(input, field)));
    if (!field.many) replaceWhole(input);
  }
  return make("div", {}, label, ...(field.help ? [make("small", { id: `${id}_help` }, ...inCode(field.help))] : []), around);
};

/** What is typed replaces what stands in a field; a click into a field that has the focus goes to a letter. @param {HTMLInputElement} input */
const replaceWhole = (input) => {
  input.addEventListener("focus", () => input.select());
  input.addEventListener("mousedown", (event) => {
    if (document.activeElement === input) return;
    event.preventDefault();
    input.focus();
  });
};

/** What is typed into a field that names records: of several the one at the cursor, where it takes them. @param {HTMLInputElement} input @param {Field} field @returns {() => Typed} */
const inField = (input, { refers, words, many }) => () => {
  const caret = many ? input.selectionEnd ?? 0 : input.value.length;
  const end = caret + (many ? input.value.slice(caret).split(",")[0].length : 0);
  const one = (many ? input.value.slice(0, end).split(",").at(-1) ?? "" : input.value).trimStart();
  const isFree = words && /[^a-z0-9-]/.test(one.trim());
  return { words: one.trim(), start: end - one.length, end, kinds: String(refers), closing: "", isFree, isMany: many };
};

/** A link or a citation that is begun before the cursor: how it opens, and the words within it. */
const BEGUN = /(\[\[|\[@(?:[^[\]]*;\s*@)?)([^[\]|,;\n]*)$/;

/** The same, or what follows in it, before a bracket that may be there already. */
const WITHIN = /\[[[@][^[\]\n]*]?$/;

/** Offers records in a text, within `[[` and `[@`. @param {HTMLTextAreaElement} area @param {string} label */
const offerWithin = (area, label) => offer(area, label, () => {
  const end = area.selectionEnd;
  const [, opening, words = ""] = BEGUN.exec(area.value.slice(0, end)) ?? [];
  const [kinds, closing] = opening === "[[" ? ["", "]]"] : ["sources", "]"];
  return opening ? { words, start: end - words.length, end, kinds, closing: /^[\]|]/.test(area.value.slice(end)) ? "" : closing } : null;
});

/**
 * Offers the records that what is typed may mean, as soon as it is entered.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {string} label
 * @param {() => Typed | null} typed
 */
const offer = (input, label, typed) => {
  const isField = input instanceof HTMLInputElement;
  // A list that scrolls would else take the focus of a Tab, and go with it.
  const list = make("ul", { role: "listbox", id: `${input.id}_found`, "aria-label": label, tabindex: "-1" });
  for (const [name, value] of Object.entries({ "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  if (isField) input.setAttribute("role", "combobox");
  let at = -1;
  /** @param {number} number */
  const mark = (number) => {
    at = number;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  /** @param {boolean} isOpen @param {number} number */
  const show = (isOpen, number) => {
    list.hidden = !isOpen;
    if (isField) input.setAttribute("aria-expanded", String(isOpen));
    mark(isOpen ? number : -1);
  };
  /** Where brackets were closed by themselves: what is typed there stands behind them, unless it belongs within. */
  let closed = -1;
  /** Where the id ends that was picked last. */
  let picked = -1;
  let searches = 0;
  let answered = 0;
  /** Pressed before the answer came: Enter, or Ctrl+Enter. @type {string} */
  let entered = "";
  const close = () => {
    answered = searches += 1; // no answer that is still to come opens it again
    entered = "";
    show(false, -1);
  };
  /** What is done with each option of the list, in the place of what is typed. @type {(() => void)[]} */
  let picks = [];
  /** @param {Form} form @param {Typed} meant */
  const create = ({ name }, { words, start, end, closing }) => {
    const filled = (/** @type {string} */ id) => input.value.slice(0, start) + id + closing + input.value.slice(end);
    input.dispatchEvent(new Event("input", { bubbles: true })); // what is left waits, even if nothing was typed
    input.dispatchEvent(new CustomEvent("create", { bubbles: true, detail: { form: name, words, field: input.name, filled } }));
  };
  /** @param {string} id @param {Typed} meant */
  const put = (id, { start, end, closing }) => {
    input.setRangeText(id + closing, start, end, "end");
    picked = input.selectionEnd ?? -1;
    closed = closing ? start + id.length : -1;
    if (closing) input.setSelectionRange(closed, closed); // a locator or other words for the link may follow
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  /** @param {Event} [event] */
  const search = async (event) => {
    const wanted = typed();
    if (!wanted) return close();
    const { words, kinds, isFree } = wanted;
    entered = "";
    const number = (searches += 1);
    /** @type {Found[]} */
    let found = await find({ q: words, kinds });
    const isNoName = isField && !found.length && event?.type === "focus";
    if (isNoName) found = await find({ kinds }); // all there are
    if (number !== searches) return; // an answer to an earlier letter, or too late
    answered = number;
    const isKnown = found.some(({ id, fits }) => id === words || fits === "exactly" || (fits && !isField));
    const created = words && !isKnown && input.name !== "is" ? kinds.split(",").flatMap((kind) => creatable.get(kind) ?? []) : [];
    const meant = () => [typed()].find((now) => now?.start === wanted.start) ?? wanted; // with what was typed since, unless the cursor is elsewhere
    const known = found.map(({ id, heading, noun, hint }) => ({ name: heading, about: [noun, hint].filter(Boolean).join(", "), pick: () => put(id, meant()) }));
    const options = [...known, ...created.map((form) => ({ name: `“${words}”`, about: `a new ${form.label.toLowerCase()} …`, pick: () => create(form, meant()) }))];
    picks = options.map(({ pick }) => pick);
    list.replaceChildren(...options.map(({ name, about, pick }, number) => {
      const option = make("li", { role: "option", id: `${list.id}_${number}` }, make("b", {}, name), " ", make("small", {}, about));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); pick(); });
      return option;
    }));
    // Enter takes the first whose name has what was typed; where nothing was, or no name has it, one has to be chosen.
    const isToChoose = !found[0]?.fits || (isField && !isFree && found.length > 1 && (isNoName || !words));
    show(options.length > 0 && !(isField && found.some((record) => record.id === words)), isToChoose ? -1 : 0);
    list.scrollIntoView({ block: "nearest" });
    const isToSave = entered === "Ctrl+Enter";
    if (entered && at >= 0 && (!isToSave || (words && !isFree))) picks[at]();
    else if (entered) close();
    if (isToSave && input.isConnected) input.form?.requestSubmit();
  };
  input.addEventListener("input", (event) => { if (/** @type {Event} */ (event).isTrusted) search(event); });
  input.addEventListener("focus", search);
  // A list that goes under a pressed pointer may move what is pressed, which then would not be clicked.
  input.addEventListener("blur", () => (isPressed ? addEventListener("pointerup", () => setTimeout(close), { once: true }) : close()));
  if (isField) input.addEventListener("change", async () => {
    const meant = typed();
    const named = meant?.words && (await find({ q: meant.words, kinds: meant.kinds })).find((/** @type {Found} */ one) => one.fits === "exactly");
    if (named && typed()?.words === meant?.words) put(named.id, /** @type {Typed} */ (meant));
  });
  input.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const meant = typed();
    if (!isField && list.hidden && !(ctrlKey || metaKey) && (key.length === 1 || key === "Enter")) {
      const caret = input.selectionEnd ?? 0;
      const [brackets = ""] = /^]+/.exec(input.value.slice(caret)) ?? [];
      const isOver = key === "]" && brackets && WITHIN.test(input.value.slice(0, caret));
      const behind = caret + (isOver ? 1 : closed === caret && !",;|".includes(key) ? brackets.length : 0);
      if (behind > caret) input.setSelectionRange(behind, behind);
      if (isOver) event.preventDefault();
      closed = -1;
    }
    // A record that was picked is at an end: what is typed behind it is another one.
    if (meant?.isMany && input.selectionStart === picked && /^[^,\s]$/.test(key) && !(ctrlKey || metaKey)) input.setRangeText(", ", picked, picked, "end");
    if (key.length === 1) picked = -1;
    if (list.hidden && isField && key === "ArrowDown") search();
    else if (key === "Enter" && answered < searches && (isField || !list.hidden)) {
      show(false, -1); // it is of fewer letters
      entered = ctrlKey || metaKey ? "Ctrl+Enter" : "Enter";
      event.stopPropagation();
    }
    else if (list.hidden) return;
    else if (key === "Escape") close();
    else if (!meant) return;
    else if (step) {
      answered = searches += 1; // who chooses has seen enough
      mark(at < 0 && step < 0 ? list.children.length - 1 : (at + step + list.children.length) % list.children.length);
    }
    else if (key === "Enter" && at >= 0 && (!(ctrlKey || metaKey) || (meant.words && !meant.isFree))) {
      picks[at]();
      if (!input.isConnected) event.stopPropagation(); // the form that was opened is not sent
    }
    else if (key === "Enter" && !ctrlKey && !metaKey) close(); // of several none is chosen: nothing is sent
    else return;
    event.preventDefault();
  });
  close();
  return list;
};

/** A row with a record as YAML. @param {string} text @param {string} label */
export const areaOf = (text, label) => {
  const rows = String(Math.min(24, text.split("\n").length + 2));
  const area = make("textarea", { name: "text", id: "dossier_text", rows, spellcheck: "true", "aria-label": label, class: "dossier-code" });
  area.value = text;
  return make("div", { class: "dossier-row" }, area, offerWithin(area, label));
};

/** Put the cursor where something has to be written: in the first field that must not be empty, and is. @param {HTMLElement} panel */
export const focusFirst = (panel) => {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("form :is(input, textarea, select)"));
  const empty = [...fields].find((field) => field.required && !field.value);
  const choice = /** @type {HTMLElement | null} */ (panel.querySelector(".dossier-choices button, ul button"));
  (empty ?? choice ?? fields[0])?.focus();
};
