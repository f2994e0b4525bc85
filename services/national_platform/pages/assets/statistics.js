// The lists in numbers: how many stand, how that went from edition to edition, and why listings ended.

import { ask, getJson, put, say, sorry } from "/assets/page.js";
import { chart } from "/assets/charts.js";
import { listTitle } from "/assets/issuers.js";

const CAUSES = ["performed", "settled", "term_ended", "listed_in_error", "discretion"];
const LATEST = 12;
const at = (id) => document.getElementById(id);

function standing(told) {
  const rows = told.lists.map((one) => ({
    id: `${one.issuer}/${one.list}/${one.effect}`,
    label: `${listTitle(one.issuer, one.list)} · ${say(`effect_${one.effect}`)}`,
    value: one.standing,
    series: one.effect === "adverse" ? 2 : 1,
  }));
  const note = say("of_edition", { edition: told.edition });
  put(at("standing"), chart({ title: say("chart_standing"), rows, note, file: `standing-${told.edition}` }));
}

function causes(told, one) {
  const rows = CAUSES.map((cause) => ({ id: cause, label: say(`cause_${cause}`), value: one.withdrawn_by_cause[cause], series: 3 }));
  const title = say("chart_causes", { list: listTitle(one.issuer, one.list) });
  put(at("causes"), chart({ title, rows, note: say("of_edition", { edition: told.edition }), file: `causes-${one.list}-${told.edition}` }));
}

function course(lines, one) {
  const own = lines.filter((line) => line.issuer === one.issuer && line.list === one.list && line.measure === "standing");
  const rows = own.slice(-LATEST).map((line) => ({ label: line.edition, value: line.count === "" ? null : Number(line.count), series: 1 }));
  const title = say("chart_course", { list: listTitle(one.issuer, one.list) });
  put(at("course"), chart({ title, rows, note: say("by_edition"), file: `course-${one.list}` }));
}

/** The lines of our own table of numbers, whose cells hold neither commas nor quotes. */
function read(csv) {
  const [heads, ...lines] = csv.trim().split(/\r?\n/).map((line) => line.split(","));
  return lines.map((line) => Object.fromEntries(heads.map((head, place) => [head, line[place]])));
}

async function tell() {
  try {
    const [told, csv] = await Promise.all([getJson("/v1/statistics"), ask("/v1/statistics.csv", { headers: { Accept: "text/csv" } })]);
    const lines = read(await csv.text());
    standing(told);
    const chosen = at("list");
    const options = told.lists.map((one, place) => new Option(listTitle(one.issuer, one.list), place));
    put(chosen, options);
    const show = () => {
      causes(told, told.lists[chosen.value]);
      course(lines, told.lists[chosen.value]);
    };
    chosen.addEventListener("change", show);
    at("choose").hidden = false;
    show();
  } catch (problem) {
    put(at("standing"), sorry(problem));
  }
}

tell();
