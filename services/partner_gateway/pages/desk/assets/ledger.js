// The ledger: what the gateway's door tells, as charts and a table. It asks once and shows parts.
import { el, getJson, language, number, put, say, sorry } from "./page.js";
import { chart } from "./charts.js";

const at = (id) => document.getElementById(id);
const SERIES = { adverse: 2, favourable: 1 };
let told;

const keyOf = (one) => `${one.measure} ${one.mou}`;
const nameOf = (one) => one.content[language];
const month = () => at("month").value || "–";
const partiesOf = (one) => one.months.find((each) => each.month === month())?.parties ?? null;

function chosen() {
  const [effect, mou] = [at("effect").value, at("mou").value];
  return told.consequences.filter((one) => (!effect || one.effect === effect) && (!mou || one.mou === mou));
}

function showAll() {
  const rows = chosen();
  showMeasures(rows);
  const before = at("one").value;
  put(at("one"), byCount(rows).map((one) => el("option", { value: keyOf(one) }, `${nameOf(one)} (${one.mou})`)));
  if (rows.some((one) => keyOf(one) === before)) at("one").value = before;
  showMonths();
  put(at("table"), table(rows));
}

const byCount = (rows) => rows.toSorted((one, other) => (partiesOf(other) ?? 0) - (partiesOf(one) ?? 0));

function showMeasures(rows) {
  const counted = byCount(rows.filter((one) => partiesOf(one) !== null));
  const values = { month: month(), least: number(told.suppressed_below), count: number(rows.length - counted.length) };
  if (counted.length === 0) return put(at("by-measure"), el("p", { class: "note" }, say("few_all", values)));
  const shown = counted.map((one) => ({ id: keyOf(one), label: nameOf(one), value: partiesOf(one), series: SERIES[one.effect] }));
  return put(
    at("by-measure"),
    draw(say("chart_measures", values), shown, `consequences-${month()}`),
    rows.length > counted.length && el("p", { class: "hint" }, say("few_measures", values)),
  );
}

function showMonths() {
  const one = told.consequences.find((row) => keyOf(row) === at("one").value);
  if (!one) return put(at("by-month"));
  const rows = one.months.map(({ month, parties }) => ({ id: month, label: month, value: parties, series: SERIES[one.effect] }));
  const name = `consequences-${one.measure}-${told.last_month}`;
  return put(at("by-month"), draw(say("chart_months", { measure: one.measure }), rows, name));
}

function draw(title, rows, file) {
  const note = say("by_parties", { rounded: number(told.rounded_to) });
  return chart({ title, rows, note, file, least: told.suppressed_below });
}

function table(rows) {
  const names = ["measure", "agreement", "parties_in", "months_standing", "also"].map((name) => say(name, { month: month() }));
  const cells = (one) => [
    el("th", { scope: "row" }, nameOf(one)),
    el("td", { "data-label": names[1] }, el("a", { href: `/mous/${one.mou}` }, one.mou_title[language])),
    el("td", { class: "num", "data-label": names[2] }, count(partiesOf(one))),
    el("td", { class: "num", "data-label": names[3] }, one.months_standing === null ? "–" : number(one.months_standing)),
    el("td", { "data-label": names[4] }, groups(one.also_affects)),
  ];
  return el(
    "table",
    { class: "stack" },
    el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map((one) => el("tr", { "data-measure": one.measure, "data-mou": one.mou }, cells(one)))),
  );
}

const count = (parties) => (parties === null ? say("under", { least: number(told.suppressed_below) }) : number(parties));

function groups(affected) {
  if (affected.length === 0) return el("span", { class: "soft" }, say("nobody_else"));
  return el("ul", {}, affected.map((one) => el("li", { title: one.how[language] }, one.who[language])));
}

function begin() {
  const mous = new Map(told.consequences.map((one) => [one.mou, one.mou_title[language]]));
  at("mou").append(...[...mous].map(([id, title]) => el("option", { value: id }, title)));
  const values = {
    first: told.first_month?.replace("-", "\u2011"), // not torn apart at the end of a line
    last: told.last_month?.replace("-", "\u2011"),
    least: number(told.suppressed_below),
    rounded: number(told.rounded_to),
  };
  put(at("span"), say(told.first_month ? "span" : "no_month", values));
  if (told.is_being_counted) put(at("ledger-said"), el("p", { class: "note", role: "status" }, say("being_counted")));
  put(at("unknown"), told.not_known.map((one) => el("li", {}, one[language])));
  for (const id of ["by-measure-title", "by-month-title"]) at(id).parentElement.hidden = !told.first_month;
  const months = (told.consequences[0]?.months ?? []).map((one) => one.month).reverse();
  put(at("month"), months.map((one) => el("option", { value: one }, one)));
  for (const id of ["effect", "mou", "month"]) at(id).addEventListener("change", showAll);
  at("one").addEventListener("change", showMonths);
  at("told").hidden = false; // before the charts, which ask how wide it is
  showAll();
}

try {
  told = await getJson("/v1/consequences");
  begin();
} catch (problem) {
  put(at("ledger-said"), sorry(problem));
}
