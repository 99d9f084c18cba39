"""Server time of the pages people open most, and the time until a lab's first cell has run.

    .venv/bin/python benchmarks/pages.py

Starts the product with the demo company on a free port. Page times are CPU milliseconds of the
web processes per request (steady on a busy machine) and the median wall time seen by a client on
the same machine; the limit in the same run is a static file, which costs only the web server.
The lab is opened in Chromium with an empty cache (cold) and once more with a filled one (warm).
"""

import http.cookiejar
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

REQUESTS = 60
LAB = "sorting-inquiries"
PAGES = {
    "static file": ("aiko", "/static/css/tokens.css"),
    "home": ("aiko", "/"),
    "lesson": ("aiko", "/courses/generative-ai-basics/lessons/how-it-works"),
    "report": ("ben", "/reports/completion"),
}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running_product() -> Iterator[tuple[str, int]]:
    """The product on a fresh demo company: its address and the process id of `serve`."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        named = {
            "TERAKOYA_DATA_DIR": folder,
            "TERAKOYA_PORT": str(port),
            "TERAKOYA_DEMO": "true",
            "TERAKOYA_MODEL_URL": "http://127.0.0.1:9/v1",  # pages and labs open without a model
        }
        environment = {**os.environ, **named}
        for arguments in (("db", "upgrade"), ("demo", "load")):
            subprocess.run(
                [sys.executable, "-m", "terakoya", *arguments], env=environment, check=True
            )
        process = subprocess.Popen([sys.executable, "-m", "terakoya", "serve"], env=environment)
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = "the product did not start"
    raise SystemExit(message)


def signed_in(url: str, login: str) -> urllib.request.OpenerDirector:
    """A client signed in as one of the demo company."""
    jar = http.cookiejar.CookieJar()
    client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = client.open(f"{url}/sign-in").read().decode()
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    if found is None:
        raise SystemExit("the sign-in page has no CSRF token")
    fields = {"csrf_token": found.group(1), "login": login}
    client.open(f"{url}/demo/sign-in", urllib.parse.urlencode(fields).encode()).read()
    return client


def processor_seconds(root: int) -> float:
    """User and system time of a process and all below it, in seconds."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat.parent.name) == root or int(fields[1]) == root or _grandparent(fields) == root:
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def _grandparent(fields: list[str]) -> int:
    try:
        return int(Path(f"/proc/{fields[1]}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return -1


def measure_pages(url: str, root: int) -> None:
    """Print CPU and wall time of each page."""
    print(f"{'page':<14}{'bytes':>9}{'CPU ms':>9}{'wall ms':>9}   ({REQUESTS} requests each)")
    for name, (login, path) in PAGES.items():
        client = signed_in(url, login)
        size = len(client.open(url + path).read())
        before, walls = processor_seconds(root), []
        for _ in range(REQUESTS):
            start = time.perf_counter()
            client.open(url + path).read()
            walls.append(1000 * (time.perf_counter() - start))
        cpu = 1000 * (processor_seconds(root) - before) / REQUESTS
        print(f"{name:<14}{size:>9}{cpu:>9.1f}{statistics.median(walls):>9.1f}")


def measure_lab(browser: Browser, url: str) -> None:
    """Print the time from opening the lab to the first output of a cell, cold and warm."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("button.cast-member").first.click()
    page.wait_for_url("**/")
    for kind in ("cold", "warm"):
        start = time.perf_counter()
        page.goto(f"/labs/{LAB}")
        page.wait_for_function(
            "() => document.querySelector('iframe')?.contentWindow?.jupyterapp?.shell"
            "?.currentWidget?.sessionContext?.session?.kernel"
        )
        page.evaluate(
            "() => document.querySelector('iframe').contentWindow.jupyterapp.commands"
            ".execute('notebook:run-all-cells')"
        )
        page.frame_locator("iframe").locator(".jp-OutputArea-output").first.wait_for(
            timeout=120_000
        )
        print(f"lab, first output, {kind}: {time.perf_counter() - start:.1f} s")
        page.goto("/")
    context.close()


def main() -> None:
    """Run everything once."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with running_product() as (url, root):
        measure_pages(url, root)
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
            measure_lab(browser, url)
            browser.close()


if __name__ == "__main__":
    main()
