"""Let authors write lists as everywhere else, although Python-Markdown is stricter.

It wants an empty line before a list and four spaces for each level; most people, editors and
GitHub do with none and two. `loosen_lists` rewrites the latter into the former.
"""

import re

_ITEM = re.compile(r"^(?P<indent> *)(?P<marker>[-*+]|\d+[.)])(?P<gap> +)(?P<text>.*)$")
_CODE_FENCE = re.compile(r"^\s*(```+|~~~+)")


def loosen_lists(text: str) -> str:
    """Return Markdown with an empty line before each list and four spaces a level."""
    out: list[str] = []
    depths: list[int] = []
    in_code = False
    for line in text.split("\n"):
        if _CODE_FENCE.match(line):
            in_code = not in_code
        item = None if in_code else _ITEM.match(line)
        if item:
            indent = len(item["indent"])
            if not depths and out and out[-1].strip():
                out.append("")
            while depths and indent < depths[-1]:
                depths.pop()
            if not depths or indent > depths[-1]:
                depths.append(indent)
            out.append(f"{'    ' * (len(depths) - 1)}{item['marker']} {item['text']}")
            continue
        if depths and line.strip():
            if line.startswith(" ") and not in_code:
                out.append("    " * len(depths) + line.strip())
                continue
            if out[-1] == "" and not in_code:
                depths = []
        out.append(line)
    return "\n".join(out)
