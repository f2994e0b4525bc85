// Text that must fit: measured, made a little smaller, broken into lines, and only then cut.
import { language } from "./page.js";

const pen = document.createElement("canvas").getContext("2d");
const SANS = getComputedStyle(document.documentElement).getPropertyValue("--sans") || "sans-serif";
const SMALLEST = 0.84;

function widthOf(text, size, weight) {
  pen.font = `${weight} ${size}px ${SANS}`;
  return pen.measureText(text).width;
}

/** The text in at most so many lines, and the size at which they fit. */
export function fitted(text, { width, size, weight = 400, most = 1 }) {
  for (const smaller of [size, size * 0.92, size * SMALLEST]) {
    const lines = broken(text, (part) => widthOf(part, smaller, weight) <= width);
    if (lines && lines.length <= most) return { lines, size: smaller };
  }
  const smallest = size * SMALLEST;
  return { lines: [cut(text, (part) => widthOf(part, smallest, weight) <= width)], size: smallest };
}

/** Lines that each fit, broken between words, or characters in Chinese; null if one word is too long. */
function broken(text, fits) {
  const [pieces, glue] = language === "zh" ? [[...text], ""] : [text.split(" "), " "];
  const lines = [];
  for (const piece of pieces) {
    const longer = lines.length ? `${lines.at(-1)}${glue}${piece}` : piece;
    if (lines.length && fits(longer)) lines[lines.length - 1] = longer;
    else if (!fits(piece)) return null;
    else lines.push(piece);
  }
  return lines;
}

/** As much of the text as fits, with dots. */
export function cut(text, fits) {
  if (fits(text)) return text;
  let kept = text;
  while (kept.length > 1 && !fits(`${kept}…`)) kept = kept.slice(0, -1);
  return `${kept}…`;
}
