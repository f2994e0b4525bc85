// What every page may use: words, elements, questions to services, files to keep, the theme.
// Text from data goes into elements as text and never as markup.

const told = document.querySelector('meta[name="words"]');
const WORDS = told ? JSON.parse(told.content) : {};
const ofPage = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** The language of this page: "en" or "zh". */
export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** The day whose rules the service follows, as YYYY-MM-DD, or "". */
export const rulesAsOf = ofPage("rules-as-of");

/** The seed of the invented population, as it stands in the footer, or "". */
export const seed = ofPage("seed");

/** A word of this page's language, with `{name}` filled in. */
export function say(name, values = {}) {
  const text = WORDS[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** The sentence for a problem's code, or what stands there otherwise. */
export function sayProblem(code, otherwise) {
  return WORDS[`problem.${code}`] ?? otherwise;
}

/** A whole number as this language writes it. */
export const number = (value) => new Intl.NumberFormat(language).format(value);

/** An element. Attributes whose value is true, false or null are set, or left out; `on` holds
 * listeners; children are elements or text. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same of SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(made, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** A refusal of a service: `message` is a sentence in this page's language. */
export class Problem extends Error {
  constructor(message, status, code, document = {}) {
    super(message);
    Object.assign(this, { status, code, document });
  }
}

/** The JSON behind an address; Problem with a sentence otherwise. `token` goes as a bearer's. */
export async function getJson(address, options = {}) {
  return (await ask(address, options)).json();
}

/** The same, asked by POST with a body of JSON. */
export async function postJson(address, body, options = {}) {
  const headers = { "Content-Type": "application/json", ...options.headers };
  return getJson(address, { ...options, method: "POST", headers, body: JSON.stringify(body) });
}

/** The answer itself, if it is one; Problem otherwise. */
export async function ask(address, { token, headers = {}, ...options } = {}) {
  const all = { Accept: "application/json", ...headers };
  if (token) all.Authorization = `Bearer ${token}`;
  const sent = { credentials: "omit", referrerPolicy: "no-referrer", ...options, headers: all };
  const answer = await fetch(address, sent).catch(() => {
    throw new Problem(say("unreachable"), 0, "unreachable");
  });
  if (!answer.ok) throw await problemIn(answer);
  return answer;
}

async function problemIn(answer) {
  try {
    const read = await answer.json();
    return new Problem(sayProblem(read.code, read.detail), answer.status, read.code, read);
  } catch {
    return new Problem(say("unexpected"), answer.status, "unexpected");
  }
}

/** Give the visitor a file; nothing is sent anywhere. */
export function download(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Put elements in the place of what an element holds. */
export function put(place, ...children) {
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return place;
}

/** A sentence that something went wrong, for a place on the page; screen readers say it. */
export function sorry(problem) {
  return el("p", { class: "note warn", role: "alert" }, problem instanceof Problem ? problem.message : say("unexpected"));
}

function isDark() {
  const kept = document.documentElement.dataset.theme;
  return kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme(button) {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("theme", next);
  } catch {
    // It lasts as long as this page then.
  }
  nameTheme(button);
}

function nameTheme(button) {
  button.textContent = say(isDark() ? "light" : "dark");
}

const button = document.getElementById("theme");
if (button) {
  button.hidden = false;
  nameTheme(button);
  button.addEventListener("click", () => switchTheme(button));
}
