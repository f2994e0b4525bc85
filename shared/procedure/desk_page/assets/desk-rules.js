// The rows in force at this authority, and how they stand beside a form.

import { getJson } from "/assets/page.js";
import { ruleCard, told } from "./desk-pieces.js";

const LONGEST = 64;
let rows = [];
let listed = [];

/** The rows in force, read once. A place shows its scheme's rules, then those of its own list. */
export const ready = getJson("/v1/rulebook").then((book) => {
  listed = (book.local_list ?? book).rules;
  rows = [...book.rules, ...(book.local_list?.rules ?? [])];
});

/** The rows that lists, grounds and penalties are of. */
export const listRules = () => listed;

/** One row in force, if it is. */
export const ruleOf = (id) => rows.find((one) => one.id === id);

/** Rows of some units; of one list only, where it is named. */
export const rowsOf = (units, list) =>
  rows.filter((one) => units.includes(one.unit) && (!list || one.value.list === list));

/** What a row says, short enough for a line to choose. */
export function titleOf(rule) {
  const text = told(rule.says);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The cards of some rows, each once; what is not in force has none. */
export const cardsOf = (ids) => [...new Set(ids)].map(ruleOf).filter(Boolean).map(ruleCard);
