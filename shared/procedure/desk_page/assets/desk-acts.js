// What an officer can do about a procedure. The role decides which buttons are there; whether they
// may be pressed is decided at the door, and said here before.

import { Problem } from "./desk-officers.js";
import { el, say } from "./desk-pieces.js";

const RELIEF = ["performed", "settled", "term_ended", "listed_in_error", "discretion"];

// The acts that are open on a proposal, for whoever is acting now.
export function actsOn(officers, found, after) {
  const path = `/v1/listing-proposals/${found.id}`;
  const send = (door, body) => officers.post(path + door, body).then(after);
  if (found.state === "proposed") return decideOn(officers, found, send);
  if (found.state === "approved") {
    return [button(say("notify"), () => send("/notification"), say("notify_how"))];
  }
  return answers(officers, found, after);
}

function decideOn(officers, found, send) {
  if (!officers.is("reviewer")) return [hint(say("needs_reviewer"))];
  if (found.proposed_by === officers.current.name) return [hint(say("needs_other", { who: found.proposed_by }), true)];
  return [
    button(say("approve"), () => send("/approval"), say("approve_how")),
    withReasons("refuse", (reasons) => send("/refusal", { reasons }), true),
  ];
}

// Objections that wait for their decision, or for the body above.
function answers(officers, found, after) {
  return found.objected.flatMap((one) => {
    const step = stepOf(one);
    if (!step) return [];
    if (!officers.is("appeals")) return [hint(say("needs_appeals"))];
    const judges = [found.proposed_by, found.decided_by, step === "review" ? one.decided_by : null];
    if (judges.includes(officers.current.name)) return [hint(say("judges_own"), true)];
    const send = (upheld) => (reasons) =>
      officers.post(`/v1/objections/${one.id}/${step}`, { upheld, reasons }).then(after);
    return [withReasons("uphold", send(true)), withReasons("dismiss", send(false), true)];
  });
}

function stepOf(one) {
  if (one.decided_at === null) return "decision";
  return one.review_asked_at !== null && one.reviewed_at === null ? "review" : null;
}

// A standing listing: relief needs one officer; longer needs a procedure of its own.
export function actsOnListing(officers, listing, after) {
  if (!listing.stands) return [hint(say("listing_over"))];
  const path = `/v1/listings/${listing.ref}`;
  const cause = el("select", { id: "cause" }, RELIEF.map((one) => el("option", { value: one }, say(`cause_${one}`))));
  const withdraw = button(say("withdraw"), () =>
    officers.post(`${path}/withdrawal`, { cause: cause.value }).then(after), say("withdraw_how"));
  withdraw.prepend(el("label", { for: "cause" }, say("cause")), cause);
  if (!officers.is("clerk")) return [withdraw];
  const renew = () => officers.post(`${path}/renewal`).then((made) => after(made.id));
  return [withdraw, button(say("renew"), renew, say("renew_how"))];
}

const hint = (text, isWall = false) =>
  el("p", { class: `note ${isWall ? "warn" : ""}`.trim(), role: isWall ? "alert" : null }, text);

function button(title, act, how) {
  const answer = el("p", { role: "status" });
  const made = el("button", { type: "button" }, title);
  made.addEventListener("click", () => tried(made, answer, act));
  return el("div", { class: "act" }, made, el("p", { class: "hint" }, how), answer);
}

function withReasons(name, act, isDanger = false) {
  const answer = el("p", { role: "status" });
  const area = el("textarea", { id: `reasons-${name}`, rows: "2", maxlength: "1000", required: true });
  const made = el("button", { type: "submit", class: isDanger ? "danger" : null }, say(name));
  const form = el("form", { class: "act" }, el("label", { for: `reasons-${name}` }, say(`${name}_reasons`)), area, made, answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tried(made, answer, () => act(area.value));
  });
  return form;
}

// A refusal is a sentence; nothing was changed then.
export async function tried(made, answer, act) {
  made.disabled = true;
  answer.textContent = "";
  try {
    await act();
  } catch (problem) {
    answer.textContent = problem instanceof Problem ? problem.message : say("unexpected");
  } finally {
    made.disabled = false;
  }
}
