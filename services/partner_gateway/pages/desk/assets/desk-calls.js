// The lines of a program for what was just asked; never a secret, never a token.
import { say } from "./page.js";

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const here = location.origin;

/** The token, got by client id. */
export const tokenCall = (client) => ({
  curl: [
    `export GATEWAY=${here} CLIENT_ID=${client}  # and CLIENT_SECRET`,
    `TOKEN=$(curl -sS --fail-with-body -u "$CLIENT_ID:$CLIENT_SECRET" \\`,
    `  -d grant_type=client_credentials "$GATEWAY/oauth/token" | jq -r .access_token)`,
  ].join("\n"),
  python: [
    "import os",
    "import httpx",
    "",
    `gateway = httpx.Client(base_url="${here}")`,
    `own = ("${client}", os.environ["CLIENT_SECRET"])`,
    `form = {"grant_type": "client_credentials"}`,
    `given = gateway.post("/oauth/token", auth=own, data=form).raise_for_status()`,
    `gateway.headers["Authorization"] = f"Bearer {given.json()['access_token']}"`,
  ].join("\n"),
});

/** Something read. */
export const readCall = (path) => ({
  curl: `curl -sS --fail-with-body ${quoted(here + path)} \\\n  -H "Authorization: Bearer $TOKEN"`,
  python: `answer = gateway.get("${path}").raise_for_status().json()`,
});

/** Something asked with a body of words only, which JSON and Python write alike. */
export function postCall(path, body, key) {
  const json = JSON.stringify(body, null, 2);
  return {
    curl: [
      `curl -sS --fail-with-body ${quoted(here + path)} \\`,
      `  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\`,
      `  -H "Idempotency-Key: ${key}" \\`,
      `  -d ${quoted(json)}`,
    ].join("\n"),
    python: [
      `body = ${json}`,
      `key = {"Idempotency-Key": "${key}"}`,
      `answer = gateway.post("${path}", json=body, headers=key).raise_for_status().json()`,
    ].join("\n"),
  };
}

/** Show these lines on the page. */
export function showCall(call) {
  document.getElementById("calls").hidden = false;
  document.getElementById("curl").textContent = call.curl;
  document.getElementById("python").textContent = call.python;
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const word = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = say("copied");
    setTimeout(() => (button.textContent = word), 2_000);
  });
}
