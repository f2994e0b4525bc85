// Where everything stands on the map, wide or narrow, and by which way a message goes.

const WIDE = 720;
const GAP = 16;

export const isLocality = (house) => house.role === "locality";
const isCentre = (house) => house.role === "platform" || house.role === "gateway";

/** Places of all houses, of departments and of the bus, for a map this many pixels wide. On a wide one
 * the head of the page, so many pixels high, stands in the map's upper left. */
export function layOut(houses, width, head) {
  return width < WIDE ? narrow(houses, Math.max(width, 300)) : wide(houses, width, head);
}

/** How much of the map's upper left no department stands in; 0 on a narrow map, which has no room. */
export function freeOf(houses, width) {
  if (width < WIDE) return 0;
  const outer = outerOf(houses);
  const columns = columnsOf(outer, width);
  const first = outer.slice(0, columns).findIndex((house) => house.gives?.length);
  return first < 0 ? width : (first * (width - GAP)) / columns - GAP;
}

const columnsOf = (outer, width) => Math.min(Math.max(outer.length, 4), width < 900 ? 4 : 6);

/** Who says something to the bus stands first, then the localities. */
function outerOf(houses) {
  const outer = houses.filter((house) => !isCentre(house));
  return [...outer.filter((house) => !isLocality(house)), ...outer.filter(isLocality)];
}

function wide(houses, width, head) {
  const outer = outerOf(houses);
  const columns = columnsOf(outer, width);
  const gap = GAP;
  const size = { w: (width - gap * (columns + 1)) / columns, h: 160 };
  const pills = pillsOf(houses, size.w);
  const places = {};
  const rows = Math.ceil(outer.length / columns);
  const first = Math.max(4 + pills.height, head + 8);
  // Departments above a second row need their room too.
  const between = rows > 1 && outer.slice(columns).some((house) => house.gives?.length) ? pills.height + 8 : 26;
  outer.forEach((house, index) => {
    const row = Math.floor(index / columns);
    places[house.name] = { x: gap + (index % columns) * (size.w + gap), y: first + row * (size.h + between), ...size };
  });
  const busY = first + (rows - 1) * (size.h + between) + size.h + 26;
  const centre = { w: Math.min(320, width * 0.3), h: 160, y: busY + 58 };
  places.platform = { ...centre, x: width * 0.22 - centre.w / 2 + 40 };
  places.gateway = { ...centre, x: width * 0.68 - centre.w / 2 };
  return {
    width, height: centre.y + centre.h + 8, places, isNarrow: false,
    bus: { x: gap, y: busY, w: width - 2 * gap, h: 30 },
    partners: { x: places.gateway.x + centre.w + 40, y: centre.y + 62, w: Math.min(110, width * 0.12), h: 38 },
    departments: pills.place(places),
  };
}

/** Departments stand as labels above the roof of their locality. */
function pillsOf(houses, w) {
  const most = Math.max(0, ...houses.map((house) => house.gives?.length ?? 0));
  const each = 20;
  return {
    height: most ? most * each + 14 : 0,
    place(places) {
      return houses.flatMap((house) => {
        const at = places[house.name];
        const top = at.y - 14 - (house.gives?.length ?? 0) * each;
        return (house.gives ?? []).map((giver, index) => ({ house: house.name, giver, x: at.x + 8, y: top + index * each, w: w - 16, h: 17 }));
      });
    },
  };
}

function narrow(houses, width) {
  const gap = 12;
  const size = { w: (width - 3 * gap) / 2, h: 150 };
  const places = {};
  const departments = [];
  const outer = outerOf(houses);
  let y = 8;
  outer.forEach((house, index) => {
    const isRight = index % 2 === 1;
    const pair = outer.slice(index - (index % 2), index - (index % 2) + 2);
    const above = pair.some((one) => one.gives?.length) ? 30 : 0;
    places[house.name] = { x: gap + (isRight ? size.w + gap : 0), y: y + above, ...size };
    if (house.gives?.length) departments.push(together(house, places[house.name]));
    if (isRight || index === outer.length - 1) y += above + size.h + 18;
  });
  const bus = { x: gap, y: y + 6, w: width - 2 * gap, h: 30 };
  const centre = { w: size.w, h: 170, y: bus.y + 80 };
  places.platform = { ...centre, x: gap };
  places.gateway = { ...centre, x: 2 * gap + size.w };
  const partners = { x: places.gateway.x + size.w / 2 - 50, y: centre.y + centre.h + 26, w: 100, h: 34 };
  return { width, height: partners.y + 46, places, bus, partners, departments, isNarrow: true };
}

/** On a small screen all departments of a place are one label. */
function together(house, at) {
  return { house: house.name, giver: null, count: house.gives.length, x: at.x, y: at.y - 30, w: at.w, h: 20 };
}

/** The points by which a message goes; null if one of its ends is not on the map. */
export function wayOf(plan, message) {
  if (message.kind === "local") return localWay(plan, message);
  const start = plan.places[message.from];
  const end = plan.places[message.to];
  if (!start || !end) return null;
  if (message.kind === "edition") return [[start.x + start.w / 2, start.y + 6], [start.x + start.w / 2, start.y + 40]];
  return message.kind === "fetched" ? httpWay(plan, start, end) : busWay(plan, start, end);
}

function busWay(plan, start, end) {
  const from = foot(start, plan);
  const to = foot(end, plan);
  const y = plan.bus.y + plan.bus.h / 2;
  // Above the bus, houses stand in rows: a line leaves beside the house and not through others.
  return [...from, [from.at(-1)[0], y], [to.at(-1)[0], y], ...[...to].reverse()];
}

/** What is fetched goes beside the bus and never over it. */
function httpWay(plan, start, end) {
  if (end.y > plan.bus.y) {
    const y = start.y + start.h - 28;
    return [[start.x + start.w, y], [end.x, y]];
  }
  const from = start.x + start.w / 2 + 16;
  const to = foot(end, plan, 14);
  const y = plan.bus.y + plan.bus.h + 14;
  return [[from, start.y + 10], [from, y], [to.at(-1)[0], y], ...[...to].reverse()];
}

function foot(place, plan, aside = 0) {
  const middle = place.x + place.w / 2 + aside;
  if (place.y > plan.bus.y) return [[middle, place.y + 6]];
  const below = place.y + place.h;
  const isLast = plan.bus.y - below < 60;
  if (isLast) return [[middle, below]];
  const side = place.x + place.w + 6;
  return [[middle, below], [middle, below + 8], [side, below + 8]];
}

function localWay(plan, message) {
  const giver = message.from.split("/")[1];
  const at = plan.places[message.to];
  const own = plan.departments.filter((one) => one.house === message.to);
  const start = own.find((one) => one.giver?.name === giver) ?? own[0];
  if (!start || !at) return null;
  return [[start.x + start.w / 2, start.y + start.h], [at.x + at.w / 2, at.y + 4], [at.x + at.w / 2, at.y + 40]];
}

/** A point this far (0 to 1) along a way. */
export function along(way, share) {
  const lengths = way.slice(1).map(([x, y], i) => Math.hypot(x - way[i][0], y - way[i][1]));
  let left = share * lengths.reduce((sum, one) => sum + one, 0);
  for (const [i, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const part = left / length;
      const [a, b] = [way[i], way[i + 1]];
      return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
    }
    left -= length;
  }
  return way.at(-1);
}
