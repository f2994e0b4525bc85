// A firm's own file at its place, and beside it what came down from elsewhere.

import { badge, day, el, mark, named, say, table, told } from "./pieces.js";

export function firmOf({ own, complement }) {
  const { name, code, registered_at: since } = own.organisation;
  return el("article", { "data-firm": code }, el("h4", {}, say("firm_held"), mark("ours")),
    el("p", {}, told(own.says)),
    el("dl", { class: "five" },
      el("dt", {}, say("on_the_books")),
      el("dd", {}, name, " ", el("code", {}, code), " ", el("small", {}, day(since)))),
    el("h4", {}, say("came_down")),
    el("p", {}, told(complement.says)),
    complement.evaluations.length ? evaluations(complement.evaluations) : el("p", {}, say("nothing_came_down")),
    el("p", { class: "soft" }, say("edition_is", { edition: complement.edition ?? say("edition_none") })));
}

const heads = () => [say("who_says"), say("list"), say("when"), say("contest")];
const evaluations = (all) => table(heads(), all.map(evaluation));

function evaluation(one) {
  const kind = one.effect === "adverse" ? "bad" : "good";
  return [
    el("strong", {}, told(one.issuer_title) || one.issuer),
    [told(one.list_title) || one.list, el("br"), badge(named("effect", one.effect), kind), " ", el("code", {}, one.reason)],
    say("from_until", { from: day(one.listed_on), until: day(one.stands_until) }),
    one.contest_at ? el("a", { href: one.contest_at }, say("at_the_issuer")) : say("at_the_issuer"),
  ];
}
