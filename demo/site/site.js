"use strict";

// Asks the site, every few seconds, which services are ready.
const EVERY_MS = 5000;

async function ask() {
  let ready = {};
  try {
    ready = (await (await fetch("/readiness")).json()).services;
  } catch {
    // The site itself has stopped: every service is shown as not ready.
  }
  for (const cell of document.querySelectorAll("[data-service]")) {
    const isReady = ready[cell.dataset.service] === true;
    const text = isReady ? cell.dataset.ready : cell.dataset.notReady;
    if (cell.textContent !== text) cell.textContent = text;
    cell.dataset.state = isReady ? "ready" : "not-ready";
  }
}

ask();
setInterval(ask, EVERY_MS);
