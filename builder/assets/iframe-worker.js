/* For pages opened from the file system, where browsers run no worker: the theme's search worker in a hidden frame.
   The frame loads this file first, then the worker's; no script is written inline, which the pages' policy forbids. */
"use strict";

(() => {
  if (window !== parent) {
    /** @type {any} */ (window).postMessage = (/** @type {unknown} */ message) => parent.postMessage(message, "*");
    /** @type {any} */ (window).importScripts = (/** @type {string[]} */ ...addresses) =>
      addresses.reduce((before, address) => before.then(() => loaded(address)), Promise.resolve());
    return;
  }
  if (location.protocol !== "file:") return;

  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;

  class FrameWorker extends EventTarget {
    /** @type {((event: MessageEvent) => void) | null} */
    onmessage = null;

    /** @param {string | URL} address */
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.inside;
      inside.document.open();
      inside.document.write(`<body><script src="${own}"></script><script src="${address}"></script></body>`);
      inside.document.close();
      this.ready = new Promise((resolve) => inside.addEventListener("load", resolve));
      addEventListener("message", ({ source, data }) => {
        if (source !== this.inside) return;
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        this.onmessage?.(event);
      });
    }

    get inside() {
      return /** @type {Window} */ (this.frame.contentWindow);
    }

    /** @param {unknown} data */
    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
    }
  }
  /** @type {any} */ (window).Worker = FrameWorker;

  /** @param {string} address */
  function loaded(address) {
    return /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => resolve();
        document.body.append(script);
      })
    );
  }
})();
