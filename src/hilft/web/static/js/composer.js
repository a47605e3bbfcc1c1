// Where agents write. No server event ever comes here: it asks the desk itself when it wants to know something.

import { all, ask, one, texts, toast } from "./page.js";
import { Drafts } from "./drafts.js";
import { run } from "./deeds.js";
import { Failure, post, signedOut } from "./session.js";
import { beginFiles, fetchFiles, forgetFiles, picked } from "./files.js";
import { beginHints, checkSoon, decided } from "./hints.js";

const CHANGED_JUST_NOW = 1000, SETTLED = 1000;
let at = null; // what is being written, and where

const form = () => one("#composer");
const field = () => one("#text");
const mode = () => one(`#modes [data-kind="${at.kind}"]`);

/** Take over the composer that is now on the page. */
export function beginComposer() {
  at = null;
  if (!form()) return;
  const served = Object.fromEntries(all(".draft", form()).map((draft) =>
    [draft.dataset.kind, { text: draft.value, version: Number(draft.dataset.version) }]));
  const drafts = new Drafts(form().dataset.code, served, tell);
  drafts.onSignedOut = () => signedOut().then(() => drafts.flush());
  const version = Number(form().elements.seen_version.value);
  at = { code: form().dataset.code, kind: "public", drafts, changed: 0, versions: [{ version, at: 0 }], known: shown() };
  field().addEventListener("input", typed);
  form().addEventListener("submit", (event) => (event.preventDefault(), send()));
  form().addEventListener("change", (event) => event.target.name === "kind" && setKind(event.target.value));
  field().addEventListener("keydown", (event) =>
    event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey && (event.preventDefault(), send()));
  beginFiles(form(), at.code);
  beginHints(at.code, () => at?.kind, { privately: moveToPrivate });
  const last = all("#region-thread .message.in:not(.participant)").pop();
  const wished = ["public", "private", "note"].find((kind) => drafts.text(kind)) ?? (last?.classList.contains("private") ? "private" : "public");
  show(wished);
}

/** Leave this case: what is typed is stored before another composer takes its place. */
export function leaveComposer() {
  at?.drafts.flush(true);
  at = null;
}

function typed() {
  at.drafts.set(at.kind, field().value);
  at.known ??= shown();
  measureSoon();
  checkSoon();
}

const words = (message) => one(".text", message)?.textContent.trim() ?? "";
const shown = () => new Map(all("#region-thread .message").map((message) => [message.id, words(message)]));

/** Choose public, private or note; each has a text of its own. */
export function setKind(kind) {
  if (!at || kind === at.kind) return;
  at.drafts.set(at.kind, field().value);
  at.changed = Date.now();
  show(kind);
}

export const togglePublic = () => at && setKind(at.kind === "public" ? "private" : "public");
export const focusText = () => field()?.focus();

function show(kind) {
  at.kind = form().dataset.kind = kind;
  form().elements.kind.value = kind;
  field().value = at.drafts.text(kind);
  showMode();
  checkSoon(0);
}

const mayPrivately = () => one('#modes [data-kind="private"]')?.dataset.allowed === "yes";

/** Go on in private with what was about to be said in public. */
function moveToPrivate() {
  if (!mayPrivately()) return toast(one('#modes [data-kind="private"] .why')?.textContent ?? "", { bad: true });
  const text = field().value, before = at.drafts.text("private");
  at.drafts.set("public", "");
  at.drafts.set("private", before && before !== text ? `${text}\n\n${before}` : text);
  show("private");
  field().focus();
}

function showMode() {
  for (const line of all("#modes .mode")) line.hidden = line.dataset.kind !== at.kind;
  const facts = mode().dataset;
  one("#send").disabled = facts.allowed !== "yes";
  one("#send span").textContent = texts()[at.kind];
  one("#sign").textContent = facts.sign ?? "";
  one("#attach").hidden = !Number(facts.attach);
  one("#file").accept = facts.types ?? "";
  one("#copies").hidden = facts.copies !== "yes";
  measureSoon(0);
}

function tell(state) {
  const line = one("#saved");
  if (line) line.textContent = texts()[state];
}

let measuring = 0;
function measureSoon(wait = 180) {
  clearTimeout(measuring);
  measuring = setTimeout(measure, wait);
}

async function measure() {
  const here = at, limit = here && mode().dataset.limit;
  const used = one("#used");
  if (!limit) return void (used && (used.textContent = ""));
  const text = field().value;
  if (!text) return count(0, Number(limit), true);
  try {
    const told = await post(`/desk/case/${here.code}/measure`, { kind: here.kind, text }, { patient: false });
    if (at === here && field().value === text) count(told.used, told.limit, told.ok);
  } catch {
    // counted again with the next letter; the desk measures once more before it sends
  }
}

function count(used, limit, fits) {
  one("#used").textContent = `${used} / ${limit}`;
  one("#counter").toggleAttribute("data-over", !fits);
}

/** The case has changed: remember which version was before the agent's eyes, and ask anew where answers go. */
export async function caseChanged() {
  const head = one("#region-head .head");
  if (!at || !head) return;
  const version = Number(head.dataset.version);
  const known = at.versions.at(-1).version;
  if (version === known) return;
  at.versions.push({ version, at: at.trusting > Date.now() ? 0 : Date.now() });
  const here = at;
  const answer = await fetch(`/desk/case/${here.code}/composer`).catch(() => null);
  if (!answer?.ok || at !== here) return;
  one("#modes").innerHTML = await answer.text();
  showMode();
}

const seenVersion = () => at.versions.filter((each) => Date.now() - each.at > SETTLED).at(-1).version;
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

const COPIES = ["cc", "bcc"];
const copies = () => one("#copies").hidden ? {} : Object.fromEntries(COPIES.map((name) => [name, form().elements[name].value]));
const forgetCopies = () => COPIES.forEach((name) => (form().elements[name].value = ""));

async function send(extra = {}) {
  if (!at || one("#send").disabled) return;
  const text = field().value, kind = at.kind;
  if (!text.trim() && !picked().length) return;
  if (kind !== "note" && Date.now() - at.changed < CHANGED_JUST_NOW) {
    const sure = kind === "public" ? texts().sure : texts().surePrivate;
    const choices = [{ name: texts().send, value: "yes", primary: true }, { name: texts().cancel, value: "" }];
    if (!(await ask(texts().modeTitle, sure, choices))) return;
  }
  const key = at.drafts.key(kind) || newKey();
  const sent = { at, kind, text, key, files: picked(), extra, bubble: null,
    conversation: mode().dataset.conversation ?? "", seen: seenVersion(), copies: copies(), decided: decided() };
  at.drafts.set(kind, text);
  at.drafts.bind(kind, key);
  field().value = "";
  forgetFiles();
  forgetCopies();
  measureSoon(0);
  one("#talk")?.focus({ preventScroll: true }); // as in a mail program: after sending, single keys (z, e, j) work again
  await deliver(sent);
}

async function deliver(sent) {
  sent.bubble ??= bubble(sent);
  sent.bubble.classList.remove("failed");
  const fields = new FormData();
  const all = { kind: sent.kind, text: sent.text, request_key: sent.key, seen_version: sent.seen, version: Date.now(),
    conversation: sent.conversation, ...sent.copies, ...sent.extra };
  Object.entries(all).forEach(([name, value]) => fields.append(name, value));
  sent.files.forEach((id) => fields.append("attachment", id));
  sent.decided.untracked.forEach((text) => fields.append("untracked", text));
  sent.decided.purposes.forEach((why) => fields.append("on_purpose", why));
  sent.at.trusting = Date.now() + 3000;
  try {
    await sent.at.drafts.saving.catch(() => {});
    const told = await post(`/desk/case/${sent.at.code}/send`, fields);
    await sent.at.drafts.retire(sent.kind);
    tell("none");
    sent.bubble.dataset.message = told.message ?? "note";
    sent.at.known = null;
    clearPending();
    setTimeout(() => sent.bubble.remove(), 4000);
    if (told.delivery && told.hold_until) showUndo(told);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    await refused(sent, failure);
  }
}

async function refused(sent, failure) {
  const t = texts();
  if (failure.problem === "PersonalInPublic") return inPublic(sent, failure);
  const again = {
    Stale: async () => [t.stale, `${failure.message}\n\n${await news(sent)}`, { anyway: "yes" }, t.anyway, t.look],
    NamesOthers: () => [t.others, failure.message, { drop_handles: "yes" }, t.drop, t.cancel],
    TooLong: () => [t.long, failure.message, { split: "yes" }, t.split, t.cancel],
  }[failure.problem];
  if (!again) return failed(sent, failure.message);
  const [title, text, extra, yes, no] = await again();
  const answer = await ask(title, text, [{ name: yes, value: "yes", primary: true }, { name: no, value: "" }]);
  if (!answer) return takeBack(sent);
  sent.extra = { ...sent.extra, ...extra };
  await deliver(sent);
}

/** Personal data was about to go out in public: private is the first button, all the same needs a reason. */
async function inPublic(sent, failure) {
  const t = texts(), privately = " private", again = " again"; // nothing that can be typed: that is trimmed
  const marked = failure.details.personal_data.map(({ start, end }) => [start, end]);
  const choices = [{ name: t.cancel, value: "" }, { name: t.allTheSame, value: again }];
  if (sent.at === at && mayPrivately()) choices.unshift({ name: t.privately, value: privately, primary: true });
  const answer = await ask(t.inPublic, sent.text, choices, t.reason, { last: true, marked });
  if (answer && answer !== privately) {
    sent.extra = { ...sent.extra, personal_data_reason: answer };
    return deliver(sent);
  }
  takeBack(sent);
  if (answer !== privately || sent.at !== at) return;
  moveToPrivate();
  at.changed = 0;
  await send();
}

/** What was said or changed since the agent began to write, asked of the desk: the page itself may be the one that is behind. */
async function news({ at: { code, known } }) {
  const html = await fetch(`/desk/case/${code}`).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const page = html ? new DOMParser().parseFromString(html, "text/html") : document;
  return all("#region-thread .message", page)
    .filter((message) => known && known.get(message.id) !== words(message))
    .map((message) => {
      const line = `${one("strong", message).textContent}: ${words(message)}`, before = known.get(message.id);
      return before === undefined ? line : `${line}\n${texts().before} ${before}`;
    })
    .join("\n");
}

function bubble(sent) {
  const row = one("#pending-row").content.firstElementChild.cloneNode(true);
  row.classList.add(sent.kind);
  one(".text", row).textContent = sent.text;
  one('[data-do="retry"]', row).addEventListener("click", () => deliver(sent));
  one('[data-do="take-back"]', row).addEventListener("click", () => takeBack(sent));
  one("#pending").append(row);
  row.scrollIntoView({ block: "nearest" });
  return row;
}

function failed(sent, sentence) {
  sent.bubble.classList.add("failed");
  const line = one(".state", sent.bubble);
  line.hidden = false;
  one("span", line).textContent = sentence;
  one(".told", sent.bubble).textContent = texts().failed;
}

function takeBack(sent) {
  sent.bubble.remove();
  if (sent.at !== at) return;
  putBack(sent.kind, sent.text);
  for (const [name, value] of Object.entries(sent.copies)) form().elements[name].value = value;
  if (sent.files.length) fetchFiles(at.code);
}

/** Put a text into the field again; what was typed meanwhile stays behind it. */
function putBack(kind, text) {
  if (at.kind !== kind) setKind(kind);
  const typedSince = field().value;
  field().value = typedSince && typedSince !== text ? `${text}\n\n${typedSince}` : text;
  at.changed = 0;
  at.drafts.set(kind, field().value);
  field().focus();
  measureSoon(0);
}

let undoing = null;
function showUndo({ delivery, hold_until: until }) {
  clearInterval(undoing?.timer);
  const bar = one("#undo"), end = Date.parse(until);
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0 || !bar.isConnected) return hideUndo();
    one("span", bar).textContent = texts().undo.replace("{n}", left);
  };
  undoing = { delivery, timer: setInterval(tick, 250) };
  bar.hidden = false;
  tick();
}

function hideUndo() {
  clearInterval(undoing?.timer);
  undoing = null;
  const bar = one("#undo");
  if (bar) bar.hidden = true;
}

/** Take the answer back whose time is still running. */
export async function undoNow() {
  if (!undoing) return;
  const { delivery } = undoing;
  hideUndo();
  await run(`/desk/delivery/${delivery}/undo`);
}

/** Remove what the thread now shows by itself. */
export function clearPending() {
  for (const row of all("#pending [data-message]")) {
    const there = row.dataset.message === "note"
      ? all("#region-thread .note .text").some((text) => text.textContent === one(".text", row).textContent.trim())
      : document.getElementById(`m-${row.dataset.message}`);
    if (there) row.remove();
  }
}

/** Begin a private answer with a prepared text. */
function prepare(text) {
  if (!at || !mayPrivately()) return toast(one('#modes [data-kind="private"] .why')?.textContent ?? "", { bad: true });
  putBack("private", text);
}

document.addEventListener("click", ({ target }) => {
  if (target.closest('[data-do="undo"]')) undoNow();
  const prepared = target.closest('[data-do="prepare"]');
  if (prepared) prepare(prepared.dataset.text);
});
document.addEventListener("hilft:undone", ({ detail }) => {
  hideUndo();
  toast(texts().undone);
  if (!at) return;
  putBack(detail.kind, detail.text);
  fetchFiles(at.code);
});
document.addEventListener("hilft:leave", leaveComposer);
document.addEventListener("visibilitychange", () => document.hidden && at?.drafts.flush(true));
addEventListener("pagehide", () => at?.drafts.flush(true));
