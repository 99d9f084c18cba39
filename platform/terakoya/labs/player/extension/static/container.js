// The shape in which JupyterLab loads an extension (a module federation container), by hand: our
// modules are plain ES modules and need no bundler. `scope` offers JupyterLab's own packages.
(() => {
  const base = document.currentScript.src;
  let shared;

  const load = async (name) => {
    const [entry] = Object.values(shared[name]);
    return (await entry.get())();
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["@terakoya/player"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { plugins } = await import(new URL("./plugins.js", base).href);
      const made = await plugins(load, base);
      return () => ({ __esModule: true, default: made });
    },
  };
})();
