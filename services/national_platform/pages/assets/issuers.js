// What issuers call themselves, their lists and their reasons. Titles came with the page; the words
// of a reason stand in the issuer's own public rulebook, so the issuer is asked for them.

import { getJson, language } from "/assets/page.js";

const told = document.querySelector('meta[name="issuers"]');
const ISSUERS = told ? JSON.parse(told.content) : {};
const rulebooks = new Map();

/** What an issuer is called. */
export const issuerTitle = (issuer) => ISSUERS[issuer]?.title ?? issuer;

/** What one of its lists is called. */
export const listTitle = (issuer, list) => ISSUERS[issuer]?.lists[list] ?? list;

/** The reason in this page's language; its code where the issuer does not answer. */
export async function reasonOf(issuer, code, wanted = language) {
  const rules = await rulesOf(issuer);
  return rules.get(code)?.[wanted] ?? code;
}

function rulesOf(issuer) {
  if (!rulebooks.has(issuer)) rulebooks.set(issuer, ask(issuer));
  return rulebooks.get(issuer);
}

async function ask(issuer) {
  try {
    const read = await getJson(`${ISSUERS[issuer].address}/v1/rulebook`);
    return new Map(read.rules.map((rule) => [rule.id, rule.says]));
  } catch {
    return new Map();
  }
}
