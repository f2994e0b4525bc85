// The desk: sign in, ask, read the answer. The token is in this page's memory and nowhere else.
import { ask, el, getJson, language, Problem, postJson, put, say, sayProblem, sorry } from "./page.js";
import { answerCard, clock } from "./desk-answer.js";
import { batchCard, partiesIn } from "./desk-batch.js";
import { postCall, showCall, tokenCall } from "./desk-calls.js";
import { Recalls } from "./desk-recalls.js";

const at = (id) => document.getElementById(id);
const DOORS = ["skyward-air", "four-seasons-inn", "procurement-office", "harbour-bank"];
const site = at("signin").dataset.site;
const state = { partner: null, measures: new Map(), recalls: null, examples: [], unsure: null };

/** A sentence on what went wrong and what to do; signs out where the token counts no longer. */
function explain(problem) {
  if (!(problem instanceof Problem)) {
    return problem.code ? asProblem(problem) : sorry(problem);
  }
  if (problem.status === 401 && state.partner) signOut();
  const { detail, code } = problem.document;
  return el("div", { class: "note warn", role: "alert", "data-code": code },
    el("p", {}, problem.message),
    detail && detail !== problem.message && el("p", { class: "hint" }, say("what_happened", { detail })));
}

/** A problem that came as a part of an answer, such as one of a batch. */
const asProblem = ({ code, detail }) =>
  el("span", { "data-code": code }, sayProblem(code, detail), " ",
    el("small", {}, say("what_happened", { detail })));

// Signing in

async function signIn(id, secret) {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret });
  await begin(id, () => ask("/oauth/token", { method: "POST", body }));
}

const sitDown = (id) => begin(id, () => ask(`${site}/partners/${id}/token`, { method: "POST" }).catch(siteSilent));

function siteSilent(problem) {
  if (problem.status > 0) throw problem;
  at("own").open = true;
  throw new Problem(say("site_silent"), 0, "site_silent");
}

async function begin(id, get) {
  try {
    const given = await (await get()).json();
    const ends = new Date(Date.now() + given.expires_in * 1_000);
    state.partner = { id, token: given.access_token, scope: given.scope.split(" ").filter(Boolean), ends };
    await openDesk();
  } catch (problem) {
    put(at("signin-said"), explain(problem));
  }
}

async function openDesk() {
  const { id, scope, ends } = state.partner;
  const title = await titleOf(id);
  at("who").textContent = say("signed_in", { who: title });
  at("until").textContent = say("until", { time: clock(ends) });
  fillMeasures(scope);
  at("purpose").value = say(DOORS.includes(id) ? `purpose.${id}` : "purpose.other");
  at("credentials").reset();
  put(at("signin-said"));
  put(at("answer"));
  at("signin").hidden = true;
  at("work").hidden = false;
  showCall(tokenCall(id));
  state.recalls = new Recalls(state.partner, explain);
  state.recalls.watch();
  at("measure").focus();
}

function signOut() {
  state.recalls?.stop();
  Object.assign(state, { partner: null, recalls: null, unsure: null });
  for (const form of ["credentials", "question", "batch"]) at(form).reset();
  at("work").hidden = true;
  at("calls").hidden = true;
  at("signin").hidden = false;
  put(at("signin-said"), el("p", { class: "note", role: "status" }, say("signed_out")));
}

const titles = new Map();

async function titleOf(id) {
  if (titles.size === 0) {
    const { mous } = await getJson("/v1/mous");
    for (const one of mous.flatMap((mou) => mou.signatories)) titles.set(one.id, one.title[language]);
  }
  return titles.get(id) ?? id;
}

// What may be asked

async function readMeasures() {
  const { measures } = await getJson("/v1/measures");
  for (const one of measures) if (!state.measures.has(one.id)) state.measures.set(one.id, one);
}

function fillMeasures(scope) {
  const option = (id) => el("option", { value: id }, nameOf(id));
  put(at("measure"), scope.map(option));
  at("ask").disabled = scope.length === 0;
  tellMeasure();
}

function nameOf(id) {
  const content = state.measures.get(id)?.content[language] ?? id;
  return content.length > 70 ? `${content.slice(0, 68)}…` : content;
}

function tellMeasure() {
  const one = state.measures.get(at("measure").value);
  if (!one) return put(at("measure-told"), say("no_measures"));
  const who = one.also_affects.map((group) => group.who[language]).join(language === "zh" ? "、" : "; ");
  const parts = [one.content[language], say(one.force), who && say("reaches", { who })];
  return put(at("measure-told"), parts.filter(Boolean).map((part) => el("span", {}, part, " ")));
}

// Asking

/** The same key until there is an answer: what was lost on the way is not asked twice. */
function keyFor(body) {
  const text = JSON.stringify(body);
  if (state.unsure?.text !== text) state.unsure = { text, key: crypto.randomUUID() };
  return state.unsure.key;
}

async function askGateway(path, body, show) {
  const key = keyFor(body);
  const asking = setTimeout(() => put(at("answer"), el("p", { role: "status" }, say("asking"))), 150);
  try {
    const options = { token: state.partner.token, headers: { "Idempotency-Key": key } };
    const answer = await postJson(path, body, options);
    state.unsure = null;
    clearTimeout(asking);
    put(at("answer"), show(answer)).scrollIntoView({ block: "nearest" });
  } catch (problem) {
    if (problem.status > 0 && problem.status < 500) state.unsure = null;
    clearTimeout(asking);
    put(at("answer"), explain(problem));
  }
  if (state.partner) showCall(postCall(path, body, key));
}

const asked = () => ({ measure: at("measure").value, purpose: at("purpose").value.trim() });

function askOne() {
  const party = { kind: at("kind").value, name: at("name").value.trim(), id_number: at("number").value.trim() };
  return askGateway("/v1/decisions", { ...asked(), party }, (answer) => answerCard(answer, party));
}

function askMany() {
  let parties;
  try {
    parties = partiesIn(at("lines").value);
  } catch (wrong) {
    return put(at("answer"), el("p", { class: "note warn", role: "alert" }, wrong.message));
  }
  return askGateway("/v1/decision-batches", { ...asked(), parties }, ({ answers }) => batchCard(parties, answers, explain));
}

// What the demonstration gives

async function readDemo() {
  const given = await getJson(`${site}/partners`).catch(() => null);
  if (!given) return;
  showExamples(given.examples);
  if (given.partners.length > 0) await showPartners(given.partners);
}

async function showPartners(ids) {
  await titleOf("");
  const door = (id) =>
    el("li", {}, el("button", { type: "button", "data-partner": id, on: { click: () => sitDown(id) } },
      say(`door.${id}`), el("small", {}, titles.get(id) ?? id)));
  put(at("doors"), DOORS.filter((id) => ids.includes(id)).map(door));
  const others = ids.filter((id) => !DOORS.includes(id));
  put(at("other"), others.map((id) => el("option", { value: id }, titles.get(id) ?? id)));
  at("demo").hidden = false;
}

function showExamples(examples) {
  if (examples.length === 0) return;
  state.examples = examples;
  const options = examples.map((one, place) => el("option", { value: place }, `${one.name} (${kindName(one.kind)})`));
  put(at("example"), el("option", { value: "" }, say("nothing_chosen")), options);
  at("examples").hidden = false;
  at("fill-lines").hidden = false;
}

const kindName = (kind) => at("kind").querySelector(`[value=${kind}]`).textContent;

function useExample() {
  const one = state.examples[at("example").value];
  if (!one) return;
  Object.assign(at("kind"), { value: one.kind });
  at("name").value = one.name;
  at("number").value = one.id_number;
}

const asLine = (one) => [one.kind, one.name, one.id_number].join(",");

// Buttons

const sends = (form, act) =>
  at(form).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });

sends("credentials", () => signIn(at("client-id").value.trim(), at("client-secret").value));
sends("question", askOne);
sends("batch", askMany);
at("be-other").addEventListener("click", () => sitDown(at("other").value));
at("signout").addEventListener("click", signOut);
at("measure").addEventListener("change", tellMeasure);
at("example").addEventListener("change", useExample);
at("fill-lines").addEventListener("click", () => (at("lines").value = state.examples.map(asLine).join("\n")));
at("look").addEventListener("click", () => state.recalls?.look(true));

await readMeasures().catch((problem) => put(at("signin-said"), explain(problem)));
await readDemo();
if (at("demo").hidden) at("own").open = true;
at("signin").dataset.ready = "yes";
