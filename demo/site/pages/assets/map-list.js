// The list of what crossed: each message a button, its fields beside what stayed at home.
import { el, language, number, say } from "./page.js";
import { fieldsOf, titleOf } from "./map-draw.js";

// Rows that nobody could read as they fly by are not drawn; the replay reaches every message.
const MOST_ROWS = 60;
const MOST_LISTINGS = 20;
const NAMED = 7;
const time = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeZone: "Asia/Shanghai" });

/** An instant of this machine, as a time of day. */
export const realTime = (at) => time.format(new Date(at));

/** An instant of the model, as its legal day. */
export const modelDay = (at) => day.format(new Date(at));

/** Whether this kind of message is our invention; of notices, listings and lists sent down the paper tells. */
const isOurs = (message) => ["question", "answer", "changed"].includes(message.kind);

/** When a message was seen; what was there before anybody looked has the model's day only. */
export const whenOf = (message) => (message.at ? realTime(message.at) : modelDay(message.model_at));

/** What a message is, in a few words. */
export function kindOf(message) {
  return message.act && message.kind !== "local" ? say(`${message.kind}_${message.act}`) : say(message.kind);
}

/** Names of an end of a message: a house, or a department of one. */
export function endOf(name, houses) {
  const [place, giver] = name.split("/");
  const house = houses.find((one) => one.name === place);
  if (!giver) return house ? titleOf(house) : say(place);
  return house?.gives?.find((one) => one.name === giver)?.title[language] ?? giver;
}

/** From whom to whom; one that only came out went nowhere yet. */
export function endsOf(message, houses) {
  const [from, to] = [message.from, message.to].map((name) => endOf(name, houses));
  return message.from === message.to ? from : `${from} → ${to}`;
}

/** The names of the fields that its sender holds and did not send; those about people first. */
export function stayedOf(message, houses) {
  if (message.kind === "edition") return [];
  const name = message.kind === "local" ? message.to : message.from;
  const house = houses.find((one) => one.name === name.split("/")[0]);
  if (!house) return [];
  const { all, leaving } = fieldsOf(house);
  const gone = new Set([...Object.keys(message.fields), ...leaving.map((field) => field.name)]);
  const aboutPeople = new Set(all.filter((field) => field.personal).map((field) => field.table));
  const isTheParty = (field) => 4 * field.personal + 2 * aboutPeople.has(field.table) + /party/.test(field.goes_to);
  const kept = all.filter((field) => !gone.has(field.name)).sort((a, b) => isTheParty(b) - isTheParty(a));
  return [...new Set(kept.map((field) => field.name))];
}

/** The latest messages, and of listings the latest even if many others came after them. */
function latestOf(messages) {
  const begins = Math.max(0, messages.length - MOST_ROWS);
  const earlier = messages.slice(0, begins).filter((one) => one.kind === "listing");
  return [...earlier.slice(-MOST_LISTINGS), ...messages.slice(begins)];
}

/** The list as it stands after some message; `choose(message)` is called for the chosen one. */
export class MessageList {
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
  }

  /** Show the messages up to one, the newest first. */
  show(messages, houses) {
    const rows = latestOf(messages).reverse();
    const there = new Map([...this.place.children].map((row) => [row.dataset.n, row]));
    const wanted = rows.map((message) => there.get(String(message.n)) ?? this.#row(message, houses));
    this.place.replaceChildren(...wanted);
  }

  #row(message, houses) {
    const stayed = stayedOf(message, houses);
    return el("li", { "data-n": message.n, class: message.kind },
      el("button", { type: "button", class: "message", on: { click: () => this.choose(message) } },
        el("span", { class: "when" }, whenOf(message)), " ",
        el("strong", {}, endsOf(message, houses)), " ",
        el("span", { class: `act ${message.kind} ${message.act}` }, kindOf(message)), isOurs(message) ? el("span", { class: "ours", title: say("ours") }, " ※") : "",
        el("span", { class: "chips" }, chipsOf(message)),
        stayed.length > 0 && el("span", { class: "stayed" }, `${say("stayed")}: ${stayed.slice(0, NAMED).join(" · ")}`,
          stayed.length > NAMED ? ` · ${say("stayed_more", { n: number(stayed.length - NAMED) })}` : "")));
  }
}

function chipsOf(message) {
  const fields = Object.entries(message.fields);
  if (!fields.length) return el("span", { class: "chip sealed" }, say("sealed", { n: number(message.size) }));
  return fields.map(([name, value]) => el("span", { class: "chip" }, el("span", { class: "key" }, name), ` ${short(value)}`));
}

/** A hash tells nobody more in full; what somebody chose shows all of it. */
const short = (value) => (/^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value);
