"""What a right lesson becomes."""

from pathlib import Path

import pytest

from course_files import EN, JA, CourseFolder
from terakoya.content.lesson_rendering import with_course_address
from terakoya.content.lessons import BlockKind, Lesson
from terakoya.content.markdown_html import to_html
from terakoya.content.markdown_lists import loosen_lists
from terakoya.content.questions import CHOSEN, QuestionKind
from terakoya.language import Language


@pytest.fixture
def lesson(courses: CourseFolder) -> Lesson:
    return courses.load().courses["basics"].lessons["next-token"]


def test_both_languages_have_the_same_blocks(lesson: Lesson) -> None:
    kinds = [[block.kind for block in body.blocks] for body in lesson.bodies.values()]
    assert kinds[0] == kinds[1]
    assert kinds[0].count(BlockKind.QUESTION) == 3


def test_answers_and_explanations_are_not_in_the_html_of_the_blocks(lesson: Lesson) -> None:
    html = "".join(block.html for body in lesson.bodies.values() for block in body.blocks)
    assert "そのとおりです" not in html
    assert "Yes." not in html


def test_a_term_explains_itself_without_script(lesson: Lesson) -> None:
    html = lesson.bodies[Language.JA].blocks[0].html
    assert 'popovertarget="term-1"' in html
    assert "トークン（とーくん）" in html
    assert "文章のかけら。" in html


def test_a_cited_fact_is_numbered_and_listed(lesson: Lesson) -> None:
    body = lesson.bodies[Language.EN]
    assert 'href="#source-1"' in body.blocks[0].html
    assert [fact.id for fact in body.facts] == ["white-paper"]


def test_a_right_answer_is_right_and_another_is_not(lesson: Lesson) -> None:
    question = lesson.questions["which"]
    wrong, right = (option.key for option in question.options)
    assert question.is_right({right: CHOSEN})
    assert not question.is_right({wrong: CHOSEN})
    assert not question.is_complete({wrong: CHOSEN, right: CHOSEN})
    assert not question.is_complete({})


def test_ordering_wants_each_place_once(lesson: Lesson) -> None:
    question = lesson.questions["steps"]
    keys = [option.key for option in question.options]
    assert question.is_right(dict(zip(keys, "123", strict=True)))
    assert not question.is_right(dict(zip(keys, "321", strict=True)))
    assert not question.is_complete(dict(zip(keys, "122", strict=True)))


def test_steps_to_order_are_never_shown_solved(lesson: Lesson) -> None:
    question = lesson.questions["steps"]
    for seed in range(50):
        shown = question.shown_options(str(seed))
        assert shown != question.options
        assert set(shown) == set(question.options)


def test_the_keys_of_steps_do_not_give_the_order_away(lesson: Lesson) -> None:
    keys = [option.key for option in lesson.questions["steps"].options]
    assert len(set(keys)) == 3
    assert not any(key in {"0", "1", "2", "3"} for key in keys)


def test_sorting_wants_a_group_for_each(lesson: Lesson) -> None:
    question = lesson.questions["sort"]
    assert question.kind is QuestionKind.CLASSIFY
    names, weather = (option.key for option in question.options)
    assert question.is_right({names: "c1", weather: "c0"})
    assert not question.is_complete({names: "c1"})
    assert not question.is_complete({names: "c1", weather: "c7"})


def test_the_hash_changes_with_either_language(courses: CourseFolder, lesson: Lesson) -> None:
    courses.replace(EN, "Try one.", "Try two.")
    changed = courses.load().courses["basics"].lessons["next-token"]
    assert changed.content_hash != lesson.content_hash


def test_minutes_are_computed_and_can_be_overridden_in_two_places(courses: CourseFolder) -> None:
    assert courses.load().courses["basics"].items[0].minutes == 4  # under a minute + 3 questions
    for name in (JA, EN):
        courses.replace(name, "topic:", "minutes: 8\ntopic:")
    assert courses.load().courses["basics"].items[0].minutes == 8
    courses.replace(
        "basics/course.yml", "- lesson: next-token", "- {lesson: next-token, minutes: 9}"
    )
    assert courses.load().courses["basics"].items[0].minutes == 9


def test_images_and_lesson_links_get_the_address_of_the_course(courses: CourseFolder) -> None:
    (courses.root / "basics/images").mkdir()
    (courses.root / "basics/images/a.svg").write_text("<svg/>", encoding="utf-8")
    courses.replace(
        EN, "It predicts", "![A](images/a.svg) [here](010-next-token.en.md) It predicts"
    )
    html = courses.load().courses["basics"].lessons["next-token"].bodies[Language.EN].blocks[0].html
    placed = with_course_address(html, "/courses/basics")
    assert 'src="/courses/basics/images/a.svg"' in placed
    assert 'href="/courses/basics/lessons/next-token"' in placed


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<a href="#" onclick="alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        "<iframe src='https://example.com'></iframe>",
        '<form action="/sign-out" method="post"><button>x</button></form>',
    ],
)
def test_html_of_an_author_cannot_run_or_disguise_itself(attack: str) -> None:
    html = to_html(attack, Language.EN)
    for word in ("script", "onerror", "onclick", "style", "iframe", "<form", "<button"):
        assert word not in html


def test_emphasis_works_beside_japanese_brackets() -> None:
    assert "<strong>「強調」</strong>です" in to_html("**「強調」**です", Language.JA)


def test_tildes_between_numbers_stay() -> None:
    assert to_html("10~20と30~40", Language.JA) == "<p>10~20と30~40</p>"


def test_lines_of_japanese_are_joined_without_a_space() -> None:
    assert to_html("改行しても\n続きます。", Language.JA) == "<p>改行しても続きます。</p>"


def test_japanese_headings_have_readable_ids() -> None:
    assert 'id="しくみ"' in to_html("## しくみ", Language.JA)


def test_formulas_become_mathml() -> None:
    assert "<math" in to_html("$x^2$", Language.JA)


def test_lists_need_no_empty_line_and_two_spaces_nest() -> None:
    html = to_html("次の通り：\n- あ\n  - い\n- う", Language.JA).replace("\n", "")
    assert "<ul><li>あ<ul><li>い</li></ul></li><li>う</li></ul>" in html


def test_code_is_never_taken_for_a_list() -> None:
    code = "```\na\n- b\n```"
    assert loosen_lists(code) == code


def test_the_courses_that_we_ship_have_no_error_in_their_lessons() -> None:
    folder = CourseFolder(Path(__file__).resolve().parents[3] / "courses")
    lines = [
        one.to_line(Language.EN)
        for one in folder.load().complaints.errors
        if not one.place.endswith(".lab")
    ]
    assert lines == []
