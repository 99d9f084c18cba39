"""nbgrader's configuration for this folder, for authors who use its own tools on the labs.

    cd labs && nbgrader generate_assignment sorting-inquiries --no-db

writes the release version to `var/nbgrader-release/` beside this folder. `terakoya lab release`
gives the same notebooks.
"""

from pathlib import Path

c = get_config()  # noqa: F821  given by nbgrader

here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.source_directory = "."
c.CourseDirectory.release_directory = str(here.parent / "var" / "nbgrader-release")
c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"
c.CourseDirectory.ignore = ["examples", "lab.yml", ".ipynb_checkpoints"]

# The starter text stands outside of the solution region, so nothing takes the region's place.
c.ClearSolutions.code_stub = {"python": ""}
c.ClearSolutions.text_stub = ""
