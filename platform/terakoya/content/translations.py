"""Check that the Japanese and the English file of a lesson say the same, block by block."""

from terakoya.content.complaints import Complaints
from terakoya.content.lesson_files import LessonSource
from terakoya.content.question_files import SourceQuestion


def check_translation(
    original: LessonSource, translation: LessonSource, complaints: Complaints
) -> None:
    """Complain, in the translation, about each part whose structure differs from the original."""
    if _block_names(original) != _block_names(translation):
        _complain_about_blocks(original, translation, complaints)
        return
    if original.head and translation.head:
        for name in ("topic", "minutes"):
            if getattr(original.head, name) != getattr(translation.head, name):
                complaints.error(
                    translation.file,
                    1,
                    name,
                    ja=f"{original.file.name}と値が違います。同じにしてください。",
                    en=f"The value differs from {original.file.name}. Make them the same.",
                )
    for number, question in original.questions.items():
        if number in translation.questions:
            _check_question(original, question, translation, number, complaints)


def _block_names(source: LessonSource) -> list[str]:
    return [_block_name(source, number) for number in range(len(source.blocks))]


def _block_name(source: LessonSource, number: int) -> str:
    """Name a block as its opening line does, captions (which are translated) left out."""
    if number >= len(source.blocks):
        return "(end)"
    block = source.blocks[number]
    if block.kind.value == "question":
        return f"::: question {block.arguments}"
    words = block.arguments.split(" ")[0] if block.kind.value == "example" else ""
    return f"::: {block.kind} {words}".strip()


def _complain_about_blocks(
    original: LessonSource, translation: LessonSource, complaints: Complaints
) -> None:
    longest = max(len(original.blocks), len(translation.blocks))
    number = next(
        place
        for place in range(longest)
        if _block_name(original, place) != _block_name(translation, place)
    )
    here, there = _block_name(translation, number), _block_name(original, number)
    line = original.line_of_block(number)
    complaints.error(
        translation.file,
        translation.line_of_block(number),
        here,
        ja=f"ここは{original.file.name}（{line}行目）では「{there}」です。"
        "ブロックの種類、順番、問いのidをそろえてください。",
        en=f'In {original.file.name} (line {line}) this is "{there}". '
        "Give both files the same blocks and question ids in the same order.",
    )


def _check_question(
    original: LessonSource,
    question: SourceQuestion,
    translation: LessonSource,
    number: int,
    complaints: Complaints,
) -> None:
    other = translation.questions[number]
    if len(question.options) != len(other.options):
        complaints.error(
            translation.file,
            other.line,
            other.place,
            ja=f"選択肢が{len(other.options)}個あります。{original.file.name}では"
            f"{len(question.options)}個です。そろえてください。",
            en=f"There are {len(other.options)} options, but {len(question.options)} in "
            f"{original.file.name}. Make them the same.",
        )
        return
    if len(question.categories) != len(other.categories):
        complaints.error(
            translation.file,
            other.line,
            other.place,
            ja=f"分類先の数が{original.file.name}と違います。そろえてください。",
            en=f"The number of categories differs from {original.file.name}. Make it the same.",
        )
        return
    for here, there in zip(other.options, question.options, strict=True):
        if here.is_right != there.is_right or _category(other, here.category) != _category(
            question, there.category
        ):
            complaints.error(
                translation.file,
                here.line,
                other.place,
                ja=f"正しい答えが{original.file.name}（{there.line}行目）と違います。"
                "選択肢の順番と正解をそろえてください。",
                en=f"The right answer differs from {original.file.name} (line {there.line}). "
                "Give both files the same options in the same order.",
            )


def _category(question: SourceQuestion, name: str) -> int:
    return question.categories.index(name) if name in question.categories else -1
