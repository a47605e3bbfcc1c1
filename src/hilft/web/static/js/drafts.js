// What is typed is kept: on this device after 300 ms, on the desk within a second. The newer version wins.

import { post } from "./session.js";

const NEAR = 300, FAR = 800;

/** The unsent texts of one case, by kind. `tell` hears "saving", "saved" or "kept". */
export class Drafts {
  constructor(code, served, tell, address = `/desk/case/${code}/draft`) {
    Object.assign(this, { code, tell, address, saving: Promise.resolve(), unsaved: new Set() });
    this.name = `hilft.draft.${document.body.dataset.me}.${code}`;
    this.kept = this.#read();
    for (const [kind, draft] of Object.entries(served)) {
      const here = this.kept[kind];
      if (!here || here.version < draft.version) this.kept[kind] = draft;
      else if (here.version > draft.version && here.text !== draft.text) this.unsaved.add(kind);
    }
    for (const kind of Object.keys(this.kept)) if (!served[kind] && this.kept[kind].text) this.unsaved.add(kind);
    if (this.unsaved.size) this.#later();
  }

  text = (kind) => this.kept[kind]?.text ?? "";
  key = (kind) => this.kept[kind]?.key ?? "";

  /** Note what is typed; it is stored by itself. */
  set(kind, text) {
    const before = this.kept[kind];
    if ((before?.text ?? "") === text) return;
    this.kept[kind] = { text, version: Math.max(Date.now(), (before?.version ?? 0) + 1) };
    this.unsaved.add(kind);
    clearTimeout(this.near);
    this.near = setTimeout(() => this.#write(), NEAR);
    this.#later();
  }

  /** Bind a request key to this very text, so that sending it again after a crash posts once. */
  bind(kind, key) {
    this.kept[kind] = { text: "", version: Date.now(), ...this.kept[kind], key };
    this.#write();
  }

  /** Forget a text that was sent; nothing that is still being saved may bring it back. */
  async retire(kind) {
    this.unsaved.delete(kind);
    await this.saving.catch(() => {});
    this.kept[kind] = { text: "", version: Math.max(Date.now(), (this.kept[kind]?.version ?? 0) + 1) };
    this.#write();
  }

  /** Store everything now; `last` when the page may go away. */
  flush(last = false) {
    clearTimeout(this.near);
    clearTimeout(this.far);
    this.#write();
    this.saving = this.saving.catch(() => {}).then(() => this.#save(last));
    return this.saving;
  }

  #later() {
    clearTimeout(this.retry);
    this.far ??= setTimeout(() => ((this.far = null), this.flush()), FAR);
  }

  async #save(keepalive) {
    this.far = null;
    for (const kind of [...this.unsaved]) {
      const { text, version } = this.kept[kind];
      this.tell("saving");
      try {
        await post(this.address, { kind, text, version }, { keepalive, patient: false });
        if (this.kept[kind].version === version) this.unsaved.delete(kind);
        this.tell("saved");
      } catch (failure) {
        this.tell("kept");
        if (failure.status === 401) this.onSignedOut?.();
        this.retry = setTimeout(() => this.#later(), 3000);
      }
    }
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }

  #write() {
    try {
      if (Object.values(this.kept).some((draft) => draft.text)) localStorage.setItem(this.name, JSON.stringify(this.kept));
      else localStorage.removeItem(this.name);
    } catch {
      // a full or forbidden store: the desk keeps the draft all the same
    }
  }
}
