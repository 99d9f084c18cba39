// The player's plugins for JupyterLab: cells dressed for learners, few keys, few commands.
import { Bridge } from "./bridge.js";
import { dress } from "./dressing.js";
import { addRenderers } from "./outputs.js";
import { Runner } from "./running.js";
import { settings } from "./words.js";

const EDITING = ".jp-Notebook.jp-mod-editMode";
const READING = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus:not(:read-write):not(button):not(a):not(summary)";
// Only what can do no harm: JupyterLab's own one-letter shortcuts would delete and turn cells.
const KEYS = [
  ["terakoya:run-active", ["Shift Enter"], ".jp-Notebook"],
  ["terakoya:run-active", ["Accel Enter"], ".jp-Notebook"],
  ["terakoya:undo", ["Accel Z"], EDITING],
  ["terakoya:redo", ["Accel Shift Z"], EDITING],
  ["terakoya:redo", ["Accel Y"], EDITING],
  ["notebook:enter-command-mode", ["Escape"], EDITING],
  ["notebook:enter-edit-mode", ["Enter"], READING],
  ["notebook:move-cursor-up", ["ArrowUp"], READING],
  ["notebook:move-cursor-down", ["ArrowDown"], READING],
];

const lookLikeTheProduct = (base) => {
  const { language, theme, styles } = settings();
  document.documentElement.lang = language;
  if (theme !== "system") document.documentElement.dataset.theme = theme;
  for (const href of [...styles, new URL("./player.css", base).href]) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    document.head.append(link);
  }
};

const addCommands = (app, runners) => {
  const current = () => runners.get(app.shell.currentWidget);
  const activeCell = () => app.shell.currentWidget?.content.activeCell;
  app.commands.addCommand("terakoya:run-active", {
    execute: () => activeCell() && current()?.run(activeCell()),
  });
  app.commands.addCommand("terakoya:undo", { execute: () => activeCell()?.editor?.undo() });
  app.commands.addCommand("terakoya:redo", { execute: () => activeCell()?.editor?.redo() });
  for (const [command, keys, selector] of KEYS) app.commands.addKeyBinding({ command, keys, selector });
};

export const plugins = async (load, base) => {
  const { INotebookTracker } = await load("@jupyterlab/notebook");
  const { CodeCell } = await load("@jupyterlab/cells");
  const { IRenderMimeRegistry } = await load("@jupyterlab/rendermime");
  const { Widget } = await load("@lumino/widgets");
  const [state, view] = await Promise.all([load("@codemirror/state"), load("@codemirror/view")]);
  const runners = new Map();

  const open = async (panel) => {
    const bridge = new Bridge(panel);
    await panel.context.ready;
    const runner = new Runner(panel, CodeCell, (status) => bridge.tellStatus(status));
    runners.set(panel, runner);
    panel.disposed.connect(() => runners.delete(panel));
    const dressAll = () => {
      for (const cell of panel.content.widgets) dress(cell, runner, { state, view });
    };
    dressAll();
    panel.content.model.cells.changed.connect(() => requestAnimationFrame(dressAll));
    bridge.serve(runner);
  };

  return [
    {
      id: "@terakoya/player:notebook",
      autoStart: true,
      requires: [INotebookTracker, IRenderMimeRegistry],
      activate: (app, tracker, registry) => {
        lookLikeTheProduct(base);
        addRenderers(registry, Widget);
        addCommands(app, runners);
        tracker.widgetAdded.connect((_, panel) => open(panel));
      },
    },
  ];
};
