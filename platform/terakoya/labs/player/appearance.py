"""What differs from learner to learner in the player's settings: language and light or dark."""

from typing import Any

from terakoya.language import Language

LOCALES = {Language.JA: "ja_JP", Language.EN: "en"}
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
SCHEMES = {"light": LIGHT, "dark": DARK}


def session_configuration(
    base: dict[str, Any], *, language: Language, theme: str, styles: list[str]
) -> dict[str, Any]:
    """The notebook page's `jupyter-lite.json` for one learner.

    `base` is the built one; `theme` is light, dark or system; `styles` are addresses of style
    sheets that the page loads for its colours and fonts.
    """
    data = {
        **base["jupyter-config-data"],
        "settingsOverrides": {
            "@jupyterlab/translation-extension:plugin": {"locale": LOCALES[language]},
            "@jupyterlab/apputils-extension:themes": _theme_settings(theme),
        },
        "terakoya": {"language": language.value, "theme": theme, "styles": styles},
    }
    return {**base, "jupyter-config-data": data}


def _theme_settings(theme: str) -> dict[str, Any]:
    fixed = SCHEMES.get(theme)
    if fixed is not None:
        return {"theme": fixed, "adaptive-theme": False}
    return {
        "adaptive-theme": True,
        "preferred-light-theme": LIGHT,
        "preferred-dark-theme": DARK,
    }
