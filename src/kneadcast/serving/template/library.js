"use strict";
(() => {
  // Browsers keep nothing for use without the server, and do not keep a screen on, on a page of plain http.
  if (!isSecureContext) {
    document.getElementById("insecure").hidden = false;
    return;
  }
  if (!("serviceWorker" in navigator)) return;

  const showKept = async () => {
    for (const session of document.querySelectorAll(".session")) {
      const kept = await caches.match(new URL(session.dataset.sound, location.href).href);
      session.querySelector(".kept").hidden = !kept;
    }
  };
  // A browser that may keep nothing, as in a private window, still shows and plays everything.
  const explain = (reason) => console.info(`nothing is kept for use offline: ${reason}`);
  navigator.serviceWorker.register("worker.js").then(showKept).catch(explain);
  addEventListener("pageshow", () => { showKept().catch(explain); });
})();
