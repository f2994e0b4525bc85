// Asks the site, every few seconds, which services are ready.
import { getJson } from "./page.js";

const EVERY_MS = 5000;

async function ask() {
  // If the site itself has stopped, every service is shown as not ready.
  const { services } = await getJson("/readiness").catch(() => ({ services: {} }));
  for (const cell of document.querySelectorAll("[data-service]")) {
    const isReady = services[cell.dataset.service] === true;
    const text = isReady ? cell.dataset.ready : cell.dataset.notReady;
    if (cell.textContent !== text) cell.textContent = text;
    cell.dataset.state = isReady ? "ready" : "not-ready";
  }
}

ask();
setInterval(ask, EVERY_MS);
