/* Fields of a form: a label in plain words, the key as the file has it, and the records that may be meant. */
import { inCode, make, read } from "./dom.js";

/**
 * @typedef {{key: string, label: string, help: string, first?: boolean, required?: boolean, options?: string[],
 *   value?: string, refers?: string[], words?: boolean, long?: boolean, many?: boolean}} Field
 * @typedef {{name: string, label: string, shortcut: string, about: string, collection: string, free: boolean,
 *   fields: Field[]}} Form
 * @typedef {{id: string, noun: string, heading: string, hint: string}} Found
 */

/** A field with its label and what it is for. @param {Field} field @param {string} [given] @param {boolean} [isNew] */
export const rowOf = (field, given, isNew = true) => {
  const id = `dossier_${field.key}`;
  const required = field.required ? "" : undefined;
  const attributes = { name: field.key, id, "aria-describedby": field.help ? `${id}_help` : undefined, required };
  const preset = (isNew && field.first && field.value) || "";
  const options = (field.options ?? []).map((option) => make("option", {}, option));
  const none = make("option", { value: "" }, field.value ? `— (${field.value})` : "—");
  const input = options.length
    ? make("select", attributes, ...(preset ? [] : [none]), ...options)
    : field.long ? make("textarea", { ...attributes, rows: "3" }) : make("input", { ...attributes, autocomplete: "off", spellcheck: "false" });
  input.value = given ?? preset;
  const key = make("code", {}, field.key);
  const label = make("label", { for: id }, ...inCode(field.label), " ", key, ...(field.required || preset ? [] : [" ", make("small", {}, "optional")]));
  const around = make("div", { class: "dossier-row" }, input);
  if (field.refers?.length && input instanceof HTMLInputElement) around.append(offer(input, field));
  return make("div", {}, label, ...(field.help ? [make("small", { id: `${id}_help` }, ...inCode(field.help))] : []), around);
};

/** Offers the records that what is typed may mean: all kinds that the field takes, as soon as it is entered. @param {HTMLInputElement} input @param {Field} field */
const offer = (input, field) => {
  // A list that scrolls would else take the focus of a Tab, and go with it.
  const list = make("ul", { role: "listbox", id: `${input.id}_found`, "aria-label": field.label, hidden: "", tabindex: "-1" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
  let at = -1;
  /** The last of several, where the field takes them. */
  const typed = () => (field.many ? input.value.split(",").at(-1) ?? "" : input.value).trim();
  const isFree = () => field.words && /[^a-z0-9-]/.test(typed()); // no id, but words that would do as well
  /** @param {number} number */
  const mark = (number) => {
    at = number;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  /** @param {Element} option */
  const take = (option) => {
    const before = field.many ? input.value.split(",").slice(0, -1).map((part) => `${part.trim()}, `).join("") : "";
    input.value = before + (option.getAttribute("data-id") ?? "");
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const kinds = (field.refers ?? []).map((kind) => /** @type {[string, string]} */ (["kind", kind]));
  /** @param {Event} [event] */
  const search = async (event) => {
    const wanted = typed();
    /** @type {Found[]} */
    let found = await read("find", [["q", wanted], ...kinds]);
    const isNoName = !found.length && event?.type === "focus";
    if (isNoName) found = await read("find", kinds); // all there are
    if (wanted !== typed() || document.activeElement !== input) return; // an answer to an earlier letter, or too late
    list.replaceChildren(...found.map((record, number) => {
      const option = make("li", { role: "option", id: `${list.id}_${number}`, "data-id": record.id }, make("b", {}, record.heading), " ", make("small", {}, record.noun, record.hint && `, ${record.hint}`));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    list.hidden = !found.length || found.some((record) => record.id === typed());
    input.setAttribute("aria-expanded", String(!list.hidden));
    // Enter takes the only one; where words would do as well, the first of several has to be chosen.
    mark(list.hidden || (found.length > 1 && (isFree() || isNoName || !wanted)) ? -1 : 0);
  };
  input.addEventListener("input", (event) => { if (event.isTrusted) search(event); });
  input.addEventListener("focus", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden && event.key === "ArrowDown") search();
    else if (list.hidden) return;
    else if (step) mark(at < 0 && step < 0 ? list.children.length - 1 : (at + step + list.children.length) % list.children.length);
    else if (event.key === "Enter" && at >= 0 && (!(event.ctrlKey || event.metaKey) || (typed() && !isFree()))) take(list.children[at]);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) close(); // of several none is chosen: nothing is sent
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  return list;
};

/** @param {string} label */
export const submitButton = (label) => make("button", { type: "submit", class: "dossier-main" }, label, " ", make("kbd", {}, "Ctrl+Enter"));

/** @param {string} text @param {string} label */
export const areaOf = (text, label) => {
  const rows = String(Math.min(24, text.split("\n").length + 2));
  const area = make("textarea", { name: "text", rows, spellcheck: "true", "aria-label": label, class: "dossier-code" });
  area.value = text;
  return area;
};

/** Put the cursor where something has to be written: in the first field that must not be empty, and is. @param {HTMLElement} panel */
export const focusFirst = (panel) => {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("form :is(input, textarea, select)"));
  const empty = [...fields].find((field) => field.required && !field.value);
  const choice = /** @type {HTMLElement | null} */ (panel.querySelector(".dossier-choices button, ul button"));
  (empty ?? choice ?? fields[0])?.focus();
};
