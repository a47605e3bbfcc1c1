// The live stream: one connection per page, own retries, a watched beat, catch-up on return.

import { one } from "./page.js";
import { signedOut } from "./session.js";

const SILENCE = 4500;      // the desk beats every two seconds
const SHOWN_AFTER = 1500;  // a short gap is nobody's business
const HIDDEN_FOR = 300000;
const SLOWEST = 8000;

let address = "", take = () => {};
let line = null, heard = 0, lostAt = 0, delay = 500, timer = 0, hiding = 0;

/** Follow another page's stream from now on. The desk sends everything once, then what changes. */
export function follow(stream, onRegion) {
  address = stream;
  take = onRegion;
  delay = 500;
  connect();
}

function connect() {
  clearTimeout(timer);
  line?.abort();
  if (!address) return;
  const mine = (line = new AbortController());
  heard = Date.now();
  listen(mine).catch(() => {}).finally(() => mine === line && lost());
}

async function listen(mine) {
  const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/event-stream" }, cache: "no-store" });
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status === 401 || answer.redirected) return over();
  if (answer.status === 404) return location.reload();
  if (!answer.ok || !type.startsWith("text/event-stream")) throw new Error(String(answer.status));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done || mine !== line) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    parts.forEach(hear);
  }
}

function hear(frame) {
  const name = frame.match(/^event: (.*)$/m)?.[1];
  const data = frame.match(/^data: (.*)$/m)?.[1];
  if (!name) return;
  if (name === "SignedOut") return over();
  if (name === "away") return lost();
  if (name.startsWith("No")) return location.reload();
  heard = Date.now();
  found();
  if (name === "region") take(...Object.values(JSON.parse(data)));
}

async function over() {
  line?.abort();
  line = null;
  await signedOut();
  connect();
}

function found() {
  delay = 500;
  lostAt = 0;
  one("#strip").hidden = true;
}

function lost() {
  if (!line || document.hidden && hiding === -1) return;
  lostAt ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(connect, delay * (0.8 + Math.random() * 0.4));
  delay = Math.min(delay * 1.7, SLOWEST);
}

function watch() {
  if (!line) return;
  if (Date.now() - heard > SILENCE) {
    lostAt ||= heard + SILENCE;
    connect();
  }
  if (lostAt && Date.now() - lostAt > SHOWN_AFTER) one("#strip").hidden = false;
}

function seen() {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => { hiding = -1; line?.abort(); }, HIDDEN_FOR);
  } else {
    if (hiding === -1 || Date.now() - heard > SILENCE) connect();
    hiding = 0;
  }
}

setInterval(watch, 500);
document.addEventListener("visibilitychange", seen);
addEventListener("online", connect);
addEventListener("pageshow", (event) => event.persisted && connect());
