// Paper forms at the desk: keyed by two clerks, decided by a third officer, told line by line.

import { tried } from "./desk-acts.js";
import { at, day, el } from "./desk-pieces.js";
import { seat } from "./desk-seat.js";
import { batchOf, differenceOf, reportOf } from "./paper-batch.js";
import { Lines } from "./paper-lines.js";
import { Problem, put, say, sorry } from "/assets/page.js";

const DOOR = "/v1/paper-batches";
const WAITS = { "key-the-bundle-again": "waits_key", "decide-the-differences": "waits_third" };

const lines = new Lines(at("lines"), at("department"));
const { officers, show } = seat(shown);
let opened = null;
let keyer = null;

// Another officer never sees what the one before has keyed.
function shown(isIn) {
  if (keyer !== officers.current) lines.clear();
  keyer = officers.current;
  if (!isIn) {
    opened = null;
    return at("batch").replaceChildren(none);
  }
  at("key").hidden = !officers.is("clerk");
  readBundles();
  return opened && open(opened);
}

const none = at("batch").firstElementChild;
const titleOf = (found) => say("bundle_of", { department: departmentOf(found.department), bundle: found.bundle });
const departmentOf = (slug) => [...at("department").options].find((one) => one.value === slug)?.text ?? slug;

async function readBundles() {
  try {
    const asked = Object.keys(WAITS).map((code) => officers.get(`/v1/worklist?what=${code}&limit=50`));
    const tasks = (await Promise.all(asked)).flatMap((found) => found.tasks);
    const found = await Promise.all(tasks.map((one) => officers.get(`${DOOR}/${one.id}`)));
    const shownAs = found.map((one, place) => bundle(one, tasks[place]));
    put(at("bundles"), shownAs.length ? shownAs : el("p", {}, say("no_bundles")));
  } catch (problem) {
    put(at("bundles"), sorry(problem));
  }
}

function bundle(found, task) {
  const again = task.code === "key-the-bundle-again" && officers.is("clerk") && !found.keyed_by.includes(officers.current.name);
  const look = el("button", { type: "button", class: "quiet", on: { click: () => open(found.id, true) } }, say("look_at"));
  const key = el("button", { type: "button", class: "quiet", on: { click: () => keyAgain(found) } }, say("key_again"));
  const due = task.due_on ? ` · ${say("due", { day: day(task.due_on) })}` : "";
  return el("div", { class: "bundle" },
    el("span", {}, el("strong", {}, titleOf(found)), el("br"), el("small", {}, say(WAITS[task.code]), due)),
    el("span", {}, again ? key : null, " ", look));
}

function keyAgain(found) {
  at("department").value = found.department;
  at("bundle").value = found.bundle;
  lines.clear();
  at("lines").querySelector('[name="name"]').focus();
}

async function send() {
  if (!lines.read().length) throw new Problem(say("nothing_keyed"), 0, "nothing_keyed");
  const query = new URLSearchParams({ department: at("department").value, bundle: at("bundle").value.trim() });
  const found = await officers.sendText(`${DOOR}?${query}`, lines.csv(), "text/csv");
  lines.clear();
  at("bundle").value = "";
  await Promise.all([readBundles(), open(found.id, true, found.first_problems)]);
}

// A bundle as any officer reads it; the differences once two have keyed it.
async function open(id, move = false, problems = []) {
  opened = id;
  try {
    const found = await officers.get(`${DOOR}/${id}`);
    const isKeyedTwice = found.keyed_by.length > 1;
    const told = isKeyedTwice ? await reportIn(id) : problems;
    const parts = [batchOf(found, titleOf(found)), found.waiting ? await differencesIn(found) : null, told.length ? reportOf(told) : null];
    if (opened === id) put(at("batch"), parts);
  } catch (problem) {
    put(at("batch"), sorry(problem));
  }
  if (move) at("batch-title").focus();
}

const reportIn = async (id) => (await officers.get(`${DOOR}/${id}/report`)).lines;

async function differencesIn(found) {
  const { differences } = await officers.get(`${DOOR}/${found.id}/differences`);
  const keyedIt = found.keyed_by.includes(officers.current.name);
  const decide = (number, body) =>
    officers.post(`${DOOR}/${found.id}/lines/${number}/decision`, body).then(() => Promise.all([readBundles(), open(found.id)]));
  return [el("h3", {}, say("differences")),
    keyedIt ? el("p", { class: "note warn", role: "alert" }, say("third_needed")) : null,
    differences.map((one) => differenceOf(one, keyedIt ? null : decide))];
}

at("keying").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(event.submitter, at("keying-answer"), send);
});
at("clear").addEventListener("click", () => lines.clear());

show();
