// The list of cases: rows that never jump away under the cursor, a cursor for the keyboard, opening without a reload.

import { all, one, refresh, texts, toast } from "./page.js";

const box = () => one("#region-list");
let waiting = null; // a list that is held back while somebody points at the old one
let opened = () => {};

export const morph = (target, html) =>
  window.htmx.swap({ text: html, target, swap: "innerMorph", sourceElement: target });

/** Tell what is to be done once another case is on the page. */
export function whenOpened(run) {
  opened = run;
}

/** Set what the desk does not know: which rows are mine, which one is open. */
export function mark() {
  const open = one("#case-pane")?.dataset.code ?? "";
  for (const row of all(".row")) {
    row.toggleAttribute("data-own-mine", row.dataset.owner === document.body.dataset.me);
    row.toggleAttribute("data-own-open", row.dataset.code === open);
  }
}

/** Take in a new list; while the old one is pointed at, only what does not move is changed. */
export async function takeList(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const [before, after] = [all(".row", box()), all(".row", fresh)];
  const moves = before.some((row, place) => row.id !== after[place]?.id);
  if (moves && isHeld()) {
    waiting = html;
    for (const row of before) {
      const now = fresh.getElementById(row.id);
      row.toggleAttribute("data-own-gone", !now);
      if (now) await morph(row, now.innerHTML);
    }
    const added = after.filter((row) => !document.getElementById(row.id)).length;
    showPill(added ? `${added} ${texts().new}` : texts().changed);
  } else {
    await apply(html);
  }
  mark();
  refresh(box());
}

export async function takeIn() {
  if (waiting === null) return;
  await apply(waiting);
  mark();
  refresh(box());
}

async function apply(html) {
  waiting = null;
  one("#pill").hidden = true;
  await morph(box(), html);
  for (const row of all("[data-own-gone]")) row.removeAttribute("data-own-gone");
}

function showPill(text) {
  const pill = one("#pill");
  one("span", pill).textContent = text;
  pill.hidden = false;
}

const isHeld = () => one("#rows-box").matches(":hover") || box().contains(document.activeElement);
const rows = () => all(".row:not([data-own-gone])", box() ?? document.createElement("div"));
const cursor = () => one(".row[data-own-cursor]") ?? one(".row[data-own-open]");

/** Move the keyboard's cursor by one row. */
export function step(by) {
  const every = rows();
  if (!every.length) return;
  const place = every.indexOf(cursor());
  const next = every[Math.min(every.length - 1, Math.max(0, place < 0 ? 0 : place + by))];
  all("[data-own-cursor]").forEach((row) => row.removeAttribute("data-own-cursor"));
  next.setAttribute("data-own-cursor", "");
  one("a", next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

export function openCursor() {
  const row = cursor() ?? rows()[0];
  if (row) go(one("a", row).href);
}

/** Give the address of the row after the open one, read before that row leaves the list. */
export function nextAddress() {
  const every = rows();
  const place = every.findIndex((row) => row.hasAttribute("data-own-open"));
  const next = every[place + 1] ?? every[place - 1];
  return next ? one("a", next).href : "";
}

/** Show another address of the inbox: the same page as freshly loaded, without losing the list. */
export async function go(address, { push = true } = {}) {
  const main = one("#main");
  if (!one(".side-list")) return void (location.href = address);
  document.dispatchEvent(new CustomEvent("hilft:leave"));
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return toast(texts().offline, { bad: true });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = one("#main.inbox", page);
  if (!fresh || !one(".side-list", fresh)) return void (location.href = address);
  if (fresh.dataset.list !== main.dataset.list) await changeList(page);
  one("#case-pane").replaceWith(document.adoptNode(one("#case-pane", page)));
  main.toggleAttribute("data-open", fresh.hasAttribute("data-open"));
  Object.assign(main.dataset, { stream: fresh.dataset.stream, list: fresh.dataset.list });
  document.title = page.title;
  if (push) history.pushState({}, "", address);
  mark();
  refresh();
  opened();
  one("#talk")?.focus({ preventScroll: true }); // the list is free to move again
}

async function changeList(page) {
  waiting = null;
  one("#pill").hidden = true;
  for (const name of ["views", "list"]) await morph(one(`#region-${name}`), one(`#region-${name}`, page).innerHTML);
  one("#rows-box").scrollTop = 0;
}

export function beginList() {
  if (!one("#rows-box")) return;
  one("#rows-box").addEventListener("pointerleave", () => isHeld() || takeIn());
  one("#rows-box").addEventListener("focusout", () => setTimeout(() => isHeld() || takeIn()));
  addEventListener("popstate", () => go(location.href, { push: false }));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/desk/inbox']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    go(link.matches("[data-back]") ? one("#main").dataset.list : link.href);
  });
}
