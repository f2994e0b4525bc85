// What one authority holds, in its own sentences.

import {
  badge, day, el, folded, mark, named, say, sentences, table, told,
} from "./pieces.js";
import { remedyOf } from "./objecting.js";

const FIVE = ["what_is_held", "by_which_rule", "who_decided", "until_when", "what_you_can_do"];

// Whether anything is held at all.
export function holdsSomething(file) {
  const own = file.local_list ?? file;
  const besides = [own.procedures, own.held_besides, file.events, file.claims];
  const other = file.resident || file.organisation_file_at || file.waiting_on_paper?.length;
  return Boolean(other) || besides.some((one) => one?.length);
}

export function fileOf(place, file) {
  const own = file.local_list ?? file;
  return [
    el("p", { class: "lead" }, told(file.in_one_sentence)),
    own.procedures.map((one) => procedure(place, one)),
    own.held_besides.length ? besides(place, own) : null,
    file.consents?.length ? consents(file) : null,
    file.events?.length ? events(place, file) : null,
    file.claims?.length ? claims(file) : null,
    file.waiting_on_paper?.length ? waiting(file) : null,
    el("p", { class: "soft" }, rulesOf(file)),
  ];
}

// Every consent and its end: the score hangs on the last one.
const consents = (file) =>
  folded(say("consents_held", { n: file.consents.length }),
    table([say("when"), say("consent")],
      file.consents.map((one) => [day(one.at), say(one.consents ? "consent_given" : "consent_ended")])));

// What one clerk has keyed from paper and nobody has decided: not an event yet.
const waiting = (file) =>
  folded(say("waiting_held", { n: file.waiting_on_paper.length }), el("p", {}, say("waiting_how")),
    table([say("when"), say("line"), say("who"), say("kept_until")],
      file.waiting_on_paper.map((one) =>
        [day(one.happened_on), [one.item, " ", el("small", {}, one.note)], one.department, day(one.kept_at_most_until)])));

// "32 of 74 rows unconfirmed", in the reader's own words.
function rulesOf(file) {
  const [unsure, all] = file.rules.match(/\d+/g) ?? ["?", "?"];
  return say("rules_of", { day: day(file.rules_as_of), unsure, all });
}

function procedure(place, one) {
  const heading = el("h4", {}, told(one.ground), " ", badge(...stateOf(one)));
  const remedies = one.remedies.map((remedy) =>
    remedyOf(place, remedy, one.proposal.id),
  );
  return el("article", {}, heading, steps(one.steps), five(one), remedies, asked(one.questions));
}

function stateOf(one) {
  if (!one.listing) return [named("state", one.proposal.state), "wait"];
  if (one.listing.is_contested) return [say("state_contested"), "wait"];
  return one.listing.stands ? [say("state_stands"), "bad"] : [say("state_over"), "good"];
}

// Each step with its day, in order; whose idea it is shows as a glyph.
function steps(done) {
  const line = (one) =>
    el("li", {}, el("span", {}, named("step", one.step), mark(one.origin, one.floor)), " ",
      el("time", { datetime: one.at }, day(one.at)), " ", el("small", {}, named("by", one.by)));
  return el("ol", { class: "steps", "aria-label": say("steps") }, done.map(line));
}

function five(one) {
  const answers = FIVE.map((name) => [
    el("dt", {}, say(name)),
    el("dd", {}, sentences(one.in_plain_words[name])),
  ]);
  return el("dl", { class: "five" }, answers);
}

// Which answers the gateway got about this listing: only `yes` was about the reader.
function asked(questions) {
  if (!questions.length) return null;
  const count = (answer) => questions.filter((one) => one.answer === answer).length;
  const counts = { n: questions.length, yes: count("yes"), no: count("no"), refused: count("refused") };
  const lines = questions.map((one) => [day(one.asked_at), named("answer", one.answer)]);
  return folded(say("asked_about", counts), el("p", {}, say("asked_about_how")),
    table([say("when"), say("answered")], lines));
}

// What is held besides tells its remedies whether or not their day has passed.
const leftBesides = (own, today) =>
  Object.values(own.holdings).flat().flatMap((one) => one?.remedies ?? [])
    .filter((one) => !one.until || one.until >= today);

function besides(place, own) {
  const left = leftBesides(own, place.today);
  return el("article", {}, el("h4", {}, say("held_besides")), sentences(own.held_besides),
    left.map((one) => remedyOf(place, one)));
}

function events(place, file) {
  const one = (event) =>
    el("article", {}, el("h4", {}, told(event.says), " ", points(event.points_in_scheme)),
      sentences(event.in_plain_words),
      event.remedies.map((remedy) => remedyOf(place, remedy)));
  return folded(say("events_held", { n: file.events.length }), file.events.map(one));
}

const signed = (number) => (number > 0 ? `+${number}` : String(number));
const points = (number) =>
  number === null ? null : badge(say("points", { n: signed(number) }), number < 0 ? "bad" : "good");

const claims = (file) =>
  folded(say("claims_held", { n: file.claims.length }),
    file.claims.map((one) => sentences(one.in_plain_words)));

// A resident's score with every line that made it.
export function scoreOf(score) {
  const line = (one) => [
    [told(one.says), mark(one.rule.origin, one.rule.floor)],
    signed(one.points),
    named("sure", one.rule.confidence),
  ];
  const heads = [say("line"), say("points_head"), say("how_sure")];
  const title = el("h4", {}, say("score", { n: score.points, grade: score.grade }), " ",
    badge(told(score.grade_says), "good"));
  return el("article", {}, title, el("p", {}, say("score_how")),
    table(heads, score.lines.map(line)),
    el("p", { class: "soft" }, told(score.after)));
}

// Every last day in a file, for the list at the top.
export function deadlinesOf({ title, today }, file) {
  const own = file.local_list ?? file;
  const from = [
    ...own.procedures.flatMap((one) => one.remedies),
    ...leftBesides(own, today),
    ...(file.events ?? []).flatMap((one) => one.remedies),
  ];
  return from.map((one) => ({ title, until: one.until, what: told(one.what) }));
}
