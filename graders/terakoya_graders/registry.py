"""The catalogue of checks: adding one is a decorated function with a docstring and an example."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec

from terakoya_graders.findings import Finding
from terakoya_graders.languages import Text

P = ParamSpec("P")


@dataclass(frozen=True)
class Check:
    """One check of the library: what it asks, and a prompt in each language that satisfies it."""

    name: str
    run: Callable[..., Finding]
    example: Text
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    needs_model: bool = False

    @property
    def asks(self) -> str:
        """What the check asks, in one sentence: the first line of its docstring."""
        return (inspect.getdoc(self.run) or "").partition("\n")[0]

    def on_example(self, language: str) -> Finding:
        """The check's finding on its own example. Raises NotChecked where it needs a model."""
        return self.run(self.example.to(language), **self.options.get(language, {}))


CHECKS: dict[str, Check] = {}


def check(
    *,
    ja: str,
    en: str,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    needs_model: bool = False,
) -> Callable[[Callable[P, Finding]], Callable[P, Finding]]:
    """Put a function `(prompt text, …) -> Finding` into the catalogue.

    `ja` and `en` are prompts that pass; `options` the further arguments they need, by language;
    `needs_model` marks a check that asks the language model.
    """

    def register(function: Callable[P, Finding]) -> Callable[P, Finding]:
        name = function.__name__.replace("_", "-")
        CHECKS[name] = Check(name, function, Text(ja, en), options or {}, needs_model)
        return function

    return register
