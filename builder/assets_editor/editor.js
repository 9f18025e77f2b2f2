/* The editor in served pages: select words and annotate them, open an annotation to change it, and follow the files on
   the disk. Nothing of this is in a published site. Plain script; the server answers below /_dossier/. */
"use strict";

(() => {
  /**
   * @typedef {{key: string, help: string, required?: boolean, options?: string[], value?: string, refers?: string[],
   *   words?: boolean, long?: boolean, many?: boolean}} Field
   * @typedef {{name: string, label: string, shortcut: string, fields: Field[]}} Form
   * @typedef {{block: string, offset: number}} Point
   * @typedef {{article: string, start: Point, end: Point, words: string}} Passage
   * @typedef {{id: string, noun: string, heading: string, hint: string}} Found
   * @typedef {{id: string, noun: string, heading: string, how: string, href: string, file: string, line: number}} Here
   * @typedef {{block: string, start: number, end: number, words: string}} Place
   * @typedef {{id: string, sort: string, why: string, collection: string, record: string, places: Place[]}} Proposal
   */
  const { token = "", version = "", root = "" } = document.currentScript?.dataset ?? {};
  const article = /** @type {HTMLElement | null} */ (document.querySelector("[data-article]"));
  /** Time to go on typing before a preview is asked for, in milliseconds. */
  const PAUSE = 250;

  // Small tools

  /**
   * An element with attributes and contents; an attribute that is undefined is left out.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string | undefined>} attributes
   * @param {(Node | string)[]} contents
   */
  const make = (tag, attributes, ...contents) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
    element.append(...contents);
    return element;
  };

  /**
   * @param {string} label
   * @param {() => void} press
   * @param {string} [key] the shortcut to show
   */
  const button = (label, press, key) => {
    const made = make("button", { type: "button" }, label, ...(key ? [" ", make("kbd", {}, key)] : []));
    made.addEventListener("click", press);
    return made;
  };

  /**
   * What the server answers; `problem` where it refuses.
   * @param {string} name
   * @param {object} asked
   * @returns {Promise<any>}
   */
  const ask = async (name, asked) => {
    const headers = { "content-type": "application/json", "x-dossier-token": token };
    unanswered += 1;
    try {
      const answer = await fetch(`/_dossier/${name}`, { method: "POST", headers, body: JSON.stringify(asked) });
      const isJson = answer.headers.get("content-type")?.startsWith("application/json");
      return isJson ? await answer.json() : { problem: await answer.text() };
    } catch {
      if (isLeaving) return new Promise(() => {}); // the browser drops what a page has asked when it leaves it
      return { problem: "the server does not answer: is `dossier serve` still running?" };
    } finally {
      unanswered -= 1;
      setTimeout(followDisk); // when it has been told what came of it
    }
  };

  /** @param {string} address */
  const read = async (address) => (await fetch(address)).json();

  /** Shows ranges without a change of the page, where the browser can. @param {string} name @param {Range[]} ranges */
  const highlight = (name, ranges) => CSS.highlights?.set(`dossier-${name}`, new Highlight(...ranges));

  /** Code points, as the server counts. @param {string} text */
  const points = (text) => [...text].length;

  // News from the server: the page is made anew, or something keeps it from being made

  const problems = make("div", { class: "dossier-problems", role: "alert", hidden: "" });
  const toast = make("div", { class: "dossier-toast", role: "status" });
  let isStale = false;
  let isLeaving = false;
  let unanswered = 0;
  addEventListener("beforeunload", () => { isLeaving = true; });

  /** Load the page anew if it has changed: once, not under the editor's hands, nor before an answer on what was done. */
  const followDisk = () => {
    if (!isStale || isLeaving || unanswered || panel.open) return;
    isLeaving = true;
    sessionStorage.setItem("dossier.scroll", JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  };

  const listen = () => {
    const page = decodeURIComponent(location.pathname.slice(1));
    const source = new EventSource(`/_dossier/events?${new URLSearchParams({ page, version })}`);
    let isAgain = false;
    source.addEventListener("open", () => {
      isStale ||= isAgain; // another run of the server
      isAgain = true;
      followDisk();
    });
    source.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      problems.hidden = !news.problems;
      const hide = button("Hide", () => { problems.hidden = true; });
      problems.replaceChildren(make("p", {}, make("b", {}, "This page is the last good one."), " ", hide), make("pre", {}, news.problems));
      isStale ||= news.changed;
      followDisk();
      propose(); // also where the page stays as it is, after a dismissal
    });
    addEventListener("pagehide", () => source.close());
  };

  const restore = () => {
    const [path, x, y] = JSON.parse(sessionStorage.getItem("dossier.scroll") ?? "[]");
    if (path === location.pathname) addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }));
    sessionStorage.removeItem("dossier.scroll");
    tell(sessionStorage.getItem("dossier.told") ?? "");
    sessionStorage.removeItem("dossier.told");
  };

  /** A word on what was done, here and on the page that follows. @param {string} text */
  const tell = (text) => {
    toast.textContent = text;
    sessionStorage.setItem("dossier.told", text);
  };

  // Words of the article

  const blocks = () => [...(article?.querySelectorAll("p[id], figcaption[id]") ?? [])];

  /** The part of a block that a range covers. @param {Element} block @param {Range} range */
  const within = (block, range) => {
    const part = document.createRange();
    part.selectNodeContents(block);
    if (block.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (block.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    return part;
  };

  /** Where words stand in the article's text. @param {Range} range @returns {Passage | null} */
  const passageOf = (range) => {
    const parts = blocks().filter((block) => range.intersectsNode(block)).map((block) => ({ block, part: within(block, range) }));
    const covered = parts.filter(({ part }) => part.toString().trim());
    const [first, last] = [covered.at(0), covered.at(-1)];
    if (!first || !last || !article) return null;
    /** @param {{block: Element, part: Range}} from @param {"start" | "end"} edge */
    const point = ({ block, part }, edge) => {
      const before = document.createRange();
      before.selectNodeContents(block);
      before.setEnd(part[`${edge}Container`], part[`${edge}Offset`]);
      return { block: block.id, offset: points(before.toString()) };
    };
    const words = covered.map(({ part }) => part.toString()).join("\n");
    return { article: article.dataset.article ?? "", start: point(first, "start"), end: point(last, "end"), words };
  };

  /** The range of a place, which counts in code points. @param {Place} place */
  const rangeOf = ({ block, start, end }) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(document.getElementById(block) ?? document.body, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node && before < end; node = walker.nextNode()) {
      const letters = [...(node.nodeValue ?? "")];
      const offset = (/** @type {number} */ point) => letters.slice(0, point - before).join("").length;
      if (before <= start && start < before + letters.length) range.setStart(node, offset(start));
      if (before < end && end <= before + letters.length) range.setEnd(node, offset(end));
      before += letters.length;
    }
    return range;
  };

  // The tools that appear at selected words

  /** @type {Form[]} */
  let forms = [];
  /** @type {{passage: Passage, range: Range} | null} */
  let selected = null;
  const tools = make("div", { class: "dossier-tools", role: "toolbar", "aria-label": "Annotate the selected words", hidden: "" });

  const look = () => {
    if (panel.open) return; // its fields have selections of their own
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const passage = range && passageOf(range);
    selected = range && passage ? { passage, range: range.cloneRange() } : null;
    tools.hidden = !selected;
    if (!range || !selected) return;
    const box = range.getBoundingClientRect();
    tools.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tools.offsetWidth - 8)) + scrollX}px`;
    tools.style.top = `${box.bottom + 8 + scrollY}px`;
  };

  const setUpTools = async () => {
    tools.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
    document.addEventListener("selectionchange", look);
    forms = await read("/_dossier/forms");
    const offered = forms.filter((form) => form.shortcut);
    tools.append(...offered.map((form) => button(form.label, () => annotate(form.name), form.shortcut)));
  };

  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (panel.open || event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select")) return;
    const form = selected && forms.find((f) => f.shortcut && f.shortcut === event.key);
    const marked = at.closest(MARKED) ?? ofNote(at);
    if (selected && event.key === "Escape") getSelection()?.removeAllRanges();
    else if (form) annotate(form.name);
    else if (event.key === "E") setEditing(!isEditing());
    else if (event.key === "U") undo();
    else if (event.key === "P") weigh();
    else if (event.key === "e" && marked) open(marked);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the theme and the reading script have keys of their own
  };

  // The panel: one at a time, over the page; the browser keeps the focus in it and closes it on Escape

  const panel = make("dialog", { class: "dossier-panel", "aria-labelledby": "dossier_panel_title" });
  const alarm = make("pre", { class: "dossier-alarm", role: "alert" });

  /** @param {string} title @param {(Node | string)[]} contents */
  const show = (title, ...contents) => {
    alarm.textContent = "";
    const close = button("Close", () => panel.close(), "Esc");
    panel.replaceChildren(make("header", {}, make("h2", { id: "dossier_panel_title" }, title), close), ...contents, alarm);
    tools.hidden = true;
    if (!panel.open) panel.showModal();
    /** @type {HTMLElement | null} */ (panel.querySelector("input, textarea, select, .dossier-here button"))?.focus();
  };

  const setUpPanel = () => {
    panel.addEventListener("close", () => {
      highlight("words", []);
      followDisk();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) panel.querySelector("form")?.requestSubmit();
      event.stopPropagation();
    });
  };

  /** What the server has said of a change that was saved or refused. @param {any} answer @param {string} done */
  const settle = (answer, done) => {
    if (answer.problem) {
      alarm.textContent = answer.problem;
      return;
    }
    tell(`${done} ${answer.file}${answer.line ? `:${answer.line}` : ""}. Shift+U takes it back.`);
    panel.close();
  };

  const undo = async () => {
    const answer = await ask("undo", {});
    tell(answer.problem ?? `Taken back: ${answer.id} in ${answer.file}`);
  };

  // A new annotation

  /**
   * @param {string} name
   * @param {Record<string, string>} [given]
   */
  const annotate = (name, given = {}) => {
    const form = forms.find((f) => f.name === name);
    if (!form || !selected) return;
    const { passage, range } = selected;
    highlight("words", [range]);
    const values = () => Object.fromEntries(form.fields.map((field) => [field.key, valueOf(element, field.key)]));
    const asked = (/** @type {boolean} */ write) => ({ form: name, passage, fields: values(), id: valueOf(element, "id"), write });
    const yaml = make("pre", { "aria-label": "What will be written" });
    const where = make("code", {});
    const named = { key: "id", help: "The record's id; made from the words if it is left empty." };
    const start = { ...given };
    for (const key of ["name", "term"]) start[key] ??= passage.words.trim().replace(/\s+/g, " ");
    const rows = [...form.fields, ...(name === "position" ? [] : [named])].map((field) => rowOf(field, start[field.key]));
    const element = make("form", {}, ...rows, where, yaml, make("footer", {}, submitButton("Save")));
    const preview = async () => {
      const answer = await ask("annotate", asked(false));
      where.textContent = answer.file ? `${answer.file}:${answer.line}` : "";
      yaml.textContent = answer.yaml ?? "";
      const isChoosing = element.querySelector("[aria-expanded=true]");
      alarm.textContent = isTouched && !isChoosing ? answer.problem : "";
    };
    let timer = 0;
    let isTouched = false;
    element.addEventListener("input", () => {
      isTouched = true;
      clearTimeout(timer);
      timer = window.setTimeout(preview, PAUSE);
    });
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      settle(await ask("annotate", asked(true)), "Saved in");
    });
    const quoted = passage.words.length > 120 ? `${passage.words.slice(0, 80)} … ${passage.words.slice(-30)}` : passage.words;
    show(form.label, make("blockquote", {}, quoted), element);
    preview();
    if (name !== "mention") return;
    const fresh = ["actor", "place", "term"].map((kind) => button(kind, () => annotate(kind, { name: valueOf(element, "is") })));
    where.before(make("p", { class: "dossier-new" }, "Not there yet? Add it as a new ", ...fresh));
    const search = /** @type {HTMLInputElement} */ (element.elements.namedItem("is"));
    search.value = passage.words.trim();
    search.select();
    search.dispatchEvent(new Event("search"));
  };

  /** @param {HTMLFormElement} form @param {string} key */
  const valueOf = (form, key) => {
    const input = form.elements.namedItem(key);
    return input && "value" in input ? input.value : "";
  };

  /** @param {string} label */
  const submitButton = (label) => make("button", { type: "submit", class: "dossier-main" }, label, " ", make("kbd", {}, "Ctrl+Enter"));

  /** A field with its label and what it is for. @param {Field} field @param {string} [given] */
  const rowOf = (field, given) => {
    const attributes = { name: field.key, id: `dossier_${field.key}`, "aria-describedby": `dossier_${field.key}_help`, required: field.required ? "" : undefined };
    const options = (field.options ?? []).map((option) => make("option", {}, option));
    const input = options.length
      ? make("select", attributes, ...(field.required || field.value ? [] : [make("option", { value: "" }, "—")]), ...options)
      : field.long ? make("textarea", { ...attributes, rows: "3" }) : make("input", { ...attributes, autocomplete: "off", spellcheck: "false" });
    if (given ?? field.value) input.value = given ?? field.value ?? "";
    const label = make("label", { for: attributes.id }, field.key);
    const help = make("small", { id: `dossier_${field.key}_help` }, field.help);
    const row = make("div", { class: "dossier-row" }, label, input, help);
    if (field.refers?.length && input instanceof HTMLInputElement) offer(input, field, row);
    return row;
  };

  /** Offers the records that what is typed may mean. @param {HTMLInputElement} input @param {Field} field @param {HTMLElement} row */
  const offer = (input, field, row) => {
    const list = make("ul", { role: "listbox", id: `${input.id}_found`, "aria-label": "Records", hidden: "" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
    row.append(list);
    let at = -1;
    /** The last of several, where the field takes them. */
    const typed = () => (field.many ? input.value.split(",").at(-1) ?? "" : input.value).trim();
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    /** @param {Element | undefined} option */
    const take = (option) => {
      const before = field.many ? input.value.split(",").slice(0, -1).map((part) => `${part.trim()}, `).join("") : "";
      input.value = before + (option?.getAttribute("data-id") ?? "");
      close();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const search = async () => {
      const wanted = typed();
      const query = new URLSearchParams([["q", wanted], ...(field.refers ?? []).map((kind) => ["kind", kind])]);
      /** @type {Found[]} */
      const found = wanted ? await read(`/_dossier/find?${query}`) : [];
      if (wanted !== typed()) return; // an answer to an earlier letter, later than the choice among newer ones
      list.replaceChildren(...found.map((record, number) => {
        const option = make("li", { role: "option", id: `${list.id}_${number}`, "data-id": record.id }, make("b", {}, record.heading), ` ${record.noun}`, record.hint ? `, ${record.hint}` : "");
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
        return option;
      }));
      close();
      list.hidden = !found.length || found.some((record) => record.id === typed());
      input.setAttribute("aria-expanded", String(!list.hidden));
    };
    input.addEventListener("input", (event) => { if (event.isTrusted) search(); });
    input.addEventListener("search", search);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) at = (at + step + list.children.length) % list.children.length;
      else if (event.key === "Enter" && at >= 0) take(list.children[at]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    });
  };

  // Annotations that are there

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
    const words = marked.matches(".note-mark") ? marked.previousElementSibling ?? marked : marked;
    range.selectNodeContents(words);
    const passage = passageOf(range);
    if (!passage) return;
    const found = await ask("here", passage);
    if (found.problem) return tell(found.problem);
    const rows = found.map((/** @type {Here} */ one) => {
      const place = `${one.file}:${one.line}`;
      const copy = button("Copy place", () => navigator.clipboard.writeText(place).then(() => tell(`Copied: ${place}`)));
      const page = make("a", { href: one.href }, one.heading);
      const file = make("a", { href: `vscode://file${root}/${encodeURI(place)}`, title: "Open in VS Code" }, make("code", {}, place));
      return make("li", {}, `${one.noun} `, page, ` (${one.how}) `, file, " ", button("Edit", () => edit(one)), " ", copy);
    });
    highlight("words", [range]);
    show("Annotations here", make("blockquote", {}, passage.words), make("ul", { class: "dossier-here" }, ...rows));
  };

  /** @param {Here} one */
  const edit = async (one) => {
    const { id, text, file, line, problem } = await ask("record", { id: one.id });
    const area = areaOf(text ?? "", `The record ${id}`);
    const form = make("form", {}, make("code", {}, `${file}:${line}`), area);
    let isSure = false;
    const remove = button("Remove", async () => {
      if (isSure) settle(await ask("remove", { id, old: text, write: true }), "Removed from");
      isSure = true;
      remove.textContent = "Remove for good?";
    });
    form.append(make("footer", {}, submitButton("Save"), remove));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      settle(await ask("rewrite", { id, old: text, new: area.value, write: true }), "Saved in");
    });
    show(`${one.noun}: ${one.heading}`, form);
    if (problem) alarm.textContent = problem;
  };

  // Proposals: faint underlines, to be accepted or dismissed

  /** @type {{proposal: Proposal, range: Range, words: string}[]} */
  let proposed = [];

  const propose = async () => {
    if (!article) return;
    /** @type {Proposal[]} */
    const found = await read(`/_dossier/suggestions?${new URLSearchParams({ article: article.dataset.article ?? "" })}`);
    proposed = found.flatMap((proposal) => proposal.places.map((place) => ({ proposal, range: rangeOf(place), words: place.words })));
    proposed.sort((one, other) => one.range.compareBoundaryPoints(Range.START_TO_START, other.range));
    highlight("proposed", isEditing() ? proposed.map(({ range }) => range) : []);
    proposals.replaceChildren(`${found.length} proposal${found.length === 1 ? "" : "s"} `, make("kbd", {}, "Shift+P"));
    proposals.hidden = !found.length;
  };

  /** The proposal at a point of the screen. @param {MouseEvent} event */
  const proposedAt = (event) => proposed.findIndex(({ range }) =>
    [...range.getClientRects()].some((box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom));

  /** Shows a proposal; the next one in view where none is given. @param {number} [number] */
  const weigh = (number = Math.max(0, proposed.findIndex(({ range }) => range.getBoundingClientRect().top > 0))) => {
    const one = proposed[number];
    if (!one) return;
    const { proposal, range, words } = one;
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
    highlight("words", [range]);
    const area = areaOf(proposal.record, `The record ${proposal.id}`);
    const dismissed = [...new Set(proposal.places.map((place) => place.words))];
    const dismiss = button("Dismiss", async () => settle(await ask("dismiss", { words: dismissed, write: true }), "Not proposed again, by"));
    dismiss.title = `Never again propose: ${dismissed.join(", ")}`;
    const next = button("Next", () => weigh((number + 1) % proposed.length));
    const form = make("form", {}, area, make("footer", {}, submitButton("Accept"), dismiss, next));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { collection, id } = proposal;
      settle(await ask("accept", { collection, id, record: area.value, write: true }), "Accepted in");
    });
    const where = make("code", {}, `${proposal.collection}: ${proposal.id}`);
    show(`Proposal ${number + 1} of ${proposed.length}: ${proposal.sort}`, make("blockquote", {}, words), make("p", {}, proposal.why), where, form);
  };

  /** @param {string} text @param {string} label */
  const areaOf = (text, label) => {
    const rows = String(Math.min(24, text.split("\n").length + 2));
    const area = make("textarea", { name: "text", rows, spellcheck: "true", "aria-label": label, class: "dossier-code" });
    area.value = text;
    return area;
  };

  // The bar at the foot of the page

  const proposals = button("", () => weigh());
  proposals.hidden = true;
  const bar = make("div", { class: "dossier-bar", role: "toolbar", "aria-label": "Editor" });

  /** @param {boolean} on */
  const setEditing = (on) => {
    localStorage.setItem("dossier.editing", on ? "on" : "off");
    for (const toggle of bar.querySelectorAll("[aria-pressed]")) toggle.setAttribute("aria-pressed", String(on));
    propose();
  };

  const setUpBar = () => {
    const toggle = button("Edit on click", () => setEditing(!isEditing()), "Shift+E");
    toggle.title = "A click on an annotation opens it here; with the keyboard: e. Otherwise links lead on, and Alt+click opens.";
    toggle.setAttribute("aria-pressed", String(isEditing()));
    const hint = make("span", {}, "Select words to annotate them.");
    bar.append(...(article ? [hint, toggle, proposals] : []), button("Undo", undo, "Shift+U"), make("a", { href: "/_dossier/coverage" }, "Coverage"), make("a", { href: "/_dossier/reanchor" }, "Versions"), toast);
    window.addEventListener("keydown", press, { capture: true });
    document.addEventListener("click", (event) => {
      const marked = event.target instanceof Element ? event.target.closest(MARKED) : null;
      const isWanted = event.altKey || (isEditing() && !event.ctrlKey && !event.metaKey && !event.shiftKey);
      const number = proposedAt(event);
      const isMarked = marked ? article?.contains(marked) : number >= 0;
      if (!isWanted || !isMarked || panel.open || !getSelection()?.isCollapsed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (marked) open(marked);
      else weigh(number);
    }, { capture: true });
  };

  // Begin

  document.body.append(make("div", { id: "dossier_editor" }, problems, tools, panel, bar));
  setUpBar();
  setUpPanel();
  restore();
  listen();
  if (article) setUpTools();
})();
