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
            "Assignments in which every item of the course is done",
        ),
        denominator=Text(
            "表示している範囲のすべての割り当て（1人×1コースで1件）",
            "All assignments in view (one person in one course counts as one)",
        ),
        excluded=LEAVERS,
        reason=Text(
            "分子は分母の一部なので、100%を超えることはありません。",
            "The numerator is part of the denominator, so the rate can't exceed 100 %.",
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
            "A late completion counts as completed: the figure says whom to talk to, not to blame.",
        ),
    ),
    Definition(
        name=Text("進み", "Progress"),
        numerator=Text("終えたレッスンとラボの数", "Lessons and labs done"),
        denominator=Text("コースのレッスンとラボの数", "Lessons and labs of the course"),
        excluded=Text("任意の項目はありません。", "There are no optional items."),
        reason=Text(
            "学習時間は数えません。時間は理解の証拠にならないためです。",
            "Time spent is not counted, because time is no evidence of understanding.",
        ),
    ),
    Definition(
        name=Text("ラボの点", "Lab score"),
        numerator=Text("いちばん良かった回の点", "Points of the best attempt"),
        denominator=Text("満点", "Points that can be reached"),
        excluded=Text(
            "まだ採点に出していない人は「–」です。",
            "A dash where nothing was sent for checking yet.",
        ),
        reason=Text(
            "何度やり直しても不利になりません。回数と書いた文章は表示しません。",
            "Trying again never costs anything; the number of tries and the texts are not shown.",
        ),
    ),
)
