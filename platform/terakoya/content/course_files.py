"""Read a course folder: `course.yml`, its facts and its lessons in both languages."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.courses import Course, CourseItem, CourseShape, ItemKind, ItemShape
from terakoya.content.facts import load_facts
from terakoya.content.glossaries import Term
from terakoya.content.lesson_building import LessonBuilder
from terakoya.content.lessons import Lesson
from terakoya.content.shapes import fill_shape
from terakoya.content.yaml_lines import LinedYaml, describe, read_yaml
from terakoya.language import Language

_FILE_NAME = re.compile(
    r"^(?P<number>\d+)-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>ja|en)\.md$"
)
LessonFiles = dict[str, dict[Language, Path]]


def load_course(
    folder: Path, glossary: Mapping[str, Term], today: date | None, complaints: Complaints
) -> Course | None:
    """Return the course in a folder, or None where anything in it has an error.

    Everything is read all the same, so that all complaints come at once. Without `today` nobody
    asks whether facts have expired.
    """
    facts = load_facts(folder / "facts.yml", today, complaints)
    builder = LessonBuilder(glossary, facts, complaints)
    files = find_lesson_files(folder, complaints)
    lessons = {slug: builder.build(slug, found) for slug, found in files.items()}
    document = read_yaml(folder / "course.yml", complaints)
    shape = None if document is None else fill_shape(CourseShape, document, complaints)
    if document is None or shape is None:
        return None
    _check_items(shape, document, files, complaints)
    if complaints.has_errors_in(folder):
        return None
    built = {slug: lesson for slug, lesson in lessons.items() if lesson is not None}
    return Course(
        slug=folder.name,
        title=shape.title.to_text(),
        summary=shape.summary.to_text(),
        departments=None if shape.departments == "all" else tuple(shape.departments),
        is_required=shape.required,
        due_in_days=shape.due_in_days,
        items=tuple(_item(item, built) for item in shape.items),
        lessons=built,
        folder=folder,
    )


def find_lesson_files(folder: Path, complaints: Complaints) -> LessonFiles:
    """Return the lesson files by slug and language; a lesson in one language only is an error."""
    found: LessonFiles = {}
    for file in sorted(folder.glob("*.md")):
        name = _FILE_NAME.match(file.name)
        if name is None:
            complaints.error(
                file,
                0,
                "",
                ja="ファイル名は「010-next-token.ja.md」の形にしてください。",
                en='Name the file like "010-next-token.ja.md".',
            )
            continue
        languages = found.setdefault(name["slug"], {})
        language = Language(name["language"])
        if language in languages:
            complaints.error(
                file,
                0,
                "",
                ja=f"同じレッスンのファイル {languages[language].name} があります。"
                "どちらかの名前を変えてください。",
                en=f"{languages[language].name} is the same lesson. Rename one of them.",
            )
        languages[language] = file
    for languages in found.values():
        _check_languages(languages, complaints)
    return found


def _check_languages(languages: Mapping[Language, Path], complaints: Complaints) -> None:
    """Complain about a missing translation, and about two files with different numbers."""
    files = list(languages.values())
    stems = {file.name.rsplit(".", 2)[0] for file in files}
    missing = [language for language in Language if language not in languages]
    wanted = [f"{files[0].name.rsplit('.', 2)[0]}.{language}.md" for language in missing]
    if wanted:
        complaints.error(
            files[0],
            0,
            "",
            ja=f"訳がありません。{wanted[0]} を作ってください。",
            en=f"The translation is missing. Add {wanted[0]}.",
        )
    elif len(stems) > 1:
        complaints.error(
            files[-1],
            0,
            "",
            ja=f"番号が {files[0].name} と違います。そろえてください。",
            en=f"The number differs from {files[0].name}. Make them the same.",
        )


def _check_items(
    shape: CourseShape, document: LinedYaml, files: LessonFiles, complaints: Complaints
) -> None:
    """Complain about steps listed twice or without files, and warn about lessons not listed."""
    seen: set[tuple[ItemKind, str]] = set()
    for number, item in enumerate(shape.items):
        kind, slug = _kind_and_slug(item)
        location = ("items", number, kind.value)
        if (kind, slug) in seen:
            complaints.error(
                document.file,
                document.line_of(location),
                describe(*location),
                ja=f"「{slug}」は2回並んでいます。1つにしてください。",
                en=f'"{slug}" is listed twice. Keep one.',
            )
        elif kind is ItemKind.LESSON and slug not in files:
            cure = did_you_mean(slug, files)
            complaints.error(
                document.file,
                document.line_of(location),
                describe(*location),
                ja=f"レッスン「{slug}」のファイルがありません。{cure.ja}",
                en=f'There are no files for the lesson "{slug}". {cure.en}',
            )
        seen.add((kind, slug))
    for slug in files:
        if (ItemKind.LESSON, slug) not in seen:
            complaints.warn(
                document.file,
                document.line_of(("items",)),
                "items",
                ja=f"レッスン「{slug}」はどこにも並んでいないので、だれにも表示されません。",
                en=f'The lesson "{slug}" is not listed, so nobody sees it.',
            )


def _kind_and_slug(item: ItemShape) -> tuple[ItemKind, str]:
    if item.lesson is not None:
        return ItemKind.LESSON, item.lesson
    return ItemKind.LAB, item.lab or ""


def _item(item: ItemShape, lessons: Mapping[str, Lesson]) -> CourseItem:
    kind, slug = _kind_and_slug(item)
    if kind is ItemKind.LAB:
        return CourseItem(kind, slug, item.minutes)
    return CourseItem(kind, slug, item.minutes or lessons[slug].minutes)
