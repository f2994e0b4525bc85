// The fields of a form, made of what the authority declares. Each is { shown, read, chosen }.

import { el, say } from "./desk-pieces.js";
import { rowsOf, titleOf } from "./desk-rules.js";

const LIMITS = { text: "200", statement: "4000", reference: "64", references: "1000" };
let made = 0;

/** A field: what stands on the page, `read()` its value or undefined, `chosen()` its rows. */
export function fieldOf(field, start = field.start ?? "") {
  if (field.kind === "party") return partyOf(field.label);
  if (field.kind === "people") return peopleOf(field);
  const control = controlOf(field);
  if (start) control.value = start;
  const row = rowed(field.label, control);
  return { shown: row, read: () => valueOf(field, control.value.trim()), chosen: () => [control.value] };
}

function rowed(label, control) {
  made += 1;
  control.id = `field-${made}`;
  return [el("label", { for: control.id }, label), control];
}

function controlOf({ kind, name, needed = true, ...field }) {
  const common = { name, required: needed, autocomplete: "off" };
  if (kind === "choice") return choice(optionsOf(field), common);
  if (kind === "yes_no") return choice([["true", say("yes")], ["false", say("no")]], common, true);
  if (kind === "statement") return el("textarea", { ...common, rows: "3", maxlength: LIMITS.statement });
  if (kind === "day") return el("input", { ...common, type: "date" });
  if (kind === "number") return el("input", { ...common, type: "number", min: "0", step: "1" });
  return el("input", { ...common, maxlength: LIMITS[kind] });
}

function optionsOf({ options = [], rows = [], of_list: list }) {
  return [...options.map((one) => [one.value, one.says]), ...rowsOf(rows, list).map((one) => [one.id, titleOf(one)])];
}

// Nothing is chosen for an officer where it may be left out, or must be weighed.
function choice(options, attributes, isOpen = !attributes.required) {
  const none = isOpen ? [el("option", { value: "" }, "–")] : [];
  return el("select", attributes, none, options.map(([value, text]) => el("option", { value }, text)));
}

function valueOf({ kind }, written) {
  if (written === "") return undefined;
  if (kind === "number") return Number(written);
  if (kind === "yes_no") return written === "true";
  if (kind === "references") return written.split(/[\s,，]+/).filter(Boolean);
  return written;
}

function partyOf(label) {
  const attributes = { required: true, autocomplete: "off" };
  const kind = choice([["person", say("person")], ["organisation", say("organisation")]], { required: true });
  const name = el("input", { ...attributes, maxlength: "100" });
  const number = el("input", { ...attributes, maxlength: "18", spellcheck: "false" });
  const shown = el("fieldset", {}, el("legend", {}, label),
    rowed(say("party_kind"), kind), rowed(say("party_name"), name), rowed(say("party_number"), number));
  const read = () => ({ kind: kind.value, name: name.value.trim(), id_number: number.value.trim() });
  return { shown, read, chosen: () => [] };
}

// Persons beside the party, none at first.
function peopleOf(field) {
  const people = [];
  const place = el("div", {});
  const add = () => {
    const role = choice(optionsOf(field), { required: true });
    const party = partyOf(say("person"));
    people.push({ read: () => ({ role: role.value, party: party.read() }) });
    place.append(el("div", { class: "card" }, rowed(say("as_what"), role), party.shown));
  };
  const more = el("button", { type: "button", class: "quiet", on: { click: add } }, say("add_person"));
  const shown = el("fieldset", {}, el("legend", {}, field.label), place, more);
  return { shown, read: () => (people.length ? people.map((one) => one.read()) : undefined), chosen: () => [] };
}
