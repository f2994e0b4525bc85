// Who sits at the desk: tokens that the reader brought, kept in this window only and sent as headers. More than
// one officer may be here, so that four eyes can be seen at work; each acts with its own token.

import { Problem, ask, getJson } from "/assets/page.js";

const AUTHORITY = document.querySelector('meta[name="authority"]').content;
const ROLES = ["clerk", "reviewer", "appeals"];

export class Officers {
  constructor() {
    this.all = [];
    this.current = null;
  }

  // Whether this is a token of an officer of this authority; it is read here and checked there.
  bring(token) {
    const claims = readToken(token);
    const roles = (claims?.roles ?? []).filter((one) => ROLES.includes(one));
    if (claims?.aud !== AUTHORITY || !roles.length) return false;
    this.all = this.all.filter((one) => one.name !== claims.sub || `${one.roles}` !== `${roles}`);
    this.all.push({ name: claims.sub, roles, token });
    this.current = this.all.at(-1);
    return true;
  }

  leave() {
    this.all = this.all.filter((one) => one !== this.current);
    this.current = this.all.at(-1) ?? null;
  }

  is(...roles) {
    return this.current.roles.some((one) => roles.includes(one));
  }

  get(path) {
    return getJson(path, { token: this.current.token, cache: "no-store" });
  }

  post(path, body = {}) {
    return this.send("POST", path, body);
  }

  send(method, path, body) {
    return this.sendText(path, JSON.stringify(body), "application/json", method);
  }

  async sendText(path, body, type, method = "POST") {
    const headers = { "Content-Type": type, "Idempotency-Key": crypto.randomUUID() };
    return (await ask(path, { method, token: this.current.token, headers, body })).json();
  }
}

export { Problem };

function readToken(token) {
  try {
    const middle = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(middle), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
