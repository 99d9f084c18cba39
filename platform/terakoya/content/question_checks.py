"""What every question must have: enough options, a right answer, an explanation for each."""

from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.question_files import SourceOption, SourceQuestion
from terakoya.content.questions import QuestionKind

_FEWEST_OPTIONS = 2
_HOW_TO_WRITE = {
    QuestionKind.SINGLE: "- [x] …",
    QuestionKind.MULTIPLE: "- [x] …",
    QuestionKind.ORDER: "1. …",
    QuestionKind.CLASSIFY: "- … => …",
}


def check_question(question: SourceQuestion, file: Path, complaints: Complaints) -> None:
    """Complain about what a question lacks."""
    if not question.text:
        complaints.error(
            file,
            question.line,
            question.place,
            ja="問いの文がありません。選択肢の前に書いてください。",
            en="The question has no text. Write it before the options.",
        )
    if len(question.options) < _FEWEST_OPTIONS:
        how = _HOW_TO_WRITE[question.kind]
        complaints.error(
            file,
            question.line,
            question.place,
            ja=f"選択肢が足りません。「{how}」の形で2つ以上書いてください。",
            en=f'There are too few options. Write two or more in the form "{how}".',
        )
    else:
        _check_right_answer(question, file, complaints)
    for option in question.options:
        if not "".join(option.explanation).strip():
            complaints.error(
                file,
                option.line,
                question.place,
                ja=f"「{_short(option)}」に説明がありません。"
                "次の行に「  > なぜか」を書いてください。",
                en=f'"{_short(option)}" has no explanation. Add "  > why" on the next line.',
            )
    if question.kind is QuestionKind.CLASSIFY:
        _check_categories(question, file, complaints)


def _check_right_answer(question: SourceQuestion, file: Path, complaints: Complaints) -> None:
    rights = sum(option.is_right for option in question.options)
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and rights == 0:
        complaints.error(
            file,
            question.line,
            question.place,
            ja="正しい答えがありません。正解の行を「- [x]」にしてください。",
            en='No option is right. Mark the right one with "- [x]".',
        )
    if question.kind is QuestionKind.SINGLE and rights > 1:
        complaints.error(
            file,
            question.line,
            question.place,
            ja=f"正しい答えが{rights}つあります。1つにするか、種類を multiple に変えてください。",
            en=f'{rights} options are right. Leave one, or change the kind to "multiple".',
        )


def _check_categories(question: SourceQuestion, file: Path, complaints: Complaints) -> None:
    if len(question.categories) < _FEWEST_OPTIONS:
        complaints.error(
            file,
            question.line,
            question.place,
            ja="分類先が足りません。項目の前に「categories: A | B」を書いてください。",
            en='There are too few categories. Write "categories: A | B" before the items.',
        )
        return
    for option in question.options:
        if option.category in question.categories:
            continue
        cure = did_you_mean(option.category, question.categories)
        complaints.error(
            file,
            option.line,
            question.place,
            ja=f"「{_short(option)}」の分類先「{option.category}」は"
            f"categoriesにありません。{cure.ja}"
            if option.category
            else f"「{_short(option)}」に分類先がありません。行末に「=> 分類先」を書いてください。",
            en=f'The category "{option.category}" of "{_short(option)}" is not among the '
            f"categories. {cure.en}"
            if option.category
            else f'"{_short(option)}" has no category. End the line with "=> category".',
        )


def _short(option: SourceOption) -> str:
    longest = 24
    text = option.text.replace("\n", " ")
    return text if len(text) <= longest else text[: longest - 1] + "…"
