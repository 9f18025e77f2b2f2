/* The reader's instruments: hindsight, cards, layers, notes in the margin, the mentions of an actor, copying, citing.
   Cards and hindsight work on every page, the rest where there is an article. Plain script: it runs from a folder too. */
"use strict";

(() => {
  const root = document.documentElement;
  /** A little longer than it takes to cross a word on the way elsewhere. */
  const REST = 280;
  /** Time to move from the words to the card. */
  const LEAVE = 250;
  /** Kinds of note that stand in the margin; the others are told by the card of their words. */
  const MARGIN = ["notes", "quotes", "claims", "background"];
  const wide = matchMedia("(min-width: 60em)");
  const paper = matchMedia("print");

  // Small tools

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  const all = (selector, within = document) => [...within.querySelectorAll(selector)].filter((e) => e instanceof HTMLElement);

  /** @param {string} selector @param {ParentNode} [within] */
  const first = (selector, within = document) => all(selector, within).at(0);

  /** @param {string} name @returns {HTMLInputElement[]} */
  const inputs = (name) => all(`input[name=${name}]`).filter((e) => e instanceof HTMLInputElement);

  /**
   * An element with attributes and contents; `onclick` and the like are not among the attributes.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} contents
   */
  const make = (tag, attributes, ...contents) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...contents);
    return element;
  };

  /** @param {string} label @param {() => void} press @param {Record<string, string>} [attributes] */
  const button = (label, press, attributes = {}) => {
    const made = make("button", { type: "button", ...attributes }, label);
    made.addEventListener("click", press);
    return made;
  };

  /** @param {string | undefined} list */
  const words = (list) => (list ?? "").split(/\s+/).filter(Boolean);

  /** @param {number} count @param {string} one @param {string} many */
  const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /** @param {EventTarget | null} target */
  const element = (target) => (target instanceof HTMLElement ? target : null);

  /** The hash of a link within this page. @param {HTMLElement} link */
  const hashOf = (link) => decodeURIComponent((link.getAttribute("href") ?? "").replace(/^[^#]*#?/, ""));

  /** What is not possible everywhere; a choice then holds for this page. @param {() => void} act */
  const attempt = (act) => {
    try {
      act();
    } catch {
      // From the file system, or where nothing may be stored.
    }
  };

  /** Writes a choice into the address, where it can be shared. @param {string} name @param {string} value */
  const share = (name, value) => {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    attempt(() => history.replaceState(history.state, "", address.href.replaceAll("%2C", ",")));
  };

  /** @param {string} name @param {string} value */
  const remember = (name, value) => {
    attempt(() => localStorage.setItem(`dossier.${name}`, value));
    share(name, value);
  };

  // Hindsight: the style sheet hides what is later than the article where the reader wants the page as it was on the day

  const LATER = ":is(div, section, article, li, tr, p, dl, dd, blockquote, figure, details)[data-hindsight]";

  /** A source that only later facts cite is later itself. */
  const markLaterSources = () => {
    all(".references li").forEach((source, number) => {
      if (source instanceof HTMLLIElement) source.value = number + 1;
      const citing = all(`[data-cite="${source.id.slice("cite_".length)}"]`);
      if (citing.length && citing.every((mark) => mark.closest(LATER))) source.dataset.hindsight = "";
    });
  };

  /** A heading with nothing but later events below it, and its line in the table of contents. */
  const markLaterHeadings = () => {
    for (const heading of all(":is(section > h2, h3:has(+ .timeline))")) {
      const below = heading.matches("h3") ? heading.nextElementSibling : heading.parentElement;
      const events = below ? all("li.event", below) : [];
      if (!events.length || events.some((event) => !event.matches("[data-hindsight]"))) continue;
      for (const part of [heading, ...all(`.md-nav a[href="#${heading.id}"]`)]) part.classList.add("later-only");
    }
  };

  const setUpView = () => {
    for (const choice of inputs("view")) {
      choice.checked = choice.value === root.dataset.view;
      choice.addEventListener("change", () => {
        root.dataset.view = choice.value;
        remember("view", choice.value === "day" ? "day" : "");
        arrange();
      });
    }
    if (root.dataset.view === "day") remember("view", "day");
  };

  // Cards

  const card = make("div", { class: "card md-typeset", id: "dossier_card", popover: "manual", role: "dialog" });
  /** @type {HTMLElement | null} */
  let holder = null;
  let timer = 0;
  let touched = false;

  /** The contents of every card of the page, by record. @type {Map<string, Element> | undefined} */
  let contents;

  /** @param {string} id */
  const contentOf = (id) => {
    if (!contents) {
      const templates = [...document.querySelectorAll("template")].flatMap((t) => [...t.content.querySelectorAll("[data-card]")]);
      const shown = [...document.querySelectorAll("[data-card]")];
      contents = new Map([...templates, ...shown].map((e) => [e.getAttribute("data-card") ?? "", e]));
    }
    return contents.get(id);
  };

  /** A copy that can stand in a card: nothing of it is addressed, folded or pressed. @param {Element} original */
  const copyOf = (original) => {
    const copy = /** @type {Element} */ (original.cloneNode(true));
    for (const part of copy.querySelectorAll("button")) part.remove();
    for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
    const holds = make("div", {}, ...copy.childNodes);
    if (copy.hasAttribute("data-hindsight")) holds.dataset.hindsight = "";
    return holds;
  };

  /** What a card would show for a trigger; nothing if there is nothing to show. @param {HTMLElement} trigger */
  const told = (trigger) => {
    const { cite, ref } = trigger.dataset;
    if (cite !== undefined) {
      const source = document.getElementById(`cite_${cite}`);
      const locator = trigger.dataset.locator;
      return source ? [make("p", { class: "card-kind" }, locator ? `source, ${locator}` : "source"), copyOf(source)] : [];
    }
    if (ref === undefined) return toldNotes(notesAt(trigger));
    const found = contentOf(ref);
    if (!found) return [];
    if (!trigger.matches(".mention")) return [copyOf(found)];
    const notes = notesAt(trigger.closest(".passage"));
    return [copyOf(found), ...steps(trigger), ...(notes.length ? [listOf(notes)] : [])];
  };

  /** @param {HTMLElement} trigger */
  const show = (trigger) => {
    const parts = told(trigger);
    if (!parts.length) return;
    hide();
    holder = trigger;
    card.replaceChildren(...parts);
    const name = first(".card-name a, .note-head, .card-kind", card);
    card.setAttribute("aria-label", name?.textContent?.trim() ?? "");
    if (trigger.matches("a")) trigger.setAttribute("aria-describedby", card.id);
    card.removeAttribute("style");
    card.showPopover({ source: trigger });
    place(trigger);
  };

  const hide = () => {
    clearTimeout(timer);
    if (!holder) return;
    holder.removeAttribute("aria-describedby");
    holder = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };

  /** Below the words, or above them where there is no room; beside the line that is pointed at where they are broken over several. @param {HTMLElement} trigger */
  const place = (trigger) => {
    const lines = [...trigger.getClientRects()].filter((line) => line.width);
    const line = lines.find((l) => pointer.y >= l.top && pointer.y <= l.bottom && pointer.x >= l.left && pointer.x <= l.right) ?? lines[0];
    if (!line) return;
    const below = line.bottom + 6 + card.offsetHeight < innerHeight || line.top < card.offsetHeight + 6;
    const left = Math.max(8, Math.min(line.left, root.clientWidth - card.offsetWidth - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? line.bottom + 6 : line.top - card.offsetHeight - 6) + scrollY}px`;
  };

  const pointer = { x: -1, y: -1 };

  /** @param {() => void} act @param {number} delay */
  const soon = (act, delay) => {
    clearTimeout(timer);
    timer = window.setTimeout(act, delay);
  };

  /** What opens a card here: a link to a record, a citation, or marked words. @param {EventTarget | null} target */
  const triggerAt = (target) => {
    let found = element(target)?.closest("a[data-ref], a[data-cite], .passage");
    while (found && !opens(found)) found = found.parentElement?.closest("a[data-ref], a[data-cite], .passage");
    return found instanceof HTMLElement ? found : null;
  };

  /** @param {Element} found */
  const opens = (found) => {
    if (!(found instanceof HTMLElement) || found.closest(".card")) return false;
    return found.matches(".passage") ? notesAt(found).length > 0 : found.hasAttribute("href");
  };

  const setUpCards = () => {
    document.body.append(card);
    for (const link of all("a[data-cite][title]")) {
      link.dataset.locator = link.title;
      link.removeAttribute("title");
    }
    document.addEventListener("pointerover", (event) => {
      // What comes under a resting pointer, because the page scrolls, was not pointed at.
      if (event.pointerType === "touch" || (event.clientX === pointer.x && event.clientY === pointer.y)) return;
      Object.assign(pointer, { x: event.clientX, y: event.clientY });
      const trigger = triggerAt(event.target);
      if (element(event.target)?.closest(".card") || (trigger && trigger === holder)) clearTimeout(timer);
      else if (trigger) soon(() => show(trigger), REST);
      else if (holder) soon(hide, LEAVE);
      else clearTimeout(timer);
    });
    root.addEventListener("pointerleave", () => holder && soon(hide, LEAVE));
    document.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      if (!element(event.target)?.closest(".card") && (!touched || triggerAt(event.target) !== holder)) hide();
    }, true);
    document.addEventListener("click", (event) => {
      const trigger = triggerAt(event.target);
      if (!trigger || trigger === holder || getSelection()?.type === "Range") return;
      if (!touched && !trigger.matches(".passage")) return; // a link is followed
      Object.assign(pointer, { x: event.clientX, y: event.clientY });
      show(trigger);
      if (trigger === holder) event.preventDefault(); // the second tap follows the link
    });
    document.addEventListener("focusin", (event) => {
      const trigger = triggerAt(event.target);
      if (trigger !== event.target || !trigger?.matches(":focus-visible")) return;
      if (trigger !== holder) soon(() => show(trigger), 100);
    });
    document.addEventListener("focusout", (event) => {
      const next = element(event.relatedTarget);
      if (!holder) clearTimeout(timer); // it was left before its card came
      if (holder && !next?.closest(".card") && next !== holder && (event.target === holder || card.contains(element(event.target)))) hide();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !holder) return;
      const back = card.contains(document.activeElement) ? holder : null;
      hide();
      back?.focus();
      clearTimeout(timer);
    });
  };

  // The timeline narrowed to an actor, a place or a kind of event; without scripts the whole list stands there

  const setUpNarrowing = () => {
    const form = document.querySelector("form.narrow");
    if (!(form instanceof HTMLFormElement)) return;
    const choices = [...form.querySelectorAll("select")];
    const events = all(".timeline > li");
    const narrow = () => {
      const chosen = new Set(
        events.filter((event) => choices.every(({ name, value }) => !value || words(event.getAttribute(`data-${name}s`) ?? "").includes(value))),
      );
      for (const event of events) event.hidden = !chosen.has(event);
      for (const list of all(".timeline")) list.hidden = [...list.children].every((event) => event.hasAttribute("hidden"));
      for (const bar of document.querySelectorAll(".band a[data-of]")) {
        bar.classList.toggle("off", document.getElementById(bar.getAttribute("data-of") ?? "")?.hidden === true);
      }
      first("output", form)?.replaceChildren(chosen.size === events.length ? "" : `${chosen.size} of ${events.length} entries`);
      for (const { name, value } of choices) share(name, value);
    };
    for (const choice of choices) {
      choice.value = new URLSearchParams(location.search).get(choice.name) ?? "";
      if (choice.selectedIndex < 0) choice.value = "";
    }
    form.addEventListener("change", narrow);
    // A link to an event that is hidden here shows everything again.
    addEventListener("hashchange", () => {
      const target = document.getElementById(location.hash.slice(1));
      if (!target?.closest("[hidden]")) return;
      form.reset();
      narrow();
      target.scrollIntoView();
    });
    narrow();
  };

  // The article: everything below needs one

  const article = first("[data-article]");
  /** Notes by the record they are about. @type {Map<string, HTMLElement[]>} */
  const notesOf = new Map();
  const isPlaced = () => wide.matches && !paper.matches;

  /** @param {HTMLElement} note */
  const layerOf = (note) => note.dataset.layer ?? "";

  /** @param {string} layer */
  const isOn = (layer) => !words(root.dataset.without).some((off) => off === "all" || off === layer);

  /** The passages of a note. @param {HTMLElement} note */
  const passagesOf = (note) => all(`.passage[data-refs~="${note.dataset.of}"]`, article);

  /** The note of a record that stands nearest to words of the article. @param {string} id @param {Element} near */
  const noteOf = (id, near) => {
    const found = notesOf.get(id) ?? [];
    const block = near.closest("p, figcaption")?.id;
    return found.find((note) => note.closest(".notes-of")?.getAttribute("data-block") === block) ?? found.at(0);
  };

  /** @param {Element | null} passage */
  const allNotesAt = (passage) => {
    const ids = words(passage?.getAttribute("data-refs") ?? "");
    return ids.flatMap((id) => (passage && noteOf(id, passage)) ?? []).filter((note) => isOn(layerOf(note)));
  };

  /** The notes of a passage that its card has to tell: those that do not stand in the margin. @param {Element | null} passage */
  const notesAt = (passage) => allNotesAt(passage).filter((note) => !isPlaced() || !MARGIN.includes(layerOf(note)));

  /** @param {HTMLElement[]} notes */
  const toldNotes = (notes) => (notes.length > 1 ? [listOf(notes)] : notes.map(copyOf));

  /** @param {HTMLElement[]} notes */
  const listOf = (notes) => {
    const links = notes.map((note) => {
      const link = make("a", { href: `#${note.id}` }, ...labelOf(note));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        hide();
        reveal(note);
      });
      return make("li", {}, link);
    });
    return make("ul", { class: "card-notes", "aria-label": "notes on these words" }, ...links);
  };

  /** A note in a line: its kind, and its title or first words. @param {HTMLElement} note */
  const labelOf = (note) => {
    const kind = first(".note-kind", note)?.textContent ?? "";
    const title = first(".note-title, .card-name", note) ?? first(".note-text", note);
    const copy = title ? copyOf(title) : make("div", {});
    if (layerOf(note) === "dates") copy.prepend(first(".lemma", note)?.textContent ?? "", " ");
    const holder = first(".note-by", note);
    if (holder) copy.append(` – ${holder.textContent}`);
    for (const mark of copy.querySelectorAll("sup.cite, .rests-on")) mark.remove();
    const teaser = (copy.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 160);
    return [make("span", { class: "note-kind" }, kind), " ", make("span", { class: "teaser" }, teaser)];
  };

  // Margin: a note stands beside its passage, or folded below its paragraph

  const section = first(".notes");
  const groups = all(".notes-of");

  /** @param {HTMLElement} note @param {boolean} open */
  const setOpen = (note, open) => {
    note.classList.toggle("open", open);
    first(".note-open", note)?.setAttribute("aria-expanded", String(open));
  };

  /** @param {HTMLElement[]} notes @param {boolean} lit */
  const light = (notes, lit) => {
    for (const note of notes) {
      note.classList.toggle("lit", lit);
      for (const passage of passagesOf(note)) passage.classList.toggle("lit", lit);
    }
  };

  const unlight = () => all(".lit").forEach((e) => e.classList.remove("lit"));

  /** Shows a note where it stands, whatever hides it. @param {HTMLElement} note @param {boolean} [move] */
  const reveal = (note, move = true) => {
    if (!isOn(layerOf(note))) setWithout(words(root.dataset.without).filter((off) => off !== "all" && off !== layerOf(note)));
    if (!isPlaced()) setUnfolded(note.closest(".notes-of"), true);
    setOpen(note, true);
    arrange();
    unlight();
    light([note], true);
    if (!move) return;
    first(".note-open", note)?.focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
  };

  /** @param {Element | null} group @param {boolean} unfolded */
  const setUnfolded = (group, unfolded) => {
    if (!(group instanceof HTMLElement)) return;
    group.classList.toggle("unfolded", unfolded);
    first(`.bar[data-block="${group.dataset.block}"] .fold`)?.setAttribute("aria-expanded", String(unfolded));
  };

  /** The notes go where there is room for them: margin, below their paragraph, or, on paper, the end. */
  const settle = () => {
    hide();
    for (const group of groups) {
      const bar = first(`.bar[data-block="${group.dataset.block}"]`);
      if (wide.matches || paper.matches || !bar) section?.append(group);
      else bar.after(group);
    }
    arrange();
  };

  let arranging = 0;
  const arrange = () => {
    cancelAnimationFrame(arranging);
    arranging = requestAnimationFrame(arrangeNow);
  };

  const arrangeNow = () => {
    const notes = all(".note", section);
    section?.style.removeProperty("min-height");
    if (!section || !isPlaced()) {
      for (const note of notes) note.style.removeProperty("top");
      return;
    }
    const shown = notes.filter((note) => note.offsetParent !== null);
    const top = section.getBoundingClientRect().top;
    const wanted = shown.map((note) => {
      const passage = document.getElementById(hashOf(/** @type {HTMLElement} */ (first(".lemma", note))));
      return (passage?.getClientRects()[0]?.top ?? top) - top;
    });
    // Where a paragraph has room for it, a note shows two lines of what it says.
    const end = article?.getBoundingClientRect().height ?? 0;
    for (const group of groups) {
      const inside = shown.flatMap((note, i) => (group.contains(note) ? [i] : []));
      const next = wanted[Math.max(...inside) + 1] ?? end;
      inside.forEach((i, rank) => shown[i].classList.toggle("leads", rank === 0));
      group.classList.toggle("roomy", inside.length > 0 && next - wanted[inside[0]] > inside.length * 46);
    }
    const heights = shown.map((note) => note.offsetHeight);
    const weights = shown.map((note) => (note.matches(".open") ? 1000 : 1));
    const tops = spread(wanted, heights, weights);
    tops.forEach((y, i) => shown[i].style.setProperty("top", `${Math.round(y)}px`));
    section.style.minHeight = `${Math.ceil((tops.at(-1) ?? 0) + (heights.at(-1) ?? 0))}px`;
    section.classList.add("placed");
  };

  /**
   * Places things of given heights one below the other, none overlapping, each as near as can be to where it wants to
   * be: least squares, by merging neighbours that would overlap.
   * @param {number[]} wanted
   * @param {number[]} heights
   * @param {number[]} weights
   * @returns {number[]}
   */
  const spread = (wanted, heights, weights) => {
    /** @type {{ top: number, height: number, weight: number, members: number[] }[]} */
    const piles = [];
    wanted.forEach((top, i) => {
      let pile = { top: Math.max(0, top), height: heights[i], weight: weights[i], members: [i] };
      for (let above = piles.at(-1); above && above.top + above.height > pile.top; above = piles.at(-1)) {
        piles.pop();
        const weight = above.weight + pile.weight;
        const mean = (above.top * above.weight + (pile.top - above.height) * pile.weight) / weight;
        pile = { top: Math.max(0, mean), height: above.height + pile.height, weight, members: [...above.members, ...pile.members] };
      }
      piles.push(pile);
    });
    return piles.flatMap((pile) => {
      let y = pile.top;
      return pile.members.map((i) => (y += heights[i]) - heights[i]);
    });
  };

  const setUpNotes = () => {
    for (const note of all(".note", section)) {
      notesOf.set(note.dataset.of ?? "", [...(notesOf.get(note.dataset.of ?? "") ?? []), note]);
      const same = first(".same", note);
      const told = same && document.querySelector(`${same.getAttribute("href")} .note-text`);
      if (told) first(".note-text", note)?.replaceChildren(copyOf(told)); // a note on several places says the same at each
      const opener = make("button", { type: "button", class: "note-open", "aria-expanded": "false" }, ...labelOf(note));
      opener.addEventListener("click", () => {
        setOpen(note, !note.matches(".open"));
        arrange();
      });
      note.dataset.paragraph = note.closest(".notes-of")?.getAttribute("data-block")?.replace(/\D/g, "");
      note.prepend(opener);
      for (const name of ["pointerenter", "focusin"]) note.addEventListener(name, () => light([note], true));
      for (const name of ["pointerleave", "focusout"]) note.addEventListener(name, () => light([note], false));
    }
    for (const group of groups) {
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", `Notes on ${first("h3", group)?.textContent?.toLowerCase()}`);
      // Words whose card is their only note can be reached by keyboard like links.
      for (const note of all("[data-layer=dates], [data-layer=events]", group)) {
        const passage = passagesOf(note).find((p) => p.closest("[id=caption], p")?.id === group.dataset.block);
        if (passage) passage.tabIndex = 0;
      }
    }
    const passageAt = (/** @type {Event} */ event) => element(event.target)?.closest(".passage") ?? null;
    article?.addEventListener("pointerover", (event) => {
      unlight();
      if (event.pointerType === "touch") return;
      light(allNotesAt(passageAt(event)), true);
    });
    article?.addEventListener("pointerleave", unlight);
    article?.addEventListener("click", (event) => {
      if (touched || !isPlaced() || element(event.target)?.closest("a[href]") || getSelection()?.type === "Range") return;
      const notes = allNotesAt(passageAt(event)).filter((note) => MARGIN.includes(layerOf(note)));
      const open = !notes.every((note) => note.matches(".open"));
      for (const note of notes) setOpen(note, open);
      arrange();
    });
    wide.addEventListener("change", settle);
    paper.addEventListener("change", settle);
    new ResizeObserver(arrange).observe(/** @type {HTMLElement} */ (article));
    addEventListener("hashchange", follow);
  };

  /** The address names a note, or a passage, whose note then opens. */
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const note = all(".note").find((n) => n.id === id);
    if (note) reveal(note);
    else if (isPlaced()) for (const found of notesOf.get(id.replace(/_\d+$/, "")) ?? []) reveal(found, false);
  };

  // Each paragraph's bar: its address, how to cite it, its notes

  const setUpBars = () => {
    for (const block of all("p[id], figcaption[id]", article)) {
      const name = block.id === "caption" ? "caption" : `paragraph ${block.id.slice(1)}`;
      const bar = make("div", { class: "bar", "data-block": block.id });
      bar.append(
        make("a", { href: `#${block.id}`, "aria-label": `Link to ${name}` }, `¶ ${block.id.replace(/\D/g, "")}`),
        button("Cite", () => cite(block, name), { "aria-label": `Cite ${name}` }),
      );
      const group = groups.find((g) => g.dataset.block === block.id);
      if (group) {
        bar.append(button("", () => {
          if (isPlaced()) all(".note-open", group).find((opener) => opener.offsetParent)?.focus();
          else setUnfolded(group, !group.matches(".unfolded"));
        }, { class: "fold", "aria-expanded": "false" }));
      }
      (block.closest("figure") ?? block).after(bar);
    }
  };

  // Layers: what the page shows beside the text

  /** Links of hidden layers: they are text as long as they are hidden. @type {Map<HTMLElement, string>} */
  const links = new Map();

  /** @param {string[]} without */
  const setWithout = (without) => {
    root.dataset.without = [...new Set(without)].join(" ");
    remember("without", [...new Set(without)].join(","));
    applyLayers();
  };

  const applyLayers = () => {
    hide();
    for (const box of inputs("layer")) box.checked = !words(root.dataset.without).includes(box.value);
    first(".bare")?.setAttribute("aria-pressed", String(words(root.dataset.without).includes("all")));
    for (const link of all(".mention", article)) {
      const layer = { actor: "actors", place: "places", term: "glossary" }[link.dataset.kind ?? ""] ?? "";
      if (!links.has(link)) links.set(link, link.getAttribute("href") ?? "");
      if (isOn(layer)) link.setAttribute("href", links.get(link) ?? "");
      else link.removeAttribute("href");
    }
    for (const passage of all(".passage", article)) {
      const on = allNotesAt(passage).length > 0;
      passage.classList.toggle("off", !on);
      if (passage.hasAttribute("tabindex")) passage.tabIndex = on ? 0 : -1;
    }
    for (const group of groups) {
      const fold = first(`.bar[data-block="${group.dataset.block}"] .fold`);
      const count = all(".note", group).filter((note) => isOn(layerOf(note))).length;
      fold?.replaceChildren(counted(count, "note", "notes"));
      fold?.toggleAttribute("hidden", !count);
    }
    arrange();
  };

  const setUpLayers = () => {
    for (const box of inputs("layer")) {
      box.addEventListener("change", () => {
        const others = words(root.dataset.without).filter((off) => off !== box.value && off !== "all");
        setWithout(box.checked ? others : [...others, box.value]);
      });
    }
    first(".bare")?.addEventListener("click", () => {
      const without = words(root.dataset.without);
      setWithout(without.includes("all") ? without.filter((off) => off !== "all") : [...without, "all"]);
    });
    applyLayers();
    if (root.dataset.without) remember("without", words(root.dataset.without).join(","));
  };

  // Mentions of the same actor, one after the other

  /** @param {HTMLElement} mention */
  const sameAs = (mention) => all(`.mention[id][data-ref="${mention.dataset.ref}"]`, article);

  /** @param {HTMLElement} mention @param {number} by */
  const step = (mention, by) => {
    const mentions = sameAs(mention);
    const to = mentions.at((mentions.indexOf(mention) + by) % mentions.length);
    if (!to) return;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "center" });
    show(to);
  };

  /** The card's buttons for that. @param {HTMLElement} mention */
  const steps = (mention) => {
    const mentions = sameAs(mention);
    if (mentions.length < 2) return [];
    const number = `${mentions.indexOf(mention) + 1} of ${counted(mentions.length, "mention", "mentions")}`;
    const previous = button("‹", () => step(mention, -1), { "aria-label": "previous mention", title: "previous mention (p)" });
    const next = button("›", () => step(mention, 1), { "aria-label": "next mention", title: "next mention (n)" });
    return [make("p", { class: "card-steps" }, previous, ` ${number} `, next)];
  };

  const setUpSteps = () => {
    document.addEventListener("keydown", (event) => {
      const by = { n: 1, p: -1 }[event.key];
      const at = element(event.target);
      const mention = at?.closest(".mention") ?? (at && card.contains(at) ? holder : null);
      if (!by || !(mention instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.stopPropagation(); // the theme turns pages by these keys
      step(mention, by);
    });
  };

  // Copying gives the text as it stands in the seed, without what the page has put between

  const setUpCopy = () => {
    document.addEventListener("copy", (event) => {
      const selection = getSelection();
      const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
      if (!article || !range || range.collapsed || !event.clipboardData) return;
      const inside = [range.startContainer, range.endContainer].map((node) => article.contains(node));
      const notes = [range.startContainer, range.endContainer].map((node) => groups.find((group) => group.contains(node)));
      if (!inside.every(Boolean) || (notes[0] && notes[0] === notes[1])) return;
      event.clipboardData.setData("text/plain", textWithin(range));
      event.preventDefault();
    });
  };

  /** @param {Range} range */
  const textWithin = (range) => {
    const texts = all("p[id], figcaption[id]", article).filter((block) => range.intersectsNode(block)).map((block) => {
      const part = document.createRange();
      part.selectNodeContents(block);
      if (block.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
      if (block.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
      return part.toString();
    });
    return texts.filter(Boolean).join("\n\n");
  };

  // Citing a paragraph

  const citing = make("div", { class: "card citing md-typeset", popover: "auto", role: "dialog", "aria-label": "Cite" });

  /** @param {HTMLElement} block @param {string} name */
  const cite = (block, name) => {
    hide();
    const from = first(".cite-this");
    if (!from) return;
    const canonical = document.querySelector("link[rel=canonical]")?.getAttribute("href");
    const here = `${canonical ?? location.href.replace(/[?#].*/, "")}#${block.id}`;
    const original = first(".in-words a", from)?.getAttribute("href");
    citing.replaceChildren(make("p", { class: "card-kind" }, `cite ${name}`), ...inWords(from, name, here));
    citing.append(...copied("BibTeX", bibtex(from, block.id, name, here)), ...copied("CSL-JSON", csl(from, block.id, name, here)));
    if (original) {
      const link = make("a", { href: original + fragment(block.textContent ?? ""), rel: "external" }, "The passage in the original");
      citing.append(make("p", {}, link));
    }
    document.body.append(citing);
    citing.showPopover();
    first("button", citing)?.focus();
  };

  /** @param {HTMLElement} from @param {string} name @param {string} here */
  const inWords = (from, name, here) => {
    const copy = /** @type {HTMLElement} */ (first(".in-words", from)?.cloneNode(true));
    first(".locator", copy)?.append(`, ${name}`);
    const edition = first(".edition", copy);
    edition?.append(` Annotated in ${edition.dataset.title ?? document.title}, ${here}`);
    return copied("", copy.textContent ?? "");
  };

  /** @param {HTMLElement} from @param {string} id @param {string} name @param {string} here */
  const bibtex = (from, id, name, here) => {
    const copy = /** @type {HTMLElement} */ (first(".bibtex", from)?.cloneNode(true));
    first(".key", copy)?.append(`-${id}`);
    first(".edition", copy)?.append(`  note = {${name}; annotated edition: ${here}},\n`);
    return copy.textContent ?? "";
  };

  /** @param {HTMLElement} from @param {string} id @param {string} name @param {string} here */
  const csl = (from, id, name, here) => {
    const item = JSON.parse(first(".csl", from)?.textContent ?? "{}");
    const fields = Object.entries({ ...item, id: `${item.id}-${id}`, note: `${name}; annotated edition: ${here}` });
    return `{\n${fields.map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`).join(",\n")}\n}`;
  };

  /** A text and a button that copies it. @param {string} label @param {string} text */
  const copied = (label, text) => {
    const shown = make(label ? "pre" : "p", { tabindex: "0" }, text.trim());
    const copy = button("Copy", () => {
      getSelection()?.selectAllChildren(shown);
      navigator.clipboard?.writeText(text.trim()).then(() => copy.replaceChildren("Copied"), () => {});
    }, { "aria-label": `Copy ${label || "the citation"}` });
    return [make("p", { class: "copied" }, label || "In words", copy), shown];
  };

  /** A text fragment: a browser that knows them goes to these words. @param {string} text */
  const fragment = (text) => {
    const parts = text.trim().split(/\s+/);
    const encode = (/** @type {string[]} */ some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D");
    return `#:~:text=${parts.length > 12 ? `${encode(parts.slice(0, 6))},${encode(parts.slice(-5))}` : encode(parts)}`;
  };

  // Begin

  setUpView();
  setUpCards();
  setUpNarrowing();
  if (article) {
    setUpBars();
    setUpNotes();
    setUpLayers();
    setUpSteps();
    setUpCopy();
    settle();
  }
  markLaterSources();
  markLaterHeadings();
  root.dataset.scripts = "ready";
  if (article) follow();
})();
