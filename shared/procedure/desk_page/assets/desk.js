// The officer's desk: what waits, one case beside it, the authority's own work, a new proposal.

import { tried } from "./desk-acts.js";
import { caseOf, listingOf } from "./desk-case.js";
import { actsAbout, ownCase, ownSection, taskOf, tasks, thingOf, typedUnder } from "./desk-own.js";
import { at, badge, day, el, named } from "./desk-pieces.js";
import { cardsOf, listRules, ready, titleOf } from "./desk-rules.js";
import { seat } from "./desk-seat.js";
import { say, sorry } from "/assets/page.js";

const KINDS = ["approve-or-refuse", "notify-the-party", "decide-the-objection", "review-the-decision", "renew-or-let-end"];
const DOORS = { p: "/v1/listing-proposals/", o: "/v1/objections/", l: "/v1/listings/" };
const PAPER = "pb"; // bundles of paper forms have a page of their own

const { officers, show } = seat(shown);
const desk = { officers, open, propose: fillProposal, acted };
const none = at("case").firstElementChild;
let opened = null;
let wanted = null;
let next = null;

function shown(isIn) {
  if (!isIn) {
    opened = wanted = null;
    return at("case").replaceChildren(none);
  }
  at("propose").hidden = !officers.is("clerk");
  readTasks();
  ready.then(() => ownSection(desk, { select: at("act"), form: at("own-form"), rules: at("own-rules") }));
  return opened && open(opened, false, wanted);
}

async function readTasks(after = "") {
  const what = at("kind").value;
  const query = new URLSearchParams({ limit: "20", ...(what && { what }), ...(after && { after }) });
  try {
    const found = await officers.get(`/v1/worklist?${query}`);
    const waiting = found.tasks.map(task);
    if (after) at("tasks").append(...waiting);
    else at("tasks").replaceChildren(...(waiting.length ? waiting : [el("p", {}, say("nothing_waits"))]));
    next = found.next;
    at("more").hidden = !next;
  } catch (problem) {
    at("tasks").replaceChildren(sorry(problem));
  }
}

const titleOfTask = (code) => taskOf(code)?.title ?? named("task", code);

function task(one) {
  const due = one.due_on ? say("due", { day: day(one.due_on) }) : say("no_last_day");
  const go = () => open(one.id, true, taskOf(one.code)?.act ?? null);
  return el("button", { type: "button", class: "task", "data-id": one.id, "aria-current": String(one.id === opened), on: { click: go } },
    el("strong", {}, titleOfTask(one.code), " ", one.is_overdue ? badge(say("overdue"), "bad") : null),
    [one.ground || one.list, due].filter(Boolean).join(" · "), " ", el("small", {}, one.id));
}

// A case by its reference: a proposal, an objection in one, a listing, or what is the authority's own.
async function open(id, move = false, act = null) {
  [opened, wanted] = [id, act];
  for (const one of document.querySelectorAll(".task")) one.setAttribute("aria-current", String(one.dataset.id === id));
  if (id.split("-")[0] === PAPER) return location.assign(`/desk/paper${location.search}`);
  try {
    await ready;
    const parts = await partsOf(id, act);
    if (opened === id) at("case").replaceChildren(...parts.flat(Infinity).filter(Boolean));
  } catch (problem) {
    at("case").replaceChildren(sorry(problem));
  }
  return move && at("case-title").focus();
}

async function partsOf(id, act) {
  const door = DOORS[id.split("-")[0]];
  if (act || !door) return thingOf(id) ? ownCase(id, desk, act) : [el("p", { class: "note" }, say("own_unknown"))];
  try {
    const found = await officers.get(door + encodeURIComponent(id));
    const read = id[0] === "l" ? listingOf(officers, found, done) : caseOf(officers, found, done);
    const isOver = id[0] === "l" && !found.stands;
    return [read, isOver ? [] : actsAbout(id[0] === "l" ? id : found.id, desk)];
  } catch (problem) {
    if (problem.status === 404 && id[0] === "o" && thingOf(id)) return ownCase(id, desk, act);
    throw problem;
  }
}

// After an act the list and the case are read again: nothing is shown that was not asked.
async function done(another) {
  if (typeof another === "string") [opened, wanted] = [another, null];
  await Promise.all([readTasks(), open(opened, false, wanted)]);
}

// After an act of the authority's own its answer stays in view; a listing or a proposal is read again.
async function acted(act, id) {
  const isShownAbove = id === opened && DOORS[(id ?? "").split("-")[0]] && !wanted;
  await (isShownAbove ? done() : readTasks());
}

async function showLists() {
  await ready;
  const lists = listRules().filter((one) => one.unit === "list");
  at("p-list").replaceChildren(...lists.map((one) => el("option", { value: one.id }, titleOf(one))));
  if (!lists.length) at("propose").replaceChildren(el("p", { class: "note" }, say("no_lists")));
  else showGrounds();
}

function showGrounds() {
  const grounds = listRules().filter((one) => one.unit === "ground" && one.value.list === at("p-list").value);
  at("p-ground").replaceChildren(...grounds.map((one) => el("option", { value: one.id }, titleOf(one))));
  showRule();
}

const showRule = () => at("p-rule").replaceChildren(...cardsOf([at("p-ground").value, at("p-list").value]));

// The case, and whom it is about if this page was told, go on into the form; the officer sends it.
function fillProposal(id) {
  const party = typedUnder(id);
  at("p-basis").value = id;
  if (party) [at("p-kind").value, at("p-name").value, at("p-number").value] = [party.kind, party.name, party.id_number];
  at("p-list").focus();
}

async function propose() {
  const made = await officers.post("/v1/listing-proposals", {
    list: at("p-list").value,
    ground: at("p-ground").value,
    basis: at("p-basis").value.trim(),
    party: { kind: at("p-kind").value, name: at("p-name").value.trim(), id_number: at("p-number").value.trim() },
  });
  at("proposal").reset();
  showGrounds();
  await done(made.id);
  at("case-title").focus();
}

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
at("kind").append(...[...KINDS, ...tasks.map((one) => one.code)].map((one) => el("option", { value: one }, titleOfTask(one))));
at("kind").addEventListener("change", () => readTasks());
at("again").addEventListener("click", () => show());
at("more").addEventListener("click", () => readTasks(next));

showLists().catch((problem) => at("p-rule").replaceChildren(sorry(problem)));
show();
