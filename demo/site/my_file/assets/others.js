// Who asked about the reader, who has taken it back, and what everybody can read.

import {
  badge, day, el, mark, moreButton, named, say, services, table, titleOf, told,
} from "./pieces.js";

const KIND = {
  restricted: "bad", not_eligible: "bad", refer: "wait", advisory: "wait",
  no_listing: "good", eligible: "good",
};

const partnerOf = (one) => told(one.partner_title) || one.partner;

// `older` asks for what stands before the last line; null when all of it is there.
export function queriesOf(queries, older) {
  if (!queries.length) return el("p", {}, say("nobody_asked"));
  const heads = [say("when"), say("who"), say("purpose"), say("answered")];
  const n = queries.length;
  return el("div", {}, el("p", { role: "status" }, say(older ? "asked_so_far" : "asked_times", { n })),
    table(heads, queries.map(query)), older && moreButton(older));
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
export function recallsOf(recalls, older) {
  if (!recalls.length) return el("p", {}, say("no_recalls"));
  const line = (one) =>
    el("li", {}, badge(one.acknowledged_at ? named("done", one.done) : say("no_answer_yet"),
      one.acknowledged_at ? "good" : "wait"), " ", el("strong", {}, partnerOf(one)), " ",
    told(one.words));
  return el("div", {}, el("ul", { class: "plain" }, recalls.map(line)), older && moreButton(older));
}

// `found` is the last page that the register gave, `listings` all of them so far.
export function registerOf(found, listings, older) {
  const { listings: standing, numbers } = found.shared_by;
  const lead = listings.length ? say("may_be_yours", { n: standing }) : say("none_may_be_yours");
  return el("div", {},
    el("p", { class: "lead" }, lead, mark("ours")),
    listings.length ? table([say("who_says"), say("list"), say("when")], listings.map(listing)) : null,
    older && moreButton(older),
    el("p", {}, say("shared_by", { listings: standing, numbers })),
    el("p", { class: "soft" }, say("edition_is", { edition: found.edition ?? say("edition_none") })));
}

const listing = (one) => [
  el("strong", {}, titleOf(one.issuer)),
  [titleOf(one.issuer, one.list), " ", badge(named("effect", one.effect), one.effect === "adverse" ? "bad" : "good"), el("br"),
    el("a", { href: `${services.platform}/listings/${one.issuer}/${one.ref}` }, el("code", {}, one.ref))],
  say("from_until", { from: day(one.listed_on), until: day(one.stands_until) }),
];
