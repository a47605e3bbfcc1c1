// The page is the truth: when something changed, the page is fetched again and its lists are taken over.
const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function showTimes(root) {
  for (const time of root.querySelectorAll(".when time")) time.textContent = words.format(new Date(time.dateTime));
}

let fetching = false, again = false;

async function renew() {
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the next beat tries again */ } finally {
    fetching = false;
    if (again) { again = false; renew(); }
  }
}

function takeOver(fresh) {
  showTimes(fresh);
  const focused = document.activeElement;
  for (const old of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
    if (!next || next.innerHTML === old.innerHTML) continue;
    // An unchanged post keeps its element: what is focused or opened in it stays so.
    old.replaceChildren(...[...next.children].map(keepKnown));
  }
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

function keepKnown(fresh) {
  const known = fresh.id && document.getElementById(fresh.id);
  if (!known) return fresh;
  const opened = known.querySelector("details[open]");
  if (opened) fresh.querySelector("details")?.setAttribute("open", "");
  return known.isEqualNode(fresh) ? known : fresh;
}

showTimes(document);
const textarea = document.querySelector("textarea");
if (textarea && location.hash === "#text") {
  textarea.focus();
  textarea.setSelectionRange(textarea.value.length, textarea.value.length);
}
// After a refused form the address is that of the form: there is nothing to fetch again.
if (document.querySelector("[data-live]") && location.pathname !== "/write") {
  new EventSource("/live").onmessage = renew;
  document.addEventListener("visibilitychange", () => document.hidden || renew());
}
