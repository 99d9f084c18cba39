"""The learner's pages, as a browser without JavaScript uses them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from clients import post
from course_files import EN, CourseFolder
from people import PASSWORD, Cast
from terakoya.content.lessons import Lesson
from terakoya.content.questions import Answer, QuestionKind
from terakoya.learning.models import CheckAnswer, Enrolment, LessonProgress
from terakoya.people.models import SignInSession
from terakoya.store.session import Store

LESSON = "/courses/basics/lessons/next-token"
Visit = Callable[[str | None], FlaskClient]
Answers = dict[str, Answer]


def text_of(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def fields_of(lesson: Lesson, question_id: str, answer: Answer) -> dict[str, str]:
    if lesson.questions[question_id].kind is QuestionKind.SINGLE:
        return {"question": question_id, "choice": next(iter(answer))}
    return {"question": question_id, **{f"part-{key}": value for key, value in answer.items()}}


def answer_all(client: FlaskClient, lesson: Lesson, answers: Answers) -> None:
    for question_id, answer in answers.items():
        fields = fields_of(lesson, question_id, answer)
        response = post(client, f"{LESSON}/answers", fields)
        assert response.status_code == 303
        assert response.headers["Location"].endswith(f"#check-{question_id}")


def test_home_says_what_is_next_how_long_and_until_when(aiko: FlaskClient) -> None:
    page = text_of(aiko, "/")
    assert "つぎは「つづき」です" in page
    assert "始める（4分）" in page
    assert "期限は" in page
    assert "上司に見えるもの" in page


def test_home_without_courses_says_what_will_be_here(visit: Visit, courses: CourseFolder) -> None:
    for folder in ("basics", "affairs-only"):
        (courses.root / folder / "course.yml").unlink()
    client = visit("ben")
    client.application.extensions["terakoya_shelf"].look_again()
    assert "まだコースはありません" in text_of(client, "/")


def test_a_late_course_is_said_to_be_late_without_blame(aiko: FlaskClient, store: Store) -> None:
    with store.writing() as session:
        enrolment = session.scalars(select(Enrolment)).one()
        enrolment.due_on = enrolment.assigned_on - timedelta(days=300)
    page = text_of(aiko, "/")
    assert "期限を過ぎています" in page
    assert "今からでも受けられます" in page


def test_pages_are_in_the_language_of_the_person(aiko: FlaskClient) -> None:
    post(aiko, "/preferences", {"language": "en"})
    assert "Next: Next" in text_of(aiko, "/")
    assert "Which one?" in text_of(aiko, LESSON)


def test_the_first_look_at_a_lesson_is_noted_once(aiko: FlaskClient, store: Store) -> None:
    text_of(aiko, LESSON)
    text_of(aiko, LESSON)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LessonProgress)) == 1
    assert "続きから始める（4分）" in text_of(aiko, "/")


def test_nothing_of_the_answers_is_on_the_page_before_answering(aiko: FlaskClient) -> None:
    page = text_of(aiko, LESSON)
    for secret in ("そのとおりです", "ちがいます", "個人の情報です", "まず止めます"):
        assert secret not in page


def test_an_answer_is_explained_at_once_with_all_other_options(
    aiko: FlaskClient, lesson: Lesson
) -> None:
    wrong = lesson.questions["which"].options[0].key
    post(aiko, f"{LESSON}/answers", {"question": "which", "choice": wrong})
    page = text_of(aiko, LESSON)
    for word in ("もう少しです", "ちがいます。", "そのとおりです。", "あなたの答え", "正解"):
        assert word in page
    assert "個人の情報です" not in page


def test_a_question_can_be_answered_once_more(aiko: FlaskClient, lesson: Lesson) -> None:
    wrong, right = (option.key for option in lesson.questions["which"].options)
    post(aiko, f"{LESSON}/answers", {"question": "which", "choice": wrong})
    assert f'value="{right}"' not in text_of(aiko, LESSON)
    assert f'value="{right}"' in text_of(aiko, f"{LESSON}?again=which")
    post(aiko, f"{LESSON}/answers", {"question": "which", "choice": right})
    assert "もう少しです" not in text_of(aiko, LESSON)


def test_an_incomplete_answer_stays_in_its_form_with_the_error(
    aiko: FlaskClient, lesson: Lesson, store: Store
) -> None:
    key = lesson.questions["sort"].options[0].key
    response = post(aiko, f"{LESSON}/answers", {"question": "sort", f"part-{key}": "c1"})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert f'name="part-{key}" value="c1" checked' in page
    assert "まだ選んでいない行があります" in page
    assert 'href="#check-sort"' in page
    with store.reading() as session:
        assert session.scalar(select(func.count(CheckAnswer.id))) == 0


def test_an_unknown_question_is_not_found(aiko: FlaskClient) -> None:
    assert post(aiko, f"{LESSON}/answers", {"question": "nowhere"}).status_code == 404


def test_finishing_before_all_is_answered_says_which_question_waits(aiko: FlaskClient) -> None:
    response = post(aiko, f"{LESSON}/completion", {})
    assert response.status_code == 422
    assert "まだ答えていない問いがあります" in response.get_data(as_text=True)


def test_the_last_lesson_leads_to_the_certificate(
    aiko: FlaskClient, lesson: Lesson, right_answers: Answers
) -> None:
    answer_all(aiko, lesson, right_answers)
    response = post(aiko, f"{LESSON}/completion", {})
    assert response.headers["Location"] == "/courses/basics/completion"
    page = text_of(aiko, "/courses/basics/completion")
    for word in ("「きほん」を修了しました", "Aiko さん", "一つ試しましょう。", "hanamaru"):
        assert word in page
    assert "いまの課題は、すべて終わりました" in text_of(aiko, "/")


def test_there_is_no_certificate_before_completion(aiko: FlaskClient) -> None:
    response = aiko.get("/courses/basics/completion")
    assert response.headers["Location"] == "/courses/basics"


def test_an_expired_session_in_the_middle_of_a_quiz_loses_nothing(
    aiko: FlaskClient, lesson: Lesson, right_answers: Answers, store: Store
) -> None:
    fields = fields_of(lesson, "sort", right_answers["sort"])
    token = text_of(aiko, LESSON).split('name="csrf-token" content="', 1)[1].split('"', 1)[0]
    with store.writing() as session:
        session.execute(delete(SignInSession))
    origin = {"Sec-Fetch-Site": "same-origin"}
    refused = aiko.post(f"{LESSON}/answers", data={"csrf_token": token, **fields}, headers=origin)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 401
    kept = page.split('name="continuation" value="', 1)[1].split('"', 1)[0]
    again = post(
        aiko, "/sign-in", {"login": "aiko", "password": PASSWORD, "continuation": kept}
    ).get_data(as_text=True)
    assert f'action="{LESSON}/answers"' in again
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in again
    post(aiko, f"{LESSON}/answers", fields)
    assert "個人の情報です" in text_of(aiko, LESSON)


def test_a_course_of_another_department_is_not_found(aiko: FlaskClient) -> None:
    for path in ("", "/lessons/next-token", "/completion"):
        assert aiko.get(f"/courses/affairs-only{path}").status_code == 404
    assert post(aiko, "/courses/affairs-only/enrolment", {}).status_code == 404


def test_a_required_course_can_be_taken_before_it_is_assigned(visit: Visit, cast: Cast) -> None:
    assert cast
    client = visit("chie")
    assert client.get(LESSON).status_code == 404
    assert "このコースを受ける" in text_of(client, "/courses/basics")
    assert post(client, "/courses/basics/enrolment", {}).status_code == 303
    home = text_of(client, "/")
    assert "必修「きほん」" in home
    assert "期限は" in home
    assert client.get(LESSON).status_code == 200


def test_a_new_version_keeps_the_answers_given(
    aiko: FlaskClient, lesson: Lesson, right_answers: Answers, courses: CourseFolder
) -> None:
    answer_all(aiko, lesson, right_answers)
    courses.replace(EN, "It predicts", "In short, it predicts")
    aiko.application.extensions["terakoya_shelf"].look_again()
    assert "このレッスンを終える" in text_of(aiko, LESSON)


def test_images_of_another_departments_course_are_not_to_be_found(aiko: FlaskClient) -> None:
    assert aiko.get("/courses/affairs-only/images/a.svg").status_code == 404


def test_images_cannot_run_scripts(aiko: FlaskClient) -> None:
    with aiko.get("/courses/basics/images/a.svg") as response:
        assert response.status_code == 200
        assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["../course.yml", "none.svg", "..%2fcourse.yml"])
def test_only_images_are_served(aiko: FlaskClient, name: str) -> None:
    assert aiko.get(f"/courses/basics/images/{name}").status_code in {308, 404}
