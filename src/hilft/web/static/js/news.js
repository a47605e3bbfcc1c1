// Announcements: what is typed is kept, each account's text is counted as its network counts, and what is on its way is followed.

import { all, one, texts } from "./page.js";
import { post } from "./session.js";
import { morph } from "./list.js";

const PAUSE = 400, LOOK = 2000;

export function beginNews() {
  for (const form of all("form[data-news]")) beginForm(form);
  if (one("[data-moves=yes]")) setTimeout(followPosts, LOOK);
}

function beginForm(form) {
  const kept = one("[data-kept]", form), look = one("[data-look]", form);
  if (look) look.hidden = true; // with scripts the preview is always there
  let timer, saving = Promise.resolve(), sent = false;
  const save = async () => {
    if (sent) return;
    try {
      const told = await post(form.dataset.news, new FormData(form), { keepalive: true, patient: false });
      show(form, told.accounts);
      if (kept) kept.textContent = texts().saved ?? "";
    } catch (failure) {
      if (kept) kept.textContent = failure.message;
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (saving = saving.then(save)), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", () => ((sent = true), clearTimeout(timer)));
  if (one("input[name=on]:checked", form)) preview(form);
}

async function preview(form) {
  const told = await post("/desk/news/preview", new FormData(form), { patient: false }).catch(() => null);
  if (told) show(form, told.accounts);
}

function show(form, accounts) {
  for (const box of all("[data-account]", form)) {
    const found = accounts[box.dataset.account], output = one("output", box), looks = one(".looks", box);
    output.textContent = found ? `${found.used} / ${found.limit}` : "";
    output.className = found && !found.ok ? "over" : "";
    looks.hidden = !found;
    looks.textContent = found?.text ?? "";
  }
}

/** Look again while something is on its way; only the lists of posts change, never what somebody types. */
async function followPosts() {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const box of all("[id^='s-']")) {
      const now = fresh.getElementById(box.id);
      if (now && now.innerHTML !== box.innerHTML) await morph(box, now.innerHTML);
    }
  }
  if (!answer?.ok || one("[data-moves=yes]")) setTimeout(followPosts, LOOK);
}
