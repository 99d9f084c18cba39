"""A running product takes over changed files."""

from course_files import EN, TODAY, CourseFolder
from terakoya.content.shelves import Shelf


def open_shelf(courses: CourseFolder) -> Shelf:
    return Shelf(courses.root, courses.root.parent / "labs", lambda: TODAY)


def test_a_saved_file_is_on_the_shelf_when_looked_at_again(courses: CourseFolder) -> None:
    shelf = open_shelf(courses)
    courses.replace(EN, "title: Next", "title: What comes next")
    shelf.look_again()
    assert shelf.catalogue().courses["basics"].lessons["next-token"].title.en == "What comes next"


def test_a_slip_does_not_take_the_course_away(courses: CourseFolder) -> None:
    shelf = open_shelf(courses)
    courses.replace(EN, "term:token", "term:tokn")
    shelf.look_again()
    assert shelf.catalogue().courses["basics"].lessons["next-token"].title.en == "Next"
    assert len(shelf.catalogue().complaints.errors) == 1


def test_a_removed_course_is_gone(courses: CourseFolder) -> None:
    shelf = open_shelf(courses)
    for file in (courses.root / "basics").iterdir():
        file.unlink()
    shelf.look_again()
    assert shelf.catalogue().courses == {}
