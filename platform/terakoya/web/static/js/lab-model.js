// Tells how far the practice model is while it is being fetched or started.

const LOOK_AFTER_MILLISECONDS = 5_000;
const READY = new Set(["ready", "external"]);

export function watchModel(lab) {
  const box = document.getElementById("lab-model");
  const sentence = document.getElementById("lab-model-sentence");
  const bar = box.querySelector("progress");

  const look = async () => {
    const response = await fetch("/model/state", { headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (response?.ok) {
      const { state, percent, sentence: text } = await response.json();
      lab.dataset.model = state;
      if (sentence.textContent !== text) sentence.textContent = text;
      bar.hidden = percent === null;
      bar.value = percent ?? 0;
      box.hidden = READY.has(state);
      if (box.hidden) return;
    }
    setTimeout(look, LOOK_AFTER_MILLISECONDS);
  };
  if (!READY.has(lab.dataset.model)) look();
}
