// What can be done from the page itself: to object, to contest, to ask the body above.

import { sayProblem } from "/assets/page.js";
import { day, el, say, told } from "./pieces.js";

const WITHOUT_WORDS = /\/(review-request|recheck-request)$/;
const WITH_WORDS = /^\/v1\/(objections|events\/[\w-]+\/objections|ties\/[\w-]+\/contest)$/;

// One remedy: what it is, until when, and a form where the page can send it. `place` is where the
// reader is: the authority's `name`, who operates it, and what to do `after` something was sent.
export function remedyOf(place, remedy, proposal = null) {
  const until = remedy.until ? say("until_day", { day: day(remedy.until) }) : say("no_last_day");
  const what = el("p", {}, told(remedy.what), " ", el("strong", {}, until));
  return el("div", { class: "remedy" }, what, wayOf(place, remedy.door, proposal));
}

function wayOf(place, door, proposal) {
  if (WITHOUT_WORDS.test(door)) return formOf(place, door, null, null);
  if (WITH_WORDS.test(door)) {
    return foldedForm(formOf(place, door, proposal, statementField(place, door, proposal)));
  }
  const isContact = door === "/v1/contact";
  const who = place.operator || place.title;
  const where = isContact ? say("turn_to", { who }) : say("where_to_go", { door });
  return el("p", { class: "soft" }, where);
}

function statementField(place, door, proposal) {
  const id = `statement-${place.name}-${door}-${proposal ?? ""}`.replaceAll(/[^\w-]/g, "-");
  const area = el("textarea", { id, rows: "3", maxlength: "1000", required: true });
  return { area, label: el("label", { for: id }, say("your_statement")) };
}

function formOf(place, door, proposal, field) {
  const answer = el("p", { role: "status", class: "answer" });
  const button = el("button", { type: "submit" }, say(field ? "send" : "ask_above"));
  const form = el("form", {}, field?.label, field?.area, button, answer);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    answer.textContent = say("sending");
    const body = bodyFor(door, proposal, field?.area.value);
    const done = await place.asking.post(place.name, door, body);
    button.disabled = false;
    answer.textContent = done.ok ? say("sent") : whyNot(done);
    if (done.ok) await place.after(place.name);
  });
  return form;
}

const foldedForm = (form) =>
  el("details", { class: "act" }, el("summary", {}, say("object_here")), form);

function bodyFor(door, proposal, statement) {
  if (WITHOUT_WORDS.test(door)) return {};
  return door === "/v1/objections" ? { proposal, statement } : { statement };
}

// A refusal as a sentence with a way on.
export function whyNot(answer) {
  const other = say("error_other", { sentence: answer.sentence || answer.code });
  return sayProblem(answer.code, other);
}
