// Coming in, changing places and leaving, alike on every page of the desk.

import { Officers } from "./desk-officers.js";
import { at, el, say } from "./desk-pieces.js";
import { getJson, sorry } from "/assets/page.js";

const KEPT = "chimera-desk"; // so that a change of language sends nobody away
const SEATS = ["clerk", "second_clerk", "reviewer", "appeals", "appeals_above"];

/** The officers at this desk; `shown` is told whenever another one acts, or nobody is left. */
export function seat(shown) {
  const officers = new Officers();
  const show = () => {
    const isIn = officers.current !== null;
    at("sign-in").hidden = isIn;
    at("officers").hidden = at("desk").hidden = !isIn;
    sessionStorage.setItem(KEPT, JSON.stringify(officers.all.map((one) => one.token)));
    at("who").replaceChildren(...officers.all.map((one) => chip(officers, one, show)));
    shown(isIn);
  };
  listen(officers, show);
  offer(officers, show);
  for (const token of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) officers.bring(token);
  return { officers, show };
}

function chip(officers, one, show) {
  const choose = () => {
    officers.current = one;
    show();
  };
  const pressed = String(one === officers.current);
  return el("button", { type: "button", class: "quiet", "aria-pressed": pressed, on: { click: choose } },
    `${one.name} · ${one.roles.map((role) => say(`role_${role}`)).join(", ")}`);
}

function listen(officers, show) {
  at("bring").addEventListener("submit", (event) => {
    event.preventDefault();
    const isIn = officers.bring(at("token").value.trim());
    at("token").value = "";
    at("token-answer").textContent = isIn ? "" : say("token_unreadable");
    if (isIn) show();
  });
  at("another").addEventListener("click", () => {
    at("sign-in").hidden = false;
    at("token").focus();
  });
  at("leave").addEventListener("click", () => {
    officers.leave();
    show();
  });
}

// The demonstration seats a visitor without a token of their own; where there is none, nothing is offered.
async function offer(officers, show) {
  const { site, authority } = at("sign-in").dataset;
  const given = site ? await getJson(`${site}/officers/${authority}`).catch(() => null) : null;
  if (!given?.seats.length) return;
  const sit = async (one) => {
    try {
      officers.bring((await getJson(`${site}/officers/${authority}/${one}/token`, { method: "POST" })).access_token);
      show();
    } catch (problem) {
      at("token-answer").replaceChildren(sorry(problem));
    }
  };
  const chair = (one) => el("button", { type: "button", "data-seat": one, on: { click: () => sit(one) } }, say(`seat_${one}`));
  at("seats").replaceChildren(...SEATS.filter((one) => given.seats.includes(one)).map(chair));
  at("offered").hidden = false;
}
