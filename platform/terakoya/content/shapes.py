"""Fill pydantic shapes from YAML, turning what does not fit into complaints with a cure."""

import re
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.yaml_lines import LinedYaml, Location, describe
from terakoya.language import Text

ShapeT = TypeVar("ShapeT", bound=BaseModel)
_JAPANESE_GAP = re.compile("(?<=[、。）」』】！？]) ")
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Shape(BaseModel):
    """Base of all shapes: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class BilingualShape(Shape):
    """One text in both languages; neither may be missing or empty."""

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def to_text(self) -> Text:
        """Return the value that the rest of the program uses.

        YAML joins the lines of a long text with spaces; after Japanese punctuation there are none.
        """
        return Text(ja=_JAPANESE_GAP.sub("", self.ja), en=self.en)


class ShapeRuleError(ValueError):
    """Raised by validators of shapes: a rule of ours is broken; says so in both languages."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(ja=ja, en=en)


def fill_shape(
    shape: type[ShapeT], document: LinedYaml, complaints: Complaints, at: Location = ()
) -> ShapeT | None:
    """Return the filled shape, or None after complaining about each value that does not fit.

    `at` is the place inside the document at which the shape begins.
    """
    value = document.value
    for part in at:
        value = value[part]
    try:
        return shape.model_validate(value)
    except ValidationError as problem:
        for detail in problem.errors(include_url=False):
            location = tuple(detail["loc"])
            sentence = _sentence(detail, shape, location)
            complaints.error(
                document.file,
                document.line_of((*at, *location)),
                describe(*at, *location),
                ja=sentence.ja,
                en=sentence.en,
            )
        return None


def fill_shape_list(
    shape: type[ShapeT], document: LinedYaml, complaints: Complaints
) -> dict[int, ShapeT]:
    """Return the items of a YAML list that fit, by their number (from 0).

    An item that does not fit, and one whose `id` an earlier item has, is a complaint.
    """
    if document.value is None:
        return {}
    if not isinstance(document.value, list):
        sentence = _SENTENCES["list"]
        complaints.error(document.file, 1, "", ja=sentence.ja, en=sentence.en)
        return {}
    filled: dict[int, ShapeT] = {}
    seen: set[str] = set()
    for number, value in enumerate(document.value):
        item = fill_shape(shape, document, complaints, (number,))
        identifier = str(value.get("id", "")) if isinstance(value, dict) else ""
        if identifier and identifier in seen:
            complaints.error(
                document.file,
                document.line_of((number, "id")),
                describe(number, "id"),
                ja=f"idの「{identifier}」は2回使われています。どちらかを変えてください。",
                en=f'The id "{identifier}" is used twice. Change one of them.',
            )
        elif item is not None:
            filled[number] = item
        seen.add(identifier)
    return filled


# Found by the longest kind of pydantic error that the kind at hand begins with.
_SENTENCES = {
    "missing": Text(
        ja="この項目がありません。書き足してください。", en="This field is missing. Add it."
    ),
    "string": Text(
        ja="文字列を書いてください。数字や yes/no は引用符で囲みます。",
        en="Write text here. Put numbers and yes/no in quotes.",
    ),
    "string_too_short": Text(ja="空のままです。書いてください。", en="This is empty. Fill it in."),
    "string_pattern_mismatch": Text(
        ja="英小文字、数字、ハイフンだけを使ってください（例: next-token）。",
        en="Use lower-case letters, digits and hyphens only (such as next-token).",
    ),
    "bool": Text(ja="true か false を書いてください。", en="Write true or false."),
    "list": Text(
        ja="「- 」で始まる一覧を書いてください。", en='Write a list, each item after "- ".'
    ),
    "too_short": Text(ja="1つ以上書いてください。", en="Write at least one."),
    "int": Text(ja="整数を書いてください。", en="Write a whole number."),
    "date": Text(
        ja="日付を 2026-11-21 の形で書いてください。", en="Write a date in the form 2026-11-21."
    ),
    "model": Text(
        ja="「項目: 値」の形で書いてください（例: ja と en）。",
        en='Write this as "field: value" lines (such as ja and en).',
    ),
}


def _sentence(detail: ErrorDetails, shape: type[BaseModel], location: Location) -> Text:
    kind = detail["type"]
    context = detail.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, ShapeRuleError):
        return raised.sentence
    if kind == "extra_forbidden":
        cure = did_you_mean(str(location[-1]), _fields_at(shape, location[:-1]))
        return Text(ja=f"知らない項目です。{cure.ja}", en=f"Unknown field. {cure.en}")
    if kind in {"literal_error", "enum"}:
        expected = str(context["expected"])
        return Text(ja=f"使える値は {expected} です。", en=f"The value can be {expected}.")
    known = [start for start in _SENTENCES if kind.startswith(start)]
    if known:
        return _SENTENCES[max(known, key=len)]
    return Text(ja=f"この値は使えません（{detail['msg']}）。", en=f"{detail['msg']}.")


def _fields_at(shape: type[BaseModel], location: Location) -> list[str]:
    """Return the field names that a shape knows at a location."""
    found: Any = shape
    for part in location:
        model = _model_in(found)
        if isinstance(part, str) and model is not None and part in model.model_fields:
            found = model.model_fields[part].annotation
    model = _model_in(found)
    return list(model.model_fields) if model is not None else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        model = _model_in(argument)
        if model is not None:
            return model
    return None
