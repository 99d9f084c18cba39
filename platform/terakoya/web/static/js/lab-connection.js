// Sends to the server and does not give up: no network, an expired sign-in or a fault of ours hold
// a request until it can be sent. What the learner wrote stays in the page meanwhile.

const words = document.getElementById("lab-words").dataset;
const token = document.querySelector('meta[name="csrf-token"]');
const RETRY_MILLISECONDS = 5_000;

export class Connection {
  #lab;
  #shown;
  #waiting = new Set();

  constructor(lab, shown) {
    this.#lab = lab.dataset;
    this.#shown = shown;
    for (const event of ["online", "focus"]) window.addEventListener(event, () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
  }

  // Answers with the response once there is one that says something about the request itself.
  async send(method, address, { body, headers = {} } = {}) {
    let hasRenewed = false;
    for (;;) {
      const response = await this.#attempt(method, address, body, headers);
      if (response === null) {
        this.#shown.onTrouble(words.offline, { canRetry: true });
        await this.#pause(RETRY_MILLISECONDS);
      } else if (response.status === 401) {
        this.#shown.onTrouble(words.expired, { canSignIn: true, canRetry: true });
        await this.#pause();
        await this.#renew();
      } else if (response.status >= 500) {
        this.#shown.onTrouble(words.fault, { canRetry: true });
        await this.#pause(RETRY_MILLISECONDS);
      } else if (response.status === 400 && !hasRenewed && (await this.#renew())) {
        hasRenewed = true; // after a new sign-in the page's token is an old one
      } else {
        if (response.ok) this.#shown.onCalm();
        return response;
      }
    }
  }

  // Shows what the server said about a request that it refused.
  async explain(response) {
    const problem = await response.json().catch(() => null);
    const text = problem?.error?.message?.[this.#lab.language] ?? words.fault;
    this.tell(text);
    return problem;
  }

  tell(text) {
    this.#shown.onTrouble(text);
  }

  retry() {
    for (const go of this.#waiting) go();
  }

  async #attempt(method, address, body, headers) {
    try {
      return await fetch(address, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: {
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(method === "GET" ? {} : { "X-CSRFToken": token.content }),
          "X-Terakoya-Person": this.#lab.person,
          ...headers,
        },
      });
    } catch {
      return null;
    }
  }

  // A fresh CSRF token; true when it differs from the one that was used.
  async #renew() {
    const response = await this.#attempt("GET", `/labs/${this.#lab.slug}/kernel-session`);
    if (!response?.ok) return false;
    const { csrf_token: fresh } = await response.json();
    const hasChanged = fresh !== token.content;
    token.content = fresh;
    return hasChanged;
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(go, milliseconds);
      this.#waiting.add(go);
    });
  }
}
