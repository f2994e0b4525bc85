// The lines that a clerk keys: in the page only, with the keyboard alone, and gone once they are sent.

import { el, say } from "/assets/page.js";

const ITEMS = JSON.parse(document.querySelector('meta[name="items"]').content);
export const COLUMNS = ["number", "name", "id_number", "item", "happened_on", "note"];
const LONGEST = { number: "6", name: "100", id_number: "18", happened_on: "12", note: "200" };

export const wordsOf = (code) => ITEMS.find((one) => one.code === code)?.says ?? code;

export class Lines {
  constructor(body, department) {
    this.body = body;
    this.department = department;
    body.addEventListener("keydown", (event) => this.goOn(event));
    department.addEventListener("change", () => this.body.querySelectorAll("select").forEach((one) => this.offer(one)));
    this.clear();
  }

  clear() {
    this.body.replaceChildren();
    this.add();
  }

  // Enter goes to the next line, and makes it where there is none.
  goOn(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const next = row.nextElementSibling ?? this.add();
    next.querySelector('[name="name"]').focus();
  }

  add() {
    const before = this.body.lastElementChild?.querySelector('[name="number"]').value;
    const number = Number(before ?? 0) + 1;
    const cells = COLUMNS.map((name) => el("td", {}, this.cell(name, number)));
    const row = el("tr", {}, cells);
    this.body.append(row);
    return row;
  }

  cell(name, number) {
    const label = `${say("line_n", { n: number })}: ${say(name === "number" ? "number_of" : name)}`;
    const common = { name, "aria-label": label, autocomplete: "off" };
    if (name === "item") return this.offer(el("select", common));
    const more = name === "number" ? { value: String(number || 1), inputmode: "numeric" } : { spellcheck: "false" };
    const day = name === "happened_on" ? { placeholder: "2019-03-04" } : {};
    return el("input", { ...common, ...more, ...day, maxlength: LONGEST[name] });
  }

  // The items that the department may notify.
  offer(select) {
    const before = select.value;
    const items = ITEMS.filter((one) => one.of === this.department.value);
    select.replaceChildren(el("option", { value: "" }, "–"), ...items.map((one) => el("option", { value: one.code }, one.says)));
    select.value = items.some((one) => one.code === before) ? before : "";
    return select;
  }

  // What is keyed, without lines on which nothing stands but their number.
  read() {
    const rows = [...this.body.rows].map((row) =>
      COLUMNS.map((name) => row.querySelector(`[name="${name}"]`).value.trim()));
    return rows.filter((cells) => cells.slice(1).some(Boolean));
  }

  csv() {
    const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    return [COLUMNS, ...this.read()].map((cells) => cells.map(quoted).join(",")).join("\n");
  }
}
