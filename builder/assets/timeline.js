/* The timeline narrowed to an actor, a place or a kind of event: chosen by the reader, kept in the address.
   Without scripts the whole list stands there. */
"use strict";

(() => {
  const form = document.querySelector("form.narrow");
  if (!(form instanceof HTMLFormElement)) return;

  /** The attribute of an event that holds the values of a field. @type {Record<string, string>} */
  const ATTRIBUTES = { actor: "data-actors", place: "data-places", kind: "data-sort" };
  const choices = [...form.querySelectorAll("select")];
  const told = form.querySelector("output");
  const events = [...document.querySelectorAll(".timeline > li")];
  const address = new URLSearchParams(location.search);

  /** @param {Element} event */
  const isChosen = (event) =>
    choices.every(({ name, value }) => !value || (event.getAttribute(ATTRIBUTES[name]) ?? "").split(" ").includes(value));

  const narrow = () => {
    const chosen = new Set(events.filter(isChosen));
    for (const event of events) event.toggleAttribute("hidden", !chosen.has(event));
    for (const list of document.querySelectorAll(".timeline")) list.toggleAttribute("hidden", ![...list.children].some((event) => chosen.has(event)));
    for (const bar of document.querySelectorAll(".band a[data-of]")) {
      const event = document.getElementById(bar.getAttribute("data-of") ?? "");
      bar.classList.toggle("off", event !== null && !chosen.has(event));
    }
    if (told) told.textContent = chosen.size === events.length ? "" : `${chosen.size} of ${events.length} entries`;
  };

  const remember = () => {
    const here = new URL(location.href);
    for (const { name, value } of choices) {
      if (value) here.searchParams.set(name, value);
      else here.searchParams.delete(name);
    }
    try {
      history.replaceState(history.state, "", here);
    } catch {
      // Not possible everywhere; the choice then holds for this page.
    }
  };

  for (const choice of choices) choice.value = address.get(choice.name) ?? "";
  for (const choice of choices) if (choice.selectedIndex < 0) choice.value = "";
  form.addEventListener("change", () => {
    narrow();
    remember();
  });
  // A link to an event that is hidden here shows everything again.
  addEventListener("hashchange", () => {
    if (document.getElementById(location.hash.slice(1))?.closest("[hidden]")) {
      form.reset();
      narrow();
      remember();
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  });
  narrow();
})();
