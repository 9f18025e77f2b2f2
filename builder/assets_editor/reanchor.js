/* The choices of a page that carries annotations over to a changed text; the server answers at /_dossier/reanchor. */
import { ask, inCode } from "./dom.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-asked]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = await ask("reanchor", { ...JSON.parse(form.dataset.asked ?? "{}"), choices: Object.fromEntries(new FormData(form)) });
  status.replaceChildren(...inCode(told.problem ?? `Written: ${told.files.join(", ") || "nothing had to change"}.`));
  if (!told.problem) location.assign(told.href);
});
// Until now the browser would have sent the form its own way: the choices would be gone, and nothing written.
/** @type {HTMLButtonElement} */ (form.querySelector("button")).disabled = false;
