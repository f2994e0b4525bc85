// Who asked about the reader, who has taken it back, and what everybody can read.

import { badge, day, el, folded, mark, named, say, table, told } from "./pieces.js";

const KIND = {
  restricted: "bad", not_eligible: "bad", refer: "wait", advisory: "wait",
  no_listing: "good", eligible: "good",
};

const partnerOf = (one) => told(one.partner_title) || one.partner;

export function queriesOf(found) {
  if (!found.queries.length) return el("p", {}, say("nobody_asked"));
  const more = found.next_before ? el("p", { class: "soft" }, say("older_left_out")) : null;
  const heads = [say("when"), say("who"), say("purpose"), say("answered")];
  return el("div", {}, el("p", {}, say("asked_times", { n: found.queries.length })),
    table(heads, found.queries.map(query)), more);
}

function query(one) {
  const edition = say("edition_is", { edition: one.edition ?? say("edition_none") });
  return [
    day(one.at),
    el("strong", {}, partnerOf(one)),
    [told(one.measure_content) || one.measure, el("br"), el("small", {}, one.purpose)],
    [badge(named("outcome", one.outcome), KIND[one.outcome]), el("p", {}, told(one.words)),
      one.listings.map((listing) => el("p", { class: "since" }, told(listing.words))),
      el("small", {}, edition)],
  ];
}

// One line for each partner that was told: a withdrawal has arrived only when somebody says so.
export function recallsOf(found) {
  if (!found.recalls.length) return el("p", {}, say("no_recalls"));
  const line = (one) =>
    el("li", {}, badge(one.acknowledged_at ? named("done", one.done) : say("no_answer_yet"),
      one.acknowledged_at ? "good" : "wait"), " ", el("strong", {}, partnerOf(one)), " ",
    told(one.words));
  return el("ul", { class: "plain" }, found.recalls.map(line));
}

export function registerOf(found) {
  const { listings, numbers } = found.shared_by;
  const many = found.may_be_yours.length;
  return el("div", {},
    el("p", { class: "lead" }, many ? say("may_be_yours", { n: many }) : say("none_may_be_yours"),
      mark("ours")),
    found.may_be_yours.map((one) =>
      folded(`${one.issuer} · ${one.list} · ${one.ref}`, el("pre", { tabindex: "0" }, JSON.stringify(one, null, 2)))),
    el("p", {}, say("shared_by", { listings, numbers })),
    el("p", { class: "soft" }, say("edition_is", { edition: found.edition ?? say("edition_none") })));
}
