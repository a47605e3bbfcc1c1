// Hints beside what is being written. They never block; what was put away for a draft stays away until it is sent.

import { all, ask, one, texts } from "./page.js";
import { post } from "./session.js";

const PAUSE = 500;
let at = null;

const box = () => one("#hints");
const field = () => one("#text");

/** Take over the hints of the composer now on the page; `does.privately` puts the text into a private answer. */
export function beginHints(code, kind, does) {
  at = { code, kind, does, away: new Map(), unticked: new Set(), reasons: new Map(), timer: 0 };
  box().addEventListener("click", clicked);
  box().addEventListener("change", ({ target }) => target.dataset.promise && tick(target));
  field().addEventListener("keydown", (event) => {
    if (event.key !== "F2" || event.ctrlKey || event.altKey || event.metaKey) return;
    const first = one('[data-hint-do="take"]', box());
    if (first) (event.preventDefault(), take(first.closest(".hint")));
  });
}

/** Look again, soon: the text or the kind of answer has changed. */
export function checkSoon(wait = PAUSE) {
  if (!at) return;
  clearTimeout(at.timer);
  at.timer = setTimeout(check, wait);
}

/** What was decided on the hints, for the form that sends; then everything is forgotten. */
export function decided() {
  const told = { untracked: [...at.unticked], purposes: [...at.reasons].map(([key, why]) => `${key} ${why}`) };
  at.unticked.clear();
  at.reasons.clear();
  at.away.delete(at.kind());
  show("");
  return told;
}

async function check() {
  const here = at, kind = here.kind(), text = field().value;
  if (kind === "note" || text.trim().length < 4) return show("");
  const body = new URLSearchParams({ kind, text });
  try {
    const answer = await fetch(`/desk/case/${here.code}/check`, {
      method: "POST", body, credentials: "same-origin", headers: { "X-CSRF-Token": document.body.dataset.csrf },
    });
    if (answer.ok && at === here && kind === here.kind() && field().value === text) show(await answer.text());
  } catch {
    // looked at again with the next letter; the desk minds what must be minded when it is sent
  }
}

/** Whether it was put away; vague words also when they are now shown with more or fewer of their neighbours. */
function isAway(away, hint) {
  if (away.has(hint) || !hint.startsWith("vague ")) return away.has(hint);
  const words = hint.slice(6);
  return [...away].some((gone) => gone.startsWith("vague ") && (gone.includes(words) || words.includes(gone.slice(6))));
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const away = at.away.get(at.kind()) ?? new Set();
  const rows = all(".hint", page).filter((row) => !isAway(away, row.dataset.hint));
  for (const input of rows.flatMap((row) => all("[data-promise]", row))) input.checked = !at.unticked.has(input.dataset.promise);
  const known = all(".hint", box()).map((row) => row.dataset.hint).join("\n");
  if (known === rows.map((row) => row.dataset.hint).join("\n")) return;
  box().replaceChildren(...rows);
  box().hidden = !rows.length;
}

const DOES = {
  dismiss: putAway,
  take,
  purpose: onPurpose,
  privately: () => at.does.privately(),
};

function clicked(event) {
  const button = event.target.closest("[data-hint-do]");
  if (button) DOES[button.dataset.hintDo](button.closest(".hint"));
}

function putAway(row) {
  const kind = at.kind();
  at.away.set(kind, (at.away.get(kind) ?? new Set()).add(row.dataset.hint));
  row.remove();
  box().hidden = !box().children.length;
  field().focus();
}

function tick(input) {
  if (input.checked) at.unticked.delete(input.dataset.promise);
  else at.unticked.add(input.dataset.promise);
}

/** Put what is known where it was asked for. */
function take(row) {
  const { question, sentence, keyOf } = row.dataset, text = field().value, place = text.indexOf(question);
  if (place >= 0) field().setRangeText(sentence, place, place + question.length, "end");
  else field().setRangeText(` ${sentence}`, text.length, text.length, "end");
  post(`/desk/case/${at.code}/take-over`, { key: keyOf }, { patient: false }).catch(() => {}); // a figure, not worth a word
  putAway(row);
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

async function onPurpose(row) {
  const why = await ask(texts().purposeTitle, "", [
    { name: texts().purpose, value: "yes", primary: true }, { name: texts().cancel, value: "" },
  ], texts().reason);
  if (!why) return;
  at.reasons.set(row.dataset.keyOf, why);
  putAway(row);
}
