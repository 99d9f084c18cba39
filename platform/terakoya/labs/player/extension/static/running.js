// Running cells so that the order never matters to the learner: whatever a cell needs from above
// and is out of date runs first.
import { CHECK, LETTER, SETTING, TEXT, isEmptyLetter, kindOf } from "./cells.js";

export class Runner {
  // `tell` hears starting, ready, busy and dead, as they are true for the learner.
  constructor(panel, CodeCell, tell) {
    this.panel = panel;
    this.CodeCell = CodeCell;
    this.tell = tell;
    this.runs = new Map(); // cell id -> the source with which it last ran in this Python, and when
    this.count = 0;
    this.life = 0; // counts restarts: what was waiting before one must not run after it
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === "dead") this.tell("dead");
    });
    this.begin();
  }

  // A fresh queue whose first item is the boot of Python and the locked cells at the top.
  begin() {
    this.life += 1;
    this.waiting = 0;
    this.runs.clear();
    this.tell("starting");
    this.queue = this.boot();
    return this.enqueue(() => this.settingsAtTheTop());
  }

  async boot() {
    await this.panel.sessionContext.ready;
    // An empty request is answered when Python is really there; the kernel's own status is not.
    await this.panel.sessionContext.session.kernel.requestExecute({ code: "", silent: true }).done;
  }

  async startAgain() {
    this.life += 1;
    this.tell("starting");
    await this.panel.sessionContext.session.kernel.restart();
    for (const cell of this.cells()) if (cell.model.type === "code") cell.model.clearExecution();
    return this.begin();
  }

  // Runs `cell` and what it needs; resolves to whether all of it went well.
  run(cell) {
    return this.enqueue(() => this.neededFor(cell));
  }

  runAll() {
    return this.enqueue(() => this.cells().filter((cell) => kindOf(cell) !== TEXT));
  }

  async enqueue(choose) {
    const life = this.life;
    this.waiting += 1;
    const done = this.queue.then(() => this.runEach(choose, life));
    this.queue = done.catch(() => false);
    const went = await this.queue;
    if (life !== this.life) return false;
    this.waiting -= 1;
    if (this.waiting === 0) this.tell("ready");
    return went;
  }

  async runEach(choose, life) {
    if (life !== this.life) return false;
    this.tell("busy");
    let wentWell = true;
    for (const cell of choose()) {
      if (cell.isDisposed) continue;
      const source = cell.model.sharedModel.getSource();
      const went = await this.execute(cell);
      if (life !== this.life) return false;
      if (went) this.runs.set(cell.model.id, { source, at: ++this.count });
      // A check that is not satisfied says so by an error: that is an answer, nothing broke.
      else if (kindOf(cell) !== CHECK) return false;
      wentWell &&= went;
    }
    return wentWell;
  }

  // JupyterLab's own "run" also moves the selection, and with it the cursor of someone writing.
  async execute(cell) {
    const details = { deletedCells: this.panel.content.model.deletedCells, recordTiming: false };
    const reply = await this.CodeCell.execute(cell, this.panel.sessionContext, details);
    return reply === undefined || reply.content.status === "ok";
  }

  // The locked cells above the first one that is for the learner: run while the brief is read.
  settingsAtTheTop() {
    const cells = this.cells();
    const first = cells.findIndex((cell) => ![TEXT, SETTING].includes(kindOf(cell)));
    const above = first < 0 ? cells : cells.slice(0, first);
    return above.filter((cell) => this.isSetting(cell) && this.isOutOfDate(cell));
  }

  neededFor(cell) {
    const cells = this.cells();
    const place = cells.indexOf(cell);
    const isLetter = kindOf(cell) === LETTER;
    const stale = [];
    for (const [index, other] of cells.slice(0, place).entries()) {
      const letter = kindOf(other) === LETTER ? other : this.letterAbove(cells, index);
      const counts = isLetter
        ? this.isSetting(other) && letter === null
        : kindOf(other) !== CHECK && (letter === null || !isEmptyLetter(letter));
      if (counts && this.isOutOfDate(other, cells, stale)) stale.push(other);
    }
    return [...stale, cell, ...(isLetter ? this.answersOf(cells, place) : [])];
  }

  // The locked cells right below a letter carry it out: they belong to its button.
  answersOf(cells, place) {
    if (isEmptyLetter(cells[place])) return [];
    const below = cells.slice(place + 1);
    const end = below.findIndex((cell) => !this.isSetting(cell));
    return end < 0 ? below : below.slice(0, end);
  }

  // Whether a letter goes to the model; one that nothing carries out is only read by a check.
  isAnswered(cell) {
    const cells = this.cells();
    const below = cells[cells.indexOf(cell) + 1];
    return below !== undefined && this.isSetting(below);
  }

  letterAbove(cells, index) {
    if (!this.isSetting(cells[index])) return null;
    let place = index;
    while (place >= 0 && this.isSetting(cells[place])) place -= 1;
    return place >= 0 && kindOf(cells[place]) === LETTER ? cells[place] : null;
  }

  isSetting(cell) {
    return kindOf(cell) === SETTING;
  }

  // Never run, written anew, or something it builds on has run since (or is about to: `stale`).
  isOutOfDate(cell, cells = this.cells(), stale = []) {
    if (kindOf(cell) === TEXT) return false;
    const run = this.runs.get(cell.model.id);
    if (run?.source !== cell.model.sharedModel.getSource()) return true;
    const place = cells.indexOf(cell);
    const own = this.letterAbove(cells, place);
    return cells.slice(0, place).some((other, index) => {
      if ([TEXT, CHECK].includes(kindOf(other))) return false;
      const isOthers = kindOf(other) === LETTER || this.letterAbove(cells, index) !== null;
      // An answer builds on its own letter only: other letters must not cost a call of the model.
      if (own !== null && isOthers && other !== own) return false;
      return stale.includes(other) || this.runs.get(other.model.id)?.at > run.at;
    });
  }

  cells() {
    return [...this.panel.content.widgets];
  }
}
