// Buttons that do something: forms sent without leaving the page, dialogs, folding panels.

import { all, one, toast } from "./page.js";
import { go, takeIn } from "./list.js";
import { post } from "./session.js";

/** Send a deed; the stream brings what it changed. Gives the answer, or null after telling what went wrong. */
export async function run(address, fields = {}, source = null) {
  source?.setAttribute("disabled", "");
  try {
    const told = await post(address, fields);
    if (told.kind) document.dispatchEvent(new CustomEvent("hilft:undone", { detail: told }));
    const deed = told.deed && { name: told.deed.name, run: () => run(told.deed.address) };
    toast(told.toast, { deed });
    if (told.reload || !one("[data-stream]")) location.reload();
    if (told.moved) move(told.go);
    return told;
  } catch (failure) {
    toast(failure.message, { bad: true });
    return null;
  } finally {
    source?.removeAttribute("disabled");
  }
}

function move(address) {
  const code = address.split("/").pop();
  if (one(".side-list")) go(`${one("#main").dataset.list}&case=${code}`);
  else location.href = address;
}

async function send(event) {
  const form = event.target, button = event.submitter;
  if (!form.matches("#act, [data-deed]") || button?.hasAttribute("data-plain")) return;
  event.preventDefault();
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  const address = button?.getAttribute("formaction") ?? form.action;
  const told = await run(address, Object.fromEntries(fields), button);
  if (!told) return;
  form.closest("dialog")?.close();
  if (form.matches(".correcting")) form.hidden = true;
}

const DOES = {
  help: () => one("#help").showModal(),
  close: (button) => button.closest("dialog").close(),
  "hand-over": () => one("#hand-over").showModal(),
  snooze: () => one("#snooze").showModal(),
  triage: () => one("#triage").showModal(),
  "take-in": takeIn,
  panel: () => one("#case-pane").toggleAttribute("data-panel"),
  correct: (button) => {
    const form = one(".correcting", button.closest(".fact"));
    form.hidden = !form.hidden;
    if (!form.hidden) one("[name=value]", form).select();
  },
};

async function older(link) {
  const place = link.closest("#older") ?? one("#older"), talk = one("#talk");
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return link.remove();
  const height = talk.scrollHeight;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  link.closest(".list-end").remove();
  place.prepend(...page.body.childNodes);
  talk.scrollTop += talk.scrollHeight - height;
}

/** Bring what a fact was taken from into view, fetching older messages as far back as it takes. */
async function source(link) {
  const wanted = link.hash.slice(1);
  one("#case-pane")?.removeAttribute("data-panel");
  for (let more; !document.getElementById(wanted) && (more = one("[data-older]")); ) await older(more);
  const found = document.getElementById(wanted);
  if (!found) return;
  found.setAttribute("tabindex", "-1");
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
  found.classList.add("pointed");
  setTimeout(() => found.classList.remove("pointed"), 2500);
}

export function beginDeeds() {
  document.addEventListener("submit", send);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    DOES[button?.dataset.do]?.(button);
    const link = event.target.closest("[data-older]");
    if (link) (event.preventDefault(), older(link));
    const origin = event.target.closest("[data-source]");
    if (origin) (event.preventDefault(), source(origin));
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
  });
}
