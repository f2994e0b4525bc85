// Looking somebody up. The question goes by POST: neither name nor number is ever in an address.

import { el, number, postJson, put, say, sorry } from "/assets/page.js";
import { issuerTitle, listTitle, reasonOf } from "/assets/issuers.js";

const form = document.getElementById("search");
const status = document.getElementById("found");
const place = document.getElementById("results");
const suffix = new URLSearchParams(location.search).has("lang") ? `?lang=${new URLSearchParams(location.search).get("lang")}` : "";

function question() {
  const asked = Object.fromEntries(new FormData(form));
  const body = { match: asked.beginning ? "prefix" : "exact" };
  if (asked.name.trim()) body.name = asked.name;
  if (asked.truncated_id.trim()) body.truncated_id = asked.truncated_id;
  return body;
}

async function search(event) {
  event.preventDefault();
  const body = question();
  if (!body.name && !body.truncated_id) {
    put(status, el("p", { class: "note warn" }, say("nothing_asked")));
    put(place);
    form.elements.name.focus();
    return;
  }
  await more(body, []);
}

/** Ask for one page of answers and show it below those that are there. */
async function more(body, before) {
  try {
    const answer = await postJson("/v1/search", body);
    show([...before, ...answer.listings], answer, body);
  } catch (problem) {
    put(status, sorry(problem));
    put(place);
  }
}

function show(listings, answer, body) {
  const count = { n: number(listings.length), edition: answer.edition };
  const isMore = answer.next_cursor !== null;
  const sentence = listings.length === 0 ? "found_none" : isMore ? "found_more" : listings.length === 1 ? "found_one" : "found_some";
  put(status, el("p", { class: "note" }, say(sentence, count)));
  const next = { ...body, cursor: answer.next_cursor };
  const go = el("button", { type: "button", class: "quiet", on: { click: () => more(next, listings) } }, say("more"));
  put(place, listings.length > 0 && table(listings), isMore && el("p", {}, go));
}

function table(listings) {
  const heads = ["name", "truncated_id", "by", "why", "until"].map((one) => el("th", { scope: "col" }, say(`head_${one}`)));
  const rows = listings.map(row);
  return el("div", { class: "card" }, el("table", { class: "stack" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)));
}

function row(listing) {
  const why = cell("why", listing.reason);
  reasonOf(listing.issuer, listing.reason).then((text) => (why.textContent = text));
  const effect = listing.effect === "adverse" ? "bad" : "good";
  const link = el("a", { href: `/listings/${listing.issuer}/${listing.ref}${suffix}` }, listing.name);
  return el("tr", {},
    el("th", { scope: "row" }, link),
    cell("truncated_id", el("span", { class: "mono" }, listing.truncated_id)),
    cell("by", issuerTitle(listing.issuer), el("br"), el("span", { class: `badge ${effect} wraps` }, listTitle(listing.issuer, listing.list))),
    why,
    cell("until", el("time", { datetime: listing.stands_until }, listing.stands_until)));
}

const cell = (name, ...inside) => el("td", { "data-label": say(`head_${name}`) }, inside);

form.addEventListener("submit", search);
