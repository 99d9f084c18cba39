"""Writes the groups as the Markdown of THIRD-PARTY.md."""

from collections.abc import Iterable, Iterator

from terakoya.notices.components import Component, Group

_HEAD = """# Third-party components

Every component that Terakoya ships or fetches, made by others. Written by
`python -m terakoya.notices` from the files that pin them; a test fails when this page is stale.
"""


def third_party_page(groups: Iterable[Group]) -> str:
    """Return the page."""
    return "\n".join((_HEAD, *(line for group in groups for line in _section(group))))


def _section(group: Group) -> Iterator[str]:
    yield f"## {group.title}\n\n{group.about}\n"
    yield "| component | version | licence | digest | |\n|---|---|---|---|---|"
    yield from (_row(component) for component in group.components)
    yield ""


def _row(component: Component) -> str:
    digest = f"`{component.digest}`" if " " not in component.digest else component.digest
    cells = (component.name, component.version, component.licence, digest, component.note)
    return f"| {' | '.join(cells)} |"
