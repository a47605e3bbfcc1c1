// Single letters outside fields; never with Alt, Ctrl+Alt or AltGr, and they can be switched off.

import { isField, one } from "./page.js";
import { focusText, setKind, togglePublic, undoNow } from "./composer.js";
import { run } from "./deeds.js";
import { go, nextAddress, openCursor, step, takeIn } from "./list.js";

const press = (letter) => () => [...document.querySelectorAll(`[data-key="${letter}"]`)].pop()?.click();

async function solve() {
  const button = one('#region-head [data-key="e"]');
  if (!button) return;
  const next = nextAddress();
  if ((await run(button.getAttribute("formaction"))) && next) go(next);
}

function reply() {
  const last = [...document.querySelectorAll(".message.in:not(.participant)")].pop();
  setKind(last?.classList.contains("private") ? "private" : "public");
  focusText();
  const free = one('#region-head [data-key="i"]');
  if (free) free.click();
}

function escape() {
  const open = one("#case-pane[data-panel]"), menu = one("details.menu[open]");
  if (isField(document.activeElement)) document.activeElement.blur();
  else if (menu) menu.open = false;
  else open?.removeAttribute("data-panel");
}

/** Go to the next fact; on a narrow screen the panel opens first. */
function nextFact() {
  const facts = [...document.querySelectorAll(".fact")];
  if (!facts.length) return;
  const pane = one("#case-pane");
  one("#facts").open = true;
  if (!one("#region-side").checkVisibility()) pane.setAttribute("data-panel", "");
  const at = facts.indexOf(document.activeElement?.closest(".fact"));
  facts[(at + 1) % facts.length].focus();
}

const decide = (letter) => () => one(`[data-fact-key="${letter}"]`, document.activeElement?.closest(".fact") ?? document.createElement("p"))?.click();

const KEYS = {
  f: nextFact,
  y: decide("y"),
  c: decide("c"),
  x: decide("x"),
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: openCursor,
  o: openCursor,
  i: press("i"),
  a: press("a"),
  s: press("s"),
  t: press("t"),
  m: press("m"),
  l: press("l"),
  c: press("c"),
  e: solve,
  r: reply,
  p: togglePublic,
  n: () => (setKind("note"), focusText()),
  z: undoNow,
  ".": takeIn,
  "/": () => one("#find").focus(),
  "?": () => one("#help").showModal(),
};

function listen(event) {
  if (event.key === "Escape" && !one("dialog[open]")) return escape();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.getModifierState("AltGraph") || isField(event.target) || one("dialog[open]")) return;
  const single = event.key.length === 1;
  if (single && document.body.dataset.keys === "off") return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, label, input")) return;
  if (event.key.startsWith("Arrow") && event.target !== document.body && !event.target.closest(".rows-box")) return;
  const does = KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}

export const beginKeys = () => document.addEventListener("keydown", listen);
