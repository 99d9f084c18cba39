"""What is wrong inside a lesson, and between its two languages."""

import pytest

from course_files import EN, JA, LESSON_EN, CourseFolder


@pytest.mark.parametrize(
    ("before", "after", "line", "expected"),
    [
        ("goal: ", "gole: ", 3, 'gole: Unknown field. Did you mean "goal"?'),
        ("topic: how-it-works", "topic: magic", 4, "topic: The value can be"),
        ("---\ntitle", "title", 1, 'between two "---" lines'),
        ("term:token", "term:tokens", 7, "term:tokens: This term is not in glossary.yml. Did you"),
        ("[token](term", "[](term", 7, "term:token: This term link has no text."),
        ("fact:white-paper", "fact:white-papers", 7, "This fact is not in facts.yml. Did you mean"),
        ("It predicts", "![](images/a.svg) It", 7, "images/a.svg: This image has no description."),
        ("It predicts", "![A](images/a.svg) It", 7, "There is no such file in the course folder."),
        ("It predicts", "[x](030-limits.en.md) It", 7, "30-limits.en.md: There is no such file"),
        (
            "It predicts",
            "[x](../../secret.md) It",
            7,
            "There is no such file in the course folder.",
        ),
        ("It predicts", "[x](#place) It", 7, "#place: Links to a place on a page do not work"),
        ("It predicts", "$x_1_2$ It predicts", 7, "This is not a readable formula."),
        ("It predicts", "# Heading\n\nIt predicts", 7, 'Use "## " for headings.'),
        ("::: tomorrow", "::: tomorow", 40, "::: tomorow: Unknown kind of block. Did you mean"),
        ("Try one.\n:::", "Try one.", 40, "This block is never closed."),
        ("Try one.\n:::", "Try one.\n:::\n:::", 43, "There is no block to close here."),
        ("Try one.\n", "\n", 40, "::: tomorrow: This block is empty."),
        ("single which", "singel which", 9, 'Unknown kind of question. Did you mean "single"?'),
        ("single which", "single Which One", 9, "The question has no id."),
        ("order steps", "order which", 29, "The question on line 9 has the same id."),
        ("Which one?\n", "", 9, "question which: The question has no text."),
        ("- [x] B\n  > Yes.\n", "", 9, "There are too few options."),
        ("[x]", "[ ]", 9, "No option is right."),
        ("- [ ] A", "- [x] A", 9, 'change the kind to "multiple"'),
        ("  > No.\n", "", 12, '"A" has no explanation.'),
        ("categories: in | out\n", "", 18, "There are too few categories."),
        ("=> out", "=> ouut", 23, 'Did you mean "out"?'),
        ("names => out", "names", 23, '"names" has no category.'),
        ("- [ ] A", "- [ ] A\n  - nested\n", 12, "Write an option as one paragraph."),
    ],
)
def test_a_slip_in_a_lesson_is_reported_with_line_and_cure(
    courses: CourseFolder, before: str, after: str, line: int, expected: str
) -> None:
    courses.replace(EN, before, after)
    lines = courses.lines()
    assert any(one.startswith(f"{EN}:{line}:") and expected in one for one in lines), lines
    assert "basics" not in courses.load().courses


@pytest.mark.parametrize(
    ("before", "after", "line", "expected"),
    [
        (
            "question single which",
            "question single other",
            9,
            'this is "::: question single which"',
        ),
        ("::: tomorrow", "::: note", 40, 'this is "::: tomorrow"'),
        ("- [ ] A\n  > No.\n", "- [ ] A\n  > No.\n- [ ] C\n  > No.\n", 9, "There are 3 options"),
        ("- [ ] A\n  > No.\n- [x] B", "- [x] A\n  > No.\n- [ ] B", 12, "right answer differs"),
        ("names => out", "names => in", 23, "The right answer differs"),
        ("in | out", "in | out | maybe", 18, "The number of categories differs"),
        ("topic: how-it-works", "topic: risks", 1, "topic: The value differs"),
    ],
)
def test_a_translation_that_differs_is_reported(
    courses: CourseFolder, before: str, after: str, line: int, expected: str
) -> None:
    courses.replace(EN, before, after)
    lines = courses.lines()
    assert any(one.startswith(f"{EN}:{line}:") and expected in one for one in lines), lines


def test_links_and_blocks_inside_code_are_left_alone(courses: CourseFolder) -> None:
    code = "```text\n::: nothing\n[x](term:none)\n# no heading\n```\n\nUse `[](fact:none)`.\n\n"
    for name in (JA, EN):
        courses.replace(name, "\n::: tomorrow", f"\n{code}::: tomorrow")
    assert courses.lines() == []


def test_windows_line_ends_are_read_like_others(courses: CourseFolder) -> None:
    (courses.root / EN).write_bytes(LESSON_EN.replace("\n", "\r\n").encode())
    assert courses.lines() == []
