"""What is wrong in course.yml, facts.yml, glossary.yml and among the files."""

from datetime import date

import pytest

from course_files import EN, JA, LESSON_JA, CourseFolder
from terakoya.content.complaints import Severity
from terakoya.language import Language

COURSE = "basics/course.yml"


def test_a_right_course_has_no_complaints(courses: CourseFolder) -> None:
    catalogue = courses.load()
    assert list(catalogue.complaints) == []
    assert catalogue.courses["basics"].lesson_slugs == ("next-token",)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("required:", "requird:", 'course.yml:4: requird: Unknown field. Did you mean "required"?'),
        (", en: Basics", "", "course.yml:1: title.en: This field is missing. Add it."),
        ("due_in_days: 21", "due_in_days: soon", "course.yml:5: due_in_days: Write a whole number"),
        ("due_in_days: 21", "due_in_days: 0", "course.yml:5: due_in_days: "),
        ("departments: all", "departments: Sales", "course.yml:3: departments"),
        ("lesson: next-token", "lesson: next-tokn", "items[1].lesson: There are no files for the"),
        ("- lesson: next-token", "- lessn: next-token", "items[1].lessn: Unknown field. Did you"),
        (
            "  - lesson: next-token",
            "  - {}",
            'items[1]: Write either "lesson: name" or "lab: name"',
        ),
        (
            "  - lesson: next-token",
            "  - lab: nowhere",
            'items[1].lab: The lab "nowhere" is missing',
        ),
        ("title: {ja", "title: [ja", "course.yml:1: This is not valid YAML."),
        ("required: true", "required: true\nrequired: true", "course.yml:5: required: This field"),
        (
            "summary: {ja: 短いコース。, en: A short course.}",
            "summary: no",
            "course.yml:2: summary",
        ),
    ],
)
def test_a_slip_in_course_yml_is_reported_with_line_and_cure(
    courses: CourseFolder, before: str, after: str, expected: str
) -> None:
    courses.replace(COURSE, before, after)
    lines = courses.lines()
    assert any(expected in line for line in lines), lines
    assert "basics" not in courses.load().courses


def test_a_lesson_listed_twice_is_an_error(courses: CourseFolder) -> None:
    courses.replace(COURSE, "  - lesson: next-token", "  - lesson: next-token\n" * 2)
    assert courses.only_complaint().line == 8


def test_a_lesson_that_is_not_listed_is_a_warning(courses: CourseFolder) -> None:
    for language in ("ja", "en"):
        text = (courses.root / f"basics/010-next-token.{language}.md").read_text(encoding="utf-8")
        courses.write(f"basics/020-extra.{language}.md", text)
    complaint = courses.only_complaint()
    assert complaint.severity is Severity.WARNING
    assert "basics" in courses.load().courses


def test_a_missing_translation_names_the_file_to_add(courses: CourseFolder) -> None:
    (courses.root / EN).unlink()
    complaint = courses.only_complaint()
    assert complaint.file.name == "010-next-token.ja.md"
    assert "010-next-token.en.md" in complaint.sentence.ja


def test_a_missing_course_yml_is_an_error(courses: CourseFolder) -> None:
    (courses.root / COURSE).unlink()
    assert courses.lines() == ["basics/course.yml: This file is missing. Add it."]


def test_file_names_without_number_or_language_are_errors(courses: CourseFolder) -> None:
    courses.write("basics/notes.md", "x")
    assert "010-next-token.ja.md" in courses.only_complaint().sentence.en


def test_translations_with_different_numbers_are_an_error(courses: CourseFolder) -> None:
    (courses.root / EN).rename(courses.root / "basics/020-next-token.en.md")
    assert "Make them the same" in courses.only_complaint().sentence.en


def test_a_file_that_is_not_utf8_is_an_error(courses: CourseFolder) -> None:
    (courses.root / JA).write_bytes(LESSON_JA.encode("cp932"))
    assert "UTF-8" in courses.only_complaint().sentence.ja


def test_an_expired_fact_is_a_warning_and_the_course_stays(courses: CourseFolder) -> None:
    catalogue = courses.load(date(2027, 5, 16))
    (complaint,) = catalogue.complaints
    assert (complaint.severity, complaint.line) == (Severity.WARNING, 6)
    assert "basics" in catalogue.courses


def test_duplicate_ids_of_facts_and_terms_are_errors(courses: CourseFolder) -> None:
    for name in ("basics/facts.yml", "glossary.yml"):
        text = (courses.root / name).read_text(encoding="utf-8")
        courses.write(name, text + text)
    places = [(one.file.name, one.place) for one in courses.load().complaints]
    assert places == [("facts.yml", "[2].id"), ("glossary.yml", "[2].id")]


def test_a_fact_reviewed_before_it_was_verified_is_an_error(courses: CourseFolder) -> None:
    courses.replace("basics/facts.yml", "2027-05-15", "2026-01-01")
    assert any("later than verified_on" in line for line in courses.lines())


def test_five_errors_in_one_course_are_reported_at_once(courses: CourseFolder) -> None:
    courses.replace(COURSE, "required:", "requird:")
    courses.replace("basics/facts.yml", "status: primary", "status: first")
    courses.replace(JA, "[x]", "[ ]")
    courses.replace(JA, "term:token", "term:tokn")
    courses.replace(EN, "  > Personal.\n", "")
    files = [(one.file.name, one.line) for one in courses.load().complaints.errors]
    assert {
        ("course.yml", 4),
        ("facts.yml", 7),
        ("010-next-token.ja.md", 9),
        ("010-next-token.ja.md", 7),
        ("010-next-token.en.md", 23),
    } <= set(files)


def test_one_bad_course_does_not_stop_the_others(courses: CourseFolder) -> None:
    courses.write("broken/course.yml", "title: [")
    catalogue = courses.load()
    assert list(catalogue.courses) == ["basics"]
    assert not catalogue.complaints.has_errors_in(courses.root / "basics")


def test_every_complaint_is_said_in_both_languages(courses: CourseFolder) -> None:
    courses.replace(COURSE, "required:", "requird:")
    assert courses.lines(Language.JA) == [
        "basics/course.yml:4: requird: 知らない項目です。「required」のことですか。"
    ]
