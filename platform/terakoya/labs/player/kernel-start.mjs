// Starts the packed kernel outside a browser, so that a broken set of packages fails the build and
// not a learner, who would only see an endless "starting".
// Usage: node kernel-start.mjs PYODIDE_MODULE SITE_PYODIDE_FOLDER PACKAGE…
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [module, folder, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(resolve(module)).href);
const site = resolve(folder) + "/";
const python = await loadPyodide({
  indexURL: site,
  lockFileURL: site + "pyodide-lock.json",
  packages,
});
await python.runPythonAsync(`
import piplite.piplite, pyodide_kernel
result = await pyodide_kernel.kernel_instance.run("import terakoya_graders\\n6 * 7")
assert result["status"] == "ok", result
`);
