// The page: somebody is chosen, every authority is asked directly, and the picture comes together
// here. It is forgotten when the window closes or the file is put away.

import { Asking, readToken } from "./asking.js";
import { firmOf } from "./firm.js";
import { deadlinesOf, fileOf, holdsSomething, scoreOf } from "./held.js";
import { whyNot } from "./objecting.js";
import { queriesOf, recallsOf, registerOf } from "./others.js";
import { badge, day, el, language, legalDay, say, services, stored, table, titleOf, told } from "./pieces.js";

const KEPT = "chimera-my-file"; // so that a change of language does not lose who is chosen
const REGISTER = "platform";
const GATEWAY = "gateway";
const at = (id) => document.getElementById(id);

let asking = null;
let searches = 0;
let held = new Map(); // by service: what it answered

async function people(name) {
  const mine = (searches += 1);
  const { ok, answer } = await lookFor(name);
  if (mine !== searches) return; // somebody else was looked for meanwhile
  if (!ok) return at("people").replaceChildren(el("li", { role: "alert" }, whyNot(answer)));
  const choice = (one) =>
    el("li", {}, el("button", { type: "button", class: "choice", on: { click: () => open(one) } }, el("strong", {}, one.name),
      " ", el("code", {}, one.truncated_id), " ", el("small", {}, say(`kind_${one.kind}`))));
  const none = [el("li", {}, say("nobody_called_so"))];
  at("people").replaceChildren(...(answer.people.length ? answer.people.map(choice) : none));
}

async function lookFor(name) {
  try {
    const found = await fetch("/identity/people", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(name ? { name } : {}),
    });
    return { ok: found.ok, answer: await found.json() };
  } catch {
    return { ok: false, answer: { code: "silent" } };
  }
}

function open(person, given = {}) {
  sessionStorage.setItem(KEPT, JSON.stringify({ person, given }));
  at("ledger").replaceChildren();
  asking = new Asking(person.id_number, given, note);
  at("who").replaceChildren(el("strong", {}, person.name), " ", el("code", {}, person.truncated_id ?? ""));
  at("choose").hidden = true;
  at("file").hidden = false;
  at("file-title").focus();
  readAll();
}

function putAway() {
  sessionStorage.removeItem(KEPT);
  asking = null;
  held = new Map();
  for (const id of ["authorities", "nothing", "deadlines", "asked", "recalls", "register", "ledger"]) {
    at(id).replaceChildren();
  }
  at("file").hidden = true;
  at("choose").hidden = false;
  at("name").focus();
}

// Every service at the same time; one that is silent keeps nobody waiting.
async function readAll() {
  at("state").textContent = say("reading");
  const waiting = el("p", {}, say("reading"));
  at("authorities").replaceChildren(waiting);
  const names = asking.names;
  const places = names.filter((one) => one !== REGISTER && one !== GATEWAY);
  const others = [names.includes(GATEWAY) && gateway(), names.includes(REGISTER) && register()];
  await Promise.all([...places.map(authority), ...others]);
  waiting.remove();
  const silent = [...new Set([...held].filter(([, one]) => one.silent).map(([name, one]) => one.name ?? name))];
  at("state").textContent = silent.length
    ? say("read_but", { who: silent.map((one) => titleOf(one)).join(say("comma")) })
    : say("read_all", { n: names.length });
}

async function authority(name) {
  const mine = asking;
  const [file, contact, clock] = await Promise.all([
    mine.get(name, "/v1/me/file"),
    mine.open(name, "/v1/contact"),
    mine.open(name, "/v1/clock"),
  ]);
  const [score, firm] = await Promise.all([
    file.ok && file.body.is_scored && mine.get(name, "/v1/me/score"),
    file.ok && file.body.organisation_file_at && mine.get(name, "/v1/me/organisation"),
  ]);
  if (mine !== asking) return; // the file was put away meanwhile
  const place = {
    asking: mine,
    name,
    after: authority,
    title: titleOf(name),
    operator: inEnglish(contact.body?.operator),
    above: inEnglish(contact.body?.reviewing_body),
    today: clock.ok ? legalDay(clock.body.now) : "",
  };
  const silent = [file, score, firm].some((one) => one && !one.ok);
  held.set(name, { place, file, score, firm, silent });
  show();
}

// What a service says in English only is left out elsewhere.
const inEnglish = (text) => (language === "en" ? text : "") ?? "";

function show() {
  const inOrder = Object.keys(services).filter((name) => held.get(name)?.place);
  at("authorities").replaceChildren(...inOrder.map(card).filter(Boolean));
  const files = inOrder.map((name) => held.get(name)).filter((one) => one.file.ok);
  const empty = files.filter((one) => !holdsSomething(one.file.body));
  at("nothing").replaceChildren(...empty.map((one) => el("li", {}, told(one.file.body.in_one_sentence))));
  showDeadlines(files);
}

function card(name) {
  const { place, file, score, firm } = held.get(name);
  const heading = el("h3", {}, place.title, " ", el("small", {}, place.operator));
  if (!file.ok) return silentCard(heading, name, file);
  if (!holdsSomething(file.body)) return null;
  const again = () => authority(name);
  return el("section", { class: "card", "data-authority": name }, heading,
    fileOf(place, file.body),
    score && (score.ok ? scoreOf(score.body) : notShown(score, again)),
    firm && (firm.ok ? firmOf(firm.body) : notShown(firm, again)),
    place.above ? el("p", { class: "soft" }, say("above_is", { body: place.above })) : null,
    stored([file, score, firm].filter(Boolean).map((one) => one.body)));
}

function silentCard(heading, name, answer) {
  return el("section", { class: "card silent", "data-authority": name }, heading,
    ...notShown(answer, () => authority(name)));
}

const notShown = (answer, again) => [
  el("p", { role: "alert" }, badge(say("silent"), "bad"), " ", whyNot(answer)),
  el("button", { type: "button", class: "quiet", on: { click: again } }, say("ask_again")),
];

function showDeadlines(files) {
  const all = files.flatMap((one) => deadlinesOf(one.place, one.file.body))
    .filter((one) => one.until)
    .sort((one, other) => one.until.localeCompare(other.until));
  const line = (one) => el("li", {}, el("time", { datetime: one.until }, day(one.until)), " ",
    el("strong", {}, one.title), " ", one.what);
  const none = [el("li", {}, say("no_deadline"))];
  at("deadlines").replaceChildren(...(all.length ? all.map(line) : none));
}

const gateway = () => Promise.all([
  paged(GATEWAY, "/v1/me/queries", "asked", (found) => ({ all: found.queries, next: "before", at: found.next_before }),
    (all, older) => queriesOf(all, older)),
  paged(GATEWAY, "/v1/me/recalls", "recalls", (found) => ({ all: found.recalls, next: "before", at: found.next_before }),
    (all, older) => recallsOf(all, older)),
]);

const register = () =>
  paged(REGISTER, "/v1/me/listings", "register", (found) => ({ all: found.may_be_yours, next: "cursor", at: found.next_cursor }),
    (all, older, found) => registerOf(found, all, older));

// An answer that comes in pages: the next one is asked for when the reader wants it, and what stands
// there already stays if it does not come.
async function paged(service, door, id, read, show, before = [], rest = "") {
  const mine = asking;
  const found = await mine.get(service, door + rest);
  if (mine !== asking) return; // the file was put away meanwhile
  const again = () => paged(service, door, id, read, show, before, rest);
  held.set(`${service} ${id}`, { name: service, silent: !found.ok });
  if (!found.ok) return missing(at(id), found, again, before.length > 0);
  const { all, next, at: from } = read(found.body);
  const sofar = [...before, ...all];
  const older = () => paged(service, door, id, read, show, sofar, `?${next}=${encodeURIComponent(from)}`);
  at(id).replaceChildren(show(sofar, from ? older : null, found.body));
}

function missing(place, answer, again, isMore) {
  const told = el("div", { class: "silent" }, ...notShown(answer, again));
  if (!isMore) return place.replaceChildren(told);
  place.querySelector("p.row, .silent")?.replaceWith(told);
}

// What left this page, and where to: the reader can check it against the browser's own tools.
function note({ service, about, what, sent }) {
  const to = service === "identity" ? location.origin : services[service];
  const told = about ? `${what} (${about})` : what;
  const row = table([say("where_to"), say("door"), say("what_went")], [[el("code", {}, to), el("code", {}, told), sent]]);
  if (!at("ledger").querySelector("table")) return at("ledger").replaceChildren(row);
  at("ledger").querySelector("tbody").append(row.querySelector("tbody tr"));
}

function bring(event) {
  event.preventDefault();
  const given = {};
  let person = null;
  for (const token of at("tokens").value.split(/\s+/).filter(Boolean)) {
    const claims = readToken(token);
    if (!claims) return void (at("tokens-answer").textContent = say("token_unreadable"));
    given[claims.aud] = token;
    person = { name: claims.name, id_number: null };
  }
  at("tokens").value = "";
  at("tokens-answer").textContent = person ? "" : say("token_unreadable");
  if (person) open(person, given);
}

at("search").addEventListener("submit", (event) => {
  event.preventDefault();
  people(at("name").value.trim());
});
at("bring").addEventListener("submit", bring);
at("put-away").addEventListener("click", putAway);
at("read-again").addEventListener("click", readAll);

const kept = sessionStorage.getItem(KEPT);
people("");
if (kept) {
  const { person, given } = JSON.parse(kept);
  open(person, given);
}
