"""What axe-core finds on a page, at two widths and in both themes."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "npm/node_modules/axe-core/axe.min.js").read_text("utf-8")
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


def violations_in_every_look(page: Page) -> list[str]:
    """Violations of the page itself (not inside the notebook's frame), each with its look."""
    before = page.viewport_size
    found = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {item}" for item in _violations(page)]
    page.emulate_media(color_scheme="light")
    if before is not None:
        page.set_viewport_size(before)
    return found


def _violations(page: Page) -> list[str]:
    result = page.evaluate("() => axe.run(document, {iframes: false})")
    return [
        f"{item['id']}: {item['help']} ({node['html'][:160]})"
        for item in result["violations"]
        for node in item["nodes"]
    ]
