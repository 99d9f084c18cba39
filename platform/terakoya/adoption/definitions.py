"""What each figure means: printed beside the report and in every export."""

from dataclasses import dataclass

from terakoya.language import Text


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure of the reports: what is divided by what, who is left out, and why so."""

    name: Text
    numerator: Text
    denominator: Text | None
    excluded: Text
    reason: Text


LEAVERS = Text(
    "退職した人と、使えなくしたアカウントの人は含みません。",
    "People who left and deactivated accounts are not counted.",
)

DEFINITIONS = (
    Definition(
        name=Text("修了率", "Completion rate"),
        numerator=Text(
            "割り当てのうち、コースのすべての項目を終えたもの",
            "Assignments in which every part of the course is finished",
        ),
        denominator=Text(
            "表示している範囲のすべての割り当て（1人の1コースが1件）",
            "All assignments shown (one person in one course is one)",
        ),
        excluded=LEAVERS,
        reason=Text(
            "1人が2つのコースを受けていれば、2件と数えます。",
            "Someone who takes two courses counts as two.",
        ),
    ),
    Definition(
        name=Text("期限超過", "Overdue"),
        numerator=Text(
            "期限の日を過ぎても終わっていない割り当て",
            "Assignments that are not completed after their due date",
        ),
        denominator=None,
        excluded=LEAVERS,
        reason=Text(
            "遅れて終えたものは「修了」に数えます。責めるためではなく、声をかけるための数です。",
            "A late completion counts as completed: the figure is for talking, not for blaming.",
        ),
    ),
    Definition(
        name=Text("進み", "Progress"),
        numerator=Text("終えたレッスンとラボの数", "Lessons and labs finished"),
        denominator=Text("コースのレッスンとラボの数", "All lessons and labs of the course"),
        excluded=Text("任意の項目はありません。", "There are no optional items."),
        reason=Text(
            "学習時間は数えません。時間は理解の証拠にならないためです。",
            "Time spent is not counted, because time does not show understanding.",
        ),
    ),
    Definition(
        name=Text("ラボの点", "Lab score"),
        numerator=Text("いちばん良かった回の点", "Points of the best attempt"),
        denominator=Text("満点", "All points that can be reached"),
        excluded=Text(
            "まだ採点に出していない人は「–」です。",
            "A dash means that nothing has been sent for checking yet.",
        ),
        reason=Text(
            "何度やり直しても不利になりません。回数と書いた文章は表示しません。",
            "Trying again never costs anything; the number of tries and the texts are not shown.",
        ),
    ),
)
