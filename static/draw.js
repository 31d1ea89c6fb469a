// Computes a draw again from its record, in the browser and nowhere else (S2, S7): on the page /draws/check from what is
// brought, on the page of a draw from the record it links. Their <template>s (computed.html) say what is said here; the
// same is done by tools/verify_draw.py and marketplace/selection/draw.py.
"use strict";

const FIGURE = "public-figure";
const GIFT = "contribution";
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
  absent: listOf(fits(NAME), 0),
  chain: isWhole,
  closed_at: isMoment,
  code: fits(HASH),
  commitment: fits(HASH),
  drawn_at: isMoment,
  format: fits(LINE),
  labels: listOf(fits(LABEL), 1),
  labels_sha256: fits(HASH),
  named: listOf(isObject, 1),
  notice: fits(LINE),
  order: listOf(fits(LABEL), 1),
  positions: (value) => isObject(value) && Object.entries(value).every(([k, v]) => fits(LABEL)(k) && fits(HASH)(v)),
  public_money: (value) => typeof value === "boolean",
  published_at: isMoment,
  randomness: (value) => typeof value === "string",
  repeat: fits(NAME),
  revealed: listOf(fits(HASH), 0),
  round: isWhole,
  sha256: fits(HASH),
  sources: listOf(isObject, 1),
  voided: orNull(isObject),
};
const isKind = (value) => value === FIGURE || value === GIFT;
const LINE_FORMS = {kind: isKind, name: fits(NAME)};
const VOID_FORMS = {at: isMoment, revealed: listOf(isObject, 0), withheld: listOf(isObject, 1)};
const WITHHELD_FORMS = {from: fits(LINE), lodged_at: isMoment, lodged_sha256: fits(HASH), name: fits(NAME)};
const SOURCE_FORMS = {
  at: isMoment,
  from: fits(LINE),
  kind: isKind,
  lodged_at: orNull(isMoment),
  lodged_sha256: orNull(fits(HASH)),
  name: fits(NAME),
  value: fits(LINE),
};

function shaped(fields, forms, at) {
  const names = Object.keys(forms);
  for (const name of names) need(name in fields, "missing", {field: at + name});
  for (const name of Object.keys(fields).sort()) need(names.includes(name), "unknown", {field: at + JSON.stringify(name)});
  for (const name of names) need(forms[name](fields[name]), "form", {field: at + name});
}

function shapedEach(list, forms, at) {
  list.forEach((one, index) => shaped(one, forms, `${at}[${index}].`));
}

function shapedRecord(r) {
  shaped(r, FORMS, "");
  shapedEach(r.named, LINE_FORMS, "named");
  shapedEach(r.sources, SOURCE_FORMS, "sources");
  if (r.voided === null) return;
  shaped(r.voided, VOID_FORMS, "voided.");
  shapedEach(r.voided.revealed, SOURCE_FORMS, "voided.revealed");
  shapedEach(r.voided.withheld, WITHHELD_FORMS, "voided.withheld");
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
  const isFigure = (one) => one.kind === FIGURE;
  need(new Set(r.sources.map((s) => s.name)).size === r.sources.length, "names");
  need(!r.public_money || (r.sources.some(isFigure) && r.named.some(isFigure)), "figure");
  for (const s of r.sources) {
    if (isFigure(s)) need(s.lodged_at === null && s.lodged_sha256 === null, "not-lodged", {name: s.name});
    else need(await isAsLodged(s), "lodged", {name: s.name});
  }
}

async function isAsLodged(s) {
  return s.lodged_at !== null && await sha256(utf8(s.value)) === s.lodged_sha256;
}

/** The contributions that were named. */
function gifts(r) {
  return r.named.filter((line) => line.kind === GIFT).map((line) => line.name);
}

/** The lines are those named, in their order, without what was not lodged; a repeated draw takes the figure alone. */
function lines(r) {
  const figures = r.named.filter((line) => line.kind === FIGURE);
  const names = new Set(r.named.map((line) => line.name));
  need(names.size === r.named.length && figures.every((line) => line.name === r.repeat), "kinds");
  const absent = new Set(r.absent);
  need(absent.size === r.absent.length && r.absent.every((name) => gifts(r).includes(name)), "absent");
  const first = r.round === 1 ? r.named.filter((line) => !absent.has(line.name)) : [];
  const wanted = first.length ? first : [{kind: FIGURE, name: r.repeat}];
  need(wanted.length === r.sources.length && wanted.every((line, at) => isNamed(r.sources[at], line)), "lines");
}

/** A public figure adds the day or round of its appearance to its name. */
function isNamed(s, line) {
  return s.kind === line.kind && (s.kind === FIGURE ? s.name.startsWith(line.name) : s.name === line.name);
}

/** A draw said to have been void was: somebody withheld what had been lodged before the closing. */
async function voiding(r) {
  if (r.voided === null) return;
  const {revealed, withheld} = r.voided, [closed, at] = [Date.parse(r.closed_at), Date.parse(r.voided.at)];
  need(r.round > 1, "first");
  const both = [...revealed, ...withheld].map((s) => s.name).sort();
  const wanted = gifts(r).filter((name) => !r.absent.includes(name)).sort();
  need(both.length === wanted.length && both.every((name, index) => name === wanted[index]), "void-names");
  for (const s of revealed) need(s.kind === GIFT && await isAsLodged(s), "lodged", {name: s.name});
  for (const s of [...revealed, ...withheld]) need(Date.parse(s.lodged_at) <= closed, "late", {name: s.name});
  for (const s of revealed) {
    need(closed < Date.parse(s.at) && Date.parse(s.at) < at, "void-times", {name: s.name});
  }
  need(closed < at && r.sources.every((s) => at < Date.parse(s.at)), "void-figure");
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
  need(isObject(r) && r.format === "vrs-record/2", "not-record", {format: "vrs-record/2"});
  shapedRecord(r);
  await codes(r);
  await labels(r);
  await origins(r);
  lines(r);
  await voiding(r);
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
  for (const label of r.order) {
    const named = document.querySelector(`[data-named="${label}"]`); // the page of a draw knows the agencies' names
    const line = named ? `${named.textContent.trim()} · ${label}` : label;
    shown.querySelector("[data-order]").appendChild(document.createElement("li")).append(line);
  }
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

if (form) form.addEventListener("submit", async (event) => {
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

/** Compute the draw whose record a part of the page names; a browser that cannot leaves the page's own words there. */
async function replayHere(place) {
  try {
    const answer = await fetch(place.dataset.replay);
    const octets = new Uint8Array(await answer.arrayBuffer());
    place.replaceChildren(await replayDraw(octets).then(sound, (problem) => {
      if (!(problem instanceof Difference)) throw problem;
      return different(problem);
    }));
  } catch {
    place.dataset.failed = "";
  }
}

function replayAll() {
  document.querySelectorAll("[data-replay]:not([data-begun])").forEach((place) => {
    place.dataset.begun = "";
    replayHere(place);
  });
}

replayAll();
document.addEventListener("htmx:afterSettle", replayAll);
