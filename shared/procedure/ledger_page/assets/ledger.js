// One authority's side of the ledger: what its door tells, as charts and a table. It asks once.
import { el, getJson, language, number, put, say, sorry } from "./page.js";
import { chart } from "./charts.js";

const at = (id) => document.getElementById(id);
const LOOKS = ["before", "only_after", "not_yet"];
let told;

const list = () => told.lists.find((one) => one.list === at("list").value);
const month = () => at("month").value;
const ofMonth = (months) => months.find((one) => one.month === month());

/** A chart, or a sentence where every number in it is under the least that is told. */
function drawn(part, rows) {
  const values = { month: month(), list: list().title[language], least: number(told.suppressed_below) };
  if (rows.every((row) => row.value === null)) return el("p", { class: "note" }, say(`few_${part}`, values));
  const note = say("note", { list: values.list, rounded: number(told.rounded_to) });
  const file = `${told.authority}-${part}-${list().list}-${month()}`;
  return chart({ title: say(`chart_${part}`, values), rows, note, file, least: told.suppressed_below });
}

function showDuties({ brackets, effect }) {
  const series = effect === "adverse" ? 2 : 1;
  const counted = brackets.map((one) => ({ one, cell: ofMonth(one.months) }));
  const rows = counted.map(({ one, cell }) => ({ id: one.id, label: one.says[language], value: cell?.listings ?? null, series }));
  put(at("by-duty"), drawn("duty", rows));
  const lengths = counted.filter(({ cell }) => cell?.listings);
  put(at("duty-table"), lengths.length > 0 && table(lengths));
}

function table(counted) {
  const names = ["duty", "listings", "months_standing"].map((name) => say(name));
  const line = ({ one, cell }) => el("tr", { "data-bracket": one.id },
    el("th", { scope: "row" }, one.says[language]),
    el("td", { class: "num", "data-label": names[1] }, number(cell.listings)),
    el("td", { class: "num", "data-label": names[2] }, number(cell.months_standing)));
  const heads = names.map((name, place) => el("th", { scope: "col", class: place > 0 && "num" }, name));
  return el("table", { class: "stack" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, counted.map(line)));
}

function showLooks({ asked, can_be_asked_about }) {
  at("asked").hidden = !can_be_asked_about;
  const cell = ofMonth(asked);
  if (!cell) return put(at("by-look"), el("p", { class: "note" }, say("asked_later")));
  const rows = LOOKS.map((name) => ({ id: name, label: say(`look_${name}`), value: cell[name], series: name === "before" ? 1 : 2 }));
  return put(at("by-look"), drawn("asked", rows));
}

function showEnds({ ended }) {
  const { on_its_day, early } = ofMonth(ended);
  const causes = Object.entries(early).map(([cause, value]) => ({ id: cause, label: say(`cause_${cause}`), value, series: 3 }));
  const rows = [{ id: "on_its_day", label: say("on_its_day"), value: on_its_day, series: 6 }, ...causes];
  put(at("by-end"), drawn("ended", rows));
}

function show() {
  showDuties(list());
  showLooks(list());
  showEnds(list());
}

function begin() {
  const unbroken = (name) => name?.replace("-", "\u2011"); // not torn apart at the end of a line
  const values = { first: unbroken(told.first_month), last: unbroken(told.last_month), least: number(told.suppressed_below), rounded: number(told.rounded_to) };
  if (told.is_being_counted) put(at("said"), el("p", { class: "note", role: "status" }, say("being_counted")));
  put(at("span"), say(told.first_month ? "span" : "no_month", values));
  put(at("unknown"), told.not_known.map((one) => el("li", {}, one[language])));
  const [weak, all] = told.heading.match(/\d+/g); // "32 of 74 rows unconfirmed"
  put(at("heading"), say("heading", { weak, all, date: told.rules_as_of }));
  for (const id of ["choose", "duty", "asked", "ended"]) at(id).hidden = !told.first_month;
  at("told").hidden = false; // before the charts, which ask how wide it is
  if (!told.first_month) return;
  put(at("list"), told.lists.map((one) => el("option", { value: one.list }, one.title[language])));
  const months = told.lists[0].ended.map((one) => one.month).reverse();
  put(at("month"), months.map((one) => el("option", { value: one }, one)));
  for (const id of ["list", "month"]) at(id).addEventListener("change", show);
  show();
}

try {
  told = await getJson("/v1/consequences");
  begin();
} catch (problem) {
  put(at("said"), sorry(problem));
}
