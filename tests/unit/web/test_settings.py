"""Settings keep their secrets and refuse what would be unsafe in production."""

import stat
from pathlib import Path

import pytest

from terakoya.settings import SettingsError, load
from terakoya.store.session import open_store

LONG = "a secret of more than thirty-two characters"


def test_secrets_are_not_shown_with_the_settings(tmp_path: Path) -> None:
    names = ("SECRET_KEY", "MODEL_API_KEY", "DATABASE_URL", "QUEUE_URL")
    given = {f"TERAKOYA_{name}": "hidden-value" for name in names}
    assert "hidden-value" not in repr(load({**given, "TERAKOYA_DATA_DIR": str(tmp_path)}))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "TERAKOYA_PUBLIC_URL"),
        ({"TERAKOYA_PUBLIC_URL": "http://learn.example"}, "TERAKOYA_PUBLIC_URL"),
        (
            {"TERAKOYA_PUBLIC_URL": "https://learn.example", "TERAKOYA_SECRET_KEY": "secret"},
            "TERAKOYA_SECRET_KEY",
        ),
    ],
)
def test_production_refuses_cookies_that_can_be_read_or_forged(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    base = {"TERAKOYA_PRODUCTION": "true", "TERAKOYA_DATA_DIR": str(tmp_path)}
    with pytest.raises(SettingsError, match=named):
        load({"TERAKOYA_SECRET_KEY": LONG, **base, **given})


def test_the_secret_made_at_the_first_start_stays_and_is_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    given = {"TERAKOYA_DATA_DIR": str(tmp_path / "var")}
    first = load(given)
    assert len(first.secret_key) > 32
    assert load(given).secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
    assert [item.name for item in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_other_users_of_the_machine_can_not_look_into_the_data_folder(tmp_path: Path) -> None:
    given = {"TERAKOYA_DATA_DIR": str(tmp_path / "var"), "TERAKOYA_SECRET_KEY": LONG}
    open_store(load(given).database)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
