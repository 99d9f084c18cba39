"""Everything there is to learn: all courses, labs and the glossary, with what is wrong in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.course_files import load_course
from terakoya.content.courses import Course, CourseItem, ItemKind
from terakoya.content.glossaries import Term, load_glossary
from terakoya.content.labs import Lab, load_labs
from terakoya.content.yaml_lines import describe, read_yaml


@dataclass(frozen=True)
class Catalogue:
    """The courses and labs without errors, by slug, and the complaints about all of them."""

    courses: Mapping[str, Course]
    labs: Mapping[str, Lab]
    glossary: Mapping[str, Term]
    complaints: Complaints

    def minutes_of(self, item: CourseItem) -> int:
        """Return how long a step of a course takes."""
        return item.minutes or self.labs[item.slug].minutes


def load_catalogue(courses_dir: Path, labs_dir: Path, today: date | None = None) -> Catalogue:
    """Read all courses and labs; one bad file never stops the rest.

    A course with an error is left out, because learners would complete it without the missing
    part. Without `today` nobody asks whether facts have expired.
    """
    complaints = Complaints()
    labs = load_labs(labs_dir, complaints)
    glossary = load_glossary(courses_dir / "glossary.yml", complaints)
    courses: dict[str, Course] = {}
    folders = {
        file.parent for name in ("course.yml", "*.md") for file in courses_dir.glob(f"*/{name}")
    }
    for folder in sorted(folders):
        course = load_course(folder, glossary, today, complaints)
        if course is not None and _has_its_labs(course, labs, complaints):
            courses[course.slug] = course
    return Catalogue(courses, labs, glossary, complaints)


def _has_its_labs(course: Course, labs: Mapping[str, Lab], complaints: Complaints) -> bool:
    missing = [slug for slug in course.lab_slugs if slug not in labs]
    if not missing:
        return True
    file = course.folder / "course.yml"
    document = read_yaml(file, complaints)
    for number, item in enumerate(course.items):
        if item.kind is ItemKind.LAB and item.slug in missing:
            location = ("items", number, "lab")
            cure = did_you_mean(item.slug, labs)
            complaints.error(
                file,
                document.line_of(location) if document else 0,
                describe(*location),
                ja=f"ラボ「{item.slug}」がないか、誤りがあります。{cure.ja}",
                en=f'The lab "{item.slug}" is missing or has errors. {cure.en}',
            )
    return False


def keep_good_courses(before: Catalogue, after: Catalogue) -> Catalogue:
    """Return `after` with the courses that now have errors as they were in `before`.

    So a slip in a file never takes a course away from its learners.
    """
    kept = {
        slug: course
        for slug, course in before.courses.items()
        if slug not in after.courses and (course.folder / "course.yml").exists()
    }
    labs = {
        slug: before.labs[slug]
        for course in kept.values()
        for slug in course.lab_slugs
        if slug in before.labs
    }
    return replace(after, courses={**after.courses, **kept}, labs={**labs, **after.labs})
