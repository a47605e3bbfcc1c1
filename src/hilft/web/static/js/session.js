// Talking to the desk as somebody signed in. When the session has ended, it is asked for, and the talk goes on.

import { one, texts } from "./page.js";

export class Failure extends Error {
  constructor(status, told) {
    super(told.sentence);
    Object.assign(this, { status, problem: told.problem ?? "", details: told.details ?? {} });
  }
}

let asking = null;

/** POST fields (or FormData) and give the JSON answer; throws Failure with a sentence for the person. */
export async function post(address, fields = {}, { keepalive = false, patient = true, again = true } = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST", body, keepalive, credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRF-Token": document.body.dataset.csrf },
    });
  } catch {
    throw new Failure(0, { sentence: texts().offline });
  }
  const told = await answer.json().catch(() => ({ sentence: texts().offline }));
  if (answer.ok) return told;
  const retry = () => post(address, fields, { keepalive, patient, again: false });
  if (answer.status === 401 && patient && again) {
    await signedOut();
    return retry();
  }
  if (told.problem === "ForeignForm" && again && (await renew())) return retry();
  throw new Failure(answer.status, told);
}

/** Fetch the proof for forms anew; false when nobody is signed in. */
export async function renew() {
  const answer = await fetch("/desk/session", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return false;
  const told = await answer.json();
  if (told.me !== document.body.dataset.me) {
    location.reload(); // a colleague sits here now; every draft is kept under its own name
    return false;
  }
  document.body.dataset.csrf = told.csrf;
  return true;
}

/** Ask for the password without leaving the page; resolves when somebody is signed in again. */
export function signedOut() {
  asking ??= new Promise((resolve) => {
    const dialog = one("#again");
    if (!dialog.open) dialog.showModal();
    const settle = () => {
      asking = null;
      if (dialog.open) dialog.close();
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    const look = async () => document.hidden || ((await renew()) && settle());
    document.addEventListener("visibilitychange", look);
    one("#again-form").onsubmit = async (event) => {
      event.preventDefault();
      if (await enter(event.target)) settle();
    };
  });
  return asking;
}

async function enter(form) {
  const wrong = one("#again-wrong");
  try {
    const told = await post(form.action, Object.fromEntries(new FormData(form)), { patient: false, again: false });
    if (told.me !== document.body.dataset.me) location.reload();
    document.body.dataset.csrf = told.csrf;
    form.elements.password.value = "";
    wrong.hidden = true;
    return true;
  } catch (failure) {
    wrong.textContent = failure.message;
    wrong.hidden = false;
    return false;
  }
}
