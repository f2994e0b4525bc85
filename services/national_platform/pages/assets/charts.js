// Charts as plain SVG, and each as a file: SVG, PNG, or its numbers as CSV. A number that is left
// out is drawn as such and never as nothing.

import { download, el, number, put, rulesAsOf, say, svg } from "/assets/page.js";

const ROW = 46;
const TOP = 26;
const FOOT = 30;
const MARGIN = 16; // of a chart in a file
const HEAD = 44; // there, above it, with its title

/** A chart of lying bars, one for each `{label, value, series}`; `value` null is suppressed.
 * `made` has `title`, `rows`, `note` (printed below) and `file` (its name). */
export function chart(place, made) {
  const holder = el("div");
  const draw = () => put(holder, bars(made, Math.max(280, Math.min(holder.clientWidth || 320, 900))));
  const figure = el("figure", { class: "chart card" }, el("figcaption", {}, made.title), holder, tools(holder, made), numbers(made));
  put(place, figure);
  draw();
  new ResizeObserver(draw).observe(place);
}

function bars({ title, rows, note }, width) {
  const most = Math.max(10, ...rows.map((row) => row.value ?? 0));
  const height = TOP + rows.length * ROW + FOOT;
  const drawn = rows.flatMap((row, place) => bar(row, TOP + place * ROW, width, most));
  const words = { role: "img", "aria-label": title, viewBox: `0 0 ${width} ${height}`, width, height };
  return svg("svg", words,
    svg("text", { x: 0, y: 14, "font-size": 13, class: "quiet-text" }, note),
    svg("line", { class: "axis", x1: 0.5, x2: 0.5, y1: TOP, y2: height - FOOT + 4 }),
    drawn,
    svg("text", { x: 0, y: height - 8, "font-size": 12, class: "quiet-text" }, say("printed", { date: rulesAsOf })));
}

function bar({ label, value, series }, top, width, most) {
  const isTold = value !== null;
  const room = width - 64;
  const long = isTold ? Math.max(2, (value / most) * room) : Math.min(90, room);
  const shape = { x: 1, y: top + 20, width: long, height: 16, rx: 3, class: isTold ? `s${series ?? 1}` : "none" };
  const told = isTold ? number(value) : say("suppressed_short");
  return [
    svg("text", { x: 6, y: top + 14, "font-size": 14 }, label),
    svg("rect", shape),
    svg("text", { x: long + 8, y: top + 33, "font-size": 13, class: isTold ? "" : "quiet-text" }, told),
  ];
}

function numbers({ rows }) {
  const lines = rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label), el("td", { class: "num" }, row.value === null ? say("suppressed") : number(row.value))));
  return el("details", {}, el("summary", {}, say("as_table")), el("table", {}, el("tbody", {}, lines)));
}

function tools(holder, made) {
  const save = (name, act) => el("button", { type: "button", class: "quiet", on: { click: act } }, say(`save_${name}`));
  return el("div", { class: "row" },
    save("svg", () => download(`${made.file}.svg`, alone(holder).text, "image/svg+xml")),
    save("png", async () => download(`${made.file}.png`, await painted(holder))),
    save("csv", () => download(`${made.file}.csv`, csvOf(made), "text/csv")));
}

/** The numbers with the rules' date on each line; what is suppressed stays empty. */
export function csvOf({ title, note, rows }) {
  const quoted = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  const lines = rows.map((row) => [title, note, rulesAsOf, row.label, row.value].map(quoted).join(","));
  return ["chart,edition,rules_as_of,label,count", ...lines, ""].join("\r\n");
}

/** The drawing for a file that has no style sheet: its colours written into it, under its title. */
function alone(holder) {
  const shown = holder.querySelector("svg");
  const copy = shown.cloneNode(true);
  const [from, to] = [shown, copy].map((one) => [...one.querySelectorAll("*")]);
  from.forEach((one, place) => wear(to[place], getComputedStyle(one)));
  const [width, height] = ["width", "height"].map((name) => Number(shown.getAttribute(name)));
  const frame = { x: -MARGIN, y: -HEAD, width: width + 2 * MARGIN, height: height + HEAD + MARGIN };
  const look = getComputedStyle(holder.closest("figure"));
  const title = { x: 0, y: 18 - HEAD + MARGIN, "font-size": 16, "font-weight": 600, fill: look.color, "font-family": look.fontFamily };
  copy.prepend(
    svg("rect", { ...frame, fill: look.backgroundColor }),
    svg("text", title, shown.getAttribute("aria-label")));
  const size = { width: frame.width, height: frame.height };
  const said = { ...size, xmlns: "http://www.w3.org/2000/svg", viewBox: Object.values(frame).join(" ") };
  for (const [name, value] of Object.entries(said)) copy.setAttribute(name, value);
  return { ...size, text: new XMLSerializer().serializeToString(copy) };
}

function wear(one, look) {
  for (const name of ["fill", "stroke", "stroke-dasharray", "font-family"]) {
    one.setAttribute(name, look.getPropertyValue(name));
  }
}

/** The drawing as a picture, twice as fine as on the page. */
async function painted(holder) {
  const { width, height, text } = alone(holder);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = el("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
