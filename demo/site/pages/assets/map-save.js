// The map as a file: a picture that needs no style sheet.
import { download, svg } from "./page.js";

const CARRIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-family", "font-size", "font-weight", "opacity"];

function standalone(map) {
  const copy = map.cloneNode(true);
  const [from, to] = [map, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of CARRIED) to[index].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role"]) to[index].removeAttribute(name);
  });
  const [, , width, height] = map.getAttribute("viewBox").split(" ");
  const paper = getComputedStyle(document.body).backgroundColor;
  copy.prepend(svg("rect", { width, height, fill: paper }));
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height })) copy.setAttribute(name, value);
  return { text: new XMLSerializer().serializeToString(copy), width: Number(width), height: Number(height) };
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
