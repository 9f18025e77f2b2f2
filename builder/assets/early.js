/* Before the first paint: how this reader reads, from the address or as remembered, as attributes of the page's root.
   The style sheet does the rest, so that nothing shifts once the page stands. */
"use strict";

(() => {
  const root = document.documentElement;
  const address = new URLSearchParams(location.search);

  /** @param {string} name */
  const recall = (name) => {
    try {
      const asked = address.get(name);
      if (asked !== null) localStorage.setItem(`dossier.${name}`, asked);
      return asked ?? localStorage.getItem(`dossier.${name}`) ?? "";
    } catch {
      return address.get(name) ?? ""; // no storage here
    }
  };

  root.dataset.scripts = "";
  root.dataset.view = recall("view") === "day" ? "day" : "now";
  root.dataset.without = recall("without").replaceAll(",", " ");
  // Should the reading script not come, the page stands as it does without scripts.
  document.addEventListener("DOMContentLoaded", () => {
    if (root.dataset.scripts !== "ready") delete root.dataset.scripts;
  });
})();
