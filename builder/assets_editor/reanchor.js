/* The choices of a page that carries annotations over to a changed text; the server answers at /_dossier/reanchor. */
import { ask, inCode, traffic } from "./dom.js";
import { tell } from "./panel.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-asked]"));

form.addEventListener("change", () => { traffic.isHeld = true; });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = await ask("reanchor", { ...JSON.parse(form.dataset.asked ?? "{}"), choices: Object.fromEntries(new FormData(form)) });
  form.querySelector("[role=alert]")?.replaceChildren(...inCode(told.problem ?? ""));
  if (told.problem) return;
  tell(told.done);
  traffic.isLeaving = true;
  location.assign(told.href);
});
// Until now the browser would have sent the form its own way: the choices would be gone, and nothing written.
/** @type {HTMLButtonElement} */ (form.querySelector("button")).disabled = false;
