"""Facts that age: what is claimed, where it comes from, and until when it may be trusted."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, model_validator

from terakoya.content.complaints import Complaints
from terakoya.content.shapes import (
    SLUG_PATTERN,
    BilingualShape,
    Shape,
    ShapeRuleError,
    fill_shape_list,
)
from terakoya.content.yaml_lines import describe, read_yaml
from terakoya.language import Text


class Fact(Shape):
    """One fact of `facts.yml`. Dates are calendar days; after `review_by` it counts as expired."""

    id: str = Field(pattern=SLUG_PATTERN)
    statement: BilingualShape
    source: str | BilingualShape
    url: HttpUrl | None = None
    published_on: date
    verified_on: date
    review_by: date
    status: Literal["primary", "secondary"]

    @property
    def source_text(self) -> Text:
        """The name of the source in both languages; one name serves for both."""
        if isinstance(self.source, str):
            return Text(ja=self.source, en=self.source)
        return self.source.to_text()

    def has_expired(self, today: date) -> bool:
        """Say whether the day on which the fact was to be looked at again has passed."""
        return today > self.review_by

    @model_validator(mode="after")
    def _review_comes_after_verification(self) -> "Fact":
        if self.review_by < self.verified_on:
            raise ShapeRuleError(
                ja="review_by は verified_on より後の日にしてください。",
                en="Make review_by later than verified_on.",
            )
        return self


def load_facts(file: Path, today: date | None, complaints: Complaints) -> dict[str, Fact]:
    """Return the facts of a course by id; a course without the file has none.

    Facts past their `review_by` are kept, with a warning.
    """
    if not file.exists():
        return {}
    document = read_yaml(file, complaints)
    if document is None:
        return {}
    facts = fill_shape_list(Fact, document, complaints)
    for number, fact in facts.items():
        if today is not None and fact.has_expired(today):
            complaints.warn(
                file,
                document.line_of((number, "review_by")),
                describe(number, "review_by"),
                ja=f"事実「{fact.id}」の見直し日を過ぎています。出典を確かめて日付を改めてください。",
                en=f'Fact "{fact.id}" is past its review date. Check its source, then move the '
                "dates on.",
            )
    return {fact.id: fact for fact in facts.values()}
