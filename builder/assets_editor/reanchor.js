/* The choices of a page that carries annotations over to a changed text; the server answers at /_dossier/reanchor. */
"use strict";

(() => {
  const { token = "" } = document.currentScript?.dataset ?? {};
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-asked]"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = { ...JSON.parse(form.dataset.asked ?? "{}"), choices: Object.fromEntries(new FormData(form)) };
    const headers = { "content-type": "application/json", "x-dossier-token": token };
    try {
      const answer = await fetch("/_dossier/reanchor", { method: "POST", headers, body: JSON.stringify(asked) });
      const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : { problem: await answer.text() };
      status.textContent = told.problem ?? `Written: ${told.files.join(", ") || "nothing had to change"}.`;
      if (!told.problem) location.assign(told.href);
    } catch {
      status.textContent = "The server does not answer: is `dossier serve` still running?";
    }
  });
})();
