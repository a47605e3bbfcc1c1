// Pictures put to an answer: uploaded at once, each with a description for those who cannot see it.

import { all, one, toast } from "./page.js";
import { post } from "./session.js";

export const picked = () => all("#picked li[data-id]").map((row) => row.dataset.id);
export const forgetFiles = () => one("#picked").replaceChildren();

/** Show again what is still put to the unsent answer. */
export async function fetchFiles(code) {
  const answer = await fetch(`/desk/case/${code}/uploads`).catch(() => null);
  if (answer?.ok) one("#picked").innerHTML = await answer.text();
}

/** Listen to the composer's file field, its list, and pictures pasted into the text. */
export function beginFiles(form, code) {
  const add = (files) => [...files].forEach((file) => upload(code, file));
  one("#file").addEventListener("change", (event) => {
    add(event.target.files);
    event.target.value = "";
  });
  one("#text").addEventListener("paste", (event) => add(event.clipboardData.files));
  one("#picked").addEventListener("change", (event) => {
    const row = event.target.closest("li[data-id]");
    if (row) post(`/desk/uploads/${row.dataset.id}/describe`, { alt: event.target.value }).catch(tell);
  });
  one("#picked").addEventListener("click", (event) => {
    const row = event.target.closest('[data-do="unpick"]')?.closest("li");
    if (!row) return;
    row.remove();
    if (row.dataset.id) post(`/desk/uploads/${row.dataset.id}/drop`).catch(tell);
  });
}

async function upload(code, file) {
  const row = one("#picked-row").content.firstElementChild.cloneNode(true);
  const picture = one("img", row);
  if (file.type.startsWith("image/")) picture.src = URL.createObjectURL(file);
  else picture.replaceWith(Object.assign(document.createElement("span"), { className: "tag", textContent: file.name }));
  one("#picked").append(row);
  const fields = new FormData();
  fields.append("file", file);
  try {
    row.dataset.id = (await post(`/desk/case/${code}/uploads`, fields)).id;
    one("input", row).focus();
  } catch (failure) {
    row.remove();
    tell(failure);
  }
}

const tell = (failure) => toast(failure.message, { bad: true });
