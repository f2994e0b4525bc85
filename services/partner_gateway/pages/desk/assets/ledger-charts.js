// Bars as plain SVG, and three ways to keep them: SVG, PNG, CSV, each with the date of the rules.
import { download, el, number, rulesAsOf, say, svg } from "./page.js";

const VALUES = 70;
const TOP = 34;
const FOOT = 30;
const PAINTED = ["fill", "stroke", "stroke-dasharray", "font-family", "font-size", "font-weight"];

/** How bars stand: beside their names, or below them where there is little room. */
function measured() {
  const width = document.getElementById("told").clientWidth;
  return width < 560 ? { width, left: 0, row: 46, name: 14, bar: 20 } : { width, left: 280, row: 28, name: 17, bar: 3 };
}

/** A figure: `rows` are {label, count}, a count of null being under the least that is shown. */
export function bars(title, rows, { least, name }) {
  const places = measured();
  const height = TOP + rows.length * places.row + FOOT;
  const most = Math.max(least, ...rows.map((one) => one.count ?? 0));
  const drawn = svg(
    "svg",
    { viewBox: `0 0 ${places.width} ${height}`, role: "img", "aria-label": title, xmlns: "http://www.w3.org/2000/svg" },
    svg("title", {}, title),
    svg("text", { x: 0, y: 16, "font-weight": 600 }, short(title, places.width)),
    svg("line", { class: "axis", x1: places.left, x2: places.left, y1: TOP - 6, y2: height - FOOT + 4 }),
    rows.map((one, place) => bar(one, TOP + place * places.row, places, { most, least })),
    svg("text", { class: "quiet-text", x: 0, y: height - 6 }, short(say("rules_of", { day: rulesAsOf }), places.width)),
  );
  return el("figure", { class: "chart" }, drawn, saves(drawn, rows, name));
}

function bar({ label, count, series = "s1" }, y, places, { most, least }) {
  const { width, left } = places;
  const long = Math.max(1, (width - left - VALUES) * ((count ?? least) / most));
  const text = count === null ? say("few", { least: number(least) }) : number(count);
  const beside = left > 0 ? { x: left - 8, "text-anchor": "end" } : { x: 0 };
  return svg(
    "g",
    {},
    svg("title", {}, `${label}: ${text}`),
    svg("text", { ...beside, y: y + places.name }, short(label, left || width)),
    svg("rect", { class: count === null ? "none" : series, x: left, y: y + places.bar, width: long, height: 20, rx: 2 }),
    svg("text", { x: left + long + 6, y: y + places.bar + 15, class: count === null ? "quiet-text" : null }, text),
  );
}

/** As much of a text as fits: a letter has about 7 pixels, a Chinese character twice that. */
function short(label, width) {
  let room = width / 7;
  let kept = "";
  for (const letter of label) {
    room -= letter > "\u2e7f" ? 2 : 1;
    if (room < 0) return `${kept.trimEnd()}…`;
    kept += letter;
  }
  return kept;
}

function saves(drawn, rows, name) {
  const button = (kind, act) => el("button", { type: "button", class: "quiet", "data-save": kind, on: { click: act } }, say("save", { kind }));
  return el(
    "div",
    { class: "row saves" },
    button("SVG", () => download(`${name}.svg`, painted(drawn), "image/svg+xml")),
    button("PNG", () => savePng(drawn, `${name}.png`)),
    button("CSV", () => download(`${name}.csv`, asCsv(rows), "text/csv")),
  );
}

/** The picture by itself: with the colours of this page written into it, on its ground. */
function painted(drawn) {
  const copy = drawn.cloneNode(true);
  const [from, to] = [drawn, copy].map((one) => [...one.querySelectorAll("rect, text, line")]);
  from.forEach((one, place) => {
    const style = getComputedStyle(one);
    for (const name of PAINTED) to[place].setAttribute(name, style.getPropertyValue(name));
  });
  const { width, height } = drawn.viewBox.baseVal;
  const ground = getComputedStyle(document.body).backgroundColor;
  copy.prepend(svg("rect", { x: -12, y: -8, width: width + 24, height: height + 16, fill: ground }));
  copy.setAttribute("viewBox", `-12 -8 ${width + 24} ${height + 16}`);
  copy.setAttribute("width", width + 24);
  copy.setAttribute("height", height + 16);
  return new XMLSerializer().serializeToString(copy);
}

async function savePng(drawn, name) {
  const address = URL.createObjectURL(new Blob([painted(drawn)], { type: "image/svg+xml" }));
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = el("canvas", { width: picture.width * 2, height: picture.height * 2 });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => download(name, blob));
}

/** An empty count is under the least that is shown. */
function asCsv(rows) {
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const line = (one) => [one.id ?? one.label, one.label, one.count ?? "", rulesAsOf].map(String).map(cell).join(",");
  return `${["id,label,parties,rules_as_of", ...rows.map(line)].join("\r\n")}\r\n`;
}
