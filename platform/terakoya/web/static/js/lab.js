// The lab page: keeps what is written, sends it for checking, shows the result.

import { startChecking } from "./lab-checking.js";
import { Connection } from "./lab-connection.js";
import { Draft } from "./lab-draft.js";
import { watchModel } from "./lab-model.js";
import { openPlayer } from "./player.js";

const SETTLE_MILLISECONDS = 1_000;
const lab = document.getElementById("lab");
const iframe = document.getElementById("lab-player");
const trouble = document.getElementById("lab-trouble");
const sentence = document.getElementById("lab-trouble-sentence");

const connection = new Connection(lab, {
  onTrouble(text, { canSignIn = false, canRetry = false } = {}) {
    if (trouble.hidden || sentence.textContent !== text) sentence.textContent = text;
    document.getElementById("lab-sign-in").hidden = !canSignIn;
    document.getElementById("lab-retry").hidden = !canRetry;
    trouble.hidden = false;
  },
  onCalm() {
    trouble.hidden = true;
  },
});
document.getElementById("lab-retry").addEventListener("click", () => connection.retry());

watchModel(lab);

// The notebook scrolls the page to its first cell when it opens, past the brief that comes first.
// Until it is open, or the reader scrolls, the page stays where it is.
function holdPlace() {
  const top = window.scrollY;
  const hold = () => window.scrollTo({ top, behavior: "instant" });
  const letGo = () => window.removeEventListener("scroll", hold);
  window.addEventListener("scroll", hold);
  for (const event of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    window.addEventListener(event, letGo, { once: true, passive: true });
  }
  return letGo;
}

if (iframe) {
  const loading = document.getElementById("lab-loading");
  const letGo = holdPlace();
  const player = openPlayer(iframe);
  const draft = new Draft(lab, player, connection);
  const checking = startChecking(lab, player, draft, connection);
  document.getElementById("lab-restart").addEventListener("click", () => player.restart());
  player.on("status", (status) => {
    if (status === "loading") return;
    loading.hidden = true;
    checking.enable();
    setTimeout(letGo, SETTLE_MILLISECONDS);
  });
  player.on("error", ({ message }) => {
    loading.hidden = true;
    connection.tell(message);
  });
}
