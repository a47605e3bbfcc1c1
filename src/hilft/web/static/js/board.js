// The live board: asks for the figures every two seconds, and says when they have become old.

import { one } from "./page.js";
import { morph } from "./list.js";

const EVERY = 2000;
const OLD = 5000;

const board = one("#board");
let shown = "", seen = Date.now();

async function ask() {
  try {
    const answer = await fetch(board.dataset.figures, { cache: "no-store", signal: AbortSignal.timeout(4000) });
    if (answer.status === 401 || answer.redirected) return location.reload();
    if (answer.ok) {
      const html = await answer.text();
      seen = Date.now();
      if (html !== shown) await morph(board, (shown = html));
    }
  } catch {
    // told by age
  }
  tell();
  setTimeout(ask, EVERY);
}

function tell() {
  const old = Date.now() - seen > OLD;
  one("#stale").hidden = !old;
  board.classList.toggle("old", old);
}

setInterval(tell, 500);
setTimeout(ask, EVERY);
