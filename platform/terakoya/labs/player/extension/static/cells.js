// What a cell is to a learner, told from its text and from nbgrader's own metadata.
export const LETTER = "letter"; // plain text for the model, `%%prompt NAME`
export const CHECK = "check"; // visible test of nbgrader: a button, no code
export const SETTING = "setting"; // locked code that prepares or carries out: quiet
export const PROGRAM = "program"; // ordinary code that the learner may write
export const TEXT = "text";

const HEAD = /^\s*%%prompt[^\n]*(\n|$)/;

export const headLength = (source) => source.match(HEAD)?.[0].length ?? 0;

export const kindOf = (cell) => {
  const { model } = cell;
  if (model.type !== "code") return TEXT;
  if (headLength(model.sharedModel.getSource()) > 0) return LETTER;
  const grading = model.getMetadata("nbgrader") ?? {};
  if (grading.grade && !grading.solution) return CHECK;
  return model.getMetadata("editable") === false ? SETTING : PROGRAM;
};

export const isEmptyLetter = (cell) => {
  const source = cell.model.sharedModel.getSource();
  return source.slice(headLength(source)).trim() === "";
};
