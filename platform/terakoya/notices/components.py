"""What is said of a component, and of a group of components that come the same way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Component:
    """Something made by others. `digest` is what set-up checks it against."""

    name: str
    version: str
    licence: str
    digest: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Components that reach the product in one way; `about` says in which, in Markdown."""

    title: str
    about: str
    components: tuple[Component, ...]
