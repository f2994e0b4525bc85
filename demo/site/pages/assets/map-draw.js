// Draws the houses, the bus and what moves between them.
import { language, number, say, svg } from "./page.js";
import { along, freeOf, layOut, wayOf } from "./map-layout.js";
import { fitted } from "./map-text.js";

// More dots than this at once tell nobody more; the number beside the bus counts all.
const MOST_DOTS = 40;
const TRAVEL_MS = 1400;
const SHOWN_LINES = 5;
const OURS = "※";
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

/** What a house is called. */
export function titleOf(house) {
  return house.title?.[language] ?? say(house.name);
}

/** How many fields there are, and which may leave for another authority. */
export function fieldsOf(house) {
  const all = house.tables.flatMap((table) => table.fields.map((field) => ({ ...field, table: table.name })));
  return { all, leaving: all.filter((field) => leaves(house, field)) };
}

const ABROAD = {
  issuer: /national platform|the gateway/,
  locality: /national platform|the gateway/,
  platform: /gateway|localit|everybody/,
  gateway: /partner/,
};

function leaves(house, field) {
  return ABROAD[house.role].test(field.goes_to);
}

/** The map in a figure; `choose(house)` is called for the one that somebody chooses. */
export class MapView {
  constructor(figure, head, choose) {
    this.figure = figure;
    this.head = head;
    this.choose = choose;
    this.houses = [];
    this.dots = [];
    this.chosen = null;
    const watch = new ResizeObserver(() => this.houses.length && this.#drawIfWider());
    for (const one of [figure, head]) watch.observe(one);
  }

  /** Show these houses, wherever they were before. */
  show(houses) {
    this.houses = houses;
    this.draw();
  }

  #drawIfWider() {
    const [width, head] = this.drawnFor ?? [0, 0];
    if (Math.abs(this.figure.clientWidth - width) > 8 || Math.abs(this.head.offsetHeight - head) > 4) this.draw();
  }

  draw() {
    const free = freeOf(this.houses, this.figure.clientWidth);
    this.head.style.maxWidth = free ? `${free}px` : "";
    this.drawnFor = [this.figure.clientWidth, this.head.offsetHeight];
    const plan = layOut(this.houses, ...this.drawnFor);
    this.plan = plan;
    this.ways = svg("g", { class: "ways" });
    this.moving = svg("g", { class: "dots", "aria-hidden": "true" });
    this.rate = svg("text", { class: "rate", x: plan.bus.x + plan.bus.w - 12, y: plan.bus.y + plan.bus.h / 2 + 4, "text-anchor": "end" });
    this.svg = svg("svg", { viewBox: `0 0 ${plan.width} ${plan.height}`, class: "the-map", role: "group", "aria-label": document.title },
      this.#lines(plan), this.ways, this.#bus(plan), this.rate, plan.departments.map((one) => this.#pill(one)),
      this.#partners(plan), this.houses.map((house) => this.#house(house, plan)), this.moving);
    this.figure.replaceChildren(this.svg);
    this.dots = [];
  }

  #bus({ bus, isNarrow }) {
    const label = svg("text", { x: bus.x + 14, y: bus.y + bus.h / 2 + 4, class: "bus-name" });
    label.textContent = isNarrow ? say("bus").split(/[:：]/)[0] : say("bus");
    return svg("g", { class: `bus ${this.isBusAway ? "dark" : ""}` }, svg("rect", { ...{ x: bus.x, y: bus.y, width: bus.w, height: bus.h }, rx: bus.h / 2 }), label);
  }

  /** Thin lines that are always there: who is joined to the bus, and who fetches from whom. */
  #lines(plan) {
    const onTheBus = (house) => house.role === "issuer" || house.role === "gateway";
    const all = this.houses.filter(onTheBus).map((house) => ({ from: house.name, to: "platform", kind: "listing" }));
    const lines = all.map((one) => this.#line(wayOf(plan, one), "way quiet listing"));
    const { partners, places: { gateway } } = plan;
    const [x, y] = plan.isNarrow ? [gateway.x + gateway.w / 2, gateway.y + gateway.h] : [gateway.x + gateway.w, partners.y + 19];
    lines.push(this.#line([[x, y], plan.isNarrow ? [x, partners.y] : [partners.x, y]], "way quiet fetched"));
    for (const house of this.houses.filter((one) => one.role === "locality" || one.role === "gateway"))
      lines.push(this.#line(wayOf(plan, { from: "platform", to: house.name, kind: "fetched" }), "way quiet fetched"));
    return svg("g", { class: "lines", "aria-hidden": "true" }, lines);
  }

  #line(way, name) {
    return svg("polyline", { points: way.map((point) => point.join(",")).join(" "), class: name });
  }

  #pill({ giver, count, x, y, w, h }) {
    const label = svg("text", { x: x + w / 2, y: y + h - 5, "text-anchor": "middle" });
    const name = giver ? `${giver.title[language]}${giver.origin === "ours" ? ` ${OURS}` : ""}` : say("departments", { n: number(count) });
    const { lines, size } = fitted(name, { width: w - 12, size: 11.5 });
    label.textContent = lines[0];
    label.style.fontSize = `${size}px`;
    return svg("g", { class: "department" }, svg("rect", { x, y, width: w, height: h, rx: h / 2 }), label);
  }

  #partners({ partners: { x, y, w, h } }) {
    const label = svg("text", { x: x + w / 2, y: y + h / 2 + 4, "text-anchor": "middle" });
    label.textContent = say("partners");
    return svg("g", { class: "department partners" }, svg("rect", { x, y, width: w, height: h, rx: h / 2 }), label);
  }

  #house(house, plan) {
    const { x, y, w, h } = plan.places[house.name];
    const eaves = y + 26;
    const roof = `M ${x - 6} ${eaves} L ${x + w / 2} ${y} L ${x + w + 6} ${eaves} Z`;
    const counts = this.#counts(house);
    const choose = () => this.choose(house);
    const made = svg("g", {
      class: `house ${house.role} ${house.is_lit ? "lit" : "dark"}${this.chosen === house.name ? " chosen" : ""}`,
      role: "button", tabindex: "0", "data-house": house.name,
      "aria-label": `${titleOf(house)}. ${counts.join(", ")}. ${say(house.is_lit ? "lit" : "is_dark")}`,
      on: { click: choose, keydown: (event) => pressed(event, choose) },
    },
    svg("rect", { x, y: eaves, width: w, height: h - 26, class: "walls" }), svg("path", { d: roof, class: "roof" }),
    this.#inside(house, { x, w, top: eaves + 22, counts, isNarrow: plan.isNarrow }));
    return made;
  }

  #counts(house) {
    const { all, leaving } = fieldsOf(house);
    const out = leaving.length ? say("leaves", { n: number(leaving.length) }) : say("none_leaves");
    return [say("holds", { tables: number(house.tables.length), fields: number(all.length) }), out];
  }

  #inside(house, { x, w, top, counts, isNarrow }) {
    const mark = house.origin === "ours" ? ` ${OURS}` : "";
    const title = fitted(titleOf(house) + mark, { width: w - 18, size: 14, weight: 700, most: 2 });
    const lines = title.lines.map((text) => ["house-title", text, title.size]);
    if (!house.is_lit) lines.push(["house-dark", say("is_dark")]);
    const room = (isNarrow ? 4 : SHOWN_LINES) - lines.length;
    const tables = shownTables(house).slice(0, room);
    for (const table of tables) lines.push(["house-table", clipped(table.name, w / 7.2) + (table.origin === "ours" ? ` ${OURS}` : "")]);
    const rest = house.tables.length - tables.length;
    if (rest > 0) lines.push(["house-more", say("more", { n: number(rest) })]);
    lines.push(["house-leaves", counts[1]]);
    return lines.map(([name, text, size], index) => {
      const line = svg("text", { x: x + 10, y: top + index * 17, class: name });
      line.textContent = text;
      if (size) line.style.fontSize = `${size}px`;
      return line;
    });
  }

  /** Mark the house that is being looked at. */
  mark(name) {
    this.chosen = name;
    for (const one of this.svg.querySelectorAll(".house")) one.classList.toggle("chosen", one.dataset.house === name);
  }

  /** The broker does not answer: houses stand, and nothing crosses between them. */
  darkenBus(isAway) {
    this.isBusAway = isAway;
    this.svg?.querySelector(".bus").classList.toggle("dark", isAway);
  }

  /** Let dots of these messages go their ways. */
  send(messages) {
    if (isStill.matches || document.hidden) return this.showWay(messages.at(-1));
    const room = MOST_DOTS - this.dots.length;
    const each = Math.max(1, Math.ceil(messages.length / Math.max(room, 1)));
    const now = performance.now();
    messages.filter((_, index) => room > 0 && index % each === 0).forEach((message, index) => {
      const way = wayOf(this.plan, message);
      if (way) this.dots.push({ way, start: now + index * 25, dot: this.#dot(message, way[0]) });
    });
    if (this.dots.length && !this.isMoving) this.#move();
  }

  #dot(message, [x, y]) {
    const dot = svg("circle", { r: 6, cx: x, cy: y, class: `dot ${message.kind} ${message.act}` });
    this.moving.append(dot);
    return dot;
  }

  #move() {
    this.isMoving = true;
    requestAnimationFrame((now) => {
      this.dots = this.dots.filter((one) => step(one, now));
      if (this.dots.length) this.#move();
      else this.isMoving = false;
    });
  }

  /** Show the way of one message, standing still: for the replay, and for who wants no motion. */
  showWay(message) {
    const way = message && wayOf(this.plan, message);
    this.ways?.replaceChildren();
    if (!way) return;
    const [x, y] = way.at(-1);
    this.ways.append(this.#line(way, `way shown ${message.kind}`), svg("circle", { cx: x, cy: y, r: 7, class: `dot ${message.kind} ${message.act}` }));
  }

  /** How many messages crossed in the last second. */
  tellRate(count) {
    this.rate.textContent = count ? say("per_second", { n: number(count) }) : "";
  }
}

/** The tables that are about parties, before those that only keep the house in order. */
function shownTables(house) {
  const weight = ({ fields }) => 2 * fields.some((field) => field.personal) + fields.some((field) => /part(y|ner)|public|everybody/.test(field.goes_to));
  return [...house.tables].sort((a, b) => weight(b) - weight(a));
}

function step(one, now) {
  const share = (now - one.start) / TRAVEL_MS;
  if (share >= 1) {
    one.dot.remove();
    return false;
  }
  const [x, y] = along(one.way, Math.max(share, 0));
  one.dot.setAttribute("cx", x);
  one.dot.setAttribute("cy", y);
  return true;
}

/** Enter and space press what is a button. */
export function pressed(event, act) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act();
}

function clipped(text, most) {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
}
