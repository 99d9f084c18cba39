// Keeps the draft on the server: some seconds after a change and when the page loses attention.
// Two tabs or devices never overwrite each other: the server refuses, and the learner chooses.

const words = document.getElementById("lab-words").dataset;
const saved = document.getElementById("lab-saved");
const conflict = document.getElementById("lab-conflict");
const SAVE_AFTER_MILLISECONDS = 3_000;

export class Draft {
  #lab;
  #player;
  #connection;
  #address;
  #isDirty = false;
  #isAsking = false;
  #timer;
  #saving = Promise.resolve(true);

  constructor(lab, player, connection) {
    this.#lab = lab.dataset;
    this.#player = player;
    this.#connection = connection;
    this.#address = `/labs/${lab.dataset.slug}/draft`;
    player.on("change", () => this.#changed());
    for (const event of ["blur", "pagehide"]) {
      window.addEventListener(event, () => this.#isDirty && this.save());
    }
    document.addEventListener("visibilitychange", () => this.#isDirty && this.save());
    window.addEventListener("beforeunload", (event) => this.#isDirty && event.preventDefault());
    this.#listen("lab-reset", () => this.#replace("reset"));
    this.#listen("lab-back", () => this.#replace("restoration"));
    // What is open in two places has to be settled: there is no third way.
    conflict.addEventListener("cancel", (event) => event.preventDefault());
  }

  // Saves now; one save at a time. True when the server has the text of this page.
  save() {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.catch(() => false).then(() => this.#save());
    return this.#saving;
  }

  #changed() {
    this.#isDirty = true;
    saved.textContent = words.unsaved;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MILLISECONDS);
  }

  async #save() {
    if (!this.#isDirty) return true;
    if (this.#isAsking) return false;
    const notebook = await this.#player.get();
    this.#isDirty = false;
    saved.textContent = words.saving;
    const response = await this.#put(notebook);
    if (response.ok) {
      this.#note(await response.json());
      return true;
    }
    this.#isDirty = true;
    saved.textContent = words.unsaved;
    if (response.status === 412) this.#ask(notebook, (await response.json()).error.draft);
    else await this.#connection.explain(response);
    return false;
  }

  #put(notebook, extra = {}) {
    return this.#connection.send("PUT", `${this.#address}?language=${this.#lab.language}`, {
      body: { notebook, ...extra },
      headers: { "If-Match": `"${this.#lab.revision}"` },
    });
  }

  #note({ revision, saved_at_clock: clock, can_go_back: canGoBack }) {
    this.#lab.revision = revision;
    document.getElementById("lab-back").hidden = !canGoBack;
    if (!this.#isDirty) saved.textContent = words.saved.replace("{clock}", clock);
  }

  #ask(mine, theirs) {
    this.#isAsking = true;
    document.getElementById("lab-mine").textContent = letters(mine);
    document.getElementById("lab-theirs").textContent = letters(theirs.notebook);
    document.getElementById("lab-theirs-clock").textContent = theirs.saved_at_clock;
    this.#lab.revision = theirs.revision;
    const settle = async (isMine) => {
      conflict.close();
      this.#isAsking = false;
      // Ours is saved in both cases, and theirs stays behind as the earlier text; so whichever
      // is chosen, the other one can be had back.
      const response = await this.#put(await this.#player.get(), { keeps_other: true });
      if (response.status === 412) {
        this.#ask(mine, (await response.json()).error.draft);
      } else if (!response.ok) {
        await this.#connection.explain(response);
      } else {
        this.#isDirty = false;
        this.#note(await response.json());
        if (!isMine) await this.#replace("restoration");
      }
    };
    document.getElementById("lab-keep-mine").onclick = () => settle(true);
    document.getElementById("lab-take-theirs").onclick = () => settle(false);
    conflict.showModal();
  }

  async #replace(how) {
    if (!(await this.save())) return;
    const address = `${this.#address}/${how}?language=${this.#lab.language}`;
    const response = await this.#connection.send("POST", address, { body: {} });
    if (response.ok) location.reload();
    else await this.#connection.explain(response);
  }

  #listen(id, act) {
    document.getElementById(id).addEventListener("click", act);
  }
}

// What was written into the notebook, for people to compare: the text of its open cells.
function letters({ cells }) {
  const texts = cells
    .filter((cell) => cell.cell_type === "code" && cell.metadata.editable !== false)
    .map(({ source }) => (Array.isArray(source) ? source.join("") : source))
    .map((text) => text.replace(/^%%prompt[^\n]*\n?/, "").trim());
  return texts.filter(Boolean).join("\n\n—\n\n");
}
