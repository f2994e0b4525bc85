// One listing: the reason in the issuer's own words, how to contest it, and the proof that the log
// holds it.

import { el, getJson, language, put, say } from "/assets/page.js";
import { issuerTitle, reasonOf } from "/assets/issuers.js";
import { check, signature } from "/assets/checking.js";
import { Unproven, checkProof, readKey } from "/assets/proofs.js";

const { issuer, ref, reason, contact } = document.getElementById("listing").dataset;

async function tellReason() {
  const other = language === "en" ? "zh" : "en";
  const [own, also] = await Promise.all([reasonOf(issuer, reason), reasonOf(issuer, reason, other)]);
  const place = document.getElementById("reason");
  if (own === reason) return put(place, el("span", { class: "mono" }, reason), " ", el("span", { class: "hint" }, say("reason_unknown", { issuer: issuerTitle(issuer) })));
  return put(place, own, el("br"), el("span", { class: "soft", lang: other === "zh" ? "zh-Hans" : "en" }, also));
}

async function tellContact() {
  try {
    const told = await getJson(contact);
    // Bodies have English names; in Chinese the rule itself says which one it is.
    const body = language === "en" ? told.reviewing_body : await reasonOf(issuer, "reviewing-body");
    put(document.getElementById("contact"), say("contest_at", { office: told.title[language], body }));
  } catch {
    put(document.getElementById("contact"), say("contest_unreached"));
  }
}

async function prove(step) {
  const key = await readKey((await getJson("/v1/log/key")).key);
  const proof = await getJson(`/v1/proofs/listings/${issuer}/${ref}`);
  const head = await checkProof(proof, key);
  signature(step, head, key);
  const shown = document.getElementById("listing").dataset;
  if (proof.act.name !== shown.name || proof.act.truncated_id !== shown.mask || proof.act.ref !== ref) {
    throw new Unproven("act_differs");
  }
  step(say("act_in_log", { place: proof.index + 1, size: head.size, edition: head.edition ?? "" }));
  step(say("act_is_shown"));
}

document.getElementById("prove").addEventListener("click", () => check(document.getElementById("proved"), prove));
tellReason();
tellContact();
