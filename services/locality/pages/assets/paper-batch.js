// A bundle: how its lines ended, and where two keyings differ, for a third officer to decide.

import { tried } from "./desk-acts.js";
import { badge, day, facts } from "./desk-pieces.js";
import { wordsOf } from "./paper-lines.js";
import { el, language, say } from "/assets/page.js";

const READ = ["name", "truncated_id", "item", "happened_on", "note"];
const KEEPS = ["first", "second", "neither"];
const COUNTS = ["lines", "keyed_once", "events", "waiting", "refused"];
const COLOURS = { event: "good", waiting: "wait", refused: "bad" };
const FIELD_OF = { truncated_id: "id_number" };

export function batchOf(found, title) {
  return el("article", { class: "card" }, el("h3", {}, title, " ", el("code", {}, found.id)),
    facts([
      [say("keyed_by"), found.keyed_by.join(", ")],
      [say("keyed_at"), found.keyed_at.map(day).join(", ")],
      [say("reconcile_by"), day(found.reconcile_by)],
      ...COUNTS.map((name) => [say(`count_${name}`), found[name] ? String(found[name]) : null]),
      [say("lag"), lagOf(found.lag)],
    ]),
    found.keyed_by.length === 1 ? el("p", { class: "note" }, say("once_more")) : null);
}

function lagOf(lag) {
  if (!lag) return null;
  const days = { shortest: lag.shortest_days, longest: lag.longest_days, median: lag.median_days };
  return say(days.shortest === days.longest ? "lag_same" : "lag_days", days);
}

/** The report: line by line how it ended and why; no cell is told. */
export function reportOf(lines) {
  const head = ["number_of", "ended", "why"].map((word) => el("th", { scope: "col" }, say(word)));
  return el("details", { open: true }, el("summary", {}, say("report")),
    el("table", { class: "stack" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, lines.map(lineOf))));
}

function lineOf(one) {
  const cell = (word, ...content) => el("td", { "data-label": say(word) }, content);
  return el("tr", {}, cell("number_of", one.number === null ? "–" : String(one.number)),
    cell("ended", one.outcome ? badge(say(`outcome_${one.outcome}`), COLOURS[one.outcome] ?? "") : "–"),
    cell("why", el("div", {}, one.findings.map((found) => el("div", {}, findingOf(found))))));
}

const findingOf = (one) =>
  `${one.keying ? `${say(`keying_${one.keying}`)}, ` : ""}${say(one.field)}: ${one.says[language]}`;

/** A line that waits: both readings side by side, and the form of whoever may decide. */
export function differenceOf(one, decide) {
  const places = one.number_differs_at.map((place) => el("li", {}, say("number_place", place)));
  return el("article", { class: "card difference" },
    el("h3", {}, say("line_n", { n: one.number })),
    one.findings.map((found) => el("p", { class: "hint" }, findingOf(found))),
    el("div", { class: "readings" }, readingOf("first", one), readingOf("second", one)),
    places.length ? el("ul", {}, places) : null,
    decide ? decisionOn(one, decide) : null);
}

function readingOf(which, one) {
  const reading = one[which];
  const rows = reading && READ.filter((name) => reading[name] !== null).map((name) => {
    const field = FIELD_OF[name] ?? name;
    const differs = one.differs_in.includes(field);
    return [el("dt", {}, say(field)),
      el("dd", { class: differs ? "differs" : null }, shownIn(name, reading[name]), differs ? badge(say("differs_here"), "wait") : null)];
  });
  return el("section", {}, el("h4", {}, say(which)),
    rows ? el("dl", { class: "facts" }, rows) : el("p", { class: "soft" }, say("unusable")));
}

function shownIn(name, value) {
  if (name === "happened_on") return day(value);
  if (name === "truncated_id") return el("code", {}, value);
  return name === "item" ? wordsOf(value) : value;
}

function decisionOn(one, decide) {
  const id = `line-${one.number}`;
  const choice = (keeps) => el("label", { class: "check" },
    el("input", { type: "radio", name: id, value: keeps, required: true, disabled: keeps !== "neither" && !one[keeps] }), say(`keeps_${keeps}`));
  const reasons = el("textarea", { id: `${id}-reasons`, rows: "2", maxlength: "1000", required: true });
  const although = el("input", { type: "checkbox" });
  const answer = el("p", { role: "status" });
  const send = el("button", { type: "submit" }, say("decide_line"));
  const form = el("form", {},
    el("fieldset", { class: "keeps" }, el("legend", {}, say("keeps")), KEEPS.map(choice)),
    el("label", { for: reasons.id }, say("decide_reasons")), reasons,
    el("label", { class: "check" }, although, say("although_held")),
    el("div", { class: "row" }, send), answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const keeps = form.querySelector("input[type=radio]:checked").value;
    tried(send, answer, () => decide(one.number, { keeps, reasons: reasons.value, although_held: although.checked }));
  });
  return form;
}
