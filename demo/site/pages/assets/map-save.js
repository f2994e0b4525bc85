// The map as a file: a picture that needs no style sheet, or its messages as a table. On each stand
// the rules' date and the seed, with which anybody can make the same again.
import { download, rulesAsOf, say, seed, svg } from "./page.js";
import { endOf, kindOf, stayedOf } from "./map-list.js";

const FOOT = 26;

/** Under which rules and with which people the map was drawn, in a line. */
function origin() {
  return say("saved_with", { rules: rulesAsOf, seed, day: document.getElementById("day").textContent });
}

const CARRIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-family", "font-size", "font-weight", "opacity"];

function standalone(map) {
  const copy = map.cloneNode(true);
  const [from, to] = [map, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of CARRIED) to[index].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role"]) to[index].removeAttribute(name);
  });
  const [, , width, drawn] = map.getAttribute("viewBox").split(" ").map(Number);
  const height = drawn + FOOT;
  const { backgroundColor: paper, color: ink } = getComputedStyle(document.body);
  copy.prepend(svg("rect", { width, height, fill: paper }));
  const line = svg("text", { x: 16, y: height - 10, fill: ink, "font-family": "sans-serif", "font-size": 11 });
  line.textContent = origin();
  copy.append(line);
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height })) copy.setAttribute(name, value);
  copy.removeAttribute("style");
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** Keep the map as it stands as SVG. */
export function saveSvg(map) {
  download("chimera-map.svg", standalone(map).text, "image/svg+xml");
}

/** Keep it as a picture of twice its size. */
export async function savePng(map) {
  const { text, width, height } = standalone(map);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.drawImage(picture, 0, 0, width, height);
  canvas.toBlob((blob) => download("chimera-map.png", blob, "image/png"), "image/png");
}

/** Keep the messages up to the one that is shown as a table, with what the list shows of each. */
export function saveCsv(messages, houses) {
  const head = ["n", "at", "model_at", "kind", "act", "from", "to", "list", "fields", "stayed"];
  const row = (one) => [one.n, one.at, one.model_at, one.kind, kindOf(one), endOf(one.from, houses), endOf(one.to, houses), one.list,
    Object.entries(one.fields).map(([name, value]) => `${name}=${value}`).join("; "), stayedOf(one, houses).join(" ")];
  const lines = [[`# ${origin()}`], head, ...messages.map(row)].map((cells) => cells.map(cell).join(","));
  download("chimera-messages.csv", `\ufeff${lines.join("\r\n")}\r\n`, "text/csv;charset=utf-8");
}

/** A cell is text, also to a spreadsheet that would take it for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
