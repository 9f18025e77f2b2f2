/* Small tools of the editor: elements, and what the server is asked below /_dossier/. */

const script = /** @type {HTMLElement | null} */ (document.querySelector("script[data-token]"));
export const { token = "", version = "", root = "" } = script?.dataset ?? {};

/** How many requests are under way, whether the page is being left, or holds choices, and who is told when an answer has come. */
export const traffic = { unanswered: 0, isLeaving: false, isHeld: false, answered: () => {} };
addEventListener("beforeunload", () => { traffic.isLeaving = true; });

/**
 * An element with attributes and contents; an attribute that is undefined is left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | undefined>} attributes
 * @param {(Node | string)[]} contents
 */
export const make = (tag, attributes, ...contents) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...contents);
  return element;
};

/** @param {string} label @param {() => void} press @param {{key?: string, about?: string, title?: string}} [more] the shortcut to show, and what it is for */
export const button = (label, press, { key, about, title } = {}) => {
  const made = make("button", { type: "button", title }, label, ...(key ? [" ", make("kbd", {}, key)] : []), ...(about ? [" ", make("small", {}, about)] : []));
  made.addEventListener("click", press);
  return made;
};

/** A place in a file, which opens there. @param {string} place */
export const placeLink = (place) => make("a", { href: `vscode://file${root}/${encodeURI(place)}`, title: "Open in VS Code" }, place);

/** Parts of the server's words: a line of a file, which is not broken, for the marks below it; code between backticks; a place behind an arrow. */
const PARTS = /(^ *\d* \|.*$)|`([^`\n]+)`|(?<=^ *(?:-->|:::) )(\S.*:\d+:\d+)$/m;
/** @type {((part: string) => Node | string)[]} */
const SHOWN = [String, (part) => make("samp", {}, part), (part) => make("code", {}, part), placeLink];

/** Words of the server, with their code and their places. @param {string} text */
export const inCode = (text) => text.split(PARTS).flatMap((part, number) => (part === undefined ? [] : SHOWN[number % SHOWN.length](part)));

/**
 * What the server answers; `problem` where it refuses.
 * @param {string} name
 * @param {object} asked
 * @returns {Promise<any>}
 */
export const ask = async (name, asked) => {
  const headers = { "content-type": "application/json", "x-dossier-token": token };
  traffic.unanswered += 1;
  try {
    const answer = await fetch(`/_dossier/${name}`, { method: "POST", headers, body: JSON.stringify(asked) });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    return isJson ? await answer.json() : { problem: await answer.text() };
  } catch {
    if (traffic.isLeaving) return new Promise(() => {}); // the browser drops what a page has asked when it leaves it
    return { problem: "the server does not answer: is `dossier serve` still running?" };
  } finally {
    traffic.unanswered -= 1;
    setTimeout(traffic.answered); // when it has been told what came of it
  }
};

/** @param {string} name @param {Record<string, string>} [query] */
export const read = async (name, query = {}) => (await fetch(`/_dossier/${name}?${new URLSearchParams(query)}`)).json();

/** Shows ranges without a change of the page, where the browser can. @param {string} name @param {Range[]} ranges */
export const highlight = (name, ranges) => CSS.highlights?.set(`dossier-${name}`, new Highlight(...ranges));
