// The few things every module needs of the page: finding, telling, asking, times that go on running.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const texts = () => one("#texts").dataset;
export const isField = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])"));

/** Show a line for some seconds; `deed` adds a button `{name, run}`. */
export function toast(text, { bad = false, deed = null } = {}) {
  if (!text) return;
  const line = document.createElement("div");
  line.className = bad ? "toast bad" : "toast";
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  const close = () => line.remove();
  if (deed) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: deed.name });
    button.addEventListener("click", () => (close(), deed.run()));
    line.append(button);
  }
  line.addEventListener("click", close);
  one("#toasts").append(line);
  setTimeout(close, bad || deed ? 9000 : 4500);
}

/** Ask once; resolves to the value of the choice, or to "" when the person closed the question.

With `wanted` a line is asked for, too: the first choice then resolves to what was written, and needs it; with `last`
it is the last choice that does. `marked` are places `[start, end]` of the text, in characters, to be marked. */
export function ask(title, text, choices, wanted = "", { last = false, marked = [] } = {}) {
  const dialog = one("#ask"), line = one("#ask-line"), input = one("input", line);
  one("#ask-title").textContent = title;
  one("#ask-text").replaceChildren(...pieces(text, marked));
  one("#ask-text").hidden = !text;
  line.hidden = !wanted;
  one("span", line).textContent = wanted;
  input.value = "";
  const writes = last ? choices.at(-1) : choices[0];
  const buttons = choices.map(({ name, value, primary }) =>
    Object.assign(document.createElement("button"), {
      textContent: name, value, className: primary ? "button primary" : "button", autofocus: Boolean(primary) && (!wanted || last),
    }));
  if (wanted) {
    const button = buttons[choices.indexOf(writes)];
    button.addEventListener("click", (event) => input.value.trim() || (event.preventDefault(), input.focus()));
  }
  one("#ask-buttons").replaceChildren(...buttons);
  dialog.returnValue = "";
  dialog.showModal();
  if (wanted && !last) input.focus();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () =>
      resolve(wanted && dialog.returnValue === writes.value ? input.value.trim() : dialog.returnValue), { once: true }));
}

function pieces(text, marked) {
  const letters = [...text], made = [];
  let end = 0;
  for (const [from, to] of marked) {
    made.push(letters.slice(end, from).join(""), Object.assign(document.createElement("mark"), { textContent: letters.slice(from, to).join("") }));
    end = to;
  }
  return [...made, letters.slice(end).join("")];
}

const SOON = 15, LATE = 60;

/** Bring every relative time below `root` up to date. */
export function refresh(root = document) {
  const now = Date.now();
  for (const time of all("time[data-relative]", root)) {
    const minutes = Math.max(0, Math.floor((now - Date.parse(time.dateTime)) / 60000));
    const text = told(minutes);
    if (time.textContent !== text) time.textContent = text;
    const row = time.closest("[data-wait]");
    if (row) row.dataset.ownWait = minutes >= LATE ? "late" : minutes >= SOON ? "soon" : "fresh";
  }
}

function told(minutes) {
  const { now, minutes: m, hours, days } = texts();
  if (minutes < 1) return now;
  if (minutes < 90) return m.replace("{n}", minutes);
  if (minutes < 36 * 60) return hours.replace("{n}", Math.round(minutes / 60));
  return days.replace("{n}", Math.round(minutes / 1440));
}

setInterval(refresh, 15000);
