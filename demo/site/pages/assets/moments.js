// Moments: what was saved, and a wish to save or to go back, followed until the site is here again.
import { el, getJson, language, Problem, postJson, put, say, sayProblem, sorry } from "./page.js";

const EVERY_MS = 700;
// By then a stack of many services has long stopped and started again.
const PATIENCE_MS = 180_000;
const byId = (id) => document.getElementById(id);
const tag = language === "zh" ? "zh-CN" : "en-GB";
const dayOf = (day) => new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
const timeOf = (at) => new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

async function show() {
  const told = await getJson("/moments/known");
  byId("not-here").hidden = told.can;
  byId("save").hidden = !told.can;
  byId("none").hidden = !told.can || told.moments.length > 0;
  put(byId("moments"), told.moments.map(line));
  return told;
}

function line({ name, day, saved_at: at }) {
  return el("li", { "data-moment": name },
    el("div", {}, el("span", { class: "name" }, name), el("small", {}, [day ? say("moment_day", { day: dayOf(day) }) : "", say("moment_saved", { at: timeOf(at) })].filter(Boolean).join(" · "))),
    el("button", { type: "button", class: "quiet", "aria-label": `${say("moment_go_back")}: ${name}`, on: { click: () => ask(name) } }, say("moment_go_back")));
}

function ask(name) {
  const sure = byId("sure");
  byId("sure-title").textContent = say("moment_sure", { name });
  sure.returnValue = "no";
  sure.addEventListener("close", () => sure.returnValue === "yes" && wish("load", name), { once: true });
  sure.showModal();
}

async function wish(verb, name) {
  isBusy(true);
  put(byId("outcome"));
  try {
    const { id } = await postJson("/moments/wishes", { do: verb, name });
    await follow(id, verb);
  } catch (problem) {
    put(byId("outcome"), sorry(problem));
  }
  isBusy(false);
}

/** Ask until it is done; while everything stands still the site itself does not answer. */
async function follow(id, verb) {
  tell(verb, "stopping");
  const until = Date.now() + PATIENCE_MS;
  let wasAway = false;
  while (Date.now() < until) {
    await pause();
    const told = await getJson("/moments/known").catch((problem) => problem);
    if (told instanceof Problem) {
      if (told.code !== "unreachable") throw told;
      wasAway = true;
      tell(verb, "away");
    } else if (!told.latest || told.latest.id !== id) throw new Problem(say("moment_overtaken"), 0, "overtaken");
    else if (told.latest.state === "done") return finish(told.latest);
    else if (told.latest.state === "failed") return fail(told.latest);
    else if (wasAway) tell(verb, "starting");
  }
  throw new Problem(say("moment_too_long"), 0, "too_long");
}

function tell(verb, stage) {
  const words = say(stage === "away" ? `moment_away_${verb}` : `moment_${stage}`);
  if (byId("doing").textContent !== words) byId("doing").textContent = words;
}

async function finish({ do: verb, name }) {
  await show();
  put(byId("outcome"), el("p", { class: "note good" }, say(verb === "save" ? "moment_is_saved" : "moment_is_loaded", { name }), " ",
    el("a", { href: `/${location.search}` }, say("to_the_map"))));
}

async function fail({ reason, said }) {
  await show();
  const words = sayProblem(reason, say("moment_failed"));
  put(byId("outcome"), el("div", { class: "note warn", role: "alert" }, el("p", {}, words), reason === "failed" || reason === "not_started" ? el("p", { lang: "en" }, el("small", {}, `${said}.`)) : ""));
}

function isBusy(yes) {
  byId("progress").hidden = !yes;
  for (const button of document.querySelectorAll("#save button, #moments button")) button.disabled = yes;
}

async function open() {
  try {
    const { latest } = await show();
    if (!latest || (latest.state !== "wished" && latest.state !== "doing")) return;
    isBusy(true);
    await follow(latest.id, latest.do);
  } catch (problem) {
    put(byId("outcome"), sorry(problem));
  }
  isBusy(false);
}

byId("save").addEventListener("submit", (event) => {
  event.preventDefault();
  wish("save", byId("name").value.trim());
});
open();
