// The parts of a story's page: what it is about, what a step shows, where to look, how it ended.
import { el, language, say } from "./page.js";

const asked = new URLSearchParams(location.search).get("lang");

/** What was reported, with its source; unfolded where the story begins. */
export function world(story, isOpen) {
  if (!story.world) return "";
  const source = el("small", {}, say("source", { source: story.world.source[language] }));
  return el("details", { open: isOpen }, el("summary", {}, say("in_the_world")), el("p", {}, story.world[language], " ", source));
}

/** A step's name, its two sentences, and where the paper speaks of it. */
export function explanation(step) {
  const ours = step.shows === "ours" ? [" ", el("abbr", { class: "ours", title: say("ours") }, "※")] : "";
  return [el("h3", {}, step.name[language], ours), el("p", { class: "says" }, step.says[language]), el("p", { class: "hint" }, restsOn(step))];
}

function restsOn(step) {
  const lines = [say(`shows_${step.shows}`), step.section ? section(step) : say("not_in_paper")];
  if (step.source) lines.push(say("taken_from", { source: step.source[language] }));
  return lines.map((line) => el("span", { class: "line" }, line));
}

/** A heading of the paper in this page's language; its own words stand beside a translation. */
function section({ section: heading, footnote }) {
  const note = footnote ? say("footnote", { n: footnote }) : "";
  const own = language === "en" ? "" : [" ", el("span", { lang: "en" }, heading.en)];
  return [say("paper_section", { section: heading[language] }), own, note];
}

/** Links to a house of the map below, or to a page that shows it. */
export function places(look) {
  if (!look.length) return "";
  return el("div", { class: "look" }, el("h4", {}, say("look")), el("ul", {}, look.map((one) => el("li", {}, one.house ? houseLink(one) : pageLink(one)))));
}

function pageLink({ title, address }) {
  const isData = address.includes("/v1/");
  const href = asked && !isData ? `${address}?lang=${asked}` : address;
  return el("a", { href, target: "_blank", rel: "noopener" }, title[language], el("span", { "aria-hidden": "true" }, " ↗"), el("span", { class: "only-read" }, say("opens_beside")));
}

/** A house of the map below is chosen as if it had been clicked. */
function houseLink({ title, house }) {
  const click = (event) => {
    event.preventDefault();
    document.querySelector(`[data-house="${house}"]`)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  };
  return el("a", { href: "#map", on: { click } }, title[language]);
}

/** What was said and done, folded: it is a log, and in English. */
export function log(lines) {
  const said = lines.filter((line) => line !== "as told");
  if (!said.length) return "";
  const note = language === "en" ? "" : el("p", { class: "hint" }, say("log_english"));
  return el("details", { class: "log" }, el("summary", {}, say("said")), note, el("ul", { class: "said", lang: "en" }, said.map((line) => el("li", {}, line))));
}

/** How it ended on this model, and the harm that stays. */
export function ending({ here, remains }) {
  return el("div", { class: "ending" }, el("h4", {}, say("ended")), el("p", {}, here[language]), el("h4", {}, say("remains")), el("p", {}, remains[language]));
}

/** What made the difference, or why nothing would have; unfolded where the story has ended. */
export function safeguard(story, isOpen) {
  if (!story.safeguard) return "";
  const where = story.safeguard.where ? el("small", {}, say("found_at", { where: story.safeguard.where[language] })) : "";
  const mark = story.helps ? el("span", { class: "ours", "aria-hidden": "true" }, " ※") : "";
  return el("details", { open: isOpen }, el("summary", {}, say(story.helps ? "helped" : "helped_none")), el("p", {}, story.safeguard[language], mark, " ", where));
}
