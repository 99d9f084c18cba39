"""The documents say what the code does: settings and commands."""

from dataclasses import fields
from pathlib import Path

import click
import pytest

from terakoya.__main__ import main
from terakoya.settings import PREFIX, Settings, SettingsError, load

DOCS = Path(__file__).resolve().parents[2] / "docs" / "operating"


def _settings_table() -> str:
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for item in fields(Settings):
        default = str(item.default) if str(item.default) not in {"", "False"} else "–"
        rows.append(f"| `{PREFIX}{item.name.upper()}` | {default} | {item.metadata['about']} |")
    return "\n".join(rows)


def _commands(command: click.Command, name: str) -> list[str]:
    if not isinstance(command, click.Group):
        return [f"| `{name}` | {command.get_short_help_str(200)} |"]
    return [
        row
        for child in sorted(command.commands)
        for row in _commands(command.commands[child], f"{name} {child}")
    ]


def _commands_table() -> str:
    return "\n".join(["| command | what it does |", "|---|---|", *_commands(main, "terakoya")])


@pytest.mark.parametrize(
    ("name", "table"),
    [("settings.md", _settings_table()), ("commands.md", _commands_table())],
)
def test_the_document_has_the_table_as_the_code_has_it(name: str, table: str) -> None:
    text = (DOCS / name).read_text()
    assert table in text, f"put this into docs/operating/{name}:\n{table}"


def test_an_unknown_setting_is_an_error_that_names_it() -> None:
    with pytest.raises(SettingsError, match="TERAKOYA_PROT"):
        load({"TERAKOYA_PROT": "8000"})


def test_a_setting_of_the_wrong_kind_is_an_error_that_says_what_fits() -> None:
    with pytest.raises(SettingsError, match="TERAKOYA_PORT must be a whole number"):
        load({"TERAKOYA_PORT": "eight thousand"})


def test_demo_data_is_refused_in_production(tmp_path: Path) -> None:
    named = {
        "TERAKOYA_DEMO": "true",
        "TERAKOYA_PRODUCTION": "true",
        "TERAKOYA_DATA_DIR": str(tmp_path),
    }
    with pytest.raises(SettingsError, match="exclude each other"):
        load(named)
