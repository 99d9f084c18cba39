// What checks and errors look like below a cell: sentences first, machine text only on request.
import { say } from "./words.js";

const FINDING = "application/vnd.terakoya.finding+json";
const ERROR = "application/vnd.jupyter.error";
const COLOUR_CODES = /\u001b\[[0-9;]*m/g;
const BEFORE_ALL_OTHERS = -1;

const add = (parent, tag, className, text) => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
};

const showFinding = (node, model) => {
  const { outcome, message, quote } = model.data[FINDING];
  node.className = `tk-finding tk-${outcome}`;
  add(node, "strong", "tk-outcome", say("outcomes")[outcome] ?? "");
  add(node, "span", "tk-message", message[document.documentElement.lang] ?? message.ja);
  if (quote) add(node, "q", "tk-quote", quote);
};

// The kernel writes <class 'NameError'> with its module; the checks' own words say all there is.
const SPEAKING = new Set(["AssertionError", "NotChecked"]);
const reason = (ename, evalue) => {
  const name = (ename.match(/[\w.]+(?='>$)/)?.[0] ?? ename).split(".").pop();
  if (SPEAKING.has(name) && evalue) return evalue;
  return evalue ? `${name}: ${evalue}` : name;
};

const showError = (node, model) => {
  const { ename, evalue, traceback } = model.data[ERROR];
  const isUnmet = ename.includes("AssertionError");
  node.className = `tk-finding tk-${isUnmet ? "not-yet" : "not-checked"}`;
  add(node, "strong", "tk-outcome", isUnmet ? say("outcomes")["not-yet"] : say("stopped"));
  add(node, "span", "tk-message", reason(ename, evalue));
  const details = add(node, "details", "tk-details", "");
  add(details, "summary", "", say("details"));
  add(details, "pre", "", traceback.join("\n").replace(COLOUR_CODES, ""));
};

export const addRenderers = (registry, Widget) => {
  const factory = (mimeType, show) => ({
    safe: true,
    mimeTypes: [mimeType],
    createRenderer: () => {
      const widget = new Widget();
      widget.renderModel = async (model) => {
        widget.node.replaceChildren();
        show(widget.node, model);
      };
      return widget;
    },
  });
  registry.addFactory(factory(FINDING, showFinding), BEFORE_ALL_OTHERS);
  registry.addFactory(factory(ERROR, showError), BEFORE_ALL_OTHERS);
};
