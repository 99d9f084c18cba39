// Compiles every .py below a folder with the very Python that will run in the browser, and removes
// the sources: Python then starts three times as fast, because nothing is compiled in the page.
// Usage: node bytecode.mjs PYODIDE_FOLDER FOLDER
import { pathToFileURL } from "node:url";
import { join, resolve } from "node:path";

const [runtime, folder] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: runtime + "/" });
python.mountNodeFS("/target", folder);
const count = python.runPython(`
import pathlib, py_compile
unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
compiled = 0
for path in sorted(pathlib.Path("/target").rglob("*.py")):
    package, *inside = path.relative_to("/target").parts
    # Our own checks say what they ask through their docstrings; nobody reads the others' here.
    level = 0 if package.startswith("terakoya_graders") else 2
    py_compile.compile(str(path), cfile=str(path) + "c", dfile="/".join(inside), doraise=True,
                       invalidation_mode=unchecked, optimize=level)
    path.unlink()
    compiled += 1
compiled
`);
console.log(count);
