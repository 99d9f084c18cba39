// The page's end of the bridge to the notebook player in an iframe.
//
//   const player = openPlayer(document.querySelector("iframe"));
//   player.on("status", (status) => …);   loading, starting, ready, busy, dead
//   player.on("change", () => …);         something was typed or shown, a second ago
//   player.on("saved", () => …);          save() has finished
//   player.on("error", ({ reason, message }) => …);   slow-start, not-loaded, dead
//   const notebook = await player.get();  nbformat 4 JSON
//
// "starting" means: it can be read and written in, Python is on its way; a run that is asked for
// waits for it. `message` says what to do, in the language of the page.

const LONGEST_START_MILLISECONDS = 60_000;
const LONGEST_ANSWER_MILLISECONDS = 10_000;
const QUICK = new Set(["get", "save", "status"]);

const MESSAGES = {
  "slow-start": {
    ja: "準備に時間がかかっています。書いた文章は残っています。1分ほど待っても変わらなければ、このページを開き直してください。",
    en: "Getting ready takes longer than usual. Your text is kept. If nothing changes within a minute, open this page again.",
  },
  "not-loaded": {
    ja: "ノートブックを読み込めませんでした。ネットワークを確かめて、このページを開き直してください。保存済みの文章は残っています。",
    en: "The notebook could not be loaded. Check the network and open this page again. What was saved is kept.",
  },
  dead: {
    ja: "Pythonが止まりました。書いた文章は残っています。ページの下の「ノートブックを起動し直す」を押してください。",
    en: "Python has stopped. Your text is kept. Press “Restart the notebook” at the foot of the page.",
  },
};

const sentence = (reason) => {
  const { ja, en } = MESSAGES[reason];
  return document.documentElement.lang.startsWith("en") ? en : ja;
};

class Player {
  #iframe;
  #origin;
  #listeners = new Map();
  #calls = new Map();
  #lastCall = 0;
  #watchdog;
  #opened = Promise.withResolvers?.() ?? withResolvers();

  constructor(iframe) {
    this.#iframe = iframe;
    this.#origin = new URL(iframe.src, location.href).origin;
    this.status = "loading";
    iframe.dataset.playerStatus = this.status;
    iframe.style.opacity = "0"; // until it looks like the page around it
    window.addEventListener("message", (event) => this.#hear(event));
    this.#watch("not-loaded");
    // Should the notebook have opened before we listened, it says so again.
    iframe.contentWindow?.postMessage({ terakoya: "hello" }, "*");
  }

  get() {
    return this.#call("get");
  }

  save() {
    return this.#call("save");
  }

  runAll() {
    return this.#call("runAll");
  }

  runCell(id) {
    return this.#call("runCell", id);
  }

  restart() {
    return this.#call("restart");
  }

  // Returns a function that takes the listener away again.
  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #hear({ source, origin, data }) {
    if (source !== this.#iframe.contentWindow || origin !== this.#origin) return;
    const { terakoya, value } = data ?? {};
    if (terakoya === "answer") this.#settle(value);
    else if (terakoya === "height") this.#iframe.style.height = `${value}px`;
    else if (terakoya === "status" || terakoya === "open") this.#become(value);
    else if (terakoya === "change" || terakoya === "saved") this.#tell(terakoya);
    if (terakoya === "open") {
      this.#iframe.style.opacity = "";
      // A notebook that opens takes the focus; the person is still at the top of the page.
      if (document.activeElement === this.#iframe) this.#iframe.blur();
      this.#opened.resolve();
    }
  }

  #become(status) {
    if (status === this.status) return;
    this.status = status;
    this.#iframe.dataset.playerStatus = status;
    clearTimeout(this.#watchdog);
    if (status === "starting") this.#watch("slow-start");
    this.#tell("status", status);
    if (status === "dead") this.#fail("dead");
  }

  #watch(reason) {
    this.#watchdog = setTimeout(() => this.#fail(reason), LONGEST_START_MILLISECONDS);
  }

  #fail(reason) {
    this.#tell("error", { reason, message: sentence(reason) });
  }

  async #call(name, value) {
    await this.#opened.promise;
    const id = ++this.#lastCall;
    const answer = new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    this.#iframe.contentWindow.postMessage({ terakoya: "call", id, name, value }, this.#origin);
    // A run takes as long as it takes; the rest is answered by the page, not by Python.
    if (QUICK.has(name)) {
      const late = () => this.#settle({ id, problem: `no answer to ${name}` });
      setTimeout(late, LONGEST_ANSWER_MILLISECONDS);
    }
    return answer;
  }

  #settle({ id, result, problem }) {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (problem === undefined) call?.resolve(result);
    else call?.reject(new Error(problem));
  }

  #tell(event, value) {
    for (const listener of this.#listeners.get(event) ?? []) listener(value);
  }
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

export const openPlayer = (iframe) => new Player(iframe);
