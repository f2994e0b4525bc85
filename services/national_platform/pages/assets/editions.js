// Editions: verified here in the browser, also against a checkpoint that somebody kept; and what the
// feed of withdrawals has said lately.

import { ask, el, getJson, put, say, sorry } from "/assets/page.js";
import { issuerTitle } from "/assets/issuers.js";
import { check, signature } from "/assets/checking.js";
import { Unproven, checkConsistency, checkManifest, hex, openCheckpoint, readKey, sha256 } from "/assets/proofs.js";

const bytesOf = async (address) => new Uint8Array(await (await ask(address)).arrayBuffer());
const textOf = async (address) => (await ask(address)).text();
const keyOfLog = async () => readKey((await getJson("/v1/log/key")).key);
const headOf = async (edition, key) => openCheckpoint(await textOf(`/v1/editions/${edition}/checkpoint`), key);

async function verify(step, edition, isCurrent) {
  const key = await keyOfLog();
  const head = await headOf(edition, key);
  signature(step, head, key);
  const manifest = await checkManifest(await bytesOf(`/v1/editions/${edition}/manifest.json`), head);
  step(say("manifest_fits", { size: head.size }));
  if (!isCurrent) return step(say("files_gone"), false);
  const file = hex(await sha256(await bytesOf(`/v1/editions/${edition}/listings.csv`)));
  if (file !== manifest.files["public.csv"]?.sha256) throw new Unproven("file_differs");
  return step(say("file_fits", { hash: file.slice(0, 16) }));
}

async function compare(step, earlierNote, laterEdition) {
  const key = await keyOfLog();
  const [earlier, later] = [await openCheckpoint(earlierNote, key), await headOf(laterEdition, key)];
  signature(step, earlier.signed ? later : earlier, key);
  if (earlier.edition === null) throw new Unproven("no_edition");
  const proof = await getJson(`/v1/proofs/consistency?first=${earlier.edition}&second=${later.edition}`);
  await checkConsistency(proof, earlier, later);
  step(say("only_grown", { from: earlier.size, to: later.size, first: earlier.edition, second: later.edition }));
}

for (const button of document.querySelectorAll("button[data-verify]")) {
  const { verify: edition, current } = button.dataset;
  const place = document.getElementById("verified");
  button.addEventListener("click", async () => {
    const title = document.getElementById("verified-title");
    put(title, say("verified_title", { edition }));
    title.hidden = false;
    await check(place, (step) => verify(step, edition, current === "yes"));
    place.focus();
  });
}

const form = document.getElementById("compare");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { kept, first } = Object.fromEntries(new FormData(form));
  check(document.getElementById("compared"), async (step) => {
    const earlier = kept.trim() ? `${kept.replace(/\r\n/g, "\n").trim()}\n` : await textOf(`/v1/editions/${first}/checkpoint`);
    await compare(step, earlier, form.dataset.current);
  });
});

function line(told) {
  const isWithdrawn = told.act === "withdrawn";
  const receipt = el("a", { href: `/v1/receipts/${told.issuer}/${told.ref}/page` }, say("receipt"));
  return el("tr", {},
    el("td", { class: "num", "data-label": say("head_seq") }, String(told.seq)),
    el("td", { "data-label": say("head_act") }, el("span", { class: isWithdrawn ? "badge good" : "badge" }, say(`act_${told.act}`))),
    el("td", { "data-label": say("head_by") }, issuerTitle(told.issuer)),
    el("td", { "data-label": say("head_ref") }, el("span", { class: "mono" }, told.ref)),
    el("td", { "data-label": say("head_at") }, el("time", { datetime: told.at }, told.at.slice(0, 10))),
    el("td", { "data-label": say("head_cause") }, told.cause ? say(`cause_${told.cause}`) : "–"),
    el("td", {}, isWithdrawn && receipt));
}

async function tellWithdrawals(place) {
  try {
    const { withdrawals } = await getJson(`/v1/withdrawals?after=${place.dataset.after}&limit=1000`);
    if (withdrawals.length === 0) return put(place, el("p", {}, say("no_withdrawals")));
    const heads = ["seq", "act", "by", "ref", "at", "cause"].map((one) => el("th", { scope: "col" }, say(`head_${one}`)));
    const rows = withdrawals.reverse().map(line);
    const head = el("thead", {}, el("tr", {}, heads, el("td")));
    return put(place, el("table", { class: "stack" }, head, el("tbody", {}, rows)));
  } catch (problem) {
    return put(place, sorry(problem));
  }
}

const place = document.getElementById("withdrawals");
if (place) tellWithdrawals(place);
