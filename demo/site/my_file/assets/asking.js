// The only way out of this page: each request goes to one service with that service's own token,
// and is noted for the reader to see. What comes back is never sent on to anybody.

import { say, services } from "./pieces.js";

const ISSUER = "/identity/token";
const FRESH_MS = 14 * 60 * 1000;

export class Asking {
  // `noted` is told of every request; `given` are tokens that the reader brought along.
  constructor(idNumber, given, noted) {
    this.idNumber = idNumber;
    this.given = given;
    this.noted = noted;
    this.tokens = new Map();
  }

  get names() {
    return this.idNumber ? Object.keys(services) : Object.keys(this.given);
  }

  get(service, path) {
    return this.#send(service, "GET", path);
  }

  post(service, path, body) {
    return this.#send(service, "POST", path, body);
  }

  // What everybody may read: no token goes along.
  async open(service, path) {
    const to = services[service] + path;
    return this.#answer(to, { service, what: `GET ${path}`, sent: say("sent_nothing") });
  }

  async #send(service, method, path, body) {
    const token = await this.#token(service);
    if (token.code) return { ok: false, ...token };
    const headers = { Authorization: `Bearer ${token}` };
    if (body) {
      headers["Content-Type"] = "application/json";
      headers["Idempotency-Key"] = crypto.randomUUID();
    }
    const sent = body ? say("sent_statement") : say("sent_token");
    const note = { service, what: `${method} ${path}`, sent };
    const asked = { method, headers, body: body && JSON.stringify(body) };
    return this.#answer(services[service] + path, note, asked);
  }

  async #token(service) {
    if (this.given[service]) return this.given[service];
    const kept = this.tokens.get(service);
    if (kept && Date.now() - kept.at < FRESH_MS) return kept.token;
    const asked = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id_number: this.idNumber, audience: service }),
    };
    const note = { service: "identity", what: `POST ${ISSUER}`, sent: say("sent_who") };
    const answer = await this.#answer(ISSUER, { ...note, about: service }, asked);
    if (!answer.ok) return { code: answer.code, sentence: answer.sentence };
    this.tokens.set(service, { token: answer.body.token, at: Date.now() });
    return answer.body.token;
  }

  async #answer(to, note, asked = {}) {
    this.noted(note);
    let found;
    try {
      found = await fetch(to, { ...asked, credentials: "omit", cache: "no-store" });
      const body = await found.json();
      return { ok: found.ok, body, code: body.code ?? "", sentence: body.detail ?? "" };
    } catch {
      return { ok: false, code: found ? "not_readable" : "silent", sentence: "" };
    }
  }
}

// For which service and for whom a token is; it is read here and checked there.
export function readToken(token) {
  try {
    const middle = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(middle), (letter) => letter.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return claims.aud in services ? claims : null;
  } catch {
    return null;
  }
}
