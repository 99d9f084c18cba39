// A prompt cell as a letter: its technical first line is out of sight and out of reach, the text
// has no code look.
import { headLength } from "./cells.js";
import { say } from "./words.js";

const LONGEST_HEAD = 200; // characters; a name is a word

export const letterExtensions = ({ EditorState, Transaction, StateField }, view, words) => {
  const { Decoration, EditorView, WidgetType } = view;
  const head = (state) => headLength(state.doc.sliceString(0, LONGEST_HEAD));
  // CodeMirror's own placeholder needs an empty document; a letter always has its first line.
  class Invitation extends WidgetType {
    toDOM() {
      const invited = document.createElement("span");
      invited.className = "tk-invitation";
      invited.textContent = words.placeholder;
      return invited;
    }
    ignoreEvent() {
      return false;
    }
  }
  const invitation = Decoration.widget({ widget: new Invitation(), side: 1 });
  const hidden = (state) => {
    const end = head(state);
    if (end === 0) return Decoration.none;
    const isEmpty = state.doc.length === end;
    const marks = [Decoration.replace({}).range(0, end)];
    return Decoration.set(isEmpty ? [...marks, invitation.range(end)] : marks);
  };
  const cover = StateField.define({
    create: hidden,
    update: (value, change) => (change.docChanged ? hidden(change.state) : value),
    provide: (field) => [
      EditorView.decorations.from(field),
      EditorView.atomicRanges.of((editor) => editor.state.field(field)),
    ],
  });
  const keepHead = EditorState.changeFilter.of((change) =>
    change.annotation(Transaction.userEvent) ? [0, head(change.startState)] : true,
  );
  const stayBelow = EditorState.transactionFilter.of((change) => {
    const least = head(change.startState);
    const { main } = change.newSelection;
    if (change.docChanged || (main.anchor >= least && main.head >= least)) return change;
    const selection = { anchor: Math.max(main.anchor, least), head: Math.max(main.head, least) };
    return [change, { selection }];
  });
  const attributes = EditorView.contentAttributes.of({
    "aria-label": words.title,
    tabindex: "0",
    spellcheck: "true",
    autocapitalize: "sentences",
  });
  return [cover, keepHead, stayBelow, EditorView.lineWrapping, attributes];
};

export const wordsOf = (isAnswered) =>
  isAnswered
    ? { title: say("letter"), placeholder: say("placeholder") }
    : { title: say("note"), placeholder: say("notePlaceholder") };

export const makeLetter = async (cell, codemirror, words) => {
  const shared = cell.model.sharedModel;
  const source = shared.getSource();
  if (!source.slice(0, headLength(source)).endsWith("\n")) shared.setSource(`${source}\n`);
  const plain = () => {
    if (cell.model.mimeType !== "text/plain") cell.model.mimeType = "text/plain";
  };
  plain();
  cell.model.mimeTypeChanged.connect(plain);
  // Tab leaves the letter, as it leaves any field of a form.
  const leave = (event) => event.key === "Tab" && event.stopPropagation();
  cell.editor.host.addEventListener("keydown", leave, { capture: true });
  cell.editor.injectExtension(letterExtensions(codemirror.state, codemirror.view, words));
};

export const countCharacters = (cell) => {
  const source = cell.model.sharedModel.getSource();
  return [...source.slice(headLength(source)).replace(/\s/g, "")].length;
};
