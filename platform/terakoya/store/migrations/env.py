"""Alembic's entry: runs the migrations on the connection that the command hands over."""

from typing import Any, Literal

from alembic import context

from terakoya.store.base import UtcDateTime


def _render(kind: str, item: Any, written: Any) -> str | Literal[False]:
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcDateTime):
        written.imports.add("from terakoya.store.base import UtcDateTime")
        return "UtcDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("target_metadata"),
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
