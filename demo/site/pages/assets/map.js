// The map: houses, what crosses between them now or at any moment so far, and what somebody chose.
import { el, getJson, number, postJson, put, say, sorry } from "./page.js";
import { MapView, titleOf } from "./map-draw.js";
import { endsOf, kindOf, MessageList, modelDay, whenOf } from "./map-list.js";
import { houseCard, messageCard } from "./map-panel.js";
import { saveCsv, savePng, saveSvg } from "./map-save.js";
import { StoryView } from "./map-story.js";

const KEPT = 5000;
const REPLAY_MS = 700;
const byId = (id) => document.getElementById(id);
const state = byId("state");
const slider = byId("slider");
const chosen = byId("chosen");

const known = { houses: [], messages: [], clocks: {}, isOpen: true, isBroken: false };
const view = new MapView(byId("map"), byId("head"), chooseHouse);
const list = new MessageList(byId("messages"), chooseMessage);
let isLive = true;
let isDue = false;
let replaying = null;
let arrivals = [];

async function readHouses() {
  const { houses } = await getJson("/map/houses");
  known.houses = houses;
  light();
  view.show(houses);
  tellState();
  redraw();
}

function chooseHouse(house) {
  view.mark(house.name);
  lookAt(houseCard(house));
}

/** `#house-court` leads to the court's house. */
function chooseByAddress() {
  const house = known.houses.find((one) => location.hash === `#house-${one.name}`);
  if (house) chooseHouse(house);
}

/** What is chosen is brought into view, but what is in view already does not jump. */
function lookAt(card) {
  put(chosen, card);
  chosen.focus({ preventScroll: true });
  if (chosen.getBoundingClientRect().top > innerHeight * 0.6) chosen.closest("section").scrollIntoView({ block: "start" });
}

function chooseMessage(message) {
  view.showWay(message);
  lookAt(messageCard(message, known.houses));
}

// --- what arrives

function listen() {
  const line = new EventSource("/map/events");
  line.addEventListener("began", (event) => begin(JSON.parse(event.data).boot));
  line.addEventListener("messages", (event) => take(JSON.parse(event.data)));
  line.addEventListener("faces", (event) => takeFaces(JSON.parse(event.data)));
  line.addEventListener("open", () => isBroken(false));
  line.addEventListener("error", () => isBroken(true));
}

/** A site that began anew counts from one again, and tells what it can still see: perhaps nothing. */
function begin(boot) {
  if (known.boot && known.boot !== boot) {
    known.messages = [];
    goLive();
  }
  known.boot = boot;
}

function take(fresh) {
  const isFirst = known.messages.length === 0;
  known.messages.push(...fresh);
  known.messages.splice(0, known.messages.length - KEPT);
  const now = performance.now();
  arrivals = [...arrivals, ...fresh.map(() => now)];
  if (isLive && view.plan && !isFirst) view.send(fresh);
  redraw();
}

function takeFaces({ open, clocks, bus_away: isBusAway }) {
  Object.assign(known, { isOpen: open, isBusAway });
  view.darkenBus(isBusAway);
  const wasLit = JSON.stringify(known.houses.map((house) => house.is_lit));
  known.clocks = clocks;
  light();
  if (JSON.stringify(known.houses.map((house) => house.is_lit)) !== wasLit) {
    view.draw();
    if (known.houses.some((house) => house.is_lit && !house.tables.length)) readHouses();
  }
  tellState();
}

/** A clock that did not answer is a dark house. */
function light() {
  for (const house of known.houses) if (house.name in known.clocks) house.is_lit = known.clocks[house.name] !== null;
}

function isBroken(yes) {
  known.isBroken = yes;
  tellState();
}

function tellState() {
  const dark = known.houses.filter((house) => !house.is_lit).map(titleOf);
  const words = [];
  if (known.isBroken) words.push(say("reconnecting"));
  if (!known.isOpen) words.push(say("no_windows"));
  if (known.isBusAway) words.push(say("bus_away"));
  words.push(dark.length ? say("some_dark", { names: dark.join(", ") }) : say("all_lit"));
  if (known.houses.length) state.textContent = words.join(" ");
  state.className = dark.length || known.isBroken || known.isBusAway || !known.isOpen ? "note warn" : "hint";
  const times = Object.values(known.clocks).map((clock) => clock?.now).filter(Boolean).sort();
  if (times.length) byId("day").textContent = modelDay(times.at(-1));
}

// --- what is shown: the last moment, or an earlier one

/** Many messages may come between two pictures; each picture is drawn once. */
function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    drawMoment();
  });
}

function drawMoment() {
  const all = known.messages;
  slider.max = String(all.length);
  if (isLive) slider.value = String(all.length);
  const at = Number(slider.value);
  byId("nothing").hidden = all.length > 0;
  if (known.houses.length) list.show(all.slice(0, at), known.houses);
  tellNewest(at ? all[at - 1] : null);
  byId("position").textContent = isLive || !at ? say("now_live") : say("at_message", { n: number(at), all: number(all.length), at: whenOf(all[at - 1]) });
  slider.setAttribute("aria-valuetext", at ? `${number(at)}: ${kindOf(all[at - 1])}` : say("now_live"));
}

/** The newest message stands beside the map too: its list may be below the window. */
function tellNewest(message) {
  byId("newest").hidden = !message || !known.houses.length;
  if (byId("newest").hidden) return;
  const words = `${endsOf(message, known.houses)}: ${kindOf(message)}`;
  put(byId("newest"), el("span", { class: "soft" }, `${say("newest")} ${whenOf(message)} `), el("button", { type: "button", class: "newest-one", on: { click: () => chooseMessage(message) } }, words));
}

function goTo(at) {
  isLive = false;
  slider.value = String(at);
  view.showWay(known.messages[at - 1]);
  redraw();
}

function goLive() {
  isLive = true;
  stopReplay();
  view.showWay(null);
  redraw();
}

function stopReplay() {
  clearInterval(replaying);
  replaying = null;
}

function replay() {
  if (replaying) return stopReplay();
  if (isLive || Number(slider.value) >= known.messages.length) goTo(Math.min(1, known.messages.length));
  replaying = setInterval(() => {
    const next = Number(slider.value) + 1;
    if (next > known.messages.length) return goLive();
    goTo(next);
    view.send([known.messages[next - 1]]);
  }, REPLAY_MS);
}

async function moveTime(button) {
  const all = document.querySelectorAll("[data-by]");
  for (const one of all) one.disabled = true;
  byId("day").textContent = say("moving");
  try {
    byId("day").textContent = modelDay((await postJson("/map/clock", { by: button.dataset.by })).now);
  } catch (problem) {
    put(state, sorry(problem));
  }
  for (const one of all) one.disabled = false;
}

function tellRate() {
  const since = performance.now() - 1000;
  arrivals = arrivals.filter((at) => at > since);
  if (view.rate) view.tellRate(arrivals.length);
}

function legend() {
  const kinds = ["listing", "question", "local", "changed", "fetched"];
  const isOurs = (kind) => kind === "question" || kind === "changed";
  byId("legend").append(...kinds.map((kind) => el("li", { class: kind }, say(`legend_${kind}`), isOurs(kind) ? el("span", { class: "ours", title: say("ours") }, "\u00a0※") : "")));
}

function openStory() {
  const place = byId("story");
  if (!place) return;
  const story = new StoryView(place);
  addEventListener("popstate", () => {
    const step = Number(location.pathname.split("/")[3] ?? 1);
    if (story.story) story.go(step);
  });
  story.open();
}

slider.addEventListener("input", () => {
  stopReplay();
  if (Number(slider.value) >= known.messages.length) goLive();
  else goTo(Number(slider.value));
});
byId("live").addEventListener("click", goLive);
byId("replay").addEventListener("click", replay);
byId("save-svg").addEventListener("click", () => saveSvg(view.svg));
byId("save-png").addEventListener("click", () => savePng(view.svg));
byId("save-csv").addEventListener("click", () => saveCsv(known.messages.slice(0, Number(slider.value)), known.houses));
for (const button of document.querySelectorAll("[data-by]")) button.addEventListener("click", () => moveTime(button));
legend();
openStory();
listen();
setInterval(tellRate, 500);
addEventListener("hashchange", chooseByAddress);
readHouses().then(chooseByAddress, (problem) => put(state, sorry(problem)));
