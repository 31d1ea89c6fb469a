// Computes a draw again from its record, in the browser and nowhere else (S2, S7). The page /draws/check says in its
// <template>s what is said here; the same is done by tools/verify_draw.py and marketplace/selection/draw.py.
"use strict";

const FIELDS = ["chain", "closed_at", "code", "commitment", "drawn_at", "format", "labels", "labels_sha256", "notice",
  "order", "positions", "public_money", "published_at", "randomness", "revealed", "round", "sha256", "sources"];
const SOURCE = ["at", "from", "kind", "lodged_at", "lodged_sha256", "name", "value"];
const HASH = /^[0-9a-f]{64}$/;
const LABEL = /^[0-9A-Z]{18}$/;
const LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]+$/u;
const NAME = /^[^=\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]+$/u;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-]([01][0-9]|2[0-3]):[0-5][0-9]$/;
const MOST = 1000000;

/** A difference: the word under which the page keeps its sentence, and what stands in it. */
class Difference extends Error {
  constructor(word, filled = {}) {
    super(word);
    this.word = word;
    this.filled = filled;
  }
}

function need(holds, word, filled) {
  if (!holds) throw new Difference(word, filled);
}

// ---- what is written how ----

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

function bytes(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

async function sha256(octets) {
  return hex(await crypto.subtle.digest("SHA-256", octets));
}

async function hmac(key, octets) {
  const imported = await crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, octets));
}

/** The one form of a record: keys sorted, two spaces, no space at a line's end. */
function written(value, indent = "") {
  const inner = indent + "  ";
  if (Array.isArray(value)) {
    if (!value.length) return "[]";
    return "[\n" + value.map((one) => inner + written(one, inner)).join(",\n") + "\n" + indent + "]";
  }
  if (isObject(value)) {
    const lines = Object.keys(value).sort().map((key) => `${inner}${JSON.stringify(key)}: ${written(value[key], inner)}`);
    return lines.length ? "{\n" + lines.join(",\n") + "\n" + indent + "}" : "{}";
  }
  return JSON.stringify(value);
}

// ---- the form ----

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fits(pattern) {
  return (value) => typeof value === "string" && pattern.test(value);
}

function isWhole(value) {
  return Number.isInteger(value) && value > 0 && value <= MOST;
}

function isMoment(value) {
  if (!fits(MOMENT)(value) || value.startsWith("0000")) return false;
  const day = new Date(value.slice(0, 10) + "T00:00:00Z");
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10);
}

function listOf(fit, least) {
  return (value) => Array.isArray(value) && value.length >= least && value.every(fit);
}

function orNull(fit) {
  return (value) => value === null || fit(value);
}

const FORMS = {
  chain: isWhole,
  closed_at: isMoment,
  code: fits(HASH),
  commitment: fits(HASH),
  drawn_at: isMoment,
  format: fits(LINE),
  labels: listOf(fits(LABEL), 1),
  labels_sha256: fits(HASH),
  notice: fits(LINE),
  order: listOf(fits(LABEL), 1),
  positions: (value) => isObject(value) && Object.entries(value).every(([k, v]) => fits(LABEL)(k) && fits(HASH)(v)),
  public_money: (value) => typeof value === "boolean",
  published_at: isMoment,
  randomness: (value) => typeof value === "string",
  revealed: listOf(fits(HASH), 0),
  round: isWhole,
  sha256: fits(HASH),
  sources: listOf(isObject, 1),
};
const SOURCE_FORMS = {
  at: isMoment,
  from: fits(LINE),
  kind: (value) => value === "public-figure" || value === "contribution",
  lodged_at: orNull(isMoment),
  lodged_sha256: orNull(fits(HASH)),
  name: fits(NAME),
  value: fits(LINE),
};

function shaped(fields, names, forms, at) {
  for (const name of names) need(name in fields, "missing", {field: at + name});
  for (const name of Object.keys(fields).sort()) need(names.includes(name), "unknown", {field: at + JSON.stringify(name)});
  for (const name of names) need(forms[name](fields[name]), "form", {field: at + name});
}

// ---- the draw ----

async function codes(r) {
  need(r.round < r.chain, "secret", {round: r.round});
  need(r.revealed.length === r.round - 1, "revealed", {round: r.round, codes: r.round - 1});
  let before = r.commitment;
  for (const [at, code] of [...r.revealed, r.code].entries()) {
    need(await sha256(bytes(code)) === before, "code", {round: at + 1});
    before = code;
  }
}

async function labels(r) {
  const sorted = [...new Set(r.labels)].sort();
  need(sorted.length === r.labels.length && sorted.every((label, at) => label === r.labels[at]), "labels");
  const found = await sha256(utf8(r.labels.join("\n")));
  need(found === r.labels_sha256, "labels-sha256", {found, given: r.labels_sha256});
}

async function origins(r) {
  need(new Set(r.sources.map((s) => s.name)).size === r.sources.length, "names");
  need(!r.public_money || r.sources.some((s) => s.kind === "public-figure"), "figure");
  for (const s of r.sources) {
    if (s.kind === "public-figure") {
      need(s.lodged_at === null && s.lodged_sha256 === null, "not-lodged", {name: s.name});
    } else {
      const same = await sha256(utf8(s.value)) === s.lodged_sha256;
      need(same && s.lodged_at !== null, "lodged", {name: s.name});
    }
  }
}

function moments(r) {
  const closed = Date.parse(r.closed_at);
  need(Date.parse(r.published_at) < closed, "published");
  for (const s of r.sources) {
    need(s.lodged_at === null || Date.parse(s.lodged_at) <= closed, "late", {name: s.name});
    const known = Date.parse(s.at);
    need(closed < known && known <= Date.parse(r.drawn_at), "known", {name: s.name});
  }
}

/** HKDF with SHA-256 (RFC 5869): extracted with the code as salt, expanded to one block for each label. */
async function places(code, randomness, labels) {
  const key = await hmac(bytes(code), utf8(randomness));
  const placed = new Map();
  for (const label of labels) placed.set(label, hex(await hmac(key, utf8(label + "\u0001"))));
  return new Map([...placed].sort(([, a], [, b]) => (a < b ? -1 : 1)));
}

async function outcome(r) {
  const mixed = r.sources.map((s) => `${s.name}=${s.value}`).join("\n");
  need(mixed === r.randomness, "randomness");
  const placed = await places(r.code, mixed, r.labels);
  for (const [label, found] of placed) need(r.positions[label] === found, "position", {label, found});
  need(Object.keys(r.positions).length === placed.size, "no-label");
  const order = [...placed.keys()];
  const same = order.length === r.order.length && order.every((label, at) => label === r.order[at]);
  need(same, "order", {found: order.join(", ")});
}

async function seal(r, text) {
  need(written(r) + "\n" === text, "canonical");
  const {sha256: given, ...body} = r;
  const found = await sha256(utf8(written(body) + "\n"));
  need(found === given, "sha256", {found, given});
}

/** Read bytes as a record and compute the draw again; throw the first Difference. */
async function replayDraw(octets) {
  const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}); // where there is none, no verdict
  let text, r;
  try {
    text = decoder.decode(octets);
    r = JSON.parse(text);
  } catch {
    throw new Difference("not-json");
  }
  need(isObject(r) && r.format === "vrs-record/1", "not-record", {format: "vrs-record/1"});
  shaped(r, FIELDS, FORMS, "");
  r.sources.forEach((source, at) => shaped(source, SOURCE, SOURCE_FORMS, `sources[${at}].`));
  await codes(r);
  await labels(r);
  await origins(r);
  moments(r);
  await outcome(r);
  await seal(r, text);
  return r;
}

// ---- the page ----

const form = document.getElementById("draw-check");

function words(word, filled) {
  const sentence = document.getElementById("draw-words").content.querySelector(`[data-word="${word}"]`).textContent;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in filled ? filled[name] : whole));
}

/** Fill in a text, line by line, so that a long one of digits may be broken anywhere. */
function fill(element, text) {
  for (const [at, line] of String(text).split("\n").entries()) {
    if (at) element.append(document.createElement("br"));
    for (const part of line.match(/.{1,16}/gsu) || []) element.append(part, document.createElement("wbr"));
  }
}

function sound(r) {
  const shown = document.getElementById("draw-sound").content.cloneNode(true);
  for (const place of shown.querySelectorAll("[data-fill]")) fill(place, r[place.dataset.fill]);
  for (const label of r.order) shown.querySelector("[data-order]").appendChild(document.createElement("li")).append(label);
  return shown;
}

function different(difference) {
  const shown = document.getElementById("draw-different").content.cloneNode(true);
  fill(shown.querySelector("[data-difference]"), words(difference.word, difference.filled));
  return shown;
}

function show(shown) {
  const outcome = document.getElementById("draw-outcome");
  outcome.replaceChildren(shown);
  outcome.querySelector("h2").focus();
}

/** What was chosen or pasted, as bytes: a file as it is, a text with the line ends that a record has. */
async function given() {
  const file = form.elements.record.files[0];
  return file ? new Uint8Array(await file.arrayBuffer()) : utf8(form.elements.text.value.trim() + "\n");
}

form.addEventListener("submit", async (event) => {
  const nothing = !form.elements.record.files.length && !form.elements.text.value.trim();
  if (nothing || !window.crypto || !crypto.subtle) return; // the server says what is missing, or computes it
  event.preventDefault();
  try {
    show(sound(await replayDraw(await given())));
  } catch (problem) {
    if (problem instanceof Difference) show(different(problem));
    else form.submit(); // a browser that cannot compute it: no verdict of the record
  }
});
