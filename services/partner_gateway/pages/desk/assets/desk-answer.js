// One answer in words: what it means, what it allows and forbids, for how long, and how sure.
import { el, language, number, say } from "./page.js";

const LOOKS = { restricted: "bad", advisory: "wait", refer: "wait", eligible: "good", no_listing: "good", not_eligible: "" };
const WRITTEN = language === "zh" ? "zh-CN" : "en-GB";
const write = (parts) => new Intl.DateTimeFormat(WRITTEN, parts);
const INSTANT = write({ timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "short" });
const DAY = write({ timeZone: "Asia/Shanghai", dateStyle: "long" });
const CLOCK = write({ timeStyle: "medium" });

/** An instant as a clerk in the model reads it. */
export const instant = (text) => INSTANT.format(new Date(text));

/** Its day. */
export const day = (text) => DAY.format(new Date(text));

/** A time of the visitor's own clock: tokens live by that. */
export const clock = (at) => CLOCK.format(at);

/** An outcome, coloured and in words. */
export const badge = (outcome) => el("span", { class: `badge ${LOOKS[outcome] ?? ""}` }, say(`outcome.${outcome}`));

/** The whole card. */
export function answerCard(answer, party) {
  const { outcome } = answer;
  return el(
    "article",
    { class: `card verdict ${LOOKS[outcome] ?? ""}`, "data-outcome": outcome },
    badge(outcome),
    el("h3", {}, party.name),
    el("p", {}, say(`means.${outcome}`)),
    el("h4", {}, say("may")),
    el("ul", {}, el("li", {}, say(`may.${outcome}`)), answer.listings.length > 0 && el("li", {}, say("tell_party"))),
    el("h4", {}, say("may_not")),
    el("ul", {}, el("li", {}, say(`may_not.${outcome}`))),
    facts(answer),
    answer.listings.length > 0 && listings(answer.listings),
    answer.replayed && el("p", { class: "hint" }, say("replayed")),
  );
}

function facts(answer) {
  const rows = [
    ["valid_until", el("strong", {}, instant(answer.valid_until))],
    ["how_old", age(answer)],
    ["namesakes", odds(answer.expected_namesakes)],
    ["legal_basis", [answer.legal_basis, " (", el("a", { href: `/mous/${answer.mou}` }, answer.mou), ")"]],
    ["decision", el("code", {}, answer.decision_id)],
  ];
  return el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, say(name)), el("dd", {}, value)]));
}

function age({ edition, index_age_seconds: seconds }) {
  return say(edition ? "age" : "age_live", { edition, age: span(seconds) });
}

function span(seconds) {
  for (const [word, length] of [["days", 86_400], ["hours", 3_600], ["minutes", 60]]) {
    if (seconds >= 2 * length) return say(word, { n: number(Math.round(seconds / length)) });
  }
  return say("seconds", { n: number(seconds) });
}

/** How likely a namesake is, as a sentence. */
export function odds({ low, high }) {
  const [least, most] = [oneIn(low), oneIn(high)];
  if (least === most) return say("odds_same", { high: most });
  return say(high < 1 ? "odds" : "odds_many", { low: least, high: most });
}

function oneIn(expected) {
  if (expected >= 1) return say("about", { n: number(Math.round(expected)) });
  const others = Math.round(1 / expected);
  return others > 1_000_000_000 ? say("none") : say("one_in", { n: number(others) });
}

function listings(told) {
  const columns = ["issuer", "list", "reason", "listed_on", "contest"];
  const row = (one) => [one.issuer, one.list, one.reason, day(one.listed_on), contest(one.contest_at)];
  return [
    el("h4", {}, say("listings")),
    table(columns, told.map(row)),
  ];
}

const contest = (address) => (/^https?:/.test(address) ? el("a", { href: address }, say("contest_at")) : "");

/** A table that is cards on a narrow screen. */
export function table(columns, rows) {
  const names = columns.map((one) => say(one));
  return el(
    "table",
    { class: "stack" },
    el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, at) => el("td", { "data-label": names[at] }, cell))))),
  );
}
