// A story above the map: one step at a time, with an address of its own.
import { el, getJson, language, postJson, put, say, sorry } from "./page.js";

/** Show a story's step in its place, and play it when asked. */
export class StoryView {
  constructor(place) {
    this.place = place;
    this.name = place.dataset.story;
    this.step = Number(place.dataset.step);
  }

  async open() {
    try {
      this.story = await getJson(`/map/stories/${this.name}`);
      this.draw();
    } catch (problem) {
      put(this.place, sorry(problem));
    }
  }

  draw() {
    const { story, step } = this;
    const shown = story.steps[step - 1];
    document.title = `${story.title[language]} · ${step}`;
    put(this.place,
      el("p", { class: "hint" }, say("step_of", { n: step, all: story.steps.length }), " · ", el("a", { href: this.#address("/stories") }, say("back_to"))),
      el("h2", {}, story.title[language]), language === "zh" && !shown.zh ? el("p", { class: "hint" }, say("english_only")) : "", this.#world(),
      el("h3", {}, (language === "zh" && shown.name_zh) || shown.name), el("p", {}, shown[language] ?? shown.en),
      shown.section ? el("p", { class: "hint" }, say("paper_section", { section: shown.section })) : "",
      this.#told(), this.#buttons());
  }

  #world() {
    const { story } = this;
    if (!story.in_the_world) return "";
    return el("details", { open: this.step === 1 }, el("summary", {}, say("in_the_world")),
      el("p", { lang: "en" }, story.in_the_world, " ", el("small", {}, story.source)),
      el("p", { lang: "en" }, el("strong", {}, say(story.is_guarded ? "helped" : "helped_none")), ` ${story.safeguard}`));
  }

  #told() {
    const { story, step } = this;
    const told = story.told[step - 1];
    if (!told) return el("p", { class: "soft" }, say(story.told.some((one) => !one.ok) ? "never_reached" : "not_played"));
    const end = told.ok ? say("as_told") : say("not_as_told", { problem: told.problem });
    const lines = told.lines.filter((line) => line !== "as told");
    return el("div", {}, el("h4", {}, say("said")), el("ul", { class: "said", lang: "en" }, lines.map((line) => el("li", {}, line))),
      el("p", { class: `note ${told.ok ? "good" : "bad"}` }, end));
  }

  #buttons() {
    const { story, step } = this;
    const isTold = step <= story.told.length;
    const canPlay = !isTold && story.told.every((one) => one.ok);
    return el("div", { class: "row" },
      step > 1 ? el("a", { class: "button quiet", href: this.#address(`/story/${this.name}/${step - 1}`), on: this.#goes(step - 1) }, say("before")) : "",
      canPlay ? el("button", { type: "button", id: "play", on: { click: () => this.play() } }, say("play_to_here")) : "",
      step < story.steps.length ? el("a", { class: canPlay ? "button quiet" : "button", href: this.#address(`/story/${this.name}/${step + 1}`), on: this.#goes(step + 1) }, say("next")) : "");
  }

  /** Other steps are shown without leaving the map, whose messages would be lost; the address is theirs. */
  #goes(step) {
    return {
      click: (event) => {
        event.preventDefault();
        history.pushState({ step }, "", event.currentTarget.href);
        this.go(step);
      },
    };
  }

  go(step) {
    this.step = step;
    this.draw();
    this.place.querySelector("h3").setAttribute("tabindex", "-1");
    this.place.querySelector("h3").focus();
  }

  async play() {
    const button = this.place.querySelector("#play");
    button.disabled = true;
    button.after(el("span", { class: "soft", role: "status" }, say("playing")));
    try {
      this.story = await postJson(`/map/stories/${this.name}/${this.step}`, {});
      this.draw();
    } catch (problem) {
      this.draw();
      this.place.append(sorry(problem));
    }
  }

  #address(path) {
    const asked = new URLSearchParams(location.search).get("lang");
    return asked ? `${path}?lang=${asked}` : path;
  }
}
