// The note of a call is kept while it is typed, as the composer's drafts are.

import { Drafts } from "./drafts.js";
import { one, texts, toast } from "./page.js";
import { post, signedOut } from "./session.js";

export function beginCall() {
  const form = one("#call-note");
  if (!form) return;
  const { call, version } = form.dataset, field = form.elements.text;
  const served = { note: { text: field.value, version: Number(version) } };
  const saved = one("#call-saved");
  const drafts = new Drafts(`call.${call}`, served, (state) => (saved.textContent = texts()[state] ?? ""), `/desk/calls/${call}/draft`);
  drafts.onSignedOut = () => signedOut().then(() => drafts.flush());
  field.value = drafts.text("note");
  field.addEventListener("input", () => drafts.set("note", field.value));
  addEventListener("pagehide", () => drafts.flush(true));
  form.addEventListener("submit", (event) => (event.preventDefault(), keep(form, drafts)));
}

/** Give the note to its case; once it is there nothing may bring the draft back, and before, nothing may drop it. */
async function keep(form, drafts) {
  try {
    const told = await post(form.action, new FormData(form));
    await drafts.retire("note");
    location.href = told.go;
  } catch (failure) {
    toast(failure.message, { bad: true });
  }
}
