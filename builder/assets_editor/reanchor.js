/* The choices of a page that carries annotations over to a changed text; the server answers at /_dossier/reanchor. */
import { ask, traffic } from "./dom.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-asked]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = await ask("reanchor", { ...JSON.parse(form.dataset.asked ?? "{}"), choices: Object.fromEntries(new FormData(form)) });
  status.textContent = told.problem ?? `Written: ${told.files.join(", ") || "nothing had to change"}.`;
  if (told.problem) return;
  traffic.isLeaving = true; // not to load this page anew, whose answer is on the disk by now
  location.assign(told.href);
});
