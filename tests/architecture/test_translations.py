"""Japanese and English are equals: every message of every page has its Japanese."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[2] / "platform" / "terakoya"
FEATURES = sorted(path.parent.name for path in PACKAGE.glob("*/locale"))
METHODS = [("**/templates/**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}


def _used_messages(feature: str) -> set[str]:
    found = extract_from_dir(PACKAGE / feature, method_map=METHODS, options_map=OPTIONS)
    return {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def _translated_messages() -> set[str]:
    translated: set[str] = set()
    for feature in FEATURES:
        file = PACKAGE / feature / "locale/ja/LC_MESSAGES/messages.po"
        catalogue = read_po(BytesIO(file.read_bytes()))
        for message in catalogue:
            if message.id and all(message.string if message.pluralizable else [message.string]):
                translated.add(message.id[0] if message.pluralizable else message.id)
    return translated


@pytest.mark.parametrize(
    "feature", sorted(path.name for path in PACKAGE.iterdir() if path.is_dir())
)
def test_every_message_has_its_japanese(feature: str) -> None:
    assert _used_messages(feature) - _translated_messages() == set()
