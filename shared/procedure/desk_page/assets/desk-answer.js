// What a door answered, as facts; a reference in it can be opened, and goes on into the next form.

import { day, el, facts, say, told } from "./desk-pieces.js";
import { ruleOf, titleOf } from "./desk-rules.js";

const REFERENCE = /^[a-z]{1,2}-[a-z0-9]{16,40}$/;
const DAY = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/;
const HIDDEN = ["replayed", "origin"];

/** The facts of an answer; `words` name its fields and `values` what stands in them. */
export function answerOf(answer, words, values, open) {
  const shown = (value) => {
    if (typeof value === "boolean") return say(value ? "yes" : "no");
    if (Array.isArray(value)) return el("ul", { class: "plain" }, value.map((one) => el("li", {}, shown(one))));
    if (value !== null && typeof value === "object") return "en" in value && "zh" in value ? told(value) : list(value);
    return textOf(String(value), values, open);
  };
  const isThere = ([name, value]) =>
    !HIDDEN.includes(name) && value !== null && value !== "" && !(Array.isArray(value) && !value.length);
  const list = (one) => facts(Object.entries(one).filter(isThere).map(([name, value]) => [nameOf(name, words), shown(value)]));
  return list(answer);
}

const nameOf = (name, words) => (name === "source" ? say("come_from") : words[name]) ?? name.replaceAll("_", " ");

function textOf(text, values, open) {
  if (DAY.test(text)) return day(text);
  if (REFERENCE.test(text)) return referenceOf(text, open);
  const rule = ruleOf(text);
  return values[text] ?? (rule ? titleOf(rule) : text);
}

function referenceOf(id, open) {
  return [el("code", {}, id), " ",
    el("button", { type: "button", class: "quiet small", "aria-label": `${say("open")} ${id}`, on: { click: () => open(id, true) } }, say("open"))];
}
