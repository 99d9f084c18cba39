// Gives each cell what a learner needs to see and nothing else.
import { CHECK, LETTER, PROGRAM, TEXT, kindOf } from "./cells.js";
import { countCharacters, makeLetter, wordsOf } from "./letters.js";
import { say } from "./words.js";

const element = (tag, className, text = "") => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

const LABELS = { [LETTER]: "tryIt", [PROGRAM]: "run", [CHECK]: "check" };

const saysWhy = (cell) => cell.model.outputs.toJSON().some((output) => output.output_type === "error");

const makeBar = (cell, kind, runner) => {
  const bar = element("div", "tk-bar");
  const button = element("button", `tk-button tk-button-${kind}`, say(LABELS[kind]));
  button.type = "button";
  const note = element("span", "tk-note", kind === CHECK ? say("checkHint") : "");
  note.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const isReady = runner.panel.sessionContext.session?.kernel?.status === "idle";
    note.textContent = say(isReady ? "running" : "waiting");
    const went = await runner.run(cell).catch(() => false);
    button.removeAttribute("aria-disabled");
    note.textContent = went || saysWhy(cell) ? "" : say("failed");
  });
  bar.append(button, note);
  return bar;
};

const makeHeading = (cell, title) => {
  const heading = element("div", "tk-heading");
  // A click on the letter head is a click on the letter.
  heading.addEventListener("click", () => cell.editor?.focus());
  const count = element("span", "tk-count");
  const tell = () => {
    count.textContent = say("characters")(countCharacters(cell));
  };
  tell();
  cell.model.contentChanged.connect(tell);
  heading.append(element("span", "tk-title", title), count);
  return heading;
};

export const dress = async (cell, runner, codemirror) => {
  await cell.ready;
  if (cell.isDisposed || cell.node.dataset.terakoya) return;
  const kind = kindOf(cell);
  cell.node.dataset.terakoya = kind;
  if (kind === TEXT) return;
  const input = cell.node.querySelector(".jp-Cell-inputWrapper");
  const isAnswered = kind !== LETTER || runner.isAnswered(cell);
  const words = wordsOf(isAnswered);
  if (kind === LETTER) input.before(makeHeading(cell, words.title));
  if (kind === PROGRAM) input.before(element("div", "tk-heading", say("code")));
  if (kind in LABELS && isAnswered) input.after(makeBar(cell, kind, runner));
  if (kind === LETTER) await makeLetter(cell, codemirror, words);
};
