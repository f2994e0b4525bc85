// Charts as plain SVG, and each as a file: SVG, PNG, or its numbers as CSV, with the date of the
// rules and the seed on it. A number that is left out is drawn as such and never as nothing.

import { download, el, number, put, rulesAsOf, say, seed, svg } from "/assets/page.js";

const TOP = 26;
const FOOT = 44;
const VALUES = 90; // room for a number beside its bar
const BESIDE = 290; // room for labels beside bars
const MARGIN = 16; // of a chart in a file
const HEAD = 44; // there, above it, with its title
const WIDTH = 760; // there, however narrow the window is
const PAINTED = ["fill", "stroke", "stroke-dasharray", "font-family", "font-size", "font-weight"];

/** A chart of lying bars, one for each `{id, label, value, series}`; a `value` of null is left out.
 * `made` has `title`, `rows`, `note` (printed above them), `file` (its name), and perhaps `least`:
 * the smallest number that is told. */
export function chart(made) {
  const holder = el("div");
  const draw = () => put(holder, bars(made, Math.max(280, Math.min(holder.clientWidth || 320, 900))));
  const figure = el("figure", { class: "chart card" }, el("figcaption", {}, made.title), holder, tools(holder, made), numbers(made));
  new ResizeObserver(draw).observe(holder);
  draw();
  return figure;
}

/** How bars stand: beside their labels where all of these fit there, or else below them. */
function places(width, rows) {
  const isBeside = width >= 560 && rows.every(({ label }) => short(label, BESIDE - 8) === label);
  return isBeside ? { width, left: BESIDE, row: 30, name: 18, bar: 4 } : { width, left: 0, row: 46, name: 14, bar: 20 };
}

function bars({ title, rows, note, least }, width) {
  const at = places(width, rows);
  const most = Math.max(10, ...rows.map((row) => row.value ?? 0));
  const height = TOP + rows.length * at.row + FOOT;
  const words = { role: "img", "aria-label": title, viewBox: `0 0 ${width} ${height}`, width, height };
  return svg("svg", words,
    svg("text", { x: 0, y: 14, "font-size": 13, class: "quiet-text" }, short(note, width)),
    svg("line", { class: "axis", x1: at.left + 0.5, x2: at.left + 0.5, y1: TOP, y2: height - FOOT + 2 }),
    rows.map((row, place) => bar(row, TOP + place * at.row, at, { most, least })),
    ["printed_model", "printed"].map((name, line) => svg("text", { x: 0, y: height - 22 + 15 * line, "font-size": 12, class: "quiet-text" }, say(name, { date: rulesAsOf, seed }))));
}

function bar({ label, value, series = 1 }, top, { width, left, name, bar }, { most, least }) {
  const room = width - left - VALUES;
  const long = value === null ? Math.min(60, room) : Math.max(2, (value / most) * room);
  const text = value === null ? leftOut(least) : number(value);
  const beside = left > 0 ? { x: left - 8, "text-anchor": "end" } : { x: 6 };
  return svg("g", {},
    svg("title", {}, `${label}: ${text}`),
    svg("text", { ...beside, y: top + name, "font-size": 14 }, short(label, (left || width) - 8)),
    svg("rect", { x: left + 1, y: top + bar, width: long, height: 18, rx: 3, class: value === null ? "none" : `s${series}` }),
    svg("text", { x: left + long + 8, y: top + bar + 14, "font-size": 13, class: value === null ? "quiet-text" : null }, text));
}

const leftOut = (least) => (least ? say("under", { least: number(least) }) : say("suppressed_short"));

/** As much of a text as fits: a letter has about 8 pixels, a Chinese character twice that. */
function short(text, width) {
  let room = width / 8;
  let kept = "";
  for (const letter of text ?? "") {
    room -= letter > "\u2e7f" ? 2 : 1;
    if (room < 0) return `${kept.trimEnd()}…`;
    kept += letter;
  }
  return kept;
}

function numbers({ rows, least }) {
  const told = (value) => (value === null ? (least ? leftOut(least) : say("suppressed")) : number(value));
  const lines = rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label), el("td", { class: "num" }, told(row.value))));
  return el("details", {}, el("summary", {}, say("as_table")), el("table", {}, el("tbody", {}, lines)));
}

function tools(holder, made) {
  const save = (kind, act) => el("button", { type: "button", class: "quiet", "data-save": kind, on: { click: act } }, say("save", { kind }));
  return el("div", { class: "row" },
    save("SVG", () => download(`${made.file}.svg`, alone(holder, made).text, "image/svg+xml")),
    save("PNG", async () => download(`${made.file}.png`, await painted(holder, made))),
    save("CSV", () => download(`${made.file}.csv`, csvOf(made), "text/csv")));
}

/** The numbers, each line with the rules' date and the seed; what is left out stays empty. */
export function csvOf({ title, note, rows }) {
  const quoted = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  const cells = (row) => [title, note, row.id ?? row.label, row.label, row.value, rulesAsOf, seed];
  const lines = rows.map((row) => cells(row).map(quoted).join(","));
  return ["chart,note,id,label,count,rules_as_of,seed", ...lines, ""].join("\r\n");
}

/** The drawing for a file that has no style sheet: its colours written into it, under its title. */
function alone(holder, made) {
  const drawn = bars(made, WIDTH);
  holder.append(drawn); // so that it has the colours of the page; gone before anybody sees it
  for (const one of drawn.querySelectorAll("rect, text, line")) wear(one, getComputedStyle(one));
  drawn.remove();
  const height = Number(drawn.getAttribute("height"));
  const frame = { x: -MARGIN, y: -HEAD, width: WIDTH + 2 * MARGIN, height: height + HEAD + MARGIN };
  const look = getComputedStyle(holder.closest("figure"));
  const title = { x: 0, y: 18 - HEAD + MARGIN, "font-size": 16, "font-weight": 600, fill: look.color, "font-family": look.fontFamily };
  drawn.prepend(
    svg("rect", { ...frame, fill: look.backgroundColor }),
    svg("text", title, short(made.title, WIDTH)));
  const size = { width: frame.width, height: frame.height };
  const said = { ...size, xmlns: "http://www.w3.org/2000/svg", viewBox: Object.values(frame).join(" ") };
  for (const [name, value] of Object.entries(said)) drawn.setAttribute(name, value);
  return { ...size, text: new XMLSerializer().serializeToString(drawn) };
}

function wear(one, look) {
  for (const name of PAINTED) one.setAttribute(name, look.getPropertyValue(name));
}

/** The drawing as a picture, twice as fine as on the page. */
async function painted(holder, made) {
  const { width, height, text } = alone(holder, made);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = el("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
