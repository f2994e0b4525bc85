// Many parties at once: lines as they are pasted, and the answers in their order.
import { el, number, say } from "./page.js";
import { badge, instant, table } from "./desk-answer.js";

export const MAX_LINES = 1_000;
const KINDS = ["person", "organisation"];

/** The parties of a pasted text; an error is a sentence. A first line of column names is left out. */
export function partiesIn(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const cells = lines.map(cellsOf);
  if (cells[0]?.at(-1)?.toLowerCase() === "id_number") cells[0] = null;
  const found = cells.flatMap((row, at) => (row ? [partyOf(row, at + 1)] : []));
  if (found.length > MAX_LINES) throw new RangeError(say("too_many_lines", { max: number(MAX_LINES) }));
  return found;
}

const cellsOf = (line) =>
  line ? line.split(/[,，;；\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")) : null;

function partyOf(cells, line) {
  const [kind, name, id_number] = KINDS.includes(cells[0]) ? cells : ["person", ...cells];
  if (!name || !id_number) throw new RangeError(say("line_wrong", { n: number(line) }));
  return { kind, name, id_number };
}

/** The answers as a table, each beside the party that it is about. */
export function batchCard(parties, answers, explain) {
  const decided = answers.filter((one) => one.decision);
  const counts = { all: number(answers.length), answered: number(decided.length) };
  return el(
    "article",
    { class: "card", "data-batch": answers.length },
    el("p", {}, say("batch_told", counts)),
    el("p", { class: "row" }, outcomes(decided)),
    table(["party", "outcome", "may", "valid_until"], answers.map((one) => row(one, parties[one.position], explain))),
  );
}

function outcomes(decided) {
  const counts = new Map();
  for (const { decision } of decided) counts.set(decision.outcome, (counts.get(decision.outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => el("span", {}, badge(outcome), ` ${number(count)}`));
}

function row({ decision, problem }, party, explain) {
  if (decision) {
    return [party.name, badge(decision.outcome), say(`may.${decision.outcome}`), instant(decision.valid_until)];
  }
  return [party.name, el("span", { class: "badge wait" }, say("problem")), explain(problem), ""];
}
