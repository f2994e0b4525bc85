// Checks proofs of the register's log here in the browser: trees of RFC 9162, signed notes and
// checkpoints as C2SP writes them, and the salted acts that the log commits to. Nothing is asked of
// the network: whoever has the documents and the public key can run this anywhere.

const HASH_BYTES = 32;
const ID_BYTES = 4;
const LONGEST_PATH = 64;
const NOTE = /^([\s\S]+\n)\n((?:— [^\s+]{1,200} [A-Za-z0-9+/=]+\n){1,16})$/;
const KEY = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** What was not shown to be true; `code` says what does not fit. */
export class Unproven extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const text = new TextEncoder();

/** Whether this browser lets a page compute hashes here. */
export const canHash = () => globalThis.crypto?.subtle !== undefined;

/** SHA-256 of bytes. */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Bytes as hexadecimal digits, and back. */
export const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
export function fromHex(digits) {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new Unproven("document_malformed");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBase64(written) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(written), (one) => one.charCodeAt(0));
  } catch {
    throw new Unproven("note_malformed");
  }
  if (btoa(String.fromCharCode(...bytes)) !== written) throw new Unproven("note_malformed");
  return bytes;
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const same = (one, other) => hex(one) === hex(other);

// --- the tree ---------------------------------------------------------------------------------

/** The hash of one leaf. */
export const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));

const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
const isOdd = (value) => value % 2 === 1;
const half = (value) => Math.floor(value / 2);

/** Past the levels on which a last node has no neighbour and moves up as it is. */
function toRightChild(at, last) {
  while (at !== 0 && !isOdd(at)) [at, last] = [half(at), half(last)];
  return [at, last];
}

/** Whether a path leads from a leaf at its place to the root of a tree (RFC 9162, 2.1.3.2). */
export async function isIncluded(leaf, index, size, path, root) {
  if (!(index >= 0 && index < size) || path.length > LONGEST_PATH) return false;
  let [at, last, found] = [index, size - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      found = await nodeHash(step, found);
      [at, last] = toRightChild(at, last);
    } else {
      found = await nodeHash(found, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(found, root);
}

/** Whether a path shows that one tree, as size and root, begins the other (RFC 9162, 2.1.4.2). */
export async function isConsistent(first, second, path) {
  if (first.size === 0 || first.size === second.size) {
    const expected = first.size === 0 ? await sha256(new Uint8Array()) : second.root;
    return path.length === 0 && first.size <= second.size && same(first.root, expected);
  }
  if (first.size > second.size || path.length === 0 || path.length > LONGEST_PATH) return false;
  const steps = isPowerOfTwo(first.size) ? [first.root, ...path] : path;
  const roots = await rootsAlong(steps, first.size - 1, second.size - 1);
  return roots !== null && same(roots[0], first.root) && same(roots[1], second.root);
}

function isPowerOfTwo(value) {
  while (!isOdd(value)) value = half(value);
  return value === 1;
}

/** Both roots that the steps lead to; null if there are too many or too few. */
async function rootsAlong(steps, at, last) {
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let [one, two] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return null;
    if (isOdd(at) || at === last) {
      [one, two] = [await nodeHash(step, one), await nodeHash(step, two)];
      [at, last] = toRightChild(at, last);
    } else {
      two = await nodeHash(two, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? [one, two] : null;
}

// --- what is signed ---------------------------------------------------------------------------

/** A key from its line `name+id+key`; Unproven if it does not fit its own id. */
export async function readKey(line) {
  const [, name, id, written] = KEY.exec(line.trim()) ?? [];
  const data = written ? fromBase64(written) : new Uint8Array();
  if (data.length !== 1 + HASH_BYTES || data[0] !== 1) throw new Unproven("key_malformed");
  const fingerprint = (await sha256(joined(text.encode(`${name}\n`), data))).slice(0, ID_BYTES);
  if (hex(fingerprint) !== id) throw new Unproven("key_malformed");
  return { name, id: fingerprint, bytes: data.slice(1) };
}

/** The text of a note and whether its signature was checked: `signed` is false where this browser
 * knows no Ed25519. Unproven if the signature is another's or does not fit. */
export async function openNote(note, key) {
  const [, said, lines] = NOTE.exec(note) ?? [];
  if (!said) throw new Unproven("note_malformed");
  const own = lines.trimEnd().split("\n").map(signatureOf).filter((one) => isBy(one, key));
  if (own.length === 0) throw new Unproven("key_unknown");
  const verifier = await ed25519(key);
  for (const { signature } of verifier ? own : []) {
    const fits = await crypto.subtle.verify("Ed25519", verifier, signature, text.encode(said));
    if (!fits) throw new Unproven("signature_invalid");
  }
  return { text: said, signed: verifier !== null };
}

function signatureOf(line) {
  const [, name, written] = line.split(" ");
  const data = fromBase64(written);
  return { name, id: data.slice(0, ID_BYTES), signature: data.slice(ID_BYTES) };
}

const isBy = (one, key) => one.name === key.name && same(one.id, key.id);

async function ed25519(key) {
  try {
    return await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
}

/** A head of the log from its signed checkpoint: size, root, and the edition that stands on it. */
export async function openCheckpoint(note, key) {
  const opened = await openNote(note, key);
  const [origin, size, root, edition, manifest, ...more] = opened.text.trimEnd().split("\n");
  const pinned = /^edition ([0-9][0-9A-Za-z-]{0,31})$/.exec(edition ?? "");
  const hashed = /^manifest-sha256 ([0-9a-f]{64})$/.exec(manifest ?? "");
  const isWhole = edition === undefined || (pinned && hashed);
  if (origin !== key.name || !/^(0|[1-9][0-9]{0,15})$/.test(size) || !isWhole || more.length) {
    throw new Unproven("checkpoint_malformed");
  }
  const head = { size: Number(size), root: fromBase64(root), signed: opened.signed };
  if (head.root.length !== HASH_BYTES) throw new Unproven("checkpoint_malformed");
  return { ...head, edition: pinned?.[1] ?? null, manifest: hashed?.[1] ?? null };
}

/** The manifest that a checkpoint vouches for, from its very bytes; Unproven of any other. */
export async function checkManifest(bytes, head) {
  if (hex(await sha256(bytes)) !== head.manifest) throw new Unproven("manifest_differs");
  const read = JSON.parse(new TextDecoder().decode(bytes));
  const { size, root } = read.log;
  if (read.id !== head.edition || size !== head.size || root !== hex(head.root)) {
    throw new Unproven("head_differs");
  }
  return read;
}

// --- documents --------------------------------------------------------------------------------

/** A document in the one way in which it is hashed (RFC 8785, for what acts hold). */
export function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const parts = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

/** The leaf that commits to an act behind its salt. */
export async function leafOfAct(salt, act) {
  const key = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const hidden = await crypto.subtle.sign("HMAC", key, text.encode(canonical(act)));
  return leafHash(new Uint8Array(hidden));
}

/** The head of the log that holds the act of a proof; Unproven if it is not shown to. */
export async function checkProof(proof, key) {
  const head = await openCheckpoint(proof.checkpoint, key);
  if (proof.edition !== head.edition) throw new Unproven("edition_differs");
  const leaf = await leafOfAct(fromHex(proof.salt), proof.act);
  const fits = await isIncluded(leaf, proof.index, head.size, proof.path.map(fromHex), head.root);
  if (!fits) throw new Unproven("act_not_in_log");
  return head;
}

/** Unproven unless the later head is shown to hold all that the earlier one held, in place. */
export async function checkConsistency(proof, earlier, later) {
  if (proof.first !== earlier.edition || proof.second !== later.edition) {
    throw new Unproven("edition_differs");
  }
  if (!(await isConsistent(earlier, later, proof.path.map(fromHex)))) {
    throw new Unproven("not_consistent");
  }
}
