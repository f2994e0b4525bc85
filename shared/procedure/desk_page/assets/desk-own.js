// What is an authority's own: its acts as forms, and what a reference of its own leads to.

import { tried } from "./desk-acts.js";
import { answerOf } from "./desk-answer.js";
import { fieldOf } from "./desk-fields.js";
import { el, say } from "./desk-pieces.js";
import { cardsOf, ruleOf } from "./desk-rules.js";

const FORMS = JSON.parse(document.querySelector('meta[name="forms"]').content);
const FIELD_OF_ROWS = "choice";
const VALUES = Object.fromEntries(FORMS.acts.flatMap((act) => (act.fields ?? []).flatMap(
  (field) => (field.options ?? []).map((one) => [one.value, one.says]))));
const typed = new Map(); // whom an officer has entered under which reference; in this page only

export const tasks = FORMS.tasks;
export const taskOf = (code) => FORMS.tasks.find((one) => one.code === code);
export const thingOf = (id) => FORMS.things.find((one) => one.prefix === id.split("-")[0]);
export const typedUnder = (id) => typed.get(id);

// The acts that the rules in force know; those about one reference only, if it is given.
export function actsFor(id) {
  const known = FORMS.acts.filter((act) => !act.needs || ruleOf(act.needs));
  return id ? known.filter((act) => act.about === id.split("-")[0]) : known;
}

/** An act as a form: `form` for the page, `rules` to stand beside it. */
export function formOf(act, desk, id = "") {
  const rules = el("div", { class: "rules" });
  if (!desk.officers.is(...act.roles)) {
    const who = act.roles.map((role) => say(`role_${role}`)).join(", ");
    return { form: el("p", { class: "note" }, say("needs_role", { who })), rules };
  }
  const fields = (act.fields ?? []).map((field) => ({ ...field, ...fieldOf(field, field.name === act.fills ? id : undefined) }));
  const reference = act.about && !act.fills ? fieldOf({ kind: "reference", label: titleOfThing(act.about) }, id) : null;
  const answer = el("div", { role: "status", class: "answer" });
  const send = el("button", { type: "submit" }, act.title);
  const form = el("form", { class: "own-form" }, act.how ? el("p", { class: "hint" }, act.how) : null,
    reference?.shown, fields.map((one) => one.shown), el("div", { class: "row" }, send), answer);
  const beside = () => {
    const chosen = fields.filter((one) => one.kind === FIELD_OF_ROWS).flatMap((one) => one.chosen());
    rules.replaceChildren(...cardsOf([...chosen, ...(act.rules ?? [])]));
  };
  form.addEventListener("change", beside);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tried(send, answer, async () => {
      await sendAct(act, { desk, fields, answer, id: reference?.read() });
      if (!act.about) form.reset(); // nobody enters the same twice
    });
  });
  beside();
  return { form, rules };
}

const titleOfThing = (prefix) => FORMS.things.find((one) => one.prefix === prefix).title;

async function sendAct(act, { desk, fields, answer, id }) {
  const read = fields.map((one) => [one.name, one.read()]).filter(([, value]) => value !== undefined);
  const body = Object.fromEntries(read);
  const address = act.path.replace(/\{\w+\}/, () => encodeURIComponent(id ?? ""));
  const found = await desk.officers.send(act.method ?? "POST", address, body);
  if (found.id && body.party) typed.set(found.id, body.party);
  answer.replaceChildren(...doneOf(act, found, desk));
  await desk.acted(act, id);
}

function doneOf(act, found, desk) {
  const next = found.id && thingOf(found.id);
  const go = next && actsFor(found.id).length
    ? [el("button", { type: "button", on: { click: () => desk.open(found.id, true) } }, say("go_on"))] : [];
  if (next?.grounds_listing) go.push(proposing(found.id, desk));
  return [el("article", { class: "note good" }, el("h3", {}, say("done_act", { act: act.title })),
    shownAs(found, desk), el("div", { class: "row" }, go))];
}

export const shownAs = (found, desk) => answerOf(found, FORMS.answers, VALUES, desk.open);

const proposing = (id, desk) =>
  el("button", { type: "button", class: "quiet", on: { click: () => desk.propose(id) } }, say("propose_on_it"));

/** What an officer can do about a reference, each act closed until it is wanted. */
export function actsAbout(id, desk, wanted = null) {
  const closed = actsFor(id).map((act) => {
    const { form, rules } = formOf(act, desk, id);
    return el("details", { class: "act", open: act.id === wanted }, el("summary", {}, act.title), form, rules);
  });
  return closed.length ? [el("div", { class: "own-acts" }, closed)] : [];
}

/** A thing of the authority's own: what is known of it, and what can be done. */
export async function ownCase(id, desk, wanted) {
  const thing = thingOf(id);
  const found = thing.read ? await desk.officers.get(thing.read.replace(/\{\w+\}/, () => encodeURIComponent(id))) : { id };
  const propose = thing.grounds_listing && desk.officers.is("clerk") ? el("div", { class: "row" }, proposing(id, desk)) : null;
  return [el("article", {}, el("h3", {}, thing.title, " ", el("code", {}, id)), thing.read ? shownAs(found, desk) : null, propose),
    actsAbout(id, desk, wanted)];
}

/** The section for acts that no task has led to. */
export function ownSection(desk, { select, form, rules }) {
  const acts = actsFor();
  const show = () => {
    const act = acts.find((one) => one.id === select.value);
    if (!act) return;
    const made = formOf(act, desk);
    form.replaceChildren(el("div", { class: "card" }, made.form));
    rules.replaceChildren(made.rules);
  };
  const before = select.value;
  const isMine = (one) => desk.officers.is(...one.roles);
  select.replaceChildren(...acts.filter(isMine).map((one) => el("option", { value: one.id }, one.title)));
  if ([...select.options].some((one) => one.value === before)) select.value = before;
  select.onchange = show;
  if (select.options.length) show();
  else form.replaceChildren(el("p", { class: "note" }, say("no_own_acts"))), rules.replaceChildren();
  select.disabled = !select.options.length;
}
