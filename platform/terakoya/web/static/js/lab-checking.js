// Sends the notebook for checking and follows it until the result is there. Who leaves the page
// finds a running check again when it is opened: `data-attempt` names it.

const words = document.getElementById("lab-words").dataset;
const button = document.getElementById("lab-hand-in");
const announcement = document.getElementById("lab-announcement");
const progress = document.getElementById("lab-progress");
const LOOK_AFTER_MILLISECONDS = 1_000;

export function startChecking(lab, player, draft, connection) {
  let isReady = false;
  let isChecking = false;

  const show = () => {
    button.disabled = !isReady || isChecking;
    button.textContent = isChecking ? words.sending : words.send;
    progress.setAttribute("aria-busy", String(isChecking));
  };

  const follow = async (address) => {
    isChecking = true;
    show();
    for (;;) {
      const response = await connection.send("GET", address);
      if (!response.ok) {
        await connection.explain(response);
        break;
      }
      const { is_open: isOpen, parts } = await response.json();
      fill(lab, parts);
      announce(isOpen);
      if (!isOpen) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER_MILLISECONDS));
    }
    isChecking = false;
    show();
  };

  const handIn = async () => {
    if (isChecking) return;
    isChecking = true;
    show();
    const hasSaved = await draft.save();
    if (hasSaved) {
      const address = `/labs/${lab.dataset.slug}/attempts?language=${lab.dataset.language}`;
      const body = { notebook: await player.get() };
      const response = await connection.send("POST", address, { body });
      if (response.ok) return follow((await response.json()).url);
      await connection.explain(response);
    }
    isChecking = false;
    show();
  };

  button.addEventListener("click", handIn);
  if (lab.dataset.attempt) follow(`/attempts/${lab.dataset.attempt}`);
  return {
    enable() {
      isReady = true;
      show();
    },
  };
}

function fill(lab, parts) {
  for (const [name, html] of Object.entries(parts)) {
    const part = lab.querySelector(`[data-part="${name}"]`);
    if (part.dataset.html === html) continue; // an unchanged part keeps its focus and its state
    part.dataset.html = html;
    part.innerHTML = html;
  }
}

// One short sentence for those who can't see the page: the step, then the headline of the result.
function announce(isOpen) {
  const said = isOpen
    ? progress.querySelector('[aria-current="step"]')?.textContent
    : document.getElementById("result-title")?.textContent;
  if (said && said.trim() !== announcement.textContent) announcement.textContent = said.trim();
  if (!isOpen) document.getElementById("result").scrollIntoView({ block: "nearest" });
}
