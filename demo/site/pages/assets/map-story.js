// A story above the map: one step at a time, with an address of its own.
import { el, getJson, language, postJson, put, say, sorry } from "./page.js";
import { ending, explanation, log, places, safeguard, world } from "./story-words.js";

const asked = new URLSearchParams(location.search).get("lang");
const address = (path) => (asked ? `${path}?lang=${asked}` : path);

/** Show a story's step in its place, and play it when asked. */
export class StoryView {
  constructor(place) {
    this.place = place;
    this.name = place.dataset.story;
    this.step = Number(place.dataset.step);
    this.playing = false;
  }

  async open() {
    try {
      this.story = await getJson(`/map/stories/${this.name}`);
      this.draw();
    } catch (problem) {
      put(this.place, sorry(problem), el("p", {}, el("a", { class: "button quiet", href: address("/stories") }, say("back_to"))));
    }
  }

  get #isLast() {
    return this.step === this.story.steps.length;
  }

  get #hasEnded() {
    return this.#isLast && Boolean(this.story.ending);
  }

  get #hasFailed() {
    return this.story.told.some((one) => !one.ok);
  }

  draw() {
    const { story, step } = this;
    document.title = `${story.title[language]} · ${step}`;
    put(this.place, el("div", { class: "sides" }, el("div", {}, this.#main()), el("div", { class: "beside" }, this.#beside())));
  }

  /** The step itself: on a telephone this comes first, and what stands beside it below. */
  #main() {
    const { story, step } = this;
    return [
      el("p", { class: "hint" }, say("step_of", { n: step, all: story.steps.length }), " · ", el("a", { href: address("/stories") }, say("back_to"))),
      el("h2", {}, story.title[language]), explanation(story.steps[step - 1]), this.#told(),
      this.#hasEnded ? ending(story.ending) : "", this.#buttons(),
    ];
  }

  #beside() {
    const { story, step } = this;
    const told = story.told[step - 1];
    return [places(story.steps[step - 1].look), told ? log(told.lines) : "", world(story, step === 1 && !told), safeguard(story, this.#hasEnded)];
  }

  #told() {
    const told = this.story.told[this.step - 1];
    if (!told) return el("p", { class: "soft" }, say(this.#hasFailed ? "never_reached" : "not_played"));
    if (told.ok) return el("p", { class: "note good" }, say("as_told"));
    const problem = el("code", { lang: "en" }, told.problem);
    return el("div", { class: "note bad" }, el("p", {}, say("not_as_told"), " ", problem), el("p", {}, say("fresh_start")));
  }

  #buttons() {
    const { story, step } = this;
    const canPlay = step > story.told.length && !this.#hasFailed;
    const play = el("button", { type: "button", id: "play", disabled: this.playing, on: { click: () => this.play() } }, say("play_to_here"));
    return el("div", { class: "row" },
      step > 1 ? this.#way(step - 1, "before", true) : "", canPlay ? play : "", this.#isLast ? "" : this.#way(step + 1, "next", canPlay),
      el("div", { id: "progress", class: "progress", role: "status" }));
  }

  /** Other steps are shown without leaving the map, whose messages would be lost; the address is theirs. */
  #way(step, word, isQuiet) {
    const click = (event) => {
      event.preventDefault();
      history.pushState({ step }, "", event.currentTarget.href);
      this.go(step);
    };
    return el("a", { class: isQuiet ? "button quiet" : "button", href: address(`/story/${this.name}/${step}`), on: { click } }, say(word));
  }

  go(step) {
    this.step = step;
    this.draw();
    this.#tellProgress();
    this.#focus();
  }

  #focus() {
    const title = this.place.querySelector("h3");
    title.setAttribute("tabindex", "-1");
    title.focus();
  }

  /** One step after the other up to this one, so that everybody sees how far it is. */
  async play() {
    const until = this.step;
    this.playing = true;
    this.place.querySelector("#play").disabled = true;
    try {
      while (this.story.told.length < until && !this.#hasFailed) await this.#playNext(until);
      this.#stopPlaying();
    } catch (problem) {
      this.#stopPlaying();
      put(this.place.querySelector("#progress"), sorry(problem));
    }
  }

  async #playNext(until) {
    const next = this.story.told.length + 1;
    this.now = { next, until };
    this.#tellProgress();
    this.story = await postJson(`/map/stories/${this.name}/${next}`, {});
  }

  #stopPlaying() {
    this.playing = false;
    this.now = null;
    this.draw();
    this.#focus();
  }

  #tellProgress() {
    if (!this.now) return;
    const { next, until } = this.now;
    const name = this.story.steps[next - 1].name[language];
    const words = say("playing", { n: next, all: until, name });
    put(this.place.querySelector("#progress"), el("progress", { "aria-label": words }), el("span", {}, words));
  }
}
