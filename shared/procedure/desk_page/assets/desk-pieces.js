// Small pieces of the desk. Text is always set as text, never as markup.

import { el, language, number, say } from "/assets/page.js";

export { el, language, say };

export const at = (id) => document.getElementById(id);
export const told = (text) => (text ? text[language] : "");

// What has no words of its own here is shown by its code.
export function named(kind, code) {
  const name = `${kind}_${code}`;
  const found = say(name);
  return found === name ? code : found;
}

const format = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
  year: "numeric", month: "long", day: "numeric", timeZone: "Asia/Shanghai",
});

// A legal day, or the legal day of an instant.
export function day(written) {
  return format.format(new Date(written.length === 10 ? `${written}T12:00:00+08:00` : written));
}

export const badge = (text, kind = "") => el("span", { class: `badge ${kind}`.trim() }, text);

// The glyph on whatever is ours and not the paper's.
export function mark(origin, isFloor = false) {
  if (origin !== "ours" && !isFloor) return null;
  const why = say(origin === "ours" ? "mark_ours" : "mark_floor");
  return el("abbr", { class: "ours", title: why, "aria-label": why }, "※");
}

export const facts = (rows) =>
  el("dl", { class: "facts" }, rows.filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));

// Citations are read in their own language, by screen readers too.
const cited = (text) => el("span", { lang: /[\u4e00-\u9fff]/.test(text) ? null : "en" }, text);

// The rule beside the form: what it says, on what it rests, and how sure that is.
export function ruleCard(rule) {
  if (!rule) return el("p", { class: "note warn" }, say("rule_gone"));
  const doubt = rule.confidence === "confirmed" ? "good" : "wait";
  return el("aside", { class: "card rule" },
    el("h3", {}, told(rule.says), mark(rule.origin, rule.floor)),
    el("p", {}, badge(named("sure", rule.confidence), doubt), " ", badge(named("open", rule.openness))),
    facts([
      [say("value"), typeof rule.value === "number" ? say(`unit_${rule.unit}`, { n: number(rule.value) }) : null],
      [say("legal_basis"), cited(rule.legal_basis)], [say("come_from"), cited(rule.source)],
      [say("force"), named("force", rule.legal_force)], [say("row"), el("code", {}, rule.id)],
    ]));
}
