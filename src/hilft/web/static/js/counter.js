// The counter: what is typed is kept until it is with its case; a camera may read the code where the browser can.

import { Drafts } from "./drafts.js";
import { one, texts, toast } from "./page.js";
import { post, signedOut } from "./session.js";

const LOOK = 150;

export function beginCounter() {
  if (one("#counter-note")) beginNote(one("#counter-note"));
  if (one("#scan")) beginScan(one("#scan"));
}

function beginNote(form) {
  const { text, name } = form.elements, told = form.dataset;
  const served = { note: { text: text.defaultValue, version: Number(told.version) } };
  if (name) served.name = { text: told.name, version: Number(told.nameVersion) };
  const saved = one("#counter-saved"), address = new URL(form.action).pathname;
  const drafts = new Drafts(`counter.${address}`, served, (state) => (saved.textContent = texts()[state] ?? ""), `${address}/draft`);
  drafts.onSignedOut = () => signedOut().then(() => drafts.flush());
  for (const [kind, field] of [["note", text], ["name", name]]) {
    if (!field) continue;
    field.value = drafts.text(kind);
    field.addEventListener("input", () => drafts.set(kind, field.value));
  }
  addEventListener("pagehide", () => drafts.flush(true));
  form.addEventListener("submit", (event) => (event.preventDefault(), keep(form, event.submitter, drafts)));
}

/** Give the note to its case; once it is there nothing may bring the draft back, and before, nothing may drop it. */
async function keep(form, button, drafts) {
  const buttons = form.querySelectorAll("button");
  for (const each of buttons) each.disabled = true;
  try {
    const fields = new FormData(form);
    fields.set(button?.name || "next", button?.value ?? "open");
    const told = await post(form.action, fields);
    await drafts.retire("note");
    await drafts.retire("name");
    location.href = told.go;
  } catch (failure) {
    for (const each of buttons) each.disabled = false;
    toast(failure.message, { bad: true });
  }
}

/** Show the camera button where the browser reads codes; elsewhere the field takes what a scanner types. */
function beginScan(button) {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return;
  const box = one("#scanning"), video = one("video", box), field = one("#who");
  let stream = null;
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    box.hidden = true;
  };
  button.hidden = false;
  one("#scan-stop").addEventListener("click", stop);
  addEventListener("pagehide", stop);
  button.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return toast(box.dataset.noCamera, { bad: true });
    }
    video.srcObject = stream;
    box.hidden = false;
    video.play().catch(() => {}); // a camera that shows nothing yet is looked at all the same
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found?.rawValue && stream) {
        stop();
        field.value = found.rawValue;
        field.form.requestSubmit();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  });
}
