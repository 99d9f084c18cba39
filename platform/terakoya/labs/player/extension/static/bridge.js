// The notebook's end of the bridge to the page around it: five operations in, events out. Messages
// work the same whether the player has the page's host name or one of its own.
const SETTLE_MILLISECONDS = 1000;

export class Bridge {
  constructor(panel) {
    this.panel = panel;
    // Only pages of our own may hold the player (frame-ancestors), so this is the page's origin.
    this.origin = location.origin;
  }

  tellStatus(status) {
    this.status = status;
    this.tell("status", status);
  }

  tell(event, value = null) {
    if (window.parent !== window) {
      window.parent.postMessage({ terakoya: event, value }, this.origin);
    }
  }

  serve(runner) {
    const { model, context } = { model: this.panel.context.model, context: this.panel.context };
    const operations = {
      get: () => model.toJSON(),
      save: async () => {
        await context.save();
        this.tell("saved");
        return model.toJSON();
      },
      runAll: () => runner.runAll(),
      runCell: (id) => {
        const cell = runner.cells().find((other) => other.model.id === id);
        return cell ? runner.run(cell) : false;
      },
      restart: () => runner.startAgain(),
      status: () => this.status,
    };
    window.addEventListener("message", (event) => this.answer(event, operations));
    this.reportChanges(model);
    this.reportHeight();
    this.tell("open", this.status);
  }

  async answer(event, operations) {
    if (event.source !== window.parent || event.origin !== this.origin) return;
    const { terakoya, id, name, value } = event.data ?? {};
    if (terakoya === "hello") this.tell("open", this.status);
    if (terakoya !== "call" || !Object.hasOwn(operations, name)) return;
    try {
      this.tell("answer", { id, result: await operations[name](value) });
    } catch (error) {
      this.tell("answer", { id, problem: String(error) });
    }
  }

  reportChanges(model) {
    // Opening a notebook touches its metadata too; only what a learner would miss is a change.
    const content = () =>
      JSON.stringify(model.toJSON().cells.map(({ source, outputs }) => [`${source}`.trimEnd(), outputs]));
    let last = content();
    let timer;
    const settle = () => {
      const present = content();
      if (present !== last) this.tell("change");
      last = present;
    };
    model.contentChanged.connect(() => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_MILLISECONDS);
    });
  }

  // The page gives the notebook the room it needs, so that there is one scroll bar, not two.
  reportHeight() {
    const measure = () => this.tell("height", Math.ceil(document.body.getBoundingClientRect().height));
    new ResizeObserver(measure).observe(document.body);
  }
}
