"""The checks of the library, grouped by what they look at."""

from terakoya_graders.checks.choices import chooses
from terakoya_graders.checks.confidential import keeps_confidential_data_out
from terakoya_graders.checks.data import gives_examples, has_one_slot, sets_the_data_apart
from terakoya_graders.checks.honesty import is_written_for_the_model, works_without_copied_data
from terakoya_graders.checks.labels import explains_every_label, names_every_label
from terakoya_graders.checks.output import fixes_the_output, says_what_to_do_in_doubt
from terakoya_graders.checks.sorting_results import sorts_rightly
from terakoya_graders.checks.task import sets_the_scene, states_the_task

__all__ = [
    "chooses",
    "explains_every_label",
    "fixes_the_output",
    "gives_examples",
    "has_one_slot",
    "is_written_for_the_model",
    "keeps_confidential_data_out",
    "names_every_label",
    "says_what_to_do_in_doubt",
    "sets_the_data_apart",
    "sets_the_scene",
    "sorts_rightly",
    "states_the_task",
    "works_without_copied_data",
]
