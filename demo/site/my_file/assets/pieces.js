// Small pieces that the page is made of. Text is always set as text, never as markup.

import { el, language, say } from "/assets/page.js";

export { el, language, say };

// Where each service answers, by its short name.
export const services = JSON.parse(document.querySelector('meta[name="services"]').content);

// What each authority and its lists are called, known before any of them answers.
const bodies = JSON.parse(document.querySelector('meta[name="bodies"]').content);

// What a service is called, or a list of it.
export function titleOf(service, list = "") {
  const body = bodies[service];
  if (!body) return { platform: say("the_register"), gateway: say("the_gateway") }[service] ?? service;
  return (list ? body.lists[list]?.[language] : body.title[language]) ?? list;
}

// What a service says in both languages, in the reader's own.
export const told = (text) => (text ? text[language] : "");

// What has no words of its own here is shown by its code.
export function named(kind, code) {
  const name = `${kind}_${code}`;
  const found = say(name);
  return found === name ? code : found;
}

const zone = { timeZone: "Asia/Shanghai" };
const formatted = (options) =>
  new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { ...options, ...zone });
const dayFormat = formatted({ year: "numeric", month: "long", day: "numeric" });

// A legal day, or the legal day of an instant.
export function day(written) {
  return dayFormat.format(new Date(written.length === 10 ? `${written}T12:00:00+08:00` : written));
}

// The legal day of an instant, as YYYY-MM-DD.
const isoFormat = new Intl.DateTimeFormat("sv-SE", zone);
export const legalDay = (instant) => isoFormat.format(new Date(instant));

export const badge = (text, kind = "") => el("span", { class: `badge ${kind}`.trim() }, text);

// The glyph on whatever is ours and not the paper's.
export function mark(origin, isFloor = false) {
  if (origin !== "ours" && !isFloor) return null;
  const why = say(origin === "ours" ? "mark_ours" : "mark_floor");
  return el("abbr", { class: "ours", title: why, "aria-label": why }, "※");
}

export const sentences = (texts) => el("ul", {}, texts.map((one) => el("li", {}, told(one))));

export const folded = (title, ...inside) =>
  el("details", {}, el("summary", {}, title), ...inside);

// An answer word for word, so that nothing in it stays unseen.
const pre = (value) => el("pre", { tabindex: "0" }, JSON.stringify(value, null, 2));
export const stored = (value) => folded(say("as_stored"), pre(value));

// What a button does, kept to one at a time.
export function moreButton(act) {
  const button = el("button", { type: "button", class: "quiet" }, say("show_older"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = say("reading");
    await act();
  });
  return el("p", { class: "row" }, button);
}

// A table with a head; every cell names its column, for narrow screens.
export function table(heads, rows) {
  const cell = (inside, at) => el("td", { "data-label": heads[at] }, inside);
  return el(
    "table",
    { class: "stack" },
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map(cell)))),
  );
}
