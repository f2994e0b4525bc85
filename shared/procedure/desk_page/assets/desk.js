// The officer's desk: what waits, one case beside it, and a form for a new proposal.

import { tried } from "./desk-acts.js";
import { caseOf, listingOf } from "./desk-case.js";
import { Officers, Problem } from "./desk-officers.js";
import { at, badge, day, el, named, ruleCard, say } from "./desk-pieces.js";
import { getJson } from "/assets/page.js";

const KEPT = "chimera-desk"; // so that a change of language sends nobody away
const KINDS = ["approve-or-refuse", "notify-the-party", "decide-the-objection", "review-the-decision", "renew-or-let-end"];
const DOORS = { p: "/v1/listing-proposals/", o: "/v1/objections/", l: "/v1/listings/" };

const officers = new Officers();
let opened = null;
let next = null;

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify(officers.all.map((one) => one.token)));
}

function show() {
  const isIn = officers.current !== null;
  at("sign-in").hidden = isIn;
  at("officers").hidden = at("desk").hidden = !isIn;
  keep();
  if (!isIn) return;
  at("who").replaceChildren(...officers.all.map(chip));
  at("propose").hidden = !officers.is("clerk");
  readTasks();
  if (opened) open(opened);
}

function chip(one) {
  const choose = () => {
    officers.current = one;
    show();
  };
  const pressed = String(one === officers.current);
  return el("button", { type: "button", class: "quiet", "aria-pressed": pressed, on: { click: choose } },
    `${one.name} · ${one.roles.map((role) => say(`role_${role}`)).join(", ")}`);
}

async function readTasks(after = "") {
  const what = at("kind").value;
  const query = new URLSearchParams({ limit: "20", ...(what && { what }), ...(after && { after }) });
  try {
    const found = await officers.get(`/v1/worklist?${query}`);
    const tasks = found.tasks.map(task);
    if (after) at("tasks").append(...tasks);
    else at("tasks").replaceChildren(...(tasks.length ? tasks : [el("p", {}, say("nothing_waits"))]));
    next = found.next;
    at("more").hidden = !next;
  } catch (problem) {
    at("tasks").replaceChildren(sorry(problem));
  }
}

function task(one) {
  const due = one.due_on ? say("due", { day: day(one.due_on) }) : say("no_last_day");
  return el("button", { type: "button", class: "task", "data-id": one.id, "aria-current": String(one.id === opened), on: { click: () => open(one.id, true) } },
    el("strong", {}, named("task", one.code), " ", one.is_overdue ? badge(say("overdue"), "bad") : null),
    `${one.ground || one.list} · ${due}`, " ", el("small", {}, one.id));
}

// A case by its reference: a proposal, an objection in one, or a listing.
async function open(id, move = false) {
  opened = id;
  for (const one of document.querySelectorAll(".task")) one.setAttribute("aria-current", String(one.dataset.id === id));
  const door = DOORS[id[0]];
  if (!door) return at("case").replaceChildren(el("p", { class: "note" }, say("own_task")));
  try {
    const found = await officers.get(door + encodeURIComponent(id));
    const shown = id[0] === "l" ? listingOf(officers, found, done) : caseOf(officers, found, done);
    at("case").replaceChildren(...shown.flat(Infinity).filter(Boolean));
  } catch (problem) {
    at("case").replaceChildren(sorry(problem));
  }
  if (move) at("case-title").focus();
}

// After an act the list and the case are read again: nothing is shown that was not asked.
async function done(another) {
  if (typeof another === "string") opened = another;
  await Promise.all([readTasks(), open(opened)]);
}

const sorry = (problem) =>
  el("p", { class: "note warn", role: "alert" }, problem instanceof Problem ? problem.message : say("unexpected"));

let rules = [];

async function readRules() {
  const book = await getJson("/v1/rulebook");
  rules = (book.local_list ?? book).rules;
  const lists = rules.filter((one) => one.unit === "list");
  at("p-list").replaceChildren(...lists.map((one) => el("option", { value: one.id }, one.id)));
  if (!lists.length) at("propose").replaceChildren(el("p", { class: "note" }, say("no_lists")));
  else showGrounds();
}

function showGrounds() {
  const grounds = rules.filter((one) => one.unit === "ground" && one.value.list === at("p-list").value);
  at("p-ground").replaceChildren(...grounds.map((one) => el("option", { value: one.id }, one.id)));
  showRule();
}

function showRule() {
  const ground = rules.find((one) => one.id === at("p-ground").value);
  const list = rules.find((one) => one.id === at("p-list").value);
  at("p-rule").replaceChildren(ruleCard(ground), ruleCard(list));
}

async function propose() {
  const body = {
    list: at("p-list").value,
    ground: at("p-ground").value,
    basis: at("p-basis").value.trim(),
    party: { kind: at("p-kind").value, name: at("p-name").value.trim(), id_number: at("p-number").value.trim() },
  };
  const made = await officers.post("/v1/listing-proposals", body);
  at("proposal").reset();
  showGrounds();
  opened = made.id;
  await done(made.id);
  at("case-title").focus();
}

at("bring").addEventListener("submit", (event) => {
  event.preventDefault();
  const isIn = officers.bring(at("token").value.trim());
  at("token").value = "";
  at("token-answer").textContent = isIn ? "" : say("token_unreadable");
  if (isIn) show();
});
at("another").addEventListener("click", () => {
  at("sign-in").hidden = false;
  at("token").focus();
});
at("leave").addEventListener("click", () => {
  officers.leave();
  if (!officers.current) {
    opened = null;
    at("case").replaceChildren();
  }
  show();
});
at("proposal").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(event.submitter, at("proposal-answer"), propose);
});
at("find").addEventListener("submit", (event) => {
  event.preventDefault();
  if (at("reference").value) open(at("reference").value.trim(), true);
});
at("p-list").addEventListener("change", showGrounds);
at("p-ground").addEventListener("change", showRule);
at("kind").append(...KINDS.map((one) => el("option", { value: one }, named("task", one))));
at("kind").addEventListener("change", () => readTasks());
at("again").addEventListener("click", () => show());
at("more").addEventListener("click", () => readTasks(next));

for (const token of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) officers.bring(token);
readRules().catch(() => at("p-rule").replaceChildren(sorry(null)));
show();
