// The desk's page comes to life: what the server painted is followed, written into, moved through.

import { all, one, refresh } from "./page.js";
import { beginCall } from "./calls.js";
import { beginComposer, caseChanged, clearPending } from "./composer.js";
import { beginCounter } from "./counter.js";
import { beginDeeds } from "./deeds.js";
import { beginKeys } from "./keys.js";
import { beginList, mark, morph, takeList, whenOpened } from "./list.js";
import { follow } from "./live.js";
import { beginNews } from "./news.js";

const atEnd = (talk) => talk.scrollHeight - talk.scrollTop - talk.clientHeight < 90;

async function take(region, html) {
  const box = document.getElementById(`region-${region}`);
  if (!box) return;
  if (region === "list") return takeList(html);
  const talk = one("#talk"), stay = region === "thread" && atEnd(talk);
  if (region === "thread") keepOlder(box, html);
  await morph(box, html);
  refresh(box);
  if (region === "thread") clearPending();
  if (region === "head") caseChanged();
  if (stay) talk.scrollTop = talk.scrollHeight;
}

/** What the window of fifty leaves behind joins the older messages, once those are shown. */
function keepOlder(box, html) {
  const older = one("#older"), list = one("#older > .thread:last-child");
  if (!list) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const first = one(".message", fresh)?.id;
  const rows = all(".message", box), until = rows.findIndex((row) => row.id === first);
  if (until > 0) list.append(...rows.slice(0, until));
  older.dataset.joined = "yes";
}

function opened() {
  const talk = one("#talk");
  if (talk) talk.scrollTop = talk.scrollHeight;
  beginComposer();
  const stream = one("#main").dataset.stream;
  if (stream) follow(stream, take);
}

beginDeeds();
beginKeys();
beginList();
beginCall();
beginCounter();
beginNews();
whenOpened(opened);
mark();
refresh();
opened();
