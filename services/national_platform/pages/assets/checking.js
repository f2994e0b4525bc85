// Shows a check step by step: what was looked at, and whether it fits.

import { Problem, el, put, say } from "/assets/page.js";
import { Unproven, canHash } from "/assets/proofs.js";

/** Run a check in a place of the page; `steps(step)` calls `step(sentence, isSure)` as it goes on. */
export async function check(place, steps) {
  const list = el("ol", { class: "checks" });
  put(place, list);
  place.setAttribute("aria-busy", "true");
  const step = (sentence, isSure = true) => list.append(line(isSure ? "good" : "wait", sentence));
  try {
    if (!canHash()) throw new Unproven("no_crypto");
    await steps(step);
  } catch (error) {
    list.append(line("bad", sentenceOf(error)));
  }
  place.removeAttribute("aria-busy");
}

const SIGNS = { good: "✓", wait: "!", bad: "✗" };

function line(kind, sentence) {
  const sign = el("span", { class: `badge ${kind}` }, SIGNS[kind]);
  return el("li", { "data-check": kind }, sign, " ", sentence);
}

function sentenceOf(error) {
  if (error instanceof Problem) return error.message;
  return say(error instanceof Unproven ? `unproven_${error.code}` : "unproven_document_malformed");
}

/** The sentence about a signature: checked, or that this browser cannot. */
export function signature(step, head, key) {
  step(say(head.signed ? "signature_fits" : "signature_unchecked", { key: key.name }), head.signed);
}
