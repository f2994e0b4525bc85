// One procedure as its officers see it: who was in it, what the rule says, what would leave.

import { actsOn, actsOnListing } from "./desk-acts.js";
import { badge, day, el, facts, mark, named, ruleCard, say } from "./desk-pieces.js";

const FIELDS = ["name", "truncated_id", "issuer", "reason"];

export function caseOf(officers, found, after) {
  return [
    el("article", {},
      el("h3", {}, found.name, " ", el("code", {}, found.truncated_id), " ", badge(named("state", found.state), colour(found.state))),
      facts([
        [say("reference"), el("code", {}, found.id)],
        [say("list"), found.list],
        [say("basis"), el("code", {}, found.basis)],
        [say("renews"), found.renews],
        [say("objection_ends"), found.objection_ends_on && day(found.objection_ends_on)],
        [say("publishes"), found.publish_on && day(found.publish_on)],
        [say("listing"), found.ref && el("code", {}, found.ref)],
        [say("lapsed"), found.lapsed_because],
        [say("refused_because"), found.refusal_reasons],
      ])),
    eyes(found),
    steps(found.steps),
    ruleCard(found.rule),
    el("p", { class: "hint" }, unsureOf(found.rules)),
    found.objected.map(objection),
    preview(found.would_leave, found.state),
    actsOn(officers, found, after),
  ];
}

// "32 of 74 rows unconfirmed", in the reader's own words.
function unsureOf(rules) {
  const [unsure, all] = rules.match(/\d+/g) ?? ["?", "?"];
  return say("rules_unsure", { unsure, all });
}

const colour = (state) =>
  ({ refused: "good", lapsed: "good", published: "bad" })[state] ?? "wait";

// Two officers, side by side; the second place stays open until somebody else fills it.
function eyes(found) {
  const pair = (title, who, at, origin) =>
    el("div", { class: who ? "" : "open" }, el("small", {}, title, mark(origin)),
      el("strong", {}, who ?? say("nobody_yet")), el("small", {}, at ? day(at) : ""));
  return el("div", { class: "eyes", role: "group", "aria-label": say("four_eyes") },
    pair(say("first_officer"), found.proposed_by, found.proposed_at, "paper"),
    pair(say("second_officer"), found.decided_by, found.decided_at, "ours"));
}

function steps(done) {
  const line = (one) => el("li", {}, el("span", {}, named("step", one.step), mark(one.origin, one.floor)),
    el("time", { datetime: one.at }, day(one.at)), " ", el("small", {}, named("by", one.by)));
  return el("ol", { class: "steps", "aria-label": say("steps") }, done.map(line));
}

function objection(one) {
  return el("article", {}, el("h3", {}, say("objection"), " ", badge(verdictOf(one), one.decided_at ? "" : "wait")),
    el("blockquote", {}, one.statement),
    facts([
      [say("raised"), day(one.raised_at)],
      [say("decide_by"), day(one.decide_by)],
      [say("reasons"), one.reasons],
      [say("review_until"), one.review_until && day(one.review_until)],
      [say("review_reasons"), one.review_reasons],
    ]));
}

function verdictOf(one) {
  if (one.reviewed_at) return say(one.is_upheld_on_review ? "upheld_above" : "dismissed_above");
  if (one.review_asked_at) return say("before_above");
  if (!one.decided_at) return say("undecided");
  return say(one.is_upheld ? "upheld" : "dismissed");
}

// This is all that will leave: the four fields, the frame around them, and what stays.
function preview(leaves, state) {
  if (!leaves) return el("p", { class: "note" }, say(state === "published" ? "has_left" : "nothing_leaves"));
  const on = say("leaves_on", { day: day(leaves.if_published_on) });
  const pairs = (names, from) => names.map((name) => [el("dt", {}, name), el("dd", {}, from[name])]);
  return el("section", { class: "leaves", "aria-labelledby": "leaves-title" },
    el("h3", { id: "leaves-title" }, say("leaves"), mark("ours")), el("p", {}, on),
    el("dl", { class: "facts fields" }, pairs(FIELDS, leaves.body)),
    el("details", {}, el("summary", {}, say("headers", { n: Object.keys(leaves.headers).length })),
      el("p", {}, el("code", {}, leaves.subject)),
      el("dl", { class: "facts" }, pairs(Object.keys(leaves.headers), leaves.headers))),
    el("details", { class: "stays" }, el("summary", {}, say("stays", { n: leaves.stays_here.length })),
      leaves.stays_here.flatMap((one, at) => [at ? ", " : "", el("code", {}, one)])));
}

export function listingOf(officers, listing, after) {
  return [
    el("article", {},
      el("h3", {}, listing.name, " ", el("code", {}, listing.truncated_id), " ",
        badge(say(listing.stands ? "stands" : "over"), listing.stands ? "bad" : "good")),
      facts([
        [say("reference"), el("code", {}, listing.ref)],
        [say("list"), listing.list],
        [say("ground"), listing.reason],
        [say("listed_on"), day(listing.listed_on)],
        [say("stands_until"), day(listing.stands_until)],
        [say("contested"), listing.is_contested ? say("yes") : say("no")],
      ])),
    actsOnListing(officers, listing, after),
  ];
}
