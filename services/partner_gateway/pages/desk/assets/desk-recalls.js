// Recalls as they arrive, each with the three answers that there are.
import { el, getJson, postJson, put, say } from "./page.js";
import { clock, day } from "./desk-answer.js";
import { postCall, readCall, showCall } from "./desk-calls.js";

const DONE = ["undone", "nothing_to_undo", "cannot_undo"];
const EVERY_MS = 10_000;

/** Watches one partner's recalls until `stop`. */
export class Recalls {
  constructor(partner, explain) {
    Object.assign(this, { partner, explain, after: 0, found: new Map(), isOver: false });
    this.place = document.getElementById("recalls");
    this.status = document.getElementById("looked");
    put(this.place);
  }

  async watch() {
    await this.look();
    if (!this.isOver) this.timer = setTimeout(() => this.watch(), EVERY_MS);
  }

  stop() {
    this.isOver = true;
    clearTimeout(this.timer);
    put(this.place);
  }

  /** Read what is new; `told` shows the call as well. */
  async look(told = false) {
    const path = `/v1/recalls?after=${told ? 0 : this.after}`;
    try {
      const page = await getJson(path, { token: this.partner.token });
      if (this.isOver) return;
      for (const one of page.recalls) this.found.set(one.seq, one);
      this.after = Math.max(this.after, page.next_after);
      this.status.textContent = say("looked", { time: clock(new Date()) });
      if (page.recalls.length > 0 || !this.place.hasChildNodes()) this.show();
      if (told) showCall(readCall(path));
    } catch (problem) {
      if (!this.isOver) put(this.place, this.explain(problem));
    }
  }

  show() {
    const latest = [...this.found.values()].reverse();
    put(this.place, latest.length > 0 ? latest.map((one) => this.card(one)) : el("p", { class: "soft" }, say("no_recalls")));
  }

  card(recall) {
    const values = { ...recall, day: day(recall.withdrawn_at), cause: say(`cause.${recall.cause}`) };
    return el(
      "article",
      { class: "card recall", "data-recall": recall.seq, "data-done": recall.done ?? "" },
      el("p", {}, say("recalled", values)),
      el("p", { class: "hint" }, say("undo", { decisions: recall.decisions.join(", ") })),
      recall.done ? this.answered(recall) : this.choices(recall),
    );
  }

  answered(recall) {
    const when = say("answered", { day: day(recall.acknowledged_at) });
    return el("p", {}, el("span", { class: "badge good" }, say(`done.${recall.done}`)), " ", when);
  }

  choices(recall) {
    const button = (done) =>
      el("button", { type: "button", class: "quiet", value: done, on: { click: () => this.answer(recall, done) } }, say(`done.${done}`));
    return el("div", { class: "row" }, DONE.map(button));
  }

  async answer(recall, done) {
    const path = `/v1/recalls/${recall.seq}/acknowledgement`;
    const key = `recall-${recall.seq}-${done}`;
    try {
      const options = { token: this.partner.token, headers: { "Idempotency-Key": key } };
      this.found.set(recall.seq, await postJson(path, { done }, options));
      showCall(postCall(path, { done }, key));
      this.show();
    } catch (problem) {
      this.show();
      this.place.prepend(this.explain(problem));
    }
  }
}
