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

/* The theme loads the whole search index with every page. It can wait until somebody searches. */
(() => {
  if (location.protocol === "file:") return; // there the theme has a way of its own

  /** @type {Promise<void>} */
  const wanted = new Promise((resolve) => {
    document.addEventListener("focusin", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-md-component=search]")) resolve();
    });
  });
  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const waiting = new WeakSet();

  XMLHttpRequest.prototype.open = function (/** @type {any[]} */ ...request) {
    if (String(request[1]).includes("search/search_index.json")) waiting.add(this);
    Reflect.apply(open, this, request);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (waiting.has(this)) wanted.then(() => send.call(this, body));
    else send.call(this, body);
  };

  // The theme's worker starts with the first message to it, which is the index.
  const Real = Worker;
  class Late extends EventTarget {
    /** @type {Worker | undefined} */
    worker;

    /** @param {string | URL} script */
    constructor(script) {
      super();
      this.script = script;
    }

    /** @param {any} message */
    postMessage(message) {
      if (!this.worker) {
        this.worker = new Real(this.script);
        this.worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
      }
      this.worker.postMessage(message);
    }
  }
  /** @type {any} */ (window).Worker = class extends Real {
    /**
     * @param {string | URL} script
     * @param {WorkerOptions} [options]
     */
    constructor(script, options) {
      if (String(script).includes("/workers/search.")) return /** @type {any} */ (new Late(script));
      super(script, options);
    }
  };
})();
