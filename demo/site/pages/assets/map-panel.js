// What somebody chose: a house with all that it holds, or a message with its listing's journey.
import { el, getJson, language, number, put, say, sorry } from "./page.js";
import { fieldsOf, titleOf } from "./map-draw.js";
import { endOf, endsOf, kindOf, modelDay, realTime, stayedOf } from "./map-list.js";

// As many names as a glance takes in; the others are one press away.
const NAMED = 24;
// Messages that are about no listing, and the sentence that says what they are.
const ABOUT_NOBODY = { changed: "changed_is", fetched: "fetched_is", edition: "edition_is" };
const ours = (origin) => (origin === "ours" ? el("span", { class: "ours", title: say("ours") }, " ※") : "");

/** A house: who runs it, what leaves, under which rule, and everything it holds. */
export function houseCard(house) {
  const { leaving } = fieldsOf(house);
  return [
    el("h3", {}, titleOf(house), ours(house.origin), " ", el("span", { class: `badge ${house.is_lit ? "good" : "bad"}` }, say(house.is_lit ? "lit" : "is_dark"))),
    house.is_lit ? "" : el("p", { class: "note warn" }, say("last_seen")),
    el("dl", { class: "facts" }, el("dt", {}, say("operator")), el("dd", {}, house.operator ?? "…", house.note ? el("small", {}, ` ${house.note}`) : ""), listsOf(house)),
    el("h4", {}, say("what_leaves")),
    leaving.length ? leavingList(leaving) : el("p", {}, say("nothing_leaves")),
    rulesOf(house), giversOf(house),
    el("details", {}, el("summary", {}, `${say("all_tables")} (${number(house.tables.length)})`), el("p", { class: "hint" }, say("english_only")), house.tables.map(tableOf)),
  ];
}

function listsOf(house) {
  if (!house.lists.length) return [];
  const reach = (list) => say(list.leaves === false ? "local_only" : list.publication);
  const items = house.lists.map((list) => el("li", {}, list.title[language], " ", el("span", { class: "badge" }, reach(list)), ours(list.origin)));
  return [el("dt", {}, say("lists")), el("dd", {}, el("ul", { class: "plain" }, items))];
}

/** Fields that leave, under the words that say to whom. */
function leavingList(fields) {
  const receivers = [...new Set(fields.map((field) => field.goes_to))];
  const line = (field) => el("li", {}, el("code", {}, `${field.table}.${field.name}`), ours(field.origin), ` ${field.why}`);
  return receivers.map((whom) => el("div", {}, el("p", { class: "whom" }, `→ ${whom}`), el("ul", { class: "plain" }, fields.filter((field) => field.goes_to === whom).map(line))));
}

function fieldTable(fields) {
  const head = ["field", "to_whom", "why"].map((word) => el("th", { scope: "col" }, say(word)));
  const rows = fields.map((field) => el("tr", {},
    el("th", { scope: "row" }, el("code", {}, field.table ? `${field.table}.${field.name}` : field.name), ours(field.origin)),
    el("td", { "data-label": say("to_whom") }, field.goes_to), el("td", { "data-label": say("why") }, field.why)));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("field") }, el("table", { class: "stack small" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}

function rulesOf(house) {
  if (!house.rules?.length) return "";
  const row = (rule) => el("li", {}, rule.says[language], ours(rule.origin), " ", el("small", {}, `${rule.legal_basis || say("no_basis")} · ${rule.confidence}`));
  return el("details", {}, el("summary", {}, `${say("rules")} (${number(house.rules.length)})`), el("ul", { class: "plain" }, house.rules.map(row)));
}

function giversOf(house) {
  if (!house.gives?.length) return "";
  const row = (giver) => el("li", {}, el("strong", {}, giver.title[language]), ours(giver.origin), `: ${giver.brings.map((one) => one[language]).join(language === "zh" ? "；" : "; ")}`);
  return el("details", {}, el("summary", {}, `${say("givers")} (${number(house.gives.length)})`), el("ul", { class: "plain" }, house.gives.map(row)));
}

function tableOf(table) {
  return el("details", {}, el("summary", {}, el("code", {}, table.name), ours(table.origin), ` · ${number(table.fields.length)}`),
    el("p", {}, table.why, " ", el("small", {}, say("kept", { kept: table.kept }))), fieldTable(table.fields));
}

/** A message: its fields, what stayed, its bytes, and the journey of its listing. */
export function messageCard(message, houses) {
  const journey = el("div", { class: "journey", "aria-live": "polite" });
  tellJourney(journey, message, houses);
  return [
    el("h3", {}, `${endsOf(message, houses)}: ${kindOf(message)}`),
    el("p", { class: "hint" }, [message.model_at ? say("day_is", { day: modelDay(message.model_at) }) : "", message.at ? say("crossed_at", { at: realTime(message.at) }) : ""].filter(Boolean).join(" · ")),
    el("h4", {}, say("fields_crossed")), crossedTable(message), stayedLine(message, houses),
    message.kind in ABOUT_NOBODY ? el("p", { class: "soft" }, say(ABOUT_NOBODY[message.kind])) : [el("h4", {}, say("journey")), journey],
    Object.keys(message.headers).length ? el("details", {}, el("summary", {}, say("headers")), factsOf(message.headers)) : "",
    message.body ? el("details", {}, el("summary", {}, say("bytes")), el("pre", { tabindex: "0" }, `${message.subject}\n\n${message.body}`)) : "",
  ];
}

function crossedTable(message) {
  if (!Object.keys(message.fields).length) return el("p", {}, say("sealed", { n: number(message.size) }));
  return factsOf(message.fields);
}

function factsOf(facts) {
  return el("dl", { class: "facts" }, Object.entries(facts).flatMap(([name, value]) => [el("dt", {}, el("code", {}, name)), el("dd", {}, value)]));
}

function stayedLine(message, houses) {
  const names = stayedOf(message, houses);
  if (!names.length) return "";
  const [first, rest] = [names.slice(0, NAMED), names.slice(NAMED)];
  const line = el("p", { class: "stayed" }, `${say("stayed")} (${number(names.length)}): ${first.join(" · ")}`);
  if (!rest.length) return line;
  return [line, el("details", {}, el("summary", {}, say("stayed_more", { n: number(rest.length) })), el("p", { class: "stayed" }, rest.join(" · ")))];
}

async function tellJourney(place, message, houses) {
  if (!message.ref) return put(place, el("p", { class: "soft" }, say("journey_none")));
  put(place, el("p", { class: "soft" }, "…"));
  try {
    const told = await getJson(`/map/journey/${message.from}/${message.ref}`);
    put(place, told.is_party_known ? "" : el("p", { class: "note" }, say("journey_short")),
      el("ol", { class: "hops" }, told.hops.map((hop) => hopLine(hop, houses))));
  } catch (problem) {
    put(place, sorry(problem));
  }
}

function hopLine(hop, houses) {
  const by = [hop.by, hop.measure, hop.done].filter(Boolean).join(" · ");
  return el("li", { class: hop.where },
    el("time", { datetime: hop.at }, modelDay(hop.at)), " ",
    el("strong", {}, endOf(hop.house, houses)), ` ${hopWord(hop.what)}`, ours(hop.origin),
    by ? el("small", {}, ` ${by}`) : "",
    hop.received_at ? el("small", {}, ` · ${say("crossed_at", { at: realTime(hop.received_at) })}`) : "");
}

function hopWord(what) {
  const word = say(`hop_${what}`);
  return word === `hop_${what}` ? what.replaceAll("_", " ") : word;
}
